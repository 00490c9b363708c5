"""What parties dispute: who holds a place, and what one party says and another denies.

Claims contradict each other as claims, each with whose word it is. A report that quotes both sides
contradicts nobody, so a dispute takes two reports at least; and where it is not clear that two
claims are about one thing, nothing is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from rashomon.annotate.cues import lexicon
from rashomon.compare.facts import attributed, fact, position
from rashomon.compare.matching import terms
from rashomon.events.represent import name_keys
from rashomon.model import Fact, Label
from rashomon.reasons import reason

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    from rashomon.compare.statements import Statement
    from rashomon.settings import Compare as Limits


# Cues of what is claimed to be so, and what such a claim may be: a suggestion that is rejected, or
# what should be "if they were guilty", is none.
_CLAIMING = frozenset({"say", "report", "claim", "confirm", "accuse", "write"})
_OF_FACT = frozenset({"happened", "alleged"})


@dataclass(frozen=True, slots=True)
class Held:
    """A claim that a party holds (or has lost) a place, in one statement (by its index).

    `actor` is as written, `party` the country it is named after where that is known. `site` is what
    is held, where that is a dam, a bridge or the like, which only one party can hold; None for
    land, which can be held in parts.
    """

    statement: int
    actor: str
    party: str
    holds: bool
    speaker: str | None
    site: str | None = None


def held(statements: Sequence[Statement], claims: Sequence[Held]) -> list[Fact]:
    """Facts on whether a party still holds ground, where reports say yes and no."""
    found = []
    land = [c for c in claims if c.site is None]
    for party in sorted({c.party for c in land}):
        about = [c for c in land if c.party == party]
        sides = [[c for c in about if c.holds is holds] for holds in (False, True)]
        reports = {statements[c.statement].report for c in about}
        if len(reports) < 2 or not all(sides):
            continue
        positions = tuple(
            position([_said(statements, c) for c in side], value)
            for side, value in zip(sides, ("no", "yes"), strict=True)
        )
        question = reason("hold ground", name=about[0].actor)
        found.append(fact(Label.CONTRADICTED, positions, (question, *attributed(positions))))
    return found


def rivals(
    statements: Sequence[Statement],
    claims: Sequence[Held],
    groups: Sequence[Sequence[int]],
    alike: NDArray[np.float64],
    limits: Limits,
) -> list[Fact]:
    """Facts on a site that two parties are said to hold at once.

    Claims are on one site where one of each party's resembles one of the other's.
    """
    parties = _parties([c for c in claims if c.site is not None and c.holds], groups)
    found = []
    for left, right in combinations(parties, 2):
        close = max(alike[a.statement, b.statement] for a in left for b in right)
        reports = {statements[c.statement].report for c in (*left, *right)}
        if close < limits.same_proposition or len(reports) < 2:
            continue
        plainest = [min(s, key=lambda c: statements[c.statement].awkward) for s in (left, right)]
        positions = tuple(
            position([_said(statements, c) for c in side], best.actor)
            for side, best in zip((left, right), plainest, strict=True)
        )
        rivalry = reason("two hold", name=plainest[0].site or "")
        reasons = (rivalry, *attributed(positions))
        found.append(fact(Label.CONTRADICTED, positions, reasons))
    return found


def _parties(claims: Sequence[Held], groups: Sequence[Sequence[int]]) -> list[list[Held]]:
    """Claims by the party that they name: one name, or statements of one fact, mean one party.

    The last name in "border guards of the Republic of Taldova" tells whose they are; a party that
    has no name ("his engineers") is known only by statements of the same fact.
    """
    group_of = {i: number for number, group in enumerate(groups) for i in group}
    parties: list[tuple[set[str | int], list[Held]]] = []
    for claim in claims:
        named = [
            key for word in claim.actor.split() if word[:1].isupper() for key in name_keys(word)
        ]
        marks: set[str | int] = {group_of[claim.statement], *named[-1:]}
        members = [claim]
        apart = []
        for known, others in parties:
            if known & marks:
                marks |= known
                members = others + members
            else:
                apart.append((known, others))
        parties = [*apart, (marks, members)]
    return [members for marks, members in parties if any(isinstance(m, str) for m in marks)]


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
        if not statement.denies:
            continue
        for target in _targets(index, statements, alike, limits):
            if group_of[target] != group_of[index]:
                against[group_of[target]].add(index)
    found = []
    for number, deniers in sorted(against.items()):
        asserting = [statements[i] for i in groups[number] if not statements[i].denies]
        denying = [
            statements[i]
            for n in sorted({group_of[d] for d in deniers})
            for i in groups[n]
            if i in deniers or statements[i].denies
        ]
        one_voice = _named(asserting) & _named(denying)
        if not asserting or one_voice or len({s.report for s in (*asserting, *denying)}) < 2:
            continue
        positions = (position(asserting, "asserted"), position(denying, "denied"))
        reasons = (reason("denied"), *attributed(positions))
        found.append(fact(Label.CONTRADICTED, positions, reasons))
    return found


def _targets(
    index: int,
    statements: Sequence[Statement],
    alike: NDArray[np.float64],
    limits: Limits,
) -> list[int]:
    """What a denial denies: the accusation just before it, and the claim of others most like it.

    Of that it must be known who denies it, and it must name someone or something that it names too,
    and tell more of it than the name: likeness alone joins any two claims of a long dispute, whose
    other claims are less like it.
    """
    statement = statements[index]

    def claimed(i: int) -> bool:
        other = statements[i]
        return other.cue in _CLAIMING and other.speaker != statement.speaker

    # "She rejected that" denies what stands before it; a longer denial says what it denies.
    length = len(statement.text.split())
    before = [
        i
        for i in range(max(0, index - 2), index)
        if statements[i].report == statement.report
        and (
            (length <= limits.short_denial and statements[i].cue == "accuse")
            or (length <= limits.bare_denial and claimed(i))
        )
    ]
    resembling = [
        i
        for i, other in enumerate(statements)
        if statement.speaker is not None
        and alike[index, i] >= limits.same_thing
        and claimed(i)
        and statement.ids & other.ids
        and _matter(statement, other)
        and not other.denies
        and (other.polarity == "asserted" or other.cue == "accuse")
        and other.modality in _OF_FACT
    ]
    nearest = sorted(resembling, key=lambda i: (-alike[index, i], i))[:1]
    return [*before[-1:], *nearest]


def _matter(denial: Statement, claim: Statement) -> bool:
    """Whether two statements have more in common than names; of two languages, it is not known."""
    known = lexicon(denial.language)
    if denial.language != claim.language or known is None:
        return True
    names = denial.marks | claim.marks
    common = (term.partition(":")[2] for term in (terms(denial) & terms(claim)) - denial.ids)
    return any(
        not known.among("breaks", word)
        and not any(f"name {key}" in names for key in name_keys(word))
        for word in common
    )


def _named(statements: Iterable[Statement]) -> set[str]:
    """Keys of whose word statements are: "Roy S. Moore" and "Moore's campaign" share one."""
    return {key for s in statements if s.speaker for key in (s.speaker, *name_keys(s.speaker))}


def _said(statements: Sequence[Statement], claim: Held) -> Statement:
    return replace(statements[claim.statement], speaker=claim.speaker)
