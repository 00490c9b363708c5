"""Watching against a news site on this machine: feeds a minute, pages a second, and a month.

    python -m benchmarks.live [--feeds 300] [--pages 300] [--month-feeds 10000]
                              [--month-items 1000000] [--month-rounds 10]

The month is simulated: feeds come from a generator and time is told to pass, but every feed is read
and every item kept as in `rashomon watch`; the pages behind the items are left out, for reading a
million of them takes half a day. Memory is that of this process, the disk that of its archive.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import tempfile
import threading
import time
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.newsroom import Answer, article, feed, site
from rashomon import encode
from rashomon.acquire.feeds import parse
from rashomon.acquire.fetch import Fetched, Fetcher
from rashomon.acquire.recording import Recorder
from rashomon.archive import Archive
from rashomon.follow.crew import Answer as Came
from rashomon.follow.crew import Crew, Job
from rashomon.follow.watch import Watch, captures_of
from rashomon.settings import Fetch, Follow, Settings
from rashomon.store import Followed

FETCH = Fetch(allow_loopback=True, host_seconds=0, per_host=16, at_once=16)
DAY = 86_400.0
START = 1_780_000_000.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=300)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--month-feeds", type=int, default=10_000)
    parser.add_argument("--month-items", type=int, default=1_000_000)
    parser.add_argument("--month-rounds", type=int, default=10, help="times each feed is asked")
    given = parser.parse_args()
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("fork").Process(
        target=serve, args=(theirs, given.feeds, given.pages), daemon=True
    )
    server.start()
    base: str = ours.recv()
    encode.load(Settings().encode).encode(["once, before all the others"])
    with tempfile.TemporaryDirectory() as folder:
        polls(Path(folder, "polls.db"), base, given.feeds)
    with tempfile.TemporaryDirectory() as folder:
        pages(Path(folder, "pages.db"), base, given.pages)
    server.terminate()
    if given.month_items:
        with tempfile.TemporaryDirectory() as folder:
            month(
                Path(folder, "month.db"), given.month_feeds, given.month_items, given.month_rounds
            )


def serve(pipe: Connection, feeds: int, pages: int) -> None:
    with site() as newsroom:
        for number in range(feeds):
            listed = range(number * 20, number * 20 + 20)
            newsroom.paths[f"/rss/{number}"] = Answer(feed(newsroom.url, listed))
        newsroom.paths["/all"] = Answer(feed(newsroom.url, range(pages)))
        for number in range(pages):
            newsroom.paths[f"/story/{number}"] = Answer(article(number), validated=True)
        pipe.send(newsroom.url)
        time.sleep(3_600)


def polls(db: Path, base: str, count: int) -> None:
    """Feeds of 20 items, all new the first time and all known the second; no page is fetched."""
    settings = Settings(workers=1, fetch=FETCH, follow=Follow(relate_seconds=1e9))
    with Archive.open(db, settings) as archive, Recorder(captures_of(db), 10**9) as recorder:
        archive.store.follow(Followed(f"{base}/rss/{n}", "sitemap", due=0) for n in range(count))
        with Fetcher(FETCH) as fetcher:
            crew = Crew(fetcher, FETCH.at_once)
            watch = Watch(archive, recorder, crew)
            for what in ("new", "known"):
                begun = time.perf_counter()
                aim = watch.status.polls + count
                while watch.status.polls < aim:
                    watch.step(0.05)
                took = time.perf_counter() - begun
                print(f"feeds a minute, 20 {what} items each: {count / took * 60:,.0f}")
                for one in archive.store.followed():
                    archive.store.note_feed(one.number, {"due": 0.0, "digest": None})
            crew.close()


def pages(db: Path, base: str, count: int) -> None:
    """One feed, and the pages behind its items: fetched, kept, read, related, grouped."""
    settings = Settings(workers=1, fetch=FETCH)
    with Archive.open(db, settings) as archive, Recorder(captures_of(db), 10**9) as recorder:
        archive.store.follow([Followed(f"{base}/all", "feed", due=0)])
        with Fetcher(FETCH) as fetcher:
            crew = Crew(fetcher, FETCH.at_once)
            begun = time.perf_counter()
            Watch(archive, recorder, crew).settle(threading.Event())
            took = time.perf_counter() - begun
            crew.close()
        kept = archive.store.count()
        print(f"pages a second, whole way: {kept / took:.1f} ({kept} of {count} kept)")


class Generator:
    """Stands in for the threads that ask: makes the feeds that would have been sent."""

    count = 32

    def __init__(self, fresh: int) -> None:
        self._fresh = fresh
        self._next: dict[int, int] = {}
        self._came: list[Came] = []

    def give(self, job: Job) -> None:
        assert isinstance(job, Followed)
        # Each time some items more; twenty are shown, as by most feeds.
        last = self._next[job.number] = self._next.get(job.number, 0) + self._fresh
        body = feed(f"https://site{job.number}.example", range(max(0, last - 20), last))
        fetched = Fetched(
            job.url, 200, body, (("etag", f'"{last}"'),), None, "2026-06-01T00:00:00Z"
        )
        self._came.append(Came(job, fetched, parse(body, job.url)))

    def answers(self, most: int, wait: float) -> list[Came]:
        del wait
        taken, self._came = self._came[:most], self._came[most:]
        return taken


class Clock:
    now = START

    def __call__(self) -> float:
        return self.now


def month(db: Path, feeds: int, items: int, rounds: int) -> None:
    """Thirty days of so many feeds, which show so many items between them."""
    fresh = max(1, items // feeds // rounds)
    pace = 30 * DAY / rounds
    limits = Follow(
        feed_first=pace, feed_least=pace, feed_most=pace, relate_seconds=1e12, capture_days=7,
        capture_file=20_000_000,
    )  # fmt: skip
    settings = Settings(fetch=replace(FETCH, host_seconds=0), follow=limits)
    clock, chance = Clock(), random.Random(1)
    with Archive.open(db, settings) as archive, Recorder(captures_of(db), 20_000_000) as recorder:
        store = archive.store
        store.follow(
            Followed(f"https://site{n}.example/rss", "feed", due=START + chance.random() * pace)
            for n in range(feeds)
        )
        watch = Watch(archive, recorder, Generator(fresh), clock=clock)
        begun, told = time.perf_counter(), 0
        while clock.now < START + 30 * DAY:
            rest(store)
            if not watch.step(0.0):
                clock.now = max(clock.now + 60, store.next_due() or 0.0)
                continue
            if watch.status.items >= told:
                told += max(1, items // 5)
                size = db.stat().st_size / 1e6
                captured = sum(p.stat().st_size for p in captures_of(db).glob("*.gz")) / 1e6
                print(
                    f"  day {(clock.now - START) / DAY:4.1f}: {watch.status.items:9,} items, "
                    f"memory {now():5.0f} MB, archive {size:6.0f} MB, captures {captured:5.0f} MB"
                )
        took = time.perf_counter() - begun
        print(
            f"a month: {feeds:,} feeds, {watch.status.polls:,} answers, "
            f"{watch.status.items:,} items in {took / 60:.1f} minutes, "
            f"memory at most {most():.0f} MB"
        )


def rest(store: object) -> None:
    """Leaves the pages behind the items out: none is looked at."""
    from sqlalchemy import update  # noqa: PLC0415

    from rashomon.store import Store, schema  # noqa: PLC0415

    assert isinstance(store, Store)
    with store.writing() as connection:
        due = schema.pages.c.due.is_not(None)
        connection.execute(update(schema.pages).where(due).values(due=None))


def now() -> float:
    """The memory of this process, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def most() -> float:
    """The most memory that it has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


if __name__ == "__main__":
    main()
