"""Between ids and rows: who made a row, reports' numbers, statements over many values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    Connection,
    Delete,
    Row,
    Select,
    Table,
    bindparam,
    delete,
    select,
)

from rashomon.exceptions import StoreError
from rashomon.store import dialects, schema

T = TypeVar("T")

# Values in one IN list; databases allow from 999 variables in a statement.
_CHUNK = 500

# Stands for them in a statement, which so need not look at each by itself.
_AMONG: BindParameter[Any] = bindparam("among", expanding=True)

# To make a statement takes longer than to run it over a few values: those that are asked again and
# again stand by themselves, like these, and `among` keeps what it makes of the last so many.
_STATEMENTS = 256
_NUMBERS = select(schema.reports.c.id, schema.reports.c.number)
_MADE = schema.made.c
_MADE_BY = select(_MADE.number).where(
    _MADE.stage == bindparam("stage"),
    _MADE.version == bindparam("version"),
    _MADE.settings == bindparam("settings"),
)


@dataclass(frozen=True, slots=True)
class Made:
    """What made a derived row: a stage, its version, and the digest of its settings."""

    stage: str
    version: int
    settings: str


def made_number(connection: Connection, made: Made) -> int:
    """The number of the row that says so, which is written if new."""
    values = asdict(made)
    number = connection.execute(_MADE_BY, values).scalar()
    if number is None:
        dialects.upsert(connection, schema.made, [values], on=list(values), replace=False)
        number = connection.execute(_MADE_BY, values).scalar_one()
    return int(number)


def chunks(values: Iterable[T]) -> Iterator[list[T]]:
    """The distinct values, in lists short enough for one statement."""
    rest = iter(dict.fromkeys(values))
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk


def among(
    connection: Connection,
    statement: Select[Any],
    column: Column[Any],
    values: Iterable[Any] | None,
    **bound: Any,
) -> Iterator[Row[Any]]:
    """Rows of a statement whose `column` is among `values`; all rows for None.

    `bound` are values for what else the statement leaves open.
    """
    if values is None:
        yield from connection.execute(statement, bound)
        return
    for chunk in chunks(values):
        # All at once: row by row each costs several times as much.
        yield from connection.execute(_choosing(statement, column), bound | {"among": chunk}).all()


def remove(
    connection: Connection, table: Table, column: Column[Any], values: Iterable[Any]
) -> None:
    """Delete the rows of a table whose `column` is among `values`."""
    for chunk in chunks(values):
        connection.execute(_deleting(table, column), {"among": chunk})


@lru_cache(_STATEMENTS)
def _choosing(statement: Select[Any], column: Column[Any]) -> Select[Any]:
    return statement.where(_in(column))


@lru_cache(_STATEMENTS)
def _deleting(table: Table, column: Column[Any]) -> Delete:
    return delete(table).where(_in(column))


@cache
def _in(column: Column[Any]) -> ColumnElement[bool]:
    """The condition, made once for each column: making it costs as much as some statements do."""
    return column.in_(_AMONG)


def ids_of(connection: Connection, numbers: Collection[int]) -> dict[int, str]:
    """The ids of reports by their numbers, of those that the archive has."""
    rows = among(connection, _NUMBERS, schema.reports.c.number, numbers)
    return {row.number: row.id for row in rows}


def numbers(connection: Connection, ids: Collection[str]) -> dict[str, int]:
    """The number of each report; raises `StoreError` for an id that the archive has not."""
    rows = among(connection, _NUMBERS, schema.reports.c.id, ids)
    found = {row.id: row.number for row in rows}
    for id in ids:
        if id not in found:
            raise StoreError("no such report in the archive", input=id, stage="store")
    return found
