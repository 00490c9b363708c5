"""Keys under which reports that share sentences meet.

Every sentence gives the smallest hashes of its word shingles (a bottom-k sketch, Broder 1997,
taken per sentence as in winnowing, Schleimer et al. 2003). Equal sentences share all keys, lightly
edited ones most likely one; a report of sixty sentences meets another that took two of them.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rashomon.model import Text
    from rashomon.settings import Reuse as Limits

WORD = re.compile(r"\w+")


def words(text: str) -> tuple[str, ...]:
    """The words of a text, case folded; digits count, punctuation does not."""
    return tuple(WORD.findall(text.casefold()))


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
