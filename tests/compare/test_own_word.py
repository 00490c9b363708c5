"""Whose word a sentence is: the inmost speaker of a chain, and nobody's where one only wants."""

from __future__ import annotations

import pytest

from rashomon import read_text
from rashomon.compare.statements import sentences
from rashomon.model import Report, Text


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("The Courier reported that the Kremlin said the long talks had failed again.", "Kremlin"),
        ("Velonia refused to withdraw its border guards from the northern harbour.", None),
        ("The governor condemned the shelling of the harbour and the two villages.", None),
        ("The governor denied that the harbour had been shelled on Monday.", "governor"),
    ],
)
def test_whose_word_a_sentence_is(sentence: str, speaker: str | None) -> None:
    report = Report("one", "one", sentence, "", language="en")
    said = sentences(Text(report, read_text(report)), "origin", {}, "en")
    assert [s.speaker for s in said] == [speaker]
