"""Scores what reports are said to leave out, on the labelled facts (printed by benchmarks.account).

A labelled fact is what labelled pairs about one thing join; the other reports of its event leave it
out but for those that cannot be blamed: stubs and excerpts, reports dated before the first that
tells it, and those that a second reading found to tell it, to allude to it, or to be written before
it was known (data/silences.jsonl). That reading was of events of a few reports (BASIL, NewsWCL50),
and only these count: of what many reports of a topic of ECB+ tell only some pairs are labelled, so
that who does not tell it is not known there.

For each report the others' labelled sentences stand for the fact: ours says that the report leaves
it out if the fact that cites most of them names it in `absent_from`. To name one who tells it or is
not to be blamed counts against precision. The peers are mutual nearest sentences by vectors (a
report lacks what none of its sentences is paired with, at the threshold best on the tuning half)
and "everybody": to blame all others for all that anyone tells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.labelled import TRAP, Cited, Group, Unblamed, unblamed
from rashomon.model import Fact, Flag, Kind

# Most reports of an event in which it was read who does not tell a labelled fact.
FEW = 5
HEAD = f"{'left out':28}{'P':>8}{'R':>7}{'F1':>7}{'said':>8}{'true':>7}"


@dataclass(frozen=True)
class Asked:
    """A report and a labelled fact: `others` are statements (by index) of other reports that tell
    it, `lacks` whether the report does not and could have."""

    report: str
    others: tuple[int, ...]
    lacks: bool


@dataclass(frozen=True)
class Blame:
    """How often reports are said to lack something, and rightly, and how often they do."""

    said: int = 0
    right: int = 0
    true: int = 0

    def __add__(self, other: Blame) -> Blame:
        return Blame(self.said + other.said, self.right + other.right, self.true + other.true)

    def row(self) -> str:
        """The printed line, under HEAD."""
        precision, recall = self.right / max(self.said, 1), self.right / max(self.true, 1)
        return f"{precision:8.3f}{recall:7.3f}{self.f1:7.3f}{self.said:8}{self.true:7}"

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / max(self.said + self.true, 1)


def labelled_facts(group: Group, half: str) -> list[frozenset[Cited]]:
    """What pairs of a half that are about one thing join."""
    home: dict[Cited, set[Cited]] = {}
    for pair in group.pairs:
        if pair.half == half and pair.label != TRAP:
            joined = home.get(pair.a, {pair.a}) | home.get(pair.b, {pair.b})
            home.update(dict.fromkeys(joined, joined))
    unique = {id(some): frozenset(some) for some in home.values()}
    return sorted(unique.values(), key=lambda some: min((c.digest, c.start) for c in some))


def asked(group: Group, half: str, spared: Iterable[Unblamed]) -> Iterator[Asked]:
    """Each labelled fact with each report of its event, where that has few."""
    cut = {Flag.PAYWALLED, Flag.TRUNCATED}
    excerpts = {e.child for e in group.stemma.lineage if e.kind is Kind.EXCERPT}
    if len(group.event.reports) > FEW:
        return
    for fact in labelled_facts(group, half):
        tellers = {cited.digest for cited in fact}
        days = [d.value for t in tellers if (d := group.texts[t].report.published)]
        for report in group.event.reports:
            text = group.texts[report]
            day = text.report.published
            early = bool(day and len(days) == len(tellers) and day.value < min(days))
            stub = report in excerpts or bool(cut & set(text.reading.flags))
            read = any(s.report == report and any(map(s.fact.meets, fact)) for s in spared)
            others = (group.at[c] for c in sorted(fact, key=str) if c.digest != report)
            known = tuple(i for i in others if i is not None)
            if known:
                yield Asked(report, known, not (report in tellers or early or stub or read))


def blame(
    group: Group, half: str, spared: Iterable[Unblamed], lacks: Callable[[Asked], bool]
) -> Blame:
    """How right a measure is on who lacks what."""
    total = Blame()
    for one in asked(group, half, spared):
        said = lacks(one)
        total += Blame(said, said and one.lacks, one.lacks)
    return total


def accused(group: Group, facts: Iterable[Fact]) -> Callable[[Asked], bool]:
    """Whether an account says that a report leaves something out."""
    known = {s.key: i for i, s in enumerate(group.said)}
    citing: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts:
        for key in {(c.report, c.start) for p in fact.positions for c in p.statements}:
            if key in known:
                citing[known[key]].append(fact)

    def lacks(one: Asked) -> bool:
        votes: dict[str, int] = defaultdict(int)
        named: dict[str, Fact] = {}
        for index in one.others:
            for fact in citing[index]:
                votes[fact.id] += 1
                named[fact.id] = fact
        best = max(votes, key=lambda id: (votes[id], len(_origins(named[id])), id), default=None)
        return best is not None and one.report in named[best].absent_from

    return lacks


def unpaired(
    group: Group, alike: Mapping[tuple[int, int], float], threshold: float
) -> Callable[[Asked], bool]:
    """Whether no sentence of a report is paired with one that tells a fact."""
    paired: dict[int, set[str]] = defaultdict(set)
    for (i, j), value in alike.items():
        if value >= threshold:
            paired[i].add(group.said[j].report)
            paired[j].add(group.said[i].report)
    return lambda one: not any(one.report in paired[i] for i in one.others)


def _origins(fact: Fact) -> set[str]:
    return {origin for position in fact.positions for origin in position.origins}


def everybody(one: Asked) -> bool:  # noqa: ARG001  (asked like the others)
    """What blaming all others for all that anyone tells says."""
    return True


def over(blames: Iterable[Blame]) -> Blame:
    """The sum of several events' blames."""
    return sum(blames, Blame())


def printed(
    groups: Sequence[Group],
    accounts: Sequence[Sequence[Fact]],
    pairs: Sequence[Mapping[tuple[int, int], float]],
    halves: Sequence[str],
) -> None:
    """Prints the table: ours, and the peers."""

    spared = unblamed()

    def row(name: str, half: str, measures: Iterable[Callable[[Asked], bool]]) -> None:
        found = over(blame(g, half, spared, m) for g, m in zip(groups, measures, strict=True))
        print(f"{f'{name}, {half}':28}{found.row()}")

    def near(threshold: float) -> list[Callable[[Asked], bool]]:
        return [unpaired(g, p, threshold) for g, p in zip(groups, pairs, strict=True)]

    def tuned(threshold: float) -> float:
        measures = near(threshold)
        return over(blame(g, "tune", spared, m) for g, m in zip(groups, measures, strict=True)).f1

    print(f"\n{HEAD}")
    for half in halves:
        row("rashomon", half, (accused(g, f) for g, f in zip(groups, accounts, strict=True)))
    best = max((t / 50 for t in range(1, 50)), key=tuned)
    for half in halves:
        row(f"nearest vectors {best:.2f}", half, near(best))
    for half in halves:
        row("everybody", half, [everybody] * len(groups))
