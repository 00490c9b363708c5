"""What reports name in common: names, figures, and consonants where no vowels are written."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from rashomon.annotate.spelling import SHORTEST, consonants

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from rashomon.events.represent import Profile
    from rashomon.settings import Events as Limits

# What a report names that its translation without vowels shows again: about this part of it; and
# one rare name alone, shown by chance, is not enough.
_SHOWN, _LEAST = 0.6, 1.5
# Weight of a name of the fewest consonants: unrelated words share it.
_SHORT = 0.4
# A word in more than this share of texts without vowels tells nothing.
_COMMON = 0.2


def in_common(profiles: Sequence[Profile], limits: Limits) -> NDArray[np.float64]:
    """How much each two reports name in common, 0 to 1, a symmetric matrix.

    The cosine of their sets of names and figures, each weighed by its rarity among these reports,
    a name also by the square root of its mentions. What one report alone has tells the less the
    more reports there are: among many, somebody else would name it if it mattered.
    Of a report in a script without vowels, all words stand for names: it has in common with
    another what of the other's names it shows.
    """
    prior = limits.rarity_prior
    shared, whole = _products(
        [weights(p, limits) for p in profiles], prior, _alone(profiles, prior)
    )
    cosines = _cosines(shared, whole)
    bare = np.array([bool(p.words) for p in profiles], dtype=bool)
    if not bare.any():
        return cosines
    covered = np.minimum(1.0, _shown(profiles, shared, limits))
    cosines = np.where(~bare[:, None] & bare[None, :], covered, cosines)
    cosines = np.where(bare[:, None] & ~bare[None, :], covered.T, cosines)
    words, length = _products(_words(profiles), prior)
    both = (words + shared) / np.sqrt(np.outer(length + whole, length + whole))
    return np.where(bare[:, None] & bare[None, :], np.maximum(both, cosines), cosines)


def names_in_common(sets: Sequence[Mapping[str, float]], prior: int) -> NDArray[np.float64]:
    """The same for names and figures with their weights, of reports or of whole events."""
    return _cosines(*_products(sets, prior, _alone(sets, prior)))


def _cosines(shared: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    cosines: NDArray[np.float64] = shared / np.sqrt(np.outer(whole, whole))
    return cosines


def _alone(sets: Sequence[object], prior: int) -> float:
    """What the weight of a name that only one has is multiplied by."""
    return prior / (prior + len(sets))


def weights(profile: Profile, limits: Limits) -> dict[str, float]:
    """Names and figures with their weights, rarity apart."""
    names = {
        key: math.sqrt(profile.mentions.get(key, 1))
        * (limits.wide_weight if key in profile.wide else 1.0)
        for key in profile.names
    }
    return names | {
        f"#{figure}": limits.figure_weight * (1.0 if len(figure) > 2 else limits.short_figure)
        for figure in profile.figures
    }


def _words(profiles: Sequence[Profile]) -> list[dict[str, float]]:
    """The words of reports in scripts without vowels, those that many have left out."""
    holders = _holders(p.words for p in profiles)
    most = max(1.0, _COMMON * sum(1 for p in profiles if p.words))
    return [
        dict.fromkeys((w for w in sorted(p.words) if len(holders[w]) <= most), 1.0)
        for p in profiles
    ]


def _products(
    sets: Sequence[Mapping[str, float]], prior: int, alone: float = 1.0
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Inner products of weighted sets, and the square of each one's length; none of them is 0.

    `alone` is what the weight of a key that one set has is multiplied by.
    """
    shared = np.zeros((len(sets), len(sets)))
    whole = np.full(len(sets), 1e-9)
    holders = _holders(sets)
    for key in sorted(holders):
        rows = holders[key]
        rarity = _rarity(len(rows), len(sets), prior)
        weights = np.array([sets[row][key] for row in rows]) * rarity
        weights *= alone if len(rows) == 1 else 1.0
        whole[rows] += weights**2
        if len(rows) > 1:
            shared[np.ix_(rows, rows)] += np.outer(weights, weights)
    return shared, whole


def _shown(
    profiles: Sequence[Profile], shared: NDArray[np.float64], limits: Limits
) -> NDArray[np.float64]:
    """How much of what each report (rows) names stands, by consonants, in each without vowels."""
    holders = _holders(p.words for p in profiles)
    bare = sum(1 for p in profiles if p.words)
    found = np.zeros_like(shared)
    whole = np.zeros(len(profiles))
    for row, profile in enumerate(profiles):
        seen: set[str] = set()
        for key, word in sorted(profile.names.items()):
            for form in sorted(consonants(word) - seen):
                seen.add(form)
                rows = holders.get(form, [])
                weight = _rarity(len(rows), bare, limits.rarity_prior)
                weight *= limits.wide_weight if key in profile.wide else 1.0
                weight *= _SHORT if len(form) == SHORTEST else 1.0
                whole[row] += weight
                found[row, rows] += weight
    covered: NDArray[np.float64] = (found + shared) / (_SHOWN * whole + _LEAST)[:, None]
    return covered


def _rarity(holders: int, reports: int, prior: int) -> float:
    """1 for what hardly any report has, near 0 for what all have."""
    return math.log((reports + prior) / (holders + 1)) / math.log(reports + prior)


def _holders(sets: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    """Which sets have a key, by key."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for row, keys in enumerate(sets):
        for key in keys:
            holders[key].append(row)
    return dict(holders)
