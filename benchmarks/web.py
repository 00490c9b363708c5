"""Server time of each page of the reading room at an archive of many reports, by process time.

    python -m benchmarks.web --reports 10000

The archive is generated: events of one to twenty reports by one to six origins, the others copies.
An event has a dozen facts; each origin tells some of them in words of its own, in places with
another figure, among sentences that only it has. Reports of the events whose pages are asked for
are read by the real stages, and their accounts made before by the real comparison; the others, of
which only lists speak, have their sentences alone. Each page is asked for the first time in a room
that keeps nothing of it, so that no time is one of remembering. For a million reports those of a
tenth are laid out ten times over (--reports 100000 --times 10).
"""

from __future__ import annotations

import argparse
import random
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import numpy as np
from starlette.testclient import TestClient

from benchmarks.multiplied import multiply
from rashomon.archive import Archive
from rashomon.archive.excerpts import of_event
from rashomon.garbage import collect_seldom
from rashomon.model import (
    Event,
    Evidence,
    Kind,
    Lineage,
    Moment,
    Origin,
    Reading,
    Report,
    Role,
    Segment,
    Sentence,
    Share,
    Stemma,
    Story,
)
from rashomon.pipeline import read
from rashomon.reasons import reason
from rashomon.settings import Settings
from rashomon.store import Entry, Made, Outlet, Store
from rashomon.web import create

MADE = Made("benchmark", 1, "generated")
WHY = (Evidence("credit", reason("told", words="named")),)
# Lead vectors are as long as the bundled encoder's.
DIMENSIONS = 512
# Events kept at once.
AT_ONCE = 100
SYLLABLES = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "ve", "kor", "lin")
THINGS = ("bridge", "ferry", "school", "market", "tunnel", "harbour", "factory", "library")
# What an event's facts say, each in the words of three outlets.
TOLD = (
    ("{n} people were injured when the {thing} of {place} collapsed.",
     "The collapse of the {thing} in {place} injured {n} people.",
     "At {place}, {n} people were hurt as the {thing} gave way."),
    ("Repairs will cost {m} million euros, {who} said.",
     "{who} put the cost of the repairs at {m} million euros.",
     "The repairs, according to {who}, will come to {m} million euros."),
    ("{who} resigned on Tuesday.",
     "On Tuesday {who} stepped down.",
     "{who} gave up the office on Tuesday."),
    ("Police in {place} arrested {n} workers of {firm}.",
     "{n} workers of {firm} were arrested by the police of {place}.",
     "{firm} saw {n} of its workers arrested by police in {place}."),
    ("{firm} denied that the {thing} had not been inspected.",
     "The {thing} had been inspected, {firm} insisted.",
     "{firm} rejected claims that nobody had inspected the {thing}."),
    ("The {thing} will stay closed until {month}.",
     "Until {month} the {thing} is closed.",
     "{who} said the {thing} would remain closed until {month}."),
)  # fmt: skip
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September")


def name(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=3)).capitalize()


@dataclass(frozen=True)
class Fact:
    """Something that happened: how outlets word it, and what stands in the gaps."""

    words: tuple[str, ...]
    gaps: dict[str, object]

    def told(self, manner: int, chance: random.Random) -> str:
        """The fact as an outlet tells it, one time in eight with figures of its own."""
        gaps = self.gaps
        if chance.random() < 0.125:
            gaps = gaps | {"n": chance.randint(2, 90), "m": chance.randint(2, 90)}
        return self.words[manner % len(self.words)].format(**gaps)


def facts(chance: random.Random) -> list[Fact]:
    place, thing = name(chance), chance.choice(THINGS)
    return [
        Fact(words, {
            "place": place, "thing": thing, "who": f"{name(chance)} {name(chance)}",
            "firm": f"{name(chance)} Holding", "n": chance.randint(2, 90),
            "m": chance.randint(2, 90), "month": chance.choice(MONTHS),
        })
        for words in (*TOLD, *TOLD)
    ]  # fmt: skip


def lines(happened: list[Fact], manner: int, chance: random.Random) -> list[str]:
    """A report of an origin's own: the first fact, most others, and what only it tells."""
    some = [f for f in happened[1:] if chance.random() < 0.7]
    own = [f for f in facts(chance) if chance.random() < 0.5]
    rest = [fact.told(manner, chance) for fact in (*some, *own)]
    chance.shuffle(rest)
    return [happened[0].told(manner, chance), *rest]


