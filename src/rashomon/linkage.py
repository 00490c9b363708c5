"""Average linkage: the clustering by which reports become events, and statements facts.

Computed by nearest-neighbour chains (Murtagh 1983; Müllner 2011), exact for this linkage and
quadratic in time and memory.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

T = TypeVar("T", bound=Hashable)


def components(nodes: Iterable[T], pairs: Iterable[tuple[T, T]]) -> list[list[T]]:
    """What pairs join, directly or by way of others; each part in the order of `nodes`.

    Average linkage from a threshold never joins what pairs of at least that similarity do not: its
    groups may be found part by part.
    """
    head = {node: node for node in nodes}

    def found(node: T) -> T:
        while head[node] != node:
            head[node] = head[head[node]]
            node = head[node]
        return node

    for one, other in pairs:
        head[found(other)] = found(one)
    parts: dict[T, list[T]] = {}
    for node in head:
        parts.setdefault(found(node), []).append(node)
    return list(parts.values())


def average_linkage(
    similar: NDArray[np.float64],
    threshold: float,
    begun: Iterable[Sequence[Sequence[int]]] = (),
) -> list[list[int]]:
    """Merges the closest clusters while their mean similarity is at least the threshold.

    Each item of `begun` is one cluster from the start, given in parts: it is as similar to another
    as the most similar of its parts. No row is in two items. Clusters with two rows whose
    similarity is minus infinity are never merged.
    """
    similar = similar.copy()
    np.fill_diagonal(similar, -np.inf)
    size = len(similar)
    weight = np.ones(size)
    groups: dict[int, list[int]] = {i: [i] for i in range(size)}
    alive = np.ones(size, dtype=bool)
    for parts in begun:
        heads = [rows[0] for rows in parts]
        for rows in parts:
            for row in rows[1:]:
                _join(similar, weight, row, rows[0])
        for head in heads[1:]:
            _join(similar, weight, head, heads[0], best=True)
        for row in (row for rows in parts for row in rows):
            if row != heads[0]:
                groups[heads[0]] += groups.pop(row)
                alive[row] = False
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


def _join(
    similar: NDArray[np.float64],
    weight: NDArray[np.float64],
    gone: int,
    kept: int,
    best: bool = False,
) -> None:
    """The Lance-Williams update of average linkage, in place; with `best` the nearer part counts,
    as in single linkage."""
    total = weight[gone] + weight[kept]
    row = (weight[gone] * similar[gone] + weight[kept] * similar[kept]) / total
    if best:
        row = np.where(np.isinf(row), row, np.maximum(similar[gone], similar[kept]))
    row[[gone, kept]] = -np.inf
    similar[kept], similar[:, kept] = row, row
    similar[gone], similar[:, gone] = -np.inf, -np.inf
    weight[kept] = total
