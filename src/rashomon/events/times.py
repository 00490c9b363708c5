"""When an event happened, by what its reports say, and when they were published: two things."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from rashomon.moments import bounds, days_apart

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rashomon.model import Moment

Span = tuple["Moment | None", "Moment | None"]


def happened(told: Iterable[Moment], near_days: float) -> Span:
    """The first and last day of a happening among the days that its reports tell of, None unknown.

    The day that most tell of, the earliest of several, and those at most `near_days` from it: one
    report that also names a day weeks before does not draw the event out. Days without a year count
    only where no report states one, and then one alone: from December to January they have no
    order.
    """
    moments = list(told)
    known = [m for m in moments if bounds(m)] or moments
    if not known:
        return None, None
    counts = Counter(m.value for m in known)
    most = min(known, key=lambda m: (-counts[m.value], m.value))
    if not bounds(most):
        return most, most
    near = [m for m in known if (days_apart(m, most) or 0.0) <= near_days]
    return min(near, key=lambda m: (m.value, m.basis)), max(near, key=lambda m: (m.value, m.basis))


def published(moments: Iterable[Moment]) -> Span:
    """The first and last of some times of publication, None where none is known."""
    known = sorted((m for m in moments if bounds(m)), key=lambda m: (m.value, m.basis))
    return (known[0], known[-1]) if known else (None, None)


def distance(one: Moment, other: Moment) -> float | None:
    """Days between two moments; where a year is not stated, between their days of the year."""
    known = days_apart(one, other)
    if known is not None:
        return known
    try:
        a, b = (date.fromisoformat(f"2024{m.value[4:10]}") for m in (one, other))
    except ValueError:
        return None
    apart = abs((a - b).days)
    return float(min(apart, 366 - apart))
