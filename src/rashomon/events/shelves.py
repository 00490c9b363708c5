"""The mean leads of events that come and go, so that one is compared with many of them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rashomon.encode.across import attainable_leads, reliability

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rashomon.events.about import About
    from rashomon.settings import Events as Limits


class Shelves:
    """Events row by row, what they tell in each language on a shelf of its own."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._of: dict[str, _Shelf] = {}
        self._best = self._telling = np.zeros((0, 0))

    def put(self, row: int, told: About) -> None:
        """Puts an event in the place of what stood in a row."""
        if new := sorted(told.leads.keys() - self._of.keys()):
            self._of |= {code: _Shelf(len(told.leads[code])) for code in new}
            self._best = attainable_leads(list(self._of))
            self._telling = reliability(list(self._of), self._limits.telling)
        for code, shelf in self._of.items():
            shelf.put(row, told.leads.get(code), told.spoken.get(code, 0.0))

    def meaning_of(
        self, told: About, rows: NDArray[np.int64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """What `about.meaning_of` says of one of these events and of those in some rows."""
        meaning, telling = np.zeros(len(rows)), np.zeros(len(rows))
        own = [(place, code) for place, code in enumerate(self._of) if code in told.leads]
        for other, shelf in enumerate(self._of.values()):
            places, leads, shares = shelf.some(rows)
            if len(places):
                seen = sum(told.leads[code] / self._best[place, other] for place, code in own)
                meaning[places] += leads @ np.asarray(seen, np.float32)
                worth = sum(told.spoken[code] * self._telling[place, other] for place, code in own)
                telling[places] += shares * worth
        # Scaled up, chance may be more than a perfect translation gets.
        return np.minimum(meaning, 1.0), telling


class _Shelf:
    """Leads in one language, and the share of each event that is told in it."""

    def __init__(self, length: int) -> None:
        self._place = np.full(1, -1)  # by row; -1 for what is not told in it
        self._leads = np.zeros((1, length), np.float32)
        self._shares = np.zeros(1)
        self._free = [0]

    def put(self, row: int, lead: NDArray[np.float32] | None, share: float) -> None:
        while row >= len(self._place):
            self._place = np.concatenate([self._place, np.full(len(self._place), -1)])
        place = int(self._place[row])
        if lead is None:
            if place >= 0:
                self._free.append(place)
                self._place[row] = -1
            return
        if place < 0:
            if not self._free:
                self._free = list(range(len(self._leads), 2 * len(self._leads)))
                self._leads, self._shares = _twice(self._leads), _twice(self._shares)
            place = self._place[row] = self._free.pop()
        self._leads[place], self._shares[place] = lead, share

    def some(
        self, rows: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.float64]]:
        """Which of some rows are told in it, by their order, with their leads and shares."""
        inside = np.flatnonzero(rows < len(self._place))
        kept = self._place[rows[inside]]
        told = kept >= 0
        return inside[told], self._leads[kept[told]], self._shares[kept[told]]


def _twice(array: NDArray[Any]) -> NDArray[Any]:
    """An array with as much room again."""
    return np.concatenate([array, np.zeros_like(array)])
