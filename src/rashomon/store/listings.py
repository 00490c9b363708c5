"""Lists of events: what they are sorted and chosen by is kept up as events change.

A page of a list asks an index; the reports of what it shows, and nothing else, are then read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Select, func, select, true

from rashomon.model import Moment
from rashomon.store import dialects, schema
from rashomon.store.codec import loads
from rashomon.store.rows import among, remove
from rashomon.store.session import Session

Order = Literal["told", "new"]

_DISPUTED = ("differs", "contradicted")
_LISTED, _MARKS = schema.listings.c, schema.listing_marks.c
_MEMBERS, _REPORTS, _EVENTS = schema.event_reports.c, schema.reports.c, schema.events.c
_MOMENT = Moment | None
_WORDS = tuple[str, ...]
_TITLES = dict[str, str]
# What changes with the archive, in one row: every page asks for it.
_REVISION = select(
    select(func.max(schema.reports.c.number)).scalar_subquery(),
    select(func.max(schema.event_log.c.number)).scalar_subquery(),
    select(func.count(schema.accounts.c.event)).scalar_subquery(),
    select(func.count(schema.judgements.c.number)).scalar_subquery(),
    select(func.count(schema.undoings.c.number)).scalar_subquery(),
)
# Later than any time of a day that ISO 8601 can write.
_END_OF_DAY = "T99"


@dataclass(frozen=True, slots=True)
class Told:
    """A report in a list: where from, when, in which language."""

    id: str
    title: str | None
    source: str | None
    published: Moment | None
    language: str | None


@dataclass(frozen=True, slots=True)
class Listed:
    """An event in a list. `origins` counts them, `flags` are the states of its texts; `disputed`
    counts its facts with several positions, None before its account is made."""

    id: str
    title: str
    reports: tuple[Told, ...]
    first: Moment | None
    last: Moment | None
    published_first: Moment | None
    places: tuple[str, ...]
    flags: tuple[str, ...]
    origins: int
    disputed: int | None
    titles: dict[str, str]

    @property
    def when(self) -> Moment | None:
        """When it happened; where no report says, when the first report of it was published."""
        return self.first or self.published_first

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of its reports, by code."""
        return tuple(sorted({r.language for r in self.reports if r.language is not None}))

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of its reports, each once, in the order of these."""
        return tuple(dict.fromkeys(r.source for r in self.reports if r.source is not None))

    @property
    def seen(self) -> str | None:
        """When its first report was published (ISO), None if no report says."""
        return min((r.published.value for r in self.reports if r.published), default=None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks of a list; None asks for nothing. `words` stand in titles, `since` and
    `until` are ISO days of the first report, `camp` is a group of outlets."""

    words: str | None = None
    language: str | None = None
    place: str | None = None
    source: str | None = None
    camp: str | None = None
    flag: str | None = None
    since: str | None = None
    until: str | None = None
    order: Order = "told"


class Listings(Session):
    """Listing an archive."""

    def listing(self, wanted: Wanted, offset: int, most: int) -> tuple[int, list[Listed]]:
        """How many events answer to all that is asked, and at most `most` of them from `offset`
        on: told by most origins first, or newest first."""
        order = [_LISTED.seen.desc(), _LISTED.event.desc()]
        if wanted.order == "told":
            order = [_LISTED.origins.desc(), _LISTED.reports.desc(), *order]
        with self.reading() as connection:
            where = list(_conditions(connection, wanted))
            counted = select(func.count()).select_from(schema.listings).where(*where)
            # With conditions all are looked at once: where few answer, an index in the order of
            # the list would be followed to its end, row by row.
            total = func.count().over() if where else counted.scalar_subquery()
            found = select(_LISTED.event, total.label("total")).where(*where).order_by(*order)
            rows = connection.execute(found.limit(most).offset(offset)).all()
            number = rows[0].total if rows else connection.execute(counted).scalar_one()
            listed = _listed(connection, [row.event for row in rows])
            return number, [listed[row.event] for row in rows]

    def revision(self) -> str:
        """Changes whenever a report, an event's reports, an account or a judgement is added."""
        with self.reading() as connection:
            return "-".join(str(part or 0) for part in connection.execute(_REVISION).one())

    def listed(self, ids: Collection[str] | None = None) -> dict[str, Listed]:
        """Some events as lists show them, by id; all for None. Ids that are gone are left out."""
        with self.reading() as connection:
            return _listed(connection, ids)

    def marked(self) -> dict[str, dict[str, int]]:
        """By how many events each mark is borne: counts by kind and value."""
        found: defaultdict[str, dict[str, int]] = defaultdict(dict)
        statement = select(_MARKS.kind, _MARKS.value, func.count())
        with self.reading() as connection:
            for kind, value, count in connection.execute(
                statement.group_by(_MARKS.kind, _MARKS.value)
            ):
                found[kind][value] = count
        return found


def renew(connection: Connection, events: Collection[str] | None = None) -> None:
    """Sorts some events, whose reports or origins have changed, into lists anew; all for None."""
    if events is not None and not events:
        return
    found = _listed(connection, events)
    marks = _marks(connection, events, found)
    if events is not None:
        remove(connection, schema.listing_marks, _MARKS.event, events)
    rows = [
        {
            "event": event.id,
            "reports": len(event.reports),
            "origins": event.origins,
            "seen": event.seen or "",
            "titles": "\n".join(
                dict.fromkeys([event.title, *(r.title or "" for r in event.reports)])
            ).casefold(),
        }
        for event in found.values()
    ]
    dialects.upsert(connection, schema.listings, rows)
    dialects.upsert(connection, schema.listing_marks, marks, replace=False)


