"""Scores names on BSNLP-2019's news (bg cs pl ru uk): mentions with their types, and ids.

Usage: python benchmarks/names.py [--data PATH] [--documents N]. The set labels each document with
the distinct names in it, so that a name counts once a document (precision, recall, F1 of name and
type). Products are scored apart: the set calls a newspaper so, or an organisation, by the context.
"linked" is the F1 over pairs of matched mentions of the whole topic, all languages together: same
label, same id. The peer is every run of capitalised words that does not begin a sentence, scored
without types; where natasha is installed it is a second peer, for Russian.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from rashomon.annotate import gazetteer
from rashomon.annotate.names import names
from rashomon.language.sentences import sentences

LANGUAGES = ("bg", "cs", "pl", "ru", "uk")
TYPES = ("PER", "LOC", "ORG", "EVT")
APART = "PRO"

Found = dict[tuple[str, str], str | None]


class Document(NamedTuple):
    language: str
    text: str
    labels: Found


def read(data: Path, topic: str, limit: int) -> Iterator[Document]:
    for language in LANGUAGES:
        paths = sorted((data / "bsnlp" / topic / "raw" / language).glob("*.txt"))
        for path in paths[:: max(1, len(paths) // limit)][:limit]:
            answer = data / "bsnlp" / topic / "annotated" / language / f"{path.stem}.out"
            if not answer.is_file():
                continue
            text = "\n".join(path.read_text(encoding="utf-8-sig").splitlines()[4:])
            labels: Found = {}
            for line in answer.read_text(encoding="utf-8-sig").splitlines()[1:]:
                mention, _, kind, id = (*line.split("\t"), "", "", "")[:4]
                if kind in (*TYPES, APART):
                    labels[mention.strip().lower(), kind] = id
            yield Document(language, text, labels)


def ours(document: Document) -> Found:
    text = document.text
    return {
        (" ".join(text[n.start : n.end].split()).lower(), n.type): n.id
        for n in names(text, sentences(text, document.language))
    }


def capitals(document: Document) -> Found:
    found: Found = {}
    for sentence in sentences(document.text, document.language):
        run: list[str] = []
        for word in [*document.text[sentence.start : sentence.end].split()[1:], "."]:
            if word[0].isupper():
                run.append(word.strip("«»„“”\"'(),.:;"))
            if run and (not word[0].isupper() or word[-1] in ",.:;)"):
                found[" ".join(run).lower(), ""] = None
                run = []
    return found


def natasha() -> Callable[[Document], Found] | None:
    try:
        from natasha import Doc, NewsEmbedding, NewsNERTagger, Segmenter  # noqa: PLC0415  (a peer)
    except ImportError:
        return None
    segmenter, tagger = Segmenter(), NewsNERTagger(NewsEmbedding())

    def tag(document: Document) -> Found:
        doc = Doc(document.text)
        doc.segment(segmenter)
        doc.tag_ner(tagger)
        return {(" ".join(s.text.split()).lower(), s.type): None for s in doc.spans}

    return tag


def f1(hit: int, given: int, wanted: int) -> tuple[float, float, float]:
    p, r = hit / max(given, 1), hit / max(wanted, 1)
    return p, r, 2 * p * r / max(p + r, 1e-9)


def score(documents: list[Document], reader: Callable[[Document], Found], typed: bool) -> str:
    hit: Counter[str] = Counter()
    given: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for document in documents:
        found, labels = reader(document), document.labels
        if not typed:
            labels = {(mention, ""): id for (mention, kind), id in labels.items() if kind != APART}
            found = {(mention, ""): id for (mention, kind), id in found.items() if kind != APART}
        for mention, kind in found:
            given[kind] += 1
            hit[kind] += (mention, kind) in labels
        for _, kind in labels:
            wanted[kind] += 1
    whole = (*TYPES, "")
    p, r, f = f1(*(sum(count[kind] for kind in whole) for count in (hit, given, wanted)))
    kinds = "  ".join(f"{k} {f1(hit[k], given[k], wanted[k])[2]:.3f}" for k in TYPES if typed)
    apart = f1(hit[APART], given[APART], wanted[APART])
    shown = " (P {:.3f} R {:.3f} F1 {:.3f})".format(*apart) if typed and wanted[APART] else ""
    return f"{p:7.3f}{r:7.3f}{f:7.3f}  {kinds}{f'  {APART}{shown}' if shown else ''}"


def linked(documents: list[Document], kind: str) -> str:
    """Pairwise precision, recall and F1 of our ids against the labelled ones."""
    cells: Counter[tuple[str, str]] = Counter()
    for document in documents:
        found = ours(document)
        for key, id in document.labels.items():
            if key[1] == kind and key in found:
                cells[id or "", found[key] or f"none {len(cells)}"] += 1
    rows: Counter[str] = Counter()
    columns: Counter[str] = Counter()
    for (label, id), count in cells.items():
        rows[label] += count
        columns[id] += count

    def pairs(counts: Iterator[int]) -> int:
        return sum(count * (count - 1) // 2 for count in counts)

    both = pairs(iter(cells.values()))
    p, r, f = f1(both, pairs(iter(columns.values())), pairs(iter(rows.values())))
    return f"{kind} P {p:.3f} R {r:.3f} F1 {f:.3f} ({cells.total()} mentions)"


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, default=Path("../shared/data"))
    arguments.add_argument(
        "--documents", type=int, default=60, help="at most, a language and topic"
    )
    options = arguments.parse_args()
    if not (options.data / "bsnlp").is_dir():
        raise SystemExit(f"no BSNLP at {options.data / 'bsnlp'}: skipped")
    gazetteer.load()
    topics = sorted(p.name for p in (options.data / "bsnlp").iterdir() if p.is_dir())
    sets = {topic: list(read(options.data, topic, options.documents)) for topic in topics}
    russian = natasha()
    print(f"{'':16}{'P':>7}{'R':>7}{'F1':>7}")
    for language in LANGUAGES:
        documents = [d for topic in topics for d in sets[topic] if d.language == language]
        begun = time.perf_counter()
        print(f"{language} ours{'':9}{score(documents, ours, typed=True)}")
        speed = len(documents) / (time.perf_counter() - begun)
        print(f"{language} untyped{'':6}{score(documents, ours, typed=False)}{speed:5.0f} docs/s")
        print(f"{language} capitals{'':5}{score(documents, capitals, typed=False)}")
        if language == "ru" and russian is not None:
            print(f"ru natasha{'':6}{score(documents, russian, typed=True)}")
    for topic in topics:
        print(f"linked, {topic}: {linked(sets[topic], 'PER')}; {linked(sets[topic], 'LOC')}")
