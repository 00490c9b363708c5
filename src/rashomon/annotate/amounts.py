"""What a language says around a number: units, bounds, changes, ranges and what is counted.

It is data: the section "quantities" of the language's pack, and the signs that mean a unit in every
language (`units.toml`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from rashomon.annotate import numerals, units
from rashomon.annotate.phrases import Found, Phrases
from rashomon.annotate.tokens import Token, folded
from rashomon.language.packs import section
from rashomon.remembered import Remembered

# The longest phrase that may stand before a number ("not more than", "in the region of").
_BEFORE = 5
# How many tokens before an amount its change may be told ("rose sharply on Monday to 7").
_SHORTLY = 8
# Magnitudes that sums are told in.
_LARGE = 1000


@dataclass(frozen=True, slots=True)
class Grammar:
    """A language's words around numbers."""

    language: str | None
    lexicon: numerals.Lexicon
    orders: Mapping[str, float]
    # Whether an amount can begin with a word; most words begin none.
    opens: Mapping[str, bool]
    units: Phrases
    signs: Phrases
    # Letters that stand for a currency where its sign could not be written: "e75m".
    typed: Mapping[str, str]
    # Units that stand before a figure: "a magnitude of 6.1".
    leading: Phrases
    bounds: Phrases
    after: Phrases
    change: Phrases
    # The same without the word for "by": "rose", whatever follows.
    moves: Phrases
    changed: Phrases
    people: Phrases
    heads: Phrases
    modifiers: Phrases
    age: Phrases
    words: Mapping[str, frozenset[str]]
    ordinal: frozenset[str]
    capital: bool
    plain: bool
    most: int

    def said(self, kind: str, key: str) -> bool:
        """Whether a word is one of a kind that the pack lists."""
        return key in self.words.get(kind, ())


def _phrases(table: Mapping[str, Sequence[str]]) -> Phrases:
    return Phrases((phrase, meaning) for meaning, phrases in table.items() for phrase in phrases)


def _without(phrases: Sequence[str], last: Sequence[str]) -> list[str]:
    """Phrases without their last word where it is one of `last`."""
    return [phrase.removesuffix(f" {word}") for phrase in phrases for word in last]


@cache
def grammar(language: str | None) -> Grammar | None:
    """The grammar of a language, None where its pack does not know quantities."""
    data: Mapping[str, Any] = section(language, "quantities")
    lexicon = numerals.lexicon(language)
    if not data or lexicon is None:
        return None
    counted = data.get("of", {})
    orders = numerals.inverse(data.get("orders", {}))
    return Grammar(
        language=language,
        lexicon=lexicon,
        orders=orders,
        opens=Remembered(
            lambda word: (
                word in numerals.FRACTIONS
                or (low := folded(word)) in orders
                or low in lexicon.fractions
                or numerals.opens(low, lexicon)
            )
        ),
        units=_phrases(data.get("units", {})),
        signs=_phrases({name: unit.signs for name, unit in units.table().items()}),
        typed=data.get("typed", {}),
        leading=_phrases(data.get("leading", {})),
        bounds=_phrases(data.get("bounds", {})),
        after=_phrases(data.get("after", {})),
        change=_phrases(data.get("change", {})),
        moves=_phrases(
            {
                way: _without(told, data["words"]["by"])
                for way, told in data.get("change", {}).items()
            }
        ),
        changed=_phrases(data.get("changed", {})),
        people=_phrases({"people": data.get("people", {}).get("words", ())}),
        heads=_phrases({"head": counted.get("heads", ())}),
        modifiers=_phrases({"modifier": counted.get("modifiers", ())}),
        age=_phrases({"age": data["words"].get("age", ())}),
        words={name: frozenset(words) for name, words in data["words"].items() if name != "age"},
        ordinal=frozenset(section(language, "times").get("ordinal", ())),
        capital=bool(counted.get("capital", False)),
        plain="modifiers" in counted,
        most=int(counted.get("most", 3)),
    )


def before(phrases: Phrases, tokens: Sequence[Token], i: int) -> Found | None:
    """The longest phrase that ends right before token `i`."""
    for first in range(max(0, i - _BEFORE), i):
        found = phrases.at(tokens, first)
        if found is not None and found.last == i:
            return found
    return None


def changes(tokens: Sequence[Token], i: int, known: Grammar) -> bool:
    """Whether a change is told shortly before token `i`."""
    return any(known.moves.at(tokens, k) is not None for k in range(max(0, i - _SHORTLY), i))


def unit(tokens: Sequence[Token], i: int, known: Grammar) -> Found | None:
    """The unit written in words or signs at token `i`."""
    if i >= len(tokens):
        return None
    word, sign = known.units.at(tokens, i), known.signs.at(tokens, i)
    if sign is not None and (
        not _written_so(tokens[sign.first : sign.last], sign.meaning)
        # "17 ha" is no area where "ha" is a verb.
        or known.said("no_signs", tokens[i].key)
    ):
        sign = None
    if word is None or (sign is not None and sign.last >= word.last):
        return sign
    return word


def money(tokens: Sequence[Token], i: int, known: Grammar) -> Found | None:
    """The currency sign that stands right before token `i`."""
    # "a $43,000 watch": where the longest is not written so ("A$"), a shorter one may be.
    for first in range(max(0, i - _BEFORE), i):
        found = known.signs.at(tokens, first)
        if found is None or found.last != i or units.dimension(found.meaning) != "money":
            continue
        if _written_so(tokens[first:i], found.meaning):
            return found
    return _typed(tokens, i, known)


def _typed(tokens: Sequence[Token], i: int, known: Grammar) -> Found | None:
    """The letter for a currency right before a figure that a magnitude follows: "e75m"."""
    if not 0 < i < len(tokens) - 1 or tokens[i - 1].end != tokens[i].start:
        return None
    lexicon, after = known.lexicon, tokens[i + 1].key
    name = known.typed.get(tokens[i - 1].text)
    scales = (lexicon.magnitudes, lexicon.short, lexicon.after_money)
    large = any(scale.get(after, 0.0) >= _LARGE for scale in scales)
    return Found(i - 1, i, name, {}) if name and large and tokens[i].figure else None


def _written_so(tokens: Sequence[Token], name: str) -> bool:
    """Whether letters have the case of the sign: codes are capitals, "m" and "км" are small."""
    text = "".join(token.text for token in tokens)
    if units.dimension(name) == "money":
        letters = [c for c in text if c.isalpha()]
        return all(c.isupper() for c in letters) or text in ("zł", "Kč", "kč")
    return len(text) > 1 or not text.isalpha() or text.islower()
