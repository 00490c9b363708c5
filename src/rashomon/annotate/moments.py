"""The parts of which time expressions are made (months, units, years, clock times), in a sentence.

A language's parts are data: its pack's section "times". `parts` finds them; the phrases of the same
section say which of them together are a date, a duration or a repetition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

from rashomon.annotate import amounts, numerals, units
from rashomon.annotate.phrases import Phrases
from rashomon.annotate.tokens import Token, folded
from rashomon.language.packs import section
from rashomon.remembered import Remembered

_TABLES = {
    "months": "MONTH",
    "weekdays": "WEEKDAY",
    "units": "UNIT",
    "plurals": "UNITS",
    "seasons": "SEASON",
    "parts": "PART",
    "ordinals": "ORD",
    "tens": "TENS",
    "days": "DAY",
    "holidays": "HOLIDAY",
    "halves": "HALF",
    "repeated": "WEEKDAYS",
}
_NUMERIC = frozenset({"MONTH", "WEEKDAY", "ORD", "TENS", "DAY", "HALF", "WEEKDAYS"})
# French writes the ordinal's ending: "XXe".
_ROMAN = re.compile(r"(?=[XVI])(X{0,2}(?:IX|IV|V?I{0,3}))(?:e|ème)?\Z")
_NUMERALS = frozenset("XVI")
_NUMBER_SIGNS = frozenset("$€£¥#№§+~%°")


@dataclass(frozen=True, slots=True)
class Grammar:
    """A language's time expressions: its words by what they may begin, and its phrases."""

    words: Mapping[str, list[tuple[tuple[str, ...], str, Any]]]
    phrases: Phrases
    lexicon: numerals.Lexicon
    amounts: amounts.Grammar
    upper: bool
    ambiguous: frozenset[str]
    centuries: Mapping[str, int]
    order: str
    clock: str
    ordinal: frozenset[str]
    future: frozenset[str]
    past: frozenset[str]
    past_endings: tuple[str, ...]
    before_year: frozenset[str]
    bare_year: bool
    # Whether a part of a time can begin with a word; most words begin none.
    begins: Mapping[str, bool]


@cache
def grammar(language: str | None) -> Grammar | None:
    """The grammar of a language, None where its pack does not know times."""
    data = section(language, "times")
    lexicon = numerals.lexicon(language)
    around = amounts.grammar(language)
    if not data or lexicon is None or around is None:
        return None
    words: dict[str, list[tuple[tuple[str, ...], str, Any]]] = {}
    for table, name in _TABLES.items():
        for form, value in _forms(data.get(table, {})):
            meaning = int(value) if name in _NUMERIC else value
            key = tuple(form.replace(".", " .").split())
            words.setdefault(key[0], []).append((key, name, meaning))
    for name, phrases in data.get("classes", {}).items():
        for phrase in phrases if isinstance(phrases, list) else phrases.split():
            key = tuple(phrase.split())
            words.setdefault(key[0], []).append((key, name, phrase))
    if data.get("compound"):
        for day, number in _forms(data["weekdays"]):
            for part, value in _forms(data["parts"]):
                key = (f"{day}{part}",)
                words.setdefault(key[0], []).append((key, "WEEKDAYPART", (int(number), value)))
    for word, length in _lengths(data.get("lengths", {})):
        words.setdefault(word, []).append(((word,), "LENGTH", length))
    rules = [(text, rule | {"phrase": text}) for rule in data["rule"] for text in rule["phrases"]]
    return Grammar(
        words=words,
        phrases=Phrases(rules),
        lexicon=lexicon,
        amounts=around,
        upper=data["initial"] == "upper",
        ambiguous=frozenset(data.get("ambiguous", ())),
        centuries={form: int(value) for form, value in _forms(data.get("centuries", {}))},
        order=data["order"],
        clock=data["clock"],
        ordinal=frozenset(data.get("ordinal", ())),
        future=frozenset(data.get("future", ())),
        past=frozenset(data.get("past", ())),
        past_endings=tuple(data.get("past_endings", ())),
        before_year=frozenset(data.get("before_year", ())),
        bare_year=data.get("bare_year", False),
        begins=Remembered(
            lambda word: (
                word[0] in _NUMERALS
                or (low := folded(word)) in words
                or numerals.opens(low, lexicon)
            )
        ),
    )


def _lengths(table: Mapping[str, Any]) -> Iterator[tuple[str, tuple[int, str]]]:
    """Adjectives that count units in one word, with count and unit: "zweiwöchigen"."""
    for count, numbers in table.get("counts", {}).items():
        for unit, stems in table["units"].items():
            for number, stem, ending in product(numbers.split(), stems.split(), table["endings"]):
                yield f"{number}{stem}{ending}", (int(count), unit)


