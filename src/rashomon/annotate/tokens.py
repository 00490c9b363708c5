"""Words, figures and signs of a sentence, as the readers of times and quantities see them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rashomon.remembered import Remembered

# A figure keeps its inner points and commas; Cyrillic words keep their inner apostrophe
# («п'ять»), Latin ones are split at it ("l'année", "year's").
_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)*|[\u0400-\u04ff]+(?:['’ʼ][\u0400-\u04ff]+)*|[^\W\d_]+|\S",
)
# Sentences longer than this are not remembered, which bounds the memory of what was read.
KEPT = 2_000
_APOSTROPHES = str.maketrans("’ʼ–—‑−", "''----")


class Token(NamedTuple):
    """`text[start:end]`; `key` is its form for look-ups: lower case, one kind of apostrophe.

    `figure` says whether it is written in figures, `capital` whether it is a word with a capital
    initial.
    """

    start: int
    end: int
    text: str
    key: str
    figure: bool = False
    capital: bool = False


def tokenise(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of `text[start:end]` in order, with offsets into `text`; linear in its length."""
    stop = len(text) if end is None else end
    return [_made(Token, m.span() + _FORMS[m[0]]) for m in _TOKEN.finditer(text, start, stop)]


def tokenised(sentence: str) -> Sequence[Token]:
    """The tokens of a sentence that several readers look at one after the other."""
    return _remembered(sentence) if len(sentence) <= KEPT else tokenise(sentence)


@lru_cache(maxsize=512)
def _remembered(sentence: str) -> tuple[Token, ...]:
    return tuple(tokenise(sentence))


def folded(word: str) -> str:
    """The form of a word for look-ups."""
    lower = word.lower()
    return lower if lower.isascii() else lower.translate(_APOSTROPHES)


def _form(word: str) -> tuple[str, str, bool, bool]:
    """The fields of `Token` from `text` on."""
    return word, folded(word), word[0].isdecimal(), word[0].isupper()


_FORMS = Remembered(_form)
# `Token(...)` takes three times as long, and this is done for every word of every report.
_made = tuple.__new__
