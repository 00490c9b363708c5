"""Finding reports by words: an index of titles and texts, kept as reports come.

The database only parts words at spaces and matches them; what a word is, in which script, is
decided by `language/searching.py`, so that every database finds the same.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from rashomon.language.searching import Term, searchable
from rashomon.model import Moment, Place
from rashomon.store import dialects, schema
from rashomon.store.codec import loads
from rashomon.store.rows import among, ids_of
from rashomon.store.session import Session

_REPORTS, _READINGS, _LEADS = schema.reports.c, schema.readings.c, schema.leads.c
_MOMENT = Moment | None
# More reports than a database can number.
_EVERY = 2**62


@dataclass(frozen=True, slots=True)
class Marks:
    """What a report can be filtered by; `when` is its publication, else the day that it tells."""

    source: str | None
    language: str | None
    when: Moment | None
    flags: tuple[str, ...]
    places: tuple[Place, ...]


class Search(Session):
    """Looking reports up."""

    def matching(self, terms: Sequence[Term], most: int | None = None) -> list[str]:
        """The ids of reports that have every term, of all or the `most` newest ones; best first:
        rare words, titles, short texts."""
        with self.reading() as connection:
            numbers = dialects.matching(connection, terms, _EVERY if most is None else most)
            ids = ids_of(connection, numbers)
        return [ids[number] for number in numbers if number in ids]

    def marks(self, ids: Collection[str] | None) -> dict[str, Marks]:
        """What reports can be filtered by, by id; for None, of all."""
        # Of a stored reading, the fifth field holds places, the tenth flags, the eleventh a day.
        fields = ((4, "places"), (9, "flags"), (10, "day"))
        columns = (_REPORTS.id, _REPORTS.source, _REPORTS.published, _LEADS.language)
        with self.reading() as connection:
            parts = [
                dialects.item(connection, _READINGS.reading, place).label(name)
                for place, name in fields
            ]
            statement = (
                select(*columns, *parts)
                .join_from(schema.reports, schema.readings)
                .outerjoin(schema.leads, _LEADS.report == _REPORTS.number)
            )
            return {
                row.id: Marks(
                    row.source,
                    row.language,
                    loads(_MOMENT, row.published or row.day or "null"),
                    loads(tuple[str, ...], row.flags or "[]"),
                    loads(tuple[Place, ...], row.places or "[]"),
                )
                for row in among(connection, statement, _REPORTS.id, ids)
            }


def index(connection: Connection, texts: Mapping[int, tuple[str | None, str]]) -> None:
    """Adds reports to the index: title and text by number."""
    dialects.index(connection, _rows(texts))


def unindex(connection: Connection, numbers: Collection[int]) -> None:
    """Takes reports out of the index, while their rows still have what was indexed."""
    statement = select(_REPORTS.number, _REPORTS.title, _REPORTS.text)
    rows = among(connection, statement, _REPORTS.number, numbers)
    dialects.unindex(connection, _rows({row.number: (row.title, row.text) for row in rows}))


def _rows(texts: Mapping[int, tuple[str | None, str]]) -> list[dict[str, object]]:
    return [
        {"report": number, "title": searchable(title or ""), "body": searchable(text)}
        for number, (title, text) in texts.items()
    ]