def _forms(table: Mapping[str, str | list[str]]) -> list[tuple[str, str]]:
    """The forms of a table with their values; forms of several words stand in lists."""
    return [
        (form, value)
        for value, forms in table.items()
        for form in (forms if isinstance(forms, list) else forms.split())
    ]


def parts(tokens: Sequence[Token], grammar: Grammar) -> dict[str, dict[int, tuple[int, Any]]]:
    """Of each class, at which token a member begins, where it ends and what it means."""
    found: dict[str, dict[int, tuple[int, Any]]] = {}
    begins = grammar.begins
    for i, token in enumerate(tokens):
        if not token.figure and not begins[token.text]:
            continue
        members = _figures(tokens, i, grammar) if token.figure else _words(tokens, i, grammar)
        for name, last, value in members:
            found.setdefault(name, {})[i] = (last, value)
        if (number := numerals.read(tokens, i, grammar.lexicon)) is not None:
            found.setdefault("NUM", {})[i] = (number.last, number.value)
        if (year := _spelled(tokens, i, grammar)) is not None:
            found.setdefault("YEAR", {})[i] = found.setdefault("SUREYEAR", {})[i] = year
    return found


def _spelled(tokens: Sequence[Token], i: int, grammar: Grammar) -> tuple[int, int] | None:
    """A year that is spelled out, and where it ends: "nineteen ninety-six"."""
    century = grammar.centuries.get(tokens[i].key)
    if century is None or i + 1 == len(tokens):
        return None
    rest = numerals.read(tokens, i + 1, grammar.lexicon)
    if rest is None or tokens[i + 1].figure or not 10 <= rest.value <= 99 or rest.value % 1:
        return None
    return rest.last, 100 * century + int(rest.value)


def _words(tokens: Sequence[Token], i: int, grammar: Grammar) -> Iterator[tuple[str, int, Any]]:
    token = tokens[i]
    longest: dict[str, int] = {}
    for key, name, value in grammar.words.get(token.key, ()):
        last = i + len(key)
        if longest.get(name, 0) >= last or any(
            a.key != b for a, b in zip(tokens[i + 1 : last], key[1:], strict=False)
        ):
            continue
        if last > len(tokens):
            continue
        longest[name] = last
        if name == "HOLIDAY":
            if not any(word.capital for word in tokens[i:last]):
                continue
            if " ".join(key) not in grammar.ambiguous:
                yield "SUREHOLIDAY", last, value
        if name in ("MONTH", "WEEKDAY"):
            if token.capital != grammar.upper and i > 0:
                continue
            if token.key not in grammar.ambiguous:
                yield f"SURE{name}", last, value
        yield name, last, value
    if roman := _ROMAN.match(token.text):
        yield "CARDINAL", i + 1, _roman(roman[1])
    elif token.key in grammar.lexicon.words or token.key in grammar.words:
        ordinal = [v for k, n, v in grammar.words.get(token.key, ()) if n == "ORD" and len(k) == 1]
        if ordinal:
            yield "CARDINAL", i + 1, ordinal[0]


