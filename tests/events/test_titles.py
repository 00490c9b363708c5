"""An event's title is one of its reports' own."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import numpy as np

from rashomon.events.represent import Profile
from rashomon.events.titles import describe
from rashomon.model import Reading, Report, Sentence, Text
from rashomon.settings import Events

# Where leads point: the one between the others is the most central.
LEADS = {"a": 0.0, "b": 0.4, "c": 0.9, "d": 0.5}


def text(id: str, title: str | None, language: str = "en") -> Text:
    first, second = f"The dam broke, {id} says.", "Water came."
    words = f"{first}\n{second}"
    spans = (Sentence(0, len(first), language), Sentence(len(first) + 1, len(words), language))
    report = Report(id, id, words, sha256(words.encode()).hexdigest(), title)
    return Text(report, Reading(language, sentences=spans))


def title(*texts: Text) -> str:
    profiles = {}
    for told in texts:
        lead = np.array([np.cos(LEADS[told.id]), np.sin(LEADS[told.id])], dtype=np.float32)
        profiles[told.id] = Profile(told.id, told.reading.language, lead, {}, frozenset(), None)
    return describe([t.id for t in texts], {t.id: t for t in texts}, profiles, Events()).title


def test_the_headline_of_the_most_central_report() -> None:
    assert (
        title(text("a", "Dam bursts"), text("b", "Dam breaks"), text("c", "Flood")) == "Dam breaks"
    )


def test_in_the_language_of_most() -> None:
    reports = [text("a", "Dam bursts"), text("b", "Damm bricht", "de"), text("c", "Flood")]
    assert title(*reports, text("d", "Rupture", "fr")) == "Flood"


def test_without_headlines_the_lead_sentence_of_the_most_central() -> None:
    reports = [text("a", None), text("b", None), text("c", None)]
    assert title(*reports) == "The dam broke, b says."


def test_a_headline_goes_before_a_sentence() -> None:
    assert title(text("a", "Dam bursts"), text("b", None), text("c", None)) == "Dam bursts"


def test_a_report_without_words_is_called_by_its_id() -> None:
    bare = text("a", None)
    assert title(replace(bare, reading=replace(bare.reading, sentences=()))) == "a"
