"""Leads have their signs beside them, which a search reads at once."""

from __future__ import annotations

import numpy as np
import sqlalchemy as sa
from alembic import op

from rashomon.signs import packed

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# Vectors in memory at once.
_AT_ONCE = 1_000


def upgrade() -> None:
    table = op.create_table(
        "lead_signs",
        sa.Column("report", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("signs", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.number"], name=op.f("fk_lead_signs_report")),
        sa.PrimaryKeyConstraint("report", name=op.f("pk_lead_signs")),
    )
    connection = op.get_bind()
    leads = sa.table("leads", sa.column("report"), sa.column("vector"))
    wanted = sa.select(leads).order_by(leads.c.report).limit(_AT_ONCE)
    last = 0
    while rows := connection.execute(wanted.where(leads.c.report > last)).all():
        last = rows[-1].report
        signed = [
            {"report": row.report, "signs": packed(np.frombuffer(row.vector, "<f4"))}
            for row in rows
        ]
        connection.execute(sa.insert(table), signed)
