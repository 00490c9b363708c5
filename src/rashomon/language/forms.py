"""Word forms as packs write them, and the plain tokens that rules over words are matched on.

A pack lists forms compactly: "сказа{л,ла,ли}" stands for three forms, "заяв{past}" for one with
each ending that the pack's table `endings` gives under "past", {a,} with an empty alternative
for an optional part. Alternatives do not nest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Generic, NamedTuple, TypeVar

from rashomon.remembered import Remembered

_BRACES = re.compile(r"\{([^{}]*)\}")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*(?!\w)|\w+|[^\w\s]")
# One sign for every apostrophe, so that "qu’il" and "qu'il" are the same tokens.
_FOLD = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "`": "'", "ё": "е"})

T = TypeVar("T")


class Token(NamedTuple):
    """A word or a sign: where it stands, its folded form, and whether it is capitalised.

    `kind` is "word", "sign" or what a reader of tokens puts in their place.
    """

    start: int
    end: int
    low: str
    capital: bool
    kind: str


def fold(text: str) -> str:
    """The form in which words are compared: lower case, one apostrophe, ё as е."""
    return text.lower().translate(_FOLD)


def _form(word: str) -> tuple[str, bool, str]:
    """The fields of `Token` from `low` on."""
    kind = "word" if word[0].isalnum() or word[0] == "_" else "sign"
    return fold(word), word[0].isupper(), kind


_FORMS = Remembered(_form)
# `Token(...)` takes three times as long, and this is done for every word of every report.
_made = tuple.__new__


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The words and signs of `text[start:end]` with offsets into `text`."""
    end = len(text) if end is None else end
    return [_made(Token, m.span() + _FORMS[m[0]]) for m in _TOKEN.finditer(text, start, end)]


def expand(
    patterns: Iterable[str], endings: Mapping[str, Sequence[str]] | None = None
) -> tuple[str, ...]:
    """All folded forms that `patterns` stand for, in order, without repetition."""
    forms: dict[str, None] = {}
    for pattern in patterns:
        parts = _BRACES.split(pattern)
        choices = [
            (part,) if index % 2 == 0 else _alternatives(part, endings or {})
            for index, part in enumerate(parts)
        ]
        for choice in product(*choices):
            forms[" ".join(fold("".join(choice)).split())] = None
    return tuple(forms)


def _alternatives(part: str, endings: Mapping[str, Sequence[str]]) -> Sequence[str]:
    return endings[part] if part in endings else part.split(",")


class Phrases(Generic[T]):
    """A dictionary from forms of one or more words to values, matched on tokens."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        """Take pairs of an expanded form and its value; of two values the first one stays."""
        self._by_first: dict[str, dict[tuple[str, ...], T]] = {}
        for form, value in entries:
            words = tuple(token.low for token in tokens(form))
            if words:
                self._by_first.setdefault(words[0], {}).setdefault(words, value)
        self._longest_first = {
            first: sorted(forms.items(), key=lambda item: -len(item[0]))
            for first, forms in self._by_first.items()
        }

    def at(self, stream: Sequence[Token], index: int) -> tuple[int, T] | None:
        """The end (token index) and value of the longest form that begins at `index`."""
        for words, value in self._longest_first.get(stream[index].low, ()):
            end = index + len(words)
            if end <= len(stream) and all(
                stream[index + offset].low == word for offset, word in enumerate(words)
            ):
                return end, value
        return None

    def ending(self, stream: Sequence[Token], index: int) -> bool:
        """Whether some form ends right before token `index`."""
        return any(
            (found := self.at(stream, begin)) is not None and found[0] == index
            for begin in range(max(0, index - 6), index)
        )
