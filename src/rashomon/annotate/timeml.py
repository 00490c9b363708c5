"""Values of TIMEX3 (TimeML 1.2.1, Saurí et al. 2006), computed from what an expression says.

An anchor is the moment from which a relative expression counts. Where it is missing or too coarse
the value stays as open as TimeML allows: "XXXX-05-20", "XXXX-WXX-2", "PAST_REF".
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from rashomon.annotate.holidays import holiday, only_year, undated

Type = Literal["DATE", "TIME", "DURATION", "SET"]

PRECISIONS = {
    "S": "second",
    "MIN": "minute",
    "H": "hour",
    "D": "day",
    "WE": "day",
    "W": "week",
    "M": "month",
    "Q": "month",
    "Y": "year",
    "DE": "decade",
    "CE": "century",
}
_CLOCK_UNITS = {"H": "H", "MIN": "M", "S": "S"}
# In how many months a month begins soon: 1 to 3 read TimeBank's tuning half alike.
_SOON = 2
# In how many days a day without a year lies ahead where no tense says so: a quarter of a year.
_AHEAD = 92
# The month in which a season begins in the northern half, where most dated news is written.
_SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


class Anchor(NamedTuple):
    """A moment as far as it is known: a day, or only its month or year."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        parts = (part for part in self if part is not None)
        return "-".join(f"{part:02d}" for part in parts)

    def date(self) -> date | None:
        """The day, None if it is not known or there is no such day."""
        if self.month is None or self.day is None:
            return None
        try:
            return date(self.year, self.month, self.day)
        except ValueError:
            return None


class Timex(NamedTuple):
    """Type, TIMEX3 value and precision of a time expression."""

    type: Type
    value: str
    precision: str


def reference(by: int) -> str:
    """The vague value of what lies before (negative), at or after the anchor."""
    return "PAST_REF" if by < 0 else "FUTURE_REF" if by > 0 else "PRESENT_REF"


def day_value(day: date) -> str:
    """A day as TIMEX3 writes it."""
    return f"{day.year:04d}-{day.month:02d}-{day.day:02d}"


