"""Live sources: what is followed, what was seen there, and who is told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alerts",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_alerts")),
        sa.UniqueConstraint("id", name=op.f("uq_alerts_id")),
    )
    op.create_table(
        "captures",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("same_as", sa.Integer(), nullable=True),
        sa.Column("file", sa.Text(), nullable=True),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["same_as"], ["captures.number"], name=op.f("fk_captures_same_as")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_captures")),
    )
    op.create_index(op.f("ix_captures_digest"), "captures", ["digest"], unique=False)
    op.create_index(op.f("ix_captures_file"), "captures", ["file"], unique=False)
    op.create_index(op.f("ix_captures_url"), "captures", ["url"], unique=False)
    op.create_table(
        "marks",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_marks")),
    )
    op.create_table(
        "outlets",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("camps", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_outlets")),
    )
    op.create_table(
        "deliveries",
        sa.Column("alert", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hook", sa.Text(), nullable=False),
        sa.Column("due", sa.Float(), nullable=True),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("done", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["alert"], ["alerts.number"], name=op.f("fk_deliveries_alert"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("alert", "hook", name=op.f("pk_deliveries")),
    )
    op.create_index(op.f("ix_deliveries_due"), "deliveries", ["due"], unique=False)
    op.create_table(
        "feeds",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("site", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("added", sa.Text(), nullable=False),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sa.Column("due", sa.Float(), nullable=True),
        sa.Column("pace", sa.Float(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("checked", sa.Text(), nullable=True),
        sa.Column("changed", sa.Text(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("modified", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["outlet"], ["outlets.name"], name=op.f("fk_feeds_outlet")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_feeds")),
        sa.UniqueConstraint("url", name=op.f("uq_feeds_url")),
    )
    op.create_index(op.f("ix_feeds_due"), "feeds", ["due"], unique=False)
    op.create_table(
        "pages",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("feed", sa.Integer(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due", sa.Float(), nullable=True),
        sa.Column("pace", sa.Float(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("looked", sa.Text(), nullable=True),
        sa.Column("vanished", sa.Text(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("modified", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("leads_to", sa.Integer(), nullable=True),
        sa.Column("told", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["feed"], ["feeds.number"], name=op.f("fk_pages_feed")),
        sa.ForeignKeyConstraint(["leads_to"], ["pages.number"], name=op.f("fk_pages_leads_to")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_pages")),
        sa.UniqueConstraint("url", name=op.f("uq_pages_url")),
    )
    op.create_index(op.f("ix_pages_due"), "pages", ["due"], unique=False)
    op.create_index(op.f("ix_pages_feed"), "pages", ["feed"], unique=False)
    op.create_index(op.f("ix_pages_leads_to"), "pages", ["leads_to"], unique=False)
    op.create_table(
        "items",
        sa.Column("feed", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("seen", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["feed"], ["feeds.number"], name=op.f("fk_items_feed")),
        sa.ForeignKeyConstraint(["page"], ["pages.number"], name=op.f("fk_items_page")),
        sa.PrimaryKeyConstraint("feed", "key", name=op.f("pk_items")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_items_page"), "items", ["page"], unique=False)
    op.create_index(op.f("ix_items_seen"), "items", ["seen"], unique=False)
    op.create_table(
        "versions",
        sa.Column("page", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("report", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("capture", sa.Integer(), nullable=True),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["capture"], ["captures.number"], name=op.f("fk_versions_capture")),
        sa.ForeignKeyConstraint(["page"], ["pages.number"], name=op.f("fk_versions_page")),
        sa.ForeignKeyConstraint(["report"], ["reports.number"], name=op.f("fk_versions_report")),
        sa.PrimaryKeyConstraint("page", "number", name=op.f("pk_versions")),
    )
    op.create_index(op.f("ix_versions_capture"), "versions", ["capture"], unique=False)
    op.create_index(op.f("ix_versions_report"), "versions", ["report"], unique=False)
