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

from functools import lru_cache
from typing import TYPE_CHECKING

from rashomon.compare.clauses import LONGEST, OUTCOMES, PHRASE, Clauses, Hit, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

# What does not happen to houses or villages.
_OF_PEOPLE = frozenset(OUTCOMES) - {"affected", "damaged"}
# Between a number and a cue of its clause; a German verb may close a long one.
_REACH = 16
# Of a phrase joined to another, up to its head.
_JOINED = 4
# Between a verb and its object.
_OBJECT = 6
# Between an auxiliary and its participle.
_AUXILIARY = 4
# Clauses that a coordination of numbers, or an insertion after one, may run over.
_CLAUSES = 4


def outcome(sentence: str, start: int, end: int, language: str | None) -> str | None:
    """What happened to those that the quantity at `sentence[start:end]` counts.

    One of "dead", "injured", "missing", "displaced", "rescued", "detained", "affected" (without
    power or water), "damaged"; None where the sentence does not surely tell. A part of a larger
    number ("including two children") has an outcome only by a cue of its own.
    """
    reading = _read(sentence[: 16 * LONGEST], language)
    return reading.tells(start, end) if reading is not None else None


def partial(sentence: str, start: int, end: int, language: str | None) -> bool:
    """Whether the quantity at `sentence[start:end]` counts but some of those that are told of.

    It is said to be of the rest ("two others", "another 12"), or joined with more people ("two
    women and a man").
    """
    reading = _read(sentence[: 16 * LONGEST], language)
    return reading is not None and reading.is_partial(start, end)


def uncounted(
    sentence: str, measured: Iterable[tuple[int, int]], language: str | None
) -> frozenset[float]:
    """Numbers of a sentence that count what is not said again, or nothing ("11 goals, eight of them
    since 6 May"); `measured` is where its quantities stand."""
    reading = _read(sentence[: 16 * LONGEST], language)
    if reading is None:
        return frozenset()
    spans, words = list(measured), reading.known.grammar.lexicon.words
    bare = (reading.stream[i] for i in reading.numbers)
    return frozenset(
        float(token.low) if token.low.isdecimal() else float(words[token.low])
        for token in bare
        if (token.low.isdecimal() or token.low in words)
        and not any(start < token.end and token.start < end for start, end in spans)
    )


@lru_cache(maxsize=8)
def _read(sentence: str, language: str | None) -> _Reading | None:
    known = vocabulary(language)
    return _Reading(sentence, known) if known is not None else None


