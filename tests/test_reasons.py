"""Sentences of reasons: their gaps, and that whoever gives one fills them."""

from __future__ import annotations

import re

import pytest

from rashomon.reasons import OF_SEVERAL, REPORTS, SENTENCES, TIMES, VALUES, reason

GAPS = re.compile(r"%\((\w+)\)s")


def test_one_and_several_have_the_same_gaps() -> None:
    for code, several in OF_SEVERAL.items():
        assert set(GAPS.findall(several)) == set(GAPS.findall(SENTENCES[code])), code
        assert "count" in GAPS.findall(several)


def test_every_kind_of_gap_is_in_some_sentence() -> None:
    used = {gap for sentence in SENTENCES.values() for gap in GAPS.findall(sentence)}
    assert used >= REPORTS | TIMES | VALUES


def test_a_reason_says_what_it_counts() -> None:
    assert str(reason("shared", count=1)) == "1 sentence in common"
    assert str(reason("shared", count=12)) == "12 sentences in common"
    assert str(reason("named by most", names=["Orlen", "Bereg"])) == "named by most: Orlen, Bereg"


def test_a_reason_without_its_gaps_is_refused() -> None:
    with pytest.raises(KeyError):
        reason("credit", child="a")
    with pytest.raises(KeyError):
        reason("no such sentence")
