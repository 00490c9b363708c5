"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "failures",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("input", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_failures")),
        sa.UniqueConstraint("digest", name=op.f("uq_failures_digest")),
    )
    op.create_table(
        "judgements",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subjects", sa.Text(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgements")),
    )
    op.create_table(
        "made",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_made")),
        sa.UniqueConstraint(
            "stage", "version", "settings", name=op.f("uq_made_stage_version_settings")
        ),
    )
    op.create_table(
        "reports",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("input", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("modified", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("byline", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_reports")),
        sa.UniqueConstraint("id", name=op.f("uq_reports_id")),
    )
    op.create_table(
        "vectors",
        sa.Column("encoder", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("encoder", "digest", name=op.f("pk_vectors")),
    )
    op.create_table(
        "event_log",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("report", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["made"], ["made.number"], name=op.f("fk_event_log_made")),
        sa.ForeignKeyConstraint(["report"], ["reports.number"], name=op.f("fk_event_log_report")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_event_log")),
    )
    with op.batch_alter_table("event_log", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_log_new"), ["new"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_log_old"), ["old"], unique=False)

    op.create_table(
        "events",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("first", sa.Text(), nullable=True),
        sa.Column("last", sa.Text(), nullable=True),
        sa.Column("places", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["made"], ["made.number"], name=op.f("fk_events_made")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )
    op.create_table(
        "leads",
        sa.Column("report", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["made"], ["made.number"], name=op.f("fk_leads_made")),
        sa.ForeignKeyConstraint(["report"], ["reports.number"], name=op.f("fk_leads_report")),
        sa.PrimaryKeyConstraint("report", name=op.f("pk_leads")),
    )
    op.create_table(
        "lineage",
        sa.Column("child", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("parent", sa.Text(), nullable=False),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("coverage", sa.Float(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["child"], ["reports.number"], name=op.f("fk_lineage_child")),
        sa.ForeignKeyConstraint(["made"], ["made.number"], name=op.f("fk_lineage_made")),
        sa.PrimaryKeyConstraint("child", "parent", name=op.f("pk_lineage")),
    )
    with op.batch_alter_table("lineage", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lineage_parent"), ["parent"], unique=False)

    op.create_table(
        "neighbours",
        sa.Column("a", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("b", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["a"], ["reports.number"], name=op.f("fk_neighbours_a")),
        sa.ForeignKeyConstraint(["b"], ["reports.number"], name=op.f("fk_neighbours_b")),
        sa.ForeignKeyConstraint(["made"], ["made.number"], name=op.f("fk_neighbours_made")),
        sa.PrimaryKeyConstraint("a", "b", name=op.f("pk_neighbours")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("neighbours", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_neighbours_b"), ["b"], unique=False)

    op.create_table(
        "origins",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("root", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["made"], ["made.number"], name=op.f("fk_origins_made")),
        sa.ForeignKeyConstraint(["root"], ["reports.number"], name=op.f("fk_origins_root")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_origins")),
    )
    op.create_table(
        "pending",
        sa.Column("report", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.number"], name=op.f("fk_pending_report")),
        sa.PrimaryKeyConstraint("report", name=op.f("pk_pending")),
    )
    op.create_table(
        "readings",
        sa.Column("report", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("packed_keys", sa.LargeBinary(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["made"], ["made.number"], name=op.f("fk_readings_made")),
        sa.ForeignKeyConstraint(["report"], ["reports.number"], name=op.f("fk_readings_report")),
        sa.PrimaryKeyConstraint("report", name=op.f("pk_readings")),
    )
    op.create_table(
        "report_keys",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("report", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.number"], name=op.f("fk_report_keys_report")),
        sa.PrimaryKeyConstraint("key", "report", name=op.f("pk_report_keys")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "reuse",
        sa.Column("a", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("b", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("coverage_a", sa.Float(), nullable=False),
        sa.Column("coverage_b", sa.Float(), nullable=False),
        sa.Column("quoted", sa.Float(), nullable=False),
        sa.Column("passages", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["a"], ["reports.number"], name=op.f("fk_reuse_a")),
        sa.ForeignKeyConstraint(["b"], ["reports.number"], name=op.f("fk_reuse_b")),
        sa.ForeignKeyConstraint(["made"], ["made.number"], name=op.f("fk_reuse_made")),
        sa.PrimaryKeyConstraint("a", "b", name=op.f("pk_reuse")),
    )
    with op.batch_alter_table("reuse", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reuse_b"), ["b"], unique=False)

    op.create_table(
        "stories",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["made"], ["made.number"], name=op.f("fk_stories_made")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stories")),
    )
    op.create_table(
        "accounts",
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event"], ["events.id"], name=op.f("fk_accounts_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["made"], ["made.number"], name=op.f("fk_accounts_made")),
        sa.PrimaryKeyConstraint("event", name=op.f("pk_accounts")),
    )
    op.create_table(
        "aliases",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event"], ["events.id"], name=op.f("fk_aliases_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aliases")),
    )
    with op.batch_alter_table("aliases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_aliases_event"), ["event"], unique=False)

    op.create_table(
        "event_reports",
        sa.Column("report", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event"], ["events.id"], name=op.f("fk_event_reports_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["report"], ["reports.number"], name=op.f("fk_event_reports_report")
        ),
        sa.PrimaryKeyConstraint("report", name=op.f("pk_event_reports")),
    )
    with op.batch_alter_table("event_reports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_reports_event"), ["event"], unique=False)

    op.create_table(
        "origin_reports",
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("report", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["origin"], ["origins.id"], name=op.f("fk_origin_reports_origin"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["report"], ["reports.number"], name=op.f("fk_origin_reports_report")
        ),
        sa.PrimaryKeyConstraint("origin", "report", name=op.f("pk_origin_reports")),
    )
    with op.batch_alter_table("origin_reports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_origin_reports_report"), ["report"], unique=False)

    op.create_table(
        "shares",
        sa.Column("report", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["made"], ["made.number"], name=op.f("fk_shares_made")),
        sa.ForeignKeyConstraint(["origin"], ["origins.id"], name=op.f("fk_shares_origin")),
        sa.ForeignKeyConstraint(["report"], ["reports.number"], name=op.f("fk_shares_report")),
        sa.PrimaryKeyConstraint("report", "origin", name=op.f("pk_shares")),
    )
    with op.batch_alter_table("shares", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shares_origin"), ["origin"], unique=False)

    op.create_table(
        "story_events",
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event"], ["events.id"], name=op.f("fk_story_events_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["story"], ["stories.id"], name=op.f("fk_story_events_story"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("story", "event", name=op.f("pk_story_events")),
    )
    with op.batch_alter_table("story_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_story_events_event"), ["event"], unique=False)
