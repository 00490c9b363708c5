"""Grouping reports to events: average linkage over similarities, families kept together.

Average linkage does not chain: a report joins an event if it resembles its reports on the whole,
not if it resembles one of them. Computed by nearest-neighbour chains (Murtagh 1983; Müllner 2011),
exact for this linkage and quadratic in time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rashomon.events.represent import Profile, similarities

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

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


def average_linkage(similar: NDArray[np.float64], threshold: float) -> list[list[int]]:
    """Merges the closest clusters while their mean similarity is at least the threshold."""
    similar = similar.copy()
    np.fill_diagonal(similar, -np.inf)
    size = len(similar)
    weight = np.ones(size)
    groups: dict[int, list[int]] = {i: [i] for i in range(size)}
    alive = np.ones(size, dtype=bool)
    chain: list[int] = []
    while alive.any():
        if not chain:
            chain = [int(np.argmax(alive))]
        tip = chain[-1]
        nearest = int(np.argmax(similar[tip]))
        if similar[tip, nearest] < threshold:
            # Nothing is close enough to this cluster, now or after any later merge.
            similar[tip, :] = similar[:, tip] = -np.inf
            alive[tip] = False
            chain.pop()
        elif len(chain) > 1 and similar[tip, nearest] <= similar[tip, chain[-2]]:
            other = chain[-2]
            chain = chain[:-2]
            _join(similar, weight, tip, other)
            groups[other] += groups.pop(tip)
            alive[tip] = False
        else:
            chain.append(nearest)
    return [sorted(group) for group in groups.values()]


def _join(similar: NDArray[np.float64], weight: NDArray[np.float64], gone: int, kept: int) -> None:
    """The Lance-Williams update of average linkage, in place."""
    total = weight[gone] + weight[kept]
    row = (weight[gone] * similar[gone] + weight[kept] * similar[kept]) / total
    row[[gone, kept]] = -np.inf
    similar[kept], similar[:, kept] = row, row
    similar[gone], similar[:, gone] = -np.inf, -np.inf
    weight[kept] = total


def _merge(unit: Sequence[Profile]) -> Profile:
    """One profile for a family: mean lead, all names, the earliest known time."""
    if len(unit) == 1:
        return unit[0]
    mean = np.mean([p.lead for p in unit], axis=0)
    norm = float(np.linalg.norm(mean)) or 1.0
    dated = sorted((p.when for p in unit if p.when), key=lambda w: w.value)
    return Profile(
        unit[0].id,
        (mean / norm).astype(np.float32),
        frozenset().union(*(p.names for p in unit)),
        dated[0] if dated else None,
    )
