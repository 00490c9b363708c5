"""The earth on a flat sheet: the Equal Earth projection, land without borders, a grid.

The outline is Natural Earth's land (public domain; scripts/outline.py). No border is drawn: whose
a place is, reports claim and a map cannot say. Šavrič, Patterson and Jenny (2019), "The Equal
Earth map projection".
"""

from __future__ import annotations

import math
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 800, 420
Point = tuple[float, float]
Degrees = TypeVar("Degrees", float, NDArray[np.float64])
_A = (1.340264, -0.081106, 0.000893, 0.003796)


class Frame:
    """Where on a sheet a place lies: `middle` in its middle, `span` degrees from top to bottom."""

    def __init__(self, middle: Point, span: float) -> None:
        self.middle, self.span = middle, span
        self.whole = span > 140
        # A sheet ends at the poles: near one its middle lies nearer the equator.
        lat = max(span / 2 - 90, min(90 - span / 2, middle[1]))
        # On a sphere of radius 1 first: then the scale and the upper edge are known.
        self._scale, self._top = 1.0, 0.0
        ends = np.array([(middle[0], lat + span / 2), (middle[0], lat - span / 2)])
        upper, lower = -self.all_at(ends, 0)[:, 1]
        self._scale, self._top = HEIGHT / (upper - lower), float(upper)

    def at(self, lon: float, lat: float) -> Point:
        """A place in pixels; `lon` may be beyond 180 on either side."""
        x, y = self.all_at(np.array([[lon, lat]]), 0)[0]
        return float(x), float(y)

    def all_at(self, ring: NDArray[np.float64], turn: float) -> NDArray[np.float64]:
        """A ring of places in pixels."""
        phi = np.arcsin(math.sqrt(3) / 2 * np.sin(np.radians(ring[:, 1])))
        x = np.radians(ring[:, 0] + turn - self.middle[0]) * np.cos(phi)
        a, b, c, d = _A
        square = phi * phi
        sixth = square**3
        slope = 9 * d * sixth * square + 7 * c * sixth + 3 * b * square + a
        x *= 2 * math.sqrt(3) / 3 / slope
        y = phi * (a + b * square + sixth * (c + d * square))
        drawn = [WIDTH / 2 + x * self._scale, (self._top - y) * self._scale]
        return np.stack(drawn, axis=1)

    def near(self, lon: Degrees) -> Degrees:
        """A longitude turned to the side of the middle."""
        return self.middle[0] + (lon - self.middle[0] + 180) % 360 - 180


@cache
def _rings() -> list[tuple[NDArray[np.float64], tuple[float, float, float, float]]]:
    """The outlines of all land, in degrees, each with its west, south, east and north ends."""
    text = (files("rashomon.export") / "data" / "land.txt").read_text(encoding="ascii")
    found = []
    for line in text.splitlines():
        steps = np.array(line.replace(",", " ").split(), dtype=np.int64).reshape(-1, 2)
        ring = steps.cumsum(axis=0) / 100
        (west, south), (east, north) = ring.min(axis=0), ring.max(axis=0)
        found.append((ring, (float(west), float(south), float(east), float(north))))
    return found


def land(frame: Frame) -> str:
    """The land within a frame as one SVG path, in whole pixels."""
    return "".join(
        _path(_clipped(frame.all_at(ring, turn)), 3 if frame.whole else 1)
        for ring, ends in _rings()
        for turn in ((0,) if frame.whole else (-360, 0, 360))
        if frame.whole or _reaches(ends, turn, frame)
    )


def _reaches(ends: tuple[float, float, float, float], turn: float, frame: Frame) -> bool:
    wide = frame.span * WIDTH / HEIGHT * 1.6
    lon, lat = frame.middle
    west, south, east, north = ends
    inside = south < lat + frame.span and north > lat - frame.span
    return inside and west + turn < lon + wide and east + turn > lon - wide


def _clipped(ring: NDArray[np.float64]) -> NDArray[np.float64]:
    """The part of a ring that lies within the sheet, and a little around it.

    Sutherland and Hodgman (1974), side by side.
    """
    for axis, limit, sign in (
        (0, -9.0, 1), (0, WIDTH + 9.0, -1), (1, -9.0, 1), (1, HEIGHT + 9.0, -1),
    ):  # fmt: skip
        inward = (ring[:, axis] - limit) * sign
        if not len(ring) or inward.max() < 0:
            return ring[:0]
        if inward.min() >= 0:
            continue
        before, here, there = np.roll(ring, 1, axis=0), inward, np.roll(inward, 1)
        crosses = (here < 0) != (there < 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            part = np.where(crosses, there / (there - here), 0.0)[:, None]
        both = np.stack([before + part * (ring - before), ring], axis=1).reshape(-1, 2)
        ring = both[np.stack([crosses, here >= 0], axis=1).ravel()]
    return ring


def _path(ring: NDArray[np.float64], least: int) -> str:
    """A closed path in whole pixels, its points at least so many apart; nothing for a speck."""
    points: list[tuple[int, int]] = []
    x, y = -WIDTH, -HEIGHT
    for i, j in ring.round().astype(int).tolist():
        if abs(i - x) + abs(j - y) >= least:
            points.append((i, j))
            x, y = i, j
    if len(points) < 3:
        return ""
    steps = " ".join(f"{i - x},{j - y}" for (x, y), (i, j) in pairwise(points))
    return f"M{points[0][0]},{points[0][1]}l{steps}z"


def grid(frame: Frame) -> str:
    """Meridians and parallels at whole steps, as one SVG path."""
    step = next(s for s in (1, 2, 5, 10, 20, 30) if frame.span / s <= 6 or s == 30)
    wide = 180 if frame.whole else frame.span * WIDTH / HEIGHT * 1.2
    lon, lat = frame.middle
    west, east = lon - wide, lon + wide
    south, north = max(-85.0, lat - frame.span), min(85.0, lat + frame.span)
    heights = np.linspace(south, north, 13)
    lines = [
        np.stack([np.full(13, float(meridian)), heights], axis=1)
        for meridian in range(math.ceil(west / step) * step, math.floor(east) + 1, step)
    ]
    lines += [
        np.array([(west, float(parallel)), (east, float(parallel))])
        for parallel in range(math.ceil(south / step) * step, math.floor(north) + 1, step)
    ]
    drawn = (frame.all_at(line, 0).round().astype(int).tolist() for line in lines)
    return "".join("M" + "L".join(f"{x},{y}" for x, y in line) for line in drawn)
