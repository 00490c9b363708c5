"""The lead vectors of an archive, in memory from one report to the next.

Whole vectors are kept row by row, and beside them, for each language, short ones: their parts along
the axes in which the archive's leads differ most. A look at all reports takes the short vectors
alone; the few nearest by these are then compared whole (as in the two steps of Jégou, Douze and
Schmid 2011).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from threading import Lock
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from rashomon.archive.copies import crowded, told_apart
from rashomon.exceptions import StoreError
from rashomon.store import Store

# Rows of the matrix of cosines that are made at once.
_BLOCK = 256
# Length of a short vector, and leads that the axes are found from, taken evenly.
_AXES = 128
_SAMPLE = 4_096
# Nearest of a language by short vectors that are compared whole. With 20, .999 of the pairs of
# nearest leads of BSNLP, NTREX and WMT22 are found, and all translations (decision 18).
_LOOKED = 32
# Of so many the highest is looked at first, to find the highest of all.
_GROUP = 8
# How far over their number recent leads may grow before those that came first are let go.
_ROOM = 1.25


class _Growing:
    """An array to which rows are added without copying it each time."""

    def __init__(self, *shape: int, dtype: type[Any] = np.float32) -> None:
        self._room: NDArray[Any] = np.zeros((64, *shape), dtype)
        self._count = 0

    def add(self, rows: NDArray[Any]) -> None:
        end = self._count + len(rows)
        if end > len(self._room):
            wider = np.zeros((end + end // 2, *self._room.shape[1:]), self._room.dtype)
            wider[: self._count] = self._room[: self._count]
            self._room = wider
        self._room[self._count : end] = rows
        self._count = end

    @property
    def all(self) -> NDArray[Any]:
        """The rows, not copied."""
        return self._room[: self._count]


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The reports of one language: their rows and short vectors."""

    rows: _Growing
    short: _Growing


