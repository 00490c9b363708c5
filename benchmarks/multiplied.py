"""An archive of reports laid out many times over, by statements of the database alone.

What a page costs in an archive of a million reports depends on how many rows its indexes have, not
on who filled them: each copy has its own reports, events, origins, stories and words, and none of
the accounts, which only the pages of the first one's events ask for.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Column, select

from rashomon.store import Store, schema, search

_REPORTS = schema.reports.c
# In the order in which foreign keys want them.
TABLES = (
    schema.reports, schema.readings, schema.leads, schema.lead_signs, schema.origins,
    schema.origin_reports, schema.shares, schema.lineage, schema.events, schema.event_reports,
    schema.listings, schema.listing_marks, schema.event_log, schema.stories, schema.story_events,
)  # fmt: skip
# Ids that no foreign key tells, and numbers that count rows of their own.
IDS = {"reports.id", "reports.digest", "origins.id", "events.id", "stories.id",
       "lineage.parent", "event_log.old", "event_log.new"}  # fmt: skip
NUMBERS = {"reports.number": "reports", "event_log.number": "event_log"}
# Reports whose words are put into the index at once.
AT_ONCE = 5_000


def multiply(path: Path, times: int) -> None:
    """Makes an archive that many times as large; its own reports stay as they are."""
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("CREATE TEMP TABLE copies AS SELECT value AS n FROM"
                           f" json_each('{list(range(1, times))}')")  # fmt: skip
        steps = {
            name: int(connection.execute(f"SELECT max(number) FROM {name}").fetchone()[0])
            for name in NUMBERS.values()
        }
        for table in TABLES:
            columns = ", ".join(f'"{c.name}"' for c in table.c)
            values = ", ".join(_value(c, steps) for c in table.c)
            connection.execute(
                f"INSERT INTO {table.name} ({columns}) SELECT {values} FROM {table.name}, copies"
            )
    connection.close()
    with Store.open(path) as store, store.writing() as rows:
        wanted = select(_REPORTS.number, _REPORTS.title, _REPORTS.text)
        for start in range(steps["reports"], steps["reports"] * times, AT_ONCE):
            some = wanted.where(_REPORTS.number.between(start + 1, start + AT_ONCE))
            search.index(rows, {r.number: (r.title, r.text) for r in rows.execute(some)})


def _value(column: Column[Any], steps: dict[str, int]) -> str:
    """A column's value in a copy: numbers go on where those of the copy before end."""
    name, full = f'"{column.name}"', f"{column.table.name}.{column.name}"
    leads = {key.target_fullname for key in column.foreign_keys}
    counted = NUMBERS.get(full) or ("reports" if "reports.number" in leads else None)
    if counted:
        return f"{name} + n * {steps[counted]}"
    if full in IDS or leads & IDS:
        return f"{name} || '~' || n"
    return name
