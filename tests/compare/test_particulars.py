"""Days and bearings that reports of one thing give differently."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.compare.test_facts import amount, said

from rashomon.compare.particulars import bearings, particulars
from rashomon.compare.statements import Day, Statement, statements
from rashomon.language.packs import languages
from rashomon.model import Label, Report, Text
from rashomon.pipeline import read
from rashomon.settings import Settings

LIMITS = Settings().compare
GOLDEN = Path(__file__).parent.parent / "golden"
CASES = [
    pytest.param(path.parent.name, case, id=f"{path.parent.name}-{number}")
    for path in sorted(GOLDEN.glob("*/bearings.json"))
    for number, case in enumerate(json.loads(path.read_text(encoding="utf-8")))
]


@pytest.mark.parametrize(("language", "case"), CASES)
def test_golden(language: str, case: dict[str, Any]) -> None:
    found = bearings(case["text"], language)
    assert [[b.point, b.written] for b in found] == case["expected"]


def test_every_language_has_golden_pairs() -> None:
    assert {path.parent.name for path in GOLDEN.glob("*/bearings.json")} == set(languages())


def _dated(report: str, *days: str) -> Statement:
    return replace(said(report, "It sank."), days=tuple(Day(day, day) for day in days))


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        (["2008-11-18"], ["2008-11-19"], True),
        (["2008-11-18"], ["XXXX-11-19"], True),
        (["2008-11-18"], ["2008-11-18"], False),
        (["2008-11-18"], ["2007-11-19"], False),  # two years: two things
        (["2008-11-02"], ["2008-11-19"], False),  # too far apart for one thing
        (["2008-11-18", "2008-11-02"], ["2008-11-19"], False),  # which of the two?
    ],
)
def test_days_of_one_thing(one: list[str], other: list[str], differ: bool) -> None:
    found = particulars([_dated("a", *one), _dated("b", *other)], [[0, 1]], LIMITS)
    assert [f.label for f in found] == [Label.DIFFERS] * differ
    assert all(len(f.positions) == 2 for f in found)


def test_days_of_two_things_are_not_compared() -> None:
    statements = [_dated("a", "2008-11-18"), _dated("b", "2008-11-19")]
    assert particulars(statements, [[0], [1]], LIMITS) == []


def test_versions_of_one_origin_do_not_differ() -> None:
    statements = [_dated("a", "2008-11-18"), replace(_dated("b", "2008-11-19"), origin="origin:a")]
    assert particulars(statements, [[0, 1]], LIMITS) == []


@pytest.mark.parametrize(
    ("other", "reasons"),
    [
        ("150 miles east of Aden", ("given differently: east of Aden, west of Aden",)),
        ("150 miles west of Aden", None),
        ("150 miles east of Halm", None),  # from another place
    ],
)
def test_bearings_of_one_thing(other: str, reasons: tuple[str, ...] | None) -> None:
    statements = [said("a", "It lay 150 miles west of Aden."), said("b", f"It lay {other}.")]
    found = particulars(statements, [[0, 1]], LIMITS)
    assert [tuple(map(str, f.reasons)) for f in found] == ([reasons] if reasons else [])


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("7:37 a.m.", "8:02 a.m.", True),
        ("7:37 a.m.", "07:37", False),
        ("7:37 a.m.", "11:02 a.m.", False),  # too far apart for one thing
        ("7:37 a.m.", "05:37 GMT", False),  # perhaps the same hour
        ("7:37 a.m. and at 7:50 a.m.", "8:02 a.m.", False),  # which of the two?
    ],
)
def test_times_of_day_of_one_thing(one: str, other: str, differ: bool) -> None:
    statements_: list[Statement] = []
    for id, clock in (("a", one), ("b", other)):
        report = Report(id, id, f"The dam at Halm broke at {clock} on Sunday.", id)
        statements_ += statements(Text(report, read(report)), f"origin:{id}", {}, "en")
    found = particulars(statements_, [[0, 1]], LIMITS)
    assert [f.label for f in found] == [Label.DIFFERS] * differ


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ([("USD", 136e6)], [("EUR", 103e6)], True),
        ([("USD", 136e6)], [("USD", 103e6)], False),  # one currency: compared as measures are
        ([("USD", 2e6)], [("EUR", 200e6)], False),  # hardly one sum
        ([("USD", 136e6), ("GBP", 88e6)], [("EUR", 103e6)], False),  # which of the two?
        ([("USD / year", 136e6)], [("EUR", 103e6)], False),
    ],
)
def test_sums_of_one_thing_in_other_currencies(
    one: list[tuple[str, float]], other: list[tuple[str, float]], differ: bool
) -> None:
    def stolen(report: str, sums: list[tuple[str, float]]) -> Statement:
        given = tuple(amount(value, unit, "money") for unit, value in sums)
        return said(report, "He stole gems.", quantities=given)

    found = particulars([stolen("a", one), stolen("b", other)], [[0, 1]], LIMITS)
    assert [f.label for f in found] == [Label.DIFFERS] * differ
    assert all("€103 million" in str(f.reasons[0]) for f in found)
