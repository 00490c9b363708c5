"""Which statements are about the same thing.

Likeness is the cosine of sentence vectors, from which the event's common theme is taken away (all
sentences of an event resemble each other; what sets them apart is what they tell), plus the rare
words and names in common. It measures single pairs: figures, denials, silence.

Groups rest on the chance that two statements are about one thing, to which it matters most how much
nearer they are to each other than to anything else in their two reports. Statements that stand in
each other's texts by derivation are one unit; units are grouped by average linkage, which does not
chain A-B-C into nonsense. A sentence that tells several things is then a guest in further groups.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cache
from itertools import combinations, product
from typing import TYPE_CHECKING

import numpy as np

from rashomon.annotate.cues import CLOSED, lexicon
from rashomon.compare.clauses import vocabulary
from rashomon.compare.statements import figure
from rashomon.compare.values import Value, elsewhere, equal, measure
from rashomon.encode.across import reliability, scaled
from rashomon.events.represent import name_keys
from rashomon.linkage import average_linkage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

    from rashomon.compare.statements import Statement
    from rashomon.model import Reuse
    from rashomon.settings import Compare as Limits

_WORD = re.compile(r"\w+")
_LEMMAS = frozenset({"bg", "cs", "de", "en", "es", "fr", "it", "nl", "pl", "pt", "ru", "uk"})


def likeness(
    statements: Sequence[Statement],
    vectors: Mapping[str, NDArray[np.float32]],
    words: NDArray[np.float64],
    limits: Limits,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How much each pair of statements is about the same thing, as symmetric matrices: how much it
    may be, by which nobody is blamed too soon, and how much as far as cosines can be trusted.

    `vectors` are unit vectors by statement text, `words` their `common_words`.
    """
    rows = np.stack([vectors[s.text] for s in statements]).astype(np.float64)
    rows -= limits.theme * rows.mean(axis=0)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    languages = [s.language for s in statements]
    meaning, shared = scaled(rows @ rows.T, languages), limits.words * words
    return meaning + shared, _trusted(meaning, languages, limits) + shared


def signs(
    statements: Sequence[Statement],
    vectors: Mapping[str, NDArray[np.float32]],
    matter: NDArray[np.float64],
    limits: Limits,
) -> NDArray[np.float64]:
    """Four signs that two statements are about one thing, each a symmetric matrix.

    Their cosine; their `common_matter`, to which across languages is added what sentences of such a
    cosine would have in common in one language (about its cube); and how much nearer each is to the
    other than to the rest of the other's report, as seen from the one from which it is more, and
    from both.
    """
    rows = np.stack([vectors[s.text] for s in statements]).astype(np.float64)
    languages = [s.language for s in statements]
    meaning = _levelled(scaled(rows @ rows.T, languages), languages)
    meaning = _trusted(meaning, languages, limits)
    usual = limits.meaning_across * np.clip(meaning, 0.0, 1.0) ** 3
    words = np.where(_same(languages), matter, matter + usual)
    ahead = _ahead(_near(meaning, words), [s.report for s in statements], languages)
    return np.stack([meaning, words, np.maximum(ahead, ahead.T), np.minimum(ahead, ahead.T)])


def chances(
    found: NDArray[np.float64], reports: Sequence[str], limits: Limits
) -> NDArray[np.float64]:
    """The chance (0..1) that each two statements are about one thing, from their signs.

    0 within one report, which seldom tells a thing twice, and where not even that is near which is
    nearest.
    """
    weights = (
        limits.chance_meaning,
        limits.chance_words,
        limits.chance_either,
        limits.chance_both,
    )
    logit = limits.chance + np.tensordot(np.array(weights), found, 1)
    chance: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-logit))
    chance[_same(reports) | (_near(found[0], found[1]) < limits.near_enough)] = 0.0
    return chance


def _near(meaning: NDArray[np.float64], words: NDArray[np.float64]) -> NDArray[np.float64]:
    return meaning + 1.5 * words


