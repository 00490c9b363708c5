"""The days of holidays, by the rule that a pack gives for each.

A rule is a day of every year ("12-25"), a day from Easter ("easter-2", by the Julian reckoning
"orthodox+1"), a weekday of a month ("11/4/4": November's fourth Thursday; "05/-1/1": May's last
Monday; "11/1/1+1": the day after its first Monday), or the one day that is called so
("2001-09-11").
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter

_RULE = re.compile(
    r"""(?:(?P<year>\d{4})-)?(?P<month>\d\d)-(?P<day>\d\d)
    | (?P<easter>easter|orthodox)(?P<from>[+-]\d+)?
    | (?P<in>\d\d)/(?P<nth>-?\d)/(?P<weekday>\d)(?P<plus>[+-]\d+)?
    """,
    re.VERBOSE,
)
_EASTERS = {"easter": EASTER_WESTERN, "orthodox": EASTER_ORTHODOX}


@lru_cache(maxsize=1024)
def holiday(rule: str, year: int) -> date | None:
    """The day that a rule gives in a year; None where it gives none.

    Raises `ValueError` on what is no rule.
    """
    match = _RULE.fullmatch(rule)
    if match is None:
        raise ValueError(f"no rule for a holiday: {rule}")
    if match["easter"]:
        # The Gregorian calendar began in 1583; the reckoning is known to 4099.
        if not 1583 <= year <= 4099:
            return None
        sunday: date = easter(year, _EASTERS[match["easter"]])
        return sunday + timedelta(days=int(match["from"] or 0))
    if match["in"]:
        days = _weekdays(year, int(match["in"]), int(match["weekday"]))
        nth = int(match["nth"])
        return days[nth - 1 if nth > 0 else nth] + timedelta(days=int(match["plus"] or 0))
    if match["year"] and int(match["year"]) != year:
        return None
    return date(year, int(match["month"]), int(match["day"]))


def _weekdays(year: int, month: int, weekday: int) -> list[date]:
    last = calendar.monthrange(year, month)[1]
    days = (date(year, month, day) for day in range(1, last + 1))
    return [day for day in days if day.isoweekday() == weekday]


def only_year(rule: str) -> int | None:
    """The year of a rule for one day alone."""
    return int(rule[:4]) if re.match(r"\d{4}-", rule) else None


def undated(rule: str) -> str:
    """The TIMEX3 value of a holiday of a year that is not known."""
    return f"XXXX-{rule}" if re.fullmatch(r"\d\d-\d\d", rule) else "XXXX-XX-XX"
