"""Measured and counted amounts: number, unit, bound, change, and what is counted.

The rules follow what a reader takes for an amount. Dates, clock times, ordinals, scores, phone
numbers and designations ("Su-27", "Article 5") are none; where neither unit, counted noun, bound
nor change shows that a number is an amount, it is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Literal, NamedTuple

from rashomon.annotate import numerals, units
from rashomon.annotate.amounts import Grammar, before, changes, grammar, money, unit
from rashomon.annotate.counted import concludes, counted, fate, people
from rashomon.annotate.phrases import Found
from rashomon.annotate.times import expressions
from rashomon.annotate.tokens import KEPT, Token, tokenised
from rashomon.model import Quantity, Sentence

Bound = Literal["=", "~", "<", ">"]
Change = Literal["=", "up", "down"]

_SIGNS_BEFORE = frozenset("#№§+/.:*^_@")
# What times read and quantities as well: what is counted in them is an amount.
_COUNTED = frozenset({"duration", "set", "ref", "nothing", "ago"})
# "Two quarters" are half a year.
_QUARTER = 0.25
# No earthquake is greater.
_GREATEST = 10
# Words before its strength among which an earthquake is named.
_NAMED_BEFORE = 5
_PER = frozenset({"length", "area", "volume", "mass", "time"})


class Amount(NamedTuple):
    """A number or range at `tokens[first:last]`."""

    first: int
    last: int
    low: float
    high: float
    figures: bool
    scaled: bool
    order: bool = False
    hyphen: bool = False
    opened: bool = False


def quantities(text: str, sentences: Sequence[Sentence]) -> tuple[Quantity, ...]:
    """The amounts in the given sentences, each read in its language; offsets into `text`."""
    found: list[Quantity] = []
    for sentence in sentences:
        words = text[sentence.start : sentence.end]
        read = _remembered if len(words) <= KEPT else _find
        found += (
            replace(q, start=q.start + sentence.start, end=q.end + sentence.start)
            for q in read(words, sentence.language)
        )
    return tuple(sorted(found, key=lambda quantity: (quantity.start, quantity.end)))


@lru_cache(maxsize=512)
def _remembered(text: str, language: str | None) -> tuple[Quantity, ...]:
    return _find(text, language)


def _find(text: str, language: str | None) -> tuple[Quantity, ...]:
    """The amounts of one sentence, from left to right."""
    known = grammar(language)
    return tuple(_sentence(text, language, known)) if known is not None else ()


def _sentence(text: str, language: str | None, known: Grammar) -> Iterator[Quantity]:
    tokens = tokenised(text)
    opens = known.opens
    opening = [i for i, token in enumerate(tokens) if token.figure or opens[token.text]]
    if not opening:
        return
    dates = [
        (found.start, found.end)
        for found in expressions(text, language)
        if found.rule["reads"] not in _COUNTED
    ]
    i = d = end = 0
    paid = False
    for k in opening:
        if k < i or tokens[k].start < end:
            continue
        while d < len(dates) and dates[d][1] <= tokens[k].start:
            d += 1
        if d < len(dates) and dates[d][0] <= tokens[k].start:
            continue
        amount = _amount(tokens, k, known)
        if amount is None:
            continue
        quantity = (
            None if _designates(tokens, amount, known) else _quantity(text, tokens, amount, known)
        )
        i = max(amount.last, k + 1)
        # "0$0": a sign belongs to the first number that it can belong to.
        if quantity is not None and quantity.start >= end:
            if paid and quantity.unit == "pound" and text[end : quantity.start].strip() == "(":
                # "85 million euros (74 million pounds)": the same sum again.
                quantity = replace(quantity, unit="GBP", dimension="money")
            yield quantity
            end, paid = quantity.end, quantity.dimension == "money"


def _amount(tokens: Sequence[Token], i: int, known: Grammar) -> Amount | None:
    """The number, range, fraction or order of magnitude that begins at token `i`."""
    order = known.orders.get(tokens[i].key)
    # «свыше тысячи людей»: after a bound the form is the magnitude itself.
    single = tokens[i].key in known.lexicon.magnitudes and before(known.bounds, tokens, i)
    if order is not None and not single:
        return _order(tokens, i, order, known)
    fraction = _fraction(tokens, i, known)
    if fraction is not None:
        return fraction
    number = numerals.read(tokens, i, known.lexicon)
    if number is None:
        return None
    last, value, scale = number.last, number.value, number.scale
    if number.figures and scale == 1 and last < len(tokens) and money(tokens, i, known):
        scale = known.lexicon.after_money.get(tokens[last].key, 1.0)
        value, last = value * scale, last + (scale > 1)
    first = Amount(i, last, value, value, number.figures, scale > 1)
    return _range(tokens, first, known) or first


def _order(tokens: Sequence[Token], i: int, order: float, known: Grammar) -> Amount:
    """ "hundreds" and "tens of thousands": from one to ten times the magnitude."""
    last = i + 1
    k = last + (last < len(tokens) and known.said("of", tokens[last].key))
    if k < len(tokens):
        key = tokens[k].key
        more = known.orders.get(key) or known.lexicon.magnitudes.get(key, 0.0)
        if more > order:
            order, last = order * more, k + 1
    return Amount(i, last, order, order * 10, False, True, order=True)


def _fraction(tokens: Sequence[Token], i: int, known: Grammar) -> Amount | None:
    """ "a third of", "two thirds of", "half a million"."""
    lexicon = known.lexicon
    k, count = i, 1.0
    if lexicon.fractions.get(tokens[i].key) is None:
        number = None if tokens[i].figure else numerals.read(tokens, i, lexicon)
        if number is None and tokens[i].key not in lexicon.articles:
            return None
        count = number.value if number else 1.0
        k = number.last if number else i + 1
        k += k < len(tokens) and tokens[k].key == "-"
    if k >= len(tokens) or not 1 <= count <= 9:
        return None
    part = lexicon.fractions.get(tokens[k].key)
    if part is None or count * part >= 1:
        return None
    after = k + 1
    if after < len(tokens) and tokens[after].key in ("-", *lexicon.articles):
        after += 1
    scale = lexicon.magnitudes.get(tokens[after].key, 0.0) if after < len(tokens) else 0.0
    if scale >= 1000:
        value = count * part * scale
        return Amount(i, after + 1, value, value, False, True)
    after = k + 1
    linked = after < len(tokens) and (
        known.said("of", tokens[after].key)
        # "More than half", "two thirds": a bound or a count says enough.
        or before(known.bounds, tokens, i) is not None
        or (count > 1 and part != _QUARTER)
        # Slavic languages link by case alone.
        or (not known.words["of"] and counted(tokens, after, known) is not None)
    )
    return Amount(i, k + 1, count * part, count * part, False, False) if linked else None


def _range(tokens: Sequence[Token], a: Amount, known: Grammar) -> Amount | None:
    if a.last + 1 >= len(tokens):
        return None
    key = tokens[a.last].key
    if key == "-" and a.last + 2 < len(tokens) and known.said("range", tokens[a.last + 1].key):
        # "A 24- to 30-foot boat": the first hyphen waits for what the second has.
        return _range(tokens, a._replace(last=a.last + 1), known)
    hyphen = key == "-"
    between = (
        a.first > 0 and known.said("between", tokens[a.first - 1].key) and known.said("and", key)
    )
    if not (hyphen or between or known.said("range", key)):
        return None
    start = a.last + 1
    sign = money(tokens, start + 1, known) if start + 1 < len(tokens) else None
    start += sign is not None and sign.first == start
    number = numerals.read(tokens, start, known.lexicon) if start < len(tokens) else None
    if number is None or number.figures != a.figures:
        return None
    low, high = a.low, number.value
    if number.scale > 1 and not a.scaled and low < high / number.scale:
        low *= number.scale
    moved = not between and not hyphen and _moves(tokens, a.first, known)
    each = sign is not None and not between and not hyphen
    if low >= high or moved or each or (high > 1000 * max(low, 1) and not between):
        return None
    return Amount(
        a.first, number.last, low, high, a.figures, number.scale > 1, False, hyphen, between
    )


def _moves(tokens: Sequence[Token], i: int, known: Grammar) -> bool:
    """Whether "from 5 to 7" before token `i` tells of a change, not of a range."""
    start = money(tokens, i, known)
    k = start.first if start else i
    if k > 0 and known.said("by", tokens[k - 1].key):
        return False
    opened = k > 0 and known.said("from", tokens[k - 1].key)
    return (opened and changes(tokens, k - 1, known)) or before(known.change, tokens, k) is not None


def _designates(tokens: Sequence[Token], amount: Amount, known: Grammar) -> bool:
    """Whether the number is part of a name, an ordinal, a score or a phone number."""
    i, last = amount.first, amount.last
    if not amount.figures:
        named = i > 0 and known.said("designators", tokens[i - 1].key) and amount.low < 100
        return named or _ends_word(tokens, i)
    after = tokens[last] if last < len(tokens) else None
    if after is not None and after.start == tokens[last - 1].end:
        more = tokens[last + 1] if last + 1 < len(tokens) else None
        if after.key in known.ordinal and (after.key != "." or more is not None):
            return True
        if i == 0 and after.key in (".", ")"):
            return True
        tight = more is not None and more.start == after.end
        if after.key == "-" and more is not None and tight and more.key in known.ordinal:
            return True
        joined = more is not None and more.figure and more.start == after.end
        if (joined and after.key in (":", "/", ".", ",", "-")) or (
            after.text.isalpha() and unit(tokens, last, known) is None
        ):
            return True
    if _score(tokens, i, last, known):
        return True
    if i == 0:
        return False
    prior = tokens[i - 1]
    if prior.figure and prior.end + 1 == tokens[i].start:
        return True
    if prior.end == tokens[i].start:
        if prior.text.isalpha() or prior.text.isdigit() or prior.text in _SIGNS_BEFORE:
            return money(tokens, i, known) is None
        if prior.key == "-" and i > 1 and tokens[i - 2].end == prior.start:
            return before(known.leading, tokens, i) is None
    k = i - 2 if prior.text == "." and i > 1 else i - 1
    return known.said("designators", tokens[k].key) and unit(tokens, last, known) is None


def _shaken(tokens: Sequence[Token], i: int, known: Grammar) -> bool:
    """Whether an earthquake is named before token `i`, where its word would be a storm's as well
    ("Stärke", "kracht", "síla"): such a language lists words for earthquakes."""
    named = known.words.get("quakes")
    return named is None or any(t.key in named for t in tokens[max(0, i - _NAMED_BEFORE) : i])


def _ends_word(tokens: Sequence[Token], i: int) -> bool:
    """Whether token `i` is the end of a word with a hyphen ("a multi-million contract")."""
    if i < 2 or tokens[i - 1].key != "-" or not tokens[i - 2].text.isalpha():
        return False
    return tokens[i - 2].end == tokens[i - 1].start and tokens[i - 1].end == tokens[i].start


def _score(tokens: Sequence[Token], i: int, last: int, known: Grammar) -> bool:
    """Whether two small figures stand to each other as in "won 3 to 1": the larger first."""
    for a, word, b in ((i, last, last + 1), (i - 2, i - 1, i)):
        if a >= 0 and b < len(tokens) and known.said("range", tokens[word].key):
            left, right = tokens[a].text, tokens[b].text
            small = left.isdecimal() and right.isdecimal() and max(len(left), len(right)) <= 2
            if small and int(left) >= int(right) and unit(tokens, b + 1, known) is None:
                return True
    return False


def _quantity(
    text: str, tokens: Sequence[Token], amount: Amount, known: Grammar
) -> Quantity | None:
    first, last = amount.first, amount.last
    low, high = amount.low, amount.high
    name: str | None = None
    sign = money(tokens, first, known)
    if sign is not None:
        name, first = sign.meaning, sign.first
    apart = last < len(tokens) and tokens[last].key == "-" and not amount.hyphen
    here = last + (apart and tokens[last].start == tokens[last - 1].end)
    told = unit(tokens, here, known) if name is None else None
    if told is None and name is None and _inserted(tokens, here, amount, known):
        told = unit(tokens, here + 1, known)
    if told is not None and (amount.figures or len(tokens[told.first].text) > 1):
        name, last = told.meaning, told.last
    share = 0 < amount.low < 1 and not amount.figures and not amount.scaled
    if name is None and share:
        name = "dimensionless"
    if name is None and amount.figures and amount.high <= _GREATEST:
        ahead = before(known.leading, tokens, first)
        if ahead is not None and _shaken(tokens, ahead.first, known):
            name, first = ahead.meaning, ahead.first
    if name is not None:
        name, last = _rate(tokens, name, last, known)
    degree = units.dimension(name) == "temperature"
    below = first > 0 and tokens[first - 1].key == "-"
    if degree and below and tokens[first - 1].end == tokens[first].start:
        low, high, first = -high, -low, first - 1
    bound, start = _bound(tokens, first, last, amount, known)
    change = _change(tokens, start, last, name, known)
    phrase = _counted(tokens, last, name, amount, known)
    if phrase is None and name is None:
        phrase = fate(tokens, last, known)
    dimension = units.dimension(name)
    if name is None and phrase is not None and people(tokens, phrase, known):
        dimension = "people"
    elif name is None and _age(tokens, amount, known):
        name, dimension = "year", "time"
    shown = bound != "=" or change != "=" or name is not None or dimension == "people"
    if not shown and not _amounts(tokens, amount, phrase, known):
        return None
    single = not amount.figures and low == high == 1 and bound == "="
    if single and not _single(tokens, amount, name, dimension, known):
        return None
    # The point of an abbreviation that ends the sentence is the sentence's.
    last -= last == len(tokens) and tokens[last - 1].text == "." and last > first + 1
    exact = low == high
    return Quantity(
        start=tokens[first].start,
        end=tokens[last - 1].end,
        value=low if exact else None,
        low=None if exact else low,
        high=None if exact else high,
        unit=name,
        dimension=dimension,
        bound=bound,
        change=change,
        of=text[tokens[phrase[0]].start : tokens[phrase[1] - 1].end] if phrase else None,
        rule=f"{known.language} number: {', '.join(_grounds(amount, name, bound, change, phrase))}",
    )


def _grounds(
    amount: Amount,
    name: str | None,
    bound: Bound,
    change: Change,
    phrase: tuple[int, int] | None,
) -> Iterator[str]:
    """What showed that a number is an amount, for `Quantity.rule`."""
    yield "an order of magnitude" if amount.order else "figures" if amount.figures else "words"
    for grounds, shown in (
        ("magnitude", amount.scaled and not amount.order),
        ("range", amount.low < amount.high and not amount.order),
        ("unit", name is not None),
        ("bound", bound != "=" and not amount.order),
        ("change", change != "="),
        ("counted phrase", phrase is not None),
    ):
        if shown:
            yield grounds


def _inserted(tokens: Sequence[Token], i: int, amount: Amount, known: Grammar) -> bool:
    """Whether a word parts a number from its unit ("five more months", "tens of kilometres")."""
    if i >= len(tokens):
        return False
    vast = amount.order or amount.scaled
    return known.said("between_units", tokens[i].key) or (vast and known.said("of", tokens[i].key))


def _rate(tokens: Sequence[Token], name: str, last: int, known: Grammar) -> tuple[str, int]:
    """The unit "USD / month" of "$800 a month"."""
    if last + 1 < len(tokens) and (known.said("per", tokens[last].key) or tokens[last].key == "/"):
        per = unit(tokens, last + 1, known)
        if per is not None and units.dimension(per.meaning) in _PER and " / " not in name:
            return f"{name} / {per.meaning}", per.last
    return name, last


def _bound(
    tokens: Sequence[Token], first: int, last: int, amount: Amount, known: Grammar
) -> tuple[Bound, int]:
    """What stands before and after a number to bound it, and where that begins."""
    rough = amount.order or known.said("about", tokens[amount.last - 1].key)
    bound: Bound = "~" if rough else "="
    # "from 500 to 600": the word that opens the range is no bound.
    first -= amount.opened
    for _ in range(2):
        found = before(known.bounds, tokens, first)
        if found is None or _reached(tokens, found, known):
            break
        if found.meaning != "~" or bound == "=":
            bound = found.meaning
        first = found.first
    if last < len(tokens) and (later := known.after.at(tokens, last)) is not None:
        bound = later.meaning
    return bound, first


def _reached(tokens: Sequence[Token], bound: Found, known: Grammar) -> bool:
    """Whether a word such as «до» tells what a change has led to ("rose by 3% to 800")."""
    one = bound.last == bound.first + 1 and known.said("range", tokens[bound.first].key)
    return one and changes(tokens, bound.first, known)


def _change(
    tokens: Sequence[Token], first: int, last: int, name: str | None, known: Grammar
) -> Change:
    found = before(known.change, tokens, first)
    if (
        found is None
        and units.dimension(name) in ("share", "money", "other")
        and last < len(tokens)
    ):
        found = known.changed.at(tokens, last)
    change: Change = found.meaning if found else "="
    return change


def _counted(
    tokens: Sequence[Token], last: int, name: str | None, amount: Amount, known: Grammar
) -> tuple[int, int] | None:
    """The counted phrase after a number, or after its unit and a linking word."""
    linked = last < len(tokens) and known.said("of", tokens[last].key)
    if name is not None and not linked:
        return None
    if last < len(tokens) and tokens[last].key == "-" and not linked:
        # "A 23-member crew" counts people, "a seven-term mayor" nothing that is told apart.
        member = last + 1 < len(tokens) and known.people.at(tokens, last + 1)
        return counted(tokens, last + 1, known) if member else None
    start = last + linked
    while linked and start < len(tokens) and known.said("articles", tokens[start].key):
        start += 1
    if linked and not amount.order and not amount.scaled and name is None:
        return None
    if not linked and _inserted(tokens, start, amount, known):
        phrase = counted(tokens, start + 1, known) if start + 1 < len(tokens) else None
        return (start, phrase[1]) if phrase is not None else None
    return counted(tokens, start, known) if start < len(tokens) else None


def _age(tokens: Sequence[Token], amount: Amount, known: Grammar) -> bool:
    """Whether a bare figure is an age: "Maria Petrova, 44, said", "aged 21"."""
    i, last = amount.first, amount.last
    if not amount.figures or not 1 <= amount.low <= 110 or i == 0:
        return False
    if before(known.age, tokens, i) is not None:
        return True
    named = i > 1 and tokens[i - 1].text == "," and tokens[i - 2].text.isalpha()
    return named and last < len(tokens) and tokens[last].text == "," and last == i + 1


def _amounts(
    tokens: Sequence[Token], amount: Amount, phrase: tuple[int, int] | None, known: Grammar
) -> bool:
    """Whether a number without unit, bound, change or people is an amount all the same."""
    if phrase is None and concludes(tokens, amount.first, amount.last, known):
        return True
    if not amount.figures:
        return phrase is not None or amount.scaled
    i = amount.first
    prior = tokens[i - 1] if i else None
    earliest = 1900 if amount.low == amount.high and phrase is not None else 1000
    year = earliest <= amount.low <= amount.high <= 2100 and tokens[i].text.isdecimal()
    if year or (amount.hyphen and phrase is None):
        return False
    if prior is not None and i > 1 and prior.text.isalpha() and not prior.text.islower():
        return amount.scaled or (known.capital and phrase is not None)
    if phrase is not None or amount.scaled or "," in tokens[i].text or "." in tokens[i].text:
        return True
    level = prior is not None and known.said("level", prior.key)
    # "At 10 Downing Street" gives an address.
    after = tokens[amount.last] if amount.last < len(tokens) else None
    return amount.last > i + 1 or (level and (after is None or not after.capital))


def _single(
    tokens: Sequence[Token], amount: Amount, name: str | None, dimension: str, known: Grammar
) -> bool:
    """Whether "one" counts: with people or a unit after it, and neither pronoun nor article."""
    if not known.said("single", tokens[amount.first].key):
        return False
    after = tokens[amount.last].key if amount.last < len(tokens) else ""
    if known.said("alone_before", after):
        return False
    return dimension == "people" or (name is not None and dimension != "time")
