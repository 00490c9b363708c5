"""Stories, and the accounts of events."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import func, select

from rashomon.exceptions import StoreError
from rashomon.model import Account, Story
from rashomon.reasons import Reason
from rashomon.store import dialects, schema, story_ids
from rashomon.store.codec import dumps, loads
from rashomon.store.events import resolve
from rashomon.store.rows import Made, among, made_number, remove
from rashomon.store.session import Session
from rashomon.store.story_ids import Turn

_STORIES, _MEMBERS, _ACCOUNTS = schema.stories.c, schema.story_events.c, schema.accounts.c
_ALIASES = schema.story_aliases.c
_REASONS = tuple[Reason, ...]
_TITLES = dict[str, str]


class Stories(Session):
    """Keeping what is told of events."""

    def put_stories(
        self,
        events: Collection[str],
        stories: Sequence[Story],
        made: Made,
        why: Mapping[str, str] | None = None,
    ) -> None:
        """Replace every story that one of these events stands in by the given ones.

        Each move of an event is logged, with the reason that `why` has for it. The id of a story
        whose events all went to others leads to the one that took most. Raises `StoreError` for an
        event in two of them, and for one that is not in the archive.
        """
        placed = Counter(event for story in stories for event in story.events)
        if twice := [event for event, times in placed.items() if times > 1]:
            raise StoreError(
                "an event can stand in one story only", input=min(twice), stage="store"
            )
        with self.writing() as connection:
            touched = set(story_ids.story_of(connection, {*events, *placed}).values())
            touched.update(story.id for story in stories)
            members = among(connection, select(schema.story_events), _MEMBERS.story, touched)
            before = {row.event: row.story for row in members}
            remove(connection, schema.story_events, _MEMBERS.story, touched)
            number = made_number(connection, made)
            rows = [
                {
                    "id": story.id,
                    "made": number,
                    "title": story.title,
                    "reasons": dumps(_REASONS, story.reasons),
                    "titles": dumps(_TITLES, story.titles),
                }
                for story in stories
            ]
            places = [
                {"story": story.id, "event": event, "position": position}
                for story in stories
                for position, event in enumerate(story.events)
            ]
            dialects.upsert(connection, schema.stories, rows)
            dialects.upsert(connection, schema.story_events, places)
            # An id that lives again leads nowhere else.
            remove(connection, schema.story_aliases, _ALIASES.id, [story.id for story in stories])
            after = {event: story.id for story in stories for event in story.events}
            story_ids.log(connection, before, after, number, why or {})
            story_ids.retire(connection, touched, before, after)

    def stories(
        self, ids: Collection[str] | None = None, *, events: Collection[str] | None = None
    ) -> list[Story]:
        """Stories by id: those that some ids lead to, those that some events stand in, else all;
        events that are gone are left out."""
        members: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        with self.reading() as connection:
            if events is not None:
                ids = set(story_ids.story_of(connection, events).values())
            elif ids is not None:
                ids = set(story_ids.led_to(connection, ids).values())
            for row in among(connection, select(schema.story_events), _MEMBERS.story, ids):
                members[row.story].append((row.position, row.event))
            found = [
                Story(
                    row.id,
                    row.title,
                    tuple(event for _, event in sorted(members[row.id])),
                    loads(_REASONS, row.reasons),
                    loads(_TITLES, row.titles or "{}"),
                )
                for row in among(connection, select(schema.stories), _STORIES.id, ids)
            ]
        return sorted(found, key=lambda story: story.id)

    def story_log(self, id: str) -> list[Turn]:
        """All moves of events from and to a story and those that became part of it, oldest
        first."""
        with self.reading() as connection:
            return story_ids.turns(connection, id)

    def story_list(self, offset: int, most: int) -> tuple[int, list[Story]]:
        """How many stories there are, and at most `most` of them by id, from `offset` on."""
        page = select(_STORIES.id).order_by(_STORIES.id).offset(offset).limit(most)
        counted = select(func.count()).select_from(schema.stories)
        with self.reading() as connection:
            total = connection.execute(counted).scalar_one()
            return int(total), self.stories(list(connection.execute(page).scalars()))

    def put_account(self, account: Account, made: Made) -> None:
        """Keep an event's account in place of its former one; raises `StoreError` for an event
        that is not in the archive. It goes when its event goes."""
        self.put_accounts([account], made)

    def put_accounts(self, accounts: Sequence[Account], made: Made) -> None:
        """The same for several events."""
        with self.writing() as connection:
            events = [account.event for account in accounts]
            living = resolve(connection, events)
            for event in events:
                if living.get(event) != event:
                    raise StoreError("no such event", input=event, stage="store")
            number = made_number(connection, made)
            rows = [
                {"event": account.event, "made": number, "account": dumps(Account, account)}
                for account in accounts
            ]
            dialects.upsert(connection, schema.accounts, rows)

    def accounts(self, events: Iterable[str] | None = None) -> dict[str, Account]:
        """The accounts of the events that these ids lead to, by the id asked for; all for
        None."""
        with self.reading() as connection:
            current = None if events is None else resolve(connection, list(events))
            ids = None if current is None else current.values()
            rows = among(connection, select(schema.accounts), _ACCOUNTS.event, ids)
            found = {row.event: loads(Account, row.account) for row in rows}
        if current is None:
            return {event: found[event] for event in sorted(found)}
        return {id: found[event] for id, event in current.items() if event in found}
