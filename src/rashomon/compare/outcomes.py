"""What is said to have happened to the people, or things, that a number counts.

Rules over tokens with the words as data (`[outcomes]` in the packs' `statements.toml`). Cues are of
six kinds: `nouns` counted themselves ("seven bodies"), what `happened` to those counted ("died"),
participles that may also be active (`done`: "killed"), verbs whose object is counted (`doing`:
"killing"), `tolls` whose figure follows ("the death toll rose to"), and nouns that merely name a
group (`groups`: "refugees"), which yield to any other cue. The cue nearest to the number inside its
own clause decides; a number behind a preposition ("in three attacks") tells nothing by itself.
Coordinated numbers share a cue only where nothing else can be meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from rashomon.annotate.amounts import Grammar, grammar
from rashomon.annotate.cues import Cue, lexicon
from rashomon.annotate.tokens import Token as Word
from rashomon.language.forms import Phrases, Token, expand, tokens
from rashomon.language.packs import section

_OUTCOMES = (
    "dead",
    "injured",
    "missing",
    "displaced",
    "rescued",
    "detained",
    "affected",
    "damaged",
)
# What does not happen to houses or villages.
_OF_PEOPLE = frozenset(_OUTCOMES) - {"affected", "damaged"}
_KINDS = ("nouns", "happened", "done", "doing", "tolls", "groups")
# A clause is a sentence at most: what follows these tokens is not looked at.
_LONGEST = 400
# Between a number and a cue of its clause; a German verb may close a long one.
_REACH = 16
# Of a counted phrase, up to its head.
_PHRASE = 4
# Between an auxiliary and its participle.
_AUXILIARY = 4
# Clauses that a coordination of numbers, or an insertion after one, may run over.
_CLAUSES = 4
_SIGNS = frozenset(",;()[]!?–—…")


class _Hit(NamedTuple):
    start: int
    end: int
    tells: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Knowledge:
    cues: Phrases[tuple[str, str]]
    joins: Phrases[bool]
    borders: Phrases[bool]
    beside: Phrases[bool]
    parts: Phrases[bool]
    negations: Phrases[bool]
    things: frozenset[str]
    figures: frozenset[str]
    being: frozenset[str]
    having: frozenset[str]
    inverted: bool
    prepositions: frozenset[str]
    linkers: frozenset[str]
    verbs: Phrases[Cue]
    grammar: Grammar
    numbers: frozenset[str]


@cache
def _knowledge(language: str | None) -> _Knowledge | None:
    pack = section(language, "statements")
    words, numbers = lexicon(language), grammar(language)
    if "outcomes" not in pack or words is None or numbers is None:
        return None
    data, endings = pack["outcomes"], pack.get("endings", {})

    def listed(*forms: str) -> Phrases[bool]:
        return Phrases((form, True) for form in expand(forms, endings))

    def group(name: str) -> frozenset[str]:
        return frozenset(expand(data.get(name, ()), endings))

    bounds = section(language, "quantities").get("bounds", {})
    plain = (form for forms in bounds.values() for form in forms if not set(form) & set("*?|[]"))
    counts = numbers.lexicon
    return _Knowledge(
        Phrases(
            (form, (tells, kind))
            for tells in _OUTCOMES
            for kind in _KINDS
            for form in expand(data.get(tells, {}).get(kind, ()), endings)
        ),
        listed(*data["joins"]),
        listed(*data["borders"]),
        listed(*data["beside"], *plain),
        listed(*data["parts"]),
        listed(*pack.get("polarity", {}).get("negations", ())),
        group("things"),
        group("figures"),
        group("being"),
        group("having"),
        data["inverted"],
        words.words["prepositions"],
        words.words["linkers"],
        words.verbs,
        numbers,
        frozenset(word for word, value in counts.words.items() if value != 1)
        | frozenset(counts.magnitudes)
        | frozenset(numbers.orders),
    )


def outcome(sentence: str, start: int, end: int, language: str | None) -> str | None:
    """What happened to those that the quantity at `sentence[start:end]` counts.

    One of "dead", "injured", "missing", "displaced", "rescued", "detained", "affected" (without
    power or water), "damaged"; None where the sentence does not surely tell. A part of a larger
    number ("including two children") has an outcome only by a cue of its own.
    """
    reading = _read(sentence[: 16 * _LONGEST], language)
    return reading.tells(start, end) if reading is not None else None


@lru_cache(maxsize=8)
def _read(sentence: str, language: str | None) -> _Reading | None:
    known = _knowledge(language)
    return _Reading(sentence, known) if known is not None else None


class _Reading:
    """One sentence being read."""

    def __init__(self, sentence: str, known: _Knowledge) -> None:
        self._known = known
        self._stream = tokens(sentence)[:_LONGEST]
        self._hits = list(self._find(known.cues))
        self._starts = {hit.start: hit for hit in self._hits}
        self._joins, self._borders = self._limits()
        self._numbers = {i for i, token in enumerate(self._stream) if self._is_number(token)}
        self._free = {i for i in self._numbers if not self._is_governed(self._front(i))}

    def tells(self, start: int, end: int) -> str | None:
        """The outcome of the number at these characters."""
        inside = [
            i for i, token in enumerate(self._stream) if token.start < end > start < token.end
        ]
        if not inside:
            return None
        first, last = inside[0], inside[-1] + 1
        front = self._front(first)
        begin, stop = self._clause(front, last)
        hit = self._counted(last, stop) or self._nearest(begin, front, last, stop)
        if hit is None and not self._is_governed(front):
            hit = self._shared(begin, front, last, stop)
        hit = hit or self._group(last, stop)
        if hit is None or self._is_paired(hit) or not self._fits(hit.tells, last, stop):
            return None
        return hit.tells

    # What stands where

    def _find(self, cues: Phrases[tuple[str, str]]) -> Iterator[_Hit]:
        index = 0
        while index < len(self._stream):
            found = cues.at(self._stream, index)
            if found is not None:
                yield _Hit(index, found[0], *found[1])
            index = found[0] if found is not None else index + 1

    def _limits(self) -> tuple[set[int], set[int]]:
        """The tokens of words that join, and of all that separates clauses, outside of cues."""
        cue = {i for hit in self._hits for i in range(hit.start, hit.end)}
        joins: set[int] = set()
        borders: set[int] = set()
        for index, token in enumerate(self._stream):
            if index in cue:
                continue
            joined = self._known.joins.at(self._stream, index)
            if joined is not None:
                joins.update(range(index, joined[0]))
            limit = self._known.borders.at(self._stream, index)
            if limit is not None:
                borders.update(range(index, limit[0]))
            if token.low in _SIGNS or self._is_dash(index) or self._is_stop(index):
                borders.add(index)
        return joins, borders | joins

    def _is_dash(self, index: int) -> bool:
        """Whether this is a hyphen between spaces."""
        last = len(self._stream) - 1
        return (
            self._stream[index].low == "-"
            and 0 < index < last
            and self._stream[index - 1].end < self._stream[index].start
            and self._stream[index].end < self._stream[index + 1].start
        )

    def _is_stop(self, index: int) -> bool:
        """Whether this is a full stop that abbreviates nothing ("3 тыс. человек")."""
        return self._stream[index].low == "." and (
            index + 1 == len(self._stream) or self._stream[index + 1].capital
        )

    def _is_number(self, token: Token) -> bool:
        return token.low[0].isdecimal() or token.low in self._known.numbers

    def _is_person(self, index: int) -> bool:
        low = self._stream[index].low
        return self._known.grammar.people.at([Word(0, len(low), low, low)], 0) is not None

    def _low(self, index: int) -> str:
        """The word at `index`, empty outside of the sentence."""
        return self._stream[index].low if 0 <= index < len(self._stream) else ""

    def _front(self, index: int) -> int:
        """Where the words begin that belong to a number ("at least another")."""
        for _ in range(_PHRASE):
            for begin in range(max(0, index - _PHRASE), index):
                found = self._known.beside.at(self._stream, begin)
                if found is not None and found[0] == index:
                    index = begin
                    break
            else:
                break
        return index

    def _behind(self, index: int, stop: int) -> int:
        """Past the words after a number that belong to it ("12 others", "hundreds of")."""
        if self._low(index) in self._known.linkers:
            index += 1
        for _ in range(_PHRASE):
            found = self._known.beside.at(self._stream, index) if index < stop else None
            if found is None or found[0] > stop:
                break
            index = found[0]
        return min(index, stop)

    def _is_governed(self, front: int) -> bool:
        """Whether a preposition stands before a number, which is no conjunction there."""
        low = self._low(front - 1)
        if front - 1 in self._borders:
            return False
        return low in self._known.prepositions or low in self._known.linkers

    def _clause(self, first: int, last: int) -> tuple[int, int]:
        begin, stop = first, last
        while begin > 0 and begin - 1 not in self._borders:
            begin -= 1
        while stop < len(self._stream) and stop not in self._borders:
            stop += 1
        return begin, stop

    # The number's own cue

    def _counted(self, last: int, stop: int) -> _Hit | None:
        """The cue that is itself what the number counts, unless it goes with a noun."""
        index = self._behind(last, stop)
        near = index
        while index < min(stop, last + _PHRASE) and self._is_person(index):
            if index in self._starts:
                break
            index = self._behind(index + 1, stop)
        hit = self._starts.get(index)
        if hit is None or index >= stop or self._is_attribute(hit):
            return None
        if hit.kind == "nouns":
            return hit
        plain = hit.kind in ("happened", "done") and index == near
        return hit if plain and not self._takes_number(hit) else None

    def _is_attribute(self, hit: _Hit) -> bool:
        """Whether a noun follows that the cue belongs to ("12 wounded soldiers")."""
        if hit.end >= len(self._stream) or hit.end in self._borders:
            return False
        return self._is_person(hit.end) or self._is_thing(hit.end)

    def _takes_number(self, hit: _Hit) -> bool:
        """Whether the cue has a number of its own behind it."""
        index = hit.end
        found = self._known.beside.at(self._stream, index) if index < len(self._stream) else None
        return (found[0] if found else index) in self._numbers

    def _nearest(self, begin: int, front: int, last: int, stop: int) -> _Hit | None:
        before = self._before(begin, front)
        if self._is_governed(front) and (before is None or before.kind != "tolls"):
            # "the deaths of three people": the preposition is the cue's own.
            return before if before is not None and before.end == front else None
        after = self._after(begin, last, stop)
        if before is None or after is None:
            return before or after
        return before if front - before.end <= after.start - last else after

    def _before(self, begin: int, front: int) -> _Hit | None:
        if self._is_part(front):
            return None
        for hit in reversed(self._hits):
            if hit.end > front:
                continue
            if hit.start < begin or front - hit.end > _REACH:
                return None
            if any(i in self._free for i in range(hit.end, front)):
                return None
            if self._governs(hit, begin) and not self._is_denied(begin, hit.start):
                figure = hit.kind != "tolls" or self._is_figure(front)
                return hit if figure else None
        return None

    def _governs(self, hit: _Hit, begin: int) -> bool:
        """Whether a cue can tell of a number behind it."""
        if hit.kind == "done":
            passive = self._has(self._known.being, max(begin, hit.start - _AUXILIARY), hit.start)
            return self._known.inverted or not passive
        return hit.kind in ("doing", "tolls") or (hit.kind == "happened" and self._known.inverted)

    def _is_figure(self, front: int) -> bool:
        return not self._is_governed(front) or self._low(front - 1) in self._known.figures

    def _is_part(self, front: int) -> bool:
        """Whether the number is said to be part of another ("including two")."""
        return self._known.parts.ending(self._stream, front)

    def _after(self, begin: int, last: int, stop: int) -> _Hit | None:
        attribute = None
        near = self._behind(last, stop)
        for hit in self._hits:
            if hit.start < last:
                continue
            if hit.start >= stop or hit.start - last > _REACH or not self._reaches(last, hit):
                break
            if hit.start == near and hit.kind != "groups" and self._is_attribute(hit):
                attribute = hit
            elif hit.kind == "happened" or (
                hit.kind == "done" and self._is_passive(begin, last, hit)
            ):
                return hit
        return attribute

    def _reaches(self, last: int, hit: _Hit) -> bool:
        """Whether nothing between number and cue takes the cue: a number, a verb, a negation."""
        between = range(last, hit.start)
        return not (
            any(i in self._free for i in between)
            or any(self._reports(i, hit.start) for i in between)
            or self._is_denied(last, hit.start)
        )

    def _reports(self, index: int, end: int) -> bool:
        """Whether a verb of saying begins at `index` and ends by `end`."""
        found = self._known.verbs.at(self._stream, index)
        return found is not None and found[0] <= end

    def _is_passive(self, begin: int, last: int, hit: _Hit) -> bool:
        if self._has(self._known.being, max(begin, hit.start - _REACH), hit.start):
            return True
        if self._has(self._known.having, last, hit.start):
            return False
        low = self._low(hit.end)
        return (
            hit.end in self._borders
            or not low[:1].isalnum()
            or low in self._known.prepositions
            or low in self._known.linkers
            or low in self._known.being
            or low in self._known.having
        )

    def _has(self, words: frozenset[str], start: int, end: int) -> bool:
        return any(token.low in words for token in self._stream[start:end])

    def _is_denied(self, start: int, end: int) -> bool:
        return any(self._known.negations.at(self._stream, i) for i in range(start, end))

    def _is_paired(self, hit: _Hit) -> bool:
        """Whether another outcome is joined to the cue ("killed or wounded") for one number."""
        here = self._hits.index(hit)
        return any(
            self._are_joined(min(hit, other), max(hit, other)) and not self._has_number(other)
            for other in self._hits[max(0, here - 1) : here + 2]
            if other.tells != hit.tells
        )

    def _are_joined(self, left: _Hit, right: _Hit) -> bool:
        verbs = self._known.being | self._known.having
        return left.end in self._joins and all(
            i in self._joins or self._low(i) in verbs for i in range(left.end, right.start)
        )

    def _has_number(self, hit: _Hit) -> bool:
        """Whether a number stands in the cue's own clause."""
        begin, stop = self._clause(hit.start, hit.end)
        return any(begin <= i < stop for i in self._free)

    # A cue shared with other numbers

    def _shared(self, begin: int, front: int, last: int, stop: int) -> _Hit | None:
        opens = front == begin or self._low(front - 1) in self._known.being
        if self._is_part(front) or not opens or not self._is_phrase(last, stop):
            return None
        return self._onward(stop) or (self._backward(begin) if front == begin else None)

    def _onward(self, index: int) -> _Hit | None:
        """The cue to which a coordination, or a sentence after an insertion, runs on."""
        for _ in range(_CLAUSES):
            begin = self._next(index)
            if begin >= len(self._stream):
                return None
            joined = begin - 1 in self._joins
            _, index = self._clause(begin, begin)
            hit = self._after(begin, begin, index)
            number = self._opening(begin, index)
            if number is not None:
                hit = self._after(begin, number, index)
                if hit is not None:
                    return hit if hit.start > self._behind(number, index) else None
                if not self._is_phrase(number, index):
                    return None
            elif hit is not None:
                verbs = self._known.being | self._known.having
                direct = all(self._low(i) in verbs for i in range(begin, hit.start))
                return hit if joined or direct else None
        return None

    def _backward(self, begin: int) -> _Hit | None:
        """The cue that governs an earlier number to which this one is joined."""
        index = begin - 1
        if index not in self._joins:
            return None
        for _ in range(_CLAUSES):
            while index in self._borders:
                index -= 1
            start, _ = self._clause(index, index + 1)
            if index < 0 or self._known.parts.at(self._stream, start) is not None:
                return None
            hit = next((h for h in reversed(self._hits) if start <= h.start <= index), None)
            if hit is not None:
                governs = hit.kind != "tolls" and hit.end <= index and self._governs(hit, start)
                return hit if governs and not self._is_denied(start, hit.start) else None
            if self._opening(start, index + 1) is None:
                return None
            index = start - 1
        return None

    def _next(self, index: int) -> int:
        while index in self._borders:
            index += 1
        return index

    def _opening(self, begin: int, stop: int) -> int | None:
        """The end of the number with which a clause opens."""
        end = begin = self._behind(begin, stop)
        while end < stop and end in self._numbers:
            end += 1
        return end if end > begin else None

    # What is counted

    def _phrase(self, last: int, stop: int) -> range:
        """The words after a number up to a preposition."""
        begin = end = self._behind(last, stop)
        while end < min(stop, begin + _PHRASE) and not self._is_governed(end + 1):
            end += 1
        return range(begin, end)

    def _is_phrase(self, last: int, stop: int) -> bool:
        """Whether a number with what it counts is all there is before the next phrase."""
        words = self._phrase(last, stop)
        if words.stop < stop and not self._is_governed(words.stop + 1):
            return False
        return not words or self._is_person(words[-1]) or self._is_thing(words[-1])

    def _is_thing(self, index: int) -> bool:
        return self._low(index) in self._known.things

    def _fits(self, found: str, last: int, stop: int) -> bool:
        """Whether what is counted can have this outcome."""
        for index in self._phrase(last, stop):
            if self._is_person(index):
                return found != "damaged"
            if self._is_thing(index):
                return found not in _OF_PEOPLE
        return True

    def _group(self, last: int, stop: int) -> _Hit | None:
        """The noun for a group that the number counts."""
        hits = (self._starts.get(i) for i in self._phrase(last, stop))
        return next((hit for hit in hits if hit is not None and hit.kind == "groups"), None)
