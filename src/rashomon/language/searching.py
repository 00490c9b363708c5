"""Text as a search index reads it: words parted by spaces, in every script.

No database cuts Chinese, Japanese or Thai into words. Their runs are written as overlapping pairs
of letters, so that any stretch of two letters or more is found as a phrase; all else is cut at
what is no letter or digit. Both sides, text and query, go through here, and the index only needs
to part words at spaces.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# Scripts without spaces: Thai, Lao, Myanmar, Khmer, kana, Han.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_FIRST_UNSPACED, _ONE_UNSPACED = UNSPACED[0], re.compile(f"[{UNSPACED}]")
# Vowel signs of Indic scripts are marks, not letters, but parts of words.
_SIGNS = "\u0900-\u0963\u0966-\u0dff"
_RUN = re.compile(f"[{UNSPACED}]+|(?:[^\\W_{UNSPACED}]|[{_SIGNS}])+")
# Up to here letters are Latin; from Hebrew to Arabic, marks are vowels that most texts leave out.
_LATIN, _VOWELLESS = "\u0250", ("\u0590", "\u06ff")
_PIECE = re.compile(r'"([^"]*)"?|(\S+)')


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must follow one another; `open` if the last may go on."""

    words: tuple[str, ...]
    open: bool = False


def searchable(text: str) -> str:
    """A text as it is indexed: folded words, parted by spaces."""
    return " ".join(words(text))


def words(text: str) -> Iterator[str]:
    """The folded words of a text; of unspaced scripts each pair of neighbouring letters."""
    for found in _RUN.finditer(_folded(text)):
        run = found[0]
        if run < _FIRST_UNSPACED or len(run) == 1 or not _ONE_UNSPACED.match(run):
            yield run
        else:
            for start in range(len(run) - 1):
                yield run[start : start + 2]


def terms(query: str) -> tuple[Term, ...]:
    """What a query asks for: every word; "words in quotation marks" as a phrase; `begin*`."""
    found = []
    for piece in _PIECE.finditer(query):
        quoted, bare = piece[1], piece[2]
        parts = tuple(words(quoted if bare is None else bare))
        if parts:
            # A single letter of an unspaced script stands only within pairs that it begins.
            alone = len(parts) == 1 and _ONE_UNSPACED.fullmatch(parts[0]) is not None
            found.append(Term(parts, alone or (bare is not None and bare.endswith("*"))))
    return tuple(dict.fromkeys(found))


def _folded(text: str) -> str:
    """Lower case, one form for each letter, without accents of Latin and vowels of Semitic ones."""
    if text.isascii():
        return text.casefold()
    # Parted first: "℠" has capitals within; and again, for what small letters are made of.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = []
    before = ""
    for letter in plain:
        if unicodedata.combining(letter):
            if before < _LATIN or _VOWELLESS[0] <= before <= _VOWELLESS[1]:
                continue
        else:
            before = letter
        kept.append(letter)
    return unicodedata.normalize("NFC", "".join(kept))
