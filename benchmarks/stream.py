"""The stage of events over a long stream: reports a second, growth of time and memory.

    python -m benchmarks.stream --data ../shared/data --reports 100000

Real texts, recombined by a seed: each planted event retells an event of BASIL, ECB+ or BSNLP at a
day of its own, with most of its names and all of its figures changed to others of the same length,
its leads turned into a direction of its own; one in two of its reports is left out. Reports come in
order of time, through the store, in batches as when sources are followed; another process makes
them. What is printed: every tenth of the way, the processor time that one report took in this stage
(what it is about, grouping, the log), in it that of stories, the events so far, the memory in use;
at the end, B-cubed F1 of the planted events.
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
from functools import lru_cache
from hashlib import sha256
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks import sets
from benchmarks.events import Read, bcubed, read
from rashomon.archive import Archive
from rashomon.archive.grouping import Told, group, learn, tell_stories
from rashomon.archive.leads import Leads
from rashomon.events.index import Index
from rashomon.events.telling import Telling
from rashomon.model import Moment, Report, Text
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
    """A report of the stream with the event that it was planted in, its lead, and the real report
    that it was made of: event and place."""

    report: Report
    event: str
    lead: NDArray[np.float32]
    real: tuple[int, int]

    def read(self, real: Sequence[Sequence[Analysed]]) -> Analysed:
        """It as read: all its words are as long as those of the real report."""
        of, place = self.real
        return Analysed(Text(self.report, real[of][place].text.reading), (), self.lead)


def planted(real: Sequence[Sequence[Analysed]], number: int, seed: int) -> Iterator[Planted]:
    """The stream, in order of time."""
    chance = random.Random(seed)
    days = max(1, round(number / 1_000 * _DAYS))
    plans: list[tuple[float, int, str, str, tuple[int, int]]] = []
    count = 0
    while len(plans) < number:
        of = chance.randrange(len(real))
        items = real[of]
        day = chance.uniform(0, days)
        some = [place for place in range(len(items)) if chance.random() < 0.5] or [0]
        salt = str(chance.randrange(2**32))
        plans += [
            (day + chance.random(), count, items[place].text.id, salt, (of, place))
            for place in some
        ]
        count += 1
    plans.sort()
    for number_of, (day, event, _, salt, (of, place)) in enumerate(plans[:number]):
        item = real[of][place]
        told = _retold(item.text.report, f"{number_of:07d}", day, salt)
        assert item.lead is not None
        own = np.random.default_rng(int(salt)).standard_normal(len(item.lead))
        lead = _OLD * item.lead + _NEW * own / np.linalg.norm(own)
        turned = (lead / np.linalg.norm(lead)).astype(np.float32)
        yield Planted(told, f"planted{event}", turned, (of, place))


def batches(data: Path, keep: Path | None, number: int, seed: int) -> Iterator[list[Planted]]:
    """The stream batch by batch, as another process makes it, whose work is not measured."""
    context = get_context("spawn")
    here, there = context.Pipe(duplex=False)
    making = context.Process(target=_make, args=(data, keep, number, seed, there), daemon=True)
    making.start()
    there.close()
    for _ in range(0, number, _BATCH):
        yield here.recv()
    making.join()


def _make(data: Path, keep: Path | None, number: int, seed: int, there: Connection) -> None:
    stream = planted(real_events(data, keep), number, seed)
    while batch := list(islice(stream, _BATCH)):
        there.send(batch)


def _retold(report: Report, id: str, day: float, salt: str) -> Report:
    """A report with most of its names and all figures changed, each to the same throughout."""

    def retold(words: str) -> str:
        named = _NAME.sub(lambda found: _name(salt, found[0]), words)
        return _DIGIT.sub(lambda found: _digit(salt, found[0]), named)

    changed = retold(report.text)
    when = date(2026, 1, 1) + timedelta(days=int(day))
    return replace(
        report,
        id=id,
        text=changed,
        title=report.title and retold(report.title),
        digest=sha256((id + changed).encode()).hexdigest(),
        published=Moment(when.isoformat(), "day", "given"),
    )


@lru_cache(maxsize=200_000)
def _name(salt: str, word: str) -> str:
    if not word[0].isupper():
        return word
    own = random.Random(salt + word.lower())
    if own.random() < _KEPT:
        return word
    letters = (own.choice((_CONSONANTS, _VOWELS)[i % 2]) for i in range(len(word)))
    return "".join(letters).capitalize()


@lru_cache(maxsize=10_000)
def _digit(salt: str, digit: str) -> str:
    return str(random.Random(salt + digit).randrange(10))


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
    real = real_events(asked.data, asked.keep)
    print("| reports | events | ms a report | of it stories | reports a second | memory, MB |")
    print("|---|---|---|---|---|---|")
    truth: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder, Archive.open(f"{folder}/stream.db") as archive:
        index, told, leads = Index(settings.events), Told(Telling(settings.events)), Leads()
        spent = stories = 0.0
        since = done = 0
        for batch in batches(asked.data, asked.keep, asked.reports, asked.seed):
            truth |= {p.report.id: p.event for p in batch}
            fresh = archive.keep([p.read(real) for p in batch])
            leads.renew(archive.store)
            began = time.process_time()
            with archive.store.transaction():
                learn(archive.store, fresh, leads, index)
                group(archive.store, fresh, leads, index, settings)
                grouped = time.process_time()
                tell_stories(archive.store, leads, index, told, settings)
                stories += time.process_time() - grouped
                archive.store.settle(fresh)
            spent += time.process_time() - began
            since += len(batch)
            done += len(batch)
            if done * 10 // asked.reports > (done - len(batch)) * 10 // asked.reports:
                memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                print(
                    f"| {done} | {len(archive.store.events())} | {1000 * spent / since:.1f} "
                    f"| {1000 * stories / since:.1f} | {since / spent:.0f} | {memory:.0f} |",
                    flush=True,
                )
                spent = stories = 0.0
                since = 0
        found = archive.store.event_of(truth)
    print(f"\nB-cubed of the planted events: {bcubed(found, truth):.3f}")


if __name__ == "__main__":
    main()
