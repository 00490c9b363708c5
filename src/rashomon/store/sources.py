"""What is followed: outlets, their feeds, and the items seen in these."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update

from rashomon.exceptions import StoreError
from rashomon.store import dialects, schema
from rashomon.store.codec import dumps, loads
from rashomon.store.rows import among
from rashomon.store.session import Session

_FEEDS, _ITEMS = schema.feeds.c, schema.items.c
_WORDS = tuple[str, ...]
# Seconds after which it is noted again that an item is still there, doubled.
_NOTED = 2 * 86_400.0


@dataclass(frozen=True, slots=True)
class Outlet:
    """A source as a person describes it: country (ISO 3166), languages, who owns it, and camps,
    which are whatever groups a person wants to compare."""

    name: str
    country: str | None = None
    owner: str | None = None
    languages: tuple[str, ...] = ()
    camps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Followed:
    """A feed, sitemap or page that is followed, and how that goes.

    `due` is when it is asked again (seconds since 1970, None: no more), after `pace` seconds;
    `failed` counts failures since the last success, `error` says why the last one was. `checked`
    and `changed` are when it was last asked, and last told anything new (ISO 8601, UTC). `etag`,
    `modified` and `digest` are of its last answer.
    """

    url: str
    kind: str
    outlet: str | None = None
    title: str | None = None
    site: str | None = None
    language: str | None = None
    added: str = ""
    stopped: bool = False
    due: float | None = 0.0
    pace: float = 0.0
    failed: int = 0
    error: str | None = None
    checked: str | None = None
    changed: str | None = None
    etag: str | None = None
    modified: str | None = None
    digest: str | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Noted:
    """An item of a feed: its key there, the digest of what it says, its page if it has one, and
    when it was last seen (seconds since 1970)."""

    key: str
    digest: str
    page: int | None
    seen: float


_NAMES = [field.name for field in fields(Followed)]


class Sources(Session):
    """Keeping what is followed."""

    def put_outlets(self, outlets: Iterable[Outlet]) -> None:
        """Keep outlets, each in place of what was known under its name."""
        rows = [
            asdict(outlet)
            | {
                "languages": dumps(_WORDS, outlet.languages),
                "camps": dumps(_WORDS, outlet.camps),
            }
            for outlet in outlets
        ]
        with self.writing() as connection:
            dialects.upsert(connection, schema.outlets, rows)

    def outlets(self) -> dict[str, Outlet]:
        """All outlets, by name."""
        with self.reading() as connection:
            return {
                row.name: Outlet(
                    row.name,
                    row.country,
                    row.owner,
                    loads(_WORDS, row.languages),
                    loads(_WORDS, row.camps),
                )
                for row in connection.execute(select(schema.outlets).order_by("name"))
            }

    def follow(self, found: Iterable[Followed]) -> list[str]:
        """Follow feeds from now on; returns the addresses of those that are new.

        One that is there is followed again if it was stopped, and takes the outlet that is given.
        """
        fresh = []
        with self.writing() as connection:
            for one in found:
                where = _FEEDS.url == one.url
                there = connection.execute(select(_FEEDS.outlet).where(where)).one_or_none()
                if there is None:
                    row = asdict(one)
                    del row["number"]
                    dialects.upsert(connection, schema.feeds, [row], on=["url"])
                    fresh.append(one.url)
                    continue
                changes: dict[str, Any] = {"stopped": False}
                if one.outlet:
                    changes["outlet"] = one.outlet
                connection.execute(update(schema.feeds).where(where).values(changes))
                again = where & _FEEDS.due.is_(None) & (_FEEDS.kind != "page")
                connection.execute(update(schema.feeds).where(again).values(due=one.due))
        return fresh

    def unfollow(self, url: str) -> None:
        """Ask a feed no more; all that was seen in it stays. Raises `StoreError` if unknown."""
        with self.writing() as connection:
            change = update(schema.feeds).where(_FEEDS.url == url)
            done = connection.execute(change.values(stopped=True, due=None))
            if not done.rowcount:
                raise StoreError("is not followed", input=url, stage="store")

    def followed(self, urls: Iterable[str] | None = None) -> list[Followed]:
        """What is followed, stopped or not, by address; all for None."""
        with self.reading() as connection:
            rows = among(connection, select(schema.feeds), _FEEDS.url, urls)
            return sorted(map(_followed, rows), key=lambda one: one.url)

    def feed(self, number: int) -> Followed | None:
        """What is followed by a number, None if nothing is."""
        with self.reading() as connection:
            statement = select(schema.feeds).where(_FEEDS.number == number)
            row = connection.execute(statement).one_or_none()
            return None if row is None else _followed(row)

    def due_feeds(self, now: float, most: int, besides: Collection[int] = ()) -> list[Followed]:
        """At most `most` feeds to ask by `now`, longest due first, without some numbers."""
        statement = select(schema.feeds).where(_FEEDS.due <= now, _FEEDS.kind != "page")
        if besides:
            statement = statement.where(_FEEDS.number.not_in(besides))
        with self.reading() as connection:
            rows = connection.execute(statement.order_by(_FEEDS.due).limit(most))
            return [_followed(row) for row in rows]

    def note_feed(self, number: int, changes: Mapping[str, Any]) -> None:
        """Change some fields of a feed; an address that another has already is left as it is."""
        with self.writing() as connection:
            values = dict(changes)
            if (url := values.get("url")) and connection.execute(
                select(_FEEDS.number).where(_FEEDS.url == url)
            ).first():
                del values["url"]
            where = _FEEDS.number == number
            connection.execute(update(schema.feeds).where(where).values(values))

    def items(self, feed: int, keys: Iterable[str]) -> dict[str, Noted]:
        """Those of some items of a feed that were seen before, by key."""
        statement = select(schema.items).where(_ITEMS.feed == feed)
        with self.reading() as connection:
            rows = among(connection, statement, _ITEMS.key, keys)
            return {row.key: Noted(row.key, row.digest, row.page, row.seen) for row in rows}

    def put_items(self, feed: int, items: Iterable[Noted]) -> None:
        """Note the items of a feed as they are now."""
        rows = [{"feed": feed, **asdict(item)} for item in items]
        with self.writing() as connection:
            dialects.upsert(connection, schema.items, rows)

    def forget_items(self, before: float) -> None:
        """Forget items last seen before a time (seconds since 1970), and gone from their feeds.

        A feed that never changes shows its items still, however long ago that was noted.
        """
        changed = select(_FEEDS.number, _FEEDS.changed).where(_FEEDS.changed.is_not(None))
        with self.writing() as connection:
            for feed, at in connection.execute(changed).all():
                told = datetime.fromisoformat(at).timestamp() - _NOTED
                old = (_ITEMS.feed == feed) & (_ITEMS.seen < min(before, told))
                connection.execute(delete(schema.items).where(old))

    def counted(self) -> dict[int, int]:
        """How many items each feed has shown, by its number."""
        statement = select(_ITEMS.feed, func.count()).group_by(_ITEMS.feed)
        with self.reading() as connection:
            return {row[0]: row[1] for row in connection.execute(statement)}

    def next_due(self) -> float | None:
        """When the next feed or page is due (seconds since 1970), None if none ever is."""
        with self.reading() as connection:
            times = [
                connection.execute(select(func.min(table.c.due))).scalar()
                for table in (schema.feeds, schema.pages, schema.deliveries)
            ]
        return min((time for time in times if time is not None), default=None)


def _followed(row: Any) -> Followed:
    return Followed(**{name: row._mapping[name] for name in _NAMES})
