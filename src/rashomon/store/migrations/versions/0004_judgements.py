"""Judgements are only appended, and moves between events say why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("event_log", sa.Column("why", sa.Text()))
    connection = op.get_bind()
    old = sa.table("judgements", *map(sa.column, ("id", "at", "who", "kind", "subjects", "undone")))
    kept = connection.execute(sa.select(old).order_by(old.c.at, old.c.id)).mappings().all()
    op.drop_table("judgements")
    judgements = op.create_table(
        "judgements",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subjects", sa.Text(), nullable=False),
        sa.Column("sides", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_judgements")),
        sa.UniqueConstraint("id", name=op.f("uq_judgements_id")),
    )
    undoings = op.create_table(
        "undoings",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("judgement", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["judgement"], ["judgements.id"], name=op.f("fk_undoings_judgement_judgements")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_undoings")),
        sa.UniqueConstraint("judgement", name=op.f("uq_undoings_judgement")),
    )
    # Who took a judgement back, and when, was not kept before: its own author and time stand in.
    columns = ("id", "at", "who", "kind", "subjects")
    rows = [{name: row[name] for name in columns} | {"sides": "[]"} for row in kept]
    taken = [
        {"judgement": row["id"], "at": row["at"], "who": row["who"]}
        for row in kept
        if row["undone"]
    ]
    op.bulk_insert(judgements, rows)
    op.bulk_insert(undoings, taken)
