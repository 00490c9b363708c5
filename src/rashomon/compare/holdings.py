"""Claims on who holds or lost a place or a site, as typed values.

Rules over tokens, with the words as data (see `holding_words`). What neither land, a site nor
troops show to be about ground is no claim: parties control a chamber and withdraw from a race. Who
cannot be named is not guessed: then there is no claim.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rashomon.annotate import subjects
from rashomon.annotate.cues import Lexicon, lexicon
from rashomon.compare import sites
from rashomon.compare.holding_words import Knowledge, Pattern, knowledge
from rashomon.compare.polarity import denies, modality, polarity
from rashomon.language.forms import Phrases, Token, tokens

Range = tuple[int, int]

_LONGEST = 400
_BETWEEN = 10
_OBJECT = 10
_BACK = 40
_NEAR = 5
# Plans, demands and possibilities hold nothing yet.
_NOT_YET = ("planned", "demanded", "possible")


@dataclass(frozen=True, slots=True)
class Holding:
    """Who is said to hold (or no longer to hold) a place, in `sentence[start:end]`.

    `actor` is as written, without a determiner; `place` the named place or None; `ongoing` whether
    the claim is about the time of the report and not about an earlier extent. `site` is the noun
    (its base, lower case) where the claim is about a dam, a bridge or another site, which only one
    party can control at a time, while land can be held in parts.
    """

    start: int
    end: int
    actor: str
    holds: bool | None
    place: str | None
    ongoing: bool
    site: str | None = None


def holdings(sentence: str, language: str | None) -> tuple[Holding, ...]:
    """The claims of one sentence on who holds or lost a place, in their order."""
    known, words = knowledge(language), lexicon(language)
    if known is None or words is None:
        return ()
    return tuple(_Reading(sentence, language, known, words).claims())


class _Reading:
    """One sentence being read."""

    def __init__(
        self, sentence: str, language: str | None, known: Knowledge, words: Lexicon
    ) -> None:
        self._sentence = sentence
        self._language = language
        self._known = known
        self._words = words
        self._stream = tokens(sentence, 0, min(len(sentence), 16 * _LONGEST))[:_LONGEST]

    def claims(self) -> Iterator[Holding]:
        index = 0
        while index < len(self._stream):
            found = self._known.patterns.at(self._stream, index)
            claim = None
            if found is not None:
                end, patterns = found
                for pattern in patterns:
                    claim = self._claim(index, end, pattern)
                    if claim is not None:
                        yield claim
                        break
            index = found[0] if found is not None and claim is not None else index + 1

    def _claim(self, start: int, end: int, pattern: Pattern) -> Holding | None:
        parts = self._parts(end, pattern)
        if parts is None:
            return None
        part = parts[-1]
        site = self._site(start, parts, pattern)
        keeper = site is not None and pattern.keepers
        actor = self._actor(start, end, part[0], pattern, keeper=keeper)
        if actor is None or self._is_barred(actor, pattern):
            return None
        if site is None and not pattern.holds:
            site = sites.left(self._stream, max(part[1], actor[1]), self._known.sites, self._words)
        if not self._is_about(start, parts, actor, site, pattern):
            return None
        behind = self._behind(part[1])
        holds = self._holds(start, pattern)
        if holds is None or (not holds and self._is_partial(min(end, actor[1]), part[1])):
            return None
        place = self._place(behind, actor) or self._placed_subject(start, pattern)
        last = max(part[1], actor[1])
        first = min(start, actor[0])
        return Holding(
            self._stream[first].start,
            self._stream[last - 1].end,
            self._words_of(actor),
            holds,
            place,
            (not holds or self._is_ongoing(start, part[1], pattern))
            and not (pattern.holds and self._stands_before(start, self._known.past)),
            site,
        )

    def _parts(self, end: int, pattern: Pattern) -> list[Range] | None:
        """Where the form ends and where its further parts stand; None if one is missing."""
        found = [(end, end)]
        for part in pattern.parts:
            at = self._next(found[-1][1], part)
            if at is None:
                return None
            found.append(at)
        return found

    def _next(self, start: int, part: tuple[str, ...]) -> Range | None:
        size = len(part)
        for index in range(start, min(len(self._stream), start + _BETWEEN)):
            if self._stream[index].low in (".", ";", ":", ","):
                return None
            if tuple(t.low for t in self._stream[index : index + size]) == part:
                return (index, index + size)
        return None

    # Who

    def _actor(
        self, start: int, end: int, part: int, pattern: Pattern, *, keeper: bool
    ) -> Range | None:
        if pattern.actor == "between":
            found = self._phrase(end, part)
            # "under Marland's control", but not "in the hope to take ... by the hand".
            if found is not None and pattern.holds and not self._reaches(found[1], part):
                return None
            return self._named(found, keeper=keeper)
        if pattern.actor == "object":
            limit = min(len(self._stream), end + _OBJECT)
            return self._named(self._phrase(end, limit), keeper=keeper)
        if pattern.actor == "claimant":
            return self._claimant(start)
        return self._subject(start, keeper=keeper)

    def _reaches(self, end: int, part: int) -> bool:
        return all(token.low in ("'", "s") for token in self._stream[end:part])

    def _phrase(self, start: int, limit: int) -> Range | None:
        """The noun phrase at `start`: up to a sign, a preposition or another clause."""
        end = start
        while end < limit:
            token = self._stream[end]
            joined = token.low in "-'’" and end > start and end + 1 < limit
            if token.kind != "word" and not joined:
                break
            if self._ends_phrase(token) and not (end == start and self._determines(token)):
                break
            end += 1
        while end > start and self._stream[end - 1].kind != "word":
            end -= 1
        if end > start + 1 and self._stream[end - 1].low == "s":
            end -= 2
        return (start, end) if end > start else None

    def _ends_phrase(self, token: Token) -> bool:
        return any(
            self._words.among(group, token.low)
            for group in ("breaks", "prepositions", "linkers", "pronouns", "joins")
        )

    def _determines(self, token: Token) -> bool:
        return self._words.among("determiners", token.low)

    def _subject(self, start: int, *, keeper: bool) -> Range | None:
        end = self._skip_back(start)
        if end > 0 and self._words.among("relatives", self._stream[end - 1].low):
            relative = subjects.left(self._stream, end - 1, self._words)
            return self._named(relative, keeper=keeper)
        if self._words.complementisers.ending(self._stream, end):
            antecedent = self._named(subjects.left(self._stream, end - 1, self._words))
            if antecedent is not None:
                return antecedent
        found = subjects.left(self._stream, end, self._words)
        if found is None and end > 0 and self._words.among("joins", self._stream[end - 1].low):
            return self._named(self._opening(end))
        if found is None:
            return None
        found = self._behind_verb(found)
        if found[1] - found[0] == 1 and self._words.among("pronouns", self._stream[found[0]].low):
            return self._claimant(found[0])
        return self._named(found, keeper=keeper)

    def _skip_back(self, start: int) -> int:
        """Past adverbs and "claims to", "managed to" before a verb."""
        index = start
        while index > 0:
            moved = index
            for begin in range(max(0, index - 5), index):
                for phrases in (self._known.claims, self._known.skips, self._words.adverbials):
                    found = phrases.at(self._stream, begin)
                    if found is not None and found[0] == index:
                        moved = min(moved, begin)
            moved = min(moved, subjects.before(self._stream, moved, self._words))
            if moved == index:
                break
            index = moved
        return index

    def _opening(self, limit: int) -> Range | None:
        found = subjects.opening(self._stream, self._words, limit)
        if found is None:
            return None
        start, end = found
        while end < limit and self._stream[end].low in self._known.actors:
            end += 1
        return (start, end)

    def _behind_verb(self, found: Range) -> Range:
        """Without a reporting verb that ran into a phrase ("maps suggest Ukraine …")."""
        start, end = found
        for index in range(start, end):
            cue = self._words.verbs.at(self._stream, index)
            if cue is not None and cue[0] < end:
                start = cue[0]
        return (start, end)

    def _claimant(self, before: int) -> Range | None:
        """Who says the clause that token `before` stands in: the nearest speaker to the left."""
        for index in range(before - 1, max(-1, before - _BACK), -1):
            if self._words.verbs.at(self._stream, index) is not None:
                named = self._named(subjects.left(self._stream, index, self._words))
                if named is not None:
                    return named
            if self._words.nouns.at(self._stream, index) is not None and index > 1:
                genitive = self._stream[index - 1].low == "s"
                owner = index - 2 if genitive else index
                named = self._named(subjects.owner(self._stream, owner, self._words))
                if named is not None:
                    return named
        return None

    def _named(self, found: Range | None, *, keeper: bool = False) -> Range | None:
        """A phrase that says who: by a name, or by troops with a word that tells whose.

        As a `keeper` of a site, guards and engineers will do as well, and "his" tells whose.
        """
        if found is None:
            return None
        first, end = found
        start = first
        while start < end and self._determines(self._stream[start]):
            start += 1
        if self._is_among((start, end), self._known.named):
            return (start, end)
        inside = [index for index in range(start, end) if self._stream[index].kind == "word"]
        if self._is_among((start, end), self._known.actors) or (
            keeper and self._is_among((start, end), self._known.sites.keepers)
        ):
            if len(inside) > 1:
                return (start, end)
            determiner = self._stream[start - 1].low if start > first else ""
            if keeper and self._words.among("possessives", determiner):
                return (start - 1, end)
        # Where every noun has a capital, only one without an article is surely a name.
        if start > first and self._known.capital_nouns:
            return None
        if any(self._stream[index].low[0].isdigit() for index in inside):
            return None
        return (start, end) if any(self._is_name(index) for index in inside) else None

    def _is_name(self, index: int) -> bool:
        token = self._stream[index]
        return token.capital and self._words.adverbials.at(self._stream, index) is None

    def _is_barred(self, found: Range, pattern: Pattern) -> bool:
        return not pattern.keepers and self._is_among(found, self._known.sites.keepers)

    def _is_among(self, found: Range, words: frozenset[str]) -> bool:
        return any(token.low in words for token in self._stream[slice(*found)])

    # Where and when

    def _site(self, start: int, parts: list[Range], pattern: Pattern) -> str | None:
        stream, known, words = self._stream, self._known.sites, self._words
        if pattern.actor == "subject":
            find = sites.behind if pattern.holds else sites.left
            found = (find(stream, part[1], known, words) for part in parts)
            direct = next((site for site in found if site is not None), None)
            return direct or sites.inside(stream, parts[0][1], parts[-1][0], known, words)
        if pattern.holds:
            end = self._skip_back(start)
            return sites.before(stream, end, known, words, fronted="site" in pattern.needs)
        return None

    def _behind(self, start: int) -> Range:
        end = start
        while end < min(len(self._stream), start + _OBJECT):
            if self._stream[end].low in (",", ".", ";", ":", "—", "–"):
                break
            end += 1
        return (start, end)

    def _holds(self, start: int, pattern: Pattern) -> bool | None:
        """The pattern's answer, turned by a negation; None where the claim is not made at all."""
        begin = max(0, start - _NEAR)
        last = min(len(self._stream), start + _NEAR) - 1
        before = self._sentence[self._stream[begin].start : self._stream[start].start]
        around = self._sentence[self._stream[begin].start : self._stream[last].end]
        said = self._sentence[: self._stream[start].start]
        if denies(said, self._language) or modality(before, self._language) in _NOT_YET:
            return None
        if self._stands_before(start, self._known.doubts):
            return None
        if polarity(around, self._language) == "asserted":
            return pattern.holds
        return False if pattern.holds and pattern.actor == "subject" else None

    def _is_partial(self, start: int, end: int) -> bool:
        """Whether but a part was lost ("out of most of the region"): the rest may still be held."""
        partial = self._known.partial
        around = range(start, self._behind(end)[1])
        return any(partial.at(self._stream, index) is not None for index in around)

    def _placed_subject(self, start: int, pattern: Pattern) -> str | None:
        """The place of "Orlov is under the control of …", where the subject names it."""
        if pattern.actor == "subject" or not pattern.holds:
            return None
        found = subjects.left(self._stream, self._skip_back(start), self._words)
        if found is None:
            return None
        # A capital that any word has at this place shows no name.
        plain = found[0] == 0 and (
            self._known.capital_nouns
            or not self._words.articles
            or not all(token.capital for token in self._stream[slice(*found)])
        )
        return self._place((found[0] + plain, found[1]), (0, 0))

    def _is_about(
        self, start: int, parts: list[Range], actor: Range, site: str | None, pattern: Pattern
    ) -> bool:
        """Whether one of the things is there that the form needs."""
        needs, land = pattern.needs, self._known.land
        if pattern.holds and pattern.actor != "subject":
            where = (max(0, start - _OBJECT), start)
            place = self._placed_subject(start, pattern)
        else:
            where = (parts[0][1], self._behind(parts[-1][1])[1])
            if pattern.holds:
                where = (where[0], self._before_preposition(*where))
            place = self._place(where, actor, direct=True)
        if self._stream[start].capital and start > 0:
            place = None  # In a headline that capitalises every word, a capital names nothing.
        troops = self._is_among(actor, self._known.actors | self._known.named)
        return (
            not needs
            or ("site" in needs and site is not None)
            or ("land" in needs and any(land.at(self._stream, i) for i in range(*where)))
            or ("place" in needs and place is not None)
            or ("front" in needs and troops and (not pattern.holds or place is not None))
        )

    def _before_preposition(self, start: int, end: int) -> int:
        """Where an object ends: what stands "in the region" is not the region.

        Days ("am Montag") are passed over, and so is what weighs a number ("about 300").
        """
        index = start
        while index < end:
            day = self._words.adverbials.at(self._stream, index)
            if day is not None:
                index = day[0]
                continue
            weighs = index + 1 < end and self._stream[index + 1].low[0].isdigit()
            if self._words.among("prepositions", self._stream[index].low) and not weighs:
                return index
            index += 1
        return end

    def _place(self, where: Range, actor: Range, *, direct: bool = False) -> str | None:
        """A run of capitals behind a word for land or a preposition, apart from the actor.

        A `direct` one is the object itself.
        """
        for index in range(*where):
            token = self._stream[index]
            if actor[0] <= index < actor[1] or not token.capital or token.kind != "word":
                continue
            if not self._places(index, where, direct=direct) or self._is_common(index):
                continue
            end = index + 1
            while end < where[1] and self._stream[end].capital:
                end += 1
            if end < where[1]:
                if (
                    self._stream[end].low == "'"
                    or self._known.generic.at(self._stream, end) is not None
                ):
                    continue
                land = self._known.land.at(self._stream, end)
                end = land[0] if land else end
            if self._is_among((index, end), self._known.bodies):
                continue
            return self._sentence[token.start : self._stream[end - 1].end]
        return None

    def _is_common(self, index: int) -> bool:
        """Whether a capital shows no name: of an article or a noun that opens a sentence."""
        return (
            self._determines(self._stream[index])
            or self._known.land.at(self._stream, index) is not None
            or self._known.sites.forms.at(self._stream, index) is not None
        )

    def _places(self, index: int, where: Range, *, direct: bool) -> bool:
        """Whether a name can stand for a place here: as the object, behind "in", behind "town"."""
        before = index
        # Where every noun has a capital, a name of a place stands without an article.
        if before > where[0] and self._determines(self._stream[before - 1]):
            if self._known.capital_nouns:
                return False
            before -= 1
        return (
            before == where[0]
            or (not direct and self._known.places.ending(self._stream, before))
            or self._known.land.ending(self._stream, before)
        )

    def _stands_before(self, start: int, phrases: Phrases[bool]) -> bool:
        first = max(0, start - _OBJECT)
        return any(phrases.at(self._stream, index) is not None for index in range(first, start))

    def _is_ongoing(self, start: int, end: int, pattern: Pattern) -> bool:
        """Whether a form that may speak of now does so here."""
        if isinstance(pattern.ongoing, bool):
            return pattern.ongoing
        first, last = start, self._behind(end)[1]
        while first > 0 and self._stream[first - 1].kind == "word":
            first -= 1
        if any(self._is_year(index) for index in range(first, last)):
            return False
        return pattern.ongoing == "undated" or self._is_reported(start)

    def _is_year(self, index: int) -> bool:
        word = self._stream[index].low
        year = len(word) == 4 and word.isdecimal() and word[0] in "12"
        return year and not self._known.since.ending(self._stream, index)

    def _is_reported(self, start: int) -> bool:
        """Whether a clause stands behind a verb of saying, itself and not as an aside in it."""
        end = self._skip_back(start)
        if end > 0 and self._words.among("relatives", self._stream[end - 1].low):
            return False
        verbs = self._words.verbs
        return any(verbs.at(self._stream, i) for i in range(max(0, start - _BACK), start))

    def _words_of(self, found: Range) -> str:
        return self._sentence[self._stream[found[0]].start : self._stream[found[1] - 1].end]
