"""When an event happened is what its reports say, not when they were published."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.events.times import distance, happened, published
from rashomon.model import Moment


def days(*values: str) -> list[Moment]:
    return [Moment(value, "day", "text") for value in values]


@pytest.mark.parametrize(
    ("told", "span"),
    [
        ([], None),
        (["2026-03-09"], ("2026-03-09", "2026-03-09")),
        (["2026-03-09", "2026-03-10", "2026-03-09"], ("2026-03-09", "2026-03-10")),
        # One that names a day weeks before does not draw it out.
        (["2026-02-12", "2026-03-09", "2026-03-09"], ("2026-03-09", "2026-03-09")),
        # Of days that as many tell of, the earliest.
        (["2026-03-20", "2026-03-09"], ("2026-03-09", "2026-03-09")),
        (["XXXX-03-09", "2026-03-10"], ("2026-03-10", "2026-03-10")),
        (["XXXX-12-31", "XXXX-12-31", "XXXX-01-01"], ("XXXX-12-31", "XXXX-12-31")),
    ],
)
def test_the_days_that_most_tell_of(told: list[str], span: tuple[str, str] | None) -> None:
    first, last = happened(days(*told), 2.0)
    assert (span is None) == (first is None) == (last is None)
    if span and first and last:
        assert (first.value, last.value) == span


def test_published_from_the_first_to_the_last() -> None:
    first, last = published(days("2026-03-12", "2026-03-10", "nonsense"))
    assert first and last
    assert (first.value, last.value) == ("2026-03-10", "2026-03-12")
    assert published([]) == (None, None)


@given(st.lists(st.dates().map(str), max_size=6), st.randoms())
def test_the_order_of_reports_changes_nothing(told: list[str], chance: object) -> None:
    shuffled = list(told)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a Random
    assert happened(days(*told), 2.0) == happened(days(*shuffled), 2.0)


def test_days_without_a_year_lie_apart_within_one() -> None:
    assert distance(*days("XXXX-12-31", "2026-01-02")) == 2
    assert distance(*days("2026", "nonsense")) is None
