"""What one report tells in two ways: tens of thousands here, hundreds of thousands there.

Shown as such, and never as a dispute, for which it takes two origins. Only orders of magnitude are
held against each other: two exact counts of one report are nearly always of two things (the dead of
two days, the whole and a part). None of 1,405 real reports (BSNLP, BASIL, NewsWCL50) is said to do
this.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from rashomon.compare.facts import attributed, fact, position
from rashomon.compare.matching import common_words
from rashomon.compare.values import heads, values, written
from rashomon.events.represent import name_keys
from rashomon.model import Label
from rashomon.reasons import reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.compare.statements import Statement
    from rashomon.compare.values import Value
    from rashomon.model import Fact, Quantity, Text
    from rashomon.settings import Compare as Limits


def within(statements: Sequence[Statement], limits: Limits) -> tuple[Fact, ...]:
    """For each report the orders of magnitude that it gives for one thing and that exclude each
    other, each with its sentences and whose word it is."""
    of: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        of[statement.report].append(statement)
    found: dict[tuple[str, ...], Fact] = {}
    for report in sorted(of):
        if sum(rough(q) for s in of[report] for q in s.quantities) > 1:
            for told in _of_one(report, of[report], limits):
                # Of copies, the first stands for all.
                found.setdefault(tuple(p.text for p in told.positions), told)
    return tuple(found.values())


def may(text: Text) -> bool:
    """Whether a report gives two orders of magnitude at all: most do not, and need no look."""
    return len({(q.low, q.high) for q in text.reading.quantities if rough(q)}) > 1


def rough(quantity: Quantity) -> bool:
    """Whether a quantity is an order of magnitude of something counted ("tens of thousands")."""
    return (
        quantity.dimension in ("count", "people")
        and quantity.value is None
        and quantity.bound == "~"
        and quantity.change == "="
    )


def _of_one(report: str, said: Sequence[Statement], limits: Limits) -> list[Fact]:
    given = [v for v in values(said, range(len(said)), limits) if rough(v.quantity)]
    words = common_words(said, limits)

    def clash(a: Value, b: Value) -> bool:
        one, other = said[a.statement], said[b.statement]
        return (
            (a.high <= b.low or b.high <= a.low)
            and a.statement != b.statement
            and one.denies == other.denies
            and _of_one_thing(a, b)
            and not _elsewhere(a, b, one, other)
            and not _at_two_times(one, other)
            and float(words[a.statement, b.statement]) >= limits.within_words
        )

    found = []
    told: set[int] = set()
    for a, b in combinations(given, 2):
        if clash(a, b) and not {a.statement, b.statement} & told:
            told |= {a.statement, b.statement}
            low, high = sorted((a, b), key=lambda v: v.low)
            sides = tuple(position([said[v.statement]], written(v.quantity)) for v in (low, high))
            both = reason(
                "within", report=report, values=[written(v.quantity) for v in (low, high)]
            )
            found.append(fact(Label.SINGLE, sides, (both, *attributed(sides))))
    return found


def _of_one_thing(a: Value, b: Value) -> bool:
    """Whether the same is said of those counted, or at least the same kind of thing is."""
    if a.outcome or b.outcome:
        return a.outcome == b.outcome
    return bool(heads(a.quantity) & heads(b.quantity))


def _elsewhere(a: Value, b: Value, one: Statement, other: Statement) -> bool:
    """Whether two values may be of two places, known or not, that their own sentences name."""
    left, right = _named(a, one), _named(b, other)
    return bool(left and right and not left & right)


def _named(value: Value, statement: Statement) -> frozenset[str]:
    named = set(name_keys(statement.text))
    return frozenset(key for key in value.where if key.removeprefix("?") in named)


def _at_two_times(one: Statement, other: Statement) -> bool:
    """Whether two sentences name different years or days: each may be true at its own."""
    days = [{day.value for day in s.days} for s in (one, other)]
    years = one.years, other.years
    return any(bool(a and b and not a & b) for a, b in (days, years))
