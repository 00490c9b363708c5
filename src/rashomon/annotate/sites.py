"""The sites of a period: its cues and sources, their subjects, and where clauses end."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from rashomon.annotate import subjects
from rashomon.annotate.cues import Cue, Lexicon
from rashomon.annotate.periods import Period
from rashomon.annotate.subjects import Range

# Words between a cue and its clause ("said in a hearing of the committee on Monday that").
REACH = 16
QUOTED = ("speech", "fragment")
DASHES = "—–"
_PARTICLE_REACH = 25
# How far back a pronoun of the main clause may stand from a cue that shares it.
_SHARED_REACH = 40


@dataclass(frozen=True, slots=True)
class At:
    """A cue in a period: its tokens `start`..`end`, where what follows it may begin."""

    start: int
    end: int
    onward: int
    cue: Cue
    noun: bool = False


class Sites:
    """What one period holds for the frames of reported speech."""

    def __init__(self, period: Period, known: Lexicon) -> None:
        """Find the cues and sources of the period."""
        self.stream = period.tokens
        self.known = known
        self.size = len(period.tokens)
        self.cues = list(self._cues())
        self.sources = list(self._source_cues())
        self.cue_at = {at.start: at for at in self.cues}
        self._cuts = self._find_cuts()
        self._subject: dict[int, Range | None] = {}

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
        if verb is None or self._nominal(index) or self._hyphened(index):
            return None
        end, cues = verb
        for cue in sorted(cues, key=lambda cue: cue.particle is None):
            at = self._whole(index, end, cue)
            if at is not None:
                return at
        return None

    def _whole(self, index: int, end: int, cue: Cue) -> At | None:
        """A cue with the particle that belongs to it ("teilte … mit"), where it has one."""
        if self._passive(index) and "opening" not in cue.takes:
            return None
        if cue.particle is None:
            return At(index, end, end, cue)
        for later in range(end, min(self.size, end + _PARTICLE_REACH)):
            token = self.stream[later]
            if token.low == cue.particle:
                return At(index, end, later + 1 if later == end else end, cue)
            if token.kind != "word" and token.low not in "-'.":
                break
        return None

    def _hyphened(self, index: int) -> bool:
        """Whether a word is the last part of a compound ("so-called")."""
        before = self.stream[index - 1]
        return index > 0 and before.low == "-" and before.end == self.stream[index].start

    def _passive(self, index: int) -> bool:
        """Whether an auxiliary makes a form a passive: its subject says nothing ("is expected")."""
        while index and self.known.among("beside", self.stream[index - 1].low):
            index -= 1
            if self.known.among("passives", self.stream[index].low):
                return True
        return index > 0 and self.known.among("passives", self.stream[index - 1].low)

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
            if (
                found is None
                or self.known.not_sources.at(self.stream, found[0] % self.size)
                or (found[1].closing and not self._behind_speech(index))
            ):
                index += 1
                continue
            end, source = found
            name = (
                subjects.source(self.stream, end, self.known)
                if source.after
                else subjects.left(self.stream, index, self.known)
            )
            if name is not None and not (source.closing and self._idle_name(name)):
                yield (index, end), name
            index = end

    def _behind_speech(self, index: int) -> bool:
        """Whether a quotation, or a comma, stands right before a token."""
        before = self.stream[index - 1]
        return index > 0 and (before.low == "," or before.kind in QUOTED)

    def _idle_name(self, name: Range) -> bool:
        """Whether a phrase holds no noun where nouns have capitals ("so viele wie nie")."""
        return self.known.nouns_capitalised and not any(
            self.stream[i].capital for i in range(*name)
        )

    def _find_cuts(self) -> list[int]:
        """Where a reported clause surely ends: behind ";", a dash, ", but", before a next cue."""
        cuts = set()
        for index, token in enumerate(self.stream):
            following = self.stream[index + 1] if index + 1 < self.size else None
            if (
                token.low == ";"
                or (token.low in DASHES and token.kind == "sign")
                or (token.low == "," and following and self.known.among("stops", following.low))
            ):
                cuts.add(index)
        for (start, _), _ in self.sources:
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
            elif begin and self.stream[begin - 1].kind in QUOTED and "opening" in at.cue.takes:
                # The comma stands within the marks: "could be “messy,” adding".
                cuts.add(begin)
        return sorted(cuts)

    def _clause_before(self, at: At) -> int:
        subject = subjects.left(self.stream, at.start, self.known)
        return subject[0] if subject else subjects.before(self.stream, at.start, self.known)

    def subject_of(self, at: At) -> Range | None:
        """The phrase that says who speaks, None where it cannot be told."""
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
        hyphened = self._hyphened_subject(at)
        if hyphened is not None:
            return hyphened
        before = subjects.before(self.stream, at.start, self.known)
        sign = self.stream[before - 1] if before else None
        if "opening" not in at.cue.takes or (sign and sign.kind == "word"):
            bracket = self._bracket(at)
            if bracket is not None:
                return bracket
            behind_comma = sign is not None and sign.low == ","
            named = behind_comma and self.known.inversion and self._named_right(at)
            if named:
                return named
            found = behind_comma and subjects.before_apposition(self.stream, before - 1, self.known)
            found = found or subjects.left(self.stream, at.start, self.known)
            if found:
                return found
        inverts = self.known.inversion or (
            (sign is None or self._closes(before - 1)) and "speech" in at.cue.takes
        )
        inverts = inverts and not self._reports_on(at.end)
        if inverts and "opening" not in at.cue.takes:
            found = subjects.right(self.stream, at.end, self.known)
            if found is not None:
                return found
        opening = "opening" in at.cue.takes
        joined = sign is not None and (sign.low == "," or self.known.among("joins", sign.low))
        if joined or (opening and sign is not None and self._subordinates(sign.low)):
            return self._shared_subject(at)
        if opening:
            return None
        return subjects.of_clause(self.stream, before, self.known)

    def _hyphened_subject(self, at: At) -> Range | None:
        """The pronoun that French hangs on its verb ("promet-il")."""
        pronoun = at.end + 1 if self._is(at.end, "-") else 0
        pronoun += 2 if self._is(pronoun, "t") and self._is(pronoun + 1, "-") else 0
        told = 0 < pronoun < self.size and any(
            self.stream[pronoun].low in group for group in self.known.persons
        )
        return (pronoun, pronoun + 1) if told else None

    def _is(self, index: int, low: str) -> bool:
        return index < self.size and self.stream[index].low == low

    def _named_right(self, at: At) -> Range | None:
        """The name right behind an inverted cue ("…, sagte Orlow: …"), whatever stands before."""
        if at.end >= self.size or not self.stream[at.end].capital:
            return None
        low = self.stream[at.end].low
        if self.known.among("addressees", low) or self.known.among("determiners", low):
            return None
        return subjects.right(self.stream, at.end, self.known)

    def _reports_on(self, index: int) -> bool:
        """Whether a complementiser, no subject, follows a cue ("sostiene que")."""
        return index < self.size and self.known.complementisers.at(self.stream, index) is not None

    def _subordinates(self, low: str) -> bool:
        """Whether a word joins a participle to the main clause ("while saying", "by saying")."""
        return self.known.among("breaks", low) or self.known.among("prepositions", low)

    def _bracket(self, at: At) -> Range | None:
        """The subject beside the auxiliary of a participle ("hat der Minister … erklärt")."""
        for index in range(at.start - 1, max(-1, at.start - REACH), -1):
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
        return self.stream[index].kind in QUOTED or self.stream[index].kind == "sign"

    def _shared_subject(self, at: At) -> Range | None:
        """Of "…, accusing" and "and accused": the subject that the clause before has."""
        place = bisect_left(self.cues, at.start, key=lambda other: other.start)
        for other in reversed(self.cues[max(0, place - 3) : place]):
            shared = self._subject.get(other.start)
            if (
                shared is not None
                and (shared[0] == other.end or self._in_main_clause(shared))
                and not self._inside_content(other, at)
            ):
                return shared
        for index in range(at.start - 1, max(-1, at.start - _SHARED_REACH), -1):
            if any(self.stream[index].low in group for group in self.known.persons):
                return (index, index + 1)
        return subjects.opening(self.stream, self.known, at.start)

    def _in_main_clause(self, subject: Range) -> bool:
        """Whether no word before a subject makes its clause a subordinate one ("since Orlov …")."""
        first = subject[0]
        if first == 0 or self.stream[first - 1].kind != "word":
            return True
        return self.known.among("joins", self.stream[first - 1].low)

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

    def passes(self, index: int) -> bool:
        """Whether a token may stand between a cue and what it reports."""
        token = self.stream[index]
        if token.kind in QUOTED or self.known.complementisers.at(self.stream, index):
            return False
        return (token.kind == "word" or token.low in "-'.") and index not in self.cue_at

    def is_adverbial(self, index: int) -> bool:
        """Whether a token opens an adverbial or names who is told ("on Monday", "reporters")."""
        low = self.stream[index].low
        return (
            self.known.among("prepositions", low)
            or self.known.among("beside", low)
            or self.known.among("addressees", low)
            or self.known.adverbials.at(self.stream, index) is not None
        )

    def clause_start(self, end: int) -> int:
        """Where the clause that ends before token `end` begins."""
        cut = bisect_left(self._cuts, end - 1)
        begin = self._cuts[cut - 1] + 1 if cut else 0
        while begin < end and (
            self.stream[begin].kind == "sign" or self.known.among("joins", self.stream[begin].low)
        ):
            begin += 1
        return begin

    def clause_end(self, begin: int) -> int:
        """Where the clause that begins at token `begin` surely ends, closing signs left out."""
        cut = bisect_right(self._cuts, begin)
        end = self._cuts[cut] if cut < len(self._cuts) else self.size
        while end > begin and self.stream[end - 1].low in (".", ",", "!", "?", ";", ":", "…"):
            end -= 1
        return end

    def cut_before(self, first: int, inner: int) -> int:
        """Where a clause from `first` on can end before a clause of another cue at `inner`."""
        for index in range(inner - 1, max(first, inner - 2 * REACH), -1):
            token = self.stream[index]
            if token.low in (",", ";") or self.known.among("joins", token.low):
                doubled = index > first and self.stream[index - 1].low in (",", ";")
                return index - 1 if doubled else index
        return first
