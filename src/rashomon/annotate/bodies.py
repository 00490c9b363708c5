"""Organisations and other known bodies, works and events named in a report.

A body is one that a pack knows (with its id), a run of capitalised words about a head noun
("Supreme Court of Pakistan", «Министерство обороны»), a name in quotation marks after a head
noun, an acronym, or a name in Latin letters in Cyrillic text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from rashomon.annotate.atlas import Line, read
from rashomon.annotate.declension import bases
from rashomon.annotate.lexicon import Known, Lexicon, lexicon
from rashomon.annotate.people import people, runs
from rashomon.annotate.spelling import skeleton
from rashomon.annotate.words import Word
from rashomon.model import Sentence

_LONGEST = 12
_LISTED = "listed"
_OPENING, _CLOSING = "«„“\"”'‘", "»“”\"'’"


class Body(NamedTuple):
    """Words `first:last` of a line name a body, event or place; `shown` is what shows it."""

    line: int
    first: int
    last: int
    type: str
    id: str | None
    shown: str

    @property
    def listed(self) -> bool:
        """Whether a pack has it."""
        return self.shown == _LISTED


@lru_cache(maxsize=4)
def bodies(text: str, sentences: tuple[Sentence, ...]) -> tuple[Body, ...]:
    """All bodies of a report in order, none overlapping another or a person."""
    lines = read(text, sentences)
    taken = {(p.line, n) for p in people(text, sentences) for n in range(p.first, p.last)}
    spelt = {
        word.bare for line in lines for word in line.words if word.capital and not word.shouted
    }
    found: list[Body] = []
    for number, line in enumerate(lines):
        words = lexicon(line.language)
        # No headline ends in a point, whatever capitals a short sentence has.
        loud = line.loud and text[line.sentence.end - 1 : line.sentence.end] != "."
        shouting = sum(w.shouted for w in line.words) > 0.4 * len(line.words)
        for shown, reader in _READERS:
            if (loud and reader is _headed) or (shouting and reader is _acronyms):
                continue
            for first, last, type, id in reader(line, words):
                span = {(number, n) for n in range(first, last)}
                # "HALM, March 9": a dateline shouts a town that the report spells elsewhere.
                opens = reader is _acronyms and first == 0 and line.words[0].bare in spelt
                if not opens and not span & taken:
                    taken |= span
                    found.append(Body(number, first, last, type, id, shown))
    return tuple(sorted(_short_for_long(lines, found)))


def _key(row: Sequence[Word]) -> str:
    return "org:" + "-".join(skeleton(word.text) for word in row)


_Found = Iterator[tuple[int, int, str, str | None]]


def _known(line: Line, words: Lexicon) -> _Found:
    row = line.words
    for i, word in enumerate(row):
        if not word.capital and word.bare not in words.small:
            continue
        longest, forms = words.begins[word.bare]
        if not longest:
            continue
        best: tuple[int, Known] | None = None
        readings = list(forms)
        for j in range(i + 1, min(i + longest, len(row)) + 1):
            if j > i + 1:
                if not row[j - 1].glued and row[j - 1].gap != ".":
                    break
                ends = bases(row[j - 1].bare, line.language)
                readings = [f"{reading} {end}" for reading in readings for end in ends][:24]
            for reading in readings:
                # Short forms are acronyms: "WHO", not "Who". "The sun" is no paper.
                if (
                    reading in words.known
                    and (len(reading) > 3 or word.shouted or j > i + 1)
                    and (row[j - 1].capital or word.bare not in words.functions)
                ):
                    best = j, words.known[reading]
                    break
        if best is not None:
            yield i, best[0], best[1].type, best[1].id


def _quoted(line: Line, words: Lexicon) -> _Found:
    row = line.words
    for i in range(1, len(row)):
        if not row[i].capital or row[i].gap == " ":
            continue
        gap = row[i].gap.strip()
        if gap and gap in _OPENING and row[i - 1].bare in words.heads:
            for j in range(i + 1, min(i + 6, len(row))):
                after = row[j].gap
                if after[:1] in _CLOSING and after:
                    yield i, j, "ORG", _key(row[i:j])
                    break
                if not row[j].glued:
                    break


def _headed(line: Line, words: Lexicon) -> _Found:
    row = line.words
    for first, end in runs(line, words):
        i = first
        while i < end and (
            i not in line.places
            and (row[i].bare in words.functions or (i == 0 and row[i].bare in words.common))
        ):
            i += 1
        heads = [n for n in range(i, end) if row[n].bare in words.heads]
        ends = [n for n in range(i, end) if row[n].bare in words.suffixes and n > i]
        if ends:
            before = [n for n in range(i, ends[-1]) if row[n].bare in words.roles]
            i = max(before, default=i - 1) + 1
            while row[i].bare in words.particles:
                i += 1
            yield i, ends[-1] + 1, "ORG", _key(row[i : ends[-1] + 1])
            continue
        lower = (
            words.lower_heads
            and end < len(row)
            and i == end - 1
            and i > 0
            and row[end].gap == " "
            and row[end].bare in words.heads
            and (i not in line.places or not line.places[i].demonym)
            and row[i].bare not in words.roles
        )
        if not heads and not lower:
            continue
        last = heads[-1] + 1 if heads else end + 1
        if heads:
            i = max((n + 1 for n in range(i, heads[0]) if not row[n].capital), default=i)
        if any(row[n].bare in words.roles for n in range(i, last)):
            i = 1 + max(n for n in range(i, last) if row[n].bare in words.roles)
        last = _prolonged(line, last, words)
        if last - i > 1 and last - i <= _LONGEST:
            yield i, last, "ORG", _key(row[i:last])


def _prolonged(line: Line, last: int, words: Lexicon) -> int:
    """Where a body's name ends that goes on after its head: "of Foreign Affairs", «обороны»."""
    row = line.words
    j = last
    limit = min(len(row), last + _LONGEST)
    while j < limit and row[j].glued:
        if row[j].bare in words.tails:
            j += 1
            last = j
        elif words.lower_heads and j in line.places and _in_a_case(line, j):
            return line.places[j].last
        elif row[j].bare in words.links and not row[j].capital:
            j += 1
        elif row[j].capital and row[j - 1].bare in words.links and _of_a_body(row[j], words):
            while j < limit and row[j].capital and row[j].glued and _of_a_body(row[j], words):
                j += 1
            last = j
        else:
            break
    return last


