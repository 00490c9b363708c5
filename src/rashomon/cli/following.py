"""`rashomon follow`, `fetch`, `watch`, `sources`, `versions`: live sources."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rashomon.cli.consulting import Db, opened, put, refuse
from rashomon.cli.saying import say
from rashomon.exceptions import InputError, RashomonError
from rashomon.settings import Settings, load

if TYPE_CHECKING:
    from rashomon.archive import Archive
    from rashomon.follow.watch import Watch
    from rashomon.store import Followed, Outlet

_SECRET = "RASHOMON_WEBHOOK_SECRET"
_SHORTEST = 16

_New = Annotated[
    str,
    typer.Option(
        metavar="FILE|URL",
        help="The archive, made if absent: a file, or postgresql://HOST/DATABASE.",
    ),
]
_Settings = Annotated[Path | None, typer.Option(help="A TOML file of settings.")]
_Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


class ListForm(StrEnum):
    """How what is followed is printed."""

    TEXT = "text"
    JSON = "json"
    TOML = "toml"
    OPML = "opml"


def follow(
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="URL|FILE...",
            help="Addresses of sites, feeds, sitemaps or pages; files with lists (TOML, OPML).",
        ),
    ],
    db: _New,
    outlet: Annotated[
        str | None, typer.Option(help="The outlet's name; by default the feed's title.")
    ] = None,
    country: Annotated[str | None, typer.Option(help="Its country, ISO 3166.")] = None,
    owner: Annotated[str | None, typer.Option(help="Whom it belongs to.")] = None,
    language: Annotated[
        list[str] | None, typer.Option(help="A language it writes in. May be repeated.")
    ] = None,
    camp: Annotated[
        list[str] | None,
        typer.Option(help="A group of your own that it belongs to. May be repeated."),
    ] = None,
    stop: Annotated[bool, typer.Option("--stop", help="Follow these no longer.")] = False,
    settings: _Settings = None,
) -> None:
    """Follow sites, feeds, sitemaps or pages: their feeds are found, and asked by `watch`."""
    from rashomon.acquire.fetch import Fetcher
    from rashomon.follow import following
    from rashomon.store import Outlet

    failed = False
    described = (country, owner, tuple(language or ()), tuple(camp or ()))
    with _working(db, settings) as archive, Fetcher(archive.settings.fetch) as fetcher:
        for one in what:
            try:
                if stop:
                    following.end(archive.store, one)
                    continue
                if not one.lower().startswith(("http://", "https://")):
                    text = Path(one).read_text(encoding="utf-8")
                    entries = following.read_list(text, one)
                    count = following.take_list(archive.store, entries, time.time())
                    typer.echo(f"{one}: {count} of {len(entries)} are new")
                    continue
                found = _found(one, fetcher)
                name = outlet or (found.title if found.kind != "page" else None)
                whose = Outlet(name, *described) if name else None
                fresh = following.begin(archive.store, found, whose, time.time())
                state = "" if fresh else ", as before"
                typer.echo(f"{found.kind} {found.url}{f' of {name}' if name else ''}{state}")
            except (RashomonError, OSError, UnicodeError) as error:
                _complain(str(error) if isinstance(error, RashomonError) else f"{one}: {error}")
                failed = True
    raise typer.Exit(1 if failed else 0)


def fetch(
    db: _New,
    urls: Annotated[
        list[str] | None,
        typer.Argument(metavar="[URL]...", help="Pages to fetch; none: all that is due now."),
    ] = None,
    settings: _Settings = None,
) -> None:
    """Fetch pages once, or all that is due now, keep them and end."""
    from rashomon.acquire.urls import canonical, host
    from rashomon.follow.polled import moment_of
    from rashomon.store import Page

    failed = False
    with _working(db, settings) as archive:
        now = time.time()
        pages = []
        for url in urls or ():
            try:
                place = canonical(url)
                pages.append(Page(place, host(place), moment_of(now), due=now))
            except InputError as error:
                _complain(f"{url}: {error.cause}")
                failed = True
        numbers = archive.store.put_pages(pages)
        for number in numbers.values():
            archive.store.note_page(number, {"due": now})
        with _watching(db, archive, (), alone=bool(urls), quiet=bool(urls)) as (watch, stop):
            watch.settle(stop)
            done = archive.store.pages(numbers)
            for url, page in done.items():
                if page.error:
                    _complain(f"{url}: {page.error}")
                failed = failed or page.error is not None
            state = watch.status
            typer.echo(
                f"{state.reports} new reports, {state.versions} new versions, "
                f"{state.failures} failures"
            )
            failed = failed or state.failures > 0
    raise typer.Exit(1 if failed else 0)


def watch(
    db: _New,
    webhook: Annotated[
        list[str] | None,
        typer.Option(
            help=f"An address that is sent alerts, signed with the secret in {_SECRET}. "
            "May be repeated."
        ),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            min=0, max=65_535, help="Answer /health and /metrics at this port of this machine."
        ),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Do not say what fails.")] = False,
    settings: _Settings = None,
) -> None:
    """Follow all sources until stopped: ask, read, keep, relate; goes on after any interruption."""
    hooks = tuple(webhook or ())
    if hooks and len(os.environ.get(_SECRET, "")) < _SHORTEST:
        refuse(f"alerts are signed: set {_SECRET} to a secret of at least {_SHORTEST} characters")
    with (
        _working(db, settings) as archive,
        _watching(db, archive, hooks, quiet=quiet) as (watching, stop),
    ):
        if port is not None:
            from rashomon.web.health import serve

            place = serve(watching.status, port)
            _complain(f"health and metrics at http://127.0.0.1:{place}/health and /metrics")
        if not quiet:
            _complain(f"watching {len(archive.store.followed())} sources; stop with Ctrl-C")
        watching.run(stop)


def sources(
    db: Db,
    form: Annotated[
        ListForm, typer.Option("--format", help="Text, or a list that `follow` reads.")
    ] = ListForm.TEXT,
    json_: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
) -> None:
    """List what is followed and how that goes, or write it as TOML or OPML."""
    from rashomon.follow import following

    with opened(db) as archive:
        store = archive.store
        followed, outlets = store.followed(), store.outlets()
        counts, states = store.counted(), store.page_states()
        hooks = store.deliveries()
    if form is ListForm.TOML:
        sys.stdout.write(following.as_toml(outlets, followed))
    elif form is ListForm.OPML:
        sys.stdout.write(following.as_opml(outlets, followed))
    elif json_ or form is ListForm.JSON:
        put(
            {
                "sources": [_told(one, outlets, counts) for one in followed],
                "pages": states,
                "webhooks": {
                    hook: {"sent": sent, "waiting": waiting, "error": error}
                    for hook, (sent, waiting, error) in hooks.items()
                },
            }
        )
    else:
        _listed(followed, counts, states, hooks)


def versions(
    id: Annotated[
        str | None,
        typer.Argument(metavar="[URL|ID]", help="A page's address, or a report's id."),
    ] = None,
    *,
    db: Db,
    json_: _Json = False,
) -> None:
    """Show how pages changed: of one page all versions, else the last changes of any."""
    from rashomon.follow.history import changed, recent

    with opened(db) as archive:
        found = recent(archive) if id is None else changed(archive, id)
    if json_:
        put(found)
        return
    for one in found:
        silent = "  without saying so" if one["silent"] else ""
        typer.echo(f"{one['at']}  version {one['version']}  {one['report']}{silent}")
        for sign, key in (("-", "removed"), ("+", "added")):
            for text in one[key]:
                typer.echo(f"  {sign} {text}")
        for old, new in one["edited"]:
            typer.echo(f"  - {old}\n  + {new}")


def _found(url: str, fetcher: Any) -> Any:
    from rashomon.acquire.finding import find

    return find(url, fetcher)


@contextmanager
def _working(db: str, settings: Path | None) -> Iterator[Archive]:
    """An archive, made if absent; what goes wrong is one line, and exit code 2."""
    from rashomon.archive import Archive

    try:
        limits = load(settings)
        with Archive.open(db, limits, limits.follow.recent) as archive:
            yield archive
    except (RashomonError, OSError) as error:
        refuse(str(error))


@contextmanager
def _watching(
    db: str, archive: Archive, hooks: tuple[str, ...], *, alone: bool = False, quiet: bool = False
) -> Iterator[tuple[Watch, threading.Event]]:
    """The scheduler with its threads, and what stops it; SIGTERM and Ctrl-C do."""
    from rashomon.acquire.fetch import Fetcher
    from rashomon.acquire.recording import Recorder
    from rashomon.follow.crew import Crew
    from rashomon.follow.lock import held
    from rashomon.follow.watch import Watch, captures_of

    limits: Settings = archive.settings
    # What a server's archive was made of stays here, in a folder named after its database.
    folder = captures_of(Path(db.rpartition("/")[2].partition("?")[0] if "://" in db else db))
    # What is given up by its age lies in a file for each day.
    span = timedelta(days=1) if limits.follow.capture_days > 0 else None
    stop = threading.Event()
    signs = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(sign, lambda *_: stop.set()) for sign in signs]
    with (
        held(folder),
        Recorder(folder, limits.follow.capture_file, span) as recorder,
        Fetcher(limits.fetch) as fetcher,
        Fetcher(limits.fetch, inner=limits.follow.inner_webhooks) as outward,
    ):
        crew = Crew(fetcher, limits.fetch.at_once, os.environ.get(_SECRET, ""), outward)
        tell = (lambda _: None) if quiet else _complain
        yield (
            Watch(
                archive, recorder, crew, busy=fetcher.manners.busy, hooks=hooks, alone=alone,
                tell=tell,
            ),
            stop,
        )  # fmt: skip
        crew.close()
    for sign, handler in zip(signs, before, strict=True):
        signal.signal(sign, handler)


def _told(one: Followed, outlets: dict[str, Outlet], counts: dict[int, int]) -> dict[str, Any]:
    from dataclasses import asdict

    from rashomon.follow.polled import moment_of

    told = asdict(one)
    del told["number"], told["etag"], told["modified"], told["digest"]
    told["due"] = None if one.due is None else moment_of(one.due)
    told["items"] = counts.get(one.number, 0)
    outlet = outlets.get(one.outlet or "")
    told["outlet"] = asdict(outlet) if outlet else None
    return told


def _listed(
    followed: list[Followed],
    counts: dict[int, int],
    states: dict[str, int],
    hooks: dict[str, tuple[int, int, str | None]],
) -> None:
    from rashomon.export.wording import clean, counted
    from rashomon.follow.polled import moment_of

    for one in followed:
        due = "stopped" if one.stopped else "page" if one.due is None else moment_of(one.due)
        state = f"failed {one.failed} times: {one.error}" if one.failed else one.error or "well"
        cells = (
            one.outlet or one.title or "-",
            one.kind,
            one.url,
            counted(counts.get(one.number, 0), "item"),
            f"asked {one.checked or 'never'}",
            f"next {due}",
            state,
        )
        typer.echo("\t".join(clean(cell) for cell in cells))
    if states:
        parts = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
        typer.echo(f"pages: {parts}")
    for hook, (sent, waiting, error) in hooks.items():
        typer.echo(clean(f"webhook {hook}: {sent} sent, {waiting} waiting, {error or 'well'}"))


def _complain(what: str) -> None:
    from rashomon.export.wording import clean

    say(clean(what), "warning")
