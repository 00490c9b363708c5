"""Server time of each page of the reading room at an archive of many reports, by process time.

    python -m benchmarks.web --reports 10000

The archive is made of generated reports: events of one to twenty reports by two to six origins,
copies among them, whose account is made before. Each page is asked for the first time in a room
that keeps nothing of it, so that no time is one of remembering; the list is made once before.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from urllib.parse import quote

import numpy as np
from starlette.testclient import TestClient

from rashomon.archive import Archive
from rashomon.archive.excerpts import of_event
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
)
from rashomon.settings import Settings
from rashomon.store import Entry, Made, Store
from rashomon.web import create

MADE = Made("benchmark", 1, "generated")
WORDS = [
    first + last
    for first in ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "ve")
    for last in ("ndel", "rtan", "sk", "llor", "mit", "dra", "gon", "vil", "pek", "zur")
]


def text(chance: random.Random, sentences: int = 20) -> list[str]:
    return [
        " ".join(chance.choices(WORDS, k=chance.randint(12, 30))).capitalize() + "."
        for _ in range(sentences)
    ]


def entry(id: str, lines: list[str], chance: random.Random) -> Entry:
    spans, start = [], 0
    for line in lines:
        spans.append((start, start + len(line)))
        start += len(line) + 1
    whole = "\n".join(lines)
    day = Moment(f"2026-03-{chance.randint(1, 28):02}T{chance.randint(0, 23):02}:00:00Z", "", "")
    outlet = f"Outlet {chance.randint(1, 300)}"
    report = Report(id, f"{id}.txt", whole, id, lines[0][:80], None, outlet, day)
    reading = Reading(
        "en",
        tuple(Segment(a, b, "en", Role.BODY) for a, b in spans),
        tuple(Sentence(a, b, "en") for a, b in spans),
    )
    lead = np.zeros(4, dtype=np.float32)
    return Entry(report, reading, (), lead)


def fill(path: Path, reports: int) -> None:
    """An archive of generated events."""
    chance = random.Random(7)
    with Store.open(path) as store, store.transaction():
        number = 0
        while number < reports:
            size = min(reports - number, chance.choice([1] * 6 + [2, 3, 5, 8, 12, 20]))
            ids = [f"r{number + place:06}" for place in range(size)]
            number += size
            roots = [text(chance) for _ in range(max(1, min(size, chance.randint(2, 6))))]
            shared = roots[0][:4]
            families = defaultdict(list)
            entries = []
            for place, id in enumerate(ids):
                root = place % len(roots)
                families[root].append(id)
                entries.append(entry(id, [*shared, *roots[root][4:]], chance))
            store.add(entries, MADE)
            edges = [
                Lineage(child, f[0], Kind.COPY, "known", 0.9, 0.9, (Evidence("credit", "named"),))
                for f in families.values()
                for child in f[1:]
            ]
            origins = tuple(Origin(f[0], f[0], f[0], tuple(f)) for f in families.values())
            shares = {id: (Share(f[0], 1.0),) for f in families.values() for id in f}
            store.put_stemma(ids, Stemma(tuple(edges), origins, shares), MADE)
            store.put_events(ids, [Event(f"e{ids[0]}", roots[0][0], tuple(ids))], MADE)
            store.settle(ids)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--asked", type=int, default=60, help="pages asked for of each kind")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "archive.db")
        fill(path, given.reports)
        chance = random.Random(3)
        with Store.open(path) as store:
            events = list(store.events().values())
            several = [e for e in events if len(e.reports) > 1]
            chosen = chance.sample(several, min(given.asked, len(several)))
            for event in chosen:
                of_event(store, event.id, 300, Settings())
        print(f"{given.reports} reports, {len(events)} events, server time in milliseconds")
        with Archive.open(path) as archive:
            client = TestClient(create(archive), base_url="http://localhost")
            begun = time.process_time()
            client.get("/")
            print(f"first page, with the list made: {(time.process_time() - begun) * 1e3:.0f}")
            reports = [chance.choice(event.reports) for event in chosen]
            asked = {
                "front": [f"/?page={n + 1}" for n in range(given.asked)],
                "filtered": [f"/?q={w}&order=new" for w in WORDS[: given.asked]],
                "event": [f"/events/{event.id}" for event in chosen],
                "report": [f"/report?id={quote(id)}" for id in reports],
                "compare": [f"/compare?a={e.reports[0]}&b={e.reports[-1]}" for e in chosen],
                "sources": ["/sources"] * given.asked,
                "events (JSON)": [f"/api/v1/events?offset={n}" for n in range(given.asked)],
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