def week_value(day: date) -> str:
    """The ISO week of a day."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def moved(day: date, days: int) -> date | None:
    """`day` moved by a number of days, None beyond the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def shift(anchor: Anchor | None, unit: str, by: int) -> str:
    """The calendar unit that lies `by` units from the one that holds the anchor."""
    value: str | None = None
    if anchor is None or abs(by) > 9999:
        return reference(by)
    day = anchor.date()
    if unit in ("D", "W", "WE") and day:
        there = moved(day, by * (1 if unit == "D" else 7))
        if there:
            value = day_value(there) if unit == "D" else week_value(there)
            value += "-WE" if unit == "WE" else ""
    elif unit in ("M", "Q") and anchor.month:
        size = 1 if unit == "M" else 3
        index = (anchor.year * 12 + anchor.month - 1) // size + by
        year, part = divmod(index, 12 // size)
        if 0 < year < 10000:
            value = f"{year:04d}-{'Q' if unit == 'Q' else ''}{part + 1:0{2 if unit == 'M' else 1}d}"
    elif unit in ("Y", "DE", "CE"):
        size, width = {"Y": (1, 4), "DE": (10, 3), "CE": (100, 2)}[unit]
        index = anchor.year // size + by
        if 0 <= index < 10000 // size:
            value = f"{index:0{width}d}"
    return value or reference(by)


def duration(count: float | None, unit: str) -> str:
    """A length of time; None counts an unknown number of units ("several years": PXY)."""
    if unit == "Q" and count is not None:
        count, unit = count * 3, "M"
    if unit in ("H", "MIN") and count is not None and count % 1 == 0.5:
        half = {"H": "30M", "MIN": "30S"}[unit]
        whole = f"{int(count)}{_CLOCK_UNITS[unit]}" if count >= 1 else ""
        return f"PT{whole}{half}"
    if unit == "Y" and count == 0.5:
        count, unit = 6, "M"
    amount = "X" if count is None else f"{count:.15g}"
    return f"PT{amount}{_CLOCK_UNITS[unit]}" if unit in _CLOCK_UNITS else f"P{amount}{unit}"


def weekday(anchor: Anchor | None, number: int, by: int | None, future: bool) -> str:
    """The day of a weekday (1 = Monday).

    By -1 and 1 mean strictly before and after the anchor; None leaves it to the tense: the next one
    if the sentence looks ahead, else the most recent, the anchor's own day included.
    """
    day = anchor.date() if anchor else None
    if day is None:
        return f"XXXX-WXX-{number}"
    ahead = (number - day.isoweekday()) % 7
    if by == 1:
        offset = ahead or 7
    elif by == -1:
        offset = ahead - 7
    elif by == 0 or future:
        offset = ahead
    else:
        offset = ahead - 7 if ahead else 0
    there = moved(day, offset)
    return day_value(there) if there else f"XXXX-WXX-{number}"


def month(anchor: Anchor | None, number: int, by: int | None, future: bool) -> str:
    """The latest month of that number up to the anchor, or the next if the sentence looks ahead.

    A month that begins soon is meant itself, not that of a year ago.
    """
    if anchor is None or anchor.month is None:
        return f"XXXX-{number:02d}"
    year = anchor.year
    if by == -1:
        year -= number >= anchor.month
    elif by == 1 or (by is None and future):
        year += number < anchor.month or (by == 1 and number == anchor.month)
    elif by is None:
        year -= number > anchor.month
        year += 1 <= (number - anchor.month) % 12 <= _SOON
    return f"{year:04d}-{number:02d}"


def month_day(anchor: Anchor | None, number: int, day: int, future: bool) -> str:
    """A day of a month without a year: the one nearest to the anchor.

    Far ahead only where the sentence looks ahead: "in the year ended March 31" is past.
    """
    near = anchor.date() if anchor else None
    years = (near.year - 1, near.year, near.year + 1) if near else ()
    days = [Anchor(year, number, day).date() for year in years if 0 < year < 10000]
    found = _nearest(near, days, future)
    return day_value(found) if found else f"XXXX-{number:02d}-{day:02d}"


def _nearest(near: date | None, days: Sequence[date | None], future: bool) -> date | None:
    """Of some days, the nearest that is not too far ahead of `near`, or behind it if `future`."""
    if near is None:
        return None
    away = [(d - near).days for d in days if d]
    kept = [n for n in away if (n >= -_AHEAD if future else n <= _AHEAD)]
    return near + timedelta(days=min(kept, key=lambda n: (abs(n), n))) if kept else None


def feast(rule: str, anchor: Anchor | None, year: int | None, by: int | None, future: bool) -> str:
    """The day of a holiday: in the year given, or by direction, or the one nearest to the anchor.

    By -1 and 1 mean the last one before the anchor and the next after it.
    """
    year = only_year(rule) or year
    near = anchor.date() if anchor else None
    if year is None and anchor is not None and near is None:
        year = anchor.year
    if year is not None:
        there = holiday(rule, year) if 0 < year < 10000 else None
        return day_value(there) if there else undated(rule)
    years = (near.year - 1, near.year, near.year + 1) if near else ()
    days = [holiday(rule, y) for y in years if 0 < y < 10000]
    if near is not None and by:
        days = [d for d in days if d and (d < near if by < 0 else d > near)]
    found = _nearest(near, days, future or by == 1)
    return day_value(found) if found else undated(rule)


def quarter(anchor: Anchor | None, number: int, year: int | None) -> str:
    """A quarter of a year: the anchor's, or the year before if it were two or more ahead."""
    if year is None and anchor is not None and anchor.month is not None:
        year = anchor.year - (number - (anchor.month + 2) // 3 >= 2)
    return f"{year:04d}-Q{number}" if year is not None else f"XXXX-Q{number}"


def season(anchor: Anchor | None, name: str, by: int | None, future: bool) -> str:
    """A season of the anchor's year, or of the year that the direction or tense asks for."""
    if anchor is None or anchor.month is None:
        return f"XXXX-{name}"
    begins = _SEASONS[name]
    year = anchor.year
    if by == -1:
        year -= begins + 2 >= anchor.month
    elif by == 1 or (by is None and future):
        year += begins + 2 < anchor.month or (by == 1 and begins <= anchor.month)
    elif by is None:
        year -= begins > anchor.month
    return f"{year:04d}-{name}"


def exists(year: int | None, number: int, day: int) -> bool:
    """Whether a month has such a day; without a year any leap day counts."""
    return 1 <= number <= 12 and 1 <= day <= calendar.monthrange(year or 2000, number)[1]


def dated_value(
    slots: Mapping[str, Any], anchor: Anchor | None, by: int | None, future: bool
) -> tuple[str, str] | None:
    """Value and precision of an explicit date from its parts; None if there is no such date.

    Parts: DATE (year or None, month, day), YEAR, MONTH, DAY, HOLIDAY (its rule), WEEKDAY, SEASON,
    HALF (of a year), ORD (of a quarter).
    `by` moves the year ("in August last year": -1); None leaves it to nearness and tense.
    """
    year: int | None = slots.get("YEAR")
    number: int | None = slots.get("MONTH")
    day: int | None = slots.get("DAY")
    if "DATE" in slots:
        year, number, day = slots["DATE"]
    if year is None and by is not None and anchor is not None:
        year = anchor.year + by
    if number is not None and day is not None:
        if not exists(year, number, day):
            return None
        if year is not None:
            return f"{year:04d}-{number:02d}-{day:02d}", "day"
        return month_day(anchor, number, day, future), "day"
    if number is not None:
        if year is not None:
            return f"{year:04d}-{number:02d}", "month"
        return month(anchor, number, None, future), "month"
    if "HOLIDAY" in slots:
        return feast(slots["HOLIDAY"], anchor, year, None, future), "day"
    if "HALF" in slots:
        if year is None and anchor is not None:
            year = anchor.year
        return f"{'XXXX' if year is None else f'{year:04d}'}-H{slots['HALF']}", "month"
    if "SEASON" in slots:
        name = slots["SEASON"]
        if year is not None:
            return f"{year:04d}-{name}", "season"
        return season(anchor, name, None, future), "season"
    if "ORD" in slots and slots["ORD"] > 4:
        return None
    if "ORD" in slots:
        return quarter(anchor, slots["ORD"], year), "month"
    if "CARDINAL" in slots and slots["CARDINAL"] <= 4:
        return quarter(anchor, slots["CARDINAL"], year), "month"
    if "WEEKDAY" in slots:
        return weekday(anchor, slots["WEEKDAY"], None, future), "day"
    if year is not None:
        return f"{year:04d}", "year"
    return None
