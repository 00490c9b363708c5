"""Reports with their readings, their sentences' vectors and their nearest, out of the store."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

import numpy as np
from numpy.typing import NDArray

from rashomon import encode
from rashomon.archive.copies import told_apart
from rashomon.model import Text
from rashomon.settings import Settings
from rashomon.store import Store

# Rows of the matrix of cosines that are made at once.
_BLOCK = 256


def load(store: Store, ids: Collection[str]) -> dict[str, Text]:
    """Some reports with their readings, by id."""
    readings = store.readings(ids)
    return {id: Text(report, readings[id]) for id, report in store.reports(ids).items()}


def sentence_vectors(
    store: Store, texts: Iterable[Text], settings: Settings
) -> Mapping[str, NDArray[np.float32]]:
    """A unit vector for every sentence of some stories; each distinct one is encoded once, ever."""
    sentences = sorted({text.cut(s) for text in texts for s in text.body})
    if not sentences:
        return {}
    encoder = encode.load(settings.encode)
    digests = {s: sha256(s.encode()).hexdigest()[:32] for s in sentences}
    kept = store.vectors(encoder.name, digests.values())
    missing = [s for s in sentences if digests[s] not in kept]
    if missing:
        fresh = dict(zip((digests[s] for s in missing), encoder.encode(missing), strict=True))
        store.keep_vectors(encoder.name, fresh)
        kept |= fresh
    return {s: kept[digests[s]] for s in sentences}


@dataclass(frozen=True, slots=True, eq=False)
class Leads:
    """The lead vectors of all reports that have one and stand for themselves, by their ids.

    `languages` are the reports' main languages, row by row.
    """

    ids: list[str]
    rows: dict[str, int]
    vectors: NDArray[np.float32]
    languages: list[str | None]

    @classmethod
    def of(cls, store: Store) -> Self:
        """Loads them."""
        every, vectors = store.leads()
        standing = told_apart(store, every).standing
        kept = [row for row, id in enumerate(every) if id in standing]
        ids = [every[row] for row in kept]
        languages = store.lead_languages()
        return cls(
            ids,
            {id: row for row, id in enumerate(ids)},
            vectors[kept],
            [languages[row] for row in kept],
        )

    def vector(self, id: str) -> NDArray[np.float32]:
        """A report's vector; zeros, which are near to nothing, for one without."""
        found: NDArray[np.float32] = np.zeros(self.vectors.shape[1] or 1, dtype=np.float32)
        if id in self.rows:
            found = self.vectors[self.rows[id]]
        return found

    def nearest(
        self, some: Collection[str], least: float, most: int
    ) -> list[tuple[str, str, float]]:
        """Pairs of one of some reports and another whose leads have at least a cosine of `least`.

        At most the `most` closest of each; ids in order within a pair, pairs in order.
        """
        found: dict[tuple[str, str], float] = {}
        wanted = sorted(self.rows[id] for id in set(some) if id in self.rows)
        for start in range(0, len(wanted), _BLOCK):
            block = wanted[start : start + _BLOCK]
            for one, cosines in zip(block, self.vectors[block] @ self.vectors.T, strict=True):
                cosines[one] = -1.0
                near = np.flatnonzero(cosines >= least)
                for other in near[np.argsort(-cosines[near], kind="stable")[:most]].tolist():
                    pair = (self.ids[min(one, other)], self.ids[max(one, other)])
                    found[pair] = float(cosines[other])
        return [(a, b, score) for (a, b), score in sorted(found.items())]