def _same(keys: Sequence[object]) -> NDArray[np.bool_]:
    """Where two keys are the same."""
    known = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    numbers = np.array([known[key] for key in keys])
    same: NDArray[np.bool_] = numbers[:, None] == numbers[None, :]
    return same


def _trusted(
    meaning: NDArray[np.float64], languages: Sequence[str | None], limits: Limits
) -> NDArray[np.float64]:
    """Cosines across languages as far as they tell anything.

    Scaled up to what a perfect translation gets, those of languages that the encoder hardly knows
    are high by chance.
    """
    told = reliability(languages, limits.reliable)
    return np.where(_same(languages), meaning, meaning * told)


def _levelled(meaning: NDArray[np.float64], languages: Sequence[str | None]) -> NDArray[np.float64]:
    """Cosines across languages lowered by what even the unlike have above those of one language.

    A perfect translation keeps its 1. Sentences of one event are alike by their theme, and scaling
    raises that as well.
    """
    same = _same(languages)
    apart = ~np.eye(len(meaning), dtype=bool)
    if same.all() or not (same & apart).any():
        return meaning
    usual = float(np.median(meaning[same & apart]))
    excess = max(0.0, float(np.median(meaning[~same])) - usual)
    return np.where(same, meaning, (meaning - excess) / (1.0 - excess))


def _ahead(
    alike: NDArray[np.float64], reports: Sequence[str], languages: Sequence[str | None]
) -> NDArray[np.float64]:
    """By how much a column is nearer to a row than the best other column of its report is.

    In a report of two languages only those of one are weighed against each other: cosines across
    languages are too rough for that. Where one is all that there is of its language, how far ahead
    it is cannot be known, and is taken to be as for most: not told from the rest.
    """
    columns: dict[tuple[str, str | None], list[int]] = {}
    for column, key in enumerate(zip(reports, languages, strict=True)):
        columns.setdefault(key, []).append(column)
    spoken = Counter(report for report, _ in columns)
    found = np.full_like(alike, np.nan)
    for (report, _), some in columns.items():
        if len(some) == 1 and spoken[report] > 1:
            continue
        block = alike[:, some]
        best = block.argmax(axis=1)
        top = block.max(axis=1, keepdims=True)
        rest = block.copy()
        rest[np.arange(len(block)), best] = -1.0 if len(some) > 1 else 0.0
        second = rest.max(axis=1, keepdims=True)
        found[:, some] = block - np.where(np.arange(len(some)) == best[:, None], second, top)
    known = ~np.isnan(found)
    usual = float(np.median(found[known])) if known.any() else 0.0
    ahead: NDArray[np.float64] = np.clip(np.where(known, found, usual), -1.0, 1.0)
    return ahead


def common_words(statements: Sequence[Statement], limits: Limits) -> NDArray[np.float64]:
    """How many words statements have in common (0..1), weighted by their rarity in this event.

    Lemmas in one language; across languages the names, figures and times that are alike in all.
    """
    return np.where(
        _same([s.language for s in statements]),
        _common([_words(s) for s in statements]),
        limits.marks_across * _common([s.marks for s in statements]),
    )


def common_matter(statements: Sequence[Statement], limits: Limits) -> NDArray[np.float64]:
    """The same of what statements are about.

    A name known by its id counts once, by that: "World War II" would be four terms in common. Words
    that only hold a sentence together ("since the") count nothing. Across languages names, figures
    and times are held against all that the two sentences tell: two that have little else than a
    country in common are not about one thing.
    """
    own = [terms(s) for s in statements]
    within, same = _common(own), _same([s.language for s in statements])
    if same.all():
        return within
    across = _common([bag | s.marks for bag, s in zip(own, statements, strict=True)])
    return np.where(same, within, limits.matter_across * across)


