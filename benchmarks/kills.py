"""Kills `rashomon watch` at random moments, and looks each time what is lost or doubled.

    python -m benchmarks.kills [--kills 100] [--seed 1]

A news site on this machine goes on publishing and editing meanwhile; it edits what it was asked for
a second time, and so what is in the archive. Each time a process of its own watches it, until it
gets SIGKILL; every second one lives until it has kept something. Then the archive is checked as it
lies there. At the end one runs undisturbed, and every article ever published must be there once, in
its last edition, with the one that it had before, and with captures that prove them.
"""

from __future__ import annotations

import argparse
import gzip
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.newsroom import Answer, Site, article, feed, site
from rashomon import encode
from rashomon.acquire.fetch import Fetcher
from rashomon.acquire.finding import Found
from rashomon.acquire.recording import Recorder, digest
from rashomon.archive import Archive
from rashomon.follow import following
from rashomon.follow.crew import Crew
from rashomon.follow.polled import moment_of
from rashomon.follow.watch import Watch, captures_of
from rashomon.online import Fetch, Follow
from rashomon.settings import Settings
from rashomon.store import Outlet, Store

SETTINGS = Settings(
    workers=1,
    fetch=Fetch(allow_loopback=True, host_seconds=0, per_host=4, at_once=4),
    follow=Follow(
        feed_first=0.2, feed_least=0.2, feed_most=0.5, page_first=3.0, page_last=1e9, decay=1.2,
        retry_first=0.2, relate_seconds=2.0, relate_reports=10,
    ),
)  # fmt: skip
FEEDS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--longest", type=float, default=4.0, help="seconds until a kill, at most")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = run(Path(folder), given.kills, given.seed, given.longest)
    for what, count in found.items():
        print(f"{count:7,}  {what}")
    sys.exit(1 if found["problems"] else 0)


def run(folder: Path, kills: int, seed: int, longest: float) -> Counter[str]:
    """Counts of kills, of what was kept by the end, and of problems, which are printed."""
    chance = random.Random(seed)
    db = folder / "archive.db"
    ours, theirs = multiprocessing.Pipe()
    context = multiprocessing.get_context("fork")
    server = context.Process(target=publish, args=(theirs, seed), daemon=True)
    server.start()
    base: str = ours.recv()
    encode.load(SETTINGS.encode).encode(["once, before all the others"])
    with Archive.open(db, SETTINGS) as archive:
        for number in range(FEEDS):
            whose = Outlet(f"Outlet {number}")
            following.begin(archive.store, Found("feed", f"{base}/rss/{number}"), whose, 0.0)
    counts = Counter(kills=0, problems=0)
    for number in range(kills):
        child = os.fork()
        if child == 0:
            watch(db)
        if number % 2:
            wait_for_work(db)
        time.sleep(chance.uniform(0.05, longest))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        counts["kills"] += 1
        with Store.open(db) as store:
            counts["problems"] += tell(store.check() + broken(store, captures_of(db)))
            counts["kills that found reports waiting"] += bool(store.pending())
    ours.send("stop")
    editions: dict[int, int] = ours.recv()
    child = os.fork()
    if child == 0:
        watch(db, to_the_end=True)
    os.waitpid(child, 0)
    with Archive.open(db, SETTINGS) as archive:
        counts["problems"] += tell(archive.check() + broken(archive.store, captures_of(db)))
        counts["problems"] += tell(wrong(archive, base, editions))
        counts["problems"] += tell(forgotten(archive, base, editions))
        counts["articles published"] = len(editions)
        counts["articles edited"] = sum(map(bool, editions.values()))
        counts["reports"] = archive.store.count()
        versions = archive.store.versions()
        counts["articles read before and after an edit"] = len(
            {version.page for version in versions if version.number > 1}
        )
        counts["versions"] = len(versions)
        counts["captures"] = len(archive.store.captured())
        counts["events"] = len(archive.store.events())
    server.terminate()
    return counts


def watch(db: Path, *, to_the_end: bool = False) -> None:
    """Watches in this process until it is killed, or all is seen; never returns."""
    stop = threading.Event()
    try:
        with (
            Archive.open(db, SETTINGS) as archive,
            Recorder(captures_of(db), 50_000) as recorder,
            Fetcher(SETTINGS.fetch) as fetcher,
        ):
            crew = Crew(fetcher, SETTINGS.fetch.at_once)
            desk = Watch(archive, recorder, crew, busy=fetcher.manners.busy, tell=complain)
            if to_the_end:
                threading.Thread(target=end, args=(db, stop), daemon=True).start()
            desk.run(stop)
    finally:
        os._exit(0)


def wait_for_work(db: Path) -> None:
    """Waits until an archive has another capture; for a minute at most."""
    begun = time.time()
    with Store.open(db) as store:
        before = len(store.captured())
        while len(store.captured()) == before and time.time() - begun < 60:
            time.sleep(0.05)


