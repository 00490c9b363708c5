"""Grouping reports to events: average linkage over similarities, families kept together.

Average linkage does not chain: a report joins an event if it resembles its reports on the whole,
not if it resembles one of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rashomon.events.represent import Profile, similarities
from rashomon.linkage import average_linkage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rashomon.settings import Events as Limits


def cluster(
    profiles: Sequence[Profile], family: Mapping[str, str], limits: Limits
) -> list[tuple[str, ...]]:
    """Groups of report ids, each group an event; sorted, independent of the order given.

    `family` names the family of a report; reports of one family are never parted, and weigh as
    one: forty copies of an agency text must not outvote two other accounts.
    """
    units: dict[str, list[Profile]] = {}
    for item in sorted(profiles, key=lambda p: p.id):
        units.setdefault(family.get(item.id, item.id), []).append(item)
    merged = [_merge(unit) for unit in units.values()]
    groups = average_linkage(similarities(merged, limits), limits.same_event)
    members = [[p.id for p in unit] for unit in units.values()]
    return sorted(tuple(sorted(i for unit in group for i in members[unit])) for group in groups)


def _merge(unit: Sequence[Profile]) -> Profile:
    """One profile for a family: mean lead, all names, the earliest known time."""
    if len(unit) == 1:
        return unit[0]
    mean = np.mean([p.lead for p in unit], axis=0)
    norm = float(np.linalg.norm(mean)) or 1.0
    dated = sorted((p.when for p in unit if p.when), key=lambda w: w.value)
    return Profile(
        unit[0].id,
        unit[0].language,
        (mean / norm).astype(np.float32),
        {key: word for p in unit for key, word in p.names.items()},
        frozenset().union(*(p.wide for p in unit)),
        dated[0] if dated else None,
    )
