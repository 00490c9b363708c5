"""Events and stories: how well reports are grouped, beside two peers in the same run.

    python -m benchmarks.events --data ../shared/data

B-cubed F1 (Bagga and Baldwin 1998) with the default settings on every set: ECB+, BASIL, NewsWCL50,
NTREX (every document in all its languages, no dates; also with documents that tell of one happening
taken as one) and BSNLP, whose topics are stories; how far stories keep the events of the other sets
apart, and what becomes of events where reports arrive in batches, in any order. Peers,
each at its best threshold in hindsight (an oracle) and at the best of the other sets together:
TF-IDF with average linkage, and single-pass clustering over TF-IDF and time as in Miranda et al.
(2018). The first column "tuned elsewhere" is ours with its threshold, too, from the other sets.

Reading all sets takes half an hour on two cores: `--keep FOLDER` keeps what was read.
"""

from __future__ import annotations

import argparse
import math
import pickle
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks import sets
from rashomon.archive import Archive
from rashomon.archive.grouping import group, learn
from rashomon.archive.leads import Leads
from rashomon.events.cluster import with_edges
from rashomon.events.index import Index
from rashomon.events.represent import Profile, closenesses, profile, timeless
from rashomon.events.stories import stories
from rashomon.events.titles import describe
from rashomon.linkage import average_linkage
from rashomon.model import Capture
from rashomon.pipeline import Analysed, analyse
from rashomon.settings import Events, Settings

SETS: dict[str, Callable[[Path], list[sets.Document]]] = {
    "ecbplus": sets.ecbplus,
    "basil": sets.basil,
    "newswcl50": sets.newswcl50,
    "ntrex": sets.ntrex,
}
_THRESHOLDS = [t / 40 for t in range(3, 22)]
# Of the online peer: standard deviation of the distance in time, in days (Miranda et al., 2018).
_SPREAD = 3.0

Groups = Sequence[Sequence[int]]
Read = list[tuple[sets.Document, Analysed]]


def bcubed(found: Mapping[str, str], gold: Mapping[str, str]) -> float:
    """B-cubed F1 of a grouping (group by item) against the true one."""
    in_found = Counter(found[item] for item in gold)
    in_gold = Counter(gold.values())
    in_both = Counter((found[item], label) for item, label in gold.items())
    precision = sum(in_both[found[i], label] / in_found[found[i]] for i, label in gold.items())
    recall = sum(in_both[found[i], label] / in_gold[label] for i, label in gold.items())
    return 2 * precision * recall / (precision + recall) / len(gold)


def read(name: str, documents: Sequence[sets.Document], keep: Path | None) -> Read:
    """Documents that can be read, through the stages that every report goes through."""
    kept = keep / f"{name}.pkl" if keep else None
    if kept and kept.is_file():
        found: Read = pickle.loads(kept.read_bytes())
    else:
        found = []
        for document in documents:
            capture = Capture(
                document.id,
                "text",
                document.text,
                "",
                id=document.id,
                title=document.title,
                published=document.date,
            )
            item = analyse(capture, Settings())
            if isinstance(item, Analysed):
                found.append((document, item))
        if kept:
            kept.write_bytes(pickle.dumps(found))
    return [(d, a) for d, a in found if isinstance(a, Analysed) and a.lead is not None]


def profiles(items: Read, limits: Events) -> list[Profile]:
    """What each document is about."""
    return [profile(a.text, a.lead, limits) for _, a in items if a.lead is not None]


def grouping(about: list[Profile], limits: Events) -> Callable[[float], Groups]:
    """How reports are grouped to events, by the threshold."""
    times = closenesses(about, limits)
    similar = timeless(about, limits) + times

    def grouped(threshold: float) -> Groups:
        groups = average_linkage(similar, threshold)
        return with_edges(groups, similar, times, replace(limits, same_event=threshold))

    return grouped


def tfidf(documents: Sequence[sets.Document]) -> NDArray[np.float32]:
    """TF-IDF vectors of whole texts, as rows of length 1."""
    bags = [Counter(re.findall(r"\w+", f"{d.title or ''} {d.text}".casefold())) for d in documents]
    counts = Counter(word for bag in bags for word in bag)
    # A word of one document is in common with none.
    index = {word: i for i, word in enumerate(w for w, count in counts.items() if count > 1)}
    matrix = np.zeros((len(bags), len(index)), dtype=np.float32)
    length = np.zeros(len(bags))
    for row, bag in enumerate(bags):
        for word, count in bag.items():
            weight = (1 + math.log(count)) * math.log(len(bags) / counts[word])
            length[row] += weight**2
            if word in index:
                matrix[row, index[word]] = weight
    return (matrix / np.maximum(np.sqrt(length), 1e-9)[:, None]).astype(np.float32)


