"""Reasons name names, not nouns."""

from __future__ import annotations

from hashlib import sha256

import numpy as np

from rashomon.events.reasons import of_event, written
from rashomon.events.represent import Profile, profile
from rashomon.model import Report, Text
from rashomon.pipeline import read
from rashomon.settings import Events

LEAD = np.array([1, 0], dtype=np.float32)


def reported(id: str, text: str, language: str) -> Profile:
    report = Report(id, id, text, sha256(text.encode()).hexdigest(), language=language)
    return profile(Text(report, read(report)), LEAD, Events())


GERMAN = reported(
    "a",
    "Auf dieser Reise traf Ilse Marten in Sorvets den Bürgermeister. Die Reise nach Sorvets war "
    "lang, und auf der Reise sprach Marten wenig.",
    "de",
)
ENGLISH = reported(
    "b", "On her way Ilse Marten met the mayor of Sorvets in Russia, and Marten said little.", "en"
)


def test_a_common_noun_of_german_is_no_name() -> None:
    nouns = {GERMAN.names[key] for key in GERMAN.nouns}
    assert "Reise" in nouns
    assert not nouns & {"Marten", "Ilse"}
    assert not ENGLISH.nouns


def test_reasons_pass_over_nouns_and_write_names_as_most_do() -> None:
    # By its consonants "Reise" is the same as "Russia".
    profiles = {"a": GERMAN, "b": ENGLISH}
    told = " ".join(map(str, of_event(["a", "b"], profiles)))
    assert "Marten" in told
    assert "Reise" not in told
    assert "Reise" not in written(GERMAN.names, [GERMAN]).values()
    assert "Russia" in written(GERMAN.names, [GERMAN, ENGLISH]).values()
