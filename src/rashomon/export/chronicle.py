"""When an event was and when its reports came: a row for each origin on one line of time."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from rashomon.archive import Result
from rashomon.model import Event, Moment, Origin, Share
from rashomon.moments import bounds

# In pixels: the drawing, the names at its left, one row, what stands above and below the rows.
WIDTH, LEFT, ROW, TOP = 800, 190, 24, 26
_RIGHT = 24
_ROWS = 24
_HOUR, _DAY = 3_600.0, 86_400.0
_STEPS = (
    *(_HOUR * n for n in (1, 2, 3, 6, 12)),
    *(_DAY * n for n in (1, 2, 5, 10, 30, 90, 365, 1825, 9125)),
)


@dataclass(frozen=True, slots=True)
class Published:
    """A report at its time of publication; `until` is set where only the day, or less, is known."""

    report: str
    moment: Moment
    x: float
    until: float | None


@dataclass(frozen=True, slots=True)
class Lane:
    """The reports of one origin."""

    origin: Origin
    y: int
    reports: tuple[Published, ...]


@dataclass(frozen=True, slots=True)
class Chronicle:
    """The drawing: lanes, the stretch of the event itself, labelled ticks, reports without a date.

    `more` counts origins that found no room.
    """

    lanes: tuple[Lane, ...]
    event: tuple[float, float] | None
    ticks: tuple[tuple[float, Moment, bool], ...]
    undated: tuple[str, ...]
    more: int
    height: int


def chronicle(event: Event, origins: Sequence[Origin], result: Result) -> Chronicle | None:
    """Lays out an event and its reports; None where no report says when it was published."""
    published = {id: result.texts[id].report.published for id in event.reports}
    spans = {id: span for id, m in published.items() if m and (span := bounds(m))}
    if not spans:
        return None
    happened = _happened(event)
    ends = [*spans.values(), *((happened,) if happened else ())]
    start, end = min(a for a, _ in ends), max(b for _, b in ends)
    scale = _Scale(start, max(end, start + timedelta(hours=1)))
    lanes = _lanes(event, origins, result, spans, scale)
    return Chronicle(
        tuple(lanes[:_ROWS]),
        (scale.at(happened[0]), scale.at(happened[1])) if happened else None,
        tuple(scale.ticks()),
        tuple(id for id in event.reports if id not in spans),
        max(0, len(lanes) - _ROWS),
        TOP + ROW * min(len(lanes), _ROWS) + 30,
    )


def _happened(event: Event) -> tuple[datetime, datetime] | None:
    first = bounds(event.first) if event.first else None
    last = bounds(event.last) if event.last else None
    return (first[0], (last or first)[1]) if first else None


def _lanes(
    event: Event,
    origins: Sequence[Origin],
    result: Result,
    spans: Mapping[str, tuple[datetime, datetime]],
    scale: _Scale,
) -> list[Lane]:
    """A lane for every origin with dated reports, a report in that of its main origin."""
    main = {id: shares[0].origin for id in event.reports if (shares := _shares(id, result))}
    lanes: list[Lane] = []
    for origin in origins:
        reports = sorted(
            (id for id in event.reports if main.get(id) == origin.id and id in spans),
            key=lambda id: (spans[id], id),
        )
        marks = []
        for id in reports:
            moment = result.texts[id].report.published
            first, last = spans[id]
            if moment is not None:
                known = last - first < timedelta(hours=1)
                marks.append(
                    Published(id, moment, scale.at(first), None if known else scale.at(last))
                )
        if marks:
            y = TOP + ROW * min(len(lanes), _ROWS) + ROW // 2
            lanes.append(Lane(origin, y, tuple(marks)))
    return lanes


def _shares(id: str, result: Result) -> tuple[Share, ...]:
    return result.stemma.shares.get(id, ())


class _Scale:
    """Instants to pixels."""

    def __init__(self, start: datetime, end: datetime) -> None:
        self._start, self._length = start, (end - start).total_seconds()
        self._step = next(
            (s for s in _STEPS if self._length / s <= 7), self._length / 7
        )  # past the longest step a line is too long for round ones

    def at(self, instant: datetime) -> float:
        """Where an instant lies."""
        part = (instant - self._start).total_seconds() / self._length
        return round(LEFT + 12 + part * (WIDTH - LEFT - 12 - _RIGHT), 1)

    def ticks(self) -> list[tuple[float, Moment, bool]]:
        """Round instants, and whether each begins a day."""
        zero = self._start.timestamp()
        first = math.ceil(zero / self._step) * self._step
        found = []
        while first <= zero + self._length:
            instant = datetime.fromtimestamp(first, UTC)
            midnight = instant.hour == instant.minute == 0
            value = instant.date().isoformat() if midnight else instant.isoformat()
            found.append((self.at(instant), Moment(value, "", ""), midnight))
            first += self._step
        return found
