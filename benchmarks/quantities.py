"""Scores quantities on NewsQuant: F1 of values, of values with units, and with changes as well.

Usage: python benchmarks/quantities.py [--data PATH]. Its conventions differ from ours in "one of",
which it counts as 1; a second row leaves those gold rows out. Beside ours stands a peer: every run
of figures is a quantity and the word after it its unit.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from pathlib import Path
from typing import NamedTuple

from rashomon.annotate.quantities import quantities
from rashomon.model import Quantity, Sentence

_PEER = re.compile(r"(\$)?(\d+(?:[,.]\d+)*)[ -]?(\w+|%)?")
# NewsQuant's names for units that we write as pint and ISO 4217 do.
_NAMES = {
    "percent": "percentage",
    "USD": "dollar",
    "EUR": "euro",
    "GBP": "pound",
    "CAD": "canadian dollar",
    "AUD": "australian dollar",
    "DKK": "danish krone",
    "penny": "point",
    "dimensionless": "%",
    "degree_Celsius": "celsius",
    "degree_Fahrenheit": "fahrenheit",
    "kilometer": "kilometre",
    "liter": "litre",
    "rpm": "revolutions per minute",
    "oil_barrel": "barrel",
}


class Row(NamedTuple):
    value: tuple[float, ...]
    unit: str
    change: str


def wanted(rows: list[dict[str, str]]) -> list[Row]:
    found = []
    for row in rows:
        value = tuple(float(part) for part in row["value"].split("-") if part)
        unit = row["normalized_unit"].lower().replace("-", "").strip()
        found.append(Row(value, unit, row["change"]))
    return found


def _unit(quantity: Quantity, text: str) -> str:
    if quantity.unit is None:
        return (quantity.of or "").lower()
    written = text[quantity.start : quantity.end].lower()
    if quantity.unit == "year" and re.search(r"old|aged", written):
        return "year of age"
    parts = [_NAMES.get(part, part) for part in quantity.unit.split(" / ")]
    return " per ".join(parts)


def ours(text: str) -> list[Row]:
    found = []
    for q in quantities(text, [Sentence(0, len(text), "en")]):
        ends = (q.value,) if q.value is not None else (q.low, q.high)
        change = q.change if q.change != "=" else q.bound
        found.append(Row(tuple(x for x in ends if x is not None), _unit(q, text), change))
    return found


def peer(text: str) -> list[Row]:
    found = []
    for match in _PEER.finditer(text):
        value = float(re.sub(r",", "", match[2])) if match[2].count(".") < 2 else 0.0
        unit = "dollar" if match[1] else (match[3] or "").replace("%", "percentage")
        found.append(Row((value,), unit.lower(), "="))
    return found


def _words(unit: str) -> set[str]:
    """The words of a unit without plural endings, "year of age" being a year."""
    words = re.findall(r"[a-z%]+", unit.replace(" of age", ""))
    return {re.sub(r"(?<=\w{3})s$", "", re.sub(r"ies$", "y", word)) for word in words}


def same_unit(a: str, b: str) -> bool:
    """Equal units; a counted noun is equal if its head is."""
    left, right = _words(a), _words(b)
    return left == right or bool(left & right)


def score(pairs: list[tuple[list[Row], list[Row]]]) -> tuple[float, ...]:
    values = united = changed = given = want = 0
    for gold, found in pairs:
        given += len(found)
        want += len(gold)
        free = list(found)
        for g in gold:
            hits = [
                f
                for f in free
                if all(
                    abs(a - b) <= 1e-6 * max(1, abs(a))
                    for a, b in zip(f.value, g.value, strict=False)
                )
                and len(f.value) == len(g.value)
            ]
            if not hits:
                continue
            best = max(hits, key=lambda f: (same_unit(f.unit, g.unit), f.change == g.change))
            free.remove(best)
            values += 1
            united += same_unit(best.unit, g.unit)
            changed += same_unit(best.unit, g.unit) and best.change == g.change
    return tuple(2 * hits / max(given + want, 1) for hits in (values, united, changed))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--errors", action="store_true", help="print what is missed and added")
    options = parser.parse_args()
    path = options.data / "quantities" / "newsquant-first-190.json"
    if not path.is_file():
        print(f"skipped: no {path}")
        return
    records = json.loads(path.read_text(encoding="utf-8"))
    texts = [record["text"] for record in records]
    gold = [wanted(record["quantities"]) for record in records]
    counted = [
        [row for row in rows if not (row.value == (1.0,) and re.search(r"(?i)\bone of\b", text))]
        for rows, text in zip(gold, texts, strict=True)
    ]
    ours(texts[0])
    started = time.perf_counter()
    found = [ours(text) for text in texts]
    words = sum(len(text.split()) for text in texts)
    per = (time.perf_counter() - started) * 500_000 / words
    print(f"{'reader':<28}value F1  value+unit  value+unit+change")
    for name, target, answers in (
        ("rashomon", gold, found),
        ("rashomon, without 'one of'", counted, found),
        ("figures and next word", gold, [peer(text) for text in texts]),
    ):
        figures = score(list(zip(target, answers, strict=True)))
        print(f"{name:<28}" + "     ".join(f"{x:.3f}" for x in figures))
    print(f"{per:.1f} ms per 500 words, {len(texts)} sentences, {sum(map(len, gold))} quantities")
    if options.errors:
        for text, g, f in zip(texts, gold, found, strict=True):
            left = [row for row in g if row.value not in [x.value for x in f]]
            right = [row for row in f if row.value not in [x.value for x in g]]
            units = [(x, y) for x in g for y in f if x.value == y.value]
            off = [(x, y) for x, y in units if not same_unit(x.unit, y.unit)]
            if left or right or off:
                print(f"\n{text}\n  missed {left}\n  added {right}\n  units {off}")


if __name__ == "__main__":
    main()
