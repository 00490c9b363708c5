"""What looking at pages gave goes into the archive: captures, reports, versions.

All answers of one turn in one transaction, with their records in the file of captures before it: a
process killed before its end looks at these pages again, and the records are cut off.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from rashomon.acquire import content
from rashomon.acquire.entries import Item, as_text
from rashomon.acquire.fetch import Fetched
from rashomon.acquire.recording import Recorder
from rashomon.acquire.urls import canonical, host
from rashomon.archive import Archive
from rashomon.archive.working import analysed
from rashomon.engines.workers import Workers
from rashomon.exceptions import RefusedError
from rashomon.follow.crew import Answer
from rashomon.follow.polled import moment_of, record
from rashomon.follow.schedule import page_again, retry
from rashomon.model import Capture, Failure, Moment, Text
from rashomon.pipeline import Analysed
from rashomon.reuse.align import align
from rashomon.reuse.versions import changes
from rashomon.store import Alert, Page
from rashomon.store.codec import dumps, loads

_VANISHED = frozenset({404, 410})
# Not for us, or only for those who pay: RFC 9110 and 7725.
_CLOSED = frozenset({401, 402, 403, 451})
# Of pages in these states there is no text of their own: what their feed tells must do.
_FROM_FEED = frozenset({"new", "refused"})
# Sentences told of one change.
_TOLD = 40


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of some looks: pages with a new report, with a changed one, and all alerts."""

    new: int = 0
    changed: int = 0
    alerts: tuple[Alert, ...] = ()


@dataclass(frozen=True, slots=True)
class _Look:
    """A page that was looked at: what the server said, and the text to read, if any.

    `state` and `error` are what becomes of the page; `own` says that the text is the page's own,
    not what its feed told of it.
    """

    page: Page
    fetched: Fetched | None
    capture: Capture | None
    state: str
    error: str | None = None
    own: bool = True
    later: bool = False


def take(
    archive: Archive,
    recorder: Recorder,
    answers: Sequence[Answer],
    now: float,
    chance: Callable[[], float],
) -> Seen:
    """Takes in what became of looking at some pages."""
    looks = [_told(answer, archive) for answer in answers]
    # Here and not in worker processes: a killed process must leave none behind.
    pages = [x.capture for x in looks if x.capture is not None]
    read = iter(list(analysed(pages, archive.settings, Workers())))
    results = [None if look.capture is None else next(read) for look in looks]
    new = changed = 0
    alerts: list[Alert] = []
    with archive.store.transaction():
        for look, result in zip(looks, results, strict=True):
            number, alert = _keep(archive, recorder, look, result, now, chance)
            new += number == 1
            changed += number > 1
            alerts += alert
        recorder.sync()
    return Seen(new, changed, tuple(alerts))


def _told(answer: Answer, archive: Archive) -> _Look:
    """What an answer means for its page."""
    page, fetched = answer.job, answer.fetched
    assert isinstance(page, Page)
    item: Item = loads(Item, page.told)
    if fetched is None and answer.error is None:
        return _Look(page, None, _from_feed(page, item), "kept", own=False)
    fallback = _from_feed(page, item) if page.state in _FROM_FEED else None
    if fetched is None:
        cause = answer.error.cause if answer.error else ""
        if isinstance(answer.error, RefusedError):
            return _Look(page, None, fallback, "refused", cause, own=False)
        return _failed(page, None, fallback, cause, archive)
    if fetched.status == 304:
        return _Look(page, fetched, None, "kept")
    if fetched.status in _VANISHED or _to_front(page, fetched):
        return _Look(page, fetched, fallback, "vanished", _status(fetched), own=False)
    if fetched.status in _CLOSED:
        return _Look(page, fetched, fallback, "refused", _status(fetched), own=False)
    if fetched.status != 200:
        return _failed(page, fetched, fallback, _status(fetched), archive)
    body = io.BytesIO(fetched.body)
    limits = archive.settings.acquire
    found = list(content.read(body, page.url, limits, len(fetched.body), fetched.charset))
    if len(found) == 1 and isinstance(found[0], Capture):
        return _Look(page, fetched, _named(found[0], fetched.url, item), "kept")
    cause = found[0].error if found and isinstance(found[0], Failure) else "no page"
    return _Look(page, fetched, fallback, "refused", cause, own=False)


