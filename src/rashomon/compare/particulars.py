"""Particulars of one thing that its reports tell otherwise: its day, its hour, where it lies, what
it costs in which currency.

Read only from statements that are about one thing, and only where each names but one day, one time
of day, one bearing of the same place or one sum; days, hours and sums far apart are of two things.
Never called a contradiction: what resembles one may be another act of the same kind.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from rashomon.compare.facts import attributed, fact, position
from rashomon.compare.values import written
from rashomon.events.represent import name_keys
from rashomon.language.forms import Phrases, expand, tokens
from rashomon.language.packs import section
from rashomon.model import Fact, Label
from rashomon.reasons import reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rashomon.compare.statements import Clock, Day, Statement
    from rashomon.model import Quantity
    from rashomon.settings import Compare as Limits

POINTS = ("n", "ne", "e", "se", "s", "sw", "w", "nw")


class Bearing(NamedTuple):
    """Where something lies from a place: at which of POINTS from it, and the words that say so.

    `place` is the key of its name.
    """

    place: str
    point: str
    written: str


def particulars(
    statements: Sequence[Statement], groups: Iterable[Sequence[int]], limits: Limits
) -> list[Fact]:
    """Facts on days, times of day, bearings and sums (in other currencies) that statements of one
    thing give differently."""
    found = []
    for group in groups:
        members = [statements[i] for i in group]
        dated = [(s, s.days[0]) for s in members if len(s.days) == 1]
        if _near([day for _, day in dated], limits):
            found.append(_told((s, day.value[5:], day.written) for s, day in dated))
        timed = [(s, s.clocks[0]) for s in members if len(s.clocks) == 1]
        if _close([clock for _, clock in timed], limits):
            found.append(_told((s, str(clock.minutes), clock.written) for s, clock in timed))
        paid = [(s, sums[0]) for s in members if len(sums := _sums(s)) == 1]
        if _in_currencies([quantity for _, quantity in paid], limits):
            found.append(_told((s, f"{q.unit} {q.value}", written(q)) for s, q in paid))
        lying: dict[str, list[tuple[Statement, str, str]]] = defaultdict(list)
        for statement in members:
            if len(named := bearings(statement.raw, statement.language)) == 1:
                lying[named[0].place].append((statement, named[0].point, named[0].written))
        found += [
            _told(some) for some in lying.values() if len({point for _, point, _ in some}) > 1
        ]
    return [f for f in found if len({o for p in f.positions for o in p.origins}) > 1]


def bearings(sentence: str, language: str | None) -> tuple[Bearing, ...]:
    """The bearings in a sentence: "150 nautical miles west of Aden".

    The words are data (`[bearings]` in the packs' `statements.toml`).
    """
    known = _points(language)
    stream = tokens(sentence)
    found: list[Bearing] = []
    index = 0
    while index < len(stream):
        start, hit = stream[index].start, known.at(stream, index)
        # Past the whole of "south-east of", which has "east of" in it.
        index = hit[0] if hit is not None else index + 1
        if hit is not None and index < len(stream) and stream[index].capital:
            name = stream[index]
            keys = name_keys(sentence[name.start : name.end])
            found += (Bearing(key, hit[1], sentence[start : name.end]) for key in keys)
    return tuple(found)


@cache
def _points(language: str | None) -> Phrases[str]:
    pack = section(language, "statements")
    words = pack.get("bearings", {})
    return Phrases(
        (form, point)
        for point in POINTS
        for form in expand(words.get(point, ()), pack.get("endings", {}))
    )


def _sums(statement: Statement) -> list[Quantity]:
    """The sums of money in a statement, but for rates ("a year") and ranges."""
    return [
        q
        for q in statement.quantities
        if q.dimension == "money" and q.value and q.unit and q.unit.isalpha()
    ]


def _in_currencies(sums: Sequence[Quantity], limits: Limits) -> bool:
    """Whether sums are of several currencies, and so close that one may be meant; rates of exchange
    are not known here."""
    values = [q.value for q in sums if q.value]
    several = len({q.unit for q in sums}) > 1
    return several and max(values) <= limits.value_ratio * min(values)


def _near(days: Sequence[Day], limits: Limits) -> bool:
    """Whether days differ, and lie so close to each other that one thing may be meant."""
    if len({day.value[:4] for day in days} - {"XXXX"}) > 1:
        return False
    # A year that nobody names matters only for leap years.
    known = {date.fromisoformat(f"2000{day.value[4:]}") for day in days}
    return len(known) > 1 and all(
        abs((a - b).days) <= limits.days_apart for a, b in combinations(known, 2)
    )


def _close(clocks: Sequence[Clock], limits: Limits) -> bool:
    """Whether times of day differ, by no more than one thing may; not if one names its zone."""
    known = {clock.minutes for clock in clocks}
    return (
        len(known) > 1
        and not any(clock.zoned for clock in clocks)
        and max(known) - min(known) <= 60 * limits.hours_apart
    )


def _told(given: Iterable[tuple[Statement, str, str]]) -> Fact:
    """The fact on what statements give: each with a value and the words for it."""
    sides: dict[str, list[Statement]] = defaultdict(list)
    words: dict[str, str] = {}
    for statement, value, said in given:
        sides[value].append(statement)
        words.setdefault(value, said)
    positions = tuple(position(sides[value], words[value]) for value in sorted(sides))
    given_as = reason("given otherwise", values=[words[value] for value in sorted(sides)])
    return fact(Label.DIFFERS, positions, (given_as, *attributed(positions)))
