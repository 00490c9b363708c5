"""Between ids and rows: who made a row, reports' numbers, statements over many values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    Connection,
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


@dataclass(frozen=True, slots=True)
class Made:
    """What made a derived row: a stage, its version, and the digest of its settings."""

    stage: str
    version: int
    settings: str


def made_number(connection: Connection, made: Made) -> int:
    """The number of the row that says so, which is written if new."""
    values = asdict(made)
    dialects.upsert(connection, schema.made, [values], on=list(values), replace=False)
    statement = select(schema.made.c.number).filter_by(**values)
    return int(connection.execute(statement).scalar_one())


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
) -> Iterator[Row[Any]]:
    """Rows of a statement whose `column` is among `values`; all rows for None."""
    if values is None:
        yield from connection.execute(statement)
        return
    for chunk in chunks(values):
        # All at once: row by row each costs several times as much.
        yield from connection.execute(statement.where(_in(column)), {"among": chunk}).all()


def remove(
    connection: Connection, table: Table, column: Column[Any], values: Iterable[Any]
) -> None:
    """Delete the rows of a table whose `column` is among `values`."""
    for chunk in chunks(values):
        connection.execute(delete(table).where(_in(column)), {"among": chunk})


@cache
def _in(column: Column[Any]) -> ColumnElement[bool]:
    """The condition, made once for each column: making it costs as much as some statements do."""
    return column.in_(_AMONG)


def numbers(connection: Connection, ids: Collection[str]) -> dict[str, int]:
    """The number of each report; raises `StoreError` for an id that the archive has not."""
    reports = schema.reports.c
    rows = among(connection, select(reports.id, reports.number), reports.id, ids)
    found = {row.id: row.number for row in rows}
    for id in ids:
        if id not in found:
            raise StoreError("no such report in the archive", input=id, stage="store")
    return found
