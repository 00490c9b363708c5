"""Scores quantities: F1 of values, of values with units, and with bounds and changes as well.

Usage: python benchmarks/quantities.py [--data PATH] [--errors]. NewsQuant's conventions differ from
ours in "one of", which it counts as 1. Our own labels are lines of NTREX in six languages, labelled
before any rule was tuned (`data/quantities.jsonl` keeps lines and offsets, no texts). Every other
sentence is held out: rules are written after the errors of the tuning half alone. Peers in the same
run: every run of figures is a quantity and the word after it its unit; quantulum3, if installed.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from rashomon.annotate import quantities as readers
from rashomon.annotate import times, tokens
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


LANGUAGES = ("en", "de", "fr", "es", "ru", "uk")


class Row(NamedTuple):
    """A quantity; of our labels, `unit` is None where any will do, an `optional` one may miss."""

    value: tuple[float, ...]
    unit: str | None
    change: str
    optional: bool = False


class Item(NamedTuple):
    text: str
    language: str
    gold: list[Row]


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


def labelled(folder: Path, language: str) -> list[Item]:
    """Our own labels, with the lines that they belong to."""
    items = []
    lines: dict[Path, list[str]] = {}
    labels = Path(__file__).parent / "data" / "quantities.jsonl"
    for row in map(json.loads, labels.read_text(encoding="utf-8").splitlines()):
        if row["language"] != language:
            continue
        path = folder / row["file"]
        if path not in lines:
            lines[path] = path.read_text(encoding="utf-8").split("\n")
        text = lines[path][row["line"] - 1]
        if hashlib.sha256(text.encode()).hexdigest()[:16] != row["digest"]:
            raise SystemExit(f"{path}:{row['line']} is not the line that was labelled")
        items.append(Item(text, language, [_label(mark) for mark in row["marks"]]))
    return items


def _label(mark: dict[str, Any]) -> Row:
    unit = mark.get("unit") or (mark["of"].lower() if "of" in mark else None)
    return Row(tuple(mark["value"]), unit, mark["bound"], mark.get("optional", False))


def ours(text: str, language: str, labels: bool = False) -> list[Row]:
    """What we read, in NewsQuant's terms or in those of our labels."""
    found = []
    for q in quantities(text, [Sentence(0, len(text), language)]):
        ends = (q.value,) if q.value is not None else (q.low, q.high)
        unit = (q.unit or (q.of or "").lower()) if labels else _unit(q, text)
        change = q.bound if labels or q.change == "=" else q.change
        found.append(Row(tuple(x for x in ends if x is not None), unit, change))
    return found


def figures(text: str, _: str) -> list[Row]:
    found = []
    for match in _PEER.finditer(text):
        value = float(re.sub(r",", "", match[2])) if match[2].count(".") < 2 else 0.0
        unit = "dollar" if match[1] else (match[3] or "").replace("%", "percentage")
        found.append(Row((value,), unit.lower(), "="))
    return found


def quantulum() -> Callable[[str, str], list[Row]] | None:
    """quantulum3 (English alone), None if it is not installed."""
    try:
        parse = importlib.import_module("quantulum3.parser").parse
    except ImportError:
        return None

    def read(text: str, _: str) -> list[Row]:
        found = []
        for q in parse(text):
            ends = (q.value - q.uncertainty, q.value + q.uncertainty) if q.uncertainty else None
            name = q.unit.name.replace("dimensionless", "")
            found.append(Row(ends or (q.value,), name.replace("united states ", ""), "="))
        return found

    return read


def _words(unit: str) -> set[str]:
    """The words of a unit without plural endings, "year of age" being a year."""
    words = re.findall(r"[^\W\d_]+|%", unit.replace(" of age", ""))
    return {re.sub(r"(?<=\w{3})s$", "", re.sub(r"ies$", "y", word)) for word in words}


def same_unit(a: str | None, b: str | None) -> bool:
    """Equal units; a counted noun is equal if its head is."""
    if a is None or b is None:
        return True
    left, right = _words(a), _words(b)
    return left == right or bool(left & right)


def _same_value(a: Row, b: Row) -> bool:
    return len(a.value) == len(b.value) and all(
        abs(x - y) <= 1e-6 * max(1, abs(x)) for x, y in zip(a.value, b.value, strict=True)
    )


