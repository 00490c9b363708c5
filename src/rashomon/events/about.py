"""What an event is about, as a whole: its leads, its names and figures, and its actors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rashomon.encode.across import attainable_leads, reliability
from rashomon.events.sharing import weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rashomon.events.represent import Profile
    from rashomon.model import Event
    from rashomon.settings import Events as Limits


@dataclass(frozen=True, slots=True)
class About:
    """What an event is about: the sum of its reports' leads by language, divided by their number,
    and their share by language; its actors, names of half its reports that are no countries, the
    foremost first."""

    leads: Mapping[str, NDArray[np.float32]]
    spoken: Mapping[str, float]
    actors: tuple[str, ...]


def about(
    event: Event, profiles: Mapping[str, Profile], limits: Limits
) -> tuple[About, dict[str, float]]:
    """What an event is about, and the weights of its names and figures."""
    some = [profiles[r] for r in event.reports]
    leads: dict[str, NDArray[np.float64]] = {}
    spoken: Counter[str] = Counter()
    total: Counter[str] = Counter()
    holders: Counter[str] = Counter()
    for profile in some:
        language = profile.language or ""
        leads[language] = leads.get(language, 0.0) + profile.lead.astype(np.float64) / len(some)
        spoken[language] += 1
        total.update(weights(profile, limits))
        holders.update(profile.names.keys() - profile.wide)
    actors = [name for name, count in holders.items() if 2 * count >= len(some)]
    found = About(
        {language: lead.astype(np.float32) for language, lead in leads.items()},
        {language: count / len(some) for language, count in spoken.items()},
        tuple(sorted(actors, key=lambda name: (-total[name], name))),
    )
    return found, {key: weight / len(some) for key, weight in total.items()}


def meaning_of(
    ones: Sequence[About], others: Facing
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For each of some events and others the mean cosine of their reports' leads, scaled across
    languages, and how far it tells anything."""
    meaning = np.zeros((len(ones), len(others.shares)))
    for code, facing in others.leads.items():
        rows = [row for row, about in enumerate(ones) if code in about.spoken]
        if rows:
            leads = np.stack([ones[row].leads[code] for row in rows])
            meaning[rows] += leads @ facing.T
    # Scaled up, chance may be more than a perfect translation gets.
    np.minimum(meaning, 1.0, out=meaning)
    return meaning, others.told_to(ones)


class Facing:
    """Events as those of each language see them: their mean leads, scaled up for that language."""

    def __init__(self, told: Sequence[About], limits: Limits) -> None:
        self._languages = sorted({code for about in told for code in about.spoken})
        self._telling = reliability(self._languages, limits.telling)
        self.shares = self._spoken(told)
        best = attainable_leads(self._languages)
        rows = [
            [r for r, about in enumerate(told) if code in about.spoken] for code in self._languages
        ]
        own = [
            np.stack([told[row].leads[code] for row in some])
            for code, some in zip(self._languages, rows, strict=True)
        ]
        self.leads: dict[str, NDArray[np.float32]] = {}
        for i, code in enumerate(self._languages):
            seen = self.leads[code] = np.zeros((len(told), own[0].shape[1]), dtype=np.float32)
            for j, some in enumerate(rows):
                seen[some] += own[j] / np.float32(best[i, j])

    def told_to(self, ones: Sequence[About]) -> NDArray[np.float64]:
        """How far a cosine of each of some events with these tells anything."""
        found: NDArray[np.float64] = self._spoken(ones) @ self._telling @ self.shares.T
        return found

    def _spoken(self, told: Sequence[About]) -> NDArray[np.float64]:
        return np.array(
            [[about.spoken.get(code, 0.0) for code in self._languages] for about in told]
        )
