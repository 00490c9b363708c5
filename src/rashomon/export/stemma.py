"""Drawing a stemma: layers from left to right, each report one box, each derivation one line.

Layers by longest path and rows by depth first, after Sugiyama, Tagawa and Toda (1981) without
their sweeps against crossings: families of news texts are shallow, and few lines cross.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rashomon.model import Lineage

BOX_WIDTH = 240
BOX_HEIGHT = 40
_GAP = 172
_ROW = 58
_MARGIN = 8
_HEAD = 9
# Between the ends of lines that lead to one box, so that their labels stay apart.
_PORT = 16
# Boxes in one drawing; a larger family is told in its table alone.
_MOST = 40


@dataclass(frozen=True, slots=True)
class Box:
    """A node with its upper left corner, in pixels."""

    id: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Line:
    """An edge as an SVG path, its arrow's head as another, and where its label ends."""

    edge: Lineage
    path: str
    head: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """Boxes and lines in a frame of `width` by `height` pixels."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: float
    height: float


def draw(ids: Sequence[str], edges: Iterable[Lineage]) -> Drawing | None:
    """Lays out nodes and the edges between them; None where there are too many to be read."""
    nodes = list(dict.fromkeys(ids))
    known = set(nodes)
    within = [e for e in edges if e.child in known and e.parent in known]
    if not nodes or len(nodes) > _MOST:
        return None
    layers = _layers(nodes, within)
    heights = _heights(nodes, within, layers)
    boxes = {
        id: Box(id, _MARGIN + layers[id] * (BOX_WIDTH + _GAP), _MARGIN + heights[id] * _ROW)
        for id in nodes
    }
    return Drawing(
        tuple(boxes.values()),
        tuple(_lines(within, boxes)),
        max(b.x for b in boxes.values()) + BOX_WIDTH + _MARGIN,
        max(b.y for b in boxes.values()) + BOX_HEIGHT + _MARGIN,
    )


def _layers(nodes: Sequence[str], edges: Sequence[Lineage]) -> dict[str, int]:
    """The longest way from a root to each node; an edge that closes a circle is passed over."""
    parents = defaultdict(list)
    for edge in edges:
        parents[edge.child].append(edge.parent)
    layers: dict[str, int] = {}

    def layer(id: str, below: frozenset[str]) -> int:
        if id not in layers:
            above = [p for p in parents[id] if p not in below]
            layers[id] = max((layer(p, below | {p}) + 1 for p in above), default=0)
        return layers[id]

    for id in nodes:
        layer(id, frozenset({id}))
    return layers


def _heights(
    nodes: Sequence[str], edges: Sequence[Lineage], layers: dict[str, int]
) -> dict[str, float]:
    """The row of each node: leaves one below the other, each parent amid its children."""
    children: dict[str, list[str]] = defaultdict(list)
    hung: set[str] = set()
    for edge in sorted(edges, key=lambda e: -e.coverage):
        if edge.child not in hung and layers[edge.parent] < layers[edge.child]:
            hung.add(edge.child)
            children[edge.parent].append(edge.child)
    heights: dict[str, float] = {}
    leaves = 0

    def place(id: str) -> float:
        nonlocal leaves
        below = [place(child) for child in sorted(children[id], key=nodes.index)]
        if below:
            heights[id] = (below[0] + below[-1]) / 2
        else:
            heights[id] = leaves
            leaves += 1
        return heights[id]

    for id in nodes:
        if id not in hung:
            place(id)
    return heights


def _lines(edges: Sequence[Lineage], boxes: dict[str, Box]) -> Iterable[Line]:
    """Each edge's line; several that lead to one box end one below the other."""
    arriving: dict[str, list[Lineage]] = defaultdict(list)
    for edge in sorted(edges, key=lambda e: boxes[e.parent].y):
        arriving[edge.child].append(edge)
    for ends in arriving.values():
        step = min(_PORT, (BOX_HEIGHT - 8) / len(ends))
        for place, edge in enumerate(ends):
            yield _line(edge, boxes, (place - (len(ends) - 1) / 2) * step)


def _line(edge: Lineage, boxes: dict[str, Box], port: float) -> Line:
    """From the parent's right side to the child's left; round the outside within one layer."""
    parent, child = boxes[edge.parent], boxes[edge.child]
    x1, y1 = parent.x + BOX_WIDTH, parent.y + BOX_HEIGHT / 2
    y2 = child.y + BOX_HEIGHT / 2 + port
    back = parent.x >= child.x
    x2 = child.x + BOX_WIDTH if back else child.x
    head = _HEAD if back else -_HEAD
    arrow = f"M{x2 + head:g} {y2 - 4:g}L{x2:g} {y2:g}L{x2 + head:g} {y2 + 4:g}Z"
    if edge.direction == "known":
        x2 += head
    if back:
        bend = max(x1, x2) + 50
        path = f"M{x1:g} {y1:g}C{bend:g} {y1:g} {bend:g} {y2:g} {x2:g} {y2:g}"
        return Line(edge, path, arrow, bend, (y1 + y2) / 2)
    turn, straight = x1 + 30, x1 + 60
    path = f"M{x1:g} {y1:g}C{turn:g} {y1:g} {turn:g} {y2:g} {straight:g} {y2:g}H{x2:g}"
    # Of two lines into one box the lower has its label below, clear of the upper.
    return Line(edge, path, arrow, x2 - 4, y2 + 13 if port > 0 else y2 - 5)