def entry(id: str, told: list[str], chance: random.Random, *, whole: bool) -> Entry:
    day = Moment(f"2026-03-{chance.randint(1, 28):02}T{chance.randint(0, 23):02}:00:00Z", "", "")
    outlet = f"Outlet {chance.randint(1, 300)}"
    report = Report(id, f"{id}.txt", "\n".join(told), id, told[0][:80], None, outlet, day)
    lead = np.frombuffer(chance.randbytes(DIMENSIONS), np.int8).astype(np.float32)
    lead /= np.linalg.norm(lead)
    if whole:
        return Entry(report, read(report), (), lead)
    spans, start = [], 0
    for line in told:
        spans.append((start, start + len(line)))
        start += len(line) + 1
    reading = Reading(
        "en",
        tuple(Segment(a, b, "en", Role.BODY) for a, b in spans),
        tuple(Sentence(a, b, "en") for a, b in spans),
    )
    return Entry(report, reading, (), lead)


def fill(path: Path, reports: int, asked: int) -> list[Event]:
    """An archive of generated events; returns those whose pages are to be asked for."""
    chance = random.Random(7)
    sizes = list(drawn(chance, reports))
    several = [place for place, size in enumerate(sizes) if size > 1]
    chosen = set(chance.sample(several, min(asked, len(several))))
    found, number = [], 0
    with Store.open(path) as store, store.transaction():
        store.put_outlets(Outlet(f"Outlet {n}", camps=(f"camp {n % 4}",)) for n in range(1, 301))
        waiting: list[Happening] = []
        for place, size in enumerate(sizes):
            ids = [f"r{number + offset:06}" for offset in range(size)]
            number += size
            waiting.append(happen(ids, chance, whole=place in chosen))
            found.append(waiting[-1].event)
            if len(waiting) == AT_ONCE or place == len(sizes) - 1:
                keep(store, waiting)
                waiting = []
        told = [found[place] for place in sorted(chosen)]
        chains = [told[n : n + 2] for n in range(0, len(told) - 1, 2)]
        # An event stands in one story only.
        free = [e for place, e in enumerate(found) if place not in chosen]
        chains += [free[n : n + 3] for n in range(0, len(free) - 2, 30)]
        store.put_stories(
            [],
            [
                Story(
                    f"s{c[0].id}",
                    c[0].title,
                    tuple(e.id for e in c),
                    (reason("told", words="generated"),),
                )
                for c in chains
            ],
            MADE,
        )
    return [found[place] for place in sorted(chosen)]


def drawn(chance: random.Random, reports: int) -> Iterator[int]:
    while reports > 0:
        size = min(reports, chance.choice([1] * 6 + [2, 3, 5, 8, 12, 20]))
        reports -= size
        yield size


@dataclass(frozen=True)
class Happening:
    """An event with its reports and who took from whom."""

    event: Event
    entries: list[Entry]
    stemma: Stemma


def happen(ids: list[str], chance: random.Random, *, whole: bool) -> Happening:
    """One event, as its outlets tell it."""
    happened = facts(chance)
    roots = [lines(happened, n, chance) for n in range(min(len(ids), chance.randint(1, 6)))]
    families: dict[int, list[str]] = defaultdict(list)
    entries = []
    for place, id in enumerate(ids):
        families[place % len(roots)].append(id)
        entries.append(entry(id, roots[place % len(roots)], chance, whole=whole))
    edges = tuple(
        Lineage(child, f[0], Kind.COPY, "known", 0.9, 0.9, WHY)
        for f in families.values()
        for child in f[1:]
    )
    origins = tuple(Origin(f[0], f[0], f[0], tuple(f)) for f in families.values())
    shares: dict[str, tuple[Share, ...]] = {
        id: (Share(f[0], 1.0),) for f in families.values() for id in f
    }
    event = Event(f"e{ids[0]}", roots[0][0], tuple(ids))
    return Happening(event, entries, Stemma(edges, origins, shares))


