"""The words of sentences as the readers of names and places see them, and lists of words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rashomon.annotate.gazetteer import key
from rashomon.model import Sentence

# Cyrillic words keep their inner apostrophe («Лук'янов»), Latin ones are parted at it ("d'Ivano"),
# but for Irish names ("O'Leary").
_WORD = re.compile(r"[\u0400-\u04ff]+(?:['’ʼ][\u0400-\u04ff]+)*|O['’][A-Z][^\W\d_]+|[^\W\d_]+")
# What may stand between two words of one name.
GLUE = frozenset((" ", "-", "\N{NO-BREAK SPACE}", "'", "’", "‐", "‑", " \n", "\n", "  "))


class Word(NamedTuple):
    """`text[start:end]`; `bare` is its look-up form.

    `gap` is what stands between the word before (or the sentence's start) and it.
    """

    start: int
    end: int
    text: str
    bare: str
    capital: bool
    gap: str

    @property
    def glued(self) -> bool:
        """Whether nothing but a space, hyphen or apostrophe parts it from the word before."""
        return self.gap in GLUE

    @property
    def latin(self) -> bool:
        """Whether it is in Latin letters."""
        return self.text[0] < "\u0250"

    @property
    def shouted(self) -> bool:
        """Whether it is in capitals alone."""
        return len(self.text) > 1 and self.text.isupper()


# A report has few different words, and all reports have many in common.
_bare = lru_cache(maxsize=50_000)(key)


def words(text: str, sentence: Sentence) -> tuple[Word, ...]:
    """The words of a sentence in order; figures and signs are only seen as gaps."""
    found = []
    last = sentence.start
    for match in _WORD.finditer(text, sentence.start, sentence.end):
        word, (start, end) = match[0], match.span()
        gap = text[last:start] if start - last < 9 else "…"
        found.append(Word(start, end, word, _bare(word), word[0].isupper(), gap))
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
        self._known: dict[str, bool] = {}

    def __contains__(self, word: str) -> bool:
        known = self._known.get(word)
        if known is None:
            known = word in self._exact or any(
                word[:n] in self._begin or word[-n:] in self._end
                for n in self._lengths
                if n <= len(word)
            )
            if len(self._known) < 50_000:
                self._known[word] = known
        return known


def joined(words: Sequence[Word]) -> str:
    """The look-up form of some words in a row."""
    return " ".join(word.bare for word in words)
