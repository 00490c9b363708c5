"""Archives in a file, by SQLite.

https://www.sqlite.org/wal.html, /pragma.html, /backup.html
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    Engine,
    FromClause,
    create_engine,
    event,
    func,
    text,
)
from sqlalchemy.pool import ConnectionPoolEntry

from rashomon.language.searching import Term

# Marks a file as an archive ("RSMN"), so that no other SQLite file is ever migrated.
APPLICATION = 0x52534D4E
# Seconds to wait for another process that is writing; batches take under two.
_BUSY = 30
# Seconds between two tries of what SQLite does not wait for by itself.
_AGAIN = 0.02
_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    # With WAL a killed process loses nothing, a power cut at most the last commits.
    "PRAGMA synchronous = NORMAL",
    # 64 MiB: adding keys in a large archive touches pages all over the tree.
    "PRAGMA cache_size = -65536",
    # A file from elsewhere may carry functions in its schema: never run them.
    "PRAGMA trusted_schema = OFF",
)


def engine(url: URL) -> Engine:
    """An engine for the file at an address; nothing is opened yet.

    A connection with the execution option `writes` takes the write lock as its transaction
    begins: one that first reads and then writes could fail against another writer halfway.
    """
    made = create_engine(
        url,
        # The connection used last first: a second one, for reads within reads, fills no cache.
        pool_use_lifo=True,
        # The driver's own transactions leave out reads and schema changes: "begin" below is ours.
        connect_args={"timeout": _BUSY, "isolation_level": None},
    )

    @event.listens_for(made, "connect")
    def prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        for pragma in _PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(made, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return made


def application(connection: Connection) -> int | None:
    """The mark of the file that is open; None for a file without any table."""
    if not connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one():
        return None
    return int(connection.exec_driver_sql("PRAGMA application_id").scalar_one())


def mark(connection: Connection) -> None:
    """Mark the file as an archive, within the transaction that creates its tables."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")


def share(engine: Engine) -> None:
    """Let readers work beside a writer (WAL); kept in the file, outside any transaction.

    SQLite waits for nobody here, whatever its timeout: another that makes the same file is asked
    again and again.
    """
    connection = engine.raw_connection()
    deadline = time.monotonic() + _BUSY
    try:
        while True:
            try:
                connection.cursor().execute("PRAGMA journal_mode = WAL").fetchone()
                return
            except sqlite3.OperationalError as error:
                busy = error.sqlite_errorcode == sqlite3.SQLITE_BUSY
                if not busy or time.monotonic() > deadline:
                    raise
                time.sleep(_AGAIN)
    finally:
        connection.close()


def make_index(connection: Connection) -> None:
    """Make the word index: reports by number, with the words of their titles and texts.

    It keeps no text of its own. Its words come parted by spaces, so all else counts as a letter.
    https://www.sqlite.org/fts5.html
    """
    connection.exec_driver_sql(
        "CREATE VIRTUAL TABLE search USING fts5"
        "(title, body, content='', tokenize=\"unicode61 remove_diacritics 0 categories "
        "'L* N* M* S* P* Co Cn Cf'\")"
    )


def index(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add to the word index: `report` (its number), `title` and `body`."""
    if rows:
        connection.execute(
            text("INSERT INTO search (rowid, title, body) VALUES (:report, :title, :body)"), rows
        )


def unindex(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Take from the word index what was added so."""
    if rows:
        connection.execute(
            text(
                "INSERT INTO search (search, rowid, title, body) "
                "VALUES ('delete', :report, :title, :body)"
            ),
            rows,
        )


def matching(connection: Connection, terms: Sequence[Term], most: int) -> list[int]:
    """The numbers of the `most` newest reports that have every term, the best first.

    By BM25 with a title's words counting five times; https://www.sqlite.org/fts5.html#the_bm25_function
    """
    asked = " ".join(f'"{" ".join(term.words)}"{" *" if term.open else ""}' for term in terms)
    if not asked:
        return []
    found = connection.execute(
        text(
            "SELECT rowid FROM search WHERE search MATCH :asked AND rowid > coalesce("
            "(SELECT rowid FROM search WHERE search MATCH :asked "
            "ORDER BY rowid DESC LIMIT 1 OFFSET :most), -1) "
            "ORDER BY bm25(search, 5.0), rowid"
        ),
        {"asked": asked, "most": most},
    )
    return [int(number) for number in found.scalars()]


def problems(connection: Connection) -> list[str]:
    """What SQLite's own checks find: broken pages and indexes, references to missing rows."""
    found = [
        f"integrity: {line}"
        for (line,) in connection.exec_driver_sql("PRAGMA integrity_check")
        if line != "ok"
    ]
    return found + [
        f"{table}: row {row} refers to no row of {parent}"
        for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check")
    ]


def copy(engine: Engine, path: Path) -> None:
    """What is committed, as a new file, while others may read and write.

    Over a connection of its own: from one that is writing, the driver would wait for ever.
    """
    source, target = engine.raw_connection(), sqlite3.connect(path)
    try:
        assert isinstance(source.driver_connection, sqlite3.Connection)
        source.driver_connection.backup(target)
    finally:
        target.close()
        source.close()


def item(column: ColumnElement[Any], place: int) -> ColumnElement[Any]:
    """An element of a JSON array: a string as itself, what is compound as JSON."""
    return func.json_extract(column, f"$[{place}]")


def items(column: ColumnElement[Any], place: int) -> FromClause:
    """The elements, as a table of one column `value`, of the array that stands in an array."""
    return func.json_each(column, f"$[{place}]").table_valued("value")
