"""Events: how well reports are grouped, beside TF-IDF with average linkage.

    python benchmarks/events.py --data ../shared/data

B-cubed F1 (Bagga and Baldwin 1998) with the default settings on every set; the peer's threshold is
its best on each set (an oracle) and, in the last column, its best on the other sets together.
"""

from __future__ import annotations

import argparse
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks import sets
from rashomon.events.cluster import cluster
from rashomon.events.represent import Profile, profile
from rashomon.linkage import average_linkage
from rashomon.model import Capture
from rashomon.pipeline import Analysed, analyse
from rashomon.settings import Settings

_SIX = ("eng", "deu", "fra", "spa", "rus", "ukr")
SETS: dict[str, Callable[[Path], list[sets.Document]]] = {
    "ecbplus": sets.ecbplus,
    "basil": sets.basil,
    "newswcl50": sets.newswcl50,
    "ntrex-6": lambda data: sets.ntrex(data, _SIX),
}
_THRESHOLDS = [t / 50 for t in range(2, 40)]


def bcubed(found: Mapping[str, str], gold: Mapping[str, str]) -> float:
    """B-cubed F1 of a grouping (group by item) against the true one."""
    in_found: dict[str, set[str]] = defaultdict(set)
    in_gold: dict[str, set[str]] = defaultdict(set)
    for item in gold:
        in_found[found[item]].add(item)
        in_gold[gold[item]].add(item)
    precision = recall = 0.0
    for item in gold:
        mine, true = in_found[found[item]], in_gold[gold[item]]
        precision += len(mine & true) / len(mine)
        recall += len(mine & true) / len(true)
    precision, recall = precision / len(gold), recall / len(gold)
    return 2 * precision * recall / (precision + recall)


def profiles(documents: Sequence[sets.Document], settings: Settings) -> list[Profile]:
    """What each document is about, by the stages that every report goes through."""
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
        item = analyse(capture, settings)
        if isinstance(item, Analysed) and item.lead is not None:
            found.append(profile(item.text, item.lead))
        else:
            found.append(
                Profile(
                    document.id, None, np.zeros(512, np.float32), frozenset(), frozenset(), None
                )
            )
    return found


def tfidf(documents: Sequence[sets.Document]) -> NDArray[np.float64]:
    """Cosines of TF-IDF vectors of whole texts."""
    bags = [Counter(re.findall(r"\w+", f"{d.title or ''} {d.text}".casefold())) for d in documents]
    counts = Counter(word for bag in bags for word in bag)
    index = {word: i for i, word in enumerate(counts)}
    matrix = np.zeros((len(bags), len(index)), dtype=np.float32)
    for row, bag in enumerate(bags):
        for word, count in bag.items():
            weight = (1 + math.log(count)) * math.log(len(bags) / counts[word])
            matrix[row, index[word]] = weight
    matrix /= np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
    return (matrix @ matrix.T).astype(np.float64)


def _peer(similar: NDArray[np.float64], documents: Sequence[sets.Document]) -> dict[float, float]:
    gold = {d.id: d.label for d in documents}
    scores = {}
    for threshold in _THRESHOLDS:
        found = {
            documents[i].id: str(number)
            for number, group in enumerate(average_linkage(similar, threshold))
            for i in group
        }
        scores[threshold] = bcubed(found, gold)
    return scores


def main() -> None:
    """Runs all sets and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    data = parser.parse_args().data
    settings = Settings()
    ours, peers, sizes = {}, {}, {}
    for name, load in SETS.items():
        documents = load(data)
        groups = cluster(profiles(documents, settings), {}, settings.events)
        found = {id: str(number) for number, group in enumerate(groups) for id in group}
        ours[name] = bcubed(found, {d.id: d.label for d in documents})
        peers[name] = _peer(tfidf(documents), documents)
        sizes[name] = (len(documents), len({d.label for d in documents}), len(groups))
    print(
        "| set | reports | events | found | rashomon B3 | TF-IDF oracle | TF-IDF tuned elsewhere |"
    )
    print("|---|---|---|---|---|---|---|")
    for name in SETS:
        others = [peers[o] for o in SETS if o != name]
        best = max(_THRESHOLDS, key=lambda t: sum(o[t] for o in others))
        reports, events, found_events = sizes[name]
        print(
            f"| {name} | {reports} | {events} | {found_events} | {ours[name]:.3f} "
            f"| {max(peers[name].values()):.3f} | {peers[name][best]:.3f} |"
        )


if __name__ == "__main__":
    main()
