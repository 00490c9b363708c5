"""An event's title is one of its reports' own."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import numpy as np

from rashomon.events.represent import Profile
from rashomon.events.titles import describe
from rashomon.model import Event, Moment, Place, Reading, Report, Sentence, Text
from rashomon.settings import Events

# Where leads point: the one between the others is the most central.
LEADS = {"a": 0.0, "b": 0.4, "c": 0.9, "d": 0.5}


def text(id: str, title: str | None, language: str = "en") -> Text:
    first, second = f"The dam broke, {id} says.", "Water came."
    words = f"{first}\n{second}"
    spans = (Sentence(0, len(first), language), Sentence(len(first) + 1, len(words), language))
    report = Report(id, id, words, sha256(words.encode()).hexdigest(), title)
    return Text(report, Reading(language, sentences=spans))


def event(*texts: Text, family: dict[str, str] | None = None) -> Event:
    profiles = {}
    for told in texts:
        lead = np.array([np.cos(LEADS[told.id]), np.sin(LEADS[told.id])], dtype=np.float32)
        profiles[told.id] = Profile(told.id, told.reading.language, lead, {}, frozenset(), None)
    by_id = {t.id: t for t in texts}
    return describe(list(by_id), by_id, profiles, Events(), family=family)


def title(*texts: Text, family: dict[str, str] | None = None) -> str:
    return event(*texts, family=family).title


def test_the_headline_of_the_most_central_report() -> None:
    assert (
        title(text("a", "Dam bursts"), text("b", "Dam breaks"), text("c", "Flood")) == "Dam breaks"
    )


def test_in_the_language_of_most() -> None:
    reports = [text("a", "Dam broke"), text("b", "Damm bricht", "de"), text("c", "Dam")]
    assert title(*reports, text("d", "Rupture", "fr")) == "Dam broke"


def test_in_each_language_that_it_is_told_in() -> None:
    reports = [text("a", "Dam broke"), text("c", None, "de")]
    assert event(*reports).titles == {"en": "Dam broke", "de": "The dam broke, c says."}


def test_a_headline_in_words_of_its_own_gives_way() -> None:
    reports = [
        text("a", "The dam broke"),
        text("b", "Shameful negligence"),
        text("c", "Water came"),
    ]
    assert title(*reports) == "The dam broke"


def test_words_of_a_copy_bear_nothing_out() -> None:
    """The most central headline has words of its own, unless its copy counted as another."""
    reports = [text("a", "The dam broke"), text("b", "Shameful dam"), text("d", "Shameful dam")]
    assert title(*reports) != "The dam broke"
    assert title(*reports, family={"b": "b", "d": "b"}) == "The dam broke"


def test_when_it_happened_and_when_it_was_told() -> None:
    def dated(told: Text, day: str | None, published: str) -> Text:
        moment = Moment(f"2026-03-{day}", "day", "text: 'then'") if day else None
        report = replace(told.report, published=Moment(f"2026-03-{published}", "day", "given"))
        return Text(report, replace(told.reading, dated=moment))

    one, two = dated(text("a", "Dam"), "09", "10"), dated(text("b", "Dam"), None, "12")
    found = event(
        one, two, dated(text("c", "Dam"), "09", "11"), dated(text("d", "Dam"), "01", "11")
    )
    assert found.first and found.last and found.published_first and found.published_last
    assert (found.first.value, found.last.value) == ("2026-03-09", "2026-03-09")
    assert found.published_first.value == "2026-03-10"
    assert found.published_last.value == "2026-03-12"
    alone = event(two)
    assert alone.first is None
    assert alone.when == alone.published_first


def test_without_headlines_the_lead_sentence_of_the_most_central() -> None:
    reports = [text("a", None), text("b", None), text("c", None)]
    assert title(*reports) == "The dam broke, b says."


def test_a_headline_goes_before_a_sentence() -> None:
    assert title(text("a", "Dam bursts"), text("b", None), text("c", None)) == "Dam bursts"


def test_a_report_without_words_is_called_by_its_id() -> None:
    bare = text("a", None)
    assert title(replace(bare, reading=replace(bare.reading, sentences=()))) == "a"


def test_a_town_and_a_county_of_one_name_are_one_name() -> None:
    told = text("a", "Dam")
    places = tuple(
        Place(0, 3, name, None, None, number, kind, 1.0)
        for number, (name, kind) in enumerate([("HALM", "city"), ("Halm", "region")], 1)
    )
    reading = replace(told.reading, places=places)
    assert event(replace(told, reading=reading)).places == ("HALM",)
