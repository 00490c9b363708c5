"""Input files become parts of captures, each of a bounded number of rows and characters.

A web archive or a file of JSONL is an input of its own; small files, as pages are, share one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from rashomon.acquire import files, records
from rashomon.engines import parts, schemas
from rashomon.exceptions import RashomonError
from rashomon.extract.characters import clean
from rashomon.model import Capture, Failure
from rashomon.settings import Settings

# Characters from which a part is full whatever its rows; a reading takes several times as many.
_LARGE = 100_000_000
# Places within one input: a web archive holds some 30,000 pages.
_PLACES = 2**32
# Rows of a Parquet input that are in memory at once.
_AT_ONCE = 256


# Bytes from which a file is not joined by others, and files that may share an input.
_SMALL = 50_000_000
_FILES = 1_000


@dataclass(frozen=True, slots=True)
class Input:
    """Files that are read one after the other: their number among all inputs; each file's place
    and its name for people."""

    number: int
    files: tuple[tuple[str, str], ...]


def inputs(found: Iterable[tuple[Path, str]]) -> Iterator[Input]:
    """Files in their order as inputs of some size."""
    number = size = 0
    some: list[tuple[str, str]] = []
    for path, name in found:
        some.append((str(path.absolute()), name))
        size += path.stat().st_size
        if size > _SMALL or len(some) == _FILES:
            yield Input(number, tuple(some))
            number, size, some = number + 1, 0, []
    if some:
        yield Input(number, tuple(some))


def take(input: Input, out: Path, most: int, settings: Settings) -> int:
    """Reads one input into parts of at most `most` captures; returns how many there are."""
    failures: list[Failure] = []
    taken = 0
    for batch in _batches(_captures(input, settings), failures, most):
        rows = [
            {"number": input.number * _PLACES + taken + place, **asdict(capture)}
            for place, capture in enumerate(batch)
        ]
        name = f"{input.number:06d}-{taken:08d}.parquet"
        parts.write(out / "captures" / name, pa.Table.from_pylist(rows, schemas.CAPTURES))
        taken += len(rows)
    told = pa.Table.from_pylist([asdict(f) for f in failures], schemas.FAILURES)
    # Written last: an input whose failures are there is done.
    parts.write(out / "unread" / f"{input.number:06d}.parquet", told)
    return taken


def _captures(input: Input, settings: Settings) -> Iterator[Capture | Failure]:
    for path, name in input.files:
        if path.lower().endswith(".parquet"):
            yield from _rows(path, name)
        else:
            yield from files.of_file(Path(path), name, settings.acquire)


def _rows(path: str, input: str) -> Iterator[Capture | Failure]:
    """The rows of a Parquet file, whose columns are the keys of a report in JSONL."""
    numbers = count(1)
    try:
        for batch in pq.ParquetFile(path).iter_batches(_AT_ONCE):
            for row in batch.to_pylist():
                name = f"{input}:{next(numbers)}"
                record = {key: _plain(value) for key, value in row.items()}
                try:
                    yield records.capture(record, name, records.element_digest(record))
                except RashomonError as error:
                    yield Failure(name, "acquire", error.cause)
    except (OSError, pa.ArrowException) as error:
        yield Failure(input, "acquire", f"damaged Parquet: {error}")


def _plain(value: Any) -> Any:
    """A time as the contract writes it; what JSON does not know as text."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value if isinstance(value, str | int | float | None) else str(value)


def _batches(
    found: Iterator[Capture | Failure], failures: list[Failure], most: int
) -> Iterator[list[Capture]]:
    batch: list[Capture] = []
    size = 0
    for item in found:
        if isinstance(item, Failure):
            failures.append(_clean(item))
            continue
        batch.append(_clean(item))
        size += len(item.content)
        if len(batch) == most or size > _LARGE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _clean(item: Any) -> Any:
    """The same without what no file can hold: lone surrogates, as extraction would do later."""
    return replace(item, **{k: clean(v) for k, v in asdict(item).items() if isinstance(v, str)})
