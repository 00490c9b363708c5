"""A news site on this machine, an archive, and what watches the one for the other."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from benchmarks.newsroom import Answer, Site, article, feed, site

from rashomon.acquire.fetch import Fetcher
from rashomon.acquire.finding import Found
from rashomon.acquire.recording import Recorder
from rashomon.archive import Archive
from rashomon.follow import following
from rashomon.follow.crew import Crew
from rashomon.follow.watch import Watch, captures_of
from rashomon.online import Fetch, Follow
from rashomon.settings import Settings
from rashomon.store import Outlet

SETTINGS = Settings(
    workers=1,
    fetch=Fetch(allow_loopback=True, host_seconds=0, per_host=4, at_once=4),
    follow=Follow(
        feed_first=100, feed_least=100, page_first=10_000, retry_first=50, retries=3,
        relate_seconds=1e9,
    ),
)  # fmt: skip
SECRET = "a secret of many letters"


class Clock:
    """Time that passes when it is told to."""

    now = 1_780_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Desk:
    """Someone who follows the site: archive, scheduler, clock, and what went wrong."""

    archive: Archive
    watch: Watch
    clock: Clock
    told: list[str]
    folder: Path

    def pass_time(self, seconds: float) -> None:
        """Lets time pass, and does all that is due by then."""
        self.clock.now += seconds
        self.watch.settle(threading.Event())

    def urls(self) -> list[str]:
        """The addresses of all reports, sorted."""
        return sorted(r.url or r.id for r in self.archive.store.reports().values())

    def follow(self, url: str, kind: str = "feed", outlet: str | None = "Valley News") -> None:
        """Follows an address as what it is known to be."""
        found = Found(kind, url)
        whose = Outlet(outlet) if outlet else None
        following.begin(self.archive.store, found, whose, self.clock())


@pytest.fixture
def newsroom() -> Iterator[Site]:
    with site() as found:
        found.paths["/rss"] = Answer(feed(found.url, range(3)), validated=True)
        for number in range(6):
            found.paths[f"/story/{number}"] = Answer(article(number), validated=True)
        yield found


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive without anything in it: making the tables takes longer than most tests."""
    path = tmp_path_factory.mktemp("empty") / "archive.db"
    Archive.open(path).close()
    return path


@pytest.fixture
def make_desk(tmp_path: Path, empty: Path) -> Iterator[Callable[..., Desk]]:
    opened: list[tuple[Archive, Recorder, Crew, Fetcher]] = []

    def make(
        follow: dict[str, object] | None = None,
        hooks: tuple[str, ...] = (),
        path: Path | None = None,
    ) -> Desk:
        settings = replace(SETTINGS, follow=replace(SETTINGS.follow, **(follow or {})))
        db = path or Path(shutil.copy(empty, tmp_path))
        archive = Archive.open(db, settings)
        recorder = Recorder(captures_of(db), settings.follow.capture_file)
        fetcher = Fetcher(settings.fetch)
        outward = Fetcher(settings.fetch, inner=settings.follow.inner_webhooks)
        crew = Crew(fetcher, settings.fetch.at_once, SECRET, outward)
        opened.append((archive, recorder, crew, fetcher))
        clock, told = Clock(), []
        watch = Watch(
            archive, recorder, crew, busy=fetcher.manners.busy, hooks=hooks, clock=clock,
            tell=told.append,
        )  # fmt: skip
        return Desk(archive, watch, clock, told, captures_of(db))

    yield make
    for archive, recorder, crew, fetcher in opened:
        crew.close()
        recorder.close()
        archive.close()
        fetcher.close()


@pytest.fixture
def desk(make_desk: Callable[..., Desk]) -> Desk:
    return make_desk()
