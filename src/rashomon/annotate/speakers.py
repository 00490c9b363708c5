"""Who a speaker is: from the mention beside a cue to a name, only where that is sure.

A surname becomes the full name that the report gives. A pronoun becomes the one person whom the
clause before it is about, in the spirit of Hobbs (1978): the only person named earlier in the
sentence, else the speaker or the person in subject position of the sentence before. "The Russian
leader" becomes the only person whom the report itself calls president. Else it stays as it is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from rashomon.annotate.cues import Lexicon
from rashomon.language.forms import fold, tokens
from rashomon.model import Name

_NEAR_TITLE = 60
# With more people of one office in a report a description names nobody in particular.
_MOST_BEARERS = 20


class Speakers:
    """The people of one report and who of them was spoken of last; fed in reading order."""

    def __init__(self, text: str, names: Sequence[Name]) -> None:
        """Take the report's text and all its names."""
        self._text = text
        self._names = sorted(names, key=lambda name: (name.start, -name.end))
        self._starts = [name.start for name in self._names]
        self._people = [name for name in self._names if name.type == "PER"]
        self._people_starts = [name.start for name in self._people]
        self._full = _full_names(self._people)
        self._groups: dict[str, int] = {}
        self._titled: dict[frozenset[str], dict[str, str]] = {}
        self._subject: str | None = None
        self._spoke: str | None = None

    def next_period(self, subject: tuple[int, int] | None) -> None:
        """Leave a period behind, whose opening subject stands at `subject`."""
        person = self._person(*subject) if subject else None
        self._subject = self._spoke or person
        self._spoke = None

    def name(self, start: int, end: int, period_start: int, known: Lexicon) -> str:
        """Who the mention `text[start:end]` is, in a period that began at `period_start`."""
        mention = self._text[start:end]
        person = self._person(start, end)
        if person is None:
            words = [token for token in tokens(mention) if token.kind == "word"]
            if len(words) == 1:
                person = self._pronoun(words[0].low, start, period_start, known)
            if person is None and (len(words) > 1 or not known.articles):
                person = self._description([word.low for word in words], known)
        if person is not None:
            self._spoke = person
            return person
        inside = self._within(start, end)
        if len(inside) == 1 and not _rest(mention, self._text, inside[0], start, known):
            return inside[0].name
        return _without_determiner(mention, known)

    def speaks(self, start: int, end: int) -> bool:
        """Whether `text[start:end]` is the name of a person or body and nothing else."""
        inside = self._within(start, end)
        return bool(inside) and inside[-1].end == end and inside[-1].type in ("PER", "ORG")

    def _within(self, start: int, end: int) -> list[Name]:
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end)
        return [name for name in self._names[first:last] if name.end <= end]

    def _person(self, start: int, end: int) -> str | None:
        people = [name for name in self._within(start, end) if name.type == "PER"]
        return self._full.get(people[-1].name, people[-1].name) if people else None

    def _pronoun(self, word: str, start: int, period_start: int, known: Lexicon) -> str | None:
        group = next((i for i, forms in enumerate(known.persons) if word in forms), None)
        if group is None:
            if known.among("relatives", word):
                return self._antecedent(start)
            return None
        low = bisect_left(self._people_starts, period_start)
        high = bisect_left(self._people_starts, start)
        here = {self._full.get(name.name, name.name) for name in self._people[low:high]}
        found = next(iter(here)) if len(here) == 1 else self._spoke
        if not here:
            found = self._spoke or self._subject
        if found is None or self._groups.setdefault(found, group) != group:
            return None
        return found

    def _antecedent(self, start: int) -> str | None:
        index = bisect_left(self._people_starts, start) - 1
        if index < 0:
            return None
        name = self._people[index]
        near = self._text[name.end : start].strip() in (",", "")
        return self._full.get(name.name, name.name) if near else None

    def _description(self, words: Sequence[str], known: Lexicon) -> str | None:
        """The only person whose title means the same as the description's noun."""
        phrase = f" {' '.join(words)} "
        for role in known.roles:
            head = next((noun for noun in role if phrase.endswith(f" {noun} ")), None)
            if head is None:
                continue
            bearers = self._bearers(role)
            if len(bearers) > _MOST_BEARERS:
                return None
            modifiers = [
                word
                for word in phrase.removesuffix(f" {head} ").split()
                if not known.among("determiners", word)
            ]
            exact = [n for n, title in bearers.items() if all(f" {m} " in title for m in modifiers)]
            if len(exact) == 1:
                return exact[0]
            return next(iter(bearers)) if len(bearers) == 1 else None
        return None

    def _bearers(self, role: frozenset[str]) -> dict[str, str]:
        """The people titled with a word of `role`, each with the words of the title."""
        if role not in self._titled:
            found: dict[str, str] = {}
            for name in self._people:
                if len(found) > _MOST_BEARERS:
                    break
                begin = max(0, name.start - _NEAR_TITLE)
                before = tokens(self._text, begin, name.start)
                near = [token.low for token in before if token.kind == "word"][-4:]
                title = " ".join(near)
                if any(title.endswith(noun) for noun in role):
                    person = self._full.get(name.name, name.name)
                    found.setdefault(person, f" {title} ")
            self._titled[role] = found
        return self._titled[role]


def _full_names(people: Sequence[Name]) -> dict[str, str]:
    """For each name the longest one of the same person: same id, else same last word.

    A surname that the names stage gave to nobody, though somebody with an id bears it, is nobody's:
    "Trump" where only Melania Trump is named in full.
    """
    borne = {fold(name.name.split()[-1]) for name in people if name.id and name.name.split()}
    people = [name for name in people if name.id or fold(name.name) not in borne]
    by_key: dict[str, set[str]] = {}
    for name in people:
        if name.id is not None:
            by_key.setdefault(f"id {name.id}", set()).add(name.name)
        if words := name.name.split():
            by_key.setdefault(fold(words[-1]), set()).add(name.name)
    full: dict[str, str] = {}
    for spellings in by_key.values():
        longest = max(spellings, key=lambda name: (len(name.split()), len(name), name))
        rivals = any(len(one.split()) > 1 and not _same(one, longest) for one in spellings)
        for one in spellings:
            if _same(one, longest) and (not rivals or len(one.split()) > 1):
                full[one] = longest
    return full


def _same(one: str, other: str) -> bool:
    return set(fold(one).split()) <= set(fold(other).split())


def _rest(mention: str, text: str, name: Name, start: int, known: Lexicon) -> bool:
    """Whether a mention says more than a determiner and one name."""
    around = text[start : name.start] + " " + mention[name.end - start :]
    return any(
        token.kind == "word" and not known.among("determiners", token.low)
        for token in tokens(around)
    )


def _without_determiner(mention: str, known: Lexicon) -> str:
    first, _, rest = mention.partition(" ")
    return rest if rest and known.among("determiners", fold(first)) else mention
