"""Numbers as languages write them: figures in local formats and compositions of number words.

A language's lexicon is the part `[numbers]` of its pack's section "quantities": `decimal` and
`group` signs, `words` (value -> forms), `magnitudes` (value -> forms that multiply what stands
before them), `short` (abbreviated magnitudes, after figures only), `after_money`
("$5m"), `fractions`, `articles` ("a" in
"a million"), `joiners` ("and" in "two hundred and fifty"), and for compounds written as one word
`glue` ("und" in "dreiundzwanzig"), `glued` magnitudes and the forms used `inner` to them ("ein").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from rashomon.annotate.tokens import Token
from rashomon.language.packs import section

# Longer runs of digits are identifiers, not amounts; a float holds 15 digits exactly.
MAX_DIGITS = 15
# The longest glued number word in use ("neunhundertneunundneunzigtausend") has 34 letters.
MAX_WORD = 40
# Words of which it is remembered whether they are compounds of numbers; more are forgotten.
_REMEMBERED = 20_000
FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}


class Number(NamedTuple):
    """A number that ends before token `last`; `figures` if written in figures.

    `scale` is the magnitude that its value has been multiplied by ("1.4 million": 1e6).
    """

    last: int
    value: float
    figures: bool
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Lexicon:
    """How one language writes numbers."""

    group: str = ","
    words: Mapping[str, float] = field(default_factory=dict)
    magnitudes: Mapping[str, float] = field(default_factory=dict)
    short: Mapping[str, float] = field(default_factory=dict)
    after_money: Mapping[str, float] = field(default_factory=dict)
    fractions: Mapping[str, float] = field(default_factory=dict)
    articles: frozenset[str] = frozenset()
    joiners: frozenset[str] = frozenset()
    inner: Mapping[str, float] = field(default_factory=dict)
    glued: tuple[tuple[str, float], ...] = ()
    vigesimal: bool = False
    # The words with which a number can begin.
    openers: frozenset[str] = frozenset()
    # What compounds are worth, of the words met so far.
    compounds: dict[str, float | None] = field(default_factory=dict, compare=False)


def inverse(table: Mapping[str, str]) -> dict[str, float]:
    """Forms to their values, from a table of values to forms between spaces."""
    return {form: float(value) for value, forms in table.items() for form in forms.split()}


@cache
def lexicon(language: str | None) -> Lexicon | None:
    """The number lexicon of a language, None where its pack has none."""
    data: Mapping[str, Any] = section(language, "quantities").get("numbers", {})
    if not data:
        return None
    words = inverse(data.get("words", {}))
    inner = inverse(data.get("inner", {}))
    units = {word: value for word, value in (words | inner).items() if 1 <= value < 10}
    tens = {word: value for word, value in words.items() if value in range(20, 100, 10)}
    for glue in data.get("glue", "").split():
        words |= {f"{u}{glue}{t}": a + b for u, a in units.items() for t, b in tens.items()}
    glued = inverse(data.get("glued", {}))
    magnitudes = inverse(data.get("magnitudes", {}))
    articles = frozenset(data.get("articles", "").split())
    return Lexicon(
        group=data["group"],
        words=words,
        magnitudes=magnitudes,
        short=inverse(data.get("short", {})),
        after_money=inverse(data.get("after_money", {})),
        fractions=inverse(data.get("fractions", {})),
        articles=articles,
        joiners=frozenset(data.get("joiners", "").split()),
        inner=inner,
        glued=tuple(sorted(glued.items(), key=lambda item: (-item[1], item[0]))),
        vigesimal=data.get("vigesimal", False),
        openers=articles.union(words, magnitudes),
    )


def parse(figures: str, group: str) -> float | None:
    """The value of figures with points and commas; None if they follow no format.

    A group sign must part off three digits each; a sign that a language uses for groups is read
    as a decimal point where it cannot part off groups ("1.5" in German).
    """
    if len(figures) > MAX_DIGITS + 6:
        return None
    if figures.isdecimal():
        return float(figures) if len(figures) <= MAX_DIGITS else None
    signs = [sign for sign in figures if sign in ".,"]
    parts = re.split(r"[.,]", figures)
    groups = len(parts[0]) <= 3 and parts[0] != "0"
    if len(set(signs)) == 2 and signs.count(signs[-1]) == 1:
        if groups and all(len(part) == 3 for part in parts[1:-1]):
            return float("".join(parts[:-1]) + "." + parts[-1])
        return None
    if len(set(signs)) == 2:
        return None
    if (
        groups
        and all(len(part) == 3 for part in parts[1:])
        and (len(parts) > 2 or signs[0] in group)
    ):
        return float("".join(parts))
    if len(parts) == 2:
        return float(".".join(parts))
    return None


def read(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Number | None:
    """The number that begins at `tokens[i]`, with its magnitude ("1.4 million")."""
    token = tokens[i]
    if token.figure:
        return _figures(tokens, i, lexicon)
    if token.text in FRACTIONS:
        return _scaled(tokens, i + 1, FRACTIONS[token.text], lexicon, True)
    return _words(tokens, i, lexicon) if opens(token.key, lexicon) else None


def opens(key: str, lexicon: Lexicon) -> bool:
    """Whether a number can begin with a word."""
    return key in lexicon.openers or (bool(lexicon.glued) and _value(key, lexicon) is not None)


def _adjacent(tokens: Sequence[Token], i: int) -> bool:
    """Whether nothing stands between token `i` and the one before it."""
    return tokens[i - 1].end == tokens[i].start


def _figures(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Number | None:
    text = tokens[i].text
    j = i + 1
    # "1 400 000": groups of three, one space apart.
    if len(text) <= 3 and text != "0" and text.isdecimal() and " " in lexicon.group:
        while (
            j < len(tokens)
            and len(text) <= MAX_DIGITS
            and tokens[j].start == tokens[j - 1].end + 1
            and re.fullmatch(r"\d{3}(?:[.,]\d+)?", tokens[j].text)
            and text.isdecimal()
        ):
            text += tokens[j].text
            j += 1
        if not text.isdecimal() and j > i + 1:
            return _scaled(tokens, j, float(text.replace(",", ".")), lexicon, True)
    value = parse(text, lexicon.group)
    if value is None:
        return None
    if j < len(tokens) and tokens[j].text in FRACTIONS:
        value += FRACTIONS[tokens[j].text]
        j += 1
    elif j + 2 < len(tokens) and tokens[j + 1].text == "/" and value.is_integer():
        top, bottom = tokens[j].text, tokens[j + 2].text
        tight = _adjacent(tokens, j + 1) and _adjacent(tokens, j + 2)
        if tight and len(top) == len(bottom) == 1 and "1" <= top < bottom <= "9":
            value += int(top) / int(bottom)
            j += 3
    return _scaled(tokens, j, value, lexicon, True)


def _scaled(
    tokens: Sequence[Token], j: int, value: float, lexicon: Lexicon, figures: bool
) -> Number:
    """Multiplies by the magnitude that may stand at `tokens[j]`, a hyphen apart or none."""
    k = j
    if j + 1 < len(tokens) and tokens[j].key == "-" and _adjacent(tokens, j):
        k = j + 1
    if k < len(tokens):
        key = tokens[k].key
        magnitude = lexicon.magnitudes.get(key) or lexicon.short.get(key)
        if magnitude is not None and magnitude >= 1000:
            last = k + 1
            dotted = last < len(tokens) and tokens[last].text == "." and _adjacent(tokens, last)
            if dotted and key in lexicon.short and last + 1 < len(tokens):
                last += 1
            return Number(last, value * magnitude, figures, magnitude)
    return Number(j, value, figures)


def _words(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Number | None:
    total = 0.0
    group: float | None = None
    limit = float("inf")
    article = False
    last = j = i
    while j < len(tokens):
        key = tokens[j].key
        value = _value(key, lexicon)
        magnitude = lexicon.magnitudes.get(key)
        if value is not None and group is None and not article:
            if value >= limit or (total and value >= 1000):
                break
            group = value
        elif value is not None and group is not None and value < 1000:
            combined = _combine(group, value, lexicon)
            if combined is None:
                break
            group = combined
        elif magnitude == 100 and (group is None or 1 <= group < 100):
            group = 100 * (group or 1)
        elif (
            magnitude is not None and magnitude < limit and (group is not None or j == i or article)
        ):
            total += magnitude * (1 if group is None else group)
            group, limit = None, magnitude
        elif j == i and key in lexicon.articles:
            article = True
            j += 1
            continue
        else:
            break
        article = False
        last = j = j + 1
        if j + 1 < len(tokens) and (tokens[j].key in lexicon.joiners or _hyphen(tokens, j)):
            j += 1
    if last == i:
        return None
    scale = 1.0 if limit == float("inf") else limit
    return Number(last, total + (group or 0), False, scale)


def _hyphen(tokens: Sequence[Token], j: int) -> bool:
    return tokens[j].key == "-" and _adjacent(tokens, j) and _adjacent(tokens, j + 1)


def _combine(group: float, value: float, lexicon: Lexicon) -> float | None:
    """`group` with the smaller part `value` added to it, as in "two hundred" + "fifty"."""
    if lexicon.vigesimal and group % 100 == 4 and value == 20:
        return group - 4 + 80
    if lexicon.vigesimal and group % 100 in (60, 80) and 10 <= value < 20:
        return group + value
    fits_tens = group >= 20 and group % 10 == 0 and group % 100 != 10 and 1 <= value < 10
    fits_hundreds = group >= 100 and group % 100 == 0 and 1 <= value < 100
    return group + value if fits_tens or fits_hundreds else None


def _value(key: str, lexicon: Lexicon) -> float | None:
    value = lexicon.words.get(key)
    if value is not None or not lexicon.glued or len(key) > MAX_WORD:
        return value
    if key not in lexicon.compounds:
        if len(lexicon.compounds) >= _REMEMBERED:
            lexicon.compounds.clear()
        lexicon.compounds[key] = _glued(key, lexicon, 0)
    return lexicon.compounds[key]


def _glued(word: str, lexicon: Lexicon, depth: int) -> float | None:
    """The value of a compound such as "zweihundertfünfzigtausend", None if it is none."""
    for form, magnitude in lexicon.glued[depth:]:
        depth += 1
        left, found, right = word.partition(form)
        if not found:
            continue
        times = _part(left, lexicon, depth) if left else 1.0
        rest = _part(right, lexicon, depth) if right else 0.0
        if times is None or rest is None or times >= magnitude or rest >= magnitude:
            return None
        return times * magnitude + rest
    return None


def _part(word: str, lexicon: Lexicon, depth: int) -> float | None:
    value = lexicon.words.get(word, lexicon.inner.get(word))
    return value if value is not None else _glued(word, lexicon, depth)
