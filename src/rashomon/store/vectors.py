"""Vectors of sentences and of leads, as little-endian float32; of leads also their signs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sqlalchemy import bindparam, select

from rashomon.exceptions import StoreError
from rashomon.signs import WORDS
from rashomon.store import dialects, schema
from rashomon.store.rows import among
from rashomon.store.session import Session

_REPORTS, _LEADS, _VECTORS = schema.reports.c, schema.leads.c, schema.vectors.c
_KEPT = select(_VECTORS.digest, _VECTORS.vector).where(_VECTORS.encoder == bindparam("encoder"))
_SINCE = (
    select(_REPORTS.id, _LEADS.vector, _LEADS.language)
    .join(schema.leads)
    .where(_LEADS.report > bindparam("since"))
)
_AT = select(_LEADS.report, _LEADS.vector)
_SIGNED = schema.lead_signs.c
_SIGNS = (
    select(_SIGNED.report, _SIGNED.signs)
    .where(_SIGNED.report > bindparam("since"))
    .order_by(_SIGNED.report)
)
# Signs read at once.
_SOME = 10_000


class Vectors(Session):
    """Keeping vectors, so that a sentence is encoded once."""

    def vectors(self, encoder: str, digests: Collection[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors that this encoder made, by digest of the sentence; those not kept are left
        out."""
        with self.reading() as connection:
            rows = among(connection, _KEPT, _VECTORS.digest, digests, encoder=encoder)
            return {row.digest: _vector(row.vector) for row in rows}

    def keep_vectors(self, encoder: str, vectors: Mapping[str, ArrayLike]) -> None:
        """Keep vectors of this encoder by digest of the sentence; one already kept stays."""
        rows: list[dict[str, Any]] = [
            {"encoder": encoder, "digest": digest, "vector": blob(vector)}
            for digest, vector in vectors.items()
        ]
        with self.writing() as connection:
            dialects.upsert(connection, schema.vectors, rows, replace=False)

    def leads(self, since: int = 0) -> tuple[list[str], NDArray[np.float32], list[str | None]]:
        """Ids (sorted) of the reports numbered after `since` that have a lead vector; in their
        order the vectors (n, d), and the reports' main languages.

        Raises `StoreError` if encoders of different dimensions made them.
        """
        with self.reading() as connection:
            rows = sorted(connection.execute(_SINCE, {"since": since}), key=lambda row: row.id)
        vectors = _vectors([row.vector for row in rows])
        return [row.id for row in rows], vectors, [row.language for row in rows]

    def leads_of(self, ids: Collection[str]) -> dict[str, NDArray[np.float32]]:
        """The lead vectors of some reports, by id; those without one are left out."""
        reports, leads = schema.reports, schema.leads
        statement = select(reports.c.id, leads.c.vector).join(leads)
        with self.reading() as connection:
            rows = among(connection, statement, reports.c.id, ids)
            return {row.id: _vector(row.vector) for row in rows}

    def leads_at(self, numbers: Collection[int]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Those of some reports' numbers that have a lead vector, rising, and the vectors (n, d).

        Raises `StoreError` if encoders of different dimensions made them.
        """
        with self.reading() as connection:
            found = {r.report: r.vector for r in among(connection, _AT, _LEADS.report, numbers)}
        rising = sorted(found)
        return np.array(rising, np.int64), _vectors([found[number] for number in rising])

    def signs(self, since: int) -> Iterator[tuple[NDArray[np.int64], NDArray[np.uint64]]]:
        """The numbers after `since` of reports that have a lead vector, rising, and the signs of
        these (n, `WORDS`), some thousands at a time."""
        with self.reading() as connection:
            found = connection.execute(
                _SIGNS, {"since": since}, execution_options={"yield_per": _SOME}
            )
            for rows in found.partitions():
                numbers = np.array([row.report for row in rows], np.int64)
                bits = np.frombuffer(b"".join(row.signs for row in rows), "<u8")
                yield numbers, bits.astype(np.uint64, copy=False).reshape(-1, WORDS)


def blob(vector: ArrayLike) -> bytes:
    """One vector as bytes; raises `StoreError` if it is not one."""
    array = np.asarray(vector, "<f4")
    if array.ndim != 1 or not array.size:
        raise StoreError(f"no vector: an array of shape {array.shape}", stage="store")
    return array.tobytes()


def _vector(kept: bytes) -> NDArray[np.float32]:
    # A bytearray, because an array over bytes could not be written to.
    return np.frombuffer(bytearray(kept), "<f4").astype(np.float32, copy=False)


def _vectors(blobs: list[bytes]) -> NDArray[np.float32]:
    lengths = {len(blob) for blob in blobs}
    if len(lengths) > 1:
        raise StoreError("vectors of different encoders are kept as leads", stage="store")
    array = np.frombuffer(bytearray().join(blobs), "<f4").astype(np.float32, copy=False)
    return array.reshape(len(blobs), -1) if blobs else array.reshape(0, 0)
