"""Stories: events that continue one another.

Two events belong to one story if their reports resemble each other on the whole and they share
named actors beyond one famous name; the links are again joined by average linkage, so that a chain
of chance resemblances does not make a story.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

from rashomon.linkage import average_linkage
from rashomon.model import Story

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from rashomon.events.represent import Profile
    from rashomon.model import Event
    from rashomon.settings import Events as Limits


def stories(
    events: Sequence[Event], profiles: Mapping[str, Profile], limits: Limits
) -> list[Story]:
    """All stories of two events or more, events in order of time."""
    ordered = sorted(events, key=_order)
    if len(ordered) < 2:
        return []
    leads = [_centre(e, profiles) for e in ordered]
    names = [_actors(e, profiles) for e in ordered]
    centres = np.stack(leads).astype(np.float64)
    similar = np.where(_in_common(names) >= limits.story_names, centres @ centres.T, -1.0)
    found = []
    for group in average_linkage(similar, limits.same_story):
        if len(group) > 1:
            common = frozenset.intersection(*(names[i] for i in group))
            found.append(
                Story(
                    "s" + sha256(ordered[group[0]].id.encode()).hexdigest()[:8],
                    ordered[max(group, key=lambda i: len(ordered[i].reports))].title,
                    tuple(ordered[i].id for i in group),
                    _reasons(ordered[group[0]], common, profiles),
                )
            )
    return found


def _in_common(names: Sequence[frozenset[str]]) -> NDArray[np.int32]:
    """How many names each two sets have in common."""
    holders: dict[str, list[int]] = defaultdict(list)
    for row, some in enumerate(names):
        for name in some:
            holders[name].append(row)
    counts = np.zeros((len(names), len(names)), dtype=np.int32)
    for rows in holders.values():
        counts[np.ix_(rows, rows)] += 1
    return counts


def _centre(event: Event, profiles: Mapping[str, Profile]) -> NDArray[np.float32]:
    """The mean lead of an event's reports, as a unit vector."""
    mean = np.stack([profiles[r].lead for r in event.reports]).mean(axis=0)
    norm = float(np.linalg.norm(mean)) or 1.0
    unit: NDArray[np.float32] = (mean / norm).astype(np.float32)
    return unit


def _actors(event: Event, profiles: Mapping[str, Profile]) -> frozenset[str]:
    """The names, countries aside, that at least half of an event's reports have."""
    counts = Counter(n for r in event.reports for n in profiles[r].names.keys() - profiles[r].wide)
    return frozenset(n for n, count in counts.items() if 2 * count >= len(event.reports))


def _reasons(
    event: Event, common: frozenset[str], profiles: Mapping[str, Profile]
) -> tuple[str, ...]:
    """What all events of a story name, in the words of its first."""
    words = {k: w for r in event.reports for k, w in profiles[r].names.items() if k in common}
    return (f"all name {', '.join(sorted(words.values())[:8])}",) if words else ()


def _order(event: Event) -> tuple[str, str]:
    return (event.first.value if event.first else "", event.id)
