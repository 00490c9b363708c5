"""Families: reports that hang together by shared text, and composites that stand between them.

A family is a connected component of derivations. A report made of passages of two texts that
share nothing else (a composite) must not fuse their families: it belongs to both and joins neither.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from rashomon.model import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from rashomon.model import Reuse
    from rashomon.settings import Reuse as Limits

    Neighbours = Mapping[str, Mapping[str, Reuse]]


def neighbours(reuses: Iterable[Reuse]) -> dict[str, dict[str, Reuse]]:
    """Each report's partners, with what they share."""
    found: dict[str, dict[str, Reuse]] = defaultdict(dict)
    for reuse in reuses:
        found[reuse.a][reuse.b] = reuse
        found[reuse.b][reuse.a] = reuse
    return dict(found)


def components(
    nodes: Iterable[str], near: Neighbours, without: Collection[str] = ()
) -> list[tuple[str, ...]]:
    """Connected components, each sorted, in the order of their smallest ids."""
    left = set(nodes) - set(without)
    found = []
    for start in sorted(left):
        if start not in left:
            continue
        left.discard(start)
        queue, members = [start], [start]
        while queue:
            for other in near.get(queue.pop(), {}):
                if other in left:
                    left.discard(other)
                    queue.append(other)
                    members.append(other)
        found.append(tuple(sorted(members)))
    return found


def composites(
    nodes: Collection[str],
    near: Neighbours,
    made_from: Callable[[str, str], bool | None],
    limits: Limits,
) -> frozenset[str]:
    """Reports that took different passages from texts which share nothing without them.

    `made_from(child, parent)` is True or False where the direction is known, else None. Where it
    is not known, a report whose partners stand whole in it may as well be what both were cut from,
    and is then no composite. Copies of a composite hold together no more than it does itself.
    """
    found: set[str] = set()
    for node in sorted(nodes):
        partners = near.get(node, {})
        copies = {
            other
            for other, reuse in partners.items()
            if min(reuse.coverage_a, reuse.coverage_b) >= limits.copied_whole
        }
        givers = {
            other: reuse
            for other, reuse in partners.items()
            if other not in copies
            and (
                made_from(node, other)
                or (made_from(node, other) is None and _coverage(reuse, other) < limits.excerpted)
            )
        }
        if len(givers) < 2 or not _disjoint(node, givers, limits):
            continue
        parts = components(nodes, near, without={node, *copies})
        if sum(any(giver in part for giver in givers) for part in parts) > 1:
            found.add(node)
    return frozenset(found)


def passages_of(reuse: Reuse, report: str) -> tuple[Span, ...]:
    """The spans of one of the two reports that stand in the other."""
    return tuple(p.a if report == reuse.a else p.b for p in reuse.passages)


def overlap(one: Iterable[Span], other: Iterable[Span]) -> float:
    """Common characters of two sets of spans, as a share of the smaller set."""
    left, right = _merged(one), _merged(other)
    smaller = min(sum(s.end - s.start for s in spans) for spans in (left, right))
    common = 0
    a = b = 0
    while a < len(left) and b < len(right):
        common += max(0, min(left[a].end, right[b].end) - max(left[a].start, right[b].start))
        if left[a].end < right[b].end:
            a += 1
        else:
            b += 1
    return common / smaller if smaller else 0.0


def _disjoint(node: str, givers: Mapping[str, Reuse], limits: Limits) -> bool:
    """Whether the largest giver and some other gave different passages."""
    # Copies give the same passages: each set of them is looked at once.
    spans = sorted({passages_of(reuse, node) for reuse in givers.values()})
    main = max(spans, key=lambda some: sum(s.end - s.start for s in some))
    return any(overlap(main, some) < limits.disjoint for some in spans if some != main)


def _coverage(reuse: Reuse, report: str) -> float:
    return reuse.coverage_a if report == reuse.a else reuse.coverage_b


def _merged(spans: Iterable[Span]) -> list[Span]:
    """The same characters as spans in order that do not touch each other."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        elif span.start < span.end:
            found.append(span)
    return found
