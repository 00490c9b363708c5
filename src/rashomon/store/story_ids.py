"""Which story an event stands in: the log of who moved where, and ids that lead on.

As with events, an id once given keeps resolving: a story that loses all its events to others leads
to the one that took most of them. One that falls apart leads nowhere; its log remains.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select, update

from rashomon.store import dialects, schema
from rashomon.store.rows import among, remove

_STORIES, _MEMBERS, _ALIASES = schema.stories.c, schema.story_events.c, schema.story_aliases.c
_LOG = schema.story_log.c


@dataclass(frozen=True, slots=True)
class Turn:
    """An event went from a story to another (None: from or to none) at a time (ISO, UTC), and
    why."""

    at: str
    event: str
    old: str | None
    new: str | None
    why: str | None = None


def story_of(connection: Connection, events: Collection[str]) -> dict[str, str]:
    """The id of the story that each event stands in; events in none are left out."""
    rows = among(connection, select(_MEMBERS.story, _MEMBERS.event), _MEMBERS.event, events)
    return {row.event: row.story for row in rows}


def led_to(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """The id of the living story that each id leads to; those that lead nowhere are left out."""
    living = {row.id: row.id for row in among(connection, select(_STORIES.id), _STORIES.id, ids)}
    aliases = among(connection, select(schema.story_aliases), _ALIASES.id, ids)
    found = living | {row.id: row.story for row in aliases}
    return {id: found[id] for id in ids if id in found}


def turns(connection: Connection, id: str) -> list[Turn]:
    """All moves from and to a story and those that became part of it, oldest first."""
    names = {id}
    for story in led_to(connection, [id]).values():
        aliases = select(_ALIASES.id).where(_ALIASES.story == story)
        names |= {story, *connection.execute(aliases).scalars()}
    found = {
        row.number: Turn(row.at, row.event, row.old, row.new, row.why)
        for column in (_LOG.old, _LOG.new)
        for row in among(connection, select(schema.story_log), column, names)
    }
    return [found[number] for number in sorted(found)]


def log(
    connection: Connection,
    before: Mapping[str, str],
    after: Mapping[str, str],
    made: int,
    why: Mapping[str, str],
) -> None:
    """Appends the moves between two states, which give each event's story."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    rows = [
        {
            "event": event,
            "made": made,
            "at": at,
            "old": before.get(event),
            "new": after.get(event),
            "why": why.get(event),
        }
        for event in sorted({*before, *after})
        if before.get(event) != after.get(event)
    ]
    if rows:
        connection.execute(insert(schema.story_log), rows)


def inherit(connection: Connection, heirs: Mapping[str, str], made: int) -> None:
    """Lets events that are about to go leave their places in stories to their heirs."""
    rows = list(among(connection, select(schema.story_events), _MEMBERS.event, heirs))
    if not rows:
        return
    concerned = {*heirs, *heirs.values()}
    before = story_of(connection, concerned)
    after = dict(before)
    why: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: (row.position, row.event)):
        heir = heirs[row.event]
        del after[row.event]
        why[row.event] = f"became part of event {heir}"
        place = (_MEMBERS.story == row.story) & (_MEMBERS.event == row.event)
        if heir in after:
            connection.execute(delete(schema.story_events).where(place))
        else:
            after[heir] = row.story
            why[heir] = f"event {row.event} became part of it"
            connection.execute(update(schema.story_events).where(place).values(event=heir))
    log(connection, before, after, made, why)
    left = {event: after[heir] for event, heir in heirs.items() if heir in after}
    retire(connection, {*before.values()}, before, after | left)


def retire(
    connection: Connection,
    stories: Collection[str],
    before: Mapping[str, str],
    after: Mapping[str, str],
) -> None:
    """Deletes those stories that have no events, once their ids lead to their heirs."""
    held = among(connection, select(_MEMBERS.story).distinct(), _MEMBERS.story, stories)
    gone = set(stories).difference(row.story for row in held)
    heirs: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for event, story in before.items():
        if story in gone and event in after:
            heirs[story][after[event]] += 1
    for story in sorted(heirs):
        heir = min(heirs[story], key=lambda id: (-heirs[story][id], id))
        old = update(schema.story_aliases).where(_ALIASES.story == story)
        connection.execute(old.values(story=heir))
        dialects.upsert(connection, schema.story_aliases, [{"id": story, "story": heir}])
    remove(connection, schema.stories, _STORIES.id, gone)
