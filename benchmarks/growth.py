"""Growth: what the stemma costs in archives of growing size.

    python -m benchmarks.growth --data ../shared/data [--folder FOLDER] [--reports 1000 10000]

A seeded generator puts the sentences of NTREX together anew. Every family starts from a text of
some lines drawn at random, in one of seventeen languages; a third of them have copies, excerpts and
edited texts, or translations. So that chance does not make each text share sentences with hundreds,
a line's words stand in an order of their own in every family, but for formulas: one sentence in
twenty is drawn from a few lines and left as it is, each in some sixteen reports of a language
whatever the size of the archive. A sentence has the vector of its line, moved aside by the same in
all texts of a family, a lead the mean of its first three; readings hold sentences and languages
alone. All vectors are made before: this measures the stage, not those before it.

Printed are the time of the stage by clock and by process, the highest memory until its end, what
further reports cost that come one by one, and how the families agree with those planted: pairs
of reports of one planted family found in one family, and pairs found that were not planted. The
folder keeps what was made for the next run; each size is best run in a process of its own, with
OPENBLAS_NUM_THREADS=1 where other work takes the cores.
"""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import combinations, count, islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks import sets
from rashomon import encode
from rashomon.archive.leads import Leads
from rashomon.archive.relating import relate
from rashomon.encode.across import attainable
from rashomon.model import Moment, Reading, Report, Sentence, Text
from rashomon.reuse.shingles import keys
from rashomon.settings import Settings
from rashomon.store import Entry, Made, Store

_MADE = Made("benchmark", 1, "")
_REPORTS_PER_FORMULA = 800
# Length of what is added to a line's vector in each family: cosines of .67 between two of a line.
_ASIDE = 0.7
_LATE = 40
_START = datetime(2025, 3, 1)
_CODES = {
    "arb": "ar", "bul": "bg", "ces": "cs", "deu": "de", "eng": "en", "fas": "fa", "fra": "fr",
    "heb": "he", "ita": "it", "nld": "nl", "pol": "pl", "por": "pt", "ron": "ro", "rus": "ru",
    "spa": "es", "tur": "tr", "ukr": "uk",
}  # fmt: skip

# A sentence in several languages.
Line = Mapping[str, str]
Vectors = Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True)
class Planted:
    """A text, the family that it is of, and its sentences with their vectors."""

    text: Text
    family: int
    told: Vectors


def lines(data: Path) -> list[Line]:
    """NTREX line by line, in all languages that put spaces between words."""
    of: dict[str, dict[str, list[str]]] = {}
    for document in sets.ntrex(data):
        id, _, language = document.id.rpartition(".")
        if language in _CODES:
            of.setdefault(id, {})[_CODES[language]] = document.text.split("\n")
    found = [
        {code: " ".join(told[place].split()) for code, told in some.items()}
        for some in of.values()
        for place in range(min(map(len, some.values())))
    ]
    long = [line for line in found if all(len(words.split()) >= 8 for words in line.values())]
    return random.Random(1).sample(long, len(long))


