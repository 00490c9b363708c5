"""When reports were published, as dots on a line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from rashomon.model import Moment

# The shortest line, in seconds: within an hour all are at once.
_LEAST = 3_600.0


@dataclass(frozen=True, slots=True)
class TimeLine:
    """Moments from the first to the last, each at a share of the way (0..1)."""

    at: tuple[float, ...]
    first: Moment
    last: Moment

    def dots(self, left: float, width: float, height: float) -> str:
        """The moments as a path of SVG: strokes of no length, whose round ends are dots."""
        places = dict.fromkeys(f"{left + at * width:.1f}" for at in self.at)
        return "".join(f"M{x} {height:g}h0" for x in places)


def time_line(moments: Iterable[Moment | None]) -> TimeLine | None:
    """Lays moments out in their order; None where none is known to the day."""
    known = sorted(
        ((at, m) for m in moments if m and (at := _seconds(m)) is not None),
        key=lambda item: item[0],
    )
    if not known:
        return None
    start, length = known[0][0], max(known[-1][0] - known[0][0], _LEAST)
    return TimeLine(tuple((at - start) / length for at, _ in known), known[0][1], known[-1][1])


def _seconds(moment: Moment) -> float | None:
    """A moment known at least to the day, in seconds; without a zone it is taken for UTC."""
    try:
        when = datetime.fromisoformat(moment.value) if len(moment.value) >= 10 else None
    except ValueError:
        return None
    if when is None:
        return None
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
