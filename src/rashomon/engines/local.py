"""One machine: worker processes for parts, DuckDB for statements."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TypeVar

import duckdb

from rashomon.engines.workers import pool
from rashomon.exceptions import StageError

T = TypeVar("T")


class Local:
    """Worker processes and DuckDB.

    `memory` bounds what DuckDB holds ("4GB"; its default is most of the machine's); what is more
    it writes to `spill`, which is gone on closing.
    """

    # So many reports' meetings, some 200 each, fit in two or three GB.
    at_once: int | None = 250_000

    def __init__(self, workers: int, spill: Path, memory: str | None = None) -> None:
        self._workers = workers
        self._spill = spill
        self._database = duckdb.connect()
        self._database.execute("SET temp_directory = ?", [str(spill)])
        self._database.execute("SET threads = ?", [workers])
        self._database.execute("SET preserve_insertion_order = false")
        if memory is not None:
            try:
                self._database.execute("SET memory_limit = ?", [memory])
            except duckdb.Error as error:
                raise StageError(str(error), input=memory, stage="batch") from error
        self._database.execute("CREATE MACRO differing(a, b) AS bit_count(xor(a, b))::INTEGER")

    def each(self, work: Callable[[T], int], items: Sequence[T]) -> Iterator[int]:
        """Does work for each item in worker processes; see `Engine`."""
        if self._workers == 1 or len(items) < 2:
            yield from map(work, items)
            return
        with pool(min(self._workers, len(items))) as workers:
            under_way = [workers.submit(work, item) for item in items]
            try:
                for one in as_completed(under_way):
                    yield one.result()
            except BrokenProcessPool as error:
                cause = "a worker died, killed or out of memory; the same command goes on"
                raise StageError(cause, stage="batch") from error
            finally:
                workers.shutdown(wait=True, cancel_futures=True)

    def table(self, name: str, folder: Path) -> None:
        """Lets statements call a folder's files by a name."""
        pattern = str(folder / "*.parquet").replace("'", "''")
        self._run(f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM read_parquet('{pattern}')")

    def save(self, selects: Sequence[str], folder: Path) -> None:
        """Writes the rows of statements into a folder, which is made anew."""
        unfinished = folder.with_name(f".{folder.name}.{os.getpid()}")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        for number, select in enumerate(selects):
            place = str(unfinished / f"{number:06d}.parquet").replace("'", "''")
            self._run(f"COPY ({select}) TO '{place}' (FORMAT parquet, COMPRESSION zstd)")
        shutil.rmtree(folder, ignore_errors=True)
        unfinished.replace(folder)

    def number(self, select: str) -> int:
        """The one number that a statement gives."""
        row = self._run(select).fetchone()
        assert row is not None
        return int(row[0])

    def close(self) -> None:
        """Lets DuckDB's memory and files go."""
        self._database.close()
        shutil.rmtree(self._spill, ignore_errors=True)

    def _run(self, sql: str) -> duckdb.DuckDBPyConnection:
        try:
            return self._database.execute(sql)
        except duckdb.Error as error:
            raise StageError(str(error), stage="batch") from error
