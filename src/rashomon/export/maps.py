"""The places of an event on a map, from near to far, each with its mark and its certainty."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from rashomon.archive import Result
from rashomon.export.earth import HEIGHT, WIDTH, Frame, Point, grid, land
from rashomon.export.wording import clean
from rashomon.model import Event, Place

# A mention less sure than this is marked as uncertain: half of the readings of a name that has
# several bearers lie below.
_SURE = 0.8
_MOST = 40
# Names for orientation on one map, and how far apart they stand, in pixels.
_CITIES, _APART = 9, 110
# Degrees of latitude that the nearest view shows at least, and how much more the next shows.
_NEAREST, _WIDER = 6.0, 5.0
# The whole sheet: all land between 60° south and 84° north.
_WORLD = (11.0, 12.0), 145.0
# The gazetteer's only features are the continents.
_KINDS = ("city", "district", "region")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that reports of an event name: how many reports, of which origins, how surely.

    `area` is set for a region, whose mark is GeoNames' point for it; `lat` is None where the place
    is not known.
    """

    number: int
    name: str
    kind: str
    lat: float | None
    lon: float | None
    geonames: int | None
    reports: tuple[str, ...]
    origins: tuple[str, ...]
    sure: bool

    @property
    def area(self) -> bool:
        """Whether the mark stands for more than a point."""
        return self.kind == "region"


@dataclass(frozen=True, slots=True)
class Mark:
    """A spot at its place on a map; `label` is left out where it would hide another's."""

    spot: Spot
    x: float
    y: float
    label: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """One view: land as SVG paths, lines of the grid, names of cities, marks."""

    name: str
    land: str
    grid: str
    cities: tuple[tuple[str, float, float], ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Map:
    """The views of one map, from near to far, with all spots in the order of their numbers."""

    sheets: tuple[Sheet, ...]
    spots: tuple[Spot, ...]


def spots(event: Event, result: Result) -> tuple[Spot, ...]:
    """The places that an event's reports name, those of most origins first."""
    found: dict[object, list[tuple[str, Place]]] = defaultdict(list)
    for report in event.reports:
        for place in result.texts[report].reading.places:
            if place.kind != "demonym":
                # Some counties have a point and no id; two of one name lie apart.
                named = (clean(place.name).casefold(), place.lat, place.lon)
                key = place.geonames or named
                found[key].append((report, place))
    made = []
    for mentions in found.values():
        reports = tuple(sorted({report for report, _ in mentions}))
        shares = (s for r in reports for s in result.stemma.shares.get(r, ()))
        origins = tuple(sorted({s.origin for s in shares}))
        best = max((place for _, place in mentions), key=lambda place: place.score)
        called = Counter(clean(place.name) for _, place in mentions).most_common(1)[0][0]
        sure = best.lat is not None and best.score >= _SURE
        made.append((called, best, reports, origins, sure))
    made.sort(key=lambda m: (not _drawn(m[1]), -len(m[3]), -len(m[2]), m[0]))
    return tuple(
        Spot(n, called, best.kind, best.lat, best.lon, best.geonames, reports, origins, sure)
        for n, (called, best, reports, origins, sure) in enumerate(made[:_MOST], 1)
    )


def plot(event: Event, result: Result) -> Map | None:
    """The map of an event; None where none of its places is surely known, or known
    nearer than a country."""
    every = spots(event, result)
    known = [s for s in every if _drawn(s)]
    if not any(s.sure for s in known):
        return None
    # Areas first, so that a town within one is drawn over its mark.
    known.sort(key=lambda s: not s.area)
    points = [(s.lon or 0.0, s.lat or 0.0) for s in known]
    return Map(tuple(_sheets(known, points)), every)


def _drawn(place: Place | Spot) -> bool:
    """Whether a point can stand for a place: not for a country or a continent."""
    return place.lat is not None and place.kind in _KINDS


def _sheets(known: Sequence[Spot], points: Sequence[Point]) -> Iterator[Sheet]:
    lons, lats = _around([x for x, _ in points]), [y for _, y in points]
    middle = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    tall = max(max(lats) - min(lats), (max(lons) - min(lons)) * 0.5, _NEAREST / 1.5) * 1.5
    for name, span in (("near", tall), ("wider", tall * _WIDER)):
        if span < 110:
            yield _sheet(name, Frame(middle, span), known)
    yield _sheet("world", Frame(*_WORLD), known)


@cache
def world() -> str:
    """All land, for maps of the whole earth: drawn once."""
    return land(Frame(*_WORLD))


def _around(lons: Sequence[float]) -> list[float]:
    """Longitudes without a jump between them where they lie on both sides of the date line."""
    if max(lons) - min(lons) <= 180:
        return list(lons)
    return [lon + 360 if lon < 0 else lon for lon in lons]


def _sheet(name: str, frame: Frame, known: Sequence[Spot]) -> Sheet:
    marks = []
    taken: list[tuple[float, float, float, float]] = []
    places = [(s, *frame.at(frame.near(s.lon or 0.0), s.lat or 0.0)) for s in known]
    taken += [(x - 10, y - 10, x + 10, y + 10) for _, x, y in places]
    for spot, x, y in reversed(places):
        wide = 17 if spot.area else 11
        box = (x + wide, y - 8, x + wide + 3 + 7.2 * len(spot.name), y + 8)
        free = box[2] < WIDTH and not any(_meet(box, other) for other in taken)
        if free:
            taken.append(box)
        marks.append(Mark(spot, round(x, 1), round(y, 1), free))
    cities = () if frame.whole else tuple(_orientation(frame, taken))
    outline = world() if frame.whole else land(frame)
    return Sheet(name, outline, grid(frame), cities, tuple(reversed(marks)))


def _meet(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _orientation(
    frame: Frame, taken: list[tuple[float, float, float, float]]
) -> Iterator[tuple[str, float, float]]:
    """The largest cities in view that hide nothing, for orientation."""
    given: list[Point] = []
    names, places = _cities()
    turned = np.stack([frame.near(places[:, 0]), places[:, 1]], axis=1)
    drawn = frame.all_at(turned, 0)
    inside = ((drawn > (8, 12)) & (drawn < (WIDTH - 90, HEIGHT - 12))).all(axis=1)
    for row in np.flatnonzero(inside).tolist():
        name, (x, y) = names[row], drawn[row].tolist()
        box = (x - 4, y - 8, x + 10 + 6.4 * len(name), y + 8)
        if any(_meet(box, other) for other in taken):
            continue
        if any(abs(x - i) < _APART and abs(y - j) < _APART / 3 for i, j in given):
            continue
        given.append((x, y))
        taken.append(box)
        yield name, round(x, 1), round(y, 1)
        if len(given) == _CITIES:
            return


@cache
def _cities() -> tuple[list[str], NDArray[np.float64]]:
    """Cities and, row by row, longitude and latitude; the largest first (scripts/places.py)."""
    text = (files("rashomon.export") / "data" / "cities.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines()]
    return [name for name, _, _ in rows], np.array([[float(x), float(y)] for _, x, y in rows])
