"""All that differs between databases: opening, upsert, word search, JSON, integrity.

One module for each database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from types import ModuleType
from typing import Any

from sqlalchemy import URL, ColumnElement, Connection, Engine, FromClause, Table
from sqlalchemy.dialects import postgresql as _postgresql
from sqlalchemy.dialects import sqlite as _sqlite

from rashomon.exceptions import StoreError
from rashomon.language.searching import Term
from rashomon.store import postgresql, sqlite

APPLICATION = sqlite.APPLICATION

_INSERT = {"sqlite": _sqlite.insert, "postgresql": _postgresql.insert}


def engine(url: URL) -> Engine:
    """An engine for the database at an address; nothing is opened yet.

    A connection with the execution option `writes` waits for other writers as its transaction
    begins: one that first reads and then writes could fail against another writer halfway.
    Raises `StoreError` if the database's driver is not installed.
    """
    if url.get_backend_name() == "sqlite":
        return sqlite.engine(url)
    try:
        return postgresql.engine(url)
    except ModuleNotFoundError as error:
        cause = f"{error.name} is missing: install rashomon[postgresql]"
        raise StoreError(cause, stage="store") from error


def application(connection: Connection) -> int | None:
    """The mark of the database that is open; None for one without any table."""
    found: int | None = _of(connection).application(connection)
    return found


def mark(connection: Connection) -> None:
    """Mark the database as an archive, within the transaction that creates its tables."""
    _of(connection).mark(connection)


def share(engine: Engine) -> None:
    """Let readers work beside a writer, where that has to be asked for."""
    if engine.dialect.name == "sqlite":
        sqlite.share(engine)


def upsert(
    connection: Connection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    *,
    on: Sequence[str] | None = None,
    replace: bool = True,
) -> None:
    """Insert rows; one whose `on` columns (default: the primary key) exist replaces, or yields."""
    if not rows:
        return
    index = tuple(on or table.primary_key.columns.keys())
    changed = tuple(name for name in rows[0] if name not in index) if replace else ()
    connection.execute(_upsert(connection.dialect.name, table, index, changed), rows)


@cache
def _upsert(dialect: str, table: Table, index: tuple[str, ...], changed: tuple[str, ...]) -> Any:
    """The statement for it, which takes longer to make than a row to insert."""
    statement: Any = _INSERT[dialect](table)
    if not changed:
        return statement.on_conflict_do_nothing(index_elements=index)
    changes = {name: statement.excluded[name] for name in changed}
    return statement.on_conflict_do_update(index_elements=index, set_=changes)


def make_index(connection: Connection) -> None:
    """Make the word index: reports by number, with the words of their titles and texts."""
    _of(connection).make_index(connection)


def index(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add to the word index: `report` (its number), `title` and `body`."""
    _of(connection).index(connection, rows)


def unindex(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Take from the word index what was added so."""
    _of(connection).unindex(connection, rows)


def matching(connection: Connection, terms: Sequence[Term], most: int) -> list[int]:
    """The numbers of the `most` newest reports that have every term, the best first."""
    found: list[int] = _of(connection).matching(connection, terms, most)
    return found


def problems(connection: Connection) -> list[str]:
    """What the database's own checks find."""
    found: list[str] = _of(connection).problems(connection)
    return found


def item(connection: Connection, text: ColumnElement[Any], place: int) -> ColumnElement[Any]:
    """An element of a JSON array: a string as itself, what is compound as JSON."""
    found: ColumnElement[Any] = _of(connection).item(text, place)
    return found


def items(connection: Connection, text: ColumnElement[Any], place: int) -> FromClause:
    """The elements, as a table of one column `value`, of the array that stands in an array."""
    found: FromClause = _of(connection).items(text, place)
    return found


def renumber(connection: Connection, table: Table) -> None:
    """Let numbers that the database gives go on after rows that came with theirs."""
    keys = list(table.primary_key.columns)
    if connection.dialect.name == "postgresql" and table.autoincrement_column is not None:
        postgresql.renumber(connection, table.name, keys[0].name)


def _of(connection: Connection) -> ModuleType:
    return sqlite if connection.dialect.name == "sqlite" else postgresql
