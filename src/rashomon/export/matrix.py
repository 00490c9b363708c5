"""Facts against origins: who tells, who hints, who is silent, and of whom one cannot say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from rashomon.archive import Result
from rashomon.model import Citation, Event, Fact, Flag, Label, Origin


@dataclass(frozen=True, slots=True)
class Cell:
    """How an origin stands to a fact.

    `positions` are the numbers, from 1, of the positions that it gives; `citation` is where to
    read the first of them. An origin is "cut off" if no text of it is whole, "unsure" if it is
    whole and yet not surely silent.
    """

    state: Literal["told", "alluded", "absent", "cut off", "unsure"]
    positions: tuple[int, ...] = ()
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A fact and, in the order of the event's origins, how each stands to it."""

    fact: Fact
    cells: tuple[Cell, ...]


def rows(
    event: Event, facts: Iterable[Fact], origins: Sequence[Origin], result: Result
) -> tuple[Row, ...]:
    """A row for each fact of several origins, or several positions, in the account's order."""
    held = {o.id: set(o.reports) for o in origins}
    members = {o: [r for r in event.reports if r in reports] for o, reports in held.items()}
    cut = {o for o, reports in members.items() if all(_cut(r, result) for r in reports)}
    return tuple(
        Row(fact, tuple(_cell(fact, o.id, members[o.id], o.id in cut) for o in origins))
        for fact in facts
        if fact.label is not Label.SINGLE
    )


def origins_of(fact: Fact) -> set[str]:
    """Ids of the origins that tell a fact."""
    return {origin for position in fact.positions for origin in position.origins}


def _cell(fact: Fact, origin: str, reports: Sequence[str], cut: bool) -> Cell:
    given = [n for n, p in enumerate(fact.positions, 1) if origin in p.origins]
    if given:
        cited = fact.positions[given[0] - 1].statements
        own = [c for c in cited if c.report in reports] or list(cited)
        return Cell("told", tuple(given), own[0] if own else None)
    if any(r in fact.alluded_in for r in reports):
        return Cell("alluded")
    if any(r in fact.absent_from for r in reports):
        return Cell("absent")
    return Cell("cut off" if cut else "unsure")


def _cut(report: str, result: Result) -> bool:
    return bool({Flag.PAYWALLED, Flag.TRUNCATED} & set(result.texts[report].reading.flags))
