"""The words of sentences as the readers of names and places see them, and lists of words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rashomon.annotate.gazetteer import key
from rashomon.model import Sentence
from rashomon.remembered import Remembered

# Cyrillic words keep their inner apostrophe («Лук'янов»), Latin ones are parted at it ("d'Ivano"),
# but for Irish names ("O'Leary").
_WORD = re.compile(r"[\u0400-\u04ff]+(?:['’ʼ][\u0400-\u04ff]+)*|O['’][A-Z][^\W\d_]+|[^\W\d_]+")
# What may stand between two words of one name.
GLUE = frozenset((" ", "-", "\N{NO-BREAK SPACE}", "'", "’", "‐", "‑", " \n", "\n", "  "))


class Word(NamedTuple):
    """The word `text` at `start:end`; `bare` is its look-up form.

    `gap` is what stands between the word before (or the sentence's start) and it; `glued` says
    that this is no more than a space, hyphen or apostrophe. It begins with a `capital`, is in
    `latin` letters, is `shouted`: in capitals alone.
    """

    start: int
    end: int
    gap: str
    glued: bool
    text: str
    bare: str
    capital: bool
    latin: bool
    shouted: bool


def _form(word: str) -> tuple[str, str, bool, bool, bool]:
    """The fields of `Word` from `text` on."""
    shouted = len(word) > 1 and word.isupper()
    return word, key(word), word[0].isupper(), word[0] < "\u0250", shouted


_FORMS = Remembered(_form)
# `Word(...)` takes three times as long, and this is done for every word of every report.
_made = tuple.__new__


def words(text: str, sentence: Sentence) -> tuple[Word, ...]:
    """The words of a sentence in order; figures and signs are only seen as gaps."""
    found = []
    last = sentence.start
    for match in _WORD.finditer(text, sentence.start, sentence.end):
        start, end = match.span()
        gap = text[last:start] if start - last < 9 else "…"
        found.append(_made(Word, (start, end, gap, gap in GLUE) + _FORMS[match[0]]))
        last = end
    return tuple(found)


class Vocabulary:
    """A list of words in which "minister*" is any word that begins so and "*chef" any that ends so.

    Words are compared in their look-up form (`gazetteer.key`).
    """

    def __init__(self, text: str | Iterable[str]) -> None:
        words = text.split() if isinstance(text, str) else list(text)
        self._exact = frozenset(key(w) for w in words if "*" not in w)
        self._begin = frozenset(key(w[:-1]) for w in words if w.endswith("*"))
        self._end = frozenset(key(w[1:]) for w in words if w.startswith("*"))
        self._lengths = sorted({len(w) for w in self._begin | self._end})
        self._known = Remembered(self._lists)

    def __contains__(self, word: str) -> bool:
        return self._known[word]

    def _lists(self, word: str) -> bool:
        return word in self._exact or any(
            word[:n] in self._begin or word[-n:] in self._end
            for n in self._lengths
            if n <= len(word)
        )


def joined(words: Sequence[Word]) -> str:
    """The look-up form of some words in a row."""
    return " ".join(word.bare for word in words)
