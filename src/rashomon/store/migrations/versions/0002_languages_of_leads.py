"""Leads know their language."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # A reading is kept as the list of its fields, of which the language is the first.
    op.add_column("leads", sa.Column("language", sa.Text()))
    leads = sa.table("leads", sa.column("report"), sa.column("language"))
    readings = sa.table("readings", sa.column("report"), sa.column("reading"))
    connection = op.get_bind()
    found = connection.execute(sa.select(readings.c.report, readings.c.reading))
    for some in found.partitions(1000):
        connection.execute(
            sa.update(leads)
            .where(leads.c.report == sa.bindparam("key"))
            .values(language=sa.bindparam("known")),
            [{"key": row.report, "known": json.loads(row.reading)[0]} for row in some],
        )
