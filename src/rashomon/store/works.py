"""What is an outlet's own work and what it took over, counted by the database."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from sqlalchemy import case, func, select

from rashomon.store import schema
from rashomon.store.session import Session

_LINEAGE, _REPORTS, _MEMBERS = schema.lineage.c, schema.reports.c, schema.event_reports.c
_FEEDS = schema.feeds.c
# Outlets that one took from, or that took from it, of each the commonest.
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Work:
    """An outlet: its reports, their events, the mean share (0..1) of their texts that was not
    taken from others, whom it took from and who took from it, with the number of reports."""

    name: str
    reports: int
    events: int
    own: float
    follows: tuple[tuple[str, int], ...]
    followed: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Health:
    """How an outlet's feeds do: how many are followed and how many of them fail now, when one was
    last asked (ISO 8601, UTC), and why one failed, None where none does."""

    feeds: int
    failing: int
    asked: str | None
    error: str | None


class Works(Session):
    """Telling outlets by their work."""

    def works(self) -> list[Work]:
        """All outlets that reports name, those with most reports first."""
        taken = (
            select(_LINEAGE.child, func.max(_LINEAGE.coverage).label("share"))
            .where(_LINEAGE.direction == "known")
            .group_by(_LINEAGE.child)
            .subquery()
        )
        counted = (
            select(
                _REPORTS.source,
                func.count(),
                func.count(_MEMBERS.event.distinct()),
                func.avg(1 - func.coalesce(taken.c.share, 0)),
            )
            .join_from(schema.event_reports, schema.reports)
            .outerjoin(taken, taken.c.child == _REPORTS.number)
            .where(_REPORTS.source.is_not(None))
            .group_by(_REPORTS.source)
        )
        parents = schema.reports.alias()
        named = func.coalesce(parents.c.source, schema.origins.c.name)
        arrows = (
            select(_REPORTS.source, named, func.count())
            .join_from(schema.lineage, schema.reports, _LINEAGE.child == _REPORTS.number)
            .outerjoin(parents, parents.c.id == _LINEAGE.parent)
            .outerjoin(schema.origins, schema.origins.c.id == _LINEAGE.parent)
            .where(_LINEAGE.direction == "known", _REPORTS.source.is_not(None))
            .where(named != _REPORTS.source)
            .group_by(_REPORTS.source, named)
        )
        follows: defaultdict[str, Counter[str]] = defaultdict(Counter)
        followed: defaultdict[str, Counter[str]] = defaultdict(Counter)
        with self.reading() as connection:
            rows = connection.execute(counted).all()
            for child, parent, count in connection.execute(arrows):
                follows[child][parent] += count
                followed[parent][child] += count
        found = [
            Work(name, reports, events, float(own), _common(follows[name]), _common(followed[name]))
            for name, reports, events, own in rows
            if name
        ]
        return sorted(found, key=lambda work: (-work.reports, work.name))

    def health(self) -> dict[str, Health]:
        """How the feeds of each outlet do that are still followed."""
        failing = case((_FEEDS.failed > 0, 1), else_=0)
        statement = (
            select(
                _FEEDS.outlet,
                func.count(),
                func.sum(failing),
                func.max(_FEEDS.checked),
                func.max(case((_FEEDS.failed > 0, _FEEDS.error))),
            )
            .where(_FEEDS.outlet.is_not(None), _FEEDS.stopped.is_(False))
            .group_by(_FEEDS.outlet)
        )
        with self.reading() as connection:
            rows = connection.execute(statement)
            return {outlet: Health(*rest) for outlet, *rest in rows}


def _common(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_NAMED])
