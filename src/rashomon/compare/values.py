"""Measured things that several statements give a value for, and how the values stand.

Two quantities measure the same thing if they have one dimension, count the same kind of thing and
stand in statements that resemble each other; their size never decides it, except that values far
apart are taken for two things rather than for a contradiction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rashomon.annotate.units import spell, to_base

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from rashomon.compare.statements import Statement
    from rashomon.model import Quantity
    from rashomon.settings import Compare as Limits

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
        "energy",
        "power",
        "data",
    }
)
_BOUNDS = {"=": "", "~": "about ", "<": "less than ", ">": "more than "}


@dataclass(frozen=True, slots=True)
class Value:
    """One quantity in one statement (by its index), in its dimension's base unit."""

    statement: int
    quantity: Quantity
    low: float
    high: float
    base: str | None

    @property
    def middle(self) -> float:
        """The value, or the middle of its range."""
        return (self.low + self.high) / 2


def values(statements: Sequence[Statement]) -> list[Value]:
    """All values that can be compared."""
    found = []
    for index, statement in enumerate(statements):
        for quantity in statement.quantities:
            low = quantity.value if quantity.value is not None else quantity.low
            high = quantity.value if quantity.value is not None else quantity.high
            if quantity.dimension not in _MEASURED or low is None or high is None:
                continue
            base = quantity.unit
            if quantity.unit and (converted := to_base(low, quantity.unit)):
                low, base = converted
                high = (to_base(high, quantity.unit) or (high, base))[0]
            found.append(Value(index, quantity, low, high, base))
    return found


def comparable(
    a: Value,
    b: Value,
    statements: Sequence[Statement],
    alike: NDArray[np.float64],
    limits: Limits,
) -> bool:
    """Whether two values, of different statements, measure the same thing."""
    one, other = a.quantity, b.quantity
    if (one.dimension, a.base, one.change) != (other.dimension, b.base, other.change):
        return False
    if not _within(a.middle, b.middle, limits.value_ratio):
        return False
    likeness = float(alike[a.statement, b.statement])
    if one.dimension in ("count", "people", "share"):
        return likeness >= limits.same_count and _same_thing(a, b, statements)
    return likeness >= limits.same_measure


def equal(a: Value, b: Value, limits: Limits) -> bool:
    """Whether two comparable values are the same once converted."""
    return abs(a.low - b.low) <= limits.same_value * max(abs(a.low), abs(b.low)) and abs(
        a.high - b.high
    ) <= limits.same_value * max(abs(a.high), abs(b.high))


def excluded(a: Value, b: Value) -> bool:
    """Whether the bounds of two values leave nothing that both allow ("over 500", "under 300")."""
    return (a.quantity.bound == ">" and b.quantity.bound == "<" and a.low > b.high) or (
        a.quantity.bound == "<" and b.quantity.bound == ">" and b.low > a.high
    )


def written(value: Value) -> str:
    """A value as a reader sees it, in its own unit: "about 1,400 km²"."""
    quantity = value.quantity
    if quantity.value is not None:
        figure = spell(quantity.value, quantity.unit)
    else:
        low, high = quantity.low or 0.0, quantity.high or 0.0
        figure = f"{spell(low, None)}-{spell(high, quantity.unit)}"
    return f"{_BOUNDS[quantity.bound]}{figure}"


def compared(a: Value, b: Value) -> str:
    """The difference of two values in words, converted in front of the reader."""
    low, high = sorted((a, b), key=lambda v: v.middle)
    parts = []
    for value in (low, high):
        text = written(value)
        if value.quantity.unit != value.base and value.base is not None:
            text += f" = {spell(value.middle, value.base)}"
        parts.append(text)
    gap = (high.middle - low.middle) / high.middle if high.middle else 0.0
    share = f"{gap:.1%}" if gap < 0.1 else f"{gap:.0%}"
    sentence = f"{parts[0]} is {share} below {parts[1]}"
    bounds = {low.quantity.bound, high.quantity.bound}
    if bounds == {"~"}:
        sentence += "; both are approximate"
    elif "~" in bounds:
        sentence += "; one is approximate"
    return sentence


def _within(a: float, b: float, ratio: float) -> bool:
    if a == b:
        return True
    return a * b > 0 and max(abs(a), abs(b)) <= ratio * min(abs(a), abs(b))


def _same_thing(a: Value, b: Value, statements: Sequence[Statement]) -> bool:
    """Whether two counts count the same kind of thing.

    In one language by a common word of what is counted; across languages only where the statements
    name the same people or places.
    """
    left, right = statements[a.statement], statements[b.statement]
    if left.language == right.language:
        one, other = _heads(a.quantity), _heads(b.quantity)
        return bool(one & other) or not one or not other
    return bool(left.ids & right.ids)


def _heads(quantity: Quantity) -> frozenset[str]:
    """The counted words, cut to their stems of five letters."""
    return frozenset(w.casefold()[:5] for w in (quantity.of or "").split() if len(w) > 2)
