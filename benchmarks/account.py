"""Scores the account on labelled pairs of statements (docs/guide/labelling-statements.md).

    python -m benchmarks.account --data ../shared/data [--half tune|test] [--fit]

A labelled pair counts as found if one fact cites both sentences. False positives are traps that
are found, and strays: a labelled sentence joined to another sentence of its partner's report than
the labelled ones (two ends make one). "disp." is precision and recall of pairs said to differ or
to contradict each other; "contr." counts contradictions right, said and labelled; "trap c." traps
called contradicted; "split" is the mean number of pieces that one labelled fact is told in. The
peers, in the same run, are mutual nearest sentences by vectors (figures in which they share none
are a difference) and words in common weighted by their rarity; each with its best threshold on
the tuning half.
"""

from __future__ import annotations

import argparse
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import omission
from benchmarks.labelled import HALVES, SETS, TRAP, Group, events, group, load
from rashomon import encode
from rashomon.compare import matching
from rashomon.compare.account import account
from rashomon.compare.statements import Statement
from rashomon.compare.values import values
from rashomon.model import Fact, Label
from rashomon.settings import Compare, Settings

DISPUTED = frozenset({str(Label.DIFFERS), str(Label.CONTRADICTED)})
_WORD = re.compile(r"\w+")


# What is said of a pair of statements (by index, in order): its label; absent if not paired.
Verdicts = Mapping[tuple[int, int], str]


