"""Which reports may be translations or rewordings of one another, by the vectors of their leads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from rashomon.archive.leads import Leads
from rashomon.encode.across import attainable
from rashomon.settings import Reuse as Limits


class Nearness:
    """The nearest few of each language, looked for once for each report."""

    def __init__(self, leads: Leads, limits: Limits) -> None:
        self._leads = leads
        self._limits = limits
        # By language the rows whose nearest were looked for, rising, and these nearest.
        self._found: dict[str, tuple[NDArray[np.int64], NDArray[np.int64]]] = {}
        self._none = np.zeros(0, np.int64), np.zeros((0, limits.near_reports), np.int64)

    def mutual(self, ids: Collection[str]) -> set[tuple[str, str]]:
        """Pairs of one of these reports and another that are among each other's nearest.

        Of each language a report has its few nearest leads, compared with what a translation
        between the two languages would get: reports of one topic have many neighbours, but few
        that have them for a neighbour in turn. Ids are in order within a pair.
        """
        of: dict[str, list[int]] = defaultdict(list)
        for row in sorted(self._leads.rows[id] for id in set(ids) if id in self._leads.rows):
            of[self._leads.languages[row]].append(row)
        every = self._leads.ids
        found: set[tuple[str, str]] = set()
        for one, rows in of.items():
            starts, ends, heights = self._forth(one, np.array(rows))
            back = self._nearest(one, ends, heights)
            mutual = (back == starts[:, None]).any(axis=1)
            for i, j in zip(starts[mutual].tolist(), ends[mutual].tolist(), strict=True):
                found.add((min(every[i], every[j]), max(every[i], every[j])))
        return found

    def _forth(
        self, one: str, rows: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """Some rows of a language with each of their nearest, and the least cosine for these."""
        starts, ends, heights = [rows[:0]], [rows[:0]], [np.zeros(0)]
        for other in self._leads.spoken():
            if attainable(one, other) < self._limits.attainable:
                continue
            height = self._limits.near_lead * attainable(one, other)
            near = self._nearest(other, rows, np.full(len(rows), height))
            place, column = np.nonzero(near >= 0)
            starts.append(rows[place])
            ends.append(near[place, column])
            heights.append(np.full(len(place), height))
        return np.concatenate(starts), np.concatenate(ends), np.concatenate(heights)

    def _nearest(
        self, language: str, rows: NDArray[np.int64], heights: NDArray[np.float64]
    ) -> NDArray[np.int64]:
        """The nearest of a language for some rows, with at least their heights, -1 where there are
        fewer."""
        known, nearest = self._found.get(language, self._none)
        missing, first = np.unique(rows, return_index=True)
        fresh = ~np.isin(missing, known, assume_unique=True)
        if fresh.any():
            missing, least = missing[fresh], heights[first[fresh]]
            more = self._leads.nearest_of(language, missing, least, self._limits.near_reports)
            known, nearest = np.concatenate([known, missing]), np.concatenate([nearest, more])
            order = np.argsort(known)
            known, nearest = self._found[language] = known[order], nearest[order]
        return nearest[np.searchsorted(known, rows)]
