"""Plain facts: what origins tell or do not tell, whatever its value.

What typed facts tell already is not told twice. A value that origins agree on is said of the plain
fact that stands in the same statements; what is disputed is left to the dispute.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from rashomon.compare.facts import fact, in_dispute, position
from rashomon.compare.matching import between, settled, terms
from rashomon.compare.values import COUNTED, written
from rashomon.model import Fact, Label
from rashomon.reasons import Reason, reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

    from rashomon.compare.statements import Said, Statement
    from rashomon.settings import Compare as Limits

# What cites a sentence: its report and place.
Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Tale:
    """Statements (by their indices) that tell one thing, and agreed values that they give it."""

    statements: frozenset[int]
    figures: tuple[Fact, ...] = ()


def alone(statements: Iterable[Said]) -> list[Fact]:
    """A fact for each statement of an event's only report."""
    return [fact(Label.SINGLE, (position([s], None),), ()) for s in statements]


def with_plain(
    typed: Sequence[Fact],
    groups: Iterable[Sequence[int]],
    statements: Sequence[Statement],
    chance: NDArray[np.float64],
    limits: Limits,
) -> list[Fact]:
    """Typed facts and the plain ones beside them, from groups of statements about one thing."""
    known = {s.key: i for i, s in enumerate(statements)}
    told = _undisputed(groups, typed, known)
    reports = [s.report for s in statements]
    whole = [settled(group, reports, chance, limits) for group in told]
    left = frozenset().union(*told).difference(*whole)
    tales, rest = _with_figures(
        map(Tale, (*whole, *(frozenset({i}) for i in sorted(left)))), typed, known, chance, limits
    )
    tales = _outermost(tales)
    contested = {key: f for f in rest if f.label in _DISPUTES for key in cites(f)}
    plain: list[Fact] = []
    shown: set[str] = set()
    for tale in sorted(tales, key=lambda t: (-len(t.statements), min(t.statements))):
        plain.append(_told(tale, statements, chance, contested, shown, limits))
        shown.add(plain[-1].text)
    kept = rest + _untold(plain, rest, limits)
    strayed = frozenset().union(*map(cites, plain)).difference(*map(cites, kept))
    return kept + alone([statements[known[key]] for key in sorted(strayed)])


def cites(fact: Fact) -> frozenset[Key]:
    """The sentences that a fact cites."""
    return frozenset((c.report, c.start) for p in fact.positions for c in p.statements)


_DISPUTES = frozenset({Label.DIFFERS, Label.CONTRADICTED})


def _undisputed(
    groups: Iterable[Sequence[int]], typed: Iterable[Fact], known: Mapping[Key, int]
) -> list[frozenset[int]]:
    """Groups without the statements that are one side of a dispute: these nobody agrees on."""
    contradicted = (cites(f) for f in typed if f.label is Label.CONTRADICTED)
    disputed = {known[key] for some in contradicted for key in some}
    rest = (frozenset(group) - disputed for group in groups)
    return [group for group in rest if group]


def _with_figures(
    tales: Iterable[Tale],
    typed: Iterable[Fact],
    known: Mapping[Key, int],
    chance: NDArray[np.float64],
    limits: Limits,
) -> tuple[list[Tale], list[Fact]]:
    """Tales with the agreed figures that they are about, and the typed facts that are left.

    A tale is about a figure if at least half of its statements give it; tales about one figure are
    one. What one origin alone says in such a tale in the same figure is no fact of its own either.
    """
    found, left = list(tales), []
    for figure in typed:
        own = frozenset(known[key] for key in cites(figure))
        same = [
            tale
            for tale in found
            if figure.label is Label.AGREED
            and 2 * len(own & tale.statements) >= len(tale.statements)
            and between(own, tale.statements, chance, limits) >= limits.no_strangers
        ]
        if not same:
            left.append(figure)
            continue
        found = [tale for tale in found if tale not in same]
        whole = own.union(*(tale.statements for tale in same))
        found.append(Tale(whole, (*(f for tale in same for f in tale.figures), figure)))

    def repeated(figure: Fact) -> bool:
        own = {known[key] for key in cites(figure)}
        return any(
            own <= tale.statements and _values((figure,)) <= _values(tale.figures)
            for tale in found
            if tale.figures
        )

    return found, [figure for figure in left if not repeated(figure)]