@dataclass(frozen=True)
class Score:
    """Counts over labelled pairs; every figure that is printed comes from them."""

    found: int = 0
    positives: int = 0
    trapped: int = 0
    traps: int = 0
    strays: int = 0
    disputes: int = 0
    disputes_right: int = 0
    disputes_labelled: int = 0
    contradictions: int = 0
    contradictions_right: int = 0
    contradictions_labelled: int = 0
    traps_contradicted: int = 0
    pieces: int = 0
    facts: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(*(x + y for x, y in zip(self.counts, other.counts, strict=True)))

    @property
    def counts(self) -> tuple[int, ...]:
        """All counts in their order."""
        return tuple(vars(self).values())

    @property
    def precision(self) -> float:
        """Share of the found pairs that are about the same thing."""
        return self.found / max(self.found + self.trapped + self.strays / 2, 1)

    @property
    def recall(self) -> float:
        """Share of the pairs about the same thing that are found."""
        return self.found / max(self.positives, 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return 2 * self.precision * self.recall / max(self.precision + self.recall, 1e-9)

    def row(self) -> str:
        """The printed line, under HEAD."""
        disputed = self.disputes_right / max(self.disputes, 1)
        recalled = self.disputes_right / max(self.disputes_labelled, 1)
        return (
            f"{self.precision:8.3f}{self.recall:7.3f}{self.f1:7.3f}"
            f"{self.trapped / max(self.traps, 1):8.3f}"
            f"{disputed:9.3f}{recalled:7.3f}"
            f"{f'{self.contradictions_right}/{self.contradictions}/{self.contradictions_labelled}':>9}"
            f"{f'{self.traps_contradicted}/{self.traps}':>9}"
            f"{self.pieces / max(self.facts, 1):8.2f}"
        )


HEAD = (
    f"{'':28}{'pairs P':>8}{'R':>7}{'F1':>7}{'traps':>8}{'disp. P':>9}{'R':>7}"
    f"{'contr.':>9}{'trap c.':>9}{'split':>8}"
)


def verdicts(group: Group, facts: Iterable[Fact]) -> dict[tuple[int, int], str]:
    """What facts say of each two statements that they cite together; the strongest counts."""
    known = {s.key: i for i, s in enumerate(group.said)}
    strength = [str(Label.AGREED), str(Label.DIFFERS), str(Label.CONTRADICTED)]
    found: dict[tuple[int, int], str] = {}
    for fact in facts:
        sides: dict[int, set[int]] = defaultdict(set)
        for number, position in enumerate(fact.positions):
            for citation in position.statements:
                if (key := (citation.report, citation.start)) in known:
                    sides[known[key]].add(number)
        for i, j in combinations(sorted(sides), 2):
            together = fact.label is Label.SINGLE or sides[i] & sides[j]
            said = str(Label.AGREED) if together else str(fact.label)
            found[i, j] = max(found.get((i, j), said), said, key=strength.index)
    return found


def score(group: Group, said: Verdicts, half: str) -> Score:
    """How right the verdicts on an event's statements are."""
    total = Score()
    links: list[tuple[int, int]] = []
    positives: list[tuple[int, int]] = []
    for pair in (p for p in group.pairs if p.half == half):
        i, j = group.at[pair.a], group.at[pair.b]
        verdict = None if i is None or j is None else said.get((min(i, j), max(i, j)))
        true = pair.label != TRAP
        if true and i is not None and j is not None:
            positives.append((i, j))
            links += [(i, j)] * (verdict is not None)
        disputed, contradicted = verdict in DISPUTED, verdict == Label.CONTRADICTED
        total += Score(
            found=true and verdict is not None,
            positives=true,
            trapped=not true and verdict is not None,
            traps=not true,
            disputes=disputed,
            disputes_right=disputed and pair.label in DISPUTED,
            disputes_labelled=pair.label in DISPUTED,
            contradictions=contradicted,
            contradictions_right=contradicted and pair.label == Label.CONTRADICTED,
            contradictions_labelled=pair.label == Label.CONTRADICTED,
            traps_contradicted=not true and contradicted,
        )
    members = {i for pair in positives for i in pair}
    return total + Score(
        strays=_strays(group, said, positives),
        pieces=_parts(members, links),
        facts=_parts(members, positives),
    )


def _strays(group: Group, said: Verdicts, positives: Iterable[tuple[int, int]]) -> int:
    """How many sentences are joined to a sentence of a report where their partner is another."""
    partners: dict[int, set[int]] = defaultdict(set)
    for i, j in positives:
        partners[i].add(j)
        partners[j].add(i)
    astray = set()
    for one, other in said:
        for i, j in ((one, other), (other, one)):
            reports = {group.said[k].report for k in partners.get(i, ())}
            if j not in partners.get(i, ()) and group.said[j].report in reports:
                astray.add((i, group.said[j].report))
    return len(astray)


def _parts(members: Iterable[int], links: Iterable[tuple[int, int]]) -> int:
    """Number of connected parts."""
    home = {i: i for i in members}
    for i, j in links:
        old, new = home[i], home[j]
        home = {k: new if part == old else part for k, part in home.items()}
    return len(set(home.values()))


def ours(group: Group, limits: Compare) -> tuple[Fact, ...]:
    """The account's facts, with all that only one origin tells."""
    everything = replace(limits, single_facts=len(group.said))
    return account(
        group.event, group.texts, group.stemma, group.reuses, group.vectors, everything
    ).facts


def nearest(group: Group) -> dict[tuple[int, int], float]:
    """Cosines of pairs of reports' sentences that are each other's nearest in the other report."""
    rows = np.stack([group.vectors[s.text] for s in group.said])
    return _mutual(group.said, (rows @ rows.T).astype(np.float64))


def _mutual(said: Sequence[Statement], alike: NDArray[np.float64]) -> dict[tuple[int, int], float]:
    members: dict[str, list[int]] = defaultdict(list)
    for index, statement in enumerate(said):
        members[statement.report].append(index)
    found = {}
    for a, b in combinations(members.values(), 2):
        block = alike[np.ix_(a, b)]
        for row, column in enumerate(block.argmax(axis=1)):
            if block[:, column].argmax() == row:
                i, j = sorted((a[row], b[int(column)]))
                found[i, j] = float(block[row, column])
    return found


def shared_words(group: Group) -> dict[tuple[int, int], float]:
    """Share of the words in common of all words of two sentences, weighted by rarity."""
    bags = [frozenset(w.casefold() for w in _WORD.findall(s.text)) for s in group.said]
    counts = Counter(word for bag in bags for word in bag)
    weight = {word: math.log(1 + len(bags) / count) for word, count in counts.items()}
    found = {}
    for i, j in combinations(range(len(bags)), 2):
        if group.said[i].report != group.said[j].report and (common := bags[i] & bags[j]):
            whole = sum(weight[w] for w in bags[i] | bags[j])
            found[i, j] = sum(weight[w] for w in common) / whole
    return found


def above(
    group: Group, alike: Mapping[tuple[int, int], float], threshold: float
) -> dict[tuple[int, int], str]:
    """A peer's verdicts: pairs from a threshold on; figures with none in common differ."""

    def figures(index: int) -> frozenset[float]:
        return frozenset(q.value for q in group.said[index].quantities if q.value is not None)

    return {
        (i, j): str(Label.DIFFERS)
        if figures(i) and figures(j) and not figures(i) & figures(j)
        else str(Label.AGREED)
        for (i, j), value in alike.items()
        if value >= threshold
    }


def over(scores: Iterable[Score]) -> Score:
    """The sum of several events' scores."""
    return sum(scores, Score())


def peers(groups: Sequence[Group], halves: Sequence[str]) -> None:
    """Prints the peers with their best thresholds on the tuning half."""
    named: dict[str, Callable[[Group], dict[tuple[int, int], float]]] = {
        "nearest vectors": nearest,
        "shared words": shared_words,
    }
    for name, measure in named.items():
        tables = [measure(g) for g in groups]

        def at(
            threshold: float, half: str, tables: list[dict[tuple[int, int], float]] = tables
        ) -> Score:
            return over(
                score(g, above(g, t, threshold), half) for g, t in zip(groups, tables, strict=True)
            )

        best = max((t / 50 for t in range(1, 50)), key=lambda t: at(t, "tune").f1)
        for half in halves:
            print(f"{f'{name} {best:.2f}, {half}':28}{at(best, half).row()}")


def fit(made: Sequence[Group], limits: Compare) -> None:
    """Prints the weights of chances that the tuning half gives, and how they do on events left out.

    A logistic model of labelled pairs against traps and, for less, strays; "out" scores each event
    by the model of all the others. Groups alone: disputes are read from them afterwards.
    """
    tuned = [g for g in made if any(p.half == "tune" for p in g.pairs)]
    words = [matching.common_words(g.said, limits) for g in tuned]
    found = [
        matching.signs(g.said, g.vectors, matching.common_matter(g.said, limits), limits)
        for g, w in zip(tuned, words, strict=True)
    ]
    examples = [_examples(g, s) for g, s in zip(tuned, found, strict=True)]
    models = [
        replace(limits, **_model(examples[:i] + examples[i + 1 :])) for i in range(len(tuned))
    ]
    scores = {
        one_thing: over(
            score(g, together(g, s, w, replace(m, one_thing=one_thing)), "tune")
            for g, s, w, m in zip(tuned, found, words, models, strict=True)
        )
        for one_thing in (t / 50 for t in range(10, 35))
    }
    best = max(scores, key=lambda t: scores[t].f1)
    print(f"{f'one_thing {best:.2f}, out':28}{scores[best].row()}")
    print(", ".join(f"{name} {value:.2f}" for name, value in _model(examples).items()))


def _examples(group: Group, found: NDArray[np.float64]) -> NDArray[np.float64]:
    """Pairs as rows: their signs, whether they are about one thing, and what that weighs."""
    weighed: dict[tuple[int, int], tuple[float, float]] = {}
    partners: dict[int, set[int]] = defaultdict(set)
    for pair in group.pairs:
        i, j = group.at[pair.a], group.at[pair.b]
        if i is not None and j is not None and i != j:
            weighed[min(i, j), max(i, j)] = (float(pair.label != TRAP), 1.0)
            if pair.label != TRAP:
                partners[i].add(j)
                partners[j].add(i)
    for i, of in partners.items():
        reports = {group.said[j].report for j in of} - {group.said[i].report}
        for j, statement in enumerate(group.said):
            if statement.report in reports:
                weighed.setdefault((min(i, j), max(i, j)), (0.0, 0.3))
    return np.array([[*found[:, i, j], *of] for (i, j), of in weighed.items()])


def _model(examples: Sequence[NDArray[np.float64]]) -> dict[str, Any]:
    """The settings of chances: logistic regression by Newton's method, weights kept small."""
    rows = np.concatenate(examples)
    signs_, true, weight = rows[:, :-2], rows[:, -2], rows[:, -1]
    mean, spread = signs_.mean(axis=0), signs_.std(axis=0)
    scaled = np.c_[np.ones(len(rows)), (signs_ - mean) / spread]
    small = np.diag([1e-6, *np.ones(signs_.shape[1])])
    found = np.zeros(scaled.shape[1])
    for _ in range(30):
        chance = 1.0 / (1.0 + np.exp(-scaled @ found))
        slope = scaled.T @ (weight * (true - chance)) - small @ found
        bend = (scaled * (weight * chance * (1 - chance))[:, None]).T @ scaled + small
        found += np.linalg.solve(bend, slope)
    weights = found[1:] / spread
    names = ("chance", "chance_meaning", "chance_words", "chance_either", "chance_both")
    return dict(zip(names, map(float, (found[0] - mean @ weights, *weights)), strict=True))


def together(
    group: Group, found: NDArray[np.float64], words: NDArray[np.float64], limits: Compare
) -> Verdicts:
    """What the groups of an event's statements say: who is in one agrees."""
    reports = [s.report for s in group.said]
    numbered = matching.units(group.said, group.reuses)
    chance = matching.chances(found, reports, limits)
    chance[matching.at_odds(group.said, values(group.said, numbered, limits), words, limits)] = 0.0
    of = matching.groups(chance, numbered, limits)
    members = matching.with_guests(of, reports, chance, limits)
    return {pair: str(Label.AGREED) for some in members for pair in combinations(some, 2)}


def main(arguments: Sequence[str] | None = None) -> None:
    """Reads the labelled events and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--half", choices=HALVES)
    parser.add_argument("--fit", action="store_true")
    options = parser.parse_args(arguments)
    if not all((options.data / name).is_dir() for name in SETS):
        parser.exit(0, f"skipped: {', '.join(SETS)} are not all in {options.data}\n")
    settings = Settings()
    encoder = encode.load(settings.encode)
    documents = {name: list(reader(options.data)) for name, reader in SETS.items()}
    made = [group(p, d, encoder, settings) for p, d in events(load(), documents)]
    halves = (options.half,) if options.half else HALVES
    told = [ours(g, settings.compare) for g in made]
    print(HEAD)
    for half in halves:
        scores = (score(g, verdicts(g, f), half) for g, f in zip(made, told, strict=True))
        print(f"{f'rashomon, {half}':28}{over(scores).row()}")
    peers(made, halves)
    omission.printed(made, told, [nearest(g) for g in made], halves)
    if options.fit:
        fit(made, settings.compare)


if __name__ == "__main__":
    main()
