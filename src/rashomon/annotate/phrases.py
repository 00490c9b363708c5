"""Phrases of a language pack, found in a sentence.

A phrase is written as elements between spaces, matched one token each: `last|past` (either word),
`прошл*` (any word that begins so), `the?` (may be missing), `[in]` (must stand there but is no part
of what is found; at the front, the token before), and classes in capitals (`MONTH`), whose members
the caller has found before and which may span several tokens. The longest phrase wins, then the one
written first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from rashomon.annotate.tokens import Token

# Of each class, where a member begins (a token's index), where it ends, and what it means.
Classes = Mapping[str, Mapping[int, tuple[int, Any]]]


class Element(NamedTuple):
    """One place of a phrase."""

    symbols: frozenset[str]
    classes: tuple[str, ...]
    optional: bool
    context: bool


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


class Phrases:
    """Many phrases with their meanings, indexed by what they can begin with."""

    def __init__(self, phrases: Iterable[tuple[str, Any]]) -> None:
        self._index: dict[str, list[tuple[Element | None, tuple[Element, ...], Any]]] = {}
        symbols: set[str] = set()
        for text, meaning in phrases:
            elements = tuple(_element(part) for part in text.split())
            for element in elements:
                symbols |= element.symbols
            behind = elements[0] if elements[0].context else None
            elements = elements[1:] if behind else elements
            for element in elements:
                for key in (*element.symbols, *element.classes):
                    self._index.setdefault(key, []).append((behind, elements, meaning))
                if not element.optional:
                    break
        self._words = frozenset(s for s in symbols if not s.endswith("*") or s == "*")
        self._stems = frozenset(s[:-1] for s in symbols if s.endswith("*") and s != "*")
        self._lengths = sorted({len(stem) for stem in self._stems})
        self._classes = tuple(key for key in self._index if key.isupper() and key.isascii())
        self._symbols = lru_cache(maxsize=8192)(self._find_symbols)

    def _find_symbols(self, key: str) -> tuple[str, ...]:
        stems = [f"{key[:n]}*" for n in self._lengths if key[:n] in self._stems and n <= len(key)]
        return (key, *stems) if key in self._words else tuple(stems)

    def _is(self, token: Token, element: Element) -> bool:
        return not element.symbols.isdisjoint(self._symbols(token.key[:40]))

    def at(self, tokens: Sequence[Token], i: int, classes: Classes | None = None) -> Found | None:
        """The longest phrase that begins at `tokens[i]`."""
        classes = classes or {}
        keys = [key for key in self._symbols(tokens[i].key[:40]) if key in self._index]
        keys += [name for name in self._classes if i in classes.get(name, ())]
        best: Found | None = None
        reach = i
        for key in keys:
            for behind, elements, meaning in self._index[key]:
                if behind and (i == 0 or not self._is(tokens[i - 1], behind)):
                    continue
                slots: dict[str, Any] = {}
                span = [-1, -1]
                end = self._match(elements, 0, tokens, i, classes, slots, span)
                if end > reach:
                    best, reach = Found(span[0], span[1], meaning, slots), end
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
            steps = [
                (classes[name][i][0], name)
                for name in element.classes
                if i in classes.get(name, ())
            ]
            if self._is(tokens[i], element):
                steps.append((i + 1, ""))
            for after, name in steps:
                end = self._match(elements, e + 1, tokens, after, classes, slots, span)
                if end >= 0:
                    if name:
                        slots.setdefault(name, classes[name][i][1])
                    if not element.context:
                        span[0] = i
                        span[1] = max(span[1], after)
                    return end
        if element.optional:
            return self._match(elements, e + 1, tokens, i, classes, slots, span)
        return -1

    def all(self, tokens: Sequence[Token], classes: Classes | None = None) -> list[Found]:
        """The phrases of a sentence from left to right, none overlapping another."""
        found = []
        i = 0
        while i < len(tokens):
            here = self.at(tokens, i, classes)
            if here is not None:
                found.append(here)
            i = here.last if here is not None and here.last > i else i + 1
        return found
