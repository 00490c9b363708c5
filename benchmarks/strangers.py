"""Scores what two reports in two languages are said to agree on, where that is known by making.

    python -m benchmarks.strangers --data ../shared/data [--documents 4]

Of the sentences of an NTREX document one report has the first two thirds (of every three in turn)
and another, in another language, the last two: they have one third in common. A pair of sentences
counts as found if one fact cites both, and as right if the one translates the other. Of two reports
that have the first third and the last, whatever is paired is wrong; how often that happens within
one language is what may be expected across. Translations are nearer to each other than retellings:
what is found is an upper bound.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations_with_replacement, pairwise, product
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks import sets
from rashomon import encode
from rashomon.compare.account import account
from rashomon.encode.across import attainable
from rashomon.model import Event, Report, Text
from rashomon.pipeline import read
from rashomon.reuse.lineage import stemma
from rashomon.settings import Settings

# Of those with a pack; the code of NTREX and ours.
LANGUAGES = {
    "bul": "bg",
    "ces": "cs",
    "deu": "de",
    "eng": "en",
    "fra": "fr",
    "ita": "it",
    "nld": "nl",
    "pol": "pl",
    "por": "pt",
    "rus": "ru",
    "spa": "es",
    "ukr": "uk",
}
# Sentences of a document, so that two thirds of it are a report, and at most as many.
_FEWEST, _MOST = 12, 45
# What a perfect translation gets in two languages, in whose bands the figures are given.
_BANDS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 1.0)


class Side(NamedTuple):
    """A report of numbered sentences, a paragraph each, and where each paragraph begins."""

    text: Text
    starts: dict[int, int]


def side(id: str, lines: Sequence[str], thirds: Collection[int]) -> Side:
    """The report of those sentences of a document whose number modulo three is among `thirds`."""
    own = {number: line for number, line in enumerate(lines) if number % 3 in thirds}
    starts, at = {}, 0
    for number, line in own.items():
        starts[at] = number
        at += len(line) + 2
    whole = Report(id, id, "\n\n".join(own.values()), id)
    return Side(Text(whole, read(whole)), starts)


def tallied(
    left: Side, right: Side, vectors: Mapping[str, NDArray[np.float32]], settings: Settings
) -> Counter[str]:
    """What the account of two reports pairs: pairs of sentences in `common`, said to be (`found`)
    and rightly so (`right`), and the `sentences` of both."""
    texts = {one.text.id: one.text for one in (left, right)}
    event = Event("event", "", tuple(sorted(texts)))
    tree = stemma(texts, (), settings.reuse)
    found = set()
    for fact in account(event, texts, tree, (), vectors, settings.compare).facts:
        of = {
            one.text.id: {
                one.starts[max(start for start in one.starts if start <= cited.start)]
                for position in fact.positions
                for cited in position.statements
                if cited.report == one.text.id
            }
            for one in (left, right)
        }
        found |= set(product(of[left.text.id], of[right.text.id]))
    return Counter(
        common=len(set(left.starts.values()) & set(right.starts.values())),
        found=len(found),
        right=sum(i == j for i, j in found),
        sentences=len(left.starts) + len(right.starts),
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Pairs the languages and prints how right the facts of two are."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--documents", type=int, default=4)
    given = parser.parse_args(arguments)
    settings = Settings()
    encoder = encode.load(settings.encode)
    lines: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for document in sets.ntrex(given.data, tuple(LANGUAGES)):
        language = LANGUAGES[document.id.rsplit(".", 1)[1]]
        lines[document.label][language] = document.text.split("\n")
    fitting = [k for k in sorted(lines) if _FEWEST <= len(lines[k]["en"]) <= _MOST]
    shared: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    apart: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for label in fitting[:: max(1, len(fitting) // given.documents)][: given.documents]:
        sides = {
            (language, thirds): side(f"{language} {thirds}", some, thirds)
            for language, some in lines[label].items()
            for thirds in ((0, 1), (1, 2), (0,), (2,))
        }
        words = sorted({one.text.cut(s) for one in sides.values() for s in one.text.body})
        vectors = dict(zip(words, encoder.encode(words), strict=True))
        for one, other in combinations_with_replacement(sorted(lines[label]), 2):
            alone = sides[one, (0,)], sides[other, (2,)]
            apart[one, other] += tallied(*alone, vectors, settings)
            if one != other:
                both = sides[one, (0, 1)], sides[other, (1, 2)]
                shared[one, other] += tallied(*both, vectors, settings)
    print("languages                   right  found  strangers in 100 sentences")
    for low, high in pairwise(_BANDS):
        band = [pair for pair in shared if low <= attainable(*pair) < high]
        _print(f"two, attainable {low:.1f} to {high:.1f}", band, shared, apart)
    _print("two, all", list(shared), shared, apart)
    _print("one", [pair for pair in apart if pair[0] == pair[1]], shared, apart)


def _print(
    name: str,
    pairs: Sequence[tuple[str, str]],
    shared: Mapping[tuple[str, str], Counter[str]],
    apart: Mapping[tuple[str, str], Counter[str]],
) -> None:
    both = sum((shared[pair] for pair in pairs if pair in shared), Counter[str]())
    alone = sum((apart[pair] for pair in pairs), Counter[str]())
    right = f"{both['right'] / both['found']:.3f}" if both["found"] else "–"
    found = f"{both['right'] / both['common']:.3f}" if both["common"] else "–"
    wrong = 100 * alone["found"] / max(alone["sentences"], 1)
    print(f"{name:27} {right:>5}  {found:>5}  {wrong:5.1f}   ({len(pairs)} pairs)")


if __name__ == "__main__":
    main()
