"""The tables of an archive, as portable SQLAlchemy Core.

Reports are known outside by their ids and inside by small integers (`number`), so that the rows
that pair a report with something else stay short. Columns ending a table (texts, JSON, vectors)
are the large ones: SQLite reads a row from its beginning.

Every derived row points at the `made` row that says which stage, in which version and under which
settings, made it. A change here needs a new file in migrations/versions and a new `VERSION`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

# The newest Alembic revision: what this code reads and writes.
VERSION = "0010"

# Constraints need names that do not depend on the database, so that migrations can alter them.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _report(name: str, *, primary: bool = False, index: bool = False) -> Column[int]:
    return Column(
        name,
        Integer,
        ForeignKey("reports.number"),
        primary_key=primary,
        autoincrement=False,
        nullable=False,
        index=index,
    )


def _made() -> Column[int]:
    return Column("made", Integer, ForeignKey("made.number"), nullable=False)


made = Table(
    "made",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("stage", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("settings", Text, nullable=False),
    UniqueConstraint("stage", "version", "settings"),
)

reports = Table(
    "reports",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("digest", Text, nullable=False, index=True),
    Column("input", Text, nullable=False),
    Column("title", Text),
    Column("url", Text),
    Column("source", Text, index=True),
    Column("published", Text),
    Column("modified", Text),
    Column("language", Text),
    Column("byline", Text),
    Column("text", Text, nullable=False),
)

pending = Table("pending", metadata, _report("report", primary=True))

# `packed_keys` repeats report_keys as packed int64, so that no index by report is needed there.
readings = Table(
    "readings",
    metadata,
    _report("report", primary=True),
    _made(),
    Column("packed_keys", LargeBinary, nullable=False),
    Column("reading", Text, nullable=False),
)

# The largest table by far; clustered by key, a look-up touches one page.
report_keys = Table(
    "report_keys",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    _report("report", primary=True),
    sqlite_with_rowid=False,
)

# `language` repeats the reading's: how far two vectors can agree depends on their languages.
leads = Table(
    "leads",
    metadata,
    _report("report", primary=True),
    _made(),
    Column("vector", LargeBinary, nullable=False),
    Column("language", Text),
)

# The signs of a lead's vector (`rashomon.signs`), by which a search looks through all: apart
# from the vectors, beside which they would take thirty times as long to read.
lead_signs = Table(
    "lead_signs",
    metadata,
    _report("report", primary=True),
    Column("signs", LargeBinary, nullable=False),
)

# The encoder's name is what made these rows: it changes with the weights.
vectors = Table(
    "vectors",
    metadata,
    Column("encoder", Text, primary_key=True),
    Column("digest", Text, primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)

reuse = Table(
    "reuse",
    metadata,
    _report("a", primary=True),
    _report("b", primary=True, index=True),
    _made(),
    Column("coverage_a", Float, nullable=False),
    Column("coverage_b", Float, nullable=False),
    Column("quoted", Float, nullable=False),
    Column("passages", Text, nullable=False),
)

neighbours = Table(
    "neighbours",
    metadata,
    _report("a", primary=True),
    _report("b", primary=True, index=True),
    _made(),
    Column("score", Float, nullable=False),
    sqlite_with_rowid=False,
)

# `parent` is a report's id or an unseen origin's, so it can have no foreign key.
lineage = Table(
    "lineage",
    metadata,
    _report("child", primary=True),
    Column("parent", Text, primary_key=True, index=True),
    _made(),
    Column("kind", Text, nullable=False),
    Column("direction", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("coverage", Float, nullable=False),
    Column("evidence", Text, nullable=False),
)

origins = Table(
    "origins",
    metadata,
    Column("id", Text, primary_key=True),
    _made(),
    Column("root", Integer, ForeignKey("reports.number")),
    Column("name", Text, nullable=False),
)

origin_reports = Table(
    "origin_reports",
    metadata,
    Column("origin", Text, ForeignKey("origins.id", ondelete="CASCADE"), primary_key=True),
    _report("report", primary=True, index=True),
    Column("position", Integer, nullable=False),
)

shares = Table(
    "shares",
    metadata,
    _report("report", primary=True),
    Column("origin", Text, ForeignKey("origins.id"), primary_key=True, index=True),
    _made(),
    Column("position", Integer, nullable=False),
    Column("share", Float, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("id", Text, primary_key=True),
    _made(),
    Column("title", Text, nullable=False),
    Column("first", Text),
    Column("last", Text),
    Column("places", Text, nullable=False),
    Column("reasons", Text, nullable=False),
    Column("published_first", Text),
    Column("published_last", Text),
    Column("titles", Text),
)

event_reports = Table(
    "event_reports",
    metadata,
    _report("report", primary=True),
    Column("event", Text, ForeignKey("events.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
)

# What lists of events are sorted and chosen by, repeated from the tables above so that no list
# reads them all. `seen` is when the first report was published, empty if none says; `titles` are
# casefolded.
listings = Table(
    "listings",
    metadata,
    Column("event", Text, ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    Column("reports", Integer, nullable=False),
    Column("origins", Integer, nullable=False),
    Column("seen", Text, nullable=False),
    Column("titles", Text, nullable=False),
    Index("ix_listings_told", "origins", "reports", "seen", "event"),
    Index("ix_listings_new", "seen", "event"),
)

# `kind` is one of language, place, source, outlet, flag.
listing_marks = Table(
    "listing_marks",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column(
        "event",
        Text,
        ForeignKey("events.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
    sqlite_with_rowid=False,
)


def _log(name: str, member: Column[Any]) -> Table:
    """Who belonged where, change by change, without foreign keys: a log outlives both."""
    return Table(
        name,
        metadata,
        Column("number", Integer, primary_key=True),
        member,
        _made(),
        Column("at", Text, nullable=False),
        Column("old", Text, index=True),
        Column("new", Text, index=True),
        Column("why", Text),
    )


def _aliases(name: str, member: str, of: str) -> Table:
    """Ids that lead on to another."""
    return Table(
        name,
        metadata,
        Column("id", Text, primary_key=True),
        Column(member, Text, ForeignKey(of, ondelete="CASCADE"), nullable=False, index=True),
    )


event_log = _log("event_log", _report("report"))

aliases = _aliases("aliases", "event", "events.id")

stories = Table(
    "stories",
    metadata,
    Column("id", Text, primary_key=True),
    _made(),
    Column("title", Text, nullable=False),
    Column("reasons", Text, nullable=False),
    Column("titles", Text),
)

story_events = Table(
    "story_events",
    metadata,
    Column("story", Text, ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "event",
        Text,
        ForeignKey("events.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
    Column("position", Integer, nullable=False),
)

story_log = _log("story_log", Column("event", Text, nullable=False))

story_aliases = _aliases("story_aliases", "story", "stories.id")

accounts = Table(
    "accounts",
    metadata,
    Column("event", Text, ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    _made(),
    Column("account", Text, nullable=False),
)

# Errors can be longer than an index entry may be: `digest` stands for the other three columns.
failures = Table(
    "failures",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("digest", Text, nullable=False, unique=True),
    Column("input", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("error", Text, nullable=False),
)

# Judgements and what was taken back are only ever appended; `number` is their order.
judgements = Table(
    "judgements",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subjects", Text, nullable=False),
    Column("sides", Text, nullable=False),
)

undoings = Table(
    "undoings",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("judgement", Text, ForeignKey("judgements.id"), nullable=False, unique=True),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
)

# What is followed: outlets as people describe them, and the feeds, sitemaps and pages of each.
outlets = Table(
    "outlets",
    metadata,
    Column("name", Text, primary_key=True),
    Column("country", Text),
    Column("owner", Text),
    Column("languages", Text, nullable=False),
    Column("camps", Text, nullable=False),
)

# Times that are compared (`due`) are seconds since 1970, those that are shown ISO 8601.
feeds = Table(
    "feeds",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("url", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("outlet", Text, ForeignKey("outlets.name")),
    Column("title", Text),
    Column("site", Text),
    Column("language", Text),
    Column("added", Text, nullable=False),
    Column("stopped", Boolean, nullable=False),
    Column("due", Float, index=True),
    Column("pace", Float, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("error", Text),
    Column("checked", Text),
    Column("changed", Text),
    Column("etag", Text),
    Column("modified", Text),
    Column("digest", Text),
)

pages = Table(
    "pages",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("url", Text, nullable=False, unique=True),
    Column("host", Text, nullable=False),
    Column("feed", Integer, ForeignKey("feeds.number"), index=True),
    Column("state", Text, nullable=False),
    Column("due", Float, index=True),
    Column("pace", Float, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("error", Text),
    Column("first", Text, nullable=False),
    Column("looked", Text),
    Column("vanished", Text),
    Column("etag", Text),
    Column("modified", Text),
    Column("digest", Text),
    Column("leads_to", Integer, ForeignKey("pages.number"), index=True),
    Column("told", Text, nullable=False),
)

items = Table(
    "items",
    metadata,
    Column(
        "feed",
        Integer,
        ForeignKey("feeds.number"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("key", Text, primary_key=True),
    Column("page", Integer, ForeignKey("pages.number"), index=True),
    Column("digest", Text, nullable=False),
    Column("seen", Float, nullable=False, index=True),
    sqlite_with_rowid=False,
)

# Where the bytes of an answer lie; `same_as` is the capture with the same bytes before it. Once
# a file of captures is given up, `file` is empty, and digest and time remain.
captures = Table(
    "captures",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("url", Text, nullable=False, index=True),
    Column("at", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("digest", Text, nullable=False, index=True),
    Column("same_as", Integer, ForeignKey("captures.number")),
    Column("file", Text, index=True),
    Column("start", BigInteger, nullable=False),
    Column("length", BigInteger, nullable=False),
)

# The reports that a page has been, in their order; `silent` ones changed without saying so.
versions = Table(
    "versions",
    metadata,
    Column(
        "page",
        Integer,
        ForeignKey("pages.number"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("number", Integer, primary_key=True, autoincrement=False),
    _report("report", index=True),
    Column("capture", Integer, ForeignKey("captures.number"), index=True),
    Column("at", Text, nullable=False),
    Column("silent", Boolean, nullable=False),
)

alerts = Table(
    "alerts",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("at", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("told", Text, nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column(
        "alert",
        Integer,
        ForeignKey("alerts.number", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("hook", Text, primary_key=True),
    Column("due", Float, index=True),
    Column("failed", Integer, nullable=False),
    Column("error", Text),
    Column("done", Text),
)

# How far something has come that goes through a log: its number of the last row done.
marks = Table(
    "marks",
    metadata,
    Column("name", Text, primary_key=True),
    Column("number", Integer, nullable=False),
)
