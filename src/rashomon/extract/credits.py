"""Credits: which other source a text says that it comes from.

A credit is of the text ("This article first appeared on …", a tag "(Reuters)" at its end, the
agency of its dateline); what somebody "told Reuters" is of one statement, and no credit here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rashomon.extract.agencies import bracketed, listed, mentioned
from rashomon.extract.cues import called, cues
from rashomon.language.agencies import agency
from rashomon.model import Credit, Role, Sentence

_URL = re.compile(r"https?://[^\s<>\"'()]{1,500}")
# Tags that close a story: "... (Reuters)", "... said./БТА/", "... said. — AP", "... said. AFP"
_TAG = re.compile(
    r"(?:[(\[](?P<bracket>[^()\[\]\n]{2,60})[)\]]"
    r"|[.!?…\"”»]\s?/{1,2}\s?(?P<slash>[^/\n]{2,40}?)\s?/{0,2}"
    r"|[.!?…\"”»]\s+[—–-]{1,2}\s(?P<dash>[^—–\n]{2,40}?)"
    r"|[.!?…\"”»]\s+(?P<bare>[^\s.()/\[\]]{2,12}))\s?\.?\Z"
)
_BRACKET = re.compile(r"\(([^\W\d_a-zа-яё][^()\d\n]{1,40})\)")
_REACH = 70  # the longest tag with its mark
_ENDS = re.compile(r"\s[-–—|]\s|\.(?:\s|$)|\s(?=\d)|\s?\b(?=https?\b|www\.)")
_JOINTS = re.compile(r"\s*[/,;+&]\s*|\s(?:and|und|et|y|e|en|i|a|и|та|і|й)\s")
# An article before the name is grammar, no part of it ("in der Zeitung", "on the Guardian").
_ARTICLE = re.compile(r"\A(?:[Tt]he|der|die|das|dem|den|le|la|les|el|los|las|il|lo|de|het)\s+")
_TRIM = " \t\u00a0.,:;-–—*_|\"'«»„“”‘’()[]"
_LONGEST = 60
_NAMING = ("", "partial", "republished")  # the lists of credit phrases that name whom they credit


def credits(text: str, sentences: Sequence[Sentence]) -> tuple[Credit, ...]:
    """The credits of a text, in order: names as written, but one spelling for each agency.

    `sentences` carry their roles (see `furniture.segment`): credit lines, disclaimers, bylines,
    datelines and the last sentence of the story are read.
    """
    last = max((i for i, s in enumerate(sentences) if s.role is Role.BODY), default=-1)
    found = [
        credit
        for index, sentence in enumerate(sentences)
        for credit in _read(text, sentence, last=index == last)
    ]
    result: dict[tuple[int, str], Credit] = {}
    for credit in sorted(found, key=lambda c: (c.start, c.end, c.name)):
        result.setdefault((credit.start, credit.name), credit)
    return tuple(result.values())


def _read(text: str, sentence: Sentence, *, last: bool) -> Iterator[Credit]:
    start, end = sentence.start, sentence.end
    match sentence.role:
        case Role.DATELINE:
            known = [Credit(*found) for found in bracketed(text, start, end)]
            yield from known or _bracket(text, start, end)
        case Role.BYLINE:
            yield from (Credit(*found) for found in mentioned(text, start, end))
        case Role.CREDIT | Role.DISCLAIMER:
            yield from _phrased(text, sentence)
        case Role.BODY if last:
            left = max(0, end - _REACH)
            if tag := _TAG.search(text, left, end):
                group = tag.lastgroup or "bare"
                yield from (
                    Credit(*found) for found in listed(text, tag.start(group), tag.end(group))
                )
        case _:
            return


def _bracket(text: str, start: int, end: int) -> Iterator[Credit]:
    """The name in a dateline's brackets: an agency, if one that no list knows."""
    for found in _BRACKET.finditer(text, start, end):
        yield Credit(found.start(1), found.end(1), " ".join(found[1].split()))


def _phrased(text: str, sentence: Sentence) -> Iterator[Credit]:
    """What the phrases of a credit line name; without a name slot filled, its agencies."""
    start, end = sentence.start, sentence.end
    link = _URL.search(text, start, end)
    url = link.group().rstrip(".,;") if link else None
    taken: list[tuple[int, int]] = []
    # Of the phrases that begin at one word the longest is meant: "mit Material von", not "mit".
    hits = cues(text, start, end, sentence.language)
    for hit in sorted(hits, key=lambda hit: (hit.start, len(hit.name))):
        tag, _, kind = hit.tag.partition(":")
        overlaps = any(left < hit.end and hit.start < right for left, right in taken)
        if tag == Role.CREDIT and kind in _NAMING and hit.name and not overlaps:
            taken.append((hit.start, hit.end))
            part = kind == "partial"
            for name in _names(called(hit, sentence.language), apart=part):
                yield Credit(hit.start, hit.end, name, url, part)
    if not taken and sentence.role is Role.CREDIT:
        yield from (
            Credit(left, right, name, url) for left, right, name in mentioned(text, start, end)
        )


def _names(clause: str, *, apart: bool) -> Iterator[str]:
    """The names that fill a slot: of all its members the agencies, else the whole of it.

    Contributors to a text stand `apart`, where a text as a whole is one paper's ("Times and Star").
    """
    cut = _ENDS.search(clause)
    clause = clause[: cut.start()] if cut else clause
    parts = _JOINTS.split(clause)
    members = [name for part in parts if (name := agency(part.strip(_TRIM)))]
    if members:
        yield from dict.fromkeys(members)
        return
    for part in parts if apart else [clause]:
        name = _ARTICLE.sub("", part.strip(_TRIM), count=1).strip(_TRIM)
        if name and len(name) <= _LONGEST and not name[0].islower() and any(map(str.isalpha, name)):
            yield agency(name) or name