class Leads:
    """The lead vectors of all reports that have one and stand for themselves.

    `ids`, `languages` and `vectors` are row by row, in the order in which reports came; a report
    that stands for itself no more keeps a row of zeros, near to nothing. With `recent`, only those
    of about so many reports are kept, which came last.
    """

    def __init__(self, recent: int = 0) -> None:
        self._recent = recent
        self._renewing = Lock()
        self._begin()

    def _begin(self) -> None:
        self.ids: list[str] = []
        self.languages: list[str] = []
        self._spoken: set[str] = set()
        self.rows: dict[str, int] = {}
        self._vectors = _Growing(0)
        # What decides between equally near ones, whatever the order in which they came.
        self._lots = _Growing(dtype=np.int64)
        self._shelves: dict[str, _Shelf] = {}
        self._axes: NDArray[np.float32] = np.zeros((0, 0), np.float32)
        self._spread = 0
        self._last = 0
        # Whether no report is left out for having come long ago.
        self.whole = True

    @classmethod
    def of(cls, store: Store, recent: int = 0) -> Self:
        """Loads them."""
        leads = cls(recent)
        leads.renew(store)
        return leads

    def renew(self, store: Store) -> None:
        """Takes in what has come to the store since the last time."""
        with self._renewing, store.reading():
            if self._recent and len(self.ids) > _ROOM * self._recent:
                self._begin()
            since, self._last = self._last, store.last()
            if self._recent and (former := store.before(self._recent)) > since:
                since, self.whole = former, False
            ids, vectors, languages = store.leads(since)
            self.add(ids, vectors, languages)
            several = told_apart(store, ids) if since else crowded(store)
            for id in several.chief.keys() & self.rows.keys():
                self._vectors.all[self.rows.pop(id)] = 0.0

    def add(
        self, ids: Sequence[str], vectors: NDArray[np.float32], languages: Sequence[str | None]
    ) -> None:
        """Adds reports; of one that is there already the new vector counts.

        Raises `StoreError` for vectors of another length than those that are there.
        """
        if not ids:
            return
        for id in self.rows.keys() & set(ids):
            self._vectors.all[self.rows[id]] = 0.0
        first = len(self.ids)
        if not first:
            self._vectors = _Growing(vectors.shape[1])
        elif vectors.shape[1] != self.vectors.shape[1]:
            raise StoreError("vectors of different encoders are kept as leads", stage="store")
        self.ids += ids
        self.languages += [code or "" for code in languages]
        self._spoken.update(self.languages[first:])
        self.rows |= {id: first + place for place, id in enumerate(ids)}
        self._vectors.add(vectors)
        self._lots.add(np.array([_lot(id) for id in ids], np.int64))
        if self._shelves:
            self._shelve(first)

    @property
    def vectors(self) -> NDArray[np.float32]:
        """All vectors (n, d)."""
        return self._vectors.all

    def vector(self, id: str) -> NDArray[np.float32]:
        """A report's vector; zeros, which are near to nothing, for one without."""
        found: NDArray[np.float32] = np.zeros(self.vectors.shape[1] or 1, dtype=np.float32)
        if id in self.rows:
            found = self.vectors[self.rows[id]]
        return found

    def spoken(self) -> list[str]:
        """The languages that there are, "" for one that is not known."""
        return sorted(self._spoken)

    def nearest_of(
        self, language: str, rows: NDArray[np.int64], least: NDArray[np.float64], most: int
    ) -> NDArray[np.int64]:
        """For each of some rows the rows of its `most` nearest of a language, -1 where there is
        none: of others, with at least a cosine of its `least`, the nearest first; shape
        (rows, most)."""
        found = np.full((len(rows), most), -1, np.int64)
        shelf = self._shelf(language)
        if shelf is None:
            return found
        for start in range(0, len(rows), _BLOCK):
            block = rows[start : start + _BLOCK]
            vectors, others = self.vectors[block], shelf.rows.all
            looked = np.broadcast_to(others, (len(block), len(others)))
            if len(others) > _LOOKED:
                guessed = (vectors @ self._axes) @ shelf.short.all.T
                looked = others[_highest(guessed, _LOOKED)]
            cosines = np.matmul(self.vectors[looked], vectors[:, :, None])[:, :, 0]
            cosines[looked == block[:, None]] = -1.0
            order = np.lexsort((self._lots.all[looked], -np.round(cosines, 6)), axis=-1)[:, :most]
            near = np.take_along_axis(cosines, order, 1) >= least[start : start + _BLOCK, None]
            kept = np.where(near, np.take_along_axis(looked, order, 1), -1)
            found[start : start + len(block), : kept.shape[1]] = kept
        return found

    def _shelf(self, language: str) -> _Shelf | None:
        self._spread_out()
        return self._shelves.get(language)

    def _spread_out(self) -> None:
        """Puts all leads on shelves anew each time that the archive has doubled."""
        if len(self.ids) >= 2 * self._spread:
            self._shelves = {}
            self._spread = len(self.ids)
            self._axes = _axes(self.vectors)
            self._shelve(0)

    def _shelve(self, first: int) -> None:
        """Puts all rows from `first` on their languages' shelves."""
        of: dict[str, list[int]] = {}
        for row, code in enumerate(self.languages[first:], first):
            of.setdefault(code, []).append(row)
        for code, rows in of.items():
            if code not in self._shelves:
                short = _Growing(self._axes.shape[1])
                self._shelves[code] = _Shelf(_Growing(dtype=np.int64), short)
            self._shelves[code].rows.add(np.array(rows))
            self._shelves[code].short.add(self.vectors[rows] @ self._axes)


def _highest(rows: NDArray[np.float32], most: int) -> NDArray[np.int64]:
    """The places of the `most` highest of each row, in no order.

    They lie in those groups of `_GROUP` whose highest are highest, so that few are sorted out.
    """
    width = len(rows[0]) // _GROUP
    if width <= most:
        return np.argpartition(rows, -most, axis=1)[:, -most:]
    tops = rows[:, : width * _GROUP].reshape(len(rows), _GROUP, width).max(axis=1)
    groups = np.argpartition(tops, -most, axis=1)[:, -most:]
    within = (groups[:, None, :] + width * np.arange(_GROUP)[:, None]).reshape(len(rows), -1)
    rest = np.arange(width * _GROUP, rows.shape[1])
    within = np.concatenate([within, np.broadcast_to(rest, (len(rows), len(rest)))], axis=1)
    highest = np.argpartition(np.take_along_axis(rows, within, 1), -most, axis=1)[:, -most:]
    return np.take_along_axis(within, highest, 1)


def _axes(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """The orthogonal axes, as columns, along which vectors have most of their length."""
    some = vectors[:: -(-len(vectors) // _SAMPLE) or 1]
    axes = np.linalg.eigh(some.T @ some).eigenvectors[:, ::-1][:, :_AXES]
    return np.ascontiguousarray(axes, dtype=np.float32)


def _lot(id: str) -> int:
    return int.from_bytes(blake2b(id.encode(), digest_size=8).digest(), signed=True)
