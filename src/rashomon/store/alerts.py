"""What people are told, and which webhooks have heard it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select, update

from rashomon.store import dialects, schema
from rashomon.store.session import Session

_ALERTS, _DELIVERIES = schema.alerts.c, schema.deliveries.c


@dataclass(frozen=True, slots=True)
class Alert:
    """Something to tell: of which `kind`, `at` which time (ISO 8601, UTC), and what, as JSON.

    `id` is the same whenever the same is found again, so that it is told once.
    """

    id: str
    at: str
    kind: str
    told: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """An alert that a webhook is still to hear."""

    alert: int
    hook: str
    failed: int
    what: Alert


class Alerts(Session):
    """Keeping alerts."""

    def put_alerts(self, alerts: Iterable[Alert], hooks: Collection[str], due: float) -> int:
        """Keep alerts that are new, to be delivered to all hooks; returns how many were new."""
        count = 0
        with self.writing() as connection:
            for alert in alerts:
                known = select(_ALERTS.number).where(_ALERTS.id == alert.id)
                if connection.execute(known).first():
                    continue
                row = {"id": alert.id, "at": alert.at, "kind": alert.kind, "told": alert.told}
                dialects.upsert(connection, schema.alerts, [row], on=["id"], replace=False)
                number = connection.execute(known).scalar_one()
                wanted = [
                    {"alert": number, "hook": hook, "due": due, "failed": 0} for hook in hooks
                ]
                dialects.upsert(connection, schema.deliveries, wanted, replace=False)
                count += 1
        return count

    def moved_events(self, after: int) -> tuple[int, set[str]]:
        """The number of the last move in the log of events, and the events entered after one."""
        log = schema.event_log.c
        with self.reading() as connection:
            last = connection.execute(select(func.max(log.number))).scalar() or 0
            moves = select(log.new).where(log.number > after, log.new.is_not(None)).distinct()
            return int(last), {str(id) for id in connection.execute(moves).scalars()}

    def mark(self, name: str) -> int | None:
        """How far `name` has come, None if it has not begun."""
        mine = select(schema.marks.c.number).where(schema.marks.c.name == name)
        with self.reading() as connection:
            return connection.execute(mine).scalar()

    def set_mark(self, name: str, number: int) -> None:
        """Notes how far `name` has come."""
        with self.writing() as connection:
            dialects.upsert(connection, schema.marks, [{"name": name, "number": number}])

    def alerts(self, most: int = 100) -> list[Alert]:
        """The last alerts, newest first."""
        statement = select(schema.alerts).order_by(_ALERTS.number.desc()).limit(most)
        with self.reading() as connection:
            rows = connection.execute(statement)
            return [Alert(row.id, row.at, row.kind, row.told) for row in rows]

    def due_deliveries(
        self, now: float, most: int, besides: Collection[tuple[int, str]] = ()
    ) -> list[Delivery]:
        """At most `most` deliveries to make by `now`, without some under way."""
        statement = (
            select(schema.deliveries, schema.alerts)
            .join(schema.alerts, _DELIVERIES.alert == _ALERTS.number)
            .where(_DELIVERIES.due <= now)
            .order_by(_DELIVERIES.due, _DELIVERIES.alert)
            .limit(most + len(besides))
        )
        with self.reading() as connection:
            found = [
                Delivery(r.alert, r.hook, r.failed, Alert(r.id, r.at, r.kind, r.told))
                for r in connection.execute(statement)
            ]
        return [one for one in found if (one.alert, one.hook) not in besides][:most]

    def note_delivery(self, alert: int, hook: str, changes: Mapping[str, Any]) -> None:
        """Change some fields of a delivery."""
        where = (_DELIVERIES.alert == alert) & (_DELIVERIES.hook == hook)
        with self.writing() as connection:
            connection.execute(update(schema.deliveries).where(where).values(dict(changes)))

    def deliveries(self) -> dict[str, tuple[int, int, str | None]]:
        """Of each hook, how many alerts it heard and how many it is still to hear, and the last
        reason why it did not."""
        heard = func.count(_DELIVERIES.done)
        waiting = func.count(_DELIVERIES.due)
        statement = select(_DELIVERIES.hook, heard, waiting, func.max(_DELIVERIES.error)).group_by(
            _DELIVERIES.hook
        )
        with self.reading() as connection:
            return {row[0]: (row[1], row[2], row[3]) for row in connection.execute(statement)}

    def forget_deliveries(self, before: str) -> None:
        """Forget which hooks heard the alerts that are older than a time."""
        old = select(_ALERTS.number).where(_ALERTS.at < before)
        where = _DELIVERIES.alert.in_(old) & _DELIVERIES.due.is_(None)
        with self.writing() as connection:
            connection.execute(delete(schema.deliveries).where(where))
