"""Which statements are about the same thing.

Likeness is the cosine of sentence vectors, from which the event's common theme is taken away (all
sentences of an event resemble each other; what sets them apart is what they tell), plus the rare
words and names in common. Statements that stand in each other's texts by derivation are one unit;
units are grouped by average linkage, which does not chain A-B-C into nonsense.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from rashomon.encode.across import scaled
from rashomon.linkage import average_linkage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from rashomon.compare.statements import Statement
    from rashomon.model import Reuse
    from rashomon.settings import Compare as Limits

_WORD = re.compile(r"\w+")
_LEMMAS = frozenset({"bg", "cs", "de", "en", "es", "fr", "it", "nl", "pl", "pt", "ru", "uk"})


def likeness(
    statements: Sequence[Statement],
    vectors: Mapping[str, NDArray[np.float32]],
    limits: Limits,
) -> NDArray[np.float64]:
    """How much each pair of statements is about the same thing, as a symmetric matrix.

    `vectors` are unit vectors by statement text.
    """
    rows = np.stack([vectors[s.text] for s in statements]).astype(np.float64)
    rows -= limits.theme * rows.mean(axis=0)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    meaning = scaled(rows @ rows.T, [s.language for s in statements])
    return meaning + limits.words * common_words(statements)


def common_words(statements: Sequence[Statement]) -> NDArray[np.float64]:
    """Cosine of the statements' words, lemmatised, weighted by their rarity in this event.

    Across languages only names, places and numbers can be common.
    """
    bags = [_terms(s) for s in statements]
    counts = Counter(term for bag in bags for term in bag)
    index = {term: i for i, term in enumerate(sorted(counts))}
    total = len(statements)
    matrix = np.zeros((total, len(index)))
    for row, bag in enumerate(bags):
        for term in bag:
            matrix[row, index[term]] = math.sqrt(math.log(1 + total / counts[term]))
    matrix /= np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
    product: NDArray[np.float64] = matrix @ matrix.T
    return product


def units(statements: Sequence[Statement], reuses: Iterable[Reuse]) -> list[int]:
    """For each statement the number of its unit: those taken over from one another share one."""
    at = {s.key: i for i, s in enumerate(statements)}
    parent = list(range(len(statements)))

    def find(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for reuse in reuses:
        for passage in reuse.passages:
            a = at.get((reuse.a, passage.a.start))
            b = at.get((reuse.b, passage.b.start))
            if a is not None and b is not None and statements[a].origin == statements[b].origin:
                low, high = sorted((find(a), find(b)))
                parent[high] = low
    return [find(i) for i in range(len(statements))]


def groups(
    statements: Sequence[Statement],
    alike: NDArray[np.float64],
    unit: Sequence[int],
    limits: Limits,
) -> list[list[int]]:
    """Groups of statements about the same thing, as indices; every statement is in one."""
    numbers = sorted(set(unit))
    row = {number: k for k, number in enumerate(numbers)}
    member = np.zeros((len(numbers), len(statements)))
    for i, number in enumerate(unit):
        member[row[number], i] = 1.0
    member /= member.sum(axis=1, keepdims=True)
    between = member @ alike @ member.T
    grouped = average_linkage(between, limits.same_thing)
    inside: list[list[int]] = [[] for _ in numbers]
    for i, number in enumerate(unit):
        inside[row[number]].append(i)
    return sorted(sorted(i for k in group for i in inside[k]) for group in grouped)


def _terms(statement: Statement) -> frozenset[str]:
    language = statement.language
    words = {w for w in _WORD.findall(statement.text) if len(w) > 1}
    if language in _LEMMAS:
        from simplemma import lemmatize  # noqa: PLC0415  (slow to import, one report needs none)

        lemmas = {f"{language}:{lemmatize(w, lang=language).casefold()}" for w in words}
    else:
        lemmas = {f"{language}:{w.casefold()}" for w in words}
    numbers = {f"{q.value:g} {q.dimension}" for q in statement.quantities if q.value is not None}
    return frozenset(lemmas | statement.ids | numbers)