def _common(bags: Sequence[frozenset[str]]) -> NDArray[np.float64]:
    """Cosine of sets, their members weighted by rarity; 0 for an empty one."""
    counts = Counter(term for bag in bags for term in bag)
    index = {term: i for i, term in enumerate(sorted(counts))}
    total = len(bags)
    matrix = np.zeros((total, len(index)))
    for row, bag in enumerate(bags):
        for term in bag:
            matrix[row, index[term]] = math.sqrt(math.log(1 + total / counts[term]))
    matrix /= np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
    product: NDArray[np.float64] = matrix @ matrix.T
    return product


def at_odds(
    statements: Sequence[Statement],
    given: Iterable[Value],
    words: NDArray[np.float64],
    limits: Limits,
) -> NDArray[np.bool_]:
    """Which statements surely are not of one thing, however near.

    One denies and the other does not; two speakers say it, each in words of their own (`words` are
    their `common_words`); or they give other figures of one measure for two places or years ("three
    died in the one town, two in the other"; `given` are their values). In two languages, where
    likeness is rough, so are a plan for a time and what has happened, where that time is not named.
    """
    odds = ~_same([s.denies for s in statements])
    odds |= _ahead_of_time(statements)
    voices = {i: s.speaker for i, s in enumerate(statements) if s.speaker and s.quoted}
    for (i, one), (j, other) in combinations(voices.items(), 2):
        if words[i, j] < limits.own_words and not {*name_keys(one)} & {*name_keys(other)}:
            odds[i, j] = odds[j, i] = True
    kinds: dict[tuple[str, ...], dict[int, list[Value]]] = {}
    for value in given:
        if key := measure(value):
            kinds.setdefault(key, {}).setdefault(value.statement, []).append(value)
    for of in kinds.values():
        for (i, some), (j, others) in combinations(of.items(), 2):
            pairs = list(product(some, others))
            if not any(equal(a, b, limits) for a, b in pairs) and all(
                elsewhere(a, b, statements, limits) for a, b in pairs
            ):
                odds[i, j] = odds[j, i] = True
    return odds


def _ahead_of_time(statements: Sequence[Statement]) -> NDArray[np.bool_]:
    """Where, in two languages, one tells of a plan at a time that the other, of what has happened,
    does not name."""
    times = [{mark for mark in s.marks if mark.startswith("time ")} for s in statements]
    planned = [i for i, s in enumerate(statements) if s.modality == "planned" and times[i]]
    happened = np.array([s.modality == "happened" for s in statements])
    apart = np.zeros((len(statements), len(statements)), dtype=bool)
    for i in planned:
        apart[i] = happened & np.array([times[i].isdisjoint(other) for other in times])
    return (apart | apart.T) & ~_same([s.language for s in statements])


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


def groups(chance: NDArray[np.float64], unit: Sequence[int], limits: Limits) -> list[list[int]]:
    """Groups of statements about the same thing, as indices; every statement is in one."""
    numbers = sorted(set(unit))
    row = {number: k for k, number in enumerate(numbers)}
    inside: list[list[int]] = [[] for _ in numbers]
    for i, number in enumerate(unit):
        inside[row[number]].append(i)
    member = _shares(inside, len(unit))
    grouped = average_linkage(member @ chance @ member.T, limits.one_thing)
    return sorted(sorted(i for k in group for i in inside[k]) for group in grouped)


def with_guests(
    found: Sequence[Sequence[int]],
    reports: Sequence[str],
    chance: NDArray[np.float64],
    limits: Limits,
) -> list[list[int]]:
    """Groups with the statements of further reports that tell their thing among others.

    Groups that then share half of the smaller, and of which the rest are no strangers to each
    other, tell one thing; large and close ones are looked at first.
    """
    mean = _shares(found, len(chance)) @ chance
    wider = []
    for group, chances_of_all in zip(found, mean, strict=True):
        told = {reports[i] for i in group}
        guests = [int(i) for i in np.flatnonzero(chances_of_all >= limits.one_thing)]
        wider.append({*group, *(i for i in guests if reports[i] not in told)})
    kept: list[set[int]] = []
    of: dict[int, set[int]] = {}
    for tale in sorted(wider, key=lambda g: (-len(g), -_cohesion(g, chance), sorted(g))):
        near = {number for i in tale for number in of.get(i, ())}
        fit = {k: between(tale, kept[k], chance, limits) for k in sorted(near)}
        best = max(fit, key=lambda k: fit[k], default=None)
        if best is None or fit[best] < limits.no_strangers:
            best = len(kept)
            kept.append(set())
        kept[best] |= tale
        for i in tale:
            of.setdefault(i, set()).add(best)
    return sorted(sorted(tale) for tale in kept)


