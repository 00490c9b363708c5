"""Events, their stable ids, and the log of who moved where.

An id once given keeps resolving: when an event loses all its reports, its id becomes an alias of
the event that took most of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, exists, insert, select, update

from rashomon.exceptions import StoreError
from rashomon.model import Event, Moment
from rashomon.reasons import Reason
from rashomon.store import dialects, listings, schema, story_ids
from rashomon.store.codec import dumps, loads
from rashomon.store.rows import Made, among, made_number, numbers, remove
from rashomon.store.session import Session

_EVENTS, _MEMBERS, _ALIASES = schema.events.c, schema.event_reports.c, schema.aliases.c
_LOG, _REPORTS = schema.event_log.c, schema.reports.c
_MOMENT = Moment | None
_WORDS, _REASONS = tuple[str, ...], tuple[Reason, ...]
_TITLES = dict[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """A report went from an event to another (None: from or to none) at a time (ISO, UTC).

    `why` gives the reason in words, None for moves older than reasons.
    """

    at: str
    report: str
    old: str | None
    new: str | None
    why: str | None = None


class Events(Session):
    """Keeping events."""

    def put_events(
        self,
        reports: Collection[str],
        events: Sequence[Event],
        made: Made,
        why: Mapping[str, str] | None = None,
    ) -> None:
        """Replace the events of these reports by the given ones.

        The reports leave the events they were in, those that the given events name enter them.
        Each move is logged, with the reason that `why` has for the report. An event whose reports
        change loses its account; one left without reports is gone, and its id leads to the event
        that took most of its reports.
        """
        affected = set(reports).union(*(event.reports for event in events))
        with self.writing() as connection:
            number_of = numbers(connection, affected)
            number = made_number(connection, made)
            before = self.event_of(affected)
            remove(connection, schema.event_reports, _MEMBERS.report, number_of.values())
            _put(connection, events, number_of, number)
            after = self.event_of(affected)
            _log(connection, before, after, number_of, number, why or {})
            touched = {*before.values(), *(event.id for event in events)}
            _retire(connection, touched, before, after, number)
            # An account tells of the reports that its event had.
            moved = {id for id in affected if before.get(id) != after.get(id)}
            changed = {*map(before.get, moved), *map(after.get, moved)} - {None}
            remove(connection, schema.accounts, schema.accounts.c.event, changed)
            listings.renew(connection, touched.union(after.values()))

    def events(self, ids: Collection[str] | None = None) -> dict[str, Event]:
        """The events that `ids` lead to, by the id asked for; all, by their own ids, for None."""
        with self.reading() as connection:
            current = None if ids is None else resolve(connection, ids)
            found = _events(connection, None if current is None else set(current.values()))
        if current is None:
            return found
        return {id: found[event] for id, event in current.items()}

    def event_of(self, reports: Iterable[str]) -> dict[str, str]:
        """The id of the event that each report stands in; reports in none are left out."""
        statement = select(_REPORTS.id, _MEMBERS.event).join_from(
            schema.event_reports, schema.reports
        )
        with self.reading() as connection:
            rows = among(connection, statement, _REPORTS.id, reports)
            return {row.id: row.event for row in rows}

    def event_titles(self, events: Collection[str]) -> dict[str, str]:
        """The title of each of some events, by its own id."""
        statement = select(_EVENTS.id, _EVENTS.title)
        with self.reading() as connection:
            return {row.id: row.title for row in among(connection, statement, _EVENTS.id, events)}

    def members(self, events: Collection[str]) -> dict[str, tuple[str, ...]]:
        """The reports of each of some events, by its own id, in their order."""
        with self.reading() as connection:
            return _members(connection, events)

    def moved(self, since: int) -> tuple[int, set[str]]:
        """The number of the last move of a report, and all events that reports came from or went
        to in the moves after the number `since`."""
        statement = select(_LOG.number, _LOG.old, _LOG.new).where(_LOG.number > since)
        with self.reading() as connection:
            rows = connection.execute(statement).all()
        events = {event for _, old, new in rows for event in (old, new) if event is not None}
        return max((number for number, _, _ in rows), default=since), events

    def event_log(self, id: str) -> list[Change]:
        """All moves from and to an event and those that became part of it, oldest first."""
        with self.reading() as connection:
            names = {id}
            for event in resolve(connection, [id]).values():
                aliases = select(_ALIASES.id).where(_ALIASES.event == event)
                names |= {event, *connection.execute(aliases).scalars()}
            statement = select(
                _LOG.number, _LOG.at, _REPORTS.id, _LOG.old, _LOG.new, _LOG.why
            ).join_from(schema.event_log, schema.reports)
            found = {
                row.number: Change(row.at, row.id, row.old, row.new, row.why)
                for column in (_LOG.old, _LOG.new)
                for row in among(connection, statement, column, names)
            }
        return [found[number] for number in sorted(found)]


def resolve(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """The id of the living event that each id leads to; those that lead nowhere are left out."""
    living = {row.id: row.id for row in among(connection, select(_EVENTS.id), _EVENTS.id, ids)}
    aliases = among(connection, select(schema.aliases), _ALIASES.id, ids)
    found = living | {row.id: row.event for row in aliases}
    return {id: found[id] for id in ids if id in found}


def _put(
    connection: Connection, events: Sequence[Event], number_of: Mapping[str, int], made: int
) -> None:
    rows = [
        {
            "id": event.id,
            "made": made,
            "title": event.title,
            "first": dumps(_MOMENT, event.first),
            "last": dumps(_MOMENT, event.last),
            "places": dumps(_WORDS, event.places),
            "reasons": dumps(_REASONS, event.reasons),
            "published_first": dumps(_MOMENT, event.published_first),
            "published_last": dumps(_MOMENT, event.published_last),
            "titles": dumps(_TITLES, event.titles),
        }
        for event in events
    ]
    members = [
        {"report": number_of[id], "event": event.id, "position": position}
        for event in events
        for position, id in enumerate(event.reports)
    ]
    times = Counter(member["report"] for member in members)
    if twice := [id for id, number in number_of.items() if times[number] > 1]:
        raise StoreError("a report can stand in one event only", input=min(twice), stage="store")
    dialects.upsert(connection, schema.events, rows)
    dialects.upsert(connection, schema.event_reports, members)
    # An id that lives again leads nowhere else.
    remove(connection, schema.aliases, _ALIASES.id, [event.id for event in events])


def _log(
    connection: Connection,
    before: Mapping[str, str],
    after: Mapping[str, str],
    number_of: Mapping[str, int],
    made: int,
    why: Mapping[str, str],
) -> None:
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    rows = [
        {
            "report": number_of[id],
            "made": made,
            "at": at,
            "old": before.get(id),
            "new": after.get(id),
            "why": why.get(id),
        }
        for id in sorted(number_of)
        if before.get(id) != after.get(id)
    ]
    if rows:
        connection.execute(insert(schema.event_log), rows)


def _retire(
    connection: Connection,
    events: Collection[str],
    before: Mapping[str, str],
    after: Mapping[str, str],
    made: int,
) -> None:
    """Delete those events that have no reports, once their ids lead to their heirs."""
    living = among(connection, select(_MEMBERS.event).distinct(), _MEMBERS.event, events)
    gone = set(events).difference(row.event for row in living)
    if not gone:
        return
    heirs: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for report, event in before.items():
        if event in gone and report in after:
            heirs[event][after[report]] += 1
    chosen = {
        event: min(votes, key=lambda id: (-votes[id], id)) for event, votes in sorted(heirs.items())
    }
    for event, heir in chosen.items():
        old = update(schema.aliases).where(_ALIASES.event == event)
        connection.execute(old.values(event=heir))
        dialects.upsert(connection, schema.aliases, [{"id": event, "event": heir}])
    story_ids.inherit(connection, chosen, made)
    remove(connection, schema.events, _EVENTS.id, gone)
    told = exists().where(schema.story_events.c.story == schema.stories.c.id)
    connection.execute(delete(schema.stories).where(~told))


def _members(connection: Connection, events: Collection[str] | None) -> dict[str, tuple[str, ...]]:
    members: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    statement = select(_MEMBERS.event, _MEMBERS.position, _REPORTS.id)
    for row in among(connection, statement.join(schema.reports), _MEMBERS.event, events):
        members[row.event].append((row.position, row.id))
    return {event: tuple(id for _, id in sorted(some)) for event, some in members.items()}


def _events(connection: Connection, ids: Collection[str] | None) -> dict[str, Event]:
    members = _members(connection, ids)
    found = {
        row.id: Event(
            row.id,
            row.title,
            members.get(row.id, ()),
            loads(_MOMENT, row.first or "null"),
            loads(_MOMENT, row.last or "null"),
            loads(_WORDS, row.places),
            loads(_REASONS, row.reasons),
            loads(_MOMENT, row.published_first or "null"),
            loads(_MOMENT, row.published_last or "null"),
            loads(_TITLES, row.titles or "{}"),
        )
        for row in among(connection, select(schema.events), _EVENTS.id, ids)
    }
    return {id: found[id] for id in sorted(found)}
