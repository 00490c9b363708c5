"""The pages behind items: when each is looked at again, and the reports that it has been."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlalchemy import func, insert, select, update

from rashomon.store import dialects, schema
from rashomon.store.rows import among, chunks
from rashomon.store.rows import numbers as numbers_of
from rashomon.store.session import Session

_PAGES, _VERSIONS, _REPORTS = schema.pages.c, schema.versions.c, schema.reports.c


@dataclass(frozen=True, slots=True)
class Page:
    """A page by its canonical address.

    `state` is one of new (not fetched yet), kept, vanished, refused (may not or cannot be read,
    `error` says why), moved (`leads_to` another page). `due`, `pace` and `failed` are as those of
    what is followed; `first`, `looked` and `vanished` times (ISO 8601, UTC); `digest` is of the
    story told; `told` what its feed said of it, as JSON.
    """

    url: str
    host: str
    first: str
    feed: int | None = None
    state: str = "new"
    due: float | None = 0.0
    pace: float = 0.0
    failed: int = 0
    error: str | None = None
    looked: str | None = None
    vanished: str | None = None
    etag: str | None = None
    modified: str | None = None
    digest: str | None = None
    leads_to: int | None = None
    told: str = "[]"
    number: int = 0


@dataclass(frozen=True, slots=True)
class Version:
    """One of the reports that a page has been, counted from 1, first seen `at` (ISO 8601, UTC).

    `silent` says that the page changed without saying so; `capture` is the number of the capture
    that it was read from.
    """

    page: str
    number: int
    report: str
    at: str
    silent: bool
    capture: int | None


_NAMES = [field.name for field in fields(Page)]


class Pages(Session):
    """Keeping pages and their versions."""

    def put_pages(self, pages: Iterable[Page]) -> dict[str, int]:
        """Keep pages that are not there yet; returns the numbers of all of them, by address."""
        found = list(pages)
        rows = [{k: v for k, v in asdict(page).items() if k != "number"} for page in found]
        with self.writing() as connection:
            dialects.upsert(connection, schema.pages, rows, on=["url"], replace=False)
            statement = select(_PAGES.url, _PAGES.number)
            urls = [page.url for page in found]
            return {row.url: row.number for row in among(connection, statement, _PAGES.url, urls)}

    def pages(self, urls: Iterable[str]) -> dict[str, Page]:
        """Those of some pages that are known, by address."""
        with self.reading() as connection:
            rows = among(connection, select(schema.pages), _PAGES.url, urls)
            return {row.url: _page(row) for row in rows}

    def due_pages(
        self,
        now: float,
        most: int,
        besides: Collection[int] = (),
        busy: Collection[str] = (),
        *,
        alone: bool = False,
    ) -> list[Page]:
        """At most `most` pages to look at by `now`, longest due first.

        Without some numbers, and without those of hosts that are `busy`; with `alone`, only those
        that no feed told of.
        """
        statement = select(schema.pages).where(_PAGES.due <= now)
        if besides:
            statement = statement.where(_PAGES.number.not_in(besides))
        if alone:
            statement = statement.where(_PAGES.feed.is_(None))
        if busy:
            statement = statement.where(_PAGES.host.not_in(busy))
        with self.reading() as connection:
            rows = connection.execute(statement.order_by(_PAGES.due).limit(most))
            return [_page(row) for row in rows]

    def note_page(self, number: int, changes: Mapping[str, Any]) -> None:
        """Change some fields of a page."""
        with self.writing() as connection:
            where = _PAGES.number == number
            connection.execute(update(schema.pages).where(where).values(dict(changes)))

    def look_sooner(self, told: Mapping[int, str], now: float) -> None:
        """Look at pages by `now`, for their feeds say something new of them: what, by number."""
        with self.writing() as connection:
            for number, words in told.items():
                where = _PAGES.number == number
                pages = update(schema.pages).where(where)
                connection.execute(pages.values(told=words))
                late = where & (_PAGES.due.is_(None) | (_PAGES.due > now))
                stays = _PAGES.state.in_(("new", "kept", "refused"))
                connection.execute(update(schema.pages).where(late, stays).values(due=now))

    def rest_pages(self, feed: int) -> None:
        """Look no more at the pages that a feed told of."""
        with self.writing() as connection:
            where = _PAGES.feed == feed
            connection.execute(update(schema.pages).where(where).values(due=None))

    def wake_pages(
        self, now: float, *, feed: int | None = None, numbers: Iterable[int] = ()
    ) -> None:
        """Look by `now` at pages that rest unread: those that a feed told of, or some by number."""
        resting = _PAGES.due.is_(None) & (_PAGES.state == "new")
        wake = update(schema.pages).where(resting).values(due=now)
        with self.writing() as connection:
            if feed is not None:
                connection.execute(wake.where(_PAGES.feed == feed))
            for chunk in chunks(numbers):
                connection.execute(wake.where(_PAGES.number.in_(chunk)))

    def add_version(
        self, page: int, report: str, at: str, capture: int | None, *, silent: bool
    ) -> int:
        """Note the report that a page is now; returns the version's number, from 1."""
        with self.writing() as connection:
            last = select(func.max(_VERSIONS.number)).where(_VERSIONS.page == page)
            number = int(connection.execute(last).scalar() or 0) + 1
            row = {
                "page": page,
                "number": number,
                "report": numbers_of(connection, [report])[report],
                "capture": capture,
                "at": at,
                "silent": silent,
            }
            connection.execute(insert(schema.versions), [row])
            return number

    def versions(
        self, *, page: str | None = None, report: str | None = None, most: int | None = None
    ) -> list[Version]:
        """The versions of a page, or of the pages that a report is one of; else of all pages.

        In their order; the last `most` if given.
        """
        statement = select(
            _PAGES.url, _VERSIONS.number, _REPORTS.id, _VERSIONS.at, _VERSIONS.silent,
            _VERSIONS.capture,
        ).join_from(schema.versions, schema.pages, _VERSIONS.page == _PAGES.number).join(
            schema.reports, _VERSIONS.report == _REPORTS.number
        )  # fmt: skip
        if page is not None:
            statement = statement.where(_PAGES.url == page)
        if report is not None:
            mine = select(_VERSIONS.page).join(schema.reports, _VERSIONS.report == _REPORTS.number)
            statement = statement.where(_VERSIONS.page.in_(mine.where(_REPORTS.id == report)))
        order = (_VERSIONS.at.desc(), _VERSIONS.page.desc(), _VERSIONS.number.desc())
        with self.reading() as connection:
            rows = list(connection.execute(statement.order_by(*order).limit(most)))
        found = [Version(r.url, r.number, r.id, r.at, r.silent, r.capture) for r in rows]
        return sorted(found, key=lambda v: (v.page, v.number)) if most is None else found[::-1]

    def page_states(self) -> dict[str, int]:
        """How many pages there are in each state."""
        statement = select(_PAGES.state, func.count()).group_by(_PAGES.state)
        with self.reading() as connection:
            return {row[0]: row[1] for row in connection.execute(statement)}


def _page(row: Any) -> Page:
    return Page(**{name: row._mapping[name] for name in _NAMES})
