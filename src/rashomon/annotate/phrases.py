"""Phrases of a language pack, found in a sentence.

A phrase is written as elements between spaces, matched one token each: `last|past` (either word),
`прошл*` (any word that begins so), `*ых` (ends so), `the?` (may be missing), `[in]` (must stand
there but is no part of what is found; at the front, the token before), and classes in capitals
(`MONTH`), whose members the caller has found before and which may span several tokens; a member in
brackets counts only where none stands outside them. The longest phrase wins, then the one written
first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from rashomon.annotate.tokens import Token
from rashomon.remembered import Remembered

# No word that a phrase lists is longer; what is longer is read so far.
_LONGEST = 40

# Of each class, where a member begins (a token's index), where it ends, and what it means.
Classes = Mapping[str, Mapping[int, tuple[int, Any]]]


class Element(NamedTuple):
    """One place of a phrase."""

    symbols: frozenset[str]
    classes: tuple[str, ...]
    optional: bool
    context: bool


class Rule(NamedTuple):
    """A phrase: what stands before it, its elements, the classes it cannot do without."""

    behind: Element | None
    elements: tuple[Element, ...]
    needs: frozenset[str]
    meaning: Any
    order: int


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase at `tokens[first:last]`, with what it means and the members that fill it."""

    first: int
    last: int
    meaning: Any
    slots: Mapping[str, Any]


def _element(text: str) -> Element:
    optional = len(text) > 1 and text.endswith("?")
    text = text[:-1] if optional else text
    context = len(text) > 1 and text.startswith("[")
    options = (text[1:-1] if context else text).split("|")
    classes = tuple(option for option in options if option.isupper() and option.isascii())
    return Element(frozenset(options) - frozenset(classes), classes, optional, context)


def _note(element: Element, first: int, last: int, end: int, span: list[int]) -> int:
    """Widens what is found by an element that is part of it."""
    if not element.context:
        span[0] = first
        span[1] = max(span[1], last)
    return end


class Phrases:
    """Many phrases with their meanings, indexed by what they can begin with."""

    def __init__(self, phrases: Iterable[tuple[str, Any]]) -> None:
        self._index: dict[str, list[Rule]] = {}
        symbols: set[str] = set()
        for order, (text, meaning) in enumerate(phrases):
            elements = tuple(_element(part) for part in text.split())
            for element in elements:
                symbols |= element.symbols
            behind = elements[0] if elements[0].context else None
            elements = elements[1:] if behind else elements
            needs = frozenset(
                element.classes[0]
                for element in elements
                if len(element.classes) == 1 and not element.symbols and not element.optional
            )
            rule = Rule(behind, elements, needs, meaning, order)
            for element in elements:
                for key in (*element.symbols, *element.classes):
                    self._index.setdefault(key, []).append(rule)
                if not element.optional:
                    break
        self._words = frozenset(s for s in symbols if "*" not in s)
        self._stems = frozenset(s[:-1] for s in symbols if s.endswith("*"))
        self._endings = frozenset(s[1:] for s in symbols if s.startswith("*"))
        self._stem_lengths = sorted({len(stem) for stem in self._stems})
        self._ending_lengths = sorted({len(ending) for ending in self._endings})
        self._classes = any(key.isupper() and key.isascii() for key in self._index)
        self._symbols = Remembered(self._find_symbols)
        self._begins = Remembered(self._find_begins)
        self._possible = lru_cache(maxsize=256)(self._find_possible)

    def _find_possible(self, present: frozenset[str]) -> Mapping[str, list[Rule]]:
        """The index without the phrases that need a class of which a sentence has no member."""
        return {
            key: kept
            for key, rules in self._index.items()
            if (kept := [rule for rule in rules if rule.needs <= present])
        }

    def _find_symbols(self, key: str) -> tuple[str, ...]:
        key = key[:_LONGEST]
        found = [key] if key in self._words else []
        found += [f"{key[:n]}*" for n in self._stem_lengths if key[:n] in self._stems]
        found += [f"*{key[-n:]}" for n in self._ending_lengths if key[-n:] in self._endings]
        return tuple(found)

    def _find_begins(self, key: str) -> tuple[str, ...]:
        """The symbols of a word with which some phrase begins."""
        return tuple(symbol for symbol in self._symbols[key] if symbol in self._index)

    def _is(self, token: Token, element: Element) -> bool:
        return not element.symbols.isdisjoint(self._symbols[token.key])

    def at(self, tokens: Sequence[Token], i: int, classes: Classes | None = None) -> Found | None:
        """The longest phrase that begins at `tokens[i]`."""
        classes = classes or {}
        index = self._possible(frozenset(classes)) if self._classes else self._index
        names = [name for name, members in classes.items() if i in members]
        return self._longest(tokens, i, classes, index, names)

    def _longest(
        self,
        tokens: Sequence[Token],
        i: int,
        classes: Classes,
        index: Mapping[str, Sequence[Rule]],
        names: Sequence[str],
    ) -> Found | None:
        keys = [key for key in (*self._begins[tokens[i].key], *names) if key in index]
        if not keys:
            return None
        best: Found | None = None
        reach, order = i + 1, -1
        for key in keys:
            for rule in index[key]:
                if rule.behind and (i == 0 or not self._is(tokens[i - 1], rule.behind)):
                    continue
                slots: dict[str, Any] = {}
                span = [-1, -1]
                end = self._match(rule.elements, 0, tokens, i, classes, slots, span)
                if end > reach or (end == reach and (best is None or rule.order < order)):
                    aside = {name[1:]: value for name, value in slots.items() if name[0] == "["}
                    inside = {name: value for name, value in slots.items() if name[0] != "["}
                    best = Found(span[0], span[1], rule.meaning, aside | inside)
                    reach, order = end, rule.order
        return best

    def _match(
        self,
        elements: tuple[Element, ...],
        e: int,
        tokens: Sequence[Token],
        i: int,
        classes: Classes,
        slots: dict[str, Any],
        span: list[int],
    ) -> int:
        """Where `elements[e:]` end if they begin at token `i`, else -1; fills slots and span."""
        if e == len(elements):
            return i
        element = elements[e]
        if i < len(tokens):
            if self._is(tokens[i], element):
                end = self._match(elements, e + 1, tokens, i + 1, classes, slots, span)
                if end >= 0:
                    return _note(element, i, i + 1, end, span)
            for name in element.classes:
                member = classes.get(name, {}).get(i)
                if member is None:
                    continue
                end = self._match(elements, e + 1, tokens, member[0], classes, slots, span)
                if end >= 0:
                    slots.setdefault(f"[{name}" if element.context else name, member[1])
                    return _note(element, i, member[0], end, span)
        if element.optional:
            return self._match(elements, e + 1, tokens, i, classes, slots, span)
        return -1

    def all(self, tokens: Sequence[Token], classes: Classes | None = None) -> list[Found]:
        """The phrases of a sentence from left to right, none overlapping another."""
        classes = classes or {}
        index = self._possible(frozenset(classes))
        names: dict[int, list[str]] = {}
        for name, members in classes.items():
            for i in members:
                names.setdefault(i, []).append(name)
        found = []
        begins = self._begins
        free = 0
        for i, token in enumerate(tokens):
            # Most words begin nothing.
            if i < free or (i not in names and not begins[token.key]):
                continue
            here = self._longest(tokens, i, classes, index, names.get(i, ()))
            if here is not None:
                found.append(here)
                free = here.last
        return found
