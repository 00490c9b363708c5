"""Watching against a news site on this machine: feeds a minute, pages a second, and a month.

    python -m benchmarks.live [--feeds 300] [--pages 300] [--month-feeds 10000]
                              [--month-items 1000000] [--month-rounds 10] [--month-every 100]
                              [--month-recent 50000] [--month-cache 64]

The month is simulated: answers come from a generator and time is told to pass, but every feed is
read and every item kept as in `rashomon watch`. Reading a million pages takes half a day: of every
hundredth item (`--month-every`) the page is read, related, grouped and looked at again as it would
be, and one such page in twenty is edited once; the pages of the others are known and not asked for.
One story in seven is an agency's, the others have nothing in common but common words.
Memory is that of this process, the disk that of its archive. A month made smaller shows memory
standing still only with bounds made smaller alike: the reports at hand (`--month-recent`) and the
megabytes that the database keeps of its file (`--month-cache`).
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import sqlite3
import tempfile
import threading
import time
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory
from sqlalchemy import event, func, select, update
from sqlalchemy.pool import ConnectionPoolEntry

from benchmarks.newsroom import Answer, article, feed, site, various
from rashomon import encode
from rashomon.acquire.feeds import parse
from rashomon.acquire.fetch import Fetched, Fetcher
from rashomon.acquire.recording import Recorder
from rashomon.archive import Archive
from rashomon.follow.crew import Answer as Came
from rashomon.follow.crew import Crew, Job
from rashomon.follow.watch import Watch, captures_of
from rashomon.online import Fetch, Follow
from rashomon.settings import Settings
from rashomon.store import Delivery, Followed, Page, Store, schema

FETCH = Fetch(allow_loopback=True, host_seconds=0, per_host=16, at_once=16)
DAY = 86_400.0
START = 1_780_000_000.0
SENT = "2026-06-01T00:00:00Z"
# One story in so many is taken from an agency, which has so many.
TAKEN, AGENCY = 7, 1_009


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=300)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--month-feeds", type=int, default=10_000)
    parser.add_argument("--month-items", type=int, default=1_000_000)
    parser.add_argument("--month-rounds", type=int, default=10, help="times each feed is asked")
    parser.add_argument(
        "--month-every", type=int, default=100, help="items to one whose page is read"
    )
    parser.add_argument("--month-recent", type=int, default=Follow().recent)
    parser.add_argument("--month-cache", type=int, default=64)
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
                Path(folder, "month.db"), given.month_feeds, given.month_items, given.month_rounds,
                given.month_every, given.month_recent, given.month_cache,
            )  # fmt: skip


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
            Watch(archive, recorder, crew, tell=print).settle(threading.Event())
            took = time.perf_counter() - begun
            crew.close()
        kept = archive.store.count()
        print(f"pages a second, whole way: {kept / took:.1f} ({kept} of {count} kept)")


class Clock:
    now = START

    def __call__(self) -> float:
        return self.now


class Generator:
    """Stands in for the threads that ask: makes what would have been sent."""

    count = 32

    def __init__(self, fresh: int, pace: float) -> None:
        self._fresh = fresh
        self._pace = pace
        known = DefaultDictionaryFactory().get_dictionary("en")
        self._words = sorted(w for w in known if w.isalpha() and w.islower() and len(w) > 3)
        self._next: dict[int, int] = {}
        self._came: list[Came] = []

    def give(self, job: Job) -> None:
        assert not isinstance(job, Delivery)
        self._came.append(self._feed(job) if isinstance(job, Followed) else self._page(job))

    def _feed(self, job: Followed) -> Came:
        # Each time some items more; twenty are shown, as by most feeds.
        last = self._next[job.number] = self._next.get(job.number, 0) + self._fresh
        body = feed(f"https://site{job.number}.example", range(max(0, last - 20), last))
        return Came(job, _sent(job, f'"{last}"', body), parse(body, job.url))

    def _page(self, job: Page) -> Came:
        site, _, number = job.url.removeprefix("https://site").partition(".example/story/")
        story = int(site) * 1_000_000 + int(number)
        if story % TAKEN == 0:
            story %= AGENCY
        # The third look finds an edit.
        edited = (int(site) + int(number)) % 20 == 0
        edition = int(edited and (job.etag == '"1"' or job.pace > Follow().page_first))
        etag = f'"{edition}"'
        if job.etag == etag:
            return Came(job, Fetched(job.url, 304, b"", (), None, SENT))
        at = START + int(number) // self._fresh * self._pace
        day = datetime.fromtimestamp(at, UTC).isoformat()
        return Came(job, _sent(job, etag, various(story, day, self._words, edition)))

    def answers(self, most: int, wait: float) -> list[Came]:
        del wait
        taken, self._came = self._came[:most], self._came[most:]
        return taken


def _sent(job: Followed | Page, etag: str, body: bytes) -> Fetched:
    return Fetched(job.url, 200, body, (("etag", etag),), None, SENT)


def month(
    db: Path, feeds: int, items: int, rounds: int, every: int, recent: int, cache: int
) -> None:
    """Thirty days of so many feeds, which show so many items between them."""
    fresh = max(1, items // feeds // rounds)
    pace = 30 * DAY / rounds
    limits = Follow(
        feed_first=pace, feed_least=pace, feed_most=pace, relate_seconds=1e12, capture_days=7,
        capture_file=20_000_000,
    )  # fmt: skip
    settings = Settings(workers=1, fetch=FETCH, follow=limits)
    clock, chance = Clock(), random.Random(1)
    with (
        Archive.open(db, settings, recent) as archive,
        Recorder(captures_of(db), 20_000_000) as recorder,
    ):
        store = archive.store
        keep(store, cache)
        store.follow(
            Followed(f"https://site{n}.example/rss", "feed", due=START + chance.random() * pace)
            for n in range(feeds)
        )
        watch = Watch(archive, recorder, Generator(fresh, pace), clock=clock)
        begun, told, rested = time.process_time(), 0, 0
        while clock.now < START + 30 * DAY:
            busy = watch.step(0.0)
            rested = rest(store, rested, every)
            if not busy:
                clock.now = max(clock.now + 60, store.next_due() or 0.0)
            if watch.status.items >= told:
                told += max(1, items // 10)
                tell(f"day {(clock.now - START) / DAY:4.1f}", watch, db)
        watch.relate()
        tell("the end ", watch, db)
        print(
            f"a month: {feeds:,} feeds, {watch.status.polls:,} answers, "
            f"{watch.status.items:,} items, {store.page_states()} in "
            f"{(time.process_time() - begun) / 60:.1f} minutes of processor time, "
            f"memory at most {most():.0f} MB",
            flush=True,
        )


def tell(when: str, watch: Watch, db: Path) -> None:
    state = watch.status
    captured = sum(p.stat().st_size for p in captures_of(db).glob("*.gz")) / 1e6
    print(
        f"  {when}: {state.items:9,} items, {state.reports:6,} reports, {state.versions:4,} edits, "
        f"{state.looks:7,} looks, memory {now():5.0f} MB, archive {db.stat().st_size / 1e6:6.0f} "
        f"MB, captures {captured:5.0f} MB",
        flush=True,
    )


def rest(store: Store, after: int, every: int) -> int:
    """Leaves the pages out whose turn it is not, from a number on; returns the last number."""
    pages = schema.pages
    with store.writing() as connection:
        fresh, left_out = pages.c.number > after, pages.c.number % every != 0
        connection.execute(update(pages).where(fresh, left_out).values(due=None))
        return int(connection.execute(select(func.max(pages.c.number))).scalar() or 0)


def keep(store: Store, megabytes: int) -> None:
    """Has each connection of a store keep so much of its file in memory."""
    engine = store._engine

    @event.listens_for(engine, "connect")
    def bound(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        connection.execute(f"PRAGMA cache_size = -{megabytes * 1024}")

    engine.dispose()


def now() -> float:
    """The memory of this process, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def most() -> float:
    """The most memory that it has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


if __name__ == "__main__":
    main()
