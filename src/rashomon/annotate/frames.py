"""What a cue reports: the frames that a cue, its subject and its content stand in.

Rules over tokens, one period at a time, in the manner of the surface patterns of Krestel, Bergler
and Witte (2008) and Pouliquen, Steinberger and Best (2007), with the words as data of the packs.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rashomon.annotate import subjects
from rashomon.annotate.cues import Cue, Lexicon
from rashomon.annotate.periods import Period
from rashomon.annotate.subjects import Range

# Words between a cue and its clause ("said in a hearing of the committee on Monday that").
_REACH = 16
# Words after a closing cue ("…, he told reporters in Geneva on Monday.").
_TRAIL = 12
_PARTICLE_REACH = 25
_SHORTEST = 2
_QUOTED = ("speech", "fragment")
_DASHES = "—–"


@dataclass(frozen=True, slots=True)
class At:
    """A cue in a period: its tokens `start`..`end`, where what follows it may begin."""

    start: int
    end: int
    onward: int
    cue: Cue
    noun: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A quote in token indices; `marked` says that the content is one marked stretch."""

    content: Range
    cue: Range | None
    subject: Range | None
    marked: bool = False
    weak: bool = False


class Frames:
    """The frames of one period."""

    def __init__(self, period: Period, known: Lexicon) -> None:
        """Find the cues and sources of the period."""
        self.period = period
        self.stream = period.tokens
        self.known = known
        self.size = len(period.tokens)
        self.cues = list(self._cues())
        self._sources = list(self._source_cues())
        self._cue_at = {at.start: at for at in self.cues}
        self._cuts = self._find_cuts()
        self._subject: dict[int, Range | None] = {}

    def drafts(self) -> list[Draft]:
        """All quotes of the period, in order of content; no two cover the same words."""
        found: list[Draft] = []
        for source, name in self._sources:
            found += self._from_source(source, name)
        for at in self.cues:
            if at.noun:
                found += self._that(at)
                continue
            found += self._read(at)
        return self._disjoint(found)

    # Cues

    def _cues(self) -> Iterator[At]:
        index = 0
        while index < self.size:
            at = self._cue(index) if self.stream[index].kind == "word" else None
            if at is None:
                index += 1
            else:
                yield at
                index = at.end

    def _cue(self, index: int) -> At | None:
        noun = self.known.nouns.at(self.stream, index)
        if noun and (self._nominal(index) or not self.known.verbs.at(self.stream, index)):
            return At(index, noun[0], noun[0], noun[1], noun=True)
        verb = self.known.verbs.at(self.stream, index)
        if verb is None or self._nominal(index):
            return None
        end, cue = verb
        if cue.particle is None:
            return At(index, end, end, cue)
        for later in range(end, min(self.size, end + _PARTICLE_REACH)):
            token = self.stream[later]
            if token.low == cue.particle:
                return At(index, end, later + 1 if later == end else end, cue)
            if token.kind != "word" and token.low not in "-'.":
                break
        return None

    def _nominal(self, index: int) -> bool:
        """Whether a word stands where only a noun can: behind "the", "its", "Moscow's"."""
        if index == 0:
            return False
        previous = self.stream[index - 1].low
        genitive = previous == "s" and index > 1 and self.stream[index - 2].low == "'"
        possessive = self.known.among("possessives", previous)
        return genitive or possessive or previous in ("the", "a", "these", "those")

    def _source_cues(self) -> Iterator[tuple[Range, Range]]:
        index = 0
        while index < self.size:
            found = self.known.sources.at(self.stream, index)
            if found is None or self.known.not_sources.at(self.stream, found[0] % self.size):
                index += 1
                continue
            end, source = found
            name = (
                subjects.source(self.stream, end, self.known)
                if source.after
                else subjects.left(self.stream, index, self.known)
            )
            if name is not None:
                yield (index, end), name
            index = end

    def _find_cuts(self) -> list[int]:
        """Where a reported clause surely ends: behind ";", a dash, ", but", before a next cue."""
        cuts = set()
        for index, token in enumerate(self.stream):
            following = self.stream[index + 1] if index + 1 < self.size else None
            if (
                token.low == ";"
                or (token.low in _DASHES and token.kind == "sign")
                or (token.low == "," and following and self.known.among("stops", following.low))
            ):
                cuts.add(index)
        for (start, _), _ in self._sources:
            if start and self.stream[start - 1].low == ",":
                cuts.add(start - 1)
        for at in self.cues:
            begin = at.start
            if not at.noun and not self.known.among("beside", self.stream[begin - 1].low):
                begin = self._clause_before(at)
            if begin and (
                self.stream[begin - 1].low == ","
                or self.known.among("joins", self.stream[begin - 1].low)
            ):
                cut = begin - 1
                if cut and self.stream[cut - 1].low == ",":
                    cut -= 1
                cuts.add(cut)
        return sorted(cuts)

    def _clause_before(self, at: At) -> int:
        subject = subjects.left(self.stream, at.start, self.known)
        return subject[0] if subject else subjects.before(self.stream, at.start, self.known)

    # Subjects

    def _subject_of(self, at: At) -> Range | None:
        if at.start not in self._subject:
            self._subject[at.start] = self._find_subject(at)
        return self._subject[at.start]

    def _find_subject(self, at: At) -> Range | None:
        if at.noun:
            return self._noun_subject(at)
        if "impersonal" in at.cue.takes:
            return None
        for index in range(at.start + 1, at.end):
            if any(self.stream[index].low in group for group in self.known.persons):
                return (index, index + 1)
        before = subjects.before(self.stream, at.start, self.known)
        sign = self.stream[before - 1] if before else None
        if "opening" not in at.cue.takes or (sign and sign.kind == "word"):
            bracket = self._bracket(at)
            if bracket is not None:
                return bracket
            found = subjects.left(self.stream, at.start, self.known)
            if found is not None:
                return found
        inverts = self.known.inversion or (
            sign is not None and self._closes(before - 1) and "speech" in at.cue.takes
        )
        if inverts and "opening" not in at.cue.takes:
            found = subjects.right(self.stream, at.end, self.known)
            if found is not None:
                return found
        if sign is not None and (sign.low == "," or self.known.among("joins", sign.low)):
            return self._shared_subject(at)
        return None

    def _bracket(self, at: At) -> Range | None:
        """The subject beside the auxiliary of a participle ("hat der Minister … erklärt")."""
        for index in range(at.start - 1, max(-1, at.start - _REACH), -1):
            token = self.stream[index]
            if token.kind != "word" and token.low not in "-'.":
                return None
            if self.known.among("auxiliaries", token.low):
                return subjects.left(self.stream, index, self.known) or subjects.right(
                    self.stream, index + 1, self.known
                )
        return None

    def _closes(self, index: int) -> bool:
        """Whether a quotation or a clause ends right before a cue."""
        return self.stream[index].kind in _QUOTED or self.stream[index].kind == "sign"

    def _shared_subject(self, at: At) -> Range | None:
        """Of "…, accusing" and "and accused": the subject that the clause before has."""
        place = bisect_left(self.cues, at.start, key=lambda other: other.start)
        for other in reversed(self.cues[max(0, place - 3) : place]):
            shared = self._subject.get(other.start)
            if shared is not None and not self._inside_content(other, at):
                return shared
        for index in range(at.start - 1, max(-1, at.start - 40), -1):
            if any(self.stream[index].low in group for group in self.known.persons):
                return (index, index + 1)
        return subjects.opening(self.stream, self.known, at.start)

    def _inside_content(self, other: At, at: At) -> bool:
        cut = bisect_right(self._cuts, other.end)
        return cut >= len(self._cuts) or self._cuts[cut] >= at.start

    def _noun_subject(self, at: At) -> Range | None:
        stream, start = self.stream, at.start
        if start and self.known.among("possessives", stream[start - 1].low):
            return (start - 1, start)
        end = start
        for back in range(1, 4):
            index = start - back
            if index > 0 and stream[index].low == "s" and stream[index - 1].low == "'":
                end = index - 1
                break
        if end < start:
            return subjects.owner(stream, end, self.known)
        follows = at.end
        if follows < self.size and self.known.among("authors", stream[follows].low):
            follows += 1
        elif self.known.among("authors", "of") or follows >= self.size:
            return None
        found = subjects.right(stream, follows, self.known)
        return found if found and stream[found[1] - 1].capital else None

    # Frames

    def _read(self, at: At) -> list[Draft]:
        takes = at.cue.takes
        if "speech" in takes:
            speech = self._after_speech(at) + self._before_speech(at)
            if speech:
                return speech
        found: list[Draft] = []
        if "that" in takes:
            found = self._that(at)
        if not found and "infinitive" in takes:
            found = self._infinitive(at)
        if not found and "request" in takes:
            found = self._request(at)
        if not found and "object" in takes:
            found = self._object(at)
        if not found and "fragment" in takes:
            found = self._fragment(at)
        if not found and "clause" in takes:
            found = self._as(at) or self._closing(at) or self._clause(at)
        return found

    def _after_speech(self, at: At) -> list[Draft]:
        """“…,” X said (and what goes on behind it: “…,” X said, “…”)."""
        subject = self._subject_of(at)
        begin = at.start
        if subject is not None and subject[0] < at.start:
            begin = subject[0]
        if begin and self.known.among("as", self.stream[begin - 1].low):
            begin -= 1
        index = begin - 1
        while index >= 0 and self.stream[index].low in (",", "—", "–", "-", "(", "."):
            index -= 1
        if index < 0 or begin - index > 4 or self.stream[index].kind not in _QUOTED:
            return []
        found = self._utterance(index, at, subject)
        if not found:
            return []
        onward = max(at.end, subject[1] if subject else 0)
        while (
            onward < self.size and onward - at.end < _REACH and self.stream[onward].kind == "word"
        ):
            onward += 1
        while onward < self.size and self.stream[onward].low in (",", ":", "—", "–", "-", "."):
            onward += 1
        if onward < self.size and self.stream[onward].kind == "speech":
            found.append(Draft((onward, onward + 1), (at.start, at.end), subject, marked=True))
        return found

    def _utterance(self, index: int, at: At, subject: Range | None) -> list[Draft]:
        """The marked stretch at `index`, with the words of its clause before it if there are any."""
        begin = index
        while begin and self.stream[begin - 1].kind == "word":
            begin -= 1
            if begin in self._cue_at:
                return []
        alone = begin == index
        return [Draft((begin, index + 1), (at.start, at.end), subject, marked=alone)]

    def _before_speech(self, at: At) -> list[Draft]:
        """X said: “…”"""
        index = at.onward
        while index < self.size and index - at.end < _REACH and self._passes(index):
            index += 1
        if index >= self.size:
            return []
        sign = self.stream[index].low if self.stream[index].kind == "sign" else ""
        if sign in (":", ","):
            index += 1
            if sign == ":" and index < self.size and self.stream[index].low in _DASHES:
                index += 1
        if index >= self.size or self.stream[index].kind not in _QUOTED:
            return self._after_colon(at, index) if sign == ":" else []
        if not sign and index > at.onward:
            return []
        if self.stream[index].kind == "fragment" and sign != ":":
            return []
        subject = self._subject_of(at)
        whole = sign == ":" or index + 1 >= self.size or self.stream[index + 1].kind == "sign"
        end = index + 1 if whole else self._clause_end(index + 1)
        return [Draft((index, end), (at.start, at.end), subject, marked=whole)]

    def _after_colon(self, at: At, index: int) -> list[Draft]:
        """X said: it was over."""
        subject = self._subject_of(at)
        if subject is None or self.size - index <= _SHORTEST:
            return []
        return [Draft((index, self._clause_end(index)), (at.start, at.end), subject)]

    def _passes(self, index: int) -> bool:
        token = self.stream[index]
        if token.kind in _QUOTED or self.known.complementisers.at(self.stream, index):
            return False
        return (token.kind == "word" or token.low in "-'.") and index not in self._cue_at

    def _that(self, at: At) -> list[Draft]:
        opened = self._complementiser(at)
        if opened is None:
            return []
        end = self._clause_end(opened)
        if end - opened < _SHORTEST and self.stream[opened].kind not in _QUOTED:
            return []
        while opened < end and self.stream[opened].kind == "sign":
            opened += 1
        subject = self._subject_of(at)
        weak = at.cue.cue_class == "think"
        return [Draft((opened, end), (at.start, at.end), subject, weak=weak)]

    def _complementiser(self, at: At) -> int | None:
        """Where the clause begins behind the complementiser that belongs to the cue."""
        index = at.onward
        free = self.known.inversion or at.noun or "person" in at.cue.takes
        while index < self.size and index - at.end < _REACH:
            opened = self.known.complementisers.at(self.stream, index)
            if opened:
                return opened[0] if opened[0] < self.size else None
            token = self.stream[index]
            if token.kind in _QUOTED or index in self._cue_at:
                return None
            if token.low == ",":
                later = index + 1 < self.size and self.known.complementisers.at(
                    self.stream, index + 1
                )
                if not later:
                    return None
            elif (token.kind == "sign" and token.low not in "-'.") or (
                index == at.onward and not free and not self._adverbial(index)
            ):
                return None
            index += 1
        return None

    def _adverbial(self, index: int) -> bool:
        low = self.stream[index].low
        return (
            self.known.among("prepositions", low)
            or self.known.among("beside", low)
            or self.known.among("addressees", low)
            or self.known.adverbials.at(self.stream, index) is not None
        )

    def _infinitive(self, at: At) -> list[Draft]:
        begin = self._skip_adverbials(at.onward)
        if begin >= self.size or not self.known.among("infinitives", self.stream[begin].low):
            return []
        return self._with_subject(at, begin)

    def _request(self, at: At) -> list[Draft]:
        for index in range(at.onward + 1, min(self.size, at.onward + _REACH)):
            if self.stream[index].kind != "word" and self.stream[index].low not in "-'":
                return []
            if self.known.among("infinitives", self.stream[index].low):
                return self._with_subject(at, at.onward)
        return []

    def _object(self, at: At) -> list[Draft]:
        if at.onward >= self.size or self.stream[at.onward].kind == "sign":
            return []
        return self._with_subject(at, at.onward)

    def _fragment(self, at: At) -> list[Draft]:
        for index in range(at.onward, min(self.size, at.onward + _REACH)):
            if self.stream[index].kind in _QUOTED:
                subject = self._subject_of(at)
                if subject is None:
                    return []
                return [Draft((at.onward, index + 1), (at.start, at.end), subject)]
            if self.stream[index].kind != "word" and self.stream[index].low not in "-'":
                return []
        return []

    def _clause(self, at: At) -> list[Draft]:
        begin = self._skip_adverbials(at.onward)
        if "person" in at.cue.takes and begin < self.size:
            begin = self._skip_person(begin)
        if self.known.inversion and not self.known.comma_clause:
            return []
        if self.known.comma_clause:
            while begin < self.size and begin - at.end < _REACH and self._passes(begin):
                begin += 1
            if begin >= self.size or self.stream[begin].low != ",":
                return []
            begin += 1
        if begin >= self.size or not self._is_clause(begin):
            return []
        return self._with_subject(at, begin)

    def _skip_adverbials(self, index: int) -> int:
        while index < self.size:
            found = self.known.adverbials.at(self.stream, index)
            if found is None:
                break
            index = found[0]
        return index

    def _skip_person(self, index: int) -> int:
        if self.known.among("addressees", self.stream[index].low):
            return self._skip_adverbials(index + 1)
        found = index
        while found < self.size and (
            self.stream[found].capital or self.known.among("determiners", self.stream[found].low)
        ):
            found += 1
        return self._skip_adverbials(found)

    def _is_clause(self, begin: int) -> bool:
        """Whether a finite verb shows that the words from `begin` on are a clause."""
        first = self.stream[begin]
        if first.kind == "sign" or self.known.among("relatives", first.low):
            return False
        if self.known.among("pronouns", first.low):
            return True
        opens = first.capital or self.known.among("openers", first.low)
        if self.known.comma_clause:
            opens = opens or self.known.among("prepositions", first.low)
        if not opens and first.kind == "word" and not first.low.isdigit():
            return False
        for index in range(begin + 1, min(self.size, begin + 2 * _REACH)):
            if self.stream[index].low == ";":
                return False
            if self.known.among("markers", self.stream[index].low):
                return True
        return False

    def _with_subject(self, at: At, begin: int) -> list[Draft]:
        subject = self._subject_of(at)
        end = self._clause_end(begin)
        if end - begin < _SHORTEST or (subject is None and "impersonal" not in at.cue.takes):
            return []
        weak = at.cue.cue_class == "think"
        return [Draft((begin, end), (at.start, at.end), subject, weak=weak)]

    def _as(self, at: At) -> list[Draft]:
        """As X said, Y."""
        subject = self._subject_of(at)
        if not self.known.among("as", self.stream[0].low) or subject is None:
            return []
        for index in range(max(at.end, subject[1]), self.size):
            if self.stream[index].low == ",":
                if self.cues[0].start < at.start:
                    return []
                return self._with_subject(at, index + 1) if index + 1 < self.size else []
        return []

    def _closing(self, at: At) -> list[Draft]:
        """Y, X said. With words behind it the content goes on: Y, X said, Z."""
        subject = self._subject_of(at)
        if (subject is None and "impersonal" not in at.cue.takes) or "opening" in at.cue.takes:
            return []
        begin = min(subject[0], at.start) if subject else at.start
        if begin and self.known.among("as", self.stream[begin - 1].low):
            begin -= 1
        if begin < 1 or self.stream[begin - 1].low not in (",", "—", "–", "-"):
            return []
        comma = begin - 1
        end = max(at.onward, subject[1] if subject else 0, at.end)
        trail = end
        while trail < self.size and trail - end < _TRAIL and self._passes(trail):
            trail += 1
        if trail < self.size and self.stream[trail].low not in (".", ",", "!", "?", ";"):
            return []
        if trail < self.size - 1 and self.stream[trail].low != ",":
            return []
        clause = trail > end and self._passes(end) and self.stream[end].kind == "word"
        clause = clause and not self._adverbial(end)
        first = self._clause_start(comma)
        goes_on = trail < self.size - 1
        shortest = 0 if goes_on else _SHORTEST
        if clause or comma - first <= shortest or self._subordinate(first):
            return []
        cue = (at.start, at.end)
        found = [Draft((first, comma), cue, subject)]
        if goes_on and trail + 1 < self._clause_end(trail + 1):
            found.append(Draft((trail + 1, self._clause_end(trail + 1)), cue, subject))
        return found

    def _subordinate(self, first: int) -> bool:
        return self.known.among("breaks", self.stream[first].low) or self.known.among(
            "as", self.stream[first].low
        )

    def _clause_start(self, end: int) -> int:
        cut = bisect_left(self._cuts, end - 1)
        begin = self._cuts[cut - 1] + 1 if cut else 0
        while begin < end and (
            self.stream[begin].kind == "sign" or self.known.among("joins", self.stream[begin].low)
        ):
            begin += 1
        return begin

    def _clause_end(self, begin: int) -> int:
        cut = bisect_right(self._cuts, begin)
        end = self._cuts[cut] if cut < len(self._cuts) else self.size
        while end > begin and self.stream[end - 1].low in (".", ",", "!", "?", ";", ":", "…"):
            end -= 1
        return end

    def _from_source(self, source: Range, name: Range) -> list[Draft]:
        """According to X, Y; Y, according to X; Y, according to X, Z."""
        first, last = min(source[0], name[0]), max(source[1], name[1])
        found: list[Draft] = []
        begin = self._clause_start(first)
        before = first
        while before > begin and self.stream[before - 1].kind == "sign":
            before -= 1
        if before - begin > _SHORTEST and not self._subordinate(before - 1):
            found.append(Draft((begin, before), source, name))
        onward = last
        if onward < self.size and self.stream[onward].low == "," and not found:
            onward += 1
        elif found:
            onward = self.size
        if onward < self.size and self.stream[onward].kind != "sign":
            end = self._clause_end(onward)
            if end - onward > _SHORTEST:
                found.append(Draft((onward, end), source, name))
        return found

    def _disjoint(self, drafts: list[Draft]) -> list[Draft]:
        """Of drafts that share words the shortest stays, being nearest to them.

        A longer one is cut before it where its clause can end, else it is only the outer link of
        a chain and falls away. Beliefs ("hopes that") give way to what is said.
        """
        covered = bytearray(self.size)
        kept: list[Draft] = []
        for draft in sorted(drafts, key=lambda d: (d.weak, d.content[1] - d.content[0], d.content)):
            first, last = draft.content
            shared = covered.find(1, first, last)
            if shared >= 0:
                last = self._cut_before(first, shared)
                if last - first <= _SHORTEST or draft.weak:
                    continue
            covered[first:last] = b"\x01" * (last - first)
            kept.append(replace(draft, content=(first, last)))
        return sorted(kept, key=lambda d: d.content)

    def _cut_before(self, first: int, inner: int) -> int:
        """Where a clause from `first` on can end before a clause of another cue at `inner`."""
        for index in range(inner - 1, max(first, inner - 2 * _REACH), -1):
            token = self.stream[index]
            if token.low in (",", ";") or self.known.among("joins", token.low):
                while index > first and self.stream[index - 1].low in (",", ";"):
                    index -= 1
                return index
        return first
