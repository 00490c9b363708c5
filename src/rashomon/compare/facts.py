"""Facts: statements of different origins about one thing, with the positions that they take.

Here are the measured ones, whose values agree or differ; what parties dispute is in `disputes`,
what is told or not told in `tales`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import combinations
from typing import TYPE_CHECKING

from rashomon.compare.values import (
    Value,
    apart,
    comparable,
    compared,
    equal,
    excluded,
    other_scope,
    written,
)
from rashomon.model import Fact, Label, Position
from rashomon.reasons import Reason, reason

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from rashomon.compare.statements import Said, Statement
    from rashomon.settings import Compare as Limits


def measured(
    statements: Sequence[Statement],
    given: Sequence[Value],
    groups: Iterable[Sequence[int]],
    alike: NDArray[np.float64],
    told: NDArray[np.bool_],
    limits: Limits,
) -> list[Fact]:
    """Facts on the values given in statements; `told` says which of these tell one thing.

    Values that several origins give, or that versions of one origin change; and values that one
    origin alone gives in a sentence whose matter others tell as well.
    """
    common = {i for g in groups if len({statements[i].origin for i in g}) > 1 for i in g}
    found = []
    for group in _value_groups(given, statements, alike, told, limits):
        classes = _classes(group, limits)
        origins = {statements[v.statement].origin for v in group}
        if len(origins) < 2 and len(classes) < 2:
            if any(v.statement in common for v in group):
                members = [statements[v.statement] for v in group]
                found.append(
                    fact(Label.SINGLE, (position(members, written(group[0].quantity)),), ())
                )
            continue
        positions = tuple(
            position([statements[v.statement] for v in c], written(c[0].quantity)) for c in classes
        )
        pairs = list(combinations([c[0] for c in classes], 2))
        reasons = _rising(positions, classes) or tuple(compared(a, b, limits) for a, b in pairs)
        if len(origins) < 2:
            changed = (reason("of one origin"), *reasons)
            found.append(fact(Label.SINGLE, positions, changed))
            continue
        label = Label.DIFFERS if pairs else Label.AGREED
        if any(excluded(a, b) for a, b in pairs) and len({p.as_of for p in positions}) == 1:
            label = Label.CONTRADICTED
        found.append(fact(label, positions, reasons + attributed(positions)))
    return found


def position(
    members: Sequence[Said],
    value: str | None,
    fitness: Mapping[tuple[str, int], float] | None = None,
) -> Position:
    """What some statements say alike.

    Its text is the one that is easiest to read, of these the fittest (by statements' keys), of
    these one that names its subject, and of these the first.
    """
    fit = fitness or {}
    ordered = list(members)
    if len(ordered) > 1:
        ordered.sort(key=lambda s: (s.awkward, -fit.get(s.key, 0.0), s.hangs, s.position, s.key))
    return Position(
        ordered[0].text,
        value,
        next((s.as_of for s in ordered if s.as_of), None),
        tuple(sorted({s.origin for s in members})),
        tuple(sorted({s.speaker for s in members if s.speaker})),
        tuple(dict.fromkeys(s.citation for s in ordered)),
    )


def fact(label: Label, positions: tuple[Position, ...], reasons: tuple[Reason, ...]) -> Fact:
    """A fact with an id that depends on nothing but its label and the sentences it cites."""
    cited = sorted((c.report, c.start, p.value) for p in positions for c in p.statements)
    main = max(positions, key=lambda p: len(p.origins))
    id = "f" + sha256(repr((str(label), cited)).encode()).hexdigest()[:10]
    return Fact(id, label, main.text, positions, (), (), reasons)


def attributed(positions: Iterable[Position]) -> tuple[Reason, ...]:
    """Whose word each position is, where that is said."""
    return tuple(
        reason("word of", value=p.value, names=p.witnesses)
        if p.value
        else reason("sentence of", words=p.text, names=p.witnesses)
        for p in positions
        if p.witnesses
    )


def in_dispute(fact: Fact) -> Reason:
    """That reports differ on something, and what they say."""
    return reason("in dispute", values=[p.value or p.text for p in fact.positions])


def _rising(
    positions: Sequence[Position], classes: Sequence[Sequence[Value]]
) -> tuple[Reason, ...]:
    """The reason for a count that later reports put higher: a revision, each true at its hour.

    None where a later one is lower, or it is not known of any two which was later.
    """
    steps = sorted(
        (c[0].middle, p.as_of, p.value)
        for p, c in zip(positions, classes, strict=True)
        if p.as_of and p.value and c[0].outcome
    )
    pairs = [(low, high) for (_, low, _), (_, high, _) in combinations(steps, 2)]
    if len(steps) < len(classes) or any(_earlier(high, low) for low, high in pairs):
        return ()
    if not any(_earlier(low, high) for low, high in pairs):
        return ()
    return (reason("rising", steps=[value for _, _, value in steps]),)


def _earlier(one: str, other: str) -> bool:
    """Whether a time is before another by the clock of their place, as far as both are precise."""
    shared = min(len(one), len(other), len("2025-05-20T14:00"))
    return one[:shared] < other[:shared]


def _classes(group: Iterable[Value], limits: Limits) -> list[list[Value]]:
    """Values that are the same, together."""
    classes: list[list[Value]] = []
    for value in group:
        same = next((c for c in classes if equal(c[0], value, limits)), None)
        if same is None:
            classes.append([value])
        else:
            same.append(value)
    return classes


def _value_groups(
    found: Sequence[Value],
    statements: Sequence[Statement],
    alike: NDArray[np.float64],
    told: NDArray[np.bool_],
    limits: Limits,
) -> list[list[Value]]:
    """Values about one measured thing: closest statements first, no statement twice.

    Groups join if most of their values measure the same thing and no two surely do not.
    """
    of: dict[int, list[Value]] = defaultdict(list)
    for value in found:
        of[value.statement].append(value)
    pairs = {
        (i, j)
        for (i, a), (j, b) in combinations(enumerate(found), 2)
        if statements[a.statement].report != statements[b.statement].report
        and comparable(a, b, statements, alike, told, limits)
        and not other_scope(of[a.statement], of[b.statement], limits)
    }
    order = sorted(
        pairs, key=lambda p: (-float(alike[found[p[0]].statement, found[p[1]].statement]), p)
    )
    group: dict[int, list[int]] = {i: [i] for i in range(len(found))}
    for i, j in order:
        left, right = group[i], group[j]
        if left is right:
            continue
        together = [found[k].statement for k in left + right]
        fitting = sum((min(x, y), max(x, y)) in pairs for x in left for y in right)
        clash = any(apart(found[x], found[y], statements, limits) for x in left for y in right)
        alone = len(set(together)) == len(together)
        if alone and not clash and 2 * fitting >= len(left) * len(right):
            left += right
            for k in right:
                group[k] = left
    unique = {id(g): g for g in group.values()}
    return [[found[k] for k in sorted(g)] for g in unique.values()]