def score(pairs: Sequence[tuple[list[Row], list[Row]]]) -> tuple[float, ...]:
    values = united = changed = given = want = 0
    for gold, found in pairs:
        free = list(found)
        for g in sorted(gold, key=lambda g: g.optional):
            hits = [f for f in free if _same_value(f, g)]
            best = max(
                hits,
                key=lambda f: (same_unit(f.unit, g.unit), f.change == g.change),
                default=None,
            )
            if best is not None:
                free.remove(best)
            if g.optional:
                given -= best is not None
                continue
            want += 1
            if best is not None:
                values += 1
                united += same_unit(best.unit, g.unit)
                changed += same_unit(best.unit, g.unit) and best.change == g.change
        given += len(found)
    return tuple(2 * hits / max(given + want, 1) for hits in (values, united, changed))


def report(
    name: str, reader: str, items: Sequence[Item], work: Callable[[Item], list[Row]]
) -> None:
    for module in (readers, times, tokens):
        module._remembered.cache_clear()
    # Processor time: other programs may run beside this one.
    started = time.process_time()
    pairs = [(item.gold, work(item)) for item in items]
    words = sum(len(item.text.split()) for item in items)
    per = (time.process_time() - started) * 500_000 / max(words, 1)
    shown = (f"{x:.3f}" for x in (*score(pairs), *score(pairs[::2])[:2], *score(pairs[1::2])[:2]))
    print(f"{name:<18}{reader:<23}{'  '.join(shown)}  {per:9.1f}", flush=True)


def errors(name: str, items: Sequence[Item], work: Callable[[Item], list[Row]]) -> None:
    """Prints what is wrong in the tuning half."""
    for item in items[::2]:
        found = work(item)
        left = [
            g for g in item.gold if not g.optional and not any(_same_value(g, f) for f in found)
        ]
        right = [f for f in found if not any(_same_value(g, f) for g in item.gold)]
        both = [(g, f) for g in item.gold for f in found if _same_value(g, f)]
        off = [(g, f) for g, f in both if not same_unit(g.unit, f.unit) or g.change != f.change]
        if left or right or off:
            print(f"{name}: {item.text}")
            for kind, rows in (("missed", left), ("added", right)):
                for row in rows:
                    print(f"   {kind} {row.value} {row.unit} {row.change}")
            for g, f in off:
                print(f"   {g.value} is {g.unit} {g.change}, read {f.unit} {f.change}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--errors", action="store_true", help="print what is wrong, and no score")
    options = parser.parse_args()
    sets: dict[str, list[Item]] = {}
    path = options.data / "quantities" / "newsquant-first-190.json"
    if path.is_file():
        records = json.loads(path.read_text(encoding="utf-8"))
        sets["NewsQuant (en)"] = [Item(r["text"], "en", wanted(r["quantities"])) for r in records]
    else:
        print(f"skipped: no {path}")
    if (options.data / "ntrex").is_dir():
        own = {code: labelled(options.data / "ntrex", code) for code in LANGUAGES}
        sets["our labels"] = [item for items in own.values() for item in items]
        sets |= {f"our labels ({code})": items for code, items in own.items()}
    else:
        print(f"skipped: no {options.data / 'ntrex'}")

    def read(labels: bool) -> Callable[[Item], list[Row]]:
        return lambda item: ours(item.text, item.language, labels)

    if options.errors:
        for name, items in sets.items():
            if name != "our labels":
                errors(name, items, read("our" in name))
        return
    other = quantulum()
    if other is None:
        print("skipped: quantulum3 is not installed (pip install quantulum3)")
    print(f"{'':<41}{'all':<21}{'tuning half':<14}{'held out':<14}   ms per")
    print(f"{'set':<18}{'reader':<23}value  +unit  +bound value  +unit  value  +unit  500 words")
    for name, items in sets.items():
        for item in items:
            read("our" in name)(item)  # the languages' words are loaded
        report(name, "rashomon", items, read("our" in name))
        if "(en)" in name:
            report(name, "figures and next word", items, lambda i: figures(i.text, i.language))
        if name == "NewsQuant (en)":
            count = [
                i._replace(gold=[g for g in i.gold if not (g.value == (1.0,) and _one(i.text))])
                for i in items
            ]
            report(name, "rashomon, no 'one of'", count, read(False))
            if other is not None:
                report(name, "quantulum3", items, lambda i: other(i.text, i.language))


def _one(text: str) -> bool:
    return re.search(r"(?i)\bone of\b", text) is not None


if __name__ == "__main__":
    main()
