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
from rashomon.events.sharing import names_in_common, weights
from rashomon.linkage import average_linkage
from rashomon.model import Story

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Self

    from numpy.typing import NDArray

    from rashomon.events.represent import Profile
    from rashomon.model import Event
    from rashomon.settings import Events as Limits

# A name is a story's own if it is among the foremost so many of an event, in so many events, which
# are this share of those that bear it and are so alike: of three topics with 400 to 1,600 reports
# the own names have .72 to .85 and .63 to .69, "Trump" in two other sets .44 (decision 25).
_FOREMOST, _EVENTS, _SHARE, _LIKENESS = 3, 8, 0.5, 0.52
# Of a name's events, this share that also bear a commoner own name make it a part of that story.
_PART = 0.5


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
    meaning, telling = _meaning(told, limits)
    begun = _of_own_names(told, meaning, np.minimum(telling, 1.0))
    similar = _similar(told, meaning, telling, limits)
    groups = average_linkage(similar, limits.same_story, ([rows] for rows in begun))
    return [
        Story(
            story_id(ordered[group[0]].id),
            ordered[max(group, key=lambda i: len(ordered[i].reports))].title,
            tuple(ordered[i].id for i in group),
            _reasons([ordered[i] for i in group], [told[i] for i in group], profiles),
        )
        for group in groups
        if len(group) > 1
    ]


def story_id(event: str) -> str:
    """The id of a story that begins with this event: the same on every run."""
    return "s" + sha256(event.encode()).hexdigest()[:8]


def _meaning(
    told: Sequence[_About], limits: Limits
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For each two events the mean cosine of their reports' leads, scaled across languages, and
    how far it tells anything."""
    languages = sorted({language for about in told for language in about.spoken})
    best = attainable_leads(languages)
    rows = [[row for row, about in enumerate(told) if code in about.spoken] for code in languages]
    leads = [
        np.stack([told[row].leads[code] for row in some])
        for code, some in zip(languages, rows, strict=True)
    ]
    meaning = np.zeros((len(told), len(told)))
    for i, j in np.ndindex(best.shape):
        meaning[np.ix_(rows[i], rows[j])] += leads[i] @ leads[j].T / best[i, j]
    spoken = np.array([[about.spoken.get(code, 0.0) for code in languages] for about in told])
    # Scaled up, chance may be more than a perfect translation gets.
    np.minimum(meaning, 1.0, out=meaning)
    return meaning, spoken @ reliability(languages, limits.telling) @ spoken.T


def _of_own_names(
    told: Sequence[_About], meaning: NDArray[np.float64], telling: NDArray[np.float64]
) -> list[list[int]]:
    """Events that bear a story's own name, by story; each event in one, by its weightiest name."""
    bearers: defaultdict[str, set[int]] = defaultdict(set)
    central: defaultdict[str, list[int]] = defaultdict(list)
    for row, about in enumerate(told):
        for place, name in enumerate(about.actors):
            bearers[name].add(row)
            if place < _FOREMOST:
                central[name].append(row)
    own = [
        name
        for name, rows in sorted(central.items())
        if len(rows) >= max(_EVENTS, _SHARE * len(bearers[name]))
        and _likeness(meaning, telling, rows) >= _LIKENESS
    ]
    own.sort(key=lambda name: (-len(central[name]), name))
    part_of: dict[str, str] = {}
    for place, name in enumerate(own):
        rows = central[name]
        whole = (o for o in own[:place] if len(bearers[o].intersection(rows)) >= _PART * len(rows))
        whole_name = next(whole, name)
        part_of[name] = part_of.get(whole_name, whole_name)
    members: defaultdict[str, list[int]] = defaultdict(list)
    for row, about in enumerate(told):
        named = [name for name in about.actors if name in part_of]
        if named:
            members[part_of[named[0]]].append(row)
    return [rows for _, rows in sorted(members.items()) if len(rows) > 1]


def _likeness(
    meaning: NDArray[np.float64], telling: NDArray[np.float64], rows: Sequence[int]
) -> float:
    """The mean cosine of the leads of some events, each pair by what its languages can tell."""
    square = np.ix_(rows, rows)
    apart = ~np.eye(len(rows), dtype=bool)
    worth = telling[square][apart]
    return float((meaning[square][apart] * worth).sum() / max(float(worth.sum()), 1e-9))


def _similar(
    told: Sequence[_About],
    meaning: NDArray[np.float64],
    telling: NDArray[np.float64],
    limits: Limits,
) -> NDArray[np.float64]:
    """How likely each two events continue one another: meaning and names; -1 for strangers."""
    named = names_in_common([a.weights for a in told], limits.rarity_prior)
    worth = limits.story_meaning * telling
    rest = 1 - limits.story_meaning
    similar = (worth * meaning + rest * named) / (worth + rest)
    shared = _counted([a.actors for a in told])
    return np.where(shared >= limits.story_names, similar, -1.0)


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
) -> tuple[str, ...]:
    """What most events of a story name, in the words of its reports."""
    counts = Counter(name for about in told for name in about.actors)
    common = [name for name, count in counts.items() if 2 * count > len(told)]
    if not common:
        return ()
    words = {k: w for e in events for r in e.reports for k, w in profiles[r].names.items()}
    most = sorted(common, key=lambda name: (-counts[name], name))[:8]
    verb = "all name" if all(counts[name] == len(told) for name in most) else "most name"
    return (f"{verb} {', '.join(sorted(words[name] for name in most))}",)


def _order(event: Event) -> tuple[str, str]:
    return (event.first.value if event.first else "", event.id)
