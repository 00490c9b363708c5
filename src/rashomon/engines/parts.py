"""Folders of Parquet files, one of them a part; a folder is a stage's result once it is marked.

A part is written under another name and renamed when whole, so that a killed worker leaves none,
and two that do the same part leave one. The mark holds the number of rows.
"""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

MARK = "done"


def write(path: Path, table: pa.Table) -> None:
    """Writes a part whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        pq.write_table(table, unfinished, compression="zstd")
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def parts(folder: Path) -> list[str]:
    """The names of a folder's parts, in order."""
    return sorted(path.name for path in folder.glob("[!.]*.parquet"))


def rows(folder: Path) -> int:
    """How many rows the parts of a folder have together; what is in them is not read."""
    return sum(pq.read_metadata(folder / name).num_rows for name in parts(folder))


def mark(folder: Path) -> None:
    """Says that a folder is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f".{MARK}.{os.getpid()}"
    unfinished.write_text(f"{rows(folder)}\n", encoding="utf-8")
    unfinished.replace(folder / MARK)


def marked(folder: Path) -> int | None:
    """The rows of a folder that is whole; None for another."""
    try:
        return int((folder / MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
