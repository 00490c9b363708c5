"""Stories: events that continue one another.

A long story has a name of its own: "Brexit", or a woman on trial, stands at the centre of most
events that name it at all, and these tell of one matter. A famous name does not: a president is
named in passing everywhere, and the events about him are unlike. All events that bear a story's own
name belong to it.

Other events are one story if their leads and their rare names resemble each other on the whole, and
they share actors beyond one famous name; joined by average linkage, so that a chain of chance
resemblances does not make a story. Time takes nothing off: a story moves on.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

from rashomon.encode.across import attainable_leads, reliability
from rashomon.events.reasons import written
from rashomon.events.sharing import names_in_common, weights
from rashomon.linkage import average_linkage, components
from rashomon.model import Story
from rashomon.reasons import Reason, reason

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Self

    from numpy.typing import NDArray

    from rashomon.events.represent import Profile
    from rashomon.model import Event
    from rashomon.settings import Events as Limits

# Events compared at once with all others.
_BLOCK = 256


@dataclass(frozen=True, slots=True)
class _About:
    """What an event is about: the sum of its reports' leads by language, divided by their number,
    and their share by language; the weights of names and figures; its actors, names of half its
    reports that are no countries, the foremost first."""

    leads: Mapping[str, NDArray[np.float64]]
    spoken: Mapping[str, float]
    weights: Mapping[str, float]
    actors: tuple[str, ...]

    @classmethod
    def of(cls, event: Event, profiles: Mapping[str, Profile], limits: Limits) -> Self:
        some = [profiles[r] for r in event.reports]
        leads: dict[str, NDArray[np.float64]] = {}
        spoken: Counter[str] = Counter()
        total: Counter[str] = Counter()
        holders: Counter[str] = Counter()
        for profile in some:
            language = profile.language or ""
            leads[language] = leads.get(language, 0.0) + profile.lead.astype(np.float64) / len(some)
            spoken[language] += 1
            total.update(weights(profile, limits))
            holders.update(profile.names.keys() - profile.wide)
        actors = [name for name, count in holders.items() if 2 * count >= len(some)]
        return cls(
            leads,
            {language: count / len(some) for language, count in spoken.items()},
            {key: weight / len(some) for key, weight in total.items()},
            tuple(sorted(actors, key=lambda name: (-total[name], name))),
        )


def stories(
    events: Sequence[Event], profiles: Mapping[str, Profile], limits: Limits
) -> list[Story]:
    """All stories of two events or more, events in order of time."""
    ordered = sorted(events, key=_order)
    if len(ordered) < 2:
        return []
    told = [_About.of(e, profiles, limits) for e in ordered]
    begun = _of_own_names(told, limits)
    bearers = Counter(key for about in told for key in about.weights)
    pairs = [*_akin(told, limits), *((rows[0], row) for rows in begun for row in rows)]
    groups = [
        group
        for part in components(range(len(told)), pairs)
        if len(part) > 1
        for group in _grouped(part, told, begun, bearers, limits)
    ]
    return [
        _story([ordered[i] for i in group], [told[i] for i in group], profiles)
        for group in sorted(groups)
        if len(group) > 1
    ]


def _story(
    events: Sequence[Event], told: Sequence[_About], profiles: Mapping[str, Profile]
) -> Story:
    """The story of some events, called as the largest of them is; in a language that it is not
    told in, as the largest that is."""
    largest = sorted(events, key=lambda event: -len(event.reports))
    titles: dict[str, str] = {}
    for event in largest:
        titles = event.titles | titles
    return Story(
        story_id(events[0].id),
        largest[0].title,
        tuple(event.id for event in events),
        _reasons(events, told, profiles),
        titles,
    )


def of_continuing(
    event: Event, others: Sequence[Event], profiles: Mapping[str, Profile], limits: Limits
) -> str:
    """Why an event stands in one story with others: whom it names as most of them do."""
    about = [_About.of(e, profiles, limits) for e in (event, *others)]
    counts = Counter(name for other in about[1:] for name in other.actors)
    shared = [name for name in about[0].actors if 2 * counts[name] >= len(others)]
    words = written(shared, [profiles[r] for e in (event, *others) for r in e.reports])
    named = ", ".join(sorted(words.values())[:8])
    near = float(_meaning(about[:1], _Facing(about[1:], limits))[0].max())
    alike = f"likeness of its leads to the nearest {near:.2f}"
    return f"names {named} as others do; {alike}" if named else alike


def story_id(event: str) -> str:
    """The id of a story that begins with this event: the same on every run."""
    return "s" + sha256(event.encode()).hexdigest()[:8]


def _of_own_names(told: Sequence[_About], limits: Limits) -> list[list[int]]:
    """Events that bear a story's own name, by story; each event in one, by its weightiest name."""
    bearers: defaultdict[str, set[int]] = defaultdict(set)
    central: defaultdict[str, list[int]] = defaultdict(list)
    for row, about in enumerate(told):
        for place, name in enumerate(about.actors):
            bearers[name].add(row)
            if place < limits.foremost:
                central[name].append(row)
    own = [
        name
        for name, rows in sorted(central.items())
        if len(rows) >= max(limits.own_events, limits.own_share * len(bearers[name]))
        and _likeness([told[row] for row in rows], limits) >= limits.own_likeness
    ]
    own.sort(key=lambda name: (-len(central[name]), name))
    part_of: dict[str, str] = {}
    for place, name in enumerate(own):
        rows = central[name]
        shared = limits.part_of_story * len(rows)
        whole = (o for o in own[:place] if len(bearers[o].intersection(rows)) >= shared)
        whole_name = next(whole, name)
        part_of[name] = part_of.get(whole_name, whole_name)
    members: defaultdict[str, list[int]] = defaultdict(list)
    for row, about in enumerate(told):
        named = [name for name in about.actors if name in part_of]
        if named:
            members[part_of[named[0]]].append(row)
    return [rows for _, rows in sorted(members.items()) if len(rows) > 1]


