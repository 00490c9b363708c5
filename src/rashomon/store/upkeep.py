"""Checking an archive and copying it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, exists, insert, select, update

from rashomon.exceptions import StoreError
from rashomon.model import Account
from rashomon.store import dialects, schema, search, sqlite
from rashomon.store.codec import loads
from rashomon.store.session import Session

# Rows copied at once: reports may be long.
_AT_ONCE = 500


class Upkeep(Session):
    """What `rashomon db` does."""

    def check(self) -> list[str]:
        """What is wrong with the archive, in words; empty if nothing is.

        The database's own checks, then ids that no foreign key watches.
        """
        try:
            with self.reading() as connection:
                return [*dialects.problems(connection), *_dangling(connection)]
        except StoreError as error:
            return [error.cause]

    def backup(self, path: str | os.PathLike[str]) -> None:
        """Copy all that is committed to a new file, while others may go on writing.

        Of an archive on a server the file is a SQLite archive with the same content. Raises
        `StoreError` if the file exists already or cannot be written.
        """
        self._current()  # refuses if the archive is closed
        target = Path(path)
        try:
            unfinished = target.with_name(target.name + ".part")
            if target.exists():
                raise StoreError("exists already", input=str(path), stage="store")
            unfinished.unlink(missing_ok=True)
            if self._engine.dialect.name == "sqlite":
                sqlite.copy(self._engine, unfinished)
            else:
                with type(self).open(unfinished) as copy:
                    copy.fill(self)
            unfinished.rename(target)
        except (OSError, ValueError, sqlite3.Error) as error:
            raise StoreError(str(error), input=str(path), stage="store") from error

    def fill(self, source: Upkeep) -> None:
        """Copy all that another archive holds, as it stands at one moment, into this empty one.

        All or nothing. Raises `StoreError` if this archive holds anything already.
        """
        with source.reading() as theirs, self.writing() as ours:
            if ours.execute(select(schema.made.c.number).limit(1)).first():
                raise StoreError("is not empty: an archive is copied into a new one", stage="store")
            for table in schema.metadata.sorted_tables:
                found = theirs.execute(select(table), execution_options={"yield_per": _AT_ONCE})
                # A row may refer to a later one of its own table: such columns are filled after.
                own = [key.parent.name for key in table.foreign_keys if key.column.table is table]
                later: list[dict[str, Any]] = []
                for rows in found.mappings().partitions():
                    later += [dict(row) for row in rows if any(row[name] for name in own)]
                    bare = dict.fromkeys(own)
                    ours.execute(insert(table), [dict(row) | bare for row in rows])
                for row in later:
                    same = [column == row[column.name] for column in table.primary_key]
                    ours.execute(
                        update(table).where(*same).values({name: row[name] for name in own})
                    )
                dialects.renumber(ours, table)
            kept = schema.reports.c
            texts = ours.execute(
                select(kept.number, kept.title, kept.text),
                execution_options={"yield_per": _AT_ONCE},
            )
            for some in texts.partitions(_AT_ONCE):
                search.index(ours, {row.number: (row.title, row.text) for row in some})


def _dangling(connection: Connection) -> Iterator[str]:
    reports, origins = schema.reports.c, schema.origins.c
    unread = ~exists().where(schema.readings.c.report == reports.number)
    for id in connection.execute(select(reports.id).where(unread)).scalars():
        yield f"report {id} has no reading"
    parent = schema.lineage.c.parent
    seen, unseen = exists().where(reports.id == parent), exists().where(origins.id == parent)
    for id in connection.execute(select(parent).where(~seen, ~unseen)).scalars():
        yield f"lineage from {id}, which is neither a report nor an origin"
    members = exists().where(schema.event_reports.c.event == schema.events.c.id)
    for id in connection.execute(select(schema.events.c.id).where(~members)).scalars():
        yield f"event {id} has no reports"
    known = set(connection.execute(select(reports.id)).scalars())
    for event, text in connection.execute(
        select(schema.accounts.c.event, schema.accounts.c.account)
    ):
        for id in sorted(_cited(loads(Account, text)) - known):
            yield f"the account of event {event} cites {id}, which is no report"


def _cited(account: Account) -> set[str]:
    cited = {
        statement.report
        for fact in account.facts
        for position in fact.positions
        for statement in position.statements
    }
    for fact in account.facts:
        cited.update(fact.absent_from, fact.alluded_in)
    return cited
