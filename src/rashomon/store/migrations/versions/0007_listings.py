"""Lists of events are kept up as events change."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "listings",
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("origins", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("titles", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event"], ["events.id"], name=op.f("fk_listings_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event", name=op.f("pk_listings")),
    )
    op.create_index("ix_listings_new", "listings", ["seen", "event"])
    op.create_index("ix_listings_told", "listings", ["origins", "reports", "seen", "event"])
    op.create_table(
        "listing_marks",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event"], ["events.id"], name=op.f("fk_listing_marks_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("kind", "value", "event", name=op.f("pk_listing_marks")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_listing_marks_event"), "listing_marks", ["event"])
    op.create_index(op.f("ix_reports_source"), "reports", ["source"])
    # They are filled at the end of the last migration, by code that knows the newest columns.