def _conditions(connection: Connection, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    for word in (wanted.words or "").casefold().split():
        yield _LISTED.titles.contains(word, autoescape=True)
    for kind in ("language", "place", "source", "flag"):
        if value := getattr(wanted, kind):
            yield _LISTED.event.in_(_bearing([kind], [value]))
    if wanted.camp:
        outlets = connection.execute(select(schema.outlets.c.name, schema.outlets.c.camps))
        names = [name for name, camps in outlets if wanted.camp in loads(_WORDS, camps)]
        yield _LISTED.event.in_(_bearing(["source", "outlet"], names))
    if wanted.since or wanted.until:
        yield _LISTED.seen > ""
    if wanted.since:
        yield _LISTED.seen >= wanted.since
    if wanted.until:
        yield _LISTED.seen <= wanted.until + _END_OF_DAY


def _bearing(kinds: list[str], values: list[str]) -> Select[Any]:
    return select(_MARKS.event).where(_MARKS.kind.in_(kinds), _MARKS.value.in_(values))


def _listed(connection: Connection, ids: Collection[str] | None) -> dict[str, Listed]:
    reports: defaultdict[str, list[tuple[int, Told]]] = defaultdict(list)
    leads = schema.leads.c
    statement = (
        select(
            _MEMBERS.event, _MEMBERS.position, _REPORTS.id, _REPORTS.title, _REPORTS.source,
            _REPORTS.published, leads.language,
        )
        .join_from(schema.event_reports, schema.reports)
        .outerjoin(schema.leads, leads.report == _REPORTS.number)
    )  # fmt: skip
    for row in among(connection, statement, _MEMBERS.event, ids):
        published = loads(_MOMENT, row.published) if row.published else None
        told = Told(row.id, row.title, row.source, published, row.language)
        reports[row.event].append((row.position, told))
    flags: defaultdict[str, list[str]] = defaultdict(list)
    flagged = select(_MARKS.event, _MARKS.value).where(_MARKS.kind == "flag")
    for row in among(connection, flagged, _MARKS.event, ids):
        flags[row.event].append(row.value)
    shares = schema.shares.c
    counted = select(_MEMBERS.event, func.count(shares.origin.distinct()).label("origins"))
    counted = counted.join_from(
        schema.event_reports, schema.shares, shares.report == _MEMBERS.report
    ).group_by(_MEMBERS.event)
    origins = {r.event: r.origins for r in among(connection, counted, _MEMBERS.event, ids)}
    disputed = _disputed(connection, ids)
    return {
        row.id: Listed(
            row.id,
            row.title,
            tuple(told for _, told in sorted(reports[row.id], key=lambda item: item[0])),
            loads(_MOMENT, row.first or "null"),
            loads(_MOMENT, row.last or "null"),
            loads(_MOMENT, row.published_first or "null"),
            loads(_WORDS, row.places),
            tuple(sorted(flags[row.id])),
            origins.get(row.id, 0),
            disputed.get(row.id),
            loads(_TITLES, row.titles or "{}"),
        )
        for row in among(connection, select(schema.events), _EVENTS.id, ids)
    }


def _disputed(connection: Connection, ids: Collection[str] | None) -> dict[str, int]:
    """How many facts of the accounts that there are have several positions."""
    accounts = schema.accounts.c
    fact = dialects.items(connection, accounts.account, 1)
    label = dialects.item(connection, fact.c.value, 1)
    made = {r.event: 0 for r in among(connection, select(accounts.event), accounts.event, ids)}
    statement = (
        select(accounts.event, func.count().label("facts"))
        .select_from(schema.accounts.join(fact, true()))
        .where(label.in_(_DISPUTED))
        .group_by(accounts.event)
    )
    rows = among(connection, statement, accounts.event, ids)
    return made | {row.event: row.facts for row in rows}


def _marks(
    connection: Connection, ids: Collection[str] | None, events: dict[str, Listed]
) -> list[dict[str, str]]:
    """What events are chosen by: kind and value."""
    found: set[tuple[str, str, str]] = set()
    for event in events.values():
        found |= {("place", place, event.id) for place in event.places}
        for report in event.reports:
            found.add(("language", report.language or "", event.id))
            found.add(("source", report.source or "", event.id))
    # Flags are the tenth field of a stored reading.
    flags = dialects.item(connection, schema.readings.c.reading, 9).label("flags")
    read = select(_MEMBERS.event, flags).join_from(
        schema.event_reports, schema.readings, schema.readings.c.report == _MEMBERS.report
    )
    for row in among(connection, read, _MEMBERS.event, ids):
        found |= {("flag", flag, row.event) for flag in loads(_WORDS, row.flags or "[]")}
    # A page may name another source than the outlet whose feed led to it.
    versions, pages, feeds = schema.versions.c, schema.pages.c, schema.feeds.c
    led = (
        select(_MEMBERS.event, feeds.outlet)
        .join_from(schema.event_reports, schema.versions, versions.report == _MEMBERS.report)
        .join(schema.pages, pages.number == versions.page)
        .join(schema.feeds, feeds.number == pages.feed)
    )
    for row in among(connection, led, _MEMBERS.event, ids):
        found.add(("outlet", row.outlet or "", row.event))
    return [
        {"kind": kind, "value": value, "event": event}
        for kind, value, event in sorted(found)
        if value
    ]
