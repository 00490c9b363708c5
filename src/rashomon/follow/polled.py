"""What a feed answered goes into the archive: its items, and the pages behind them.

All of one answer in one transaction: a process killed before its end asks the feed again.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from rashomon.acquire.entries import Feed, Item
from rashomon.acquire.feeds import keys
from rashomon.acquire.fetch import Fetched, seconds_until
from rashomon.acquire.recording import Recorder, digest
from rashomon.acquire.urls import canonical, host
from rashomon.exceptions import InputError
from rashomon.extract.dates import moment
from rashomon.follow.crew import Answer
from rashomon.follow.schedule import Next, feed_again, retry
from rashomon.online import Follow
from rashomon.store import Followed, Kept, Noted, Page, Store
from rashomon.store.codec import dumps

_DAY = 86_400.0


def take(
    store: Store,
    recorder: Recorder,
    answer: Answer,
    now: float,
    limits: Follow,
    chance: Callable[[], float],
) -> int:
    """Takes in what became of asking a feed; returns how many items were new or changed."""
    source, fetched = answer.job, answer.fetched
    assert isinstance(source, Followed)
    at = moment_of(now)
    if fetched is not None and fetched.status == 410:
        gone = {"error": "gone for good (410)", "due": None, "stopped": True, "checked": at}
        store.note_feed(source.number, gone)
        return 0
    if fetched is not None and fetched.status == 304:
        again = feed_again(source.pace, now, limits, new=False, wanted=_wanted(fetched))
        store.note_feed(source.number, _settled(again, at))
        return 0
    if fetched is None or fetched.status != 200 or answer.feed is None:
        store.note_feed(source.number, _failed(source, answer, now, limits, chance()))
        return 0
    found = 0
    seen = digest(fetched.body)
    with store.transaction():
        if seen != source.digest:
            record(store, recorder, fetched)
            found = _items(store, source, answer.feed, now, limits)
            children(store, source, answer.feed, now)
        again = feed_again(source.pace, now, limits, new=found > 0, wanted=_wanted(fetched))
        changes = _settled(again, at) | {
            "etag": fetched.header("etag"),
            "modified": fetched.header("last-modified"),
            "digest": seen,
            "title": source.title or answer.feed.title,
            "site": source.site or answer.feed.url,
            "language": source.language or answer.feed.language,
        }
        if found:
            changes["changed"] = at
        if fetched.moved:
            changes["url"] = fetched.moved
        store.note_feed(source.number, changes)
    return found


def record(store: Store, recorder: Recorder, fetched: Fetched) -> int:
    """Keeps an answer as a capture; returns its number."""
    seen = digest(fetched.body)
    first = store.same_bytes(seen) if fetched.body else None
    place = recorder.write(fetched, (first.url, first.at) if first else None)
    lies = (place.file, place.start, place.length, first.number if first else None)
    return store.put_capture(Kept(fetched.url, fetched.at, fetched.status, seen, *lies))


def children(store: Store, source: Followed, feed: Feed, now: float) -> None:
    """Follows the sitemaps of an index, as what the index is followed as."""
    if feed.kind == "index":
        at = moment_of(now)
        store.follow(
            Followed(url, "sitemap", source.outlet, source.title, added=at, due=now)
            for url in feed.children
            if url != source.url
        )


def moment_of(now: float) -> str:
    """A time in seconds since 1970 as ISO 8601, UTC."""
    return datetime.fromtimestamp(now, UTC).isoformat(timespec="seconds")


def _items(store: Store, source: Followed, feed: Feed, now: float, limits: Follow) -> int:
    """Notes the items that are new or changed, and has their pages looked at."""
    items = feed.items[: limits.most_items]
    told = dict(zip(keys(items), items, strict=True))
    known = store.items(source.number, told)
    late = source.checked is None and source.kind == "sitemap"
    noted: list[Noted] = []
    pages: dict[str, Page] = {}
    place: dict[str, str] = {}
    count = 0
    for key, given in told.items():
        item = replace(given, source=given.source or source.outlet)
        words = dumps(Item, item)
        mark = sha256(words.encode()).hexdigest()[:24]
        before = known.get(key)
        if before is not None and before.digest == mark:
            if now - before.seen > _DAY:
                noted.append(replace(before, seen=now))
            continue
        count += 1
        noted.append(Noted(key, mark, None, now))
        if not (late and _old(item, now - limits.backlog_days * _DAY)):
            page = _page(source, key, item, words, now)
            pages.setdefault(page.url, page)
            place[key] = page.url
    numbers = store.put_pages(pages.values())
    # Another feed may have told of them, which nobody follows any more.
    store.wake_pages(now, numbers=numbers.values())
    changed = [url for key, url in place.items() if key in known]
    store.look_sooner({numbers[url]: pages[url].told for url in changed}, now)
    store.put_items(
        source.number,
        [replace(n, page=numbers[place[n.key]]) if n.key in place else n for n in noted],
    )
    return count


def _page(source: Followed, key: str, item: Item, words: str, now: float) -> Page:
    """The page behind an item; one without an address has a place in its feed for one."""
    url = f"{source.url}#{key}"
    if item.url:
        with suppress(InputError):
            url = canonical(item.url)
    return Page(url, host(url), moment_of(now), source.number, due=now, told=words)


def _old(item: Item, before: float) -> bool:
    """Whether an item is known to be older than a time, or says nothing of its age."""
    when = moment(item.published or item.updated, "feed")
    return when is None or when.value[:10] < moment_of(before)[:10]


def _wanted(fetched: Fetched) -> float | None:
    """Seconds for which the server says that asking again is of no use."""
    control = fetched.header("cache-control") or ""
    for part in control.lower().split(","):
        name, _, value = part.strip().partition("=")
        if name == "max-age":
            return seconds_until(value.strip('" '))
    return None


def _settled(again: Next, at: str) -> dict[str, Any]:
    return {
        "due": again.due, "pace": again.pace, "failed": 0, "error": None, "checked": at,
    }  # fmt: skip


def _failed(
    source: Followed, answer: Answer, now: float, limits: Follow, chance: float
) -> dict[str, Any]:
    fetched = answer.fetched
    if answer.error is not None:
        cause = answer.error.cause
    else:
        cause = f"the server answered {fetched.status if fetched else 'nothing'}"
    again = retry(source.failed, now, chance, limits, fetched.retry_after if fetched else None)
    return {
        "due": again.due, "failed": again.failed, "error": cause, "checked": moment_of(now),
    }  # fmt: skip
