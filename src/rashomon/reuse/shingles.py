"""Keys under which reports that share sentences meet.

Every sentence gives the smallest hashes of its word shingles (a bottom-k sketch, Broder 1997,
taken per sentence as in winnowing, Schleimer et al. 2003). Equal sentences share all keys, lightly
edited ones most likely one; a report of sixty sentences meets another that took two of them.

In scripts that put no spaces between words, as the Chinese, each letter with the next counts as a
word: words have some two letters there, and letters alone recur in any order.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import TYPE_CHECKING

from rashomon.language.searching import UNSPACED

if TYPE_CHECKING:
    from rashomon.model import Text
    from rashomon.settings import Reuse as Limits

_UNSPACED = re.compile(f"[{UNSPACED}]")
_SPACED = re.compile(r"\w+")
_ANY = re.compile(rf"(?=([{UNSPACED}]{{2}})).|[{UNSPACED}]|[^\W{UNSPACED}]+")


def word_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the words of a part of a text stand in it."""
    if not _UNSPACED.search(text, start, end):
        return [found.span() for found in _SPACED.finditer(text, start, end)]
    found = _ANY.finditer(text, start, end)
    return [(m.start(), max(m.end(), m.end(1))) for m in found]


def words(text: str) -> tuple[str, ...]:
    """The words of a text, case folded; digits count, punctuation does not."""
    folded = text.casefold()
    if folded.isascii() or not _UNSPACED.search(folded):
        return tuple(_SPACED.findall(folded))
    return tuple(found[1] or found[0] for found in _ANY.finditer(folded))


def sentence_keys(sentence: str, limits: Limits) -> frozenset[int]:
    """The smallest `keys_per_sentence` 63-bit hashes of a sentence's word shingles.

    A sentence shorter than `min_words` is too common to say anything and gives none.
    """
    tokens = words(sentence)
    if len(tokens) < limits.min_words:
        return frozenset()
    size = limits.shingle
    hashes = {
        int.from_bytes(blake2b(" ".join(tokens[i : i + size]).encode(), digest_size=8).digest())
        >> 1
        for i in range(len(tokens) - size + 1)
    }
    return frozenset(sorted(hashes)[: limits.keys_per_sentence])


def keys(text: Text, limits: Limits) -> tuple[int, ...]:
    """All candidate keys of a report's story, sorted."""
    found: set[int] = set()
    for sentence in text.body:
        found |= sentence_keys(text.cut(sentence), limits)
    return tuple(sorted(found))
