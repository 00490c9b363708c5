"""What reports name in common: names, figures, and consonants where no vowels are written."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from rashomon.annotate.spelling import SHORTEST, consonants

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Self

    from numpy.typing import NDArray

    from rashomon.events.represent import Profile
    from rashomon.settings import Events as Limits


K = TypeVar("K", str, int)

# Cells of the matrix of reports by names that is made at once.
_CELLS = 1 << 22


@dataclass(frozen=True, slots=True)
class Counts:
    """How many reports there are that bear each name or figure; the same of words in scripts
    without vowels."""

    reports: int
    bearers: Mapping[str, int]
    bare: int
    words: Mapping[str, int]

    @classmethod
    def of(cls, profiles: Sequence[Profile], limits: Limits) -> Self:
        """Counts them among some reports."""
        return cls(
            len(profiles),
            Counter(key for p in profiles for key in weights(p, limits)),
            sum(1 for p in profiles if p.words),
            Counter(word for p in profiles for word in p.words),
        )


def in_common(
    profiles: Sequence[Profile], limits: Limits, counts: Counts | None = None
) -> NDArray[np.float64]:
    """How much each two reports name in common, 0 to 1, a symmetric matrix.

    The cosine of their sets of names and figures, each weighed by its rarity among all reports that
    `counts` tells of (these, where it is None), a name also by the square root of its mentions.
    What one report alone has tells the less the more reports there are: among many, somebody else
    would name it if it mattered.
    Of a report in a script without vowels, all words stand for names: it has in common with
    another what of the other's names it shows.
    """
    counts = counts or Counts.of(profiles, limits)
    prior = limits.rarity_prior
    shared, whole = _products(
        [weights(p, limits) for p in profiles], counts.bearers, counts.reports, prior, True
    )
    cosines = _cosines(shared, whole)
    bare = np.array([bool(p.words) for p in profiles], dtype=bool)
    if not bare.any():
        return cosines
    covered = _shown(profiles, shared, limits, counts)
    cosines = np.where(~bare[:, None] & bare[None, :], covered, cosines)
    cosines = np.where(bare[:, None] & ~bare[None, :], covered.T, cosines)
    words, length = _products(_words(profiles, counts, limits), counts.words, counts.reports, prior)
    both = (words + shared) / np.sqrt(np.outer(length + whole, length + whole))
    return np.where(bare[:, None] & bare[None, :], np.maximum(both, cosines), cosines)


def names_in_common(
    sets: Sequence[Mapping[int, float]], bearers: Sequence[int], number: int, prior: int
) -> NDArray[np.float64]:
    """The same for names and figures, by their numbers, with their weights, of some events among a
    `number`."""
    return _cosines(*_products(sets, bearers, number, prior, True))


def _cosines(shared: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    cosines: NDArray[np.float64] = shared / np.sqrt(np.outer(whole, whole))
    return cosines


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


def _words(profiles: Sequence[Profile], counts: Counts, limits: Limits) -> list[dict[str, float]]:
    """The words of reports in scripts without vowels, those that many have left out."""
    most = max(1.0, limits.common_word * counts.bare)
    return [
        dict.fromkeys((w for w in sorted(p.words) if counts.words[w] <= most), 1.0)
        for p in profiles
    ]


def _products(
    sets: Sequence[Mapping[K, float]],
    bearers: Mapping[K, int] | Sequence[int],
    number: int,
    prior: int,
    damped: bool = False,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Inner products of weighted sets, and the square of each one's length; none of them is 0.

    `bearers` says how many of a `number` of reports have a key; with `damped`, what one alone has
    weighs less, and the less the more reports there are.
    """
    columns: dict[Any, int] = {}
    place = [columns.setdefault(key, len(columns)) for some in sets for key in some]
    keys = np.array(place, dtype=np.intp)
    rows = np.repeat(np.arange(len(sets)), [len(some) for some in sets])
    each = np.fromiter((w for some in sets for w in some.values()), np.float64, len(keys))
    held = np.array([bearers[key] for key in columns])
    worth = np.array([rarity(count, number, prior) for count in held.tolist()])
    if damped:
        worth[held == 1] *= prior / (prior + number)
    each *= worth[keys]
    whole = np.full(len(sets), 1e-9)
    whole += np.bincount(rows, each**2, minlength=len(sets))
    # What one alone has is in common with none.
    common = np.bincount(keys, minlength=len(columns)) > 1
    column = np.cumsum(common) - 1
    some = common[keys]
    rows, keys, each = rows[some], column[keys[some]], each[some]
    shared = np.zeros((len(sets), len(sets)))
    width = int(common.sum())
    step = min(width, max(1, _CELLS // max(1, len(sets))))
    for start in range(0, width, max(1, step)):
        here = (keys >= start) & (keys < start + step)
        part = np.zeros((len(sets), step))
        part[rows[here], keys[here] - start] = each[here]
        shared += part @ part.T
    return shared, whole


def _shown(
    profiles: Sequence[Profile], shared: NDArray[np.float64], limits: Limits, counts: Counts
) -> NDArray[np.float64]:
    """How much of what each report (rows) names stands, by consonants, in each without vowels."""
    holders = _holders(p.words for p in profiles)
    found = np.zeros_like(shared)
    whole = np.zeros(len(profiles))
    for row, profile in enumerate(profiles):
        for form, given in sounds(profile, limits).items():
            known = counts.words.get(form, 0)
            weight = given * rarity(known, counts.bare, limits.rarity_prior)
            whole[row] += weight
            found[row, holders.get(form, [])] += weight
    return coverage(found + shared, whole[:, None], limits)


def coverage(
    shown: NDArray[np.float64], whole: NDArray[np.float64] | float, limits: Limits
) -> NDArray[np.float64]:
    """How much of all that one names another shows, 0 to 1."""
    return np.minimum(1.0, shown / (limits.shown * whole + limits.shown_least))


def sounds(profile: Profile, limits: Limits) -> dict[str, float]:
    """The consonants of what a report names, with their weights, rarity apart."""
    found: dict[str, float] = {}
    for key, word in sorted(profile.names.items()):
        weight = limits.wide_weight if key in profile.wide else 1.0
        for form in sorted(consonants(word)):
            found.setdefault(form, weight * (limits.short_name if len(form) == SHORTEST else 1.0))
    return found


def rarity(holders: int, reports: int, prior: int) -> float:
    """1 for what hardly any report has, near 0 for what all have."""
    return math.log((reports + prior) / (holders + 1)) / math.log(reports + prior)


def _holders(sets: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    """Which sets have a key, by key."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for row, keys in enumerate(sets):
        for key in keys:
            holders[key].append(row)
    return dict(holders)