def keep(store: Store, happened: list[Happening]) -> None:
    """Puts events into an archive as the stages would."""
    store.add([entry for one in happened for entry in one.entries], MADE)
    ids = [id for one in happened for id in one.event.reports]
    stemmata = [one.stemma for one in happened]
    whole = Stemma(
        tuple(edge for one in stemmata for edge in one.lineage),
        tuple(origin for one in stemmata for origin in one.origins),
        {id: shares for one in stemmata for id, shares in one.shares.items()},
    )
    store.put_stemma(ids, whole, MADE)
    store.put_events(ids, [one.event for one in happened], MADE)
    store.settle(ids)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--asked", type=int, default=60, help="pages asked for of each kind")
    parser.add_argument("--times", type=int, default=1, help="lay the reports out so many times")
    parser.add_argument("--keep", type=Path, help="where to make the archive, or find it made")
    given = parser.parse_args()
    collect_seldom()  # as the command does
    with tempfile.TemporaryDirectory() as folder:
        path = given.keep or Path(folder, "archive.db")
        if not path.exists():
            fill(path, given.reports, given.asked)
            multiply(path, given.times)
        measure(path, given.asked)


def measure(path: Path, most: int) -> None:
    with Store.open(path) as store:
        events = store.events()
        told = [e for e in events.values() if len(e.reports) > 1]
        read_whole = [e for e in told if store.readings([e.reports[0]])[e.reports[0]].quantities]
        accounts = [of_event(store, event.id, 300, Settings()) for event in read_whole[:most]]
        count = store.count()
    facts = [len(f.positions) for r in accounts if r for a in r.accounts.values() for f in a.facts]
    chosen = read_whole[:most]
    print(
        f"{count} reports, {len(events)} events; events asked for: "
        f"{np.median([len(e.reports) for e in chosen]):.0f} reports, "
        f"{len(facts) / len(chosen):.0f} facts, {sum(n > 1 for n in facts) / len(chosen):.1f} "
        "disputed on average; server time in milliseconds"
    )
    chance = random.Random(3)
    with (
        Archive.open(path) as archive,
        TestClient(create(archive), base_url="http://localhost") as client,
    ):
        begun = time.process_time()
        for thread in threading.enumerate():
            if thread.name == "prepare":
                thread.join()
        print(f"made ready as the server starts: {(time.process_time() - begun) * 1e3:.0f}")
        with archive.store.transaction():
            late = happen([f"late{archive.revision()}"], chance, whole=False)
            keep(archive.store, [late])
        begun = time.process_time()
        client.get("/")
        print(f"first page after a change: {(time.process_time() - begun) * 1e3:.0f}, with what")
        client.get("/sources")
        time.sleep(5)
        print(f"is made anew behind it: {(time.process_time() - begun) * 1e3:.0f}")
        reports = [chance.choice(event.reports) for event in chosen]
        known = {event.id for event in chosen}
        stories = [s.id for s in archive.stories() if known.issuperset(s.events)][:most]
        words = [event.title.split()[-2] for event in chosen]
        asked = {
            "front": [f"/?page={n + 1}" for n in range(most)],
            "filtered": [f"/?q={quote(w)}&order=new" for w in words],
            "by source": [f"/?source=Outlet+{n + 1}&since=2026-03-09" for n in range(most)],
            "event": [f"/events/{event.id}" for event in chosen],
            "report": [f"/report?id={quote(id)}" for id in reports],
            "compare": [f"/compare?a={e.reports[0]}&b={e.reports[-1]}" for e in chosen],
            "story": [f"/stories/{id}" for id in stories],
            "stories": [f"/stories?page={n + 1}" for n in range(most)],
            "sources": ["/sources"] * most,
            "search": [f"/search?q={quote(w)}" for w in words],
            "judge": [f"/judge?event={event.id}" for event in chosen],
            "events (JSON)": [f"/api/v1/events?offset={n}" for n in range(most)],
            "event (JSON)": [f"/api/v1/events/{event.id}" for event in chosen],
        }
        for name, addresses in asked.items():
            times = []
            for address in addresses:
                begun = time.process_time()
                assert client.get(address).status_code == 200, address
                times.append((time.process_time() - begun) * 1e3)
            times.sort()
            at = times[int(len(times) * 0.95)]
            print(f"{name:14} median {times[len(times) // 2]:6.1f}   95th percentile {at:6.1f}")


if __name__ == "__main__":
    main()
