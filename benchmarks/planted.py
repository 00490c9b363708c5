"""Planted stemmas: are derived texts hung where they came from?

    python benchmarks/planted.py --data ../shared/data [--families 40] [--seed 1]

Every family starts from a real article (BASIL, English; none that names an agency at its beginning
or end, for then its true origin is not planted). From it, and from what was made of it, are derived
copies, trims, light and heavy edits and versions; some texts are merged from two families. Two in
three texts show when they were made, one in four derived texts credits its parent.

The truth is who was made from whom. A found link is right if it joins a text to its parent, or to
another text that has word for word all that the parent gave: nothing tells the two apart. Each link
can be right for one true edge; its kind is judged if it joins a text to its very parent. A
direction is told if the two reports that a link joins both show their times or one credits the
other; it is right if the child was made after the parent.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks import sets
from rashomon.archive.relating import relate
from rashomon.language.sentences import sentences
from rashomon.model import Capture, Kind, Lineage, Stemma
from rashomon.pipeline import Analysed, analyse
from rashomon.settings import Settings
from rashomon.store import Entry, Made, Store

_START = datetime(2025, 3, 1, 6)
_KINDS = {
    "copy": Kind.COPY,
    "trim": Kind.EXCERPT,
    "light": Kind.COPY,
    "heavy": Kind.REWRITE,
    "version": Kind.VERSION,
}
_AGENCIES = re.compile(r"\b(AP|Associated Press|Reuters|AFP)\b")

Pair = tuple[str, str]


@dataclass(frozen=True)
class Planted:
    """A text, when and of what it was made, and what it says of that.

    `parents` gives the lines that were taken of each.
    """

    id: str
    lines: tuple[str, ...]
    source: str
    made: datetime
    dated: bool
    parents: Mapping[str, tuple[str, ...]]
    how: str = ""
    credit: str | None = None
    url: str | None = None

    def capture(self) -> Capture:
        """The text as an archive reads it."""
        last = (f"This article first appeared on {self.credit}.",) if self.credit else ()
        return Capture(
            self.id,
            "text",
            "\n\n".join((*self.lines, *last)),
            "",
            id=self.id,
            source=self.source,
            url=self.url or f"https://{self.source.lower()}.example/{self.id}",
            published=f"{self.made.isoformat()}+00:00" if self.dated else None,
        )


def planted(
    articles: Sequence[tuple[str, ...]], later: Iterator[str], chance: random.Random
) -> Iterator[Planted]:
    """Families of texts, one for each article, and merges between neighbours.

    `later` gives what only a new version knows.
    """
    roots: list[Planted] = []
    for number, lines in enumerate(articles):
        made = _START + timedelta(hours=chance.randrange(48))
        root = Planted(f"f{number}-0", lines, f"Herald{number}", made, _dated(chance), {})
        family = [root]
        for child in range(1, chance.randrange(2, 5)):
            family.append(_child(f"f{number}-{child}", chance.choice(family[:2]), later, chance))
        yield from family
        roots.append(root)
        if number % 4 == 3:
            yield _merge(f"m{number}", roots[-2], roots[-1], chance)


def _dated(chance: random.Random) -> bool:
    return chance.random() < 2 / 3


def _child(id: str, parent: Planted, later: Iterator[str], chance: random.Random) -> Planted:
    how = chance.choice(list(_KINDS))
    made = parent.made + timedelta(hours=chance.randrange(2, 40))
    if how == "version":
        taken = parent.lines[:-2]
        lines, url = (*taken, next(later)), parent.capture().url
        return Planted(
            id, lines, parent.source, made, _dated(chance), {parent.id: taken}, how, None, url
        )
    credit = parent.source if chance.random() < 1 / 4 else None
    taken = parent.lines
    if how == "trim":
        taken = taken[: max(4, len(taken) * chance.randrange(3, 6) // 10)]
    share = {"copy": 0.0, "trim": 0.0, "light": 0.3, "heavy": 1.0}[how]
    lines = tuple(_edited(line, how, chance) if chance.random() < share else line for line in taken)
    return Planted(id, lines, f"Post{id}", made, _dated(chance), {parent.id: taken}, how, credit)


def _edited(line: str, how: str, chance: random.Random) -> str:
    """A line with words left out and, in a heavy edit, its halves exchanged."""
    words = line.split()
    kept = [w for w in words if chance.random() > (0.25 if how == "heavy" else 0.1)]
    half = len(kept) // 2
    return " ".join(kept[half:] + kept[:half] if how == "heavy" else kept)


def _merge(id: str, one: Planted, other: Planted, chance: random.Random) -> Planted:
    taken = {parent.id: parent.lines[: len(parent.lines) * 2 // 3] for parent in (one, other)}
    made = max(one.made, other.made) + timedelta(hours=30)
    lines = tuple(line for some in taken.values() for line in some)
    return Planted(id, lines, f"Digest{id}", made, _dated(chance), taken, "merge")


def grown(texts: Sequence[Planted], settings: Settings) -> Stemma:
    """The stemma that the archive of these texts has."""
    items = [analyse(text.capture(), settings) for text in texts]
    with Store.open() as store:
        store.add(
            [
                Entry(i.text.report, i.text.reading, i.keys, i.lead)
                for i in items
                if isinstance(i, Analysed)
            ],
            Made("benchmark", 1, ""),
        )
        relate(store, store.pending(), settings)
        return store.stemma()


def matched(texts: Sequence[Planted], edges: Mapping[Pair, Lineage]) -> dict[Pair, Lineage]:
    """For each true edge (child, parent) that was found the link that tells it.

    A maximum matching (Kuhn's augmenting paths): one link tells one edge.
    """
    wanted = {}
    for text in texts:
        for parent, taken in text.parents.items():
            given = set(taken)
            equal = sorted(o.id for o in texts if o is not text and given <= set(o.lines))
            pairs = [pair for o in (parent, *equal) for pair in ((text.id, o), (o, text.id))]
            wanted[text.id, parent] = [pair for pair in pairs if pair in edges]
    told: dict[Pair, Pair] = {}

    def place(true: Pair, seen: set[Pair]) -> bool:
        for pair in wanted[true]:
            if pair not in seen:
                seen.add(pair)
                if pair not in told or place(told[pair], seen):
                    told[pair] = true
                    return True
        return False

    for true in wanted:
        place(true, set())
    return {true: edges[pair] for pair, true in told.items()}


def _verdict(edge: Lineage, by_id: Mapping[str, Planted]) -> str:
    child, parent = by_id[edge.child], by_id[edge.parent]
    credited = child.credit == parent.source or parent.credit == child.source
    told = "told" if credited or (child.dated and parent.dated) else "untold"
    if edge.direction == "unknown":
        return f"{told} silent"
    return f"{told} {'right' if parent.made < child.made else 'wrong'}"


def _articles(data: Path, count: int) -> tuple[list[tuple[str, ...]], Iterator[str]]:
    """The articles to start from, and sentences of others."""
    articles: list[tuple[str, ...]] = []
    others: list[str] = []
    for document in sets.basil(data)[::3]:  # one outlet of each event
        lines = tuple(
            " ".join(document.text[s.start : s.end].split()) for s in sentences(document.text, "en")
        )
        ends = (*lines[:2], *lines[-2:])
        fit = 12 <= len(lines) <= 40 and not any(_AGENCIES.search(line) for line in ends)
        if fit and len(articles) < count:
            articles.append(lines)
        else:
            others += [line for line in lines if len(line.split()) >= 10]
    return articles, iter(others)


def main() -> None:
    """Plants, grows and prints the scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--families", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    articles, later = _articles(given.data, given.families)
    texts = list(planted(articles, later, random.Random(given.seed)))
    by_id = {text.id: text for text in texts}
    found = grown(texts, Settings())
    edges = {(e.child, e.parent): e for e in found.lineage if e.parent in by_id}
    true = {(t.id, parent) for t in texts for parent in t.parents}
    right = matched(texts, edges)
    f1 = 2 * len(right) / max(len(true) + len(found.lineage), 1)
    kinds = Counter(
        edge.kind is _KINDS[by_id[child].how]
        for (child, parent), edge in right.items()
        if by_id[child].how in _KINDS and (edge.child, edge.parent) == (child, parent)
    )
    directions = Counter(_verdict(edge, by_id) for edge in edges.values())
    print(f"{len(texts)} texts, {len(true)} true edges, {len(found.lineage)} found, F1 {f1:.3f}")
    print(f"kinds right {kinds[True]} of {kinds.total()}")
    print(f"directions {dict(sorted(directions.items()))}")
    print("missed:", *(f"{c}<-{p} {by_id[c].how}" for c, p in sorted(true - right.keys())))
    told = {(e.child, e.parent) for e in right.values()}
    others = sorted((e.child, e.parent) for e in found.lineage if (e.child, e.parent) not in told)
    print("other links:", *(f"{c}<-{p} {by_id[c].how}" for c, p in others))


if __name__ == "__main__":
    main()
