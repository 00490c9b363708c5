"""Canonical units: their dimension, exact conversion to a base unit, and how readers see them.

The table is `units.toml` beside this module. A rate by time or measure is written "USD / month".
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Unit(NamedTuple):
    """One row of the table; a value v of it is `v * factor + offset` of its `base`."""

    dimension: str
    base: str | None
    factor: Fraction
    offset: Fraction
    symbol: str
    signs: tuple[str, ...]


@cache
def table() -> Mapping[str, Unit]:
    """All known units by their canonical names."""
    text = (files("rashomon.annotate") / "units.toml").read_text(encoding="utf-8")
    units = {}
    for dimension, rows in tomllib.loads(text).items():
        for name, row in rows.items():
            if name == "base":
                continue
            factor = row.get("factor")
            units[name] = Unit(
                dimension,
                row.get("base", rows["base"]) if factor else None,
                Fraction(factor or 1),
                Fraction(row.get("offset", 0)),
                row["symbol"],
                tuple(row["signs"]),
            )
    return units


def dimension(unit: str | None) -> str:
    """The dimension of a canonical unit: a rate has that of what it counts; None is "count"."""
    if unit is None:
        return "count"
    known = table().get(unit) or table().get(unit.partition(" / ")[0])
    return known.dimension if known else "other"


def to_base(value: float, unit: str) -> tuple[float, str] | None:
    """`value` in the base unit of its dimension, with that unit; None where nothing is exact.

    Bases: km², m, kg, m³, m/s, K, J, W, byte, a plain ratio for shares; seconds up to weeks, but
    months for months and years. Money and rates are never converted, nor what is not finite.
    """
    known = table().get(unit)
    if known is None or known.base is None:
        return None
    try:
        return float(Fraction(value) * known.factor + known.offset), known.base
    except (OverflowError, ValueError):
        return None


_SCALES = ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"))


def _figures(value: float) -> str:
    for scale, word in _SCALES:
        if abs(value) >= scale:
            return f"{value / scale:,.3f}".rstrip("0").rstrip(".") + word
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def spell(value: float, unit: str | None) -> str:
    """A value as readers see it: "1,295 km²", "$2.3 billion", "$800/month", "5%", "110,000"."""
    figures = _figures(value)
    if unit is None:
        return figures
    what, _, per = unit.partition(" / ") if unit not in table() else (unit, "", "")
    known = table().get(what)
    symbol = known.symbol if known else what
    if known and known.dimension == "money" and not symbol[-1].isalpha():
        text = f"{symbol}{figures}"
    elif known and known.dimension == "magnitude":
        text = f"{symbol} {figures}"
    elif symbol == "%":
        text = f"{figures}%"
    else:
        text = f"{figures} {symbol}".rstrip()
    return f"{text}/{per}" if per else text
