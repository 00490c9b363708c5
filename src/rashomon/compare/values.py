"""Measured things that several statements give a value for, and how the values stand.

Two quantities measure the same thing if they have one dimension, count the same kind of thing, at
the same place and in the same year, and stand in statements that resemble each other. Values far
apart are taken for two things rather than for a contradiction.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, TypeVar

from rashomon.annotate.units import spell, to_base
from rashomon.compare.outcomes import outcome, partial, uncounted
from rashomon.events.represent import name_keys
from rashomon.reasons import Reason, reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from rashomon.compare.statements import Statement
    from rashomon.model import Quantity
    from rashomon.settings import Compare as Limits

T = TypeVar("T")

_WORD = re.compile(r"\w[\w'’-]*")
_DESIGNATION = re.compile(r"\b([A-Z]{1,3})[ -]?(\d+)s?\b")
_CLAUSE_END = re.compile(r"[;:!?()]|[.](?:\s|$)")
# Dimensions whose values are comparable at all; durations and ages go with their sentences.
_MEASURED = frozenset(
    {
        "count",
        "people",
        "money",
        "area",
        "length",
        "mass",
        "volume",
        "speed",
        "temperature",
        "share",
        "magnitude",
        "energy",
        "power",
        "data",
    }
)
# Those that count, rather than measure.
COUNTED = frozenset({"count", "people"})
# The unit of "half of them", which readers see as 50%.
_SHARE = "dimensionless"
_BOUNDS = {"=": "", "~": "about ", "<": "less than ", ">": "more than "}


@dataclass(frozen=True, slots=True)
class Value:
    """One quantity in one statement (by its index), in its dimension's base unit.

    `unit` is the number of its statement's unit (see `matching.units`); `outcome` is what is said
    to have happened to what is counted ("dead", "displaced"), if known; `where` keys of the place
    nearest to it; `sole` whether its report gives no other value of its dimension and unit for
    the same year; `beside` keys of names behind it that stand behind no other measure of its report
    ("$43,000 on a Corva watch"); `part` whether it counts but some of those told of; `vague`
    whether its sentence has another number that may count the same kind of thing; `bare` other
    numbers beside a plain count, of what is not said ("11 goals, eight of them"). `here` and `also`
    are the different values that its sentence and its report give for what may be the same kind of
    thing.
    """

    statement: int
    unit: int
    quantity: Quantity
    outcome: str | None
    where: frozenset[str]
    low: float
    high: float
    base: str | None
    sole: bool = True
    beside: frozenset[str] = frozenset()
    part: bool = False
    vague: bool = False
    bare: frozenset[float] = frozenset()
    here: frozenset[float] = frozenset()
    also: frozenset[float] = frozenset()

    @property
    def alone(self) -> bool:
        """Whether its sentence gives no different value of its dimension and unit."""
        return not self.here

    @property
    def middle(self) -> float:
        """The value, or the middle of its range."""
        return (self.low + self.high) / 2


def values(statements: Sequence[Statement], units: Sequence[int], limits: Limits) -> list[Value]:
    """All values that can be compared, with the unit of each statement."""
    found = []
    for index, (statement, unit) in enumerate(zip(statements, units, strict=True)):
        bare = _uncounted(statement)
        for quantity in statement.quantities:
            low = quantity.value if quantity.value is not None else quantity.low
            high = quantity.value if quantity.value is not None else quantity.high
            if quantity.dimension not in _MEASURED or low is None or high is None:
                continue
            base = quantity.unit
            if quantity.unit and (converted := to_base(low, quantity.unit)):
                low, base = converted
                high = (to_base(high, quantity.unit) or (high, base))[0]
            told = _of(outcome, statement, quantity) if _counts(quantity) else None
            near = _nearest(statement, quantity)
            part = _counts(quantity) and _of(partial, statement, quantity)
            plain = _counts(quantity) and told is None
            others = frozenset(n for n in bare if plain and not low <= n <= high)
            found.append(
                Value(index, unit, quantity, told, near, low, high, base, part=part, bare=others)
            )
    named = [_behind(statements[v.statement], v.quantity) for v in found]
    often = Counter(
        (statements[v.statement].report, _kind(v), key)
        for v, keys in zip(found, named, strict=True)
        for key in keys
    )
    of_report: dict[str, list[Value]] = {}
    for value in found:
        of_report.setdefault(statements[value.statement].report, []).append(value)
    return [
        replace(
            v,
            sole=_sole(v, own, statements),
            beside=frozenset(
                k for k in keys if often[statements[v.statement].report, _kind(v), k] == 1
            ),
            vague=any(_confused(v, o) for o in own if o.statement == v.statement),
            here=_others(v, (o for o in own if o.statement == v.statement), limits),
            also=_others(v, (o for o in own if _countable(o, v)), limits),
        )
        for v, keys in zip(found, named, strict=True)
        for own in (of_report[statements[v.statement].report],)
    ]


def _others(value: Value, told: Iterable[Value], limits: Limits) -> frozenset[float]:
    """Values of one measure that are not a value, nor that value rounded."""
    return frozenset(
        v.middle
        for v in told
        if (_kind(v), v.base) == (_kind(value), value.base)
        and not (v.outcome and value.outcome and v.outcome != value.outcome)
        and not _near(v.middle, value.middle, limits.rounded)
    )


def _confused(value: Value, other: Value) -> bool:
    """Whether another number of its sentence may count what a plain count does."""
    if not _kind(value) == _kind(other) == "count" or value.outcome or other.outcome:
        return False
    left, right = heads(value.quantity), heads(other.quantity)
    same = not left or not right or bool(left & right)
    return same and value.middle != other.middle


def _countable(one: Value, other: Value) -> bool:
    """Whether two values may count the same kind of thing."""
    known = one.outcome or other.outcome or _kind(one) != "count"
    return bool(known or heads(one.quantity) & heads(other.quantity))


def _behind(statement: Statement, quantity: Quantity) -> frozenset[str]:
    """Keys of names between a measure and the next quantity or the end of its clause."""
    if _counts(quantity):
        return frozenset()
    begin = quantity.end - statement.start
    starts = (q.start - statement.start for q in statement.quantities)
    end = min((s for s in starts if s >= begin), default=len(statement.raw))
    stretch = _CLAUSE_END.split(statement.raw[begin:end], maxsplit=1)[0]
    return frozenset(key for w in _WORD.findall(stretch) if w[0].isupper() for key in name_keys(w))


def _sole(value: Value, own: Iterable[Value], statements: Sequence[Statement]) -> bool:
    """Whether a report gives no other value of a measure; `own` are all that it gives."""
    return not any(
        not _other_years(statements[v.statement], statements[value.statement])
        and (_kind(v), v.base) == (_kind(value), value.base)
        and v.middle != value.middle
        for v in own
    )


def _counts(quantity: Quantity) -> bool:
    return quantity.dimension in COUNTED


def _of(
    asked: Callable[[str, int, int, str | None], T], statement: Statement, quantity: Quantity
) -> T:
    """What the words around a quantity tell of it."""
    start, end = quantity.start - statement.start, quantity.end - statement.start
    return asked(statement.raw, start, end, statement.language)


def _uncounted(statement: Statement) -> frozenset[float]:
    """Numbers of a statement that are no quantities: "11 goals, eight of them since May"."""
    first = statement.start
    measured = [(q.start - first, q.end - first) for q in statement.quantities]
    if not measured:
        return frozenset()
    return uncounted(statement.raw, measured, statement.language)


def _nearest(statement: Statement, quantity: Quantity) -> frozenset[str]:
    """The place that stands nearest to a quantity in its sentence, else those of the statement."""
    start, end = quantity.start - statement.start, quantity.end - statement.start
    places = [
        (max(found.start() - end, start - found.end(), 0), key)
        for found in _WORD.finditer(statement.raw)
        for name in name_keys(found[0])
        for key in (name, f"?{name}")
        if key in statement.where
    ]
    return frozenset({min(places)[1]}) if places else statement.where


def apart(a: Value, b: Value, statements: Sequence[Statement], limits: Limits) -> bool:
    """Whether two values surely measure different things: by dimension, outcome, place or year."""
    one, other = statements[a.statement], statements[b.statement]
    return (
        (_kind(a), a.base, a.quantity.change) != (_kind(b), b.base, b.quantity.change)
        or bool(a.outcome and b.outcome and a.outcome != b.outcome)
        or (
            # What one text took from another is of one thing, whatever stands around it.
            a.unit != b.unit
            and not _one_name(a, b, one, other, limits)
            and (
                _elsewhere(a, b, one, other, limits)
                or _other_years(one, other)
                or not _near(a.middle, b.middle, limits.value_ratio)
                # One sentence that gives both gives them of two things.
                or any(_given(a, others, limits) for others in (b.here, b.bare))
                or any(_given(b, others, limits) for others in (a.here, a.bare))
            )
        )
    )


def _given(value: Value, others: Iterable[float], limits: Limits) -> bool:
    return any(_near(value.middle, other, limits.rounded) for other in others)


def elsewhere(a: Value, b: Value, statements: Sequence[Statement], limits: Limits) -> bool:
    """Whether two values of one measure are surely of two places or years; of places this is not
    sure where neither sentence names one itself."""
    one, other = statements[a.statement], statements[b.statement]
    if _one_name(a, b, one, other, limits):
        return False
    named = not (one.inherits and other.inherits)
    return (named and _elsewhere(a, b, one, other, limits)) or _other_years(one, other)


def measure(value: Value) -> tuple[str, ...]:
    """What a value measures, as far as that is one thing; empty for plain counts."""
    kind = _kind(value)
    if kind == "count":
        return (kind, value.outcome) if value.outcome else ()
    return (kind, value.base or "")


def _other_years(one: Statement, other: Statement) -> bool:
    return bool(one.years and other.years and not one.years & other.years)


def _one_name(a: Value, b: Value, one: Statement, other: Statement, limits: Limits) -> bool:
    """Whether two measures are close, and alone of their reports' stand before one name.

    "$5,600 at the Halm spa", "$5,700 on the Halm spa"; not if both sentences name other years.
    """
    named = [{year for year in s.years if year in s.raw} for s in (one, other)]
    years_apart = all(named) and not named[0] & named[1]
    return bool(a.beside & b.beside) and _close(a, b, limits) and not years_apart


def _close(a: Value, b: Value, limits: Limits) -> bool:
    return abs(a.middle - b.middle) <= limits.close_value * max(a.middle, b.middle)


def _elsewhere(a: Value, b: Value, one: Statement, other: Statement, limits: Limits) -> bool:
    """Whether two values are of different places.

    The nearest place decides where a report gives several values ("30 in one town, 12 in another");
    the only one of its kind is of any place that its statement names. The only area or sum in each
    of two reports is hardly of two places where the figures are close: one sentence may name but
    the seat of the agency that measured.
    """
    if _only(a, b) and _close(a, b, limits):
        return False
    left = one.where if a.sole else a.where
    right = other.where if b.sole else b.where
    if left & right:
        return False
    known = [{key for key in keys if not key.startswith("?")} for keys in (left, right)]
    # A place that nobody knows may lie within one that is known: "Avenue Montaigne", "Paris".
    return all(known) or (not any(known) and bool(left and right))


def comparable(
    a: Value,
    b: Value,
    statements: Sequence[Statement],
    alike: NDArray[np.float64],
    told: NDArray[np.bool_],
    limits: Limits,
) -> bool:
    """Whether two values, of different statements, measure the same thing.

    Nothing may set them apart; then their statements must resemble each other, and less so where
    the values are the same: chance seldom repeats a figure. Where the statements are not `told` as
    one thing, different values must be near each other or tolls, and no report may give both.
    """
    likeness = float(alike[a.statement, b.statement])
    least = min(limits.same_figure, limits.same_measure, limits.same_count)
    if likeness < least and (not a.outcome or a.outcome != b.outcome):
        return False
    if apart(a, b, statements, limits) or _spans(a, b) or _spans(b, a):
        return False
    if (a.part or b.part) and not equal(a, b, limits):
        return False
    one_thing = a.unit == b.unit or told[a.statement, b.statement]
    if not one_thing and not equal(a, b, limits):
        tolls = a.outcome is not None and a.outcome == b.outcome
        far = not (tolls or _near(a.middle, b.middle, limits.near_value))
        if far or _given(a, b.also, limits) or _given(b, a.also, limits):
            return False
    one, other = statements[a.statement], statements[b.statement]
    if _one_name(a, b, one, other, limits):
        return likeness >= limits.same_figure
    same = _same_thing(a, b, one, other)
    if likeness >= limits.same_thing and same is not True and _people(a) and _people(b):
        # "Four robbers", "three thieves": the only people that each of two sentences counts.
        same = (a.alone and b.alone and a.outcome == b.outcome) or same
    if a.outcome and a.outcome == b.outcome:
        # The dead of one town are one toll, however the sentences around them differ.
        here = statements[a.statement].where & statements[b.statement].where
        return likeness >= limits.same_figure or bool(here)
    if equal(a, b, limits):
        # Few things ("two sessions", "two countries") are often as many by chance.
        few = _kind(a) == "count" and a.middle <= limits.few
        return likeness >= limits.same_figure and (same is True if few else same is not False)
    if _kind(a) == "count":
        return likeness >= limits.same_count and same is True and not (a.vague or b.vague)
    if _kind(a) == "magnitude":
        # An aftershock is told much like its earthquake.
        shocks = abs(a.middle - b.middle) > limits.magnitude_apart
        return likeness >= limits.same_thing and not shocks
    if _kind(a) not in ("area", "money") and not (a.alone and b.alone):
        # "17 percent for one, 14 for the other": which of them is meant?
        return False
    # Where each report measures but one area, or names one sum, they are likely of one thing.
    return likeness >= (limits.same_figure if _only(a, b) else limits.same_measure)


def other_scope(some: Iterable[Value], others: Sequence[Value], limits: Limits) -> bool:
    """Whether two sentences measure or count several things alike, and each otherwise: then they
    are of two times or parts ("33 goals in 157 games", "13 goals in 54 games")."""
    told: set[frozenset[str]] = set()
    for a, b in product(some, others):
        if a.outcome or b.outcome or (_kind(a), a.base) != (_kind(b), b.base):
            continue
        if equal(a, b, limits):
            return False
        named = heads(a.quantity) & heads(b.quantity)
        if named or _kind(a) != "count":
            told.add(named or frozenset({_kind(a)}))
    return len(told) > 1


def _people(value: Value) -> bool:
    return value.quantity.dimension == "people"


def _only(a: Value, b: Value) -> bool:
    return _kind(a) in ("area", "money") and a.sole and b.sole


def _spans(order: Value, other: Value) -> bool:
    """Whether one is an order of magnitude that the other is of: "hundreds", 800."""
    told = order.quantity
    if told.low is None or told.high != 10 * told.low or told.bound != "~":
        return False
    inside = order.low <= other.low and other.high <= order.high
    return inside and (other.low, other.high) != (order.low, order.high)


def equal(a: Value, b: Value, limits: Limits) -> bool:
    """Whether two comparable values are the same once converted.

    Where they had to be, one may be the other rounded: "nine miles" is 15 km.
    """
    if a.quantity.unit != b.quantity.unit and a.low == a.high and b.low == b.high:
        gap = abs(a.low - b.low)
        rounded = max(_rounding(a), _rounding(b))
        if gap <= min(rounded, limits.same_converted * max(abs(a.low), abs(b.low))):
            return True
    return abs(a.low - b.low) <= limits.same_value * max(abs(a.low), abs(b.low)) and abs(
        a.high - b.high
    ) <= limits.same_value * max(abs(a.high), abs(b.high))


def _rounding(value: Value) -> float:
    """Half of the last place that a figure shows, in the base unit."""
    figure = value.quantity.value
    if not figure:
        return 0.0
    digits = f"{abs(figure):.10g}"
    place = 10.0 ** -len(digits.partition(".")[2]) if "." in digits else 1.0
    while "." not in digits and digits.endswith("0"):
        digits, place = digits[:-1], place * 10
    return place / 2 * abs(value.low / figure)


def excluded(a: Value, b: Value) -> bool:
    """Whether the bounds of two values leave nothing that both allow ("over 500", "under 300")."""
    return (a.quantity.bound == ">" and b.quantity.bound == "<" and a.low > b.high) or (
        a.quantity.bound == "<" and b.quantity.bound == ">" and b.low > a.high
    )


def written(quantity: Quantity) -> str:
    """A quantity as a reader sees it, in its own unit: "about 1,400 km²"."""
    unit, times = quantity.unit, 1.0
    if unit == _SHARE:
        unit, times = "percent", 100.0
    if quantity.value is not None:
        figure = spell(quantity.value * times, unit)
    else:
        low, high = (quantity.low or 0.0) * times, (quantity.high or 0.0) * times
        figure = f"{spell(low, None)}-{spell(high, unit)}"
    return f"{_BOUNDS[quantity.bound]}{figure}"


def compared(a: Value, b: Value, limits: Limits) -> Reason:
    """The difference of two values, converted in front of the reader; or that one is rounded."""
    low, high = sorted((a, b), key=lambda v: v.middle)
    finer, coarser = sorted((a, b), key=_rounding)
    gap = (high.middle - low.middle) / high.middle if high.middle else 0.0
    close = gap <= limits.same_converted and high.middle - low.middle <= _rounding(coarser)
    if a.quantity.unit == b.quantity.unit and coarser.low == coarser.high and close:
        return reason("rounded", value=written(coarser.quantity), high=written(finer.quantity))
    parts = []
    for value in (low, high):
        text = written(value.quantity)
        if value.quantity.unit != value.base and value.base not in (None, _SHARE):
            text += f" = {spell(value.middle, value.base)}"
        parts.append(text)
    share = f"{gap:.1%}" if gap < 0.1 else f"{gap:.0%}"
    about = [low.quantity.bound, high.quantity.bound].count("~")
    code = ("below", "below, one about", "below, both about")[about]
    return reason(code, low=parts[0], share=share, high=parts[1])


def _near(a: float, b: float, ratio: float) -> bool:
    if a == b:
        return True
    return a * b > 0 and max(abs(a), abs(b)) <= ratio * min(abs(a), abs(b))


def _kind(value: Value) -> str:
    """The dimension; people are counted like anything else ("three bodies", "three people")."""
    dimension = value.quantity.dimension
    return "count" if dimension == "people" else dimension


def _same_thing(a: Value, b: Value, one: Statement, other: Statement) -> bool | None:
    """Whether two values count the same kind of thing; None where that cannot be told."""
    if a.outcome or b.outcome:
        return True if a.outcome == b.outcome else None
    left, right = heads(a.quantity), heads(b.quantity)
    if not left or not right or one.language != other.language:
        return None
    return bool(left & right)


def heads(quantity: Quantity) -> frozenset[str]:
    """The counted words, cut to their stems of five letters; "AK 47" and "AK-47s" are one."""
    named = _DESIGNATION.sub(r"\1\2 ", quantity.of or "")
    return frozenset(w.casefold()[:5] for w in named.split() if len(w) > 2)