def single_pass(
    cosines: NDArray[np.float64], dates: Sequence[str | None], threshold: float
) -> list[list[int]]:
    """Each document, in order of time, joins the cluster nearest to it, or opens one."""
    days = np.array([date.fromisoformat(d).toordinal() if d else np.nan for d in dates])
    # Of each cluster: the cosines of its members with every document, summed, and the square of
    # the length of its summed vectors, which is the sum of the cosines within it.
    sums = np.zeros_like(cosines)
    square = np.zeros(len(cosines))
    latest = np.full(len(cosines), np.nan)
    groups: list[list[int]] = []
    for row in np.argsort(days, kind="stable").tolist():
        count = len(groups)
        likeness = sums[:count, row] / np.sqrt(np.maximum(square[:count], 1e-18))
        near = np.exp(-((latest[:count] - days[row]) ** 2) / (2 * _SPREAD**2))
        score = likeness * np.where(np.isnan(near), 1.0, near)
        best = int(np.argmax(score)) if count else -1
        if best < 0 or score[best] < threshold:
            best = count
            groups.append([])
        groups[best].append(row)
        square[best] += 2 * sums[best, row] + cosines[row, row]
        sums[best] += cosines[row]
        latest[best] = latest[best] if np.isnan(days[row]) else days[row]
    return groups


def scores(
    documents: Sequence[sets.Document], group: Callable[[float], Groups]
) -> dict[float, float]:
    """B-cubed by threshold."""
    return {t: score(documents, group(t)) for t in _THRESHOLDS}


def score(documents: Sequence[sets.Document], groups: Groups) -> float:
    """B-cubed of groups of rows."""
    found = {documents[i].id: str(number) for number, group in enumerate(groups) for i in group}
    return bcubed(found, {d.id: d.label for d in documents})


def told(items: Read, settings: Settings) -> tuple[int, float]:
    """Stories of a set, and B-cubed of its labels against them; an event in no story is its own."""
    texts = {a.text.id: a.text for _, a in items}
    about = {p.id: p for p in profiles(items, settings.events)}
    ids = list(about)
    events = [
        describe([ids[i] for i in group], texts, about, settings.events)
        for group in grouping(list(about.values()), settings.events)(settings.events.same_event)
    ]
    found = stories(events, about, settings.events)
    story = {e: s.id for s in found for e in s.events}
    groups = {r: story.get(e.id, e.id) for e in events for r in e.reports}
    return len(found), bcubed(groups, {a.text.id: d.label for d, a in items})


def arriving(items: Read, settings: Settings, seed: int = 1) -> float:
    """B-cubed of events where reports arrive in ten batches, in any order, without families."""
    shuffled = random.Random(seed).sample(items, len(items))
    index = Index(settings.events)
    labels: dict[str, str] = {}
    with Archive.open(None, settings) as archive:
        for part in range(10):
            batch = shuffled[part::10]
            fresh = archive.keep([analysed for _, analysed in batch])
            labels |= dict(zip(fresh, (d.label for d, _ in batch), strict=True))
            leads = Leads.of(archive.store)
            learn(archive.store, leads.ids, leads, index)
            group(archive.store, fresh, leads, index, settings)
        return bcubed(archive.store.event_of(labels), labels)


def _bsnlp(data: Path) -> list[sets.Document]:
    return list(sets.bsnlp(data))


def main() -> None:
    """Runs all sets and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--keep", type=Path, help="a folder for what was read of the sets")
    asked = parser.parse_args()
    settings = Settings()
    by_set: dict[str, dict[str, dict[float, float]]] = defaultdict(dict)
    ours, sizes = {}, {}
    for name, load in SETS.items():
        items = read(name, load(asked.data), asked.keep)
        documents = [d for d, _ in items]
        by_level = grouping(profiles(items, settings.events), settings.events)
        groups = by_level(settings.events.same_event)
        ours[name] = score(documents, groups)
        sizes[name] = (len(documents), len({d.label for d in documents}), len(groups))
        words = tfidf(documents)
        cosines = (words @ words.T).astype(np.float64)
        dates = [
            d.date if re.fullmatch(r"\d{4}-\d\d-\d\d", d.date or "") else None for d in documents
        ]
        by_set["ours"][name] = scores(documents, by_level)
        by_set["linkage"][name] = scores(documents, partial(average_linkage, cosines))
        by_set["pass"][name] = scores(documents, partial(single_pass, cosines, dates))
    print(
        "| set | reports | events | found | Rashomon | tuned elsewhere | TF-IDF linkage, oracle "
        "| tuned elsewhere | single pass, oracle | tuned elsewhere |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    for name in SETS:

        def elsewhere(way: str, name: str = name) -> float:
            others = [table for other, table in by_set[way].items() if other != name]
            return by_set[way][name][max(_THRESHOLDS, key=lambda t: sum(o[t] for o in others))]

        figures = [
            ours[name],
            elsewhere("ours"),
            max(by_set["linkage"][name].values()),
            elsewhere("linkage"),
            max(by_set["pass"][name].values()),
            elsewhere("pass"),
        ]
        cells = [name, *map(str, sizes[name]), *(f"{figure:.3f}" for figure in figures)]
        print(f"| {' | '.join(cells)} |")
    items = read("ntrex", sets.ntrex(asked.data), asked.keep)
    documents = sets.happenings([d for d, _ in items])
    about = profiles(items, settings.events)
    groups = grouping(about, settings.events)(settings.events.same_event)
    print(f"\nntrex by happenings: {score(documents, groups):.3f}\n")
    print("| set | reports | stories | labels against stories | events, arriving in any order |")
    print("|---|---|---|---|---|")
    for name, load in {**SETS, "bsnlp": _bsnlp}.items():
        items = read(name, load(asked.data), asked.keep)
        number, figure = told(items, settings)
        arrived = f"{arriving(items, settings):.3f}" if name in SETS else "–"
        print(f"| {name} | {len(items)} | {number} | {figure:.3f} | {arrived} |", flush=True)


if __name__ == "__main__":
    main()
