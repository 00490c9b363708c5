"""Which reports are laid side by side, and in what order.

Reports that share keys with one another come together, so that each is read a few times however
many others it meets.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from rashomon.archive.copies import told_apart
from rashomon.settings import Settings
from rashomon.store import Store

# Reports whose keys are looked up, and reports that are laid side by side with others, at once.
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Batch:
    """Pairs of ids, in order within a pair, True where meanings are to be compared too; and how
    many of the fresh reports meet nobody any more after them."""

    pairs: list[tuple[str, str, bool]]
    done: int


def batches(
    store: Store, fresh: Sequence[str], near: Collection[tuple[str, str]], settings: Settings
) -> Iterator[Batch]:
    """All pairs of a fresh report and another that share keys or are near by meaning, once each."""
    ids = list(fresh)
    places = {id: place for place, id in enumerate(ids)}
    met = array("q")
    with store.reading():
        for start in range(0, len(fresh), _AT_ONCE):
            for one, other in _sharing(store, fresh[start : start + _AT_ONCE], settings):
                met.append(_number(one, other, ids, places))
    alike = np.array([_number(*pair, ids, places) for pair in near], np.int64)
    shared = np.unique(np.array(met, np.int64))
    rank = _ranks(len(ids), shared)
    both = np.unique(np.concatenate([shared, alike]))
    meaning = np.isin(both, alike)
    first = np.minimum(rank[both >> 32], rank[both & _LOW])
    order = np.argsort(first, kind="stable")
    bounds = np.searchsorted(first[order], np.arange(0, len(ids) + _AT_ONCE, _AT_ONCE))
    coming = np.sort(rank[: len(fresh)])
    for number, (start, end) in enumerate(pairwise(bounds), 1):
        some = order[start:end]
        told = zip(both[some].tolist(), meaning[some].tolist(), strict=True)
        pairs = [(*sorted((ids[pair >> 32], ids[pair & _LOW])), how) for pair, how in told]
        yield Batch(pairs, int(np.searchsorted(coming, number * _AT_ONCE)))


# A pair is one number, eight bytes: a million reports have some ten million pairs.
_LOW = 2**32 - 1


def _number(one: str, other: str, ids: list[str], places: dict[str, int]) -> int:
    """A pair as one number of two places; an id that has none yet gets the next."""
    ends = []
    for id in (one, other):
        if id not in places:
            places[id] = len(ids)
            ids.append(id)
        ends.append(places[id])
    return min(ends) << 32 | max(ends)


def _ranks(count: int, pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each place when it comes: after it come those that it is paired with, if they have not
    come yet, and after these those that they are paired with."""
    low, high = pairs >> 32, pairs & _LOW
    ends, others = np.concatenate([low, high]), np.concatenate([high, low])
    order = np.argsort(ends, kind="stable")
    beside = others[order].tolist()
    bounds = np.searchsorted(ends[order], np.arange(count + 1)).tolist()
    rank = [-1] * count
    came: list[int] = []
    for first in range(count):
        waiting = [first]
        while waiting:
            fresh = list(dict.fromkeys(place for place in waiting if rank[place] < 0))
            for place in fresh:
                rank[place] = len(came)
                came.append(place)
            waiting = [o for place in fresh for o in beside[bounds[place] : bounds[place + 1]]]
    return np.array(rank, np.int64)


def _sharing(store: Store, fresh: Sequence[str], settings: Settings) -> Iterable[tuple[str, str]]:
    """Each fresh report with those that share most keys with it."""
    limits = settings.reuse
    keys = store.keys(fresh)
    holders = store.sharing({key for some in keys.values() for key in some})
    standing = told_apart(store, {id for ids in holders.values() for id in ids}).standing
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for key, ids in holders.items():
        some = [id for id in ids if id in standing]
        holders[key] = some[: limits.max_reports_per_key]
    for report in sorted(fresh):
        for key in keys.get(report, ()):
            counts[report].update(other for other in holders.get(key, ()) if other != report)
    for report, others in counts.items():
        for other, _ in others.most_common(limits.max_candidates):
            yield report, other
