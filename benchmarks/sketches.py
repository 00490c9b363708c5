"""Sketches of reports that nobody wrote: what the stages across reports work on, at any size.

Four of ten reports are made from another of the days before: some are the same text, the others
keep nine of ten keys of the report that they go back to. A report has `KEYS` keys of its own
sentences and one formula, twelve names of which six are its event's, and a lead near that of its
event. Ten thousand reports are of one day. Everything follows from a report's number, so that an
archive of any size begins with the smaller one.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rashomon.engines import parts, schemas
from rashomon.signs import WORDS

KEYS = 24
_NAMES = 12
_A_DAY = 10_000
_CHUNK = 100_000
_FORMULAS, _COMMON = 20_000, 200_000

# What the stages across reports do not look at.
_EMPTY = {
    "captures": schemas.CAPTURES,
    "sentences": schemas.SENTENCES,
    "mentions": schemas.MENTIONS,
    "failures": schemas.FAILURES,
    "unread": schemas.FAILURES,
}

Numbers = NDArray[np.uint64]


def mixed(numbers: Numbers, salt: int) -> Numbers:
    """Numbers that look random (splitmix64, Steele et al. 2014), the same for the same."""
    with np.errstate(over="ignore"):
        z = numbers + np.uint64((salt * 0x9E3779B97F4A7C15) % 2**64)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def roots(numbers: Numbers) -> Numbers:
    """The report that each goes back to; itself for those that go back to none."""
    found = numbers.copy()
    while True:
        # Mostly one of the last minutes, seldom one of days ago: few texts have many copies.
        back = np.uint64(1) + (mixed(found, 2) % np.uint64(150)) ** np.uint64(2)
        copies = (mixed(found, 1) % np.uint64(10) < 4) & (found >= back)
        if not copies.any():
            return found
        found = np.where(copies, found - back, found)


def write(out: Path, reports: int) -> None:
    """The tables of so many reports, as a batch has them when its own stages are done."""
    for start in range(0, reports, _CHUNK):
        numbers = np.arange(start, min(start + _CHUNK, reports), dtype=np.uint64)
        name = f"{start:010d}.parquet"
        root = roots(numbers)
        same = mixed(numbers, 3) % np.uint64(3) == 0
        text = np.where(same, root, numbers)
        parts.write(out / "keys" / name, _keys(numbers, text, root))
        parts.write(out / "names" / name, _names(numbers, root))
        parts.write(out / "reports" / name, _reports(numbers, text))
        parts.write(out / "leads" / name, _leads(numbers, root))
    for name, schema in _EMPTY.items():
        parts.write(out / name / "none.parquet", schema.empty_table())
    for folder in (*_EMPTY, "keys", "names", "leads", "reports"):
        parts.mark(out / folder)


def _keys(numbers: Numbers, text: Numbers, root: Numbers) -> pa.Table:
    places = np.arange(KEYS, dtype=np.uint64)
    mine = text[:, None] * np.uint64(64) + places
    taken = root[:, None] * np.uint64(64) + places
    edited = mixed(mine, 4) % np.uint64(10) == 0
    keys = mixed(np.where(edited, mine, taken), 5) >> np.uint64(1)
    # Formulas: the first of them stand in thousands of reports.
    formula = mixed(_skewed(mixed(text, 6), _FORMULAS), 7) >> np.uint64(1)
    every = np.concatenate([keys, formula[:, None]], axis=1)
    return _pairs(numbers, every.astype(np.int64), "key")


def _names(numbers: Numbers, root: Numbers) -> pa.Table:
    places = np.arange(_NAMES // 2, dtype=np.uint64)
    event = root // np.uint64(8)
    rare = np.uint64(_COMMON) + (mixed(event[:, None] * np.uint64(8) + places, 8) >> np.uint64(20))
    common = _skewed(mixed(numbers[:, None] * np.uint64(8) + places, 9), _COMMON)
    table = _pairs(numbers, np.concatenate([rare, common], axis=1).astype(np.int64), "name")
    return table.set_column(1, "name", table.column("name").cast(pa.string()))


def _skewed(chance: Numbers, most: int) -> Numbers:
    """Numbers under `most`, small ones far more often: 0 is one of about most ** (1 / 3)."""
    share = (chance % np.uint64(2**20)).astype(float) / 2**20
    return (most * share**3).astype(np.uint64)


def _pairs(numbers: Numbers, values: NDArray[np.int64], name: str) -> pa.Table:
    return pa.table(
        {"number": np.repeat(numbers.astype(np.int64), values.shape[1]), name: values.reshape(-1)}
    )


def _leads(numbers: Numbers, root: Numbers) -> pa.Table:
    """The signs of the event's lead, one in four turned."""
    places = np.arange(WORDS, dtype=np.uint64)
    told = mixed((root // np.uint64(8))[:, None] * np.uint64(WORDS) + places, 10)
    mine = numbers[:, None] * np.uint64(WORDS) + places
    words = (told ^ (mixed(mine, 12) & mixed(mine, 13))).astype(np.int64)
    return pa.table(
        {"number": numbers.astype(np.int64)} | {f"w{n}": words[:, n] for n in range(WORDS)}
    )


def _reports(numbers: Numbers, text: Numbers) -> pa.Table:
    day = (numbers // np.uint64(_A_DAY)).astype(np.int32)
    table = {name: pa.nulls(len(numbers), schemas.REPORTS.field(name).type) for name in
             schemas.REPORTS.names}  # fmt: skip
    table |= {
        "number": pa.array(numbers.astype(np.int64)),
        "id": pa.array([f"r{n:010d}" for n in numbers.tolist()]),
        "digest": pa.array([f"{n:064x}" for n in text.tolist()]),
        "published": pa.array([f"{n:012d}" for n in numbers.tolist()]),
        "day": pa.array(day),
    }
    return pa.table(table, schema=schemas.REPORTS)
