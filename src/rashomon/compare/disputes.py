"""What parties dispute: who holds a place, and what one party says and another denies.

Claims contradict each other as claims, each with whose word it is. A report that quotes both sides
contradicts nobody, so a dispute takes two reports at least; and where it is not clear that two
claims are about one thing, nothing is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rashomon.compare.facts import attributed, fact, position
from rashomon.compare.polarity import denies
from rashomon.events.represent import name_keys
from rashomon.model import Fact, Label

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from rashomon.compare.statements import Statement
    from rashomon.settings import Compare as Limits


@dataclass(frozen=True, slots=True)
class Held:
    """A claim that a party holds (or has lost) a place, in one statement (by its index).

    `actor` is as written, `party` the country it is named after where that is known.
    """

    statement: int
    actor: str
    party: str
    holds: bool
    speaker: str | None


def held(statements: Sequence[Statement], claims: Sequence[Held]) -> list[Fact]:
    """Facts on whether a party still holds ground, where reports say yes and no."""
    found = []
    for party in sorted({c.party for c in claims}):
        about = [c for c in claims if c.party == party]
        sides = [[c for c in about if c.holds is holds] for holds in (False, True)]
        positions = tuple(
            position([_said(statements, c) for c in side], value)
            for side, value in zip(sides, ("no", "yes"), strict=True)
            if side
        )
        if len({statements[c.statement].report for c in about}) < 2:
            continue
        question = f"whether {about[0].actor} still hold ground"
        if len(positions) == 2:
            reasons = (f"{question}: some say yes, some no", *attributed(positions))
            found.append(fact(Label.CONTRADICTED, positions, reasons))
        elif len(positions[0].origins) > 1:
            found.append(fact(Label.AGREED, positions, (question,)))
    return found


def rivals(
    statements: Sequence[Statement],
    claims: Sequence[Held],
    groups: Sequence[Sequence[int]],
    alike: NDArray[np.float64],
    limits: Limits,
) -> list[Fact]:
    """Facts on one place that two parties both claim to hold, each by its own word."""
    group_of = {i: number for number, group in enumerate(groups) for i in group}
    holders: dict[int, dict[str, str]] = defaultdict(dict)
    for claim in claims:
        keys = [k for k in name_keys(claim.actor) if k[0] != "_"]
        if claim.holds and keys and statements[claim.statement].speaker:
            holders[group_of[claim.statement]].setdefault(keys[-1], claim.actor)
    found = []
    numbers = sorted(holders)
    for place, one in enumerate(numbers):
        for other in numbers[place + 1 :]:
            if holders[one].keys() & holders[other].keys():
                continue
            close = max(alike[i, j] for i in groups[one] for j in groups[other])
            if close < limits.same_proposition:
                continue
            positions = tuple(
                position([statements[i] for i in groups[n]], next(iter(holders[n].values())))
                for n in (one, other)
            )
            if len({c.report for p in positions for c in p.statements}) > 1:
                reasons = ("two parties each claim to hold it", *attributed(positions))
                found.append(fact(Label.CONTRADICTED, positions, reasons))
    return found


def denied(
    statements: Sequence[Statement],
    groups: Sequence[Sequence[int]],
    alike: NDArray[np.float64],
    limits: Limits,
) -> list[Fact]:
    """Facts that one party asserts and another denies."""
    group_of = {i: number for number, group in enumerate(groups) for i in group}
    against: dict[int, set[int]] = defaultdict(set)
    for index, statement in enumerate(statements):
        if not _denies(statement):
            continue
        for target in _targets(index, statements, alike, limits):
            if group_of[target] != group_of[index]:
                against[group_of[target]].add(index)
    found = []
    for number, deniers in sorted(against.items()):
        asserting = [statements[i] for i in groups[number] if not _denies(statements[i])]
        denying = [
            statements[i]
            for n in sorted({group_of[d] for d in deniers})
            for i in groups[n]
            if i in deniers or _denies(statements[i])
        ]
        voices = {s.speaker for s in asserting} & {s.speaker for s in denying} - {None}
        if not asserting or voices or len({s.report for s in (*asserting, *denying)}) < 2:
            continue
        positions = (position(asserting, "asserted"), position(denying, "denied"))
        reasons = ("one party says so, another denies it", *attributed(positions))
        found.append(fact(Label.CONTRADICTED, positions, reasons))
    return found


def _targets(
    index: int,
    statements: Sequence[Statement],
    alike: NDArray[np.float64],
    limits: Limits,
) -> list[int]:
    """What a denial denies: the accusation just before it, and others' claims that resemble it."""
    statement = statements[index]

    def claimed(i: int) -> bool:
        other = statements[i]
        return other.cue not in (None, "deny") and other.speaker != statement.speaker

    # "She rejected that" denies what stands before it; a longer denial says what it denies.
    bare = len(statement.text.split()) <= limits.bare_denial
    before = [
        i
        for i in range(max(0, index - 2), index)
        if statements[i].report == statement.report
        and (statements[i].cue == "accuse" or (bare and claimed(i)))
    ]
    resembling = [
        i
        for i, other in enumerate(statements)
        if alike[index, i] >= limits.same_thing and claimed(i) and not _denies(other)
    ]
    return [*before[-1:], *resembling]


def _denies(statement: Statement) -> bool:
    return statement.cue == "deny" or (
        statement.cue != "accuse" and denies(statement.text, statement.language)
    )


def _said(statements: Sequence[Statement], claim: Held) -> Statement:
    return replace(statements[claim.statement], speaker=claim.speaker)
