"""Which reports may be translations or rewordings of one another, by the vectors of their leads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from rashomon.archive.leads import Leads
from rashomon.encode.across import attainable
from rashomon.settings import Reuse as Limits

# Rows of nearest ones are kept with this added, so that zeros, which cost nothing before they are
# written, are those not looked for yet.
_LOOKED_FOR = 2


class Nearness:
    """The nearest few of each language, looked for once for each report."""

    def __init__(self, leads: Leads, limits: Limits) -> None:
        self._leads = leads
        self._limits = limits
        self._found: dict[str, NDArray[np.int64]] = {}

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
            some = np.array(rows)
            for other in self._leads.spoken():
                if attainable(one, other) < self._limits.attainable:
                    continue
                forth = self._nearest(one, some, other)
                place, column = np.nonzero(forth >= 0)
                ends = forth[place, column]
                back = self._nearest(other, ends, one)
                mutual = (back == some[place][:, None]).any(axis=1)
                for i, j in zip(some[place[mutual]].tolist(), ends[mutual].tolist(), strict=True):
                    found.add((min(every[i], every[j]), max(every[i], every[j])))
        return found

    def _nearest(self, one: str, rows: NDArray[np.int64], other: str) -> NDArray[np.int64]:
        """The nearest of another language for rows of one, -1 where there are fewer."""
        most = self._limits.near_reports
        if other not in self._found:
            self._found[other] = np.zeros((len(self._leads.ids), most), np.int64)
        known = self._found[other]
        if len(missing := np.unique(rows[known[rows, 0] == 0])):
            height = self._limits.near_lead * attainable(one, other)
            found = self._leads.nearest_of(other, missing, height, most)
            known[missing] = found + _LOOKED_FOR
        return known[rows] - _LOOKED_FOR
