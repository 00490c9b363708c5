"""Reasons are kept by code, with what stands in their gaps."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _change("lineage", ("child", "parent"), "evidence", _evidence)
    _change("events", ("id",), "reasons", _reasons)
    _change("stories", ("id",), "reasons", _reasons)
    _change("accounts", ("event",), "account", _account)


def _reason(sentence: str) -> list[Any]:
    """A sentence as it was kept, as a reason that says just that."""
    return ["told", [["words", [sentence]]]]


def _reasons(sentences: list[str]) -> list[Any]:
    return [_reason(sentence) for sentence in sentences]


def _evidence(items: list[list[str]]) -> list[Any]:
    return [[type, _reason(sentence)] for type, sentence in items]


def _account(account: list[Any]) -> list[Any]:
    # An account is kept as the list of its fields, of which facts are the second; of a fact,
    # reasons are the seventh.
    for fact in account[1]:
        fact[6:] = [_reasons(sentences) for sentences in fact[6:]]
    return account


def _change(table: str, keys: tuple[str, ...], column: str, change: Callable[[Any], Any]) -> None:
    """Writes a column of JSON anew, row by row: all accounts at once may be too much to hold."""
    rows = sa.table(table, *map(sa.column, (*keys, column)))
    connection = op.get_bind()
    for key in connection.execute(sa.select(*(rows.c[name] for name in keys))).fetchall():
        mine = [rows.c[name] == value for name, value in zip(keys, key, strict=True)]
        kept = json.loads(connection.execute(sa.select(rows.c[column]).where(*mine)).scalar_one())
        made = json.dumps(change(kept), ensure_ascii=False, separators=(",", ":"))
        connection.execute(sa.update(rows).where(*mine).values({column: made}))
