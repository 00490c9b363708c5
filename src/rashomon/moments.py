"""Comparing points in time that are known to different precision (ISO 8601, cut where unknown)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rashomon.model import Moment

_FORMS = (("%Y", 366), ("%Y-%m", 31), ("%Y-%m-%d", 1))


@lru_cache(maxsize=4096)
def bounds(moment: Moment) -> tuple[datetime, datetime] | None:
    """The earliest and the latest instant that a moment can mean, in UTC.

    A time without a zone may be of any zone, so it is widened by half a day on both sides.
    None for a value whose year is not known ("XXXX-05-20").
    """
    value = moment.value
    if len(value) > len("2025-05-20"):
        try:
            instant = datetime.fromisoformat(value)
        except ValueError:
            return None
        if instant.tzinfo is not None:
            return instant.astimezone(UTC), instant.astimezone(UTC)
        instant = instant.replace(tzinfo=UTC)
        return instant - timedelta(hours=12), instant + timedelta(hours=12)
    for form, days in _FORMS:
        try:
            start = datetime.strptime(value, form).replace(tzinfo=UTC)
        except ValueError:
            continue
        if days == 31:
            end = (start + timedelta(days=31)).replace(day=1)
        elif days == 366:
            end = start.replace(year=min(start.year + 1, 9999))
        else:
            end = start + timedelta(days=1)
        return start, end - timedelta(seconds=1)
    return None


def before(one: Moment, other: Moment) -> bool:
    """Whether the first is surely earlier than the second."""
    left, right = bounds(one), bounds(other)
    return left is not None and right is not None and left[1] < right[0]


def days_apart(one: Moment, other: Moment) -> float | None:
    """The least distance in days between two moments, 0 where they may coincide; None unknown."""
    left, right = bounds(one), bounds(other)
    if left is None or right is None:
        return None
    gap = max(right[0] - left[1], left[0] - right[1], timedelta())
    return gap / timedelta(days=1)