def _failed(
    page: Page, fetched: Fetched | None, fallback: Capture | None, cause: str, archive: Archive
) -> _Look:
    """A failure that may pass: only after some of them the feed's own text must do."""
    if page.failed + 1 < archive.settings.follow.retries:
        return _Look(page, fetched, None, page.state, cause, later=True)
    state = "refused" if page.state == "new" else page.state
    return _Look(page, fetched, fallback, state, cause, own=False)


def _keep(
    archive: Archive,
    recorder: Recorder,
    look: _Look,
    result: Analysed | Failure | None,
    now: float,
    chance: Callable[[], float],
) -> tuple[int, list[Alert]]:
    """Keeps one look; returns the number of the version that it gave (0: none) and alerts."""
    store, page, at = archive.store, look.page, moment_of(now)
    limits = archive.settings.follow
    captured = None
    if look.fetched is not None and look.fetched.status != 304:
        captured = record(store, recorder, look.fetched)
    if look.later:
        wanted = look.fetched.retry_after if look.fetched else None
        again = retry(page.failed, now, chance(), limits, wanted)
        changes_ = {"due": again.due, "failed": again.failed, "error": look.error, "looked": at}
        store.note_page(page.number, changes_)
        return 0, []
    page = _final(archive, look, at)
    state, error, number, story = look.state, look.error, 0, page.digest
    alerts: list[Alert] = []
    if isinstance(result, Failure):
        store.put_failures([result])
        error = result.error
        if page.state == "new":
            state = "refused"
    elif result is not None:
        told = replace(result, text=_dated(result.text, loads(Item, page.told)))
        story = _story(told.text)
        if story != page.digest:
            number, alerts = _version(archive, page, told, captured, at)
    again = page_again(page.pace, now, limits, changed=number > 0)
    followed = page.feed is not None and state in {"kept", "vanished"} and "#" not in page.url
    noted: dict[str, Any] = {
        "state": state, "due": again.due if followed else None, "pace": again.pace, "failed": 0,
        "error": error, "looked": at, "digest": story, "told": _briefly(page.told),
    }  # fmt: skip
    if state == "vanished":
        noted["vanished"] = page.vanished or at
    elif look.fetched is not None and look.fetched.status == 200:
        noted |= {
            "vanished": None,
            "etag": look.fetched.header("etag"),
            "modified": look.fetched.header("last-modified"),
        }
    store.note_page(page.number, noted)
    return number, alerts


def _briefly(told: str) -> str:
    """What a feed told of a page, without the text, which is in the archive by now."""
    return dumps(Item, replace(loads(Item, told), summary=None, content=None))


def _final(archive: Archive, look: _Look, at: str) -> Page:
    """The page that an answer is of: where its redirects led, if that is another."""
    page, store = look.page, archive.store
    if not look.own or look.fetched is None or look.fetched.status != 200:
        return page
    url = canonical(look.fetched.url)
    if url == page.url:
        return page
    there = replace(page, url=url, host=host(url), state="new", digest=None, due=None, number=0)
    number = store.put_pages([there])[url]
    moved = {"state": "moved", "leads_to": number, "due": None, "looked": at, "error": None}
    store.note_page(page.number, moved)
    return store.pages([url])[url]


