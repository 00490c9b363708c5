"""What people's judgements demand of the grouping: reports held together, and held apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rashomon.judgements import Judgement


@dataclass(frozen=True, slots=True)
class Bonds:
    """`groups` are reports held together. `sides` says for a report on which side of which
    judgement it stands: two reports on different sides of one judgement are held apart."""

    groups: tuple[frozenset[str], ...] = ()
    sides: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def judged(self) -> frozenset[str]:
        """All reports that these bonds name."""
        return frozenset(self.sides).union(*self.groups)

    def apart(self, some: Iterable[str], others: Iterable[str]) -> bool:
        """Whether a judgement parts any of some reports from any of others."""
        here: defaultdict[str, set[int]] = defaultdict(set)
        for report in some:
            for judgement, side in self.sides.get(report, {}).items():
                here[judgement].add(side)
        return any(
            here[judgement] - {side}
            for report in others
            for judgement, side in self.sides.get(report, {}).items()
            if judgement in here
        )


def bonds(judgements: Iterable[Judgement]) -> Bonds:
    """What judgements that nobody took back demand together; where two clash, the later holds.

    A judgement holds for the reports that its events had when it was made (`Judgement.sides`);
    reports that come later follow those that they resemble.
    """
    held: dict[str, set[str]] = {}
    sides: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for judgement in judgements:
        if judgement.undone or not judgement.sides:
            continue
        if judgement.kind == "merge":
            _join(held, sides, {r for side in judgement.sides for r in side})
        elif judgement.kind == "split":
            _leave(held, judgement.sides)
            for number, side in enumerate(judgement.sides):
                _join(held, sides, side)
                for report in side:
                    sides[report][judgement.id] = number
        elif judgement.kind == "move":
            moved, to, left = judgement.sides
            _leave(held, (moved, [*to, *left]))
            for report in moved:
                sides.pop(report, None)
            _join(held, sides, {*moved, *to})
            for number, some in enumerate((moved, left)):
                for report in some:
                    sides[report][judgement.id] = number
    groups = {id(group): frozenset(group) for group in held.values() if len(group) > 1}
    return Bonds(
        tuple(sorted(groups.values(), key=min)), {r: some for r, some in sides.items() if some}
    )


def _join(
    held: dict[str, set[str]], sides: Mapping[str, dict[str, int]], reports: Iterable[str]
) -> None:
    """Holds reports together with all that they were held with; what parted any of them is void."""
    whole: set[str] = set()
    for report in reports:
        whole |= held.get(report, {report})
    for report in whole:
        held[report] = whole
    seen: defaultdict[str, set[int]] = defaultdict(set)
    for report in whole:
        for judgement, side in sides.get(report, {}).items():
            seen[judgement].add(side)
    for judgement in [j for j, some in seen.items() if len(some) > 1]:
        for report in whole:
            if report in sides:
                sides[report].pop(judgement, None)


def _leave(held: dict[str, set[str]], parts: Iterable[Iterable[str]]) -> None:
    """Parts reports that were held together along the given parts."""
    parts = [set(part) for part in parts]
    for part in parts:
        others = set().union(*(p for p in parts if p is not part))
        for report in sorted(part):
            group = held.get(report)
            if group and group & others:
                kept = {r for r in group if r in part}
                for one in group:
                    held[one] = group - kept
                for one in kept:
                    held[one] = kept
