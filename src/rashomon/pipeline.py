"""The ordered stages that every report goes through by itself, and nothing else.

    capture → extract → language → annotate → keys and lead

Each is a pure function of its input and the settings: no store, no network, no clock. This is what
runs in worker processes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from rashomon import encode
from rashomon.annotate.dated import dated
from rashomon.annotate.names import names
from rashomon.annotate.places import places
from rashomon.annotate.quantities import quantities
from rashomon.annotate.quotes import quotes
from rashomon.annotate.times import times
from rashomon.events.represent import lead_text
from rashomon.exceptions import RashomonError
from rashomon.extract.article import extract, name
from rashomon.extract.credits import credits
from rashomon.extract.furniture import segment
from rashomon.extract.states import flags
from rashomon.language.sentences import sentences
from rashomon.model import Capture, Failure, Reading, Report, Role, Sentence, Text
from rashomon.reuse.shingles import keys
from rashomon.settings import Settings

# Raised whenever a stage's results change for the same settings, so that an upgrade redoes it.
VERSION = 5

T = TypeVar("T")

_DEFAULT = Settings()

_STORY = frozenset({Role.TITLE, Role.DATELINE, Role.BODY})

# Texts that a worker remembers: copies come close together, in one folder or one feed.
_KEPT = 4


@dataclass(frozen=True, slots=True, eq=False)
class Analysed:
    """A report after all stages of its own: its text, candidate keys and lead vector."""

    text: Text
    keys: tuple[int, ...]
    lead: NDArray[np.float32] | None


def read(report: Report, settings: Settings = _DEFAULT) -> Reading:
    """Reads one report. A stage that fails leaves its part empty and a failure in its place."""
    text = report.text
    failures: list[Failure] = []
    none: tuple[Any, ...] = ()

    def stage(name: str, work: Callable[[], T], empty: T) -> T:
        try:
            return work()
        except Exception as error:  # whatever a stage meets in hostile text, the rest goes on
            failures.append(Failure(report.input, name, f"{type(error).__name__}: {error}"))
            return empty

    split = stage("sentences", lambda: sentences(text, report.language, settings.language), none)
    segments, split = stage(
        "segments", lambda: segment(text, split, report.title, settings.extract), (none, split)
    )
    credited = stage("credits", lambda: credits(text, split), none)
    story = [s for s in split if s.role in _STORY]
    named = stage("names", lambda: names(text, story, settings.annotate), none)
    when = stage("times", lambda: times(text, story, report.published, settings.annotate), none)
    return Reading(
        main_language(split),
        segments,
        split,
        named,
        stage("places", lambda: places(text, story, settings.annotate), none),
        when,
        stage("quantities", lambda: quantities(text, story), none),
        stage("quotes", lambda: quotes(text, story, named, settings.annotate), none),
        credited,
        stage("states", lambda: flags(text, split, credited, settings.extract), none),
        stage("dated", lambda: dated(text, story, when, report.published, settings.annotate), None),
        tuple(failures),
    )


def main_language(split: Sequence[Sentence]) -> str | None:
    """The language of most of a story, by characters; None where it cannot be told."""
    lengths: Counter[str] = Counter()
    for sentence in split:
        if sentence.language and sentence.role in _STORY:
            lengths[sentence.language] += sentence.end - sentence.start
    return max(sorted(lengths), key=lambda code: lengths[code]) if lengths else None


def analyse(capture: Capture, settings: Settings) -> Analysed | Failure:
    """Takes one capture through all stages of its own; what cannot be read is a failure."""
    bare = replace(capture, input="", id=None, digest="")
    try:
        # Nothing but a report's name depends on where it was found: a copy is not parsed again.
        found = replace(_extracted(bare, settings.extract), id=name(capture), input=capture.input)
    except RashomonError as error:
        return Failure(capture.input, error.stage or "extract", error.cause)
    except Exception as error:  # a parser that trips over a hostile page must not stop the others
        return Failure(capture.input, "extract", f"{type(error).__name__}: {error}")
    told = Report("", "", found.text, found.digest, found.title, language=found.language)
    reading, shared, lead = _understood(replace(told, published=found.published), settings)
    if reading.failures:
        failed = tuple(replace(failure, input=capture.input) for failure in reading.failures)
        reading = replace(reading, failures=failed)
    return Analysed(Text(found, reading), shared, lead)


_extracted = lru_cache(maxsize=_KEPT)(extract)


@lru_cache(maxsize=_KEPT)
def _understood(
    told: Report, settings: Settings
) -> tuple[Reading, tuple[int, ...], NDArray[np.float32] | None]:
    """Reading, keys and lead vector of a report, made from what of it the stages look at."""
    text = Text(told, read(told, settings))
    lead = lead_text(text, settings.events)
    vector = encode.load(settings.encode).encode([lead])[0] if lead else None
    return text.reading, keys(text, settings.reuse), vector
