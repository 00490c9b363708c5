"""Candidate keys: which reports may share text.

Keys are 64-bit patterns, given signed or unsigned; the database holds them signed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

import numpy as np
from sqlalchemy import Connection, delete, func, insert, select

from rashomon.exceptions import StoreError
from rashomon.store import schema
from rashomon.store.rows import among, chunks
from rashomon.store.session import Session

_REPORTS, _KEYS = schema.reports.c, schema.report_keys.c
_PACKED = select(_REPORTS.id, schema.readings.c.packed_keys).join(schema.readings)
_HOLDERS = select(_KEYS.key, _REPORTS.id).join_from(schema.report_keys, schema.reports)


class Keys(Session):
    """Finding reports by key."""

    def keys(self, ids: Iterable[str] | None = None) -> dict[str, tuple[int, ...]]:
        """The distinct keys (signed, ascending) of the reports among `ids`; of all for None."""
        with self.reading() as connection:
            rows = among(connection, _PACKED, _REPORTS.id, ids)
            return {row.id: tuple(unpacked(row.packed_keys)) for row in rows}

    def sharing(self, keys: Collection[int]) -> dict[int, list[str]]:
        """The ids (sorted) of the reports that have a key, for each of `keys` that any has."""
        holders: defaultdict[int, list[str]] = defaultdict(list)
        with self.reading() as connection:
            for row in among(connection, _HOLDERS, _KEYS.key, map(_signed, keys)):
                holders[row.key].append(row.id)
        return {key: sorted(holders[_signed(key)]) for key in keys if _signed(key) in holders}

    def key_counts(self, keys: Collection[int]) -> dict[int, int]:
        """How many reports have a key, for each of `keys` that any has."""
        statement = select(_KEYS.key, func.count().label("reports")).group_by(_KEYS.key)
        with self.reading() as connection:
            rows = among(connection, statement, _KEYS.key, map(_signed, keys))
            counts = {row.key: row.reports for row in rows}
        return {key: counts[_signed(key)] for key in keys if _signed(key) in counts}


def put_keys(connection: Connection, keys_of: Mapping[int, Iterable[int]]) -> None:
    """Enter the keys of new reports, by their numbers."""
    pairs = {(_signed(key), number) for number, keys in keys_of.items() for key in keys}
    if pairs:
        # In the order of the tree, so that each of its pages is changed once.
        rows = [{"key": key, "report": number} for key, number in sorted(pairs)]
        connection.execute(insert(schema.report_keys), rows)


def drop_keys(connection: Connection, number: int, keys: Iterable[int]) -> None:
    """Remove the keys of one report."""
    for chunk in chunks(keys):
        mine = _KEYS.report == number
        connection.execute(delete(schema.report_keys).where(mine, _KEYS.key.in_(chunk)))


def packed(keys: Iterable[int]) -> bytes:
    """Distinct keys in ascending order as little-endian int64."""
    return np.array(sorted({_signed(key) for key in keys}), "<i8").tobytes()


def unpacked(blob: bytes) -> list[int]:
    """The keys in a blob that `packed` made."""
    keys: list[int] = np.frombuffer(blob, "<i8").tolist()
    return keys


def _signed(key: int) -> int:
    key = int(key)
    if not -(2**63) <= key < 2**64:
        raise StoreError(f"{key} is no 64-bit key", stage="store")
    return key - 2**64 if key >= 2**63 else key
