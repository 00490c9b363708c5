"""The tree that explains most: of all ways to hang reports from one another, the best.

A greedy choice, each report from its own best parent, closes circles where nothing says which of
two came first. The best branching as a whole (Chu and Liu 1965, Edmonds 1967) closes none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# What is paid for every report that hangs from nothing; more than any sum of gains.
_LONE = 1 << 60


@dataclass(frozen=True, slots=True)
class _Arc:
    """A way to hang something, from `level` on; `whole` is the arc below that it stands for."""

    parent: int
    child: int
    gain: int
    level: int = 0
    whole: _Arc | None = None


def best_tree(gains: Mapping[tuple[str, str], int], nodes: Sequence[str]) -> dict[str, str]:
    """Each node's parent where it has one: as few roots as can be, then the highest sum of gains.

    `gains` are by (child, parent). Where several are equally good the order of `nodes` decides:
    those before are rather roots and parents.
    """
    number = {id: place for place, id in enumerate(nodes, 1)}
    # Spread, so that the order of roots decides between equal sums only.
    spread = len(nodes) + 1
    leaves = _leaves(gains, number)
    arcs = [_Arc(0, number[n], -_LONE - number[n]) for n in nodes if n not in leaves]
    arcs += [
        _Arc(number[parent], number[child], gain * spread)
        for (child, parent), gain in sorted(gains.items())
        if child not in leaves and parent not in leaves
    ]
    tree = {nodes[a.child - 1]: nodes[a.parent - 1] for a in _branching(arcs) if a.parent}
    return tree | leaves


def _leaves(gains: Mapping[tuple[str, str], int], number: Mapping[str, int]) -> dict[str, str]:
    """Nodes that surely hang from the only one that they have to do with, and which that is.

    Of all such around one node, one at most may be its parent instead: that by which it gains most.
    The others need no search; of ten thousand copies of one text that leaves two.
    """
    beside: dict[str, set[str]] = {}
    for child, parent in gains:
        beside.setdefault(child, set()).add(parent)
        beside.setdefault(parent, set()).add(child)
    around: dict[str, list[str]] = {}
    for node, others in beside.items():
        if len(others) == 1:
            (only,) = others
            if len(beside[only]) > 1 and (node, only) in gains:
                around.setdefault(only, []).append(node)
    found: dict[str, str] = {}
    for hub, some in around.items():
        above = [n for n in some if (hub, n) in gains]
        best = max(above, key=lambda n: (gains[hub, n] - gains[n, hub], -number[n]), default=None)
        found |= {node: hub for node in some if node != best}
    return found


def _branching(arcs: list[_Arc]) -> list[_Arc]:
    """The arcs of the best branching from node 0."""
    # Of each level the arcs that closed circles: a family of a thousand has hundreds of levels.
    levels: list[dict[int, _Arc]] = []
    best = _best(arcs)
    while circles := _circles(best):
        levels.append({node: best[node] for circle in circles for node in circle})
        arcs = _contracted(arcs, levels[-1], circles, len(levels))
        best = _best(arcs)
    chosen = list(best.values())
    for level in reversed(range(len(levels))):
        below = [arc.whole if arc.level > level else arc for arc in chosen]
        chosen = [arc for arc in below if arc is not None]
        entered = {arc.child for arc in chosen}
        # Where a circle is entered it is opened; all else of it stays.
        chosen += [levels[level][node] for node in sorted(levels[level].keys() - entered)]
    return chosen


def _best(arcs: Iterable[_Arc]) -> dict[int, _Arc]:
    """The best arc to each child; the parent of the lowest number among equals."""
    best: dict[int, _Arc] = {}
    for arc in arcs:
        known = best.get(arc.child)
        if known is None or (arc.gain, -arc.parent) > (known.gain, -known.parent):
            best[arc.child] = arc
    return best


def _circles(best: Mapping[int, _Arc]) -> list[set[int]]:
    """The circles that the best arcs close."""
    seen: set[int] = {0}
    found = []
    for start in sorted(best):
        way: dict[int, None] = {}
        node = start
        while node not in seen:
            seen.add(node)
            way[node] = None
            node = best[node].parent
        if node in way:
            steps = list(way)
            found.append(set(steps[steps.index(node) :]))
    return found


def _contracted(
    arcs: Iterable[_Arc], closing: Mapping[int, _Arc], circles: Iterable[set[int]], level: int
) -> list[_Arc]:
    """The arcs between what is left when each circle is one node, bearing its lowest number.

    To enter a circle at a node is to give up the arc of the circle that led there. Of arcs between
    the same two the best is kept, of equal ones the first; what no circle touches stays as it is.
    """
    home = {node: min(circle) for circle in circles for node in circle}
    found: dict[int, _Arc] = {}
    made: dict[tuple[int, int], int] = {}
    for place, arc in enumerate(arcs):
        parent, child = home.get(arc.parent, arc.parent), home.get(arc.child, arc.child)
        if arc.parent not in home and arc.child not in home:
            found[place] = arc
        elif parent != child:
            gain = arc.gain - (closing[arc.child].gain if arc.child in home else 0)
            known = made.get((parent, child))
            if known is None or gain > found[known].gain:
                if known is not None:
                    del found[known]
                made[parent, child] = place
                found[place] = _Arc(parent, child, gain, level, arc)
    return list(found.values())
