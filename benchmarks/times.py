"""Scores times: precision, recall and F1 of spans (any overlap) and of TIMEX3 values.

Usage: python benchmarks/times.py [--data PATH] [--errors]. English and German are TimeML news;
Russian and Ukrainian are lines of NTREX that we labelled before any rule was tuned (`data/
times.jsonl` keeps lines and offsets, no texts). Every other document is held out: rules are written
after the errors of the tuning half alone. Peers in the same run: one regular expression for
explicit English and German dates; dateparser's search, if it is installed; HeidelTime, whose output
comes with KRAUTS.
"""

from __future__ import annotations

import argparse
import hashlib
import html
import importlib
import json
import re
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from rashomon.annotate.times import times
from rashomon.language.sentences import sentences
from rashomon.model import Moment, Sentence

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


SETS = {
    "TimeBank (en)": ("en", "tbaq/TimeBank"),
    "AQUAINT (en)": ("en", "tbaq/AQUAINT"),
    "KRAUTS-42 (de)": ("de", "krauts/KRAUTS_Dolomiten-42"),
    "KRAUTS-100 (de)": ("de", "krauts/KRAUTS_Dolomiten-100"),
}
# The source texts of NTREX are news of the last days of September 2018.
_NTREX = "2018-10-01"


_AGE = re.compile(r"(?i)jährig|years?[ -]old")


class Timex(NamedTuple):
    """A time; of a label, `values` are all that are right, and `optional` ones may be missing."""

    start: int
    end: int
    values: tuple[str, ...]
    optional: bool = False


class Document(NamedTuple):
    name: str
    language: str
    text: str
    created: str
    gold: list[Timex]
    # A document of one sentence is not to be split.
    line: bool = False


def read(path: Path, language: str) -> Document | None:
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
            values = (given[1] if given else "",)
            gold.append(Timex(len(text), len(text) + len(inner), values))
        text += inner
        at = match.end()
    rest = html.unescape(_TAG.sub("", body[at:]))
    return Document(path.name, language, text + rest, value[1], gold)


def labelled(folder: Path, language: str) -> list[Document]:
    """Our own labels, with the lines that they belong to."""
    documents, lines = [], {}
    labels = Path(__file__).parent / "data" / "times.jsonl"
    for row in map(json.loads, labels.read_text(encoding="utf-8").splitlines()):
        if row["language"] != language:
            continue
        path = folder / row["file"]
        if path not in lines:
            lines[path] = path.read_text(encoding="utf-8").split("\n")
        text = lines[path][row["line"] - 1]
        if hashlib.sha256(text.encode()).hexdigest()[:16] != row["digest"]:
            raise SystemExit(f"{path}:{row['line']} is not the line that was labelled")
        gold = [
            Timex(m["start"], m["end"], tuple(m["values"]), m.get("optional", False))
            for m in row["marks"]
        ]
        documents.append(Document(str(row["line"]), language, text, _NTREX, gold, True))
    return documents


def ours(document: Document) -> list[Timex]:
    moment = Moment(document.created, "day", "given")
    text = document.text
    whole = [Sentence(0, len(text), document.language)]
    found = times(text, whole if document.line else sentences(text), moment)
    return [Timex(t.start, t.end, (t.value,)) for t in found]


def regex(document: Document) -> list[Timex]:
    found = []
    for m in _PEER.finditer(document.text):
        month = _MONTHS.get(m["m1"] or m["m2"] or "")
        year = m["y1"] or m["y2"] or m["y3"] or document.created[:4]
        day = f"-{month}-{int(m['d1'] or m['d2']):02d}" if month else ""
        found.append(Timex(m.start(), m.end(), (year + day,)))
    return found


def dateparser() -> Callable[[Document], list[Timex]] | None:
    """dateparser's search, None if it is not installed; a point in time, cut as its label is."""
    try:
        search = importlib.import_module("dateparser.search").search_dates
    except ImportError:
        return None

    def read(document: Document) -> list[Timex]:
        settings = {"RELATIVE_BASE": datetime.fromisoformat(document.created[:10])}
        found, at = [], 0
        # In pieces: its time grows faster than the length of a text.
        for line in document.text.split("\n"):
            rest = at
            dates = search(line, languages=[document.language], settings=settings) if line else None
            for words, when in dates or ():
                start = document.text.find(words, rest)
                if start >= 0:
                    rest = start + len(words)
                    iso = when.isoformat(timespec="minutes")
                    cuts = (iso[:4], iso[:7], iso[:10], iso)
                    found.append(Timex(start, rest, cuts))
            at += len(line) + 1
        return found

    return read


def plain(value: str) -> str:
    """Values as the evaluation of TempEval-3 compares them, forms of one value made one."""
    value = re.sub(r"T(\d\d)\.(\d\d)$", r"T\1:\2", value)
    value = re.sub(r"-W(\d)(?!\d)", r"-W0\1", value)
    return re.sub(r"^(\d{3})X$", r"\1", value)


class Score(NamedTuple):
    spans: float
    precision: float
    recall: float
    f1: float


