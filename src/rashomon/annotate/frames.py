"""What a cue reports: the frames that a cue, its subject and its content stand in.

Rules over tokens, one period at a time, in the manner of the surface patterns of Krestel, Bergler
and Witte (2008) and Pouliquen, Steinberger and Best (2007), with the words as data of the packs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from rashomon.annotate.cues import ATTITUDES
from rashomon.annotate.sites import DASHES, QUOTED, REACH, At, Sites
from rashomon.annotate.subjects import Range

# Words after a closing cue ("…, he told reporters in Geneva on Monday.").
_TRAIL = 12
_SHORTEST = 2
# Words before a source in commas that are no whole clause.
_HALF = 3


@dataclass(frozen=True, slots=True)
class Draft:
    """A quote in token indices; `marked` says that the content is one marked stretch.

    `frame` says which frame of which cue it fills, for `Quote.rule`.
    """

    content: Range
    cue: Range | None
    subject: Range | None
    marked: bool = False
    weak: bool = False
    frame: str = ""


class Frames(Sites):
    """The frames of one period."""

    def drafts(self) -> list[Draft]:
        """All quotes of the period, in order of content; no two cover the same words."""
        found: list[Draft] = []
        for source, name in self.sources:
            found += [replace(d, frame="source") for d in self._from_source(source, name)]
        for at in self.cues:
            found += self._read(at)
        return self._disjoint(found)

    # Frames

    def _read(self, at: At) -> list[Draft]:
        """What the first frame of those that a cue takes finds."""
        for name, takes, frame in _NOUN_FRAMES if at.noun else _FRAMES:
            if not takes.isdisjoint(at.cue.takes) and (found := frame(self, at)):
                return [replace(draft, frame=f"{name}, {at.cue.cue_class}") for draft in found]
        return []

    def _speech(self, at: At) -> list[Draft]:
        # "…,” he said, adding": a participle tells what follows it.
        before = [] if "opening" in at.cue.takes else self._after_speech(at)
        return before + self._before_speech(at)

    def _after_speech(self, at: At) -> list[Draft]:
        """“…,” X said (and what goes on behind it: “…,” X said, “…”)."""
        subject = self.subject_of(at)
        begin = at.start
        if subject is not None and subject[0] < at.start:
            begin = subject[0]
        if begin and self.known.among("as", self.stream[begin - 1].low):
            begin -= 1
        index = begin - 1
        while index >= 0 and self.stream[index].low in (",", "—", "–", "-", "(", "."):
            index -= 1
        if index < 0 or begin - index > 4 or self.stream[index].kind not in QUOTED:
            return []
        found = self._utterance(index, at, subject)
        if not found:
            return []
        onward = max(at.end, subject[1] if subject else 0)
        while onward < self.size and onward - at.end < REACH and self.stream[onward].kind == "word":
            onward += 1
        signs = onward
        while onward < self.size and self.stream[onward].low in (",", ":", "—", "–", "-", "."):
            onward += 1
        if onward < self.size and onward > signs and self.stream[onward].kind in QUOTED:
            found.append(Draft((onward, onward + 1), (at.start, at.end), subject, marked=True))
        return found

    def _utterance(self, index: int, at: At, subject: Range | None) -> list[Draft]:
        """The marked stretch at `index`, with the words of its clause before it."""
        begin = index
        while begin and self.stream[begin - 1].kind == "word":
            begin -= 1
            if begin in self.cue_at:
                return []
        if self.stream[index].kind == "fragment":
            begin = min(begin, self.clause_start(index))
        alone = begin == index
        return [Draft((begin, index + 1), (at.start, at.end), subject, marked=alone)]

    def _before_speech(self, at: At) -> list[Draft]:
        """X said: “…”"""
        index = at.onward
        while index < self.size and index - at.end < REACH and self.passes(index):
            index += 1
        if index >= self.size:
            return []
        sign = self.stream[index].low if self.stream[index].kind == "sign" else ""
        if sign in (":", ","):
            index += 1
            if sign == ":" and index < self.size and self.stream[index].low in DASHES:
                index += 1
        if index >= self.size or self.stream[index].kind not in QUOTED:
            return self._after_colon(at, index) if sign == ":" else []
        if not sign and index > at.onward:
            return []
        if self.stream[index].kind == "fragment" and sign != ":":
            return []
        subject = self.subject_of(at)
        whole = sign == ":" or index + 1 >= self.size or self.stream[index + 1].kind == "sign"
        end = index + 1 if whole else self.clause_end(index + 1)
        return [Draft((index, end), (at.start, at.end), subject, marked=whole)]

    def _after_colon(self, at: At, index: int) -> list[Draft]:
        """X said: it was over."""
        subject = self.subject_of(at)
        if subject is None or self.size - index <= _SHORTEST:
            return []
        return [Draft((index, self.clause_end(index)), (at.start, at.end), subject)]

    def _that(self, at: At) -> list[Draft]:
        opened = self._complementiser(at)
        if opened is None:
            return []
        end = self.clause_end(opened)
        if end - opened < _SHORTEST and self.stream[opened].kind not in QUOTED:
            return []
        while opened < end and self.stream[opened].kind == "sign":
            opened += 1
        if at.noun:
            # "Despite claims that it was over, …": what follows the comma is not claimed.
            lows = [token.low for token in self.stream[opened:end]]
            end = opened + lows.index(",") if "," in lows else end
        subject = self.subject_of(at)
        return [Draft((opened, end), (at.start, at.end), subject, weak=self._weak(at))]

    def _complementiser(self, at: At) -> int | None:
        """Where the clause begins behind the complementiser that belongs to the cue."""
        index = at.onward
        free = self.known.inversion or at.noun or "person" in at.cue.takes
        while index < self.size and index - at.end < REACH:
            opened = self.known.complementisers.at(self.stream, index)
            if opened:
                return opened[0] if opened[0] < self.size else None
            token = self.stream[index]
            if token.kind in QUOTED or index in self.cue_at:
                return None
            if token.low == ",":
                later = index + 1 < self.size and self.known.complementisers.at(
                    self.stream, index + 1
                )
                if not later:
                    return None
            elif (token.kind == "sign" and token.low not in "-'.") or (
                index == at.onward and not free and not self.is_adverbial(index)
            ):
                return None
            index += 1
        return None

    def _question(self, at: At) -> list[Draft]:
        """X asked whether, explained how; somebody who is told may stand between."""
        for index in range(at.onward, min(self.size, at.onward + REACH)):
            if self.known.among("questions", self.stream[index].low):
                return self._with_subject(at, index)
            if not self.passes(index):
                break
        return []

    def _infinitive(self, at: At) -> list[Draft]:
        begin = self._skip_adverbials(at.onward)
        if begin >= self.size or not self.known.among("infinitives", self.stream[begin].low):
            return []
        return self._with_subject(at, begin)

    def _request(self, at: At) -> list[Draft]:
        for index in range(at.onward + 1, min(self.size, at.onward + REACH)):
            if self.stream[index].kind != "word" and self.stream[index].low not in "-'":
                return []
            if self.known.among("infinitives", self.stream[index].low):
                return self._with_subject(at, at.onward)
        return []

    def _object(self, at: At) -> list[Draft]:
        begin = at.onward
        if self.known.comma_clause and begin < self.size and self.stream[begin].low == ",":
            begin += 1
        if begin >= self.size or self.stream[begin].kind == "sign" or self._idle(begin):
            return []
        return self._with_subject(at, begin)

    def _finding(self, at: At) -> list[Draft]:
        """What a document or a survey "shows"."""
        subject = self.subject_of(at)
        finds = subject is not None and any(
            self.known.among("findings", self.stream[index].low) for index in range(*subject)
        )
        return self._object(at) if finds else []

    def _idle(self, begin: int) -> bool:
        """Whether what follows a cue reports nothing ("said nothing", "spoke in Geneva")."""
        low = self.stream[begin].low
        if self.known.among("personal", low):
            return False
        return self.known.among("idle", low) or self.known.among("prepositions", low)

    def _fragment(self, at: At) -> list[Draft]:
        for index in range(at.onward, min(self.size, at.onward + REACH)):
            if self.stream[index].kind in QUOTED:
                subject = self.subject_of(at)
                if subject is None:
                    return []
                weak = self._weak(at)
                return [Draft((at.onward, index + 1), (at.start, at.end), subject, weak=weak)]
            if self.stream[index].kind != "word" and self.stream[index].low not in "-'":
                return []
            if index in self.cue_at:
                return []
        return []

    def _clause(self, at: At) -> list[Draft]:
        begin = self._skip_adverbials(at.onward)
        if "person" in at.cue.takes and begin < self.size:
            begin = self._skip_person(begin)
        if self.known.inversion and not self.known.comma_clause:
            return []
        if self.known.comma_clause:
            while begin < self.size and begin - at.end < REACH and self.passes(begin):
                begin += 1
            if begin >= self.size or self.stream[begin].low != ",":
                return []
            begin += 1
        subject = self.subject_of(at)
        inverted = subject is not None and subject[0] >= at.end
        takes = at.cue.takes - {"bare"} if inverted else at.cue.takes
        if begin >= self.size or not self._is_clause(begin, takes):
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

    def _is_clause(self, begin: int, takes: frozenset[str]) -> bool:
        """Whether a finite verb shows that the words from `begin` on are a clause.

        Behind a cue that takes it "bare", hardly anything else can follow.
        """
        first = self.stream[begin]
        if first.kind == "sign" or (
            self.known.among("relatives", first.low) and not self._is_article(begin)
        ):
            return False
        if self.known.among("pronouns", first.low):
            return True
        if "bare" in takes:
            return not self._idle(begin) and self.clause_end(begin) - begin > _SHORTEST
        opens = first.capital or self.known.among("openers", first.low)
        if self.known.comma_clause:
            opens = opens or any(
                self.known.among(group, first.low) for group in ("prepositions", "linkers")
            )
        if not opens and first.kind == "word" and not first.low.isdigit():
            return False
        for index in range(begin + 1, min(self.clause_end(begin), begin + 2 * REACH)):
            if self.known.among("markers", self.stream[index].low):
                return True
        return False

    def _is_article(self, index: int) -> bool:
        """Whether a word that may be a relative is a noun's article ("sagte, die Brücke")."""
        return (
            self.known.nouns_capitalised
            and self.known.among("determiners", self.stream[index].low)
            and index + 1 < self.size
            and self.stream[index + 1].capital
        )

    def _with_subject(self, at: At, begin: int) -> list[Draft]:
        subject = self.subject_of(at)
        end = self.clause_end(begin)
        if end - begin < _SHORTEST or (subject is None and "impersonal" not in at.cue.takes):
            return []
        return [Draft((begin, end), (at.start, at.end), subject, weak=self._weak(at))]

    def _weak(self, at: At) -> bool:
        """Whether a cue gives way to one of saying around it: attitudes, nouns, "to show that"."""
        infinitive = at.start and self.known.among("infinitives", self.stream[at.start - 1].low)
        return bool(at.noun or infinitive or at.cue.cue_class in ATTITUDES)

    def _as(self, at: At) -> list[Draft]:
        """As X said, Y."""
        subject = self.subject_of(at)
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
        subject = self.subject_of(at)
        if (subject is None and "impersonal" not in at.cue.takes) or "opening" in at.cue.takes:
            return []
        begin = min(subject[0], at.start) if subject else at.start
        if begin and self.known.among("as", self.stream[begin - 1].low):
            begin -= 1
        if begin < 1 or self.stream[begin - 1].low not in (",", "—", "–", "-"):
            return []
        comma = begin - 1
        end = max(at.onward, subject[1] if subject else 0, at.end)
        if "person" in at.cue.takes and end < self.size:
            end = self._skip_person(end)
        trail = self._trail(end)
        # Of "…, said Orlov, the governor, who …" all that follows tells who Orlov is.
        if subject is not None and subject[0] >= at.end:
            trail = trail if trail and self.known.inversion else self.size
        if trail is None:
            return []
        goes_on = trail < self.size - 1
        first = self.clause_start(comma)
        opened = self._subordinate(first)
        cue = (at.start, at.end)
        found: list[Draft] = []
        if comma - first >= (1 if goes_on else _SHORTEST) and not opened:
            found.append(Draft((first, comma), cue, subject))
        if goes_on and self._tells_of_subject(trail + 1, at, subject):
            goes_on = False
        if goes_on and (found or opened) and trail + 1 < self.clause_end(trail + 1):
            found.append(Draft((trail + 1, self.clause_end(trail + 1)), cue, subject))
        return found

    def _tells_of_subject(self, index: int, at: At, subject: Range | None) -> bool:
        """Whether what follows an inverted subject tells of it: "…, estime X, de l'université"."""
        low = self.stream[index].low
        inverted = subject is not None and subject[0] >= at.end
        return inverted and (self.known.among("linkers", low) or self.known.among("relatives", low))

    def _trail(self, end: int) -> int | None:
        """Where what follows a closing cue ends: at a sign behind a few words that report nothing.

        None where a clause follows, so that the cue closes none.
        """
        trail = end
        while trail < self.size and trail - end < _TRAIL and self.passes(trail):
            trail += 1
        if trail < self.size and self.stream[trail].low not in (".", ",", "!", "?", ";"):
            return None
        if trail < self.size - 1 and self.stream[trail].low != ",":
            return None
        if trail > end and self.stream[end].kind == "word" and not self.is_adverbial(end):
            return None
        return trail

    def _subordinate(self, first: int) -> bool:
        return self.known.among("breaks", self.stream[first].low) or self.known.among(
            "as", self.stream[first].low
        )

    def _from_source(self, source: Range, name: Range) -> list[Draft]:
        """According to X, Y; Y, according to X; Y, according to X, Z."""
        first, last = min(source[0], name[0]), max(source[1], name[1])
        found: list[Draft] = []
        begin = self.clause_start(first)
        before = first
        while before > begin and self.stream[before - 1].kind == "sign":
            before -= 1
        marked = before - begin == 1 and self.stream[begin].kind in QUOTED
        if (marked or before - begin >= _SHORTEST) and not self._subordinate(before - 1):
            found.append(Draft((begin, before), source, name, marked))
        onward = last
        # "The dam, according to X, will hold": a few words before a source are half of a clause.
        parted = not found or (not marked and before - begin <= _HALF)
        if onward < self.size and self.stream[onward].low == "," and parted:
            onward += 1
        elif found:
            onward = self.size
        if onward < self.size and self.stream[onward].kind != "sign":
            end = self.clause_end(onward)
            if end - onward > _SHORTEST:
                found.append(Draft((onward, end), source, name))
        return found

    def _disjoint(self, drafts: list[Draft]) -> list[Draft]:
        """Of drafts that share words the shortest stays, being nearest to them.

        A longer one stays too where the shorter is told within it, cue and all: the outer link of
        a chain ("the paper reported that Orlov said …"). Else it is cut before the shorter one, if
        its clause can end there. Attitudes ("hopes that") give way to what is said.
        """
        covered = bytearray(self.size)
        kept: list[Draft] = []
        for draft in sorted(drafts, key=lambda d: (d.weak, d.content[1] - d.content[0], d.content)):
            first, last = draft.content
            if first >= last:  # a cue that opens speech which never comes
                continue
            shared = covered.find(1, first, last)
            if shared >= 0 and not self._holds(draft, kept):
                last = self.cut_before(first, shared)
                if last - first <= _SHORTEST or draft.weak:
                    continue
            covered[first:last] = b"\x01" * (last - first)
            kept.append(replace(draft, content=(first, last)))
        return sorted(kept, key=lambda d: d.content)

    def _holds(self, draft: Draft, kept: list[Draft]) -> bool:
        """Whether all kept drafts that share words with one are told within its content."""
        first, last = draft.content
        inner = [d for d in kept if d.content[0] < last and first < d.content[1]]
        return not draft.weak and all(
            first <= d.content[0]
            and d.content[1] <= last
            and d.cue is not None
            and first <= d.cue[0] < last
            and (d.subject is None or first <= d.subject[0] < last)
            for d in inner
        )


_Frame = tuple[str, frozenset[str], Callable[[Frames, At], list[Draft]]]


def _frames(*frames: tuple[str, str, Callable[[Frames, At], list[Draft]]]) -> tuple[_Frame, ...]:
    return tuple((name, frozenset(takes.split()), read) for name, takes, read in frames)


# In the order in which a cue's frames are tried: its name, what a cue must take, its reader.
_FRAMES = _frames(
    ("speech", "speech", Frames._speech),
    ("that", "that", Frames._that),
    ("question", "question", Frames._question),
    ("infinitive", "infinitive", Frames._infinitive),
    ("request", "request", Frames._request),
    ("fragment", "fragment", Frames._fragment),
    ("as", "clause bare", Frames._as),
    ("closing", "clause bare", Frames._closing),
    ("clause", "clause bare", Frames._clause),
    ("object", "object", Frames._object),
    ("finding", "finding", Frames._finding),
)
_NOUN_FRAMES = _frames(
    ("that of a noun", "that", Frames._that),
    ("infinitive of a noun", "infinitive", Frames._infinitive),
)
