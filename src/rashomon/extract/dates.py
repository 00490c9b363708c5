"""Dates as inputs and pages declare them become moments, never more precise than they are."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from rashomon.model import Moment

# ISO 8601 in its forms for dates and times, and with a space or an offset set apart, as many write.
_ISO = re.compile(
    r"(?P<year>\d{4})(?:(?P<dash>[-/]?)(?P<month>\d\d)(?:(?P=dash)(?P<day>\d\d)"
    r"(?:[T ] ?(?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,]\d{1,9})?)?"
    r" ?(?P<offset>Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?)?)?"
)
_DOTTED = re.compile(r"(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\. ?(?P<year>\d{4})")
# RFC 2822 date-time, the day's name and the seconds optional.
_MAIL = re.compile(
    r"(?:[A-Za-z]{3,9},? )?\d{1,2} (?P<month>[A-Za-z]{3})[a-z]{0,6} \d{4} "
    r"\d{1,2}:\d\d(?P<second>:\d\d)?(?: .{1,20})?"
)
_NAMED = re.compile(
    r"(\d{1,2}) ([A-Za-z]{3})[a-z]{0,6} (\d{4})|([A-Za-z]{3})[a-z]{0,6} (\d{1,2}), ?(\d{4})"
)
_LONGEST = 60


def moment(text: object, basis: str, *, midnight: bool = True) -> Moment | None:
    """The moment that a declared date names, None for none, garbage or an impossible one.

    Read are ISO 8601, RFC 2822, "20.5.2025" and "May 20, 2025" or "20 May 2025". Without
    `midnight`, a time of 00:00:00 counts as none: content systems write it for bare dates.
    """
    text = " ".join(text[: 2 * _LONGEST].split()) if isinstance(text, str) else ""
    if len(text) > _LONGEST:
        return None
    try:
        if found := _ISO.fullmatch(text):
            return _iso(found.groupdict(), basis, midnight=midnight)
        if found := _DOTTED.fullmatch(text):
            return _iso({**found.groupdict(), "hour": None}, basis, midnight=midnight)
        if found := _MAIL.fullmatch(text):
            precision = "second" if found["second"] else "minute"
            return _moment(parsedate_to_datetime(text), precision, basis)
        if found := _NAMED.fullmatch(text):
            day, month, year = (found[1] or found[5], found[2] or found[4], found[3] or found[6])
            return _moment(parsedate_to_datetime(f"{day} {month} {year} 00:00"), "day", basis)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return None


def _iso(parts: dict[str, str | None], basis: str, *, midnight: bool) -> Moment | None:
    if parts["month"] is None:
        return _moment(datetime(int(parts["year"] or 0), 1, 1), "year", basis)
    when = datetime(int(parts["year"] or 0), int(parts["month"]), int(parts["day"] or 1))
    if parts["day"] is None:
        # "202505" is no ISO date, and more often a number.
        return _moment(when, "month", basis) if parts["dash"] else None
    if parts["hour"] is None:
        return _moment(when, "day", basis)
    offset = parts["offset"] or ""
    offset = "+00:00" if offset in ("Z", "UTC", "GMT") else offset
    clock = ":".join(part for part in (parts["hour"], parts["minute"], parts["second"]) if part)
    exact = datetime.fromisoformat(f"{when:%Y-%m-%d}T{clock}{offset}")
    if not midnight and (exact.hour, exact.minute, exact.second) == (0, 0, 0):
        return _moment(when, "day", basis)
    return _moment(exact, "second" if parts["second"] else "minute", basis)


def _moment(when: datetime, precision: str, basis: str) -> Moment | None:
    # The first newspaper is of 1605; a year beyond 2100 is a misread number.
    if not 1605 <= when.year <= 2100:
        return None
    if precision not in ("year", "month") and _is_zero(when):
        return None
    value = when.isoformat(timespec="minutes" if precision == "minute" else "seconds")
    length = {"year": 4, "month": 7, "day": 10}.get(precision)
    return Moment(value[:length], precision, basis)


def _is_zero(when: datetime) -> bool:
    """Whether it is the zero of computers' clocks: a date nobody entered, shown in some zone."""
    return when.replace(tzinfo=when.tzinfo or UTC).astimezone(UTC) == datetime(
        1970, 1, 1, tzinfo=UTC
    )
