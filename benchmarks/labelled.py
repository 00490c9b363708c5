"""The labelled pairs of statements, and their events taken as far as an account.

Labels are kept as offsets and digests (docs/guide/labelling-statements.md); the texts come from
`--data PATH`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks import sets
from rashomon import encode
from rashomon.compare.account import collect
from rashomon.compare.statements import Statement
from rashomon.model import Event, Moment, Report, Reuse, Stemma, Text
from rashomon.pipeline import read
from rashomon.reuse.align import align
from rashomon.reuse.lineage import stemma
from rashomon.settings import Settings

PAIRS = Path(__file__).parent / "data" / "pairs.jsonl"
SILENCES = PAIRS.with_name("silences.jsonl")
HALVES = ("tune", "test")
TRAP = "trap"
SETS: dict[str, Callable[[Path], list[sets.Document]]] = {
    "basil": sets.basil,
    "newswcl50": sets.newswcl50,
    "ecbplus": sets.ecbplus,
}


@dataclass(frozen=True)
class Cited:
    """A sentence: code points `start` to `end` of the document of that digest."""

    digest: str
    start: int
    end: int

    def meets(self, other: Cited) -> bool:
        """Whether both have some of a document in common."""
        return self.digest == other.digest and self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Unblamed:
    """A report (its digest) that does not lack a fact, known by one of its sentences, though no
    labelled pair says that it tells it: `how` is "tells", "alludes" or "early"."""

    fact: Cited
    report: str
    how: str


@dataclass(frozen=True)
class Pair:
    """Two sentences and what was labelled of them."""

    set: str
    a: Cited
    b: Cited
    label: str
    half: str


@dataclass(frozen=True)
class Group:
    """All reports of one event with what the account is made from, and the event's pairs."""

    event: Event
    texts: Mapping[str, Text]
    stemma: Stemma
    reuses: Sequence[Reuse]
    said: Sequence[Statement]
    vectors: Mapping[str, NDArray[np.float32]]
    pairs: Sequence[Pair]

    @cached_property
    def at(self) -> dict[Cited, int | None]:
        """The index of the statement that covers most of each labelled sentence."""
        return {cited: self._at(cited) for pair in self.pairs for cited in (pair.a, pair.b)}

    def _at(self, cited: Cited) -> int | None:
        best, most = None, 0
        for index, statement in enumerate(self.said):
            if statement.report == cited.digest:
                common = min(statement.end, cited.end) - max(statement.start, cited.start)
                if common > most:
                    best, most = index, common
        return best


def load(path: Path = PAIRS) -> list[Pair]:
    """The labelled pairs."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        a, b = (Cited(c["digest"], c["start"], c["end"]) for c in (record["a"], record["b"]))
        found.append(Pair(record["set"], a, b, record["label"], record["half"]))
    return found


def unblamed(path: Path = SILENCES) -> list[Unblamed]:
    """What a second reading found of reports that no pair says to tell a labelled fact."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        fact = Cited(*(record["fact"][key] for key in ("digest", "start", "end")))
        found.append(Unblamed(fact, record["report"]["digest"], record["how"]))
    return found


def digest(text: str) -> str:
    """What names a document's text in a label."""
    return sha256(text.encode()).hexdigest()[:16]


def clean(text: str) -> str:
    r"""NewsWCL50 writes the end of a paragraph as the token "\n": a line break of equal length."""
    return text.replace("\\n", " \n")


def events(
    pairs: Iterable[Pair], documents: Mapping[str, Sequence[sets.Document]]
) -> list[tuple[list[Pair], list[sets.Document]]]:
    """The labelled pairs of each event with all its documents.

    Raises ValueError where a digest is that of no document: the data are not those labelled.
    """
    home = {
        (name, digest(d.text)): (name, d.label) for name, some in documents.items() for d in some
    }
    labelled: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for pair in pairs:
        for cited in (pair.a, pair.b):
            if (pair.set, cited.digest) not in home:
                raise ValueError(f"no text of {pair.set} has the digest {cited.digest}")
        labelled[home[pair.set, pair.a.digest]].append(pair)
    return [
        (some, [d for d in documents[key[0]] if d.label == key[1]])
        for key, some in sorted(labelled.items())
    ]


def group(
    pairs: Sequence[Pair],
    documents: Iterable[sets.Document],
    encoder: encode.Encoder,
    settings: Settings,
) -> Group:
    """Takes an event's documents as far as its account."""
    texts = {}
    for document in documents:
        id = digest(document.text)
        published = Moment(document.date, "day", "given") if document.date else None
        report = Report(id, id, clean(document.text), id, title=document.title, published=published)
        texts[id] = Text(report, read(report))
    reuses = [
        reuse
        for a, b in combinations(sorted(texts), 2)
        if (reuse := align(texts[a], texts[b], settings.reuse, None)).passages
    ]
    tree = stemma(texts, reuses, settings.reuse)
    event = Event("event", "", tuple(sorted(texts)))
    said = collect(event, texts, tree, reuses)
    sentences = sorted({s.text for s in said} | {t.cut(s) for t in texts.values() for s in t.body})
    vectors = dict(zip(sentences, encoder.encode(sentences), strict=True))
    return Group(event, texts, tree, reuses, said, vectors, pairs)
