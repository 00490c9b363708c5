"""When a report's event took place, from its own words, where no date of publication is given.

News dates what it reports in its lead and dates background rarely twice: a day counts if the lead
names it, or if two mentions of the text lie within a week of each other and the lead has no day
that cannot be dated ("on Thursday"). What the text sets off as background ("since", a year long
past) never counts. Where this leaves nothing, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from rashomon.annotate.tokens import tokenise
from rashomon.language.packs import section
from rashomon.model import Moment, Sentence, Time
from rashomon.settings import Annotate

_DEFAULT = Annotate()

_DAY = re.compile(r"(\d{4}|XXXX)-(\d\d)-(\d\d)")
_WEEKDAY = re.compile(r"XXXX-WXX-\d")


class _Mention(NamedTuple):
    """A day that the text names; `year` is None where it is not stated."""

    year: int | None
    month: int
    day: int
    start: int
    end: int
    lead: bool

    def ordinal(self) -> int:
        """A count of days by which mentions with and without years stand in order."""
        return date(self.year or 2000, self.month, self.day).toordinal()


def dated(
    text: str,
    sentences: Sequence[Sentence],
    times: Sequence[Time],
    published: Moment | None,
    limits: Annotate = _DEFAULT,
) -> Moment | None:
    """The day of the event, with its basis in words; None if the text does not tell.

    Without a stated year the value is "XXXX-05-20". With `published` given, only days shortly
    before it count, and the latest day that the lead names is taken.
    """
    mentions = _mentions(text, sentences, times, limits)
    if published is not None:
        mentions = [m for m in mentions if m.lead and _fresh(m, published, limits)]
    years = [m.year for m in mentions if m.year is not None]
    # A year that later days of the same text exceed is background.
    mentions = [m for m in mentions if m.year is None or m.year == max(years)]
    if any(m.lead and m.year is not None for m in mentions):
        mentions = [m for m in mentions if m.year is not None]
    kept = [m for m in mentions if m.lead]
    if not kept and not _weekday_in_lead(sentences, times, limits):
        kept = _accompanied(mentions, limits)
    if not kept:
        return None
    best = max(kept, key=lambda m: (m.ordinal(), -m.start))
    value = f"{best.year or 'XXXX'}-{best.month:02d}-{best.day:02d}"
    basis = f"text: '{text[best.start : best.end]}'"
    return Moment(value, "day", basis if best.year is not None else f"{basis} without a year")


def _mentions(
    text: str, sentences: Sequence[Sentence], times: Sequence[Time], limits: Annotate
) -> list[_Mention]:
    """The days that the text names, without those it sets off as background."""
    found = []
    ordered = sorted(sentences, key=lambda sentence: sentence.start)
    index = 0
    for time in sorted(times, key=lambda time: time.start):
        match = _DAY.match(time.value) if time.type in ("DATE", "TIME") else None
        while index < len(ordered) and ordered[index].end <= time.start:
            index += 1
        if match is None or index == len(ordered) or ordered[index].start > time.start:
            continue
        year = None if match[1] == "XXXX" else int(match[1])
        try:
            date(year or 2000, int(match[2]), int(match[3]))
        except ValueError:
            continue
        if not _background(text, ordered[index], time):
            month, day = int(match[2]), int(match[3])
            found.append(
                _Mention(year, month, day, time.start, time.end, index < limits.dated_lead)
            )
    return found


def _weekday_in_lead(
    sentences: Sequence[Sentence], times: Sequence[Time], limits: Annotate
) -> bool:
    lead = sorted(sentences, key=lambda sentence: sentence.start)[: limits.dated_lead]
    open_days = [time.start for time in times if _WEEKDAY.match(time.value)]
    return any(s.start <= start < s.end for s in lead for start in open_days)


def _background(text: str, sentence: Sentence, time: Time) -> bool:
    """Whether the word before a date sets it off as the start or anniversary of something."""
    marks = section(sentence.language, "times").get("background", ())
    before = tokenise(text, max(sentence.start, time.start - 40), time.start)[-2:]
    return any(token.key in marks for token in before)


def _fresh(mention: _Mention, published: Moment, limits: Annotate) -> bool:
    try:
        given = date.fromisoformat(published.value[:10])
    except ValueError:
        return False
    return (
        mention.year is not None
        and 0 <= given.toordinal() - mention.ordinal() <= limits.dated_fresh
    )


def _accompanied(mentions: Sequence[_Mention], limits: Annotate) -> list[_Mention]:
    """The mentions that have another within a week."""
    ordered = sorted(mentions, key=lambda mention: mention.ordinal())
    if not ordered:
        return []
    gaps = [b.ordinal() - a.ordinal() for a, b in pairwise(ordered)]
    near = [gap <= limits.dated_near for gap in gaps]
    return [
        mention
        for mention, left, right in zip(ordered, [False, *near], [*near, False], strict=True)
        if left or right
    ]
