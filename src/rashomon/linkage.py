"""Average linkage: the clustering by which reports become events, and statements facts.

Computed by nearest-neighbour chains (Murtagh 1983; Müllner 2011), exact for this linkage and
quadratic in time and memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


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
