"""Words, figures and signs of a sentence, as the readers of times and quantities see them."""

from __future__ import annotations

import re
from typing import NamedTuple

# A figure keeps its inner points and commas; Cyrillic words keep their inner apostrophe
# («п'ять»), Latin ones are split at it ("l'année", "year's").
_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)*|[\u0400-\u04ff]+(?:['’ʼ][\u0400-\u04ff]+)*|[^\W\d_]+|\S",
)
_APOSTROPHES = str.maketrans("’ʼ–—‑−", "''----")


class Token(NamedTuple):
    """`text[start:end]`; `key` is its form for look-ups: lower case, one kind of apostrophe."""

    start: int
    end: int
    text: str
    key: str

    @property
    def figure(self) -> bool:
        """Whether it is written in figures."""
        return self.text[0].isdecimal()

    @property
    def capital(self) -> bool:
        """Whether it is a word with a capital initial."""
        return self.text[0].isupper()


def tokenise(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of `text[start:end]` in order, with offsets into `text`; linear in its length."""
    stop = len(text) if end is None else end
    return [Token(m.start(), m.end(), m[0], _key(m[0])) for m in _TOKEN.finditer(text, start, stop)]


def _key(word: str) -> str:
    lower = word.lower()
    return lower if lower.isascii() else lower.translate(_APOSTROPHES)