def _outermost(tales: Sequence[Tale]) -> list[Tale]:
    """Tales but for those that stand wholly in another, which has their figures then."""
    kept: list[Tale] = []
    for tale in sorted(tales, key=lambda t: (-len(t.statements), min(t.statements))):
        outer = next((k for k, t in enumerate(kept) if tale.statements <= t.statements), None)
        if outer is None:
            kept.append(tale)
        else:
            whole = kept[outer]
            kept[outer] = replace(whole, figures=(*whole.figures, *tale.figures))
    return kept


def _values(figures: Iterable[Fact]) -> set[str | None]:
    return {p.value for figure in figures for p in figure.positions}


def _told(
    tale: Tale,
    statements: Sequence[Statement],
    chance: NDArray[np.float64],
    contested: Mapping[Key, Fact],
    shown: AbstractSet[str],
    limits: Limits,
) -> Fact:
    """The plain fact of a tale, shown in the sentence that is most like the others and says least
    that they do not say: nobody's own view stands for all.

    If it can be, not in one that is much less like the others than another is, nor in one that
    shows another fact already, though it be of another language, nor in one that gives a value
    which is disputed (`contested`); else it says so. That another sentence names its subject costs
    it little: a pronoun misleads less than a view.
    """
    order = sorted(tale.statements)
    members = [
        replace(s, awkward=s.awkward + (s.text in shown)) for s in (statements[i] for i in order)
    ]
    alike = chance[np.ix_(order, order)].mean(axis=1)
    central = limits.central * float(alike.max())
    fitness = {
        s.key: a
        - limits.own_telling * own
        - limits.hanging * s.hangs
        - ((a < central) + (s.key in contested) + (s.text in shown))
        for s, a, own in zip(members, alike, _own(members), strict=True)
    }
    label = Label.AGREED if len({s.origin for s in members}) > 1 else Label.SINGLE
    reports = len({s.report for s in members})
    told = position(members, None, fitness)
    ordered = [next(s for s in members if s.citation == c) for c in told.statements]
    reasons: list[Reason] = []
    for p in (p for figure in tale.figures for p in figure.positions):
        given = len({c.report for c in p.statements})
        if value := _counted(p.value, ordered):
            reasons.append(reason("figure", value=value, told=given, all=reports))
    reasons += [reason for figure in tale.figures for reason in figure.reasons]
    dispute = contested.get((told.statements[0].report, told.statements[0].start))
    if label is Label.AGREED and dispute:
        reasons.append(in_dispute(dispute))
    return fact(label, (told,), tuple(reasons))


def _counted(value: str | None, members: Iterable[Statement]) -> str | None:
    """A value with what it counts, in the words of the first that says so: "2 cargo vessels".

    None for a bare count, which tells a reader nothing.
    """
    given = [q for s in members for q in s.quantities if written(q) == value]
    if any(q.dimension not in COUNTED for q in given):
        return value
    return next((f"{value} {q.of}" for q in given if q.of), None)


def _own(members: Sequence[Statement]) -> list[float]:
    """How much (0..1) of what each statement is about no other origin tells."""
    told = [terms(s) for s in members]
    found = []
    for member, mine in zip(members, told, strict=True):
        others = (t for s, t in zip(members, told, strict=True) if s.origin != member.origin)
        found.append(len(mine.difference(*others)) / max(len(mine), 1))
    return found


def _untold(plain: Iterable[Fact], typed: Sequence[Fact], limits: Limits) -> list[Fact]:
    """Plain facts but for what typed ones tell already.

    That is what one origin tells only in sentences that typed facts cite, and what several tell
    mostly in sentences that one fact cites that has a value for it.
    """
    valued = [cites(f) for f in typed if f.label is not Label.CONTRADICTED]
    cited = frozenset().union(*map(cites, typed))
    return [
        fact
        for fact in plain
        if not (
            cites(fact) <= cited
            if fact.label is Label.SINGLE
            else any(
                len(cites(fact) & whole) >= limits.mostly * len(cites(fact)) for whole in valued
            )
        )
    ]
