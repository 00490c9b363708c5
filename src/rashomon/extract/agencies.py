"""Where a stretch of text names news agencies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rashomon.language.agencies import agency

Found = tuple[int, int, str]  # start, end, canonical name

_BRACKET = re.compile(r"[(/]([^()/\n]{2,60})(?=[)/])")
_PART = re.compile(r"[^/,;+&\n]+")
_JOINED = re.compile(r"\s(?:and|und|et|y|e|i|a|и|та|і|й)\s")
_WORD = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*")
_TRIM = " \t\u00a0.:-–—*\"'«»„“”"


def listed(text: str, start: int, end: int) -> list[Found]:
    """Agencies in a list ("dpa/AFP", "Reuters and AP"), other members passed over."""
    return [
        found
        for part in _PART.finditer(text, start, end)
        for left, right in _split(text, part.start(), part.end())
        if (found := _named(text, left, right))
    ]


def bracketed(text: str, start: int, end: int) -> list[Found]:
    """Agencies between brackets or slashes; without such, those anywhere."""
    inside = [
        found
        for bracket in _BRACKET.finditer(text, start, end)
        for found in listed(text, bracket.start(1), bracket.end(1))
    ]
    return inside or list(mentioned(text, start, end))


def mentioned(text: str, start: int, end: int) -> Iterator[Found]:
    """Agencies anywhere, the longest name at each word."""
    words = [(m.start(), m.end()) for m in _WORD.finditer(text, start, end)]
    index = 0
    while index < len(words):
        for length in (4, 3, 2, 1):
            if index + length <= len(words):
                found = _named(text, words[index][0], words[index + length - 1][1])
                if found:
                    yield found
                    index += length - 1
                    break
        index += 1


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for joint in _JOINED.finditer(text, start, end):
        yield start, joint.start()
        start = joint.end()
    yield start, end


def _named(text: str, start: int, end: int) -> Found | None:
    piece = text[start:end]
    words = piece.strip(_TRIM)
    name = agency(words) if words and len(words) <= 60 else None
    if name is None:
        return None
    start += piece.index(words)
    return start, start + len(words), name
