"""What is worth telling people once reports are related: new events, new contradictions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256

from rashomon.archive import Archive
from rashomon.archive.collating import collate
from rashomon.model import Account, Event, Fact, Label
from rashomon.store import Alert

_MARK = "alerts"
# Positions of one contradiction that are told, and sentences of each.
_POSITIONS = 8
_SENTENCES = 4


def begin(archive: Archive) -> None:
    """Sets the mark from which events are new, where nobody has asked for alerts before."""
    if archive.store.mark(_MARK) is None:
        archive.store.set_mark(_MARK, archive.store.moved_events(0)[0])


def notice(archive: Archive, at: str) -> tuple[int, list[Alert]]:
    """The mark to set once these alerts are kept, and what happened since the last one."""
    store, settings = archive.store, archive.settings
    last, moved = store.moved_events(store.mark(_MARK) or 0)
    unique = {
        event.id: event
        for event in store.events(moved).values()
        if _told_by(archive, event) >= settings.follow.alert_reports
    }
    alerts = [_event(event, at) for event in unique.values()]
    for account in collate(store, list(unique.values()), settings):
        alerts += _contradictions(unique[account.event], account, at)
    return last, alerts


def noticed(archive: Archive, mark: int) -> None:
    """Notes how far has been noticed."""
    archive.store.set_mark(_MARK, mark)


def _told_by(archive: Archive, event: Event) -> int:
    """How many articles tell of an event; the versions of one are one."""
    if len(event.reports) < archive.settings.follow.alert_reports:
        return 0
    reports = archive.store.reports(event.reports).values()
    return len({report.url or report.id for report in reports})


def _event(event: Event, at: str) -> Alert:
    told = {"event": event.id, "title": event.title, "reports": list(event.reports)}
    return Alert(f"event:{event.id}", at, "new event", json.dumps(told))


def _contradictions(event: Event, account: Account, at: str) -> Iterator[Alert]:
    for fact in account.facts:
        if fact.label is Label.CONTRADICTED:
            # The same dispute, however many reports come to tell it.
            sides = sorted(p.value or p.text for p in fact.positions)
            own = sha256(json.dumps([event.id, sides]).encode()).hexdigest()[:16]
            told = {"event": event.id, "title": event.title, "text": fact.text} | _told(fact)
            yield Alert(f"contradiction:{own}", at, "new contradiction", json.dumps(told))


def _told(fact: Fact) -> dict[str, object]:
    positions = [
        {
            "value": position.value,
            "text": position.text,
            "witnesses": list(position.witnesses),
            "reports": [c.report for c in position.statements[:_SENTENCES]],
        }
        for position in fact.positions[:_POSITIONS]
    ]
    return {"positions": positions, "reasons": [str(reason) for reason in fact.reasons]}
