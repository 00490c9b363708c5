"""Declared dates become moments of their own precision, garbage becomes nothing."""

from datetime import datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rashomon.extract.dates import moment
from rashomon.model import Moment


@pytest.mark.parametrize(
    ("written", "value", "precision"),
    [
        ("2025", "2025", "year"),
        ("2025-05", "2025-05", "month"),
        ("2025-05-20", "2025-05-20", "day"),
        ("2025/05/20", "2025-05-20", "day"),
        ("20250520", "2025-05-20", "day"),
        ("20.5.2025", "2025-05-20", "day"),
        ("20. 05. 2025", "2025-05-20", "day"),
        ("May 20, 2025", "2025-05-20", "day"),
        (" 20 May\n2025 ", "2025-05-20", "day"),
        ("2025-05-20T14:30", "2025-05-20T14:30", "minute"),
        ("2025-05-20T14:30Z", "2025-05-20T14:30+00:00", "minute"),
        ("2025-05-20 14:30:05 +0200", "2025-05-20T14:30:05+02:00", "second"),
        ("2025-05-20T14:30:05.123456-07:00", "2025-05-20T14:30:05-07:00", "second"),
        ("20250520T143005Z", "2025-05-20T14:30:05+00:00", "second"),
        ("Tue, 20 May 2025 14:30:05 +0200", "2025-05-20T14:30:05+02:00", "second"),
        ("20 May 2025 14:30 GMT", "2025-05-20T14:30+00:00", "minute"),
        ("2025-05-20T00:00:00Z", "2025-05-20T00:00:00+00:00", "second"),
    ],
)
def test_forms(written: str, value: str, precision: str) -> None:
    assert moment(written, "given") == Moment(value, precision, "given")


@pytest.mark.parametrize(
    "written",
    [
        None, 2025, "", " ", "yesterday", "05/06/2025", "202505", "1747751400", "2025-13-01",
        "2025-02-30", "2025-05-20T25:00", "0000", "9999-01-01", "Foo 20, 2025", "20 May",
        "2025-05-20 and later", "\ud800", "2025-05-20" * 20,
    ],
)  # fmt: skip
def test_garbage(written: object) -> None:
    assert moment(written, "given") is None


def test_a_bare_date_in_the_dress_of_midnight() -> None:
    assert moment("2025-05-20T00:00:00+02:00", "b", midnight=False) == Moment(
        "2025-05-20", "day", "b"
    )


@given(st.text(max_size=80) | st.from_regex(r"[0-9T:Z.+/ -]{1,40}", fullmatch=True))
def test_nothing_raises_and_values_are_iso(written: str) -> None:
    if found := moment(written, "b"):
        datetime.fromisoformat(found.value + {4: "-01-01", 7: "-01"}.get(len(found.value), ""))


@given(st.datetimes(min_value=datetime(1605, 1, 1), max_value=datetime(2100, 1, 1)))
def test_iso_times_round_trip(when: datetime) -> None:
    assume(when != datetime(1970, 1, 1))
    written = when.isoformat(timespec="seconds")
    assert moment(written, "b") == Moment(written, "second", "b")


@pytest.mark.parametrize(
    "written",
    [
        "1970-01-01",
        "1970-01-01T00:00:00Z",
        "1970-01-01T01:00:00+01:00",
        "1969-12-31T19:00:00-05:00",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "January 1, 1970",
    ],
)
def test_the_zero_of_clocks_is_no_date(written: str) -> None:
    assert moment(written, "given") is None


def test_other_times_of_that_day_are() -> None:
    assert moment("1970-01-01T09:30:00Z", "given") is not None
    assert moment("1970", "given") == Moment("1970", "year", "given")
