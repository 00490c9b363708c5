"""A story told: its events in order, how figures rose and fell, who said what when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from rashomon.archive import Result
from rashomon.compare.outcomes import outcome
from rashomon.exceptions import AbsentError
from rashomon.export.json import story
from rashomon.export.view import short_names
from rashomon.export.voices import Voice, voices
from rashomon.export.wording import clean
from rashomon.model import Citation, Moment, Quantity, Story, Text
from rashomon.moments import bounds
from rashomon.store import Listed
from rashomon.web.contexts import Addresses
from rashomon.web.room import Room

WIDTH, HEIGHT, LEFT, BOTTOM = 800, 190, 56, 26
# Sayings of a story that its page shows, and reports read for its figures.
_SAYINGS, _REPORTS = 120, 400


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that a report gives of what happened to people: at which point of the drawing."""

    value: float
    bound: str
    moment: Moment
    cited: Citation
    words: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Series:
    """All figures of one outcome ("dead"), oldest first; `highest` and `ticks` for the axes."""

    outcome: str
    figures: tuple[Figure, ...]
    highest: float
    first: Moment
    last: Moment


@dataclass(frozen=True, slots=True)
class Said:
    """A saying with its speaker and the time of the report."""

    speaker: str
    words: str
    moment: Moment | None
    cited: Citation


@dataclass(frozen=True, slots=True)
class StoryPage:
    """A story as its page shows it."""

    story: Story
    events: tuple[Listed, ...]
    result: Result
    names: Mapping[str, str]
    addresses: Addresses
    series: tuple[Series, ...]
    said: tuple[Said, ...]


def story_page(room: Room, id: str) -> StoryPage:
    """A story with its figures and sayings; raises `AbsentError` if there is none of this id."""
    room.revision()
    store = room.archive.store
    found = next(iter(store.stories([id])), None)
    if found is None:
        raise AbsentError("There is no story of this name.")

    def made() -> StoryPage:
        result = room.archive.story(id)
        if result is None:  # it went meanwhile
            raise AbsentError("There is no story of this name.")
        listed = store.listed(found.events)
        events = tuple(listed[e] for e in found.events if e in listed)
        names = short_names(result)
        told = tuple(_said(voices(result.texts, result), result))[:_SAYINGS]
        return StoryPage(found, events, result, names, Addresses(result), series(result), told)

    return room.kept(("story", id), made)


def contract(page: StoryPage) -> dict[str, Any]:
    """A story as JSON; `api.Told` describes the fields."""

    def standing(cited: Citation, moment: Moment | None) -> dict[str, Any]:
        return asdict(cited) | {"published": moment.value if moment else None}

    return story(page.story) | {
        "figures": [
            standing(figure.cited, figure.moment)
            | {"of": one.outcome, "value": figure.value, "bound": figure.bound}
            | {"words": figure.words}
            for one in page.series
            for figure in one.figures
        ],
        "said": [
            standing(said.cited, said.moment) | {"speaker": said.speaker, "words": said.words}
            for said in page.said
        ],
    }


def series(result: Result) -> tuple[Series, ...]:
    """How many were said to be dead, injured, missing ..., when and by which report.

    Only outcomes with two figures of different times are worth a drawing.
    """
    found: dict[str, list[tuple[float, Quantity, Moment, Citation]]] = defaultdict(list)
    for text in sorted(result.texts.values(), key=lambda t: t.id)[:_REPORTS]:
        moment = text.report.published
        span = bounds(moment) if moment else None
        if moment is None or span is None:
            continue
        for quantity, happened, cited in _counts(text):
            found[happened].append((span[0].timestamp(), quantity, moment, cited))
    drawn = (_drawn(happened, figures, result) for happened, figures in sorted(found.items()))
    return tuple(s for s in drawn if s is not None)


def _counts(text: Text) -> Iterator[tuple[Quantity, str, Citation]]:
    for sentence in text.body:
        raw = text.report.text[sentence.start : sentence.end]
        for quantity in text.reading.quantities:
            within = sentence.start <= quantity.start and quantity.end <= sentence.end
            if not within or quantity.value is None or quantity.change != "=":
                continue
            if quantity.dimension not in ("people", "count"):
                continue
            start, end = quantity.start - sentence.start, quantity.end - sentence.start
            happened = outcome(raw, start, end, sentence.language)
            if happened:
                yield quantity, happened, Citation(text.id, sentence.start, sentence.end)


def _drawn(
    happened: str, given: list[tuple[float, Quantity, Moment, Citation]], result: Result
) -> Series | None:
    given.sort(key=lambda item: (item[0], item[3].report, item[3].start))
    start, end = given[0][0], given[-1][0]
    highest = max(q.value or 0 for _, q, _, _ in given)
    if end <= start or len(given) < 2 or highest <= 0:
        return None
    figures = []
    for at, quantity, moment, cited in given:
        value = quantity.value or 0
        x = LEFT + 12 + (at - start) / (end - start) * (WIDTH - LEFT - 36)
        y = 14 + (1 - value / highest) * (HEIGHT - BOTTOM - 24)
        words = clean(result.texts[cited.report].cut(cited))
        figures.append(
            Figure(value, quantity.bound, moment, cited, words, round(x, 1), round(y, 1))
        )
    return Series(happened, tuple(figures), highest, given[0][2], given[-1][2])


def _said(found: tuple[Voice, ...], result: Result) -> Iterator[Said]:
    every = [
        Said(voice.name, saying.words, result.texts[c.report].report.published, c)
        for voice in found
        for saying in voice.sayings
        for c in saying.cited[:1]
    ]
    yield from sorted(every, key=lambda s: (s.moment is None, s.moment.value if s.moment else ""))
