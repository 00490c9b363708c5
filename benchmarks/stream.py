"""The stage of events over a long stream: reports a second, growth of time and memory.

    python -m benchmarks.stream --data ../shared/data --reports 100000

Real texts, recombined by a seed: each planted event retells an event of BASIL, ECB+ or BSNLP at a
day of its own, with most of its names and all of its figures changed to others of the same length,
its leads turned into a direction of its own; one in two of its reports is left out. Reports come in
order of time, through the store, in batches as when sources are followed. What is printed: every
tenth of the way, the processor time that one report took in this stage (what it is about, grouping,
the log; stories apart), the events so far, the memory in use; at the end, B-cubed F1 of the planted
events.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import numpy as np

from benchmarks import sets
from benchmarks.events import Read, bcubed, read
from rashomon.archive import Archive
from rashomon.archive.grouping import group, learn, tell_stories
from rashomon.archive.leads import Leads
from rashomon.events.index import Index
from rashomon.model import Moment, Text
from rashomon.pipeline import Analysed
from rashomon.settings import Settings

_BATCH = 200
_NAME = re.compile(r"[^\W\d_]{4,}")
_DIGIT = re.compile(r"\d")
_VOWELS, _CONSONANTS = "aeiou", "bcdfghklmnprstvz"
# Days that the stream covers, for each thousand reports.
_DAYS = 1.0
# Names left as they are; how far leads point where they did and where the event's own do; and the
# most reports of an event.
_KEPT, _OLD, _NEW, _MOST = 0.2, 0.6, 0.8, 12


@dataclass(frozen=True)
class Planted:
    """A report of the stream with the event that it was planted in."""

    item: Analysed
    event: str


def planted(real: Sequence[Sequence[Analysed]], number: int, seed: int) -> Iterator[Planted]:
    """The stream, in order of time."""
    chance = random.Random(seed)
    days = max(1, round(number / 1_000 * _DAYS))
    plans: list[tuple[float, int, Analysed, str]] = []
    count = 0
    while len(plans) < number:
        items = real[chance.randrange(len(real))]
        day = chance.uniform(0, days)
        some = [item for item in items if chance.random() < 0.5] or [items[0]]
        salt = str(chance.randrange(2**32))
        plans += [(day + chance.random(), count, item, salt) for item in some]
        count += 1
    plans.sort(key=lambda plan: (plan[0], plan[1], plan[2].text.id))
    for place, (day, event, item, salt) in enumerate(plans[:number]):
        told = _retold(item.text, f"{place:07d}", day, salt)
        assert item.lead is not None
        own = np.random.default_rng(int(salt)).standard_normal(len(item.lead))
        lead = _OLD * item.lead + _NEW * own / np.linalg.norm(own)
        turned = (lead / np.linalg.norm(lead)).astype(np.float32)
        yield Planted(Analysed(told, (), turned), f"planted{event}")


def _retold(text: Text, id: str, day: float, salt: str) -> Text:
    """A text with most of its names and all figures changed, each to the same throughout."""

    def name(found: re.Match[str]) -> str:
        word = found[0]
        if not word[0].isupper():
            return word
        own = random.Random(salt + word.lower())
        if own.random() < _KEPT:
            return word
        letters = (own.choice((_CONSONANTS, _VOWELS)[i % 2]) for i in range(len(word)))
        return "".join(letters).capitalize()

    def digit(found: re.Match[str]) -> str:
        return str(random.Random(salt + found[0]).randrange(10))

    changed = _DIGIT.sub(digit, _NAME.sub(name, text.report.text))
    title = text.report.title and _DIGIT.sub(digit, _NAME.sub(name, text.report.title))
    when = date(2026, 1, 1) + timedelta(days=int(day))
    report = replace(
        text.report,
        id=id,
        text=changed,
        title=title,
        digest=sha256((id + changed).encode()).hexdigest(),
        published=Moment(when.isoformat(), "day", "given"),
    )
    return Text(report, text.reading)


def real_events(data: Path, keep: Path | None) -> list[list[Analysed]]:
    """Real reports by their event; of BSNLP, whose labels are topics, by topic and day."""
    by_label: defaultdict[str, list[Analysed]] = defaultdict(list)
    read_sets: dict[str, Read] = {
        "basil": read("basil", sets.basil(data), keep),
        "ecbplus": read("ecbplus", sets.ecbplus(data), keep),
        "bsnlp": read("bsnlp", list(sets.bsnlp(data)), keep),
    }
    for name, items in read_sets.items():
        for document, item in items:
            day = document.date if name == "bsnlp" else ""
            by_label[f"{name}/{document.label}/{day}"].append(item)
    return [
        some[i : i + _MOST]
        for _, some in sorted(by_label.items())
        for i in range(0, len(some), _MOST)
    ]


def main() -> None:
    """Runs the stream and prints a line for every tenth of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--keep", type=Path, help="a folder for what was read of the sets")
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    settings = Settings()
    stream = planted(real_events(asked.data, asked.keep), asked.reports, asked.seed)
    print("| reports | events | ms a report | reports a second | stories, s | memory, MB |")
    print("|---|---|---|---|---|---|")
    truth: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder, Archive.open(f"{folder}/stream.db") as archive:
        index = Index(settings.events)
        spent, since = 0.0, 0
        for start in range(0, asked.reports, _BATCH):
            batch = [next(stream) for _ in range(min(_BATCH, asked.reports - start))]
            truth |= {p.item.text.id: p.event for p in batch}
            fresh = archive.keep([p.item for p in batch])
            leads = Leads.of(archive.store)
            began = time.process_time()
            with archive.store.transaction():
                learn(archive.store, fresh, leads, index)
                group(archive.store, fresh, leads, index, settings)
                archive.store.settle(fresh)
            spent += time.process_time() - began
            since += len(batch)
            done = start + len(batch)
            if done * 10 // asked.reports > start * 10 // asked.reports:
                began = time.process_time()
                tell_stories(archive.store, leads, index, settings)
                stories = time.process_time() - began
                memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                print(
                    f"| {done} | {len(archive.events())} | {1000 * spent / since:.1f} "
                    f"| {since / spent:.0f} | {stories:.1f} | {memory:.0f} |",
                    flush=True,
                )
                spent, since = 0.0, 0
        found = archive.store.event_of(truth)
    print(f"\nB-cubed of the planted events: {bcubed(found, truth):.3f}")


if __name__ == "__main__":
    main()