def planted(drawn: Sequence[Line], vectors: Vectors, formulas: int, seed: int) -> Iterator[Planted]:
    """Texts without end, family by family; the first so many lines are formulas."""
    chance, noise = random.Random(seed), np.random.default_rng(seed)
    codes = sorted(drawn[0])
    measured = [code for code in codes if attainable(code, "en") > 0]
    for family in count():
        across = chance.random() < 1 / 10
        code = chance.choice(measured if across else codes)
        some = chance.sample(drawn[formulas:], chance.randrange(8, 15))
        if chance.random() < len(some) / 20:
            some[chance.randrange(len(some))] = drawn[chance.randrange(formulas)]
        aside = noise.normal(scale=_ASIDE / 512**0.5, size=(len(some), 512)).astype(np.float32)
        aside[[line in drawn[:formulas] for line in some]] = 0.0

        def told(
            code: str, some: Sequence[Line] = some, aside: NDArray[np.float32] = aside
        ) -> dict[str, NDArray[np.float32]]:
            return {
                _shuffled(line[code], chance) if by.any() else line[code]: _unit(
                    vectors[line[code]] + by
                )
                for line, by in zip(some, aside, strict=True)
            }

        root = told(code)
        at = _START + timedelta(minutes=chance.randrange(500_000))
        yield _planted(f"{family}-0", family, root, code, at)
        for number in range(1, chance.randrange(2, 5) if chance.random() < 1 / 3 else 1):
            at += timedelta(minutes=chance.randrange(60, 2_000))
            spoken, made = code, root
            how = chance.choice(["copy", "excerpt", "edited"])
            if across:
                spoken = chance.choice([c for c in measured if attainable(c, code) >= 0.3])
                made = told(spoken) if spoken != code else root
            elif how == "excerpt":
                made = dict(list(root.items())[: max(3, len(root) // 2)])
            elif how == "edited":
                made = {
                    _edited(sentence) if place % 3 == 2 else sentence: vector
                    for place, (sentence, vector) in enumerate(root.items())
                }
            yield _planted(f"{family}-{number}", family, made, spoken, at)


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    return vector / np.linalg.norm(vector)


def _shuffled(line: str, chance: random.Random) -> str:
    words = line.split()
    return " ".join(chance.sample(words, len(words)))


def _edited(line: str) -> str:
    """A line without every eighth word."""
    return " ".join(word for place, word in enumerate(line.split()) if place % 8 != 5)


def _planted(id: str, family: int, told: Vectors, code: str, at: datetime) -> Planted:
    text, spans, place = "\n".join(told), [], 0
    for sentence in told:
        spans.append(Sentence(place, place + len(sentence), code))
        place += len(sentence) + 1
    report = Report(
        id,
        id,
        text,
        sha256(text.encode()).hexdigest(),
        source=f"Outlet {id}",
        published=Moment(f"{at.isoformat()}+00:00", "minute", "given"),
    )
    return Planted(Text(report, Reading(code, sentences=tuple(spans))), family, told)


class Growth:
    """Archives of planted texts in a folder, and what is measured on them."""

    def __init__(self, folder: Path, data: Path) -> None:
        self.folder = folder
        self.settings = Settings()
        self.lines = lines(data)
        self.encoder = encode.load(self.settings.encode)
        self.vectors = self._encoded()

    def texts(self, size: int) -> Iterator[Planted]:
        """Texts without end, drawn as for an archive of `size`."""
        formulas = max(5, size // _REPORTS_PER_FORMULA)
        return planted(self.lines, self.vectors, formulas, size)

    def archive(self, size: int) -> Path:
        """An archive of so many reports that nothing has related yet."""
        path = self.folder / f"{size}.db"
        if not path.exists():
            texts = islice(self.texts(size), size)
            with Store.open(path) as store:
                while some := list(islice(texts, 1_000)):
                    self.add(store, some)
        return path

    def add(self, store: Store, some: Sequence[Planted]) -> None:
        """Puts texts into an archive, with the vectors of their sentences."""
        entries = []
        for one in some:
            lead = _unit(np.mean(list(one.told.values())[:3], axis=0))
            found = keys(one.text, self.settings.reuse)
            entries.append(Entry(one.text.report, one.text.reading, found, lead))
        store.add(entries, _MADE)
        told = {sentence: vector for one in some for sentence, vector in one.told.items()}
        store.keep_vectors(
            self.encoder.name, {sha256(s.encode()).hexdigest()[:32]: v for s, v in told.items()}
        )

    def _encoded(self) -> Vectors:
        told = sorted({words for line in self.lines for words in line.values()})
        path = self.folder / "vectors.npy"
        if not path.exists():
            np.save(path, self.encoder.encode(told))
        return dict(zip(told, np.load(path), strict=True))


def relate_all(growth: Growth, size: int) -> None:
    """Relates a whole archive, then some further reports one by one; prints what that cost."""
    path = growth.folder / "related.db"
    for left in growth.folder.glob(f"{path.name}*"):  # a killed run's log would be played back
        left.unlink()
    shutil.copy(growth.archive(size), path)
    with Store.open(path) as store:
        clock, process = time.perf_counter(), time.process_time()
        relate(store, store.pending(), growth.settings)
        clock, process = time.perf_counter() - clock, time.process_time() - process
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{size} reports: {clock:.0f} s, process {process:.0f} s, {memory:.0f} MB", flush=True
        )
        store.settle(store.pending())
        _agreement(store, growth, size)
        _late(store, growth, size)


def _agreement(store: Store, growth: Growth, size: int) -> None:
    family = {one.text.id: one.family for one in islice(growth.texts(size), size)}
    members: dict[int, list[str]] = {}
    for id, number in family.items():
        members.setdefault(number, []).append(id)
    true = {pair for some in members.values() for pair in combinations(sorted(some), 2)}
    found = {p for origin in store.stemma().origins for p in combinations(origin.reports, 2)}
    both = len(true & found)
    print(f"  pairs planted {len(true)}, of these found {both}, others {len(found) - both}")


def _late(store: Store, growth: Growth, size: int) -> None:
    """What reports cost that come one by one."""
    late = islice(growth.texts(size), size, size + _LATE)
    clock, process = [], []
    leads = Leads.of(store)
    for one in late:
        growth.add(store, [one])
        at, used = time.perf_counter(), time.process_time()
        leads.renew(store)
        relate(store, [one.text.id], growth.settings, leads=leads)
        clock.append(1000 * (time.perf_counter() - at))
        process.append(1000 * (time.process_time() - used))
        store.settle([one.text.id])
    for name, some in (("clock", clock), ("process", process)):
        middle, most = statistics.median(some[1:]), max(some[1:])
        print(f"  one more, {name}: first {some[0]:.0f}, median {middle:.0f}, most {most:.0f} ms")


def main() -> None:
    """Measures each size asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--folder", type=Path, help="keeps what was made, else nothing is")
    parser.add_argument("--reports", type=int, nargs="+", default=[1_000, 10_000])
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        folder = given.folder or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        growth = Growth(folder, given.data)
        for size in given.reports:
            relate_all(growth, size)


if __name__ == "__main__":
    main()