def end(db: Path, stop: threading.Event) -> None:
    """Stops a watch once every feed was asked, every page seen, and edits have had their time."""
    begun, quiet = time.time(), 0
    with Store.open(db) as store:
        while quiet < 5 and time.time() - begun < 900:
            time.sleep(1)
            asked = all(one.due and one.due > begun for one in store.followed())
            pages = store.pages(version.page for version in store.versions()).values()
            seen = all(page.looked and page.looked > moment_of(begun) for page in pages)
            quiet = quiet + 1 if asked and seen and not store.page_states().get("new") else 0
    stop.set()


def complain(what: str) -> None:
    print("    told:", what, file=sys.stderr)


def publish(pipe: Connection, seed: int) -> None:
    """Runs the site: every moment another article, now and then another edition of one."""
    chance = random.Random(seed)
    editions: dict[int, int] = {}
    with site() as newsroom:
        for number in range(FEEDS):
            newsroom.paths[f"/rss/{number}"] = lambda path: Answer(
                feed(newsroom.url, [n for n in list(editions) if n % FEEDS == int(path[-1])])
            )
        pipe.send(newsroom.url)
        while not pipe.poll(chance.uniform(0.3, 3.0)):
            step(newsroom, editions, chance)
        pipe.send(editions)
        time.sleep(3_600)


def step(newsroom: Site, editions: dict[int, int], chance: random.Random) -> None:
    number = len(editions)
    # Whoever asks with a validator has kept what the page was.
    kept = {one.path for one in list(newsroom.asked) if "if-none-match" in one.headers}
    seen = [n for n in editions if f"/story/{n}" in kept]
    if seen and chance.random() < 0.4:
        number = chance.choice(seen)
        editions[number] += 1
    else:
        editions[number] = 0
    page = Answer(article(number, editions[number]), validated=True)
    newsroom.paths[f"/story/{number}"] = page


def broken(store: Store, folder: Path) -> list[str]:
    """What does not fit together in an archive as a kill has left it."""
    found = []
    versions = store.versions()
    pages: dict[str, list[int]] = {}
    for version in versions:
        pages.setdefault(version.page, []).append(version.number)
    for page, numbers in pages.items():
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            found.append(f"{page} has versions {numbers}")
    twice = [r for r, n in Counter(v.report for v in versions).items() if n > 1]
    found += [f"report {report} is two versions" for report in twice]
    if extra := set(store.ids()) - {v.report for v in versions}:
        found.append(f"reports of no page: {sorted(extra)[:3]}")
    sizes = {path.name: path.stat().st_size for path in folder.glob("*.warc.gz")}
    for capture in store.captured():
        if capture.file and sizes.get(capture.file, 0) < capture.start + capture.length:
            found.append(f"capture {capture.number} is not in {capture.file}")
    return found


def wrong(archive: Archive, base: str, editions: dict[int, int]) -> list[str]:
    """What of all that was published is missing, doubled, not the last edition or not proven."""
    store, found = archive.store, []
    if store.pending():
        found.append("reports are still waiting to be related")
    urls = {f"{base}/story/{number}": number for number in editions}
    reports = store.reports()
    if lost := urls.keys() - {r.url for r in reports.values()}:
        found.append(f"lost: {sorted(lost)}")
    captures = {capture.number: capture for capture in store.captured()}
    for url, number in urls.items():
        versions = store.versions(page=url)
        texts = {reports[v.report].text for v in versions}
        if len(texts) != len(versions) or len(versions) > editions[number] + 1:
            found.append(f"doubled: {url} has {len(versions)} versions")
        if versions and f" counts {editions[number]} " not in reports[versions[-1].report].text:
            found.append(f"not the last edition: {url}")
        for version in versions:
            capture = captures.get(version.capture or 0)
            if capture is None or not proven(archive, capture.number):
                found.append(f"not proven: version {version.number} of {url}")
    return found


def forgotten(archive: Archive, base: str, editions: dict[int, int]) -> list[str]:
    """Which articles have lost what they were before an edit: all were in the archive by then."""
    urls = [f"{base}/story/{number}" for number, edition in editions.items() if edition]
    return [f"lost: {u} before its edit" for u in urls if len(archive.store.versions(page=u)) < 2]


def proven(archive: Archive, number: int) -> bool:
    """Whether the bytes of a capture are there, and have its digest."""
    capture = archive.store.capture(number)
    if capture is not None and capture.same_as is not None:
        capture = archive.store.capture(capture.same_as)
    if capture is None or capture.file is None:
        return False
    path = captures_of(Path(archive.store.name)) / capture.file
    with path.open("rb") as stream:
        stream.seek(capture.start)
        record = gzip.decompress(stream.read(capture.length))
    body = record.split(b"\r\n\r\n", 2)[2].removesuffix(b"\r\n\r\n")
    return digest(body) == capture.digest


def tell(problems: list[str]) -> int:
    for problem in problems:
        print("    problem:", problem, file=sys.stderr)
    return len(problems)


if __name__ == "__main__":
    main()