class _Reading(Clauses):
    """One sentence read for outcomes."""

    def tells(self, start: int, end: int) -> str | None:
        """The outcome of the number at these characters."""
        if not (number := self._number(start, end)):
            return None
        last, front = number.stop, self.front(number.start)
        begin, stop = self.clause(front, last)
        hit = self._counted(last, stop) or self._nearest(begin, front, last, stop)
        if hit is None and not self.is_governed(front):
            hit = self._shared(begin, front, last, stop)
        hit = hit or self._group(last, stop)
        if hit is None or self._is_paired(hit) or not self._fits(hit.tells, last, stop):
            return None
        return hit.tells

    def _number(self, start: int, end: int) -> range:
        """The tokens of the number at these characters, none where there are none."""
        inside = [i for i, token in enumerate(self.stream) if token.start < end > start < token.end]
        return range(inside[0], inside[-1] + 1) if inside else range(0)

    def is_partial(self, start: int, end: int) -> bool:
        """Whether the number at these characters counts but a part."""
        if not (number := self._number(start, end)):
            return False
        last, front = number.stop, self.front(number.start)
        _, stop = self.clause(front, last)
        behind = self.behind(last, stop)
        rest = (*range(front, number.start), *range(last, min(behind + 1, len(self.stream))))
        return any(map(self._is_rest, rest)) or self._is_joined(front, last, stop)

    def _is_rest(self, index: int) -> bool:
        """Whether a word says that a number is of the rest, by itself ("more than" does not)."""
        found = self.known.rest.at(self.stream, index)
        whole = self.known.beside.at(self.stream, index)
        return found is not None and (whole is None or whole[0] <= found[0])

    def _is_joined(self, front: int, last: int, stop: int) -> bool:
        """Whether more people are joined to those that a number counts."""
        if front - 1 in self.joins and self._names_people(front - 2):
            return True
        words = self.phrase(last, stop)
        if words.stop != stop or stop not in self.joins or not words:
            return False
        begin = self.next(stop)
        single = self.low(begin) in self.known.single or begin in self.numbers
        added = range(begin + single, min(begin + _JOINED, len(self.stream)))
        told = next((i for i in added if i in self.starts or self._names_people(i)), -1)
        counted = self._names_people(words[-1]) and (single or told == begin)
        return counted and self._names_people(told)

    def _names_people(self, index: int) -> bool:
        """Whether the word at `index` is a noun for people, not what happened to them."""
        within = 0 <= index < len(self.stream)
        return within and self.is_person(index) and index not in self.starts

    # The number's own cue

    def _counted(self, last: int, stop: int) -> Hit | None:
        """The cue that is itself what the number counts, unless it goes with a noun."""
        index = self.behind(last, stop)
        near = index
        while index < min(stop, last + PHRASE) and self.is_person(index):
            if index in self.starts:
                break
            index = self.behind(index + 1, stop)
        hit = self.starts.get(index)
        if hit is None or index >= stop or self._is_attribute(hit):
            return None
        if hit.kind == "nouns":
            return hit
        plain = hit.kind in ("happened", "done") and index == near
        return hit if plain and not self._takes_number(hit) else None

    def _is_attribute(self, hit: Hit) -> bool:
        """Whether a noun follows that the cue belongs to ("12 wounded soldiers")."""
        if hit.end >= len(self.stream) or hit.end in self.borders:
            return False
        return self.is_person(hit.end) or self.is_thing(hit.end)

    def _takes_number(self, hit: Hit) -> bool:
        """Whether the cue has a number of its own behind it."""
        index = hit.end
        found = self.known.beside.at(self.stream, index) if index < len(self.stream) else None
        return (found[0] if found else index) in self.numbers

    def _nearest(self, begin: int, front: int, last: int, stop: int) -> Hit | None:
        before = self._before(begin, front)
        if self.is_governed(front) and (before is None or before.kind != "tolls"):
            # "the deaths of three people": the preposition is the cue's own.
            return before if before is not None and before.end == front else None
        after = self._after(begin, last, stop)
        if before is None or after is None:
            return before or after
        return before if front - before.end <= after.start - last else after

    def _before(self, begin: int, front: int) -> Hit | None:
        if self._is_part(front):
            return None
        for hit in reversed(self.hits):
            if hit.end > front:
                continue
            if front - hit.end > _REACH or any(i in self.free for i in range(hit.end, front)):
                return None
            if hit.start < begin:
                return hit if self._runs_on(hit, front) else None
            if hit.kind == "doing" and front - hit.end > _OBJECT:
                return None
            if self._governs(hit, begin) and not self.is_denied(begin, hit.start):
                figure = hit.kind != "tolls" or self._is_figure(front)
                return hit if figure else None
        return None

    def _runs_on(self, hit: Hit, front: int) -> bool:
        """Whether a toll reaches its figure over words that join: "of the quake and tsunami"."""
        between = set(range(hit.end, front))
        return (
            hit.kind == "tolls"
            and {self.low(front - 1), self.low(front)} & self.known.figures != set()
            and not (self.borders - self.joins) & between
        )

    def _governs(self, hit: Hit, begin: int) -> bool:
        """Whether a cue can tell of a number behind it."""
        if hit.kind == "done":
            passive = self.has(self.known.being, max(begin, hit.start - _AUXILIARY), hit.start)
            return self.known.inverted or not passive
        if hit.kind == "nouns" and self.known.inverted:
            return {self.low(hit.start - 1), self.low(hit.end)} & self.known.being != set()
        return hit.kind in ("doing", "tolls") or (hit.kind == "happened" and self.known.inverted)

    def _is_figure(self, front: int) -> bool:
        return not self.is_governed(front) or self.low(front - 1) in self.known.figures

    def _is_part(self, front: int) -> bool:
        """Whether the number is said to be part of another ("including two")."""
        return self.known.parts.ending(self.stream, front)

    def _after(self, begin: int, last: int, stop: int) -> Hit | None:
        attribute = None
        near = self.behind(last, stop)
        for hit in self.hits:
            if hit.start < last:
                continue
            if hit.start >= stop or hit.start - last > _REACH or not self._reaches(last, hit):
                break
            if hit.start == near and hit.kind != "groups" and self._is_attribute(hit):
                attribute = hit
            elif self._is_predicate(begin, last, hit):
                return hit
        return attribute

    def _is_predicate(self, begin: int, last: int, hit: Hit) -> bool:
        """Whether a cue tells of a number before it."""
        if hit.kind == "nouns":
            return self.low(hit.start - 1) in self.known.being
        if hit.kind == "doing":
            return self.known.verb_final and self._is_closed(begin, hit)
        return hit.kind == "happened" or (hit.kind == "done" and self._is_passive(begin, last, hit))

    def _is_closed(self, begin: int, hit: Hit) -> bool:
        """Whether a cue closes a subordinate clause: "ein Angriff, der zwölf Menschen tötete"."""
        opener = begin - 1 not in self.joins and self.low(begin - 1).isalpha()
        subordinate = opener or self.low(begin) in self.known.relatives
        return subordinate and (hit.end in self.borders or hit.end == len(self.stream))

    def _reaches(self, last: int, hit: Hit) -> bool:
        """Whether nothing between number and cue takes the cue: a number, a verb, a negation."""
        between = range(last, hit.start)
        return not (
            any(i in self.free for i in between)
            or any(self._reports(i, hit.start) for i in between)
            or self.is_denied(last, hit.start)
        )

    def _reports(self, index: int, end: int) -> bool:
        """Whether a verb of saying begins at `index` and ends by `end` ("12 officials said")."""
        found = self.known.verbs.at(self.stream, index)
        passive = self.has(self.known.being, max(0, index - 1), index + 1)
        return found is not None and found[0] <= end and not passive

    def _is_passive(self, begin: int, last: int, hit: Hit) -> bool:
        if self.has(self.known.being, max(begin, hit.start - _REACH), hit.start):
            return True
        if self.has(self.known.having, last, hit.start):
            return False
        low = self.low(hit.end)
        return (
            hit.end in self.borders
            or not low[:1].isalnum()
            or low in self.known.prepositions
            or low in self.known.linkers
            or low in self.known.being
            or low in self.known.having
        )

    def _is_paired(self, hit: Hit) -> bool:
        """Whether another outcome is joined to the cue ("killed or wounded") for one number."""
        here = self.hits.index(hit)
        return any(
            self._are_joined(min(hit, other), max(hit, other)) and not self._has_number(other)
            for other in self.hits[max(0, here - 1) : here + 2]
            if other.tells != hit.tells
        )

    def _are_joined(self, left: Hit, right: Hit) -> bool:
        verbs = self.known.being | self.known.having
        return left.end in self.joins and all(
            i in self.joins or self.low(i) in verbs for i in range(left.end, right.start)
        )

    def _has_number(self, hit: Hit) -> bool:
        """Whether a number stands in the cue's own clause."""
        begin, stop = self.clause(hit.start, hit.end)
        return any(begin <= i < stop for i in self.free)

    # A cue shared with other numbers

    def _shared(self, begin: int, front: int, last: int, stop: int) -> Hit | None:
        opens = front == begin or self.low(front - 1) in self.known.being
        if self._is_part(front) or not opens or not self.is_phrase(last, stop):
            return None
        return self._onward(stop) or (self._backward(begin) if front == begin else None)

    def _onward(self, index: int) -> Hit | None:
        """The cue to which a coordination, or a sentence after an insertion, runs on."""
        for _ in range(_CLAUSES):
            begin = self.next(index)
            if begin >= len(self.stream):
                return None
            joined = begin - 1 in self.joins
            _, index = self.clause(begin, begin)
            number = self.opening(begin, index)
            hit = self._after(begin, begin if number is None else number, index)
            if number is not None:
                if hit is not None:
                    return hit if hit.start > self.behind(number, index) else None
                if not self.is_phrase(number, index):
                    return None
            elif hit is not None:
                verbs = self.known.being | self.known.having
                direct = all(self.low(i) in verbs for i in range(begin, hit.start))
                return hit if joined or direct else None
        return None

    def _backward(self, begin: int) -> Hit | None:
        """The cue that governs an earlier number to which this one is joined."""
        index = begin - 1
        if index not in self.joins:
            return None
        for _ in range(_CLAUSES):
            while index in self.borders:
                index -= 1
            start, _ = self.clause(index, index + 1)
            if index < 0 or self.known.parts.at(self.stream, start) is not None:
                return None
            hit = next((h for h in reversed(self.hits) if start <= h.start <= index), None)
            if hit is not None:
                governs = hit.kind != "tolls" and hit.end <= index and self._governs(hit, start)
                return hit if governs and not self.is_denied(start, hit.start) else None
            if self.opening(start, index + 1) is None:
                return None
            index = start - 1
        return None

    def _fits(self, found: str, last: int, stop: int) -> bool:
        """Whether what is counted can have this outcome."""
        for index in self.phrase(last, stop):
            if self.is_person(index):
                return found != "damaged"
            if self.is_thing(index):
                return found not in _OF_PEOPLE
        return True

    def _group(self, last: int, stop: int) -> Hit | None:
        """The noun for a group that the number counts."""
        hits = (self.starts.get(i) for i in self.phrase(last, stop))
        return next((hit for hit in hits if hit is not None and hit.kind == "groups"), None)
