"""Maps: the projection, what lies where, and what no point can stand for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.export.results import cite, sample, text

from rashomon.archive import Result
from rashomon.export.earth import HEIGHT, WIDTH, Frame, land
from rashomon.export.html import render
from rashomon.export.maps import Map, plot
from rashomon.export.view import view
from rashomon.model import (
    Account,
    Event,
    Fact,
    Label,
    Moment,
    Origin,
    Place,
    Position,
    Role,
    Stemma,
)

KURSK = Place(0, 5, "Kursk", 51.73, 36.19, 538560, "city", 0.99)
FIJI = Place(0, 4, "Suva", -18.14, 178.44, 2198148, "city", 0.97)
SAMOA = Place(5, 9, "Apia", -13.83, -171.77, 4035413, "city", 0.97)
RUSSIA = Place(6, 12, "Russia", 60.0, 100.0, 2017370, "country", 1.0)


def naming(*places: Place) -> Map | None:
    """The map of the sample's event, whose first report names some places."""
    found = sample()
    event = found.events[-1]
    first = found.texts[event.reports[0]]
    named = replace(first, reading=replace(first.reading, places=places))
    texts = {id: replace(t, reading=replace(t.reading, places=())) for id, t in found.texts.items()}
    result: Result = replace(found, texts={**texts, first.id: named})
    return plot(event, result)


def test_equal_earth_is_drawn_as_published() -> None:
    # The poles are lines of 0.59 of the equator's length, as the paper says.
    frame = Frame((0.0, 0.0), 180.0)
    (west, _), (east, _) = frame.at(-180, 0), frame.at(180, 0)
    (left, _), (right, _) = frame.at(-180, 90), frame.at(180, 90)
    assert (right - left) / (east - west) == pytest.approx(0.5919, abs=1e-3)
    # Width to height is 2.0547 : 1.
    assert (east - west) / (frame.at(0, -90)[1] - frame.at(0, 90)[1]) == pytest.approx(
        2.0547, abs=1e-3
    )


@given(st.floats(-180, 180), st.floats(-85, 85), st.floats(5, 60))
def test_the_middle_lies_in_the_middle_and_east_is_right(
    lon: float, lat: float, span: float
) -> None:
    frame = Frame((lon, lat), span)
    x, y = frame.at(lon, lat)
    assert x == pytest.approx(WIDTH / 2)
    assert -1 <= y <= HEIGHT + 1
    assert frame.at(lon + 1, lat)[0] > x
    assert "nan" not in land(frame)


def test_what_no_point_can_stand_for_is_listed_and_not_drawn() -> None:
    assert naming(RUSSIA) is None
    found = naming(KURSK, RUSSIA)
    assert found is not None
    assert [spot.name for spot in found.spots] == ["Kursk", "Russia"]
    assert all([m.spot.name for m in sheet.marks] == ["Kursk"] for sheet in found.sheets)


def test_an_uncertain_place_is_marked_so_and_alone_makes_no_map() -> None:
    doubtful = replace(KURSK, score=0.4)
    assert naming(doubtful) is None
    found = naming(FIJI, replace(doubtful, start=7, end=9))
    assert found is not None
    assert {spot.name: spot.sure for spot in found.spots} == {"Suva": True, "Kursk": False}


def test_the_date_line_parts_no_neighbours() -> None:
    found = naming(FIJI, SAMOA)
    assert found is not None
    near = {mark.spot.name: mark.x for mark in found.sheets[0].marks}
    assert 0 < near["Suva"] < near["Apia"] < WIDTH


def test_marks_and_names_lie_on_the_sheet() -> None:
    found = naming(KURSK)
    assert found is not None
    assert [sheet.name for sheet in found.sheets] == ["near", "wider", "world"]
    for sheet in found.sheets:
        assert all(0 <= m.x <= WIDTH and 0 <= m.y <= HEIGHT for m in sheet.marks)
        assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for _, x, y in sheet.cities)
    assert found.sheets[-1].land.count("M") > 50
    assert len(found.sheets[-1].land) < 60_000
    drawn = np.array([[float(m.x), m.y] for m in found.sheets[0].marks])
    assert np.allclose(drawn, [[WIDTH / 2, HEIGHT / 2]], atol=20)


def test_claims_stand_on_the_map_with_their_number_and_their_day() -> None:
    days = ("2026-03-09", "2026-03-11")
    words = (
        "Ukrainian forces still hold territory in Kursk.",
        "Russian forces hold territory in Kursk.",
    )
    made = []
    for id, day, told in zip(("one", "two"), days, words, strict=True):
        here = replace(KURSK, start=told.index("Kursk"), end=told.index("Kursk") + 5)
        found = text(id, (told, Role.BODY), published=Moment(day, "day", "given"))
        made.append(replace(found, reading=replace(found.reading, places=(here,))))
    facts = tuple(
        Fact(f"f{t.id}", Label.SINGLE, "", (Position("", None, None, ("o",), (), (cite(t, 0),)),))
        for t in made
    )
    event = Event("e1", "Kursk", ("one", "two"))
    stemma = Stemma((), (Origin("o", "one", "o", ("one", "two")),), {})
    accounts = {"e1": Account("e1", facts)}
    result = Result({t.id: t for t in made}, stemma, (event,), (), accounts, (), ())
    page = render(view(result))
    assert page.count('class="flag holds since1"') == page.count('class="flag holds since2"') == 3
    assert "Claims of reports until" in page
    assert "9 March 2026</label>" in page
    assert "11 March 2026</label>" in page
