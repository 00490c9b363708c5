"""What a list of events shows of each, counted by the database: no text or reading is decoded."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from sqlalchemy import func, select, true

from rashomon.model import Moment, Story
from rashomon.store import dialects, schema
from rashomon.store.codec import loads
from rashomon.store.events import Events
from rashomon.store.stories import Stories

_DISPUTED = ("differs", "contradicted")


@dataclass(frozen=True, slots=True)
class Told:
    """A report in a list: where from, when, in which language and state, of which origins."""

    id: str
    title: str | None
    source: str | None
    published: Moment | None
    language: str | None
    flags: tuple[str, ...]
    origins: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """An event in a list. `disputed` counts its facts with several positions, None before its
    account is made; `origins` are ids."""

    id: str
    title: str
    reports: tuple[Told, ...]
    first: Moment | None
    last: Moment | None
    places: tuple[str, ...]
    origins: tuple[str, ...]
    disputed: int | None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All events, stories, and who takes from whom: (child, parent, kind, coverage)."""

    events: dict[str, Listed] = field(default_factory=dict)
    stories: dict[str, Story] = field(default_factory=dict)
    arrows: tuple[tuple[str, str, str, float], ...] = ()
    names: dict[str, str] = field(default_factory=dict)


class Catalogues(Events, Stories):
    """Listing an archive."""

    def revision(self) -> str:
        """Changes whenever a report, an event's reports, an account or a judgement is added."""
        with self.reading() as connection:
            parts = (
                select(func.max(schema.reports.c.number)),
                select(func.max(schema.event_log.c.number)),
                select(func.count(schema.accounts.c.event)),
                select(func.count(schema.judgements.c.number)),
                select(func.count(schema.undoings.c.number)),
            )
            return "-".join(str(connection.execute(part).scalar() or 0) for part in parts)

    def catalogue(self) -> Catalogue:
        """The list of everything, events and stories by id."""
        told = self._told()
        with self.reading() as connection:
            fact = dialects.items(connection, schema.accounts.c.account, 1)
            label = dialects.item(connection, fact.c.value, 1)
            accounts = schema.accounts.c.event
            made = dict.fromkeys(connection.execute(select(accounts)).scalars(), 0)
            rows = connection.execute(
                select(accounts, func.count())
                .select_from(schema.accounts.join(fact, true()))
                .where(label.in_(_DISPUTED))
                .group_by(accounts)
            )
            disputed = made | {row[0]: row[1] for row in rows}
            edges = schema.lineage.c
            arrows = connection.execute(
                select(schema.reports.c.id, edges.parent, edges.kind, edges.coverage)
                .join_from(schema.lineage, schema.reports)
                .where(edges.direction == "known")
            )
            taken = tuple(
                (child, parent, kind, float(part)) for child, parent, kind, part in arrows
            )
            origins = connection.execute(select(schema.origins.c.id, schema.origins.c.name))
            names = {row.id: row.name for row in origins}
        events = {}
        for id, event in self.events().items():
            reports = tuple(told[report] for report in event.reports)
            mine = sorted({origin for report in reports for origin, _ in report.origins})
            events[id] = Listed(
                id,
                event.title,
                reports,
                event.first,
                event.last,
                event.places,
                tuple(mine),
                disputed.get(id),
            )
        return Catalogue(events, {story.id: story for story in self.stories()}, taken, names)

    def _told(self) -> dict[str, Told]:
        reports, readings, leads = schema.reports.c, schema.readings.c, schema.leads.c
        shares: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
        mine = schema.shares.c
        with self.reading() as connection:
            parts = select(reports.id, mine.origin, mine.share).join_from(
                schema.shares, schema.reports
            )
            for id, origin, share in connection.execute(parts.order_by(mine.report, mine.position)):
                shares[id].append((origin, share))
            # Flags are the tenth field of a stored reading.
            flags = dialects.item(connection, readings.reading, 9).label("flags")
            statement = (
                select(
                    reports.id,
                    reports.title,
                    reports.source,
                    reports.published,
                    leads.language,
                    flags,
                )
                .join_from(schema.reports, schema.readings)
                .outerjoin(schema.leads, leads.report == reports.number)
            )
            return {
                row.id: Told(
                    row.id,
                    row.title,
                    row.source,
                    loads(Moment | None, row.published) if row.published else None,
                    row.language,
                    loads(tuple[str, ...], row.flags or "[]"),
                    tuple(shares[row.id]),
                )
                for row in connection.execute(statement)
            }
