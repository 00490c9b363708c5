"""Stories: events that continue one another.

Two events belong to one story if their reports resemble each other on the whole and they share
named actors beyond one famous name; the links are again joined by average linkage, so that a chain
of chance resemblances does not make a story.
"""

from __future__ import annotations

from collections import Counter
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
    size = len(ordered)
    similar = np.ones((size, size))
    for i in range(size):
        for j in range(i):
            common = names[i] & names[j]
            enough = len(common) >= limits.story_names
            similar[i, j] = similar[j, i] = float(leads[i] @ leads[j]) if enough else -1.0
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
