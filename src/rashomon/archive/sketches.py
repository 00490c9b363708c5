"""The signs of an archive's leads, in memory: what a search by meaning looks through.

In two steps: of all leads those whose signs differ least from the query's are taken, and only
these are read and compared whole. A sketch is a thirty-second of a vector (Charikar 2002).
"""

from __future__ import annotations

from threading import Lock

import numpy as np
from numpy.typing import NDArray

from rashomon.archive.copies import crowded, told_apart
from rashomon.online import Search as Limits
from rashomon.signs import BITS, WORDS, packed
from rashomon.store import Store

# Sketches compared at once: what stays in a processor's cache.
_BLOCK = 32_768


class Sketches:
    """The numbers and signs of the reports that came last, of copies those that stand for
    themselves; read when they are first asked for, and never more than `held` of them.

    Threads may share one.
    """

    def __init__(self, store: Store, limits: Limits) -> None:
        self._store = store
        self._limits = limits
        self._renewing = Lock()
        # A ring: the newest takes the place of the oldest. What is not filled takes no memory.
        self._numbers: NDArray[np.int64] = np.zeros(limits.held, np.int64)
        self._signs: NDArray[np.uint64] = np.zeros((WORDS, limits.held), np.uint64)
        self._alone: NDArray[np.bool_] = np.zeros(limits.held, bool)
        self._came = 0
        self._last = 0

    def __len__(self) -> int:
        return min(self._came, self._limits.held)

    def around(self, vector: NDArray[np.float32], least: float, most: int) -> list[str]:
        """The ids of at most `most` reports whose leads are nearest to a vector, with at least a
        cosine of `least`, the nearest first, of equally near ones the earliest."""
        self._renew()
        likely = self._likely(vector, max(self._limits.compared, 2 * most))
        if not len(likely):
            return []
        numbers, vectors = self._store.leads_at(likely.tolist())
        cosines = vectors @ vector
        near = np.flatnonzero(cosines >= least)
        best = near[np.argsort(-cosines[near], kind="stable")][:most]
        wanted: list[int] = numbers[best].tolist()
        ids = self._store.ids_at(wanted)
        return [ids[number] for number in wanted]

    def _likely(self, vector: NDArray[np.float32], most: int) -> NDArray[np.int64]:
        """The numbers of the `most` reports whose signs differ least from those of a vector."""
        words = np.frombuffer(packed(vector), "<u8").astype(np.uint64, copy=False)
        held = len(self)
        differing = np.zeros(held, np.uint16)
        for start in range(0, held, _BLOCK):
            some = differing[start : start + _BLOCK]
            for word, signs in zip(words, self._signs, strict=True):
                some += np.bitwise_count(signs[start : start + len(some)] ^ word)
        differing[~self._alone[:held]] = BITS + 1
        # There are few values: counting them is quicker than sorting.
        within = np.bincount(differing, minlength=BITS + 2)[: BITS + 1].cumsum()
        height = np.searchsorted(within, min(most, within[-1]))
        rows = np.flatnonzero(differing <= height)
        if len(rows) > most:
            rows = rows[np.argsort(differing[rows], kind="stable")[:most]]
        return self._numbers[rows]

    def _renew(self) -> None:
        """Takes in what has come to the store since the last time."""
        if not self._limits.held:
            return
        with self._renewing, self._store.reading():
            first, fresh = not self._last, []
            for numbers, signs in self._store.signs(self._last):
                self._take(numbers, signs)
                if not first:
                    fresh += numbers.tolist()
            if not first and not fresh:
                return
            several = (
                crowded(self._store)
                if first
                else told_apart(self._store, self._store.ids_at(fresh).values())
            )
            others = list(self._store.numbers(several.chief).values())
            self._alone[: len(self)] &= ~np.isin(self._numbers[: len(self)], others)

    def _take(self, numbers: NDArray[np.int64], signs: NDArray[np.uint64]) -> None:
        numbers, signs = numbers[-self._limits.held :], signs[-self._limits.held :]
        places = np.arange(self._came, self._came + len(numbers)) % self._limits.held
        self._numbers[places], self._signs[:, places], self._alone[places] = numbers, signs.T, True
        self._came += len(numbers)
        self._last = int(numbers[-1])
