"""Scores times on TimeML news: precision, recall and F1 of spans (any overlap) and of values.

Usage: python benchmarks/times.py [--data PATH]. Beside ours stands a peer: one regular expression
for explicit English and German dates. KRAUTS carries HeidelTime's output, scored the same way.
"""

from __future__ import annotations

import argparse
import html
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from rashomon.annotate.times import times
from rashomon.language.sentences import sentences
from rashomon.model import Moment

_TIMEX = re.compile(r"<TIMEX3([^>]*)>(.*?)</TIMEX3>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_ENGLISH = "January February March April May June July August September October November December"
_GERMAN = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
_MONTHS = {name: f"{i % 12 + 1:02d}" for i, name in enumerate(f"{_ENGLISH} {_GERMAN}".split())}
_NAMES = "|".join(_MONTHS)
_PEER = re.compile(
    rf"(?P<m1>{_NAMES}) (?P<d1>\d\d?)(?:, (?P<y1>\d{{4}}))?|(?P<d2>\d\d?)\. (?P<m2>{_NAMES})"
    rf"(?: (?P<y2>\d{{4}}))?|\b(?P<y3>(?:19|20)\d\d)\b"
)


class Timex(NamedTuple):
    start: int
    end: int
    value: str


class Document(NamedTuple):
    text: str
    created: str
    gold: list[Timex]


def read(path: Path) -> Document | None:
    source = path.read_text(encoding="utf-8")
    created = re.search(r"<TIMEX3[^>]*CREATION_TIME[^>]*>", source)
    value = re.search(r'value="([^"]*)"', created[0]) if created else None
    body = source.partition("<TEXT>")[2].partition("</TEXT>")[0]
    if not value or not body:
        return None
    text, gold, at = "", [], 0
    for match in _TIMEX.finditer(body):
        text += html.unescape(_TAG.sub("", body[at : match.start()]))
        inner = html.unescape(_TAG.sub("", match[2]))
        given = re.search(r'value="([^"]*)"', match[1])
        if inner:
            gold.append(Timex(len(text), len(text) + len(inner), given[1] if given else ""))
        text += inner
        at = match.end()
    return Document(text + html.unescape(_TAG.sub("", body[at:])), value[1], gold)


def ours(document: Document) -> list[Timex]:
    moment = Moment(document.created, "day", "given")
    found = times(document.text, sentences(document.text), moment)
    return [Timex(t.start, t.end, t.value) for t in found]


def peer(document: Document) -> list[Timex]:
    found = []
    for m in _PEER.finditer(document.text):
        month = _MONTHS.get(m["m1"] or m["m2"] or "")
        year = m["y1"] or m["y2"] or m["y3"] or document.created[:4]
        day = f"-{month}-{int(m['d1'] or m['d2']):02d}" if month else ""
        found.append(Timex(m.start(), m.end(), year + day))
    return found


def plain(value: str) -> str:
    """Values as the evaluation of TempEval-3 compares them, forms of one value made one."""
    value = re.sub(r"T(\d\d)\.(\d\d)$", r"T\1:\2", value)
    value = re.sub(r"-W(\d)(?!\d)", r"-W0\1", value)
    return re.sub(r"^(\d{3})X$", r"\1", value)


def score(pairs: Iterator[tuple[list[Timex], list[Timex]]]) -> tuple[float, ...]:
    spans = values = given = wanted = 0
    for gold, found in pairs:
        wanted += len(gold)
        given += len(found)
        free = list(found)
        for g in gold:
            hits = [f for f in free if f.start < g.end and g.start < f.end]
            if hits:
                best = max(hits, key=lambda f: plain(f.value) == plain(g.value))
                free.remove(best)
                spans += 1
                values += plain(best.value) == plain(g.value)
    return tuple(
        x
        for hits in (spans, values)
        for x in (hits / max(given, 1), hits / max(wanted, 1), 2 * hits / max(given + wanted, 1))
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    folder = parser.parse_args().data / "timex"
    if not folder.is_dir():
        print(f"skipped: no {folder}")
        return
    sets = {
        "TimeBank (en)": "tbaq/TimeBank",
        "AQUAINT (en)": "tbaq/AQUAINT",
        "KRAUTS-42 (de)": "krauts/KRAUTS_Dolomiten-42",
        "KRAUTS-100 (de)": "krauts/KRAUTS_Dolomiten-100",
    }
    print(f"{'set':<18}{'reader':<12}  span P/R/F1        value P/R/F1")
    for name, path in sets.items():
        documents = [d for d in map(read, sorted((folder / path).glob("*.tml"))) if d]
        started = time.perf_counter()
        found = [ours(d) for d in documents]
        words = sum(len(d.text.split()) for d in documents)
        per = (time.perf_counter() - started) * 500_000 / max(words, 1)
        rows = {"rashomon": found, "regex": [peer(d) for d in documents]}
        other = folder / f"{path}_Heideltime"
        if other.is_dir():
            results = {f.name: read(f) for f in other.glob("*.tml")}
            names = [f.name for f in sorted((folder / path).glob("*.tml")) if read(f)]
            rows["HeidelTime"] = [(r.gold if (r := results.get(n)) else []) for n in names]
        for reader, answers in rows.items():
            figures = score(iter(zip([d.gold for d in documents], answers, strict=True)))
            shown = "  ".join(f"{x:.3f}" for x in figures)
            note = f"  {per:.1f} ms/500 words with sentences" if reader == "rashomon" else ""
            print(f"{name:<18}{reader:<12}  {shown}{note}")


if __name__ == "__main__":
    main()
