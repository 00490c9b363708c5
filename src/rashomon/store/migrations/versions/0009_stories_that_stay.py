"""Stories keep a log and ids that lead on; when events happened stands apart from their reports."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

from rashomon.store import listings

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("published_first", "published_last", "titles"):
        op.add_column("events", sa.Column(name, sa.Text()))
    op.add_column("stories", sa.Column("titles", sa.Text()))
    op.create_table(
        "story_log",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("old", sa.Text()),
        sa.Column("new", sa.Text()),
        sa.Column("why", sa.Text()),
        sa.ForeignKeyConstraint(["made"], ["made.number"], name=op.f("fk_story_log_made")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_story_log")),
    )
    op.create_index(op.f("ix_story_log_old"), "story_log", ["old"])
    op.create_index(op.f("ix_story_log_new"), "story_log", ["new"])
    op.create_table(
        "story_aliases",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["story"], ["stories.id"], name=op.f("fk_story_aliases_story"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story_aliases")),
    )
    op.create_index(op.f("ix_story_aliases_story"), "story_aliases", ["story"])
    _part_times(op.get_bind())
    listings.renew(op.get_bind())


def _part_times(connection: sa.Connection) -> None:
    """Before, a time of publication stood for that of the event: what is not read out of a text
    goes to where it belongs."""
    events = sa.table(
        "events",
        *map(sa.column, ("id", "first", "last", "published_first", "published_last")),
    )
    for row in connection.execute(sa.select(events)).mappings().all():
        values = {
            column: value
            for name in ("first", "last")
            if _published(row[name])
            for column, value in ((f"published_{name}", row[name]), (name, None))
        }
        if values:
            connection.execute(sa.update(events).where(events.c.id == row["id"]).values(values))


def _published(moment: str | None) -> bool:
    """Whether a stored moment (value, precision, basis) is one of publication."""
    kept = json.loads(moment) if moment else None
    return kept is not None and not kept[2].startswith("text")
