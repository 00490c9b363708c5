"""How alike events are that come and go, without comparing them two by two each time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rashomon.encode.across import attainable_leads, reliability

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Self

    from numpy.typing import NDArray

    from rashomon.events.about import About
    from rashomon.settings import Events as Limits


class Alike:
    """Some events: the sums of their leads and of their shares by language, and what each has in
    common with itself."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._number = 0
        self._leads: dict[str, NDArray[np.float64]] = {}
        self._spoken: dict[str, float] = {}
        self._own = np.zeros(2)

    @classmethod
    def of(cls, told: Iterable[About], limits: Limits) -> Self:
        """With some events from the start."""
        alike = cls(limits)
        for one in told:
            alike.put(one)
        return alike

    def put(self, told: About) -> None:
        """Takes an event in."""
        self._add(told, 1)

    def take(self, told: About) -> None:
        """Takes out an event that is in."""
        self._add(told, -1)

    def mean(self) -> float:
        """The mean cosine of the leads of the events, two by two, each pair of languages scaled by
        what it can give and weighed by what it tells; 0 for less than two events."""
        if self._number < 2:
            return 0.0
        # The square of a sum holds each pair twice, and each event with itself.
        alike, worth = self._products(self._leads, self._spoken) - self._own
        # Scaled up, chance may be more than a perfect translation gets.
        return min(float(alike) / max(float(worth), 1e-9), 1.0)

    def _add(self, told: About, times: int) -> None:
        self._number += times
        for code, lead in told.leads.items():
            self._leads[code] = self._leads.get(code, 0.0) + times * lead.astype(np.float64)
            self._spoken[code] = self._spoken.get(code, 0.0) + times * told.spoken[code]
        self._own += times * self._products(told.leads, told.spoken)

    def _products(
        self, leads: Mapping[str, NDArray[Any]], spoken: Mapping[str, float]
    ) -> NDArray[np.float64]:
        """The sum of the products of leads, of each language with each, scaled and weighed; and of
        their weights."""
        languages = list(leads)
        every = np.stack([leads[code] for code in languages]).astype(np.float64)
        shares = np.array([spoken[code] for code in languages])
        worth = reliability(languages, self._limits.telling)
        scaled = worth / attainable_leads(languages)
        return np.array([(scaled * (every @ every.T)).sum(), shares @ worth @ shares])
