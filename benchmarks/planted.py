"""Planted stemmas: are derived texts hung where they came from?

    python benchmarks/planted.py --data ../shared/data [--families 40] [--seed 1]

Every family starts from a real article (BASIL, English). From it, and from what was made of it, are
derived copies, trims, light and heavy edits and versions; some texts are merged from two families.
Two in three derived texts are dated after their parents, one in four credits its parent, and two
in three roots are dated. The truth is who was made from whom, and whether a credit, an address or
both dates tell which came first. A found link counts as right if it joins a text to its parent, or
to one of the same words, which nothing tells from it.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks import sets
from rashomon.archive.relating import relate
from rashomon.language.sentences import sentences
from rashomon.model import Capture, Kind, Stemma
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


@dataclass(frozen=True)
class Planted:
    """A text, what it was made from, and what it says of that."""

    id: str
    lines: tuple[str, ...]
    source: str
    when: datetime | None
    parents: tuple[str, ...] = ()
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
            published=f"{self.when.isoformat()}+00:00" if self.when else None,
        )


def planted(articles: list[tuple[str, ...]], chance: random.Random) -> Iterator[Planted]:
    """Families of texts, one for each article, and merges between neighbours."""
    roots: list[Planted] = []
    for number, lines in enumerate(articles):
        when = _START + timedelta(hours=chance.randrange(48))
        root = Planted(
            f"f{number}-0", lines, f"Herald{number}", when if chance.random() < 2 / 3 else None
        )
        family = [root]
        for child in range(1, chance.randrange(2, 5)):
            family.append(_child(f"f{number}-{child}", chance.choice(family[:2]), chance))
        yield from family
        roots.append(root)
        if number % 4 == 3:
            yield _merge(f"m{number}", roots[-2], roots[-1], chance)


def _child(id: str, parent: Planted, chance: random.Random) -> Planted:
    how = chance.choice(list(_KINDS))
    known = parent.when or _START
    when = known + timedelta(hours=chance.randrange(2, 40)) if chance.random() < 2 / 3 else None
    if how == "version":
        lines = (*parent.lines[:-2], f"Update: more was known by the evening of day {id}.")
        return Planted(
            id, lines, parent.source, when, (parent.id,), how, None, parent.capture().url
        )
    credit = parent.source if chance.random() < 1 / 4 else None
    return Planted(
        id, _changed(parent.lines, how, chance), f"Post{id}", when, (parent.id,), how, credit
    )


def _changed(lines: tuple[str, ...], how: str, chance: random.Random) -> tuple[str, ...]:
    if how == "trim":
        return lines[: max(4, len(lines) * chance.randrange(3, 6) // 10)]
    share = {"copy": 0.0, "light": 0.3, "heavy": 1.0}[how]
    return tuple(_edited(line, how, chance) if chance.random() < share else line for line in lines)


def _edited(line: str, how: str, chance: random.Random) -> str:
    """A line with words left out and, in a heavy edit, its halves exchanged."""
    words = line.split()
    kept = [w for w in words if chance.random() > (0.25 if how == "heavy" else 0.1)]
    half = len(kept) // 2
    return " ".join(kept[half:] + kept[:half] if how == "heavy" else kept)


def _merge(id: str, one: Planted, other: Planted, chance: random.Random) -> Planted:
    lines = (*one.lines[: len(one.lines) * 2 // 3], *other.lines[: len(other.lines) * 2 // 3])
    last = max(one.when or _START, other.when or _START)
    when = last + timedelta(hours=30) if chance.random() < 2 / 3 else None
    return Planted(id, lines, f"Digest{id}", when, (one.id, other.id), "merge")


def grown(texts: list[Planted], settings: Settings) -> Stemma:
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


def main() -> None:
    """Plants, grows and prints the scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--families", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    articles: list[tuple[str, ...]] = []
    for document in sets.basil(given.data)[::3]:  # one outlet of each event
        lines = tuple(
            " ".join(document.text[s.start : s.end].split()) for s in sentences(document.text, "en")
        )
        if 12 <= len(lines) <= 40 and len(articles) < given.families:
            articles.append(lines)
    texts = list(planted(articles, chance))
    by_id = {text.id: text for text in texts}
    found = grown(texts, Settings())
    true = {(t.id, parent) for t in texts for parent in t.parents}
    edges = {(e.child, e.parent): e for e in found.lineage if e.parent in by_id}
    same: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for text in texts:
        same[text.lines].append(text.id)
    alike = {pair: [(pair[0], other) for other in same[by_id[pair[1]].lines]] for pair in true}
    joined = {
        pair: next((edges[p] for q in alike[pair] for p in (q, q[::-1]) if p in edges), None)
        for pair in true
    }
    right = [pair for pair, edge in joined.items() if edge]
    f1 = 2 * len(right) / max(len(true) + len(edges), 1)
    kinds: Counter[bool] = Counter()
    decided: Counter[str] = Counter()
    for child, parent in right:
        text, giver, edge = by_id[child], by_id[parent], joined[child, parent]
        assert edge is not None
        if text.how in _KINDS and edge.direction == "known":
            kinds[edge.kind is _KINDS[text.how]] += 1
        told = text.credit == giver.source or bool(text.when and giver.when)
        verdict = "silent" if edge.direction == "unknown" else "right"
        if verdict == "right" and edge.child != child:
            verdict = "wrong"
        decided[f"{'told' if told else 'untold'} {verdict}"] += 1
    allowed = {p for pairs in alike.values() for q in pairs for p in (q, q[::-1])}
    wrong = sorted(pair for pair in edges if pair not in allowed)
    print(f"{len(texts)} texts, {len(true)} true edges, {len(edges)} found, F1 {f1:.3f}")
    print(
        f"kinds right {kinds[True]} of {kinds.total()}; directions {dict(sorted(decided.items()))}"
    )
    print("missed:", *(f"{c}<-{p} {by_id[c].how}" for (c, p), e in sorted(joined.items()) if not e))
    print("other links:", *(f"{c}<-{p} {by_id[c].how}" for c, p in wrong))


if __name__ == "__main__":
    main()