def score(pairs: Iterable[tuple[list[Timex], list[Timex]]]) -> Score:
    spans = values = given = wanted = 0
    for gold, found in pairs:
        free = list(found)
        for g in sorted(gold, key=lambda g: g.optional):
            hits = [f for f in free if f.start < g.end and g.start < f.end]
            right = {plain(value) for value in g.values}
            best = max(hits, key=lambda f: bool({plain(v) for v in f.values} & right), default=None)
            if best is not None:
                free.remove(best)
            if g.optional:
                given -= best is not None
                continue
            wanted += 1
            spans += best is not None
            values += best is not None and bool({plain(v) for v in best.values} & right)
        given += len(found)
    return Score(
        2 * spans / max(given + wanted, 1),
        values / max(given, 1),
        values / max(wanted, 1),
        2 * values / max(given + wanted, 1),
    )


def _ages(document: Document) -> list[Timex]:
    """Ours without ages, which our contract marks and TimeML does not ("a 6-year-old boy")."""
    moment = Moment(document.created, "day", "given")
    found = times(document.text, sentences(document.text), moment)
    kept = [t for t in found if not _AGE.search(document.text[t.start : t.end])]
    return [Timex(t.start, t.end, (t.value,)) for t in kept]


def report(
    name: str, documents: Sequence[Document], readers: dict[str, Callable[[Document], list[Timex]]]
) -> None:
    words = sum(len(d.text.split()) for d in documents)
    for reader, work in readers.items():
        # Processor time: other programs may run beside this one.
        started = time.process_time()
        pairs = [(d.gold, work(d)) for d in documents]
        per = (time.process_time() - started) * 500_000 / max(words, 1)
        whole, halves = score(pairs), [score(pairs[half::2]).f1 for half in (0, 1)]
        shown = "  ".join(f"{x:.3f}" for x in (*whole, *halves))
        note = "" if reader == "HeidelTime" else f"  {per:9.1f}"
        print(f"{name:<17}{reader:<12}{shown}{note}", flush=True)


def errors(name: str, documents: Sequence[Document]) -> None:
    """Prints what is wrong in the tuning half."""
    for document in documents[::2]:
        found = ours(document)
        for g in document.gold:
            over = [f for f in found if f.start < g.end and g.start < f.end]
            told = {plain(v) for f in over for v in f.values}
            if not (told & {plain(v) for v in g.values}) and not g.optional:
                _line("missed" if not over else "wrong", name, document, g, over)
        for f in found:
            if not any(f.start < g.end and g.start < f.end for g in document.gold):
                _line("added", name, document, f, [])


def _line(kind: str, name: str, document: Document, at: Timex, over: list[Timex]) -> None:
    text = document.text
    around = text[max(0, at.start - 50) : at.start], text[at.end : at.end + 40]
    words = f"{around[0]}[[{text[at.start : at.end]}]]{around[1]}".replace("\n", " ")
    ours_ = "; ".join(f"{text[f.start : f.end]} = {f.values[0]}" for f in over)
    print(f"{kind}\t{name}\t{document.created[:10]}\t{'/'.join(at.values)}\t{ours_}\t{words}")


def _kept(results: dict[str, list[Timex]], document: Document) -> list[Timex]:
    return results.get(document.name, [])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--errors", action="store_true", help="print what is wrong, and no score")
    options = parser.parse_args()
    sets: dict[str, list[Document]] = {}
    others: dict[str, Callable[[Document], list[Timex]]] = {}
    for name, (language, path) in SETS.items():
        folder = options.data / "timex" / path
        found = [d for f in sorted(folder.glob("*.tml")) if (d := read(f, language))]
        if not found:
            print(f"skipped: no {folder}")
            continue
        sets[name] = found
        other = folder.parent / f"{folder.name}_Heideltime"
        if other.is_dir():
            results = {f.name: d.gold for f in other.glob("*.tml") if (d := read(f, language))}
            others[name] = partial(_kept, results)
    for language in ("ru", "uk"):
        if (options.data / "ntrex").is_dir():
            sets[f"our labels ({language})"] = labelled(options.data / "ntrex", language)
        else:
            print(f"skipped: no {options.data / 'ntrex'}")
    if options.errors:
        for name, documents in sets.items():
            errors(name, documents)
        return
    search = dateparser()
    if search is None:
        print("skipped: dateparser is not installed (pip install dateparser)")
    print(f"{'':<29}span   value                tuning held   ms per")
    print(f"{'set':<17}{'reader':<12}F1     P      R      F1     half   out    500 words")
    for name, documents in sets.items():
        readers: dict[str, Callable[[Document], list[Timex]]] = {"rashomon": ours}
        if not documents[0].line:
            readers["no ages"] = _ages
        if documents[0].language in ("en", "de"):
            readers["regex"] = regex
        if search is not None:
            readers["dateparser"] = search
        if name in others:
            readers["HeidelTime"] = others[name]
        report(name, documents, readers)


if __name__ == "__main__":
    main()
