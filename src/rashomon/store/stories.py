"""Stories, and the accounts of events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import func, select

from rashomon.exceptions import StoreError
from rashomon.model import Account, Story
from rashomon.reasons import Reason
from rashomon.store import dialects, schema
from rashomon.store.codec import dumps, loads
from rashomon.store.events import resolve
from rashomon.store.rows import Made, among, made_number, remove
from rashomon.store.session import Session

_STORIES, _MEMBERS, _ACCOUNTS = schema.stories.c, schema.story_events.c, schema.accounts.c
_REASONS = tuple[Reason, ...]


class Stories(Session):
    """Keeping what is told of events."""

    def put_stories(self, events: Collection[str], stories: Sequence[Story], made: Made) -> None:
        """Replace every story that one of these events stands in by the given ones."""
        with self.writing() as connection:
            old = among(connection, select(_MEMBERS.story), _MEMBERS.event, events)
            ids = {row.story for row in old}.union(story.id for story in stories)
            remove(connection, schema.stories, _STORIES.id, ids)
            number = made_number(connection, made)
            rows = [
                {
                    "id": story.id,
                    "made": number,
                    "title": story.title,
                    "reasons": dumps(_REASONS, story.reasons),
                }
                for story in stories
            ]
            members = [
                {"story": story.id, "event": event, "position": position}
                for story in stories
                for position, event in enumerate(story.events)
            ]
            dialects.upsert(connection, schema.stories, rows)
            dialects.upsert(connection, schema.story_events, members)

    def stories(
        self, ids: Collection[str] | None = None, *, events: Collection[str] | None = None
    ) -> list[Story]:
        """Stories by id: some, those that some events stand in, else all; events that are gone
        are left out."""
        members: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        with self.reading() as connection:
            if events is not None:
                rows = among(connection, select(_MEMBERS.story), _MEMBERS.event, events)
                ids = {row.story for row in rows}
            for row in among(connection, select(schema.story_events), _MEMBERS.story, ids):
                members[row.story].append((row.position, row.event))
            found = [
                Story(
                    row.id,
                    row.title,
                    tuple(event for _, event in sorted(members[row.id])),
                    loads(_REASONS, row.reasons),
                )
                for row in among(connection, select(schema.stories), _STORIES.id, ids)
            ]
        return sorted(found, key=lambda story: story.id)

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
