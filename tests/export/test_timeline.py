"""When reports were published, on a line."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.export.timeline import time_line
from rashomon.model import Moment


def moment(value: str) -> Moment:
    return Moment(value, "", "")


def test_a_line_goes_from_the_first_to_the_last() -> None:
    days = [moment("2026-03-11"), None, moment("2026-03-09"), moment("2026-03-10T00:00:00Z")]
    line = time_line(days)
    assert line is not None
    assert line.at == (0.0, 0.5, 1.0)
    assert (line.first.value, line.last.value) == ("2026-03-09", "2026-03-11")
    assert line.dots(6, 228, 9) == "M6.0 9h0M120.0 9h0M234.0 9h0"


def test_reports_of_one_moment_are_one_dot() -> None:
    line = time_line([moment("2026-03-09T10:00:00Z")] * 3)
    assert line is not None
    assert len(line.at) == 3
    assert line.dots(0, 10, 1) == "M0.0 1h0"


@pytest.mark.parametrize("value", ["2026", "2026-03", "XXXX-03-09", "soon"])
def test_what_is_not_known_to_the_day_has_no_place(value: str) -> None:
    assert time_line([moment(value), None]) is None


@given(st.lists(st.datetimes(), min_size=1))
def test_every_moment_has_a_place_on_the_line(times: list[datetime]) -> None:
    line = time_line([moment(f"{time.isoformat()}Z") for time in times])
    assert line is not None
    assert all(0 <= at <= 1 for at in line.at)
    assert list(line.at) == sorted(line.at)
