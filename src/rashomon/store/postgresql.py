"""Archives on a PostgreSQL server, 15 or later.

One archive is one database (or one schema, by the URL's `options=-csearch_path=…`). Writers take
turns, as they do on a file: each transaction that writes holds the archive's advisory lock, so that
what it read first still holds when it writes. Readers see one snapshot and wait for nobody.

https://www.postgresql.org/docs/15/explicit-locking.html, /transaction-iso.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    Engine,
    FromClause,
    cast,
    create_engine,
    event,
    func,
    inspect,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from rashomon.language.searching import Term

# Marks a database as an archive, and is the number of its lock ("RSMN").
APPLICATION = 0x52534D4E
# Limits of a tsvector: places, places of one word, bytes of all words, letters of a word.
_PLACES, _REPEATED, _LARGEST, _LONGEST = 16_383, 255, 600_000, 400
_MARK = f"COMMENT ON TABLE alembic_version IS '{APPLICATION}'"


def engine(url: URL) -> Engine:
    """An engine for a server's database; nothing is opened yet."""
    made = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        isolation_level="READ COMMITTED",
    )

    @event.listens_for(made, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writes"):
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({APPLICATION})")
        else:
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")

    return made


def application(connection: Connection) -> int | None:
    """The mark of the database that is open; None for one without any table."""
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    if "alembic_version" not in tables:
        return 0
    found = connection.exec_driver_sql("SELECT obj_description('alembic_version'::regclass)")
    mark = found.scalar_one()
    return int(mark) if mark and mark.isdecimal() else 0


def mark(connection: Connection) -> None:
    """Mark the database as an archive, within the transaction that creates its tables."""
    connection.exec_driver_sql(_MARK)


def make_index(connection: Connection) -> None:
    """Make the word index: of each report the words of its title and text, with their places.

    https://www.postgresql.org/docs/15/textsearch.html
    """
    connection.exec_driver_sql(
        "CREATE TABLE search ("
        "report integer PRIMARY KEY REFERENCES reports (number), words tsvector NOT NULL)"
    )
    connection.exec_driver_sql("CREATE INDEX ix_search_words ON search USING gin (words)")


def index(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add to the word index: `report` (its number), `title` and `body`."""
    if rows:
        connection.execute(
            text("INSERT INTO search (report, words) VALUES (:report, CAST(:words AS tsvector))"),
            [
                {"report": row["report"], "words": _vector(row["title"], row["body"])}
                for row in rows
            ],
        )


def unindex(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Take from the word index what was added so."""
    if rows:
        connection.execute(
            text("DELETE FROM search WHERE report = :report"),
            [{"report": row["report"]} for row in rows],
        )


def matching(connection: Connection, terms: Sequence[Term], most: int) -> list[int]:
    """The numbers of the `most` newest reports that have every term, the best first.

    By how often and how near one another, a title's words counting five times; unlike SQLite's
    BM25 this knows nothing of how rare a word is.
    """
    asked = " & ".join(
        f"({' <-> '.join(map(_lexeme, term.words))}{':*' if term.open else ''})" for term in terms
    )
    if not asked:
        return []
    found = connection.execute(
        text(
            "SELECT report FROM search, CAST(:asked AS tsquery) AS asked WHERE words @@ asked AND "
            "report > coalesce((SELECT report FROM search "
            "WHERE words @@ CAST(:asked AS tsquery) "
            "ORDER BY report DESC LIMIT 1 OFFSET :most), -1) "
            "ORDER BY ts_rank('{0.2, 0.2, 0.2, 1}', words, asked, 1) DESC, report"
        ),
        {"asked": asked, "most": most},
    )
    return [int(number) for number in found.scalars()]


def _vector(title: str, body: str) -> str:
    """Words as a tsvector is written: each with its places, a title's marked A.

    Between title and text a place is left free, so that no phrase spans both.
    """
    places: dict[str, list[str]] = {}
    size = 0
    words = [*((word, "A") for word in title.split()), None, *((w, "") for w in body.split())]
    for place, entry in enumerate(words, 1):
        if entry is None:
            continue
        word, weight = _lexeme(entry[0]), entry[1]
        size += 0 if word in places else len(word.encode())
        if size > _LARGEST:
            break
        known = places.setdefault(word, [])
        if place <= _PLACES and len(known) < _REPEATED:
            known.append(f"{place}{weight}")
    return " ".join(f"{word}:{','.join(at)}" if at else word for word, at in places.items())


def _lexeme(word: str) -> str:
    """A word in quotation marks; words are letters and digits alone."""
    return f"'{word[:_LONGEST]}'"


def problems(connection: Connection) -> list[str]:
    """What the server itself finds: indexes and constraints that it knows to be unsound."""
    unsound = (
        ("SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid", "index"),
        ("SELECT conname FROM pg_constraint WHERE NOT convalidated", "constraint"),
    )
    return [
        f"{what} {name} is not valid"
        for query, what in unsound
        for (name,) in connection.exec_driver_sql(query)
    ]


def renumber(connection: Connection, table: str, column: str) -> None:
    """Let the numbers that the server gives go on after those that are there."""
    connection.exec_driver_sql(
        f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'),"
        f" (SELECT coalesce(max({column}), 0) + 1 FROM {table}), false)"
    )


def item(column: ColumnElement[Any], place: int) -> ColumnElement[Any]:
    """An element of a JSON array: a string as itself, what is compound as JSON."""
    found: ColumnElement[Any] = cast(column, JSONB)[place].astext
    return found


def items(column: ColumnElement[Any], place: int) -> FromClause:
    """The elements, as a table of one column `value`, of the array that stands in an array."""
    return func.jsonb_array_elements(cast(column, JSONB)[place]).table_valued("value")
