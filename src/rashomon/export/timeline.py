"""Reports on a line of time, as marks at shares of its length."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from rashomon.model import Moment

_DAY = 86_400.0
# The shortest line: within an hour all are at once.
_LEAST = 3_600.0


@dataclass(frozen=True, slots=True)
class Tick:
    """One mark at `at` (0..1): a moment of the event itself, or a report's publication."""

    at: float
    id: str
    moment: Moment


@dataclass(frozen=True, slots=True)
class TimeLine:
    """Marks from the first moment to the last; `undated` reports have no place on the line."""

    ticks: tuple[Tick, ...]
    first: Moment
    last: Moment
    undated: int


def time_line(moments: Iterable[tuple[str, Moment | None]]) -> TimeLine | None:
    """Lays moments out in their order; None where none is known to the day."""
    given = list(moments)
    known = sorted(
        ((at, id, m) for id, m in given if m and (at := _seconds(m)) is not None),
        key=lambda item: (item[0], item[1]),
    )
    if not known:
        return None
    start, length = known[0][0], max(known[-1][0] - known[0][0], _LEAST)
    ticks = tuple(Tick((at - start) / length, id, moment) for at, id, moment in known)
    return TimeLine(ticks, known[0][2], known[-1][2], len(given) - len(known))


def _seconds(moment: Moment) -> float | None:
    """A moment known at least to the day, in seconds; without a zone it is taken for UTC."""
    try:
        when = datetime.fromisoformat(moment.value) if len(moment.value) >= 10 else None
    except ValueError:
        return None
    if when is None:
        return None
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