def settled(
    tale: AbstractSet[int], reports: Sequence[str], chance: NDArray[np.float64], limits: Limits
) -> frozenset[int]:
    """A group with but one sentence of each report, and what else of it would be a guest there.

    Groups that were told as one bring along what strayed into either.
    """
    fit = {}
    for i in sorted(tale):
        others = [j for j in sorted(tale) if reports[j] != reports[i]]
        fit[i] = float(chance[i, others].mean()) if others else 1.0
    first: dict[str, int] = {}
    for i in sorted(fit, key=lambda i: (-fit[i], i)):
        first.setdefault(reports[i], i)
    return frozenset(i for i in tale if first[reports[i]] == i or fit[i] >= limits.one_thing)


def between(
    one: AbstractSet[int],
    other: AbstractSet[int],
    chance: NDArray[np.float64],
    limits: Limits,
) -> float:
    """Mean chance between what two overlapping groups do not share; 0 if they share too little, and
    1 if they share so much that it does not matter.

    They tell one thing where it reaches `no_strangers`.
    """
    common = len(one & other) / min(len(one), len(other))
    if common < 0.5 or common >= limits.mostly:
        return float(common >= limits.mostly)
    rest = chance[np.ix_(sorted(one - other), sorted(other - one))]
    return float(rest.mean()) if rest.size else 1.0


def _cohesion(tale: AbstractSet[int], chance: NDArray[np.float64]) -> float:
    """Mean chance within a group."""
    order = sorted(tale)
    return float(chance[np.ix_(order, order)].mean())


def _shares(found: Sequence[Sequence[int]], total: int) -> NDArray[np.float64]:
    """A row for each group, whose product with a matrix is the mean over its members."""
    rows = np.zeros((len(found), total))
    for row, group in enumerate(found):
        rows[row, group] = 1.0 / len(group)
    return rows


def _words(statement: Statement) -> frozenset[str]:
    """Lemmas of all words, ids and figures of a statement."""
    return _lemmas(statement.text, statement, frozenset())


def terms(statement: Statement) -> frozenset[str]:
    """What a statement is about: lemmas, ids and figures, without the words of names with ids and
    those of closed classes."""
    rest = statement.raw
    for span in statement.named:
        rest = rest[: span.start] + " " * (span.end - span.start) + rest[span.end :]
    return _lemmas(rest, statement, _holding(statement.language))


def _lemmas(words_of: str, statement: Statement, without: frozenset[str]) -> frozenset[str]:
    language = statement.language
    words = {w for w in _WORD.findall(words_of) if len(w) > 1 and w.casefold() not in without}
    if language in _LEMMAS:
        from simplemma import lemmatize  # noqa: PLC0415  (slow to import, one report needs none)

        # Dictionaries that stay packed give the same lemmas sooner, in a tenth of the room.
        found = (lemmatize(w, lang=language, low_memory=True) for w in words)
        lemmas = {f"{language}:{lemma.casefold()}" for lemma in found}
    else:
        lemmas = {f"{language}:{w.casefold()}" for w in words}
    numbers = {mark for q in statement.quantities if (mark := figure(q))}
    return frozenset(lemmas | statement.ids | numbers)


@cache
def _holding(language: str | None) -> frozenset[str]:
    """Words of closed classes and forms of "to be"; empty where a language has no pack."""
    known, words = lexicon(language), vocabulary(language)
    closed = [known.words[group] for group in CLOSED] if known else []
    return frozenset().union(words.being if words else (), *closed)