def _in_a_case(line: Line, j: int) -> bool:
    """Whether a country stands there in another case than its name's: "суд Пакистана"."""
    place = line.places[j]
    return (
        not place.demonym
        and place.entries[0].kind == "country"
        and line.words[j].bare != place.name.split()[0]
    )


def _of_a_body(word: Word, words: Lexicon) -> bool:
    return word.bare not in words.roles and word.bare not in words.honorifics


def _acronyms(line: Line, words: Lexicon) -> _Found:
    # "EE. UU." are the United States.
    placed = {n for m in line.places.values() if m.sure for n in range(m.first, m.last)}
    for i, word in enumerate(line.words):
        if (
            word.shouted
            and len(word.text) <= 6
            and not any(word.bare in each for each in (words.plain, words.functions, words.common))
            and i not in placed
        ):
            yield i, i + 1, "ORG", _key(line.words[i : i + 1])


def _latin(line: Line, words: Lexicon) -> _Found:
    """Names in Latin letters in Cyrillic text: firms, agencies and papers, as a rule."""
    row = line.words
    if not any("\u0400" <= word.text[0] < "\u0530" for word in row):
        return
    for first, end in runs(line, words):
        i = first
        while i < end:
            j = i
            while j < end and row[j].latin and row[j].bare not in words.plain:
                j += 1
            if j > i and j - i <= 4 and sum(len(word.text) for word in row[i:j]) > 2:
                yield i, j, "ORG", _key(row[i:j])
            i = max(j, i + 1)


# The ways to find a body, the surest first, each with what it goes by.
_READERS = (
    (_LISTED, _known),
    ("marks behind a head noun", _quoted),
    ("head noun", _headed),
    ("acronym", _acronyms),
    ("Latin letters", _latin),
)


def _short_for_long(lines: Sequence[Line], found: Sequence[Body]) -> Iterator[Body]:
    """Gives an acronym the id of the name that it stands after in brackets: "… of War (ISW)"."""
    ids: dict[str, str | None] = {}
    ends = {(body.line, body.last): body for body in found}
    for body in found:
        word = lines[body.line].words[body.first]
        long = ends.get((body.line, body.first))
        if long is not None and word.shouted and word.gap.strip() in ("(", "[") and long.id:
            initials = [w.text[0] for w in lines[long.line].words[long.first : long.last]]
            rest = iter(initials)
            if all(any(c == i.upper() for i in rest) for c in word.text):
                ids[word.text] = long.id
    for body in found:
        word = lines[body.line].words[body.first]
        if body.last - body.first == 1 and word.text in ids:
            yield body._replace(id=ids[word.text])
        else:
            yield body