def _version(
    archive: Archive, page: Page, found: Analysed, capture: int | None, at: str
) -> tuple[int, list[Alert]]:
    """Keeps what a page has become as a report of its own, joined to what it was."""
    store = archive.store
    before = store.versions(page=page.url)
    old = archive.report(before[-1].report) if before else None
    # What a feed told of a page and what the page then says differ without an edit.
    silent = old is not None and page.state != "refused" and not _declares(found.text, old)
    if silent:
        # When it was seen to have changed is what is known of when it did.
        seen = replace(found.text.report, modified=Moment(at, "second", "seen to have changed"))
        found = replace(found, text=replace(found.text, report=seen))
    (id,) = archive.keep([found])
    alerts: list[Alert] = []
    if old is not None and silent:
        new = replace(found.text, report=replace(found.text.report, id=id))
        alerts.append(_edit(archive, page, old, new, at))
    return store.add_version(page.number, id, at, capture, silent=silent), alerts


def _edit(archive: Archive, page: Page, old: Text, new: Text, at: str) -> Alert:
    """What is told of a page that changed without saying so."""
    found = changes(old, new, align(old, new, archive.settings.reuse))
    told = {
        "page": page.url,
        "source": new.report.source,
        "title": new.report.title,
        "before": old.id,
        "after": new.id,
        "removed": [old.cut(span) for span in found.removed[:_TOLD]],
        "added": [new.cut(span) for span in found.added[:_TOLD]],
        "edited": [[old.cut(a), new.cut(b)] for a, b in found.edited[:_TOLD]],
    }
    return Alert(f"edit:{page.number}:{new.id}", at, "silent edit", json.dumps(told))


def _declares(new: Text, old: Text) -> bool:
    """Whether a changed page says that it was changed."""
    later, earlier = new.report.modified, old.report.modified
    return later is not None and (earlier is None or later.value > earlier.value)


def _story(text: Text) -> str:
    """The digest of a story: its title and its sentences, without what stands around it."""
    told = [text.report.title or "", *(text.cut(s) for s in text.body)]
    return sha256("\n".join(told).encode("utf-8", "replace")).hexdigest()[:24]


def _dated(text: Text, item: Item) -> Text:
    """A report with its feed's title where its page has none."""
    if text.report.title or not item.title:
        return text
    return replace(text, report=replace(text.report, title=item.title))


def _named(capture: Capture, url: str, item: Item) -> Capture:
    """A page's capture with what its feed says of it."""
    place = canonical(url)
    return replace(
        capture,
        id=name(place),
        url=place,
        source=capture.source or item.source,
        published=capture.published or item.published,
    )


def _from_feed(page: Page, item: Item) -> Capture | None:
    """What a feed itself tells, for a page that cannot be had; None if it tells nothing."""
    markup = item.content or item.summary
    if not (text := as_text(markup) if markup else ""):
        return None
    title = item.title
    return Capture(
        input=page.url,
        media="text",
        content=f"{title}\n\n{text}" if title else text,
        digest=sha256(text.encode("utf-8", "replace")).hexdigest(),
        id=name(page.url),
        title=title,
        url=item.url or page.url,
        source=item.source,
        published=item.published,
        modified=item.updated,
        language=item.language,
        byline=item.author,
    )


def name(url: str) -> str:
    """The id of a page's reports: its address without the scheme, short, the same for good."""
    parts = urlsplit(url)
    words = f"{parts.netloc.removeprefix('www.')}{parts.path}".rstrip("/")
    if len(words) <= 90 and not parts.query and not parts.fragment:
        return words
    return f"{words[:80]}-{sha256(url.encode()).hexdigest()[:8]}"


def _to_front(page: Page, fetched: Fetched) -> bool:
    """Whether a page leads to its site's front by now, as many do instead of saying 404."""
    asked, given = urlsplit(page.url), urlsplit(fetched.url)
    return asked.path.strip("/") != "" and given.path in {"", "/"} and not given.query


def _status(fetched: Fetched) -> str:
    if fetched.status == 200:
        return "it leads to the front of its site"
    return f"the server answered {fetched.status}"