def _roman(text: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in text]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def _tight(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether tokens `first` to `last` (exclusive) exist and nothing stands between them."""
    return last <= len(tokens) and all(
        tokens[k].end == tokens[k + 1].start for k in range(first, last - 1)
    )


def _figures(tokens: Sequence[Token], i: int, grammar: Grammar) -> Iterator[tuple[str, int, Any]]:
    text = tokens[i].text
    if len(text) > 10:
        return
    if not text.isdecimal():
        yield from _pointed(text, i, grammar)
        return
    value = int(text)
    before = tokens[i - 1] if i else None
    yield from _nth(tokens, i, value, grammar)
    joined = before is not None and before.end == tokens[i].start
    if joined and before is not None and (before.text in _NUMBER_SIGNS or before.text.isalpha()):
        return
    # "555-1234" is no year, "1914-1918" are two.
    coded = joined and i > 1 and tokens[i - 2].figure and len(tokens[i - 2].text) != len(text)
    if len(text) <= 2:
        yield "HOUR", i + 1, value
        if len(text) == 2 and value < 60:
            yield "MINUTE", i + 1, value
        if 1 <= value <= 31:
            last = i + 1
            if last < len(tokens) and tokens[last].key in grammar.ordinal:
                if tokens[last].start == tokens[i].end:
                    last += 1
            elif (
                _tight(tokens, i, i + 3)
                and tokens[i + 1].key == "-"
                and tokens[i + 2].key in grammar.ordinal
            ):
                last += 2
            yield "DAY", last, value
            if last > i + 1:
                yield "CARDINAL", last, value
                if value <= 12:
                    yield "ORD", last, value
    if len(text) == 4 and value <= 2400 and value % 100 < 60:
        yield "HHMM", i + 1, divmod(value, 100)
    if len(text) == 4 and 1000 <= value <= 2100 and not coded and not _measured(tokens, i, grammar):
        yield "YEAR", i + 1, value
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        # "2004: …" heads an entry of a chronicle.
        heads = before is None and after is not None and after.text == ":"
        told = heads or (before is not None and before.key in grammar.before_year)
        alone = after is None or not after.text.isalnum() or after.key in grammar.before_year
        bare = grammar.bare_year and (after is None or not after.capital)
        if (told and alone) or (value >= 1900 and (told or alone or bare)):
            yield "SUREYEAR", i + 1, value
    yield from _joined(tokens, i, grammar)


def _nth(
    tokens: Sequence[Token], i: int, value: int, grammar: Grammar
) -> Iterator[tuple[str, int, Any]]:
    """Any ordinal in figures: "61st", "61.", "61-й"."""
    for k in (i + 1, i + 2):
        ends = k < len(tokens) and tokens[k].key in grammar.ordinal and _tight(tokens, i, k + 1)
        if ends and (k == i + 1 or tokens[i + 1].key == "-"):
            yield "NTH", k + 1, value


def _measured(tokens: Sequence[Token], i: int, grammar: Grammar) -> bool:
    """Whether what stands around a figure makes it an amount: sign, magnitude, unit, people."""
    if i and tokens[i - 1].text in _NUMBER_SIGNS:
        return True
    if i + 1 == len(tokens):
        return False
    unit = amounts.unit(tokens, i + 1, grammar.amounts)
    return (
        tokens[i + 1].text in _NUMBER_SIGNS
        or tokens[i + 1].key in grammar.lexicon.magnitudes
        or (unit is not None and units.dimension(unit.meaning) != "time")
        or grammar.amounts.people.at(tokens, i + 1) is not None
    )


def _pointed(text: str, i: int, grammar: Grammar) -> Iterator[tuple[str, int, Any]]:
    """Figures with points: "20.05.2025" is a date, "20.30" may be a clock time."""
    pieces = text.split(".")
    if not all(piece.isdecimal() for piece in pieces):
        return
    numbers = [int(piece) for piece in pieces]
    if len(pieces) == 3 and len(pieces[2]) in (2, 4) and max(map(len, pieces[:2])) <= 2:
        yield from _date(numbers, len(pieces[2]), i + 1, grammar)
    elif (
        "." in grammar.clock
        and [len(piece) for piece in pieces] in ([1, 2], [2, 2])
        and numbers[0] <= 24
        and numbers[1] < 60
    ):
        yield "POINTCLOCK", i + 1, (numbers[0], numbers[1])


def _date(
    numbers: Sequence[int], width: int, last: int, grammar: Grammar
) -> Iterator[tuple[str, int, Any]]:
    first, second, year = numbers
    if width == 2:
        year += 2000 if year < 50 else 1900
    month, day = (first, second) if grammar.order == "mdy" and first <= 12 else (second, first)
    if grammar.order == "mdy" and month > 12 >= day:
        month, day = day, month
    if 1 <= month <= 12 and 1 <= day <= 31 and 1000 <= year <= 2100:
        yield "DATE", last, (year, month, day)


def _joined(tokens: Sequence[Token], i: int, grammar: Grammar) -> Iterator[tuple[str, int, Any]]:
    """Figures joined by signs: "2025-05-20", "20/05/2025", "20:30", "20h30"."""
    if not _tight(tokens, i, i + 3):
        return
    sign, second = tokens[i + 1].key, tokens[i + 2].text
    if not second.isdecimal() or len(second) > 4:
        return
    a, b = int(tokens[i].text), int(second)
    clock = sign in grammar.clock.split() and len(tokens[i].text) <= 2 == len(second)
    if clock and a <= 24 and b < 60:
        last = i + 3
        if _tight(tokens, i, i + 5) and tokens[i + 3].key == ":":
            seconds = tokens[i + 4].text
            if not (seconds.isdecimal() and len(seconds) == 2 and int(seconds) < 60):
                return
            last += 2
        yield "CLOCK", last, (a, b)
    if sign not in "-/" or not _tight(tokens, i, i + 5) or tokens[i + 3].key != sign:
        return
    third = tokens[i + 4].text
    if not third.isdecimal() or len(third) > 4:
        return
    c = int(third)
    if len(tokens[i].text) == 4 and sign == "-" and 1 <= b <= 12 and 1 <= c <= 31:
        yield "DATE", i + 5, (a, b, c)
    elif len(third) in (2, 4) and max(len(tokens[i].text), len(second)) <= 2:
        yield from _date((a, b, c), len(third), i + 5, grammar)
