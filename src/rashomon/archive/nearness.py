"""Which reports may be translations or rewordings of one another, by the vectors of their leads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from rashomon.archive.texts import Leads
from rashomon.encode.across import attainable
from rashomon.settings import Reuse as Limits


def mutually_near(leads: Leads, ids: Collection[str], limits: Limits) -> set[tuple[str, str]]:
    """Pairs of one of these reports and another that are among each other's nearest.

    Of each language a report has its few nearest leads, compared with what a translation between
    the two languages would get: reports of one topic have many neighbours, but few that have them
    for a neighbour in turn. Ids are in order within a pair.
    """
    every, fresh = leads.ids, set(ids)
    rows: dict[str, list[int]] = defaultdict(list)
    for row, language in enumerate(leads.languages):
        rows[language or ""].append(row)
    found: set[tuple[str, str]] = set()
    for one, mine in rows.items():
        some = [row for row in mine if every[row] in fresh]
        for other, theirs in rows.items():
            best = attainable(one, other)
            if best < limits.attainable:
                continue
            height = limits.near_lead * best
            forth = _nearest(leads.vectors, some, theirs, height, limits.near_reports)
            reached = sorted({j for _, j in forth})
            back = _nearest(leads.vectors, reached, mine, height, limits.near_reports)
            for i, j in forth:
                if (j, i) in back:
                    found.add((min(every[i], every[j]), max(every[i], every[j])))
    return found


def _nearest(
    vectors: NDArray[np.float32], some: list[int], among: list[int], least: float, most: int
) -> set[tuple[int, int]]:
    """For each of some rows its nearest among others, as pairs."""
    if not some:
        return set()
    cosines = vectors[some] @ vectors[among].T
    cosines[np.array(some)[:, None] == np.array(among)[None, :]] = -1.0
    best = np.argpartition(-cosines, min(most, len(among)) - 1, axis=1)[:, :most]
    return {
        (i, among[column])
        for i, row, columns in zip(some, cosines, best.tolist(), strict=True)
        for column in columns
        if row[column] >= least
    }