def _likeness(told: Sequence[_About], limits: Limits) -> float:
    """The mean cosine of the leads of some events, each pair by what its languages can tell."""
    meaning, telling = _meaning(told, _Facing(told, limits))
    worth = np.minimum(telling, 1.0)
    np.fill_diagonal(worth, 0.0)
    return float((meaning * worth).sum() / max(float(worth.sum()), 1e-9))


def _meaning(
    ones: Sequence[_About], others: _Facing
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For each of some events and others the mean cosine of their reports' leads, scaled across
    languages, and how far it tells anything."""
    meaning = np.zeros((len(ones), len(others.shares)))
    for code, facing in others.leads.items():
        rows = [row for row, about in enumerate(ones) if code in about.spoken]
        if rows:
            leads = np.stack([ones[row].leads[code] for row in rows]).astype(np.float32)
            meaning[rows] += leads @ facing.T
    # Scaled up, chance may be more than a perfect translation gets.
    np.minimum(meaning, 1.0, out=meaning)
    return meaning, others.told_to(ones)


class _Facing:
    """Events as those of each language see them: their mean leads, scaled up for that language."""

    def __init__(self, told: Sequence[_About], limits: Limits) -> None:
        self._languages = sorted({code for about in told for code in about.spoken})
        self._telling = reliability(self._languages, limits.telling)
        self.shares = self._spoken(told)
        best = attainable_leads(self._languages)
        rows = [
            [r for r, about in enumerate(told) if code in about.spoken] for code in self._languages
        ]
        own = [
            np.stack([told[row].leads[code] for row in some]).astype(np.float32)
            for code, some in zip(self._languages, rows, strict=True)
        ]
        self.leads: dict[str, NDArray[np.float32]] = {}
        for i, code in enumerate(self._languages):
            seen = self.leads[code] = np.zeros((len(told), own[0].shape[1]), dtype=np.float32)
            for j, some in enumerate(rows):
                seen[some] += own[j] / np.float32(best[i, j])

    def told_to(self, ones: Sequence[_About]) -> NDArray[np.float64]:
        """How far a cosine of each of some events with these tells anything."""
        found: NDArray[np.float64] = self._spoken(ones) @ self._telling @ self.shares.T
        return found

    def _spoken(self, told: Sequence[_About]) -> NDArray[np.float64]:
        return np.array(
            [[about.spoken.get(code, 0.0) for code in self._languages] for about in told]
        )


def _akin(told: Sequence[_About], limits: Limits) -> list[tuple[int, int]]:
    """Pairs of events that share actors and may be similar enough, as far as leads tell."""
    bearers: defaultdict[str, list[int]] = defaultdict(list)
    for row, about in enumerate(told):
        for name in about.actors:
            bearers[name].append(row)
    met = {name: np.array(rows) for name, rows in bearers.items() if len(rows) > 1}
    found: list[tuple[int, int]] = []
    facing = _Facing(told, limits)
    for start in range(0, len(told), _BLOCK):
        block = told[start : start + _BLOCK]
        meaning, telling = _meaning(block, facing)
        # Even if the names gave all that they can, the leads must give the rest.
        worth = limits.story_meaning * telling
        rest = (1 - limits.story_meaning) * (1 - limits.same_story)
        alike = worth * (meaning - limits.same_story) + rest >= 0
        for row, about in enumerate(block, start=start):
            shared = np.zeros(len(told), dtype=np.int32)
            for name in about.actors:
                if name in met:
                    shared[met[name]] += 1
            shared[: row + 1] = 0
            others = np.flatnonzero((shared >= limits.story_names) & alike[row - start])
            found += [(row, other) for other in others.tolist()]
    return found


def _grouped(
    rows: Sequence[int],
    told: Sequence[_About],
    begun: Sequence[Sequence[int]],
    bearers: Mapping[str, int],
    limits: Limits,
) -> list[list[int]]:
    """Stories among some of all events, of which those that bear an own name begin as one."""
    here = {row: place for place, row in enumerate(rows)}
    some = [told[row] for row in rows]
    held = [[here[row] for row in rows] for rows in begun if rows[0] in here]
    meaning, telling = _meaning(some, _Facing(some, limits))
    named = names_in_common([a.weights for a in some], bearers, len(told), limits.rarity_prior)
    worth, rest = limits.story_meaning * telling, 1 - limits.story_meaning
    similar = (worth * meaning + rest * named) / (worth + rest)
    strangers = _counted([a.actors for a in some]) < limits.story_names
    similar = np.where(strangers, -1.0, similar)
    groups = average_linkage(similar, limits.same_story, ([g] for g in held))
    return [sorted(rows[place] for place in group) for group in groups]


def _counted(sets: Sequence[Sequence[str]]) -> NDArray[np.int32]:
    """How many names each two sets have in common."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for row, some in enumerate(sets):
        for name in some:
            holders[name].append(row)
    counts = np.zeros((len(sets), len(sets)), dtype=np.int32)
    for rows in holders.values():
        counts[np.ix_(rows, rows)] += 1
    return counts


def _reasons(
    events: Sequence[Event], told: Sequence[_About], profiles: Mapping[str, Profile]
) -> tuple[Reason, ...]:
    """What most events of a story name, in the words of its reports."""
    counts = Counter(name for about in told for name in about.actors)
    common = [name for name, count in counts.items() if 2 * count > len(told)]
    words = written(common, [profiles[r] for e in events for r in e.reports])
    if not words:
        return ()
    most = sorted(words, key=lambda name: (-counts[name], name))[:8]
    every = all(counts[name] == len(told) for name in most)
    named = sorted(words[name] for name in most)
    return (reason("all name" if every else "most name", names=named),)


def _order(event: Event) -> tuple[str, str]:
    return (event.when.value if event.when else "", event.id)
