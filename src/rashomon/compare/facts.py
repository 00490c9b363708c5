"""Facts: statements of different origins about one thing, with the positions that they take.

Three kinds are built apart, because they can clash in different ways: measured values, claims on
who holds a place, and statements as such, which agree or are denied.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import combinations
from typing import TYPE_CHECKING

from rashomon.compare.values import Value, comparable, compared, equal, excluded, values, written
from rashomon.model import Fact, Label, Position

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from rashomon.compare.statements import Statement
    from rashomon.settings import Compare as Limits


@dataclass(frozen=True, slots=True)
class Held:
    """A claim that an actor holds (or has lost) a place, in one statement (by its index)."""

    statement: int
    actor: str
    place: str | None
    holds: bool
    speaker: str | None


def measured(
    statements: Sequence[Statement], alike: NDArray[np.float64], limits: Limits
) -> list[Fact]:
    """Facts on values that at least two origins give."""
    found = []
    for group in _value_groups(values(statements), statements, alike, limits):
        if len({statements[v.statement].origin for v in group}) < 2:
            continue
        classes: list[list[Value]] = []
        for value in group:
            same = next((c for c in classes if equal(c[0], value, limits)), None)
            if same is None:
                classes.append([value])
            else:
                same.append(value)
        positions = tuple(
            _position([statements[v.statement] for v in c], written(c[0])) for c in classes
        )
        pairs = list(combinations([c[0] for c in classes], 2))
        label = Label.AGREED if len(classes) == 1 else Label.DIFFERS
        if any(excluded(a, b) for a, b in pairs) and _same_time(positions):
            label = Label.CONTRADICTED
        reasons = tuple(compared(a, b) for a, b in pairs) + _attributed(positions)
        found.append(_fact(label, positions, reasons))
    return found


def held(statements: Sequence[Statement], claims: Sequence[Held]) -> list[Fact]:
    """Facts on whether an actor holds a place, where reports say both yes and no."""
    found = []
    subjects = sorted({(c.actor, c.place or "") for c in claims})
    for actor, place in subjects:
        about = [c for c in claims if (c.actor, c.place or "") == (actor, place)]
        yes = [c for c in about if c.holds]
        no = [c for c in about if not c.holds]
        if len({statements[c.statement].report for c in about}) < 2:
            continue
        positions = tuple(
            _position([replace(statements[c.statement], speaker=c.speaker) for c in side], value)
            for side, value in ((no, "no"), (yes, "yes"))
            if side
        )
        where = f" in {place}" if place else ""
        if yes and no:
            reason = f"whether {actor} still holds ground{where}: some say yes, some no"
            found.append(_fact(Label.CONTRADICTED, positions, (reason, *_attributed(positions))))
        elif len({statements[c.statement].origin for c in about}) > 1:
            reason = f"whether {actor} still holds ground{where}"
            found.append(_fact(Label.AGREED, positions, (reason,)))
    return found


def told(
    statements: Sequence[Statement],
    groups: Iterable[Sequence[int]],
    alike: NDArray[np.float64],
    limits: Limits,
) -> list[Fact]:
    """A fact for each group of statements; what one party denies and another asserts clashes."""
    found = []
    for group in groups:
        members = [statements[i] for i in group]
        denied = [s for s in members if s.polarity == "denied"]
        asserted = [s for s in members if s.polarity == "asserted"]
        origins = {s.origin for s in members}
        close = any(
            alike[i, j] >= limits.same_proposition
            for i in group
            for j in group
            if statements[i].polarity == "denied" and statements[j].polarity == "asserted"
        )
        apart = {s.speaker for s in denied}.isdisjoint({s.speaker for s in asserted})
        if denied and asserted and close and apart and len({s.report for s in members}) > 1:
            positions = (_position(asserted, "asserted"), _position(denied, "denied"))
            found.append(_fact(Label.CONTRADICTED, positions, _attributed(positions)))
        else:
            label = Label.AGREED if len(origins) > 1 else Label.SINGLE
            found.append(_fact(label, (_position(members, None),), ()))
    return found


def _value_groups(
    found: Sequence[Value],
    statements: Sequence[Statement],
    alike: NDArray[np.float64],
    limits: Limits,
) -> list[list[Value]]:
    """Values about one measured thing: closest statements first, one thing of a statement each."""
    pairs = sorted(
        (
            (-float(alike[a.statement, b.statement]), i, j)
            for (i, a), (j, b) in combinations(enumerate(found), 2)
            if statements[a.statement].report != statements[b.statement].report
            and comparable(a, b, statements, alike, limits)
        ),
    )
    group: dict[int, list[int]] = {i: [i] for i in range(len(found))}
    for _, i, j in pairs:
        left, right = group[i], group[j]
        if left is right:
            continue
        together = [found[k].statement for k in left + right]
        fits = len(set(together)) == len(together) and all(
            comparable(found[x], found[y], statements, alike, limits) for x in left for y in right
        )
        if fits:
            left += right
            for k in right:
                group[k] = left
    unique = {id(g): g for g in group.values()}
    return [[found[k] for k in sorted(g)] for g in unique.values() if len(g) > 1]


def _position(members: Sequence[Statement], value: str | None) -> Position:
    ordered = sorted(members, key=lambda s: (s.position, s.key))
    return Position(
        ordered[0].text,
        value,
        next((s.as_of for s in ordered if s.as_of), None),
        tuple(sorted({s.origin for s in members})),
        tuple(sorted({s.speaker for s in members if s.speaker})),
        tuple(s.citation for s in sorted(members, key=lambda s: s.key)),
    )


def _fact(label: Label, positions: tuple[Position, ...], reasons: tuple[str, ...]) -> Fact:
    cited = sorted((c.report, c.start) for p in positions for c in p.statements)
    main = max(positions, key=lambda p: len(p.origins))
    id = "f" + sha256(repr((str(label), cited)).encode()).hexdigest()[:10]
    return Fact(id, label, main.text, positions, (), (), reasons)


def _same_time(positions: Iterable[Position]) -> bool:
    return len({p.as_of for p in positions}) == 1


def _attributed(positions: Iterable[Position]) -> tuple[str, ...]:
    """Whose word each position is, where that is said."""
    return tuple(
        f"{p.value or p.text}: the word of {', '.join(p.witnesses)}"
        for p in positions
        if p.witnesses
    )
