"""Quotes on PolNeAR (Newell, Margolin and Ruths 2018): contents and sources found.

    python benchmarks/quotes.py --data ../shared/data [--part dev]

Scores per attribution that has a source, a cue and a content: a gold and a found content match
where they share at least half of the words of the shorter and a quarter of the longer; F1 of
that, F1 over the direct quotations alone (contents in quotation marks), and among matched contents
how often the found speaker shares a word with the gold source. PolNeAR also annotates beliefs
and attitudes, which are no speech, so recall here has a ceiling well below 1. The peer takes what
stands in quotation marks, and the nearest form of "say" with the capitalised words or pronoun
beside it.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rashomon.annotate.names import names
from rashomon.annotate.quotes import quotes
from rashomon.language.sentences import sentences
from rashomon.model import Name, Sentence

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Attribution:
    """Word positions of a content and of its source; whether it stands in quotation marks."""

    content: frozenset[int]
    source: frozenset[int]
    direct: bool


def words(text: str, pieces: list[tuple[int, int]]) -> frozenset[int]:
    return frozenset(m.start() for a, b in pieces for m in _WORD.finditer(text, a, b))


def gold(text: str, path: Path) -> list[Attribution]:
    pieces: dict[str, list[tuple[int, int]]] = {}
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if fields[0].startswith("T"):
            spans = fields[1].split(" ", 1)[1].split(";")
            pieces[fields[0]] = [(int(a), int(b)) for a, b in (s.split() for s in spans)]
        elif fields[0].startswith("E"):
            parts = dict(part.split(":") for part in fields[1].split())
            # A few annotations name a span that their file does not give.
            known = all(parts.get(role) in pieces for role in ("Source", "Cue", "Content"))
            if known:
                content = pieces[parts["Content"]]
                first = text[content[0][0]]
                found.append(
                    Attribution(
                        words(text, content), words(text, pieces[parts["Source"]]), first in '“"'
                    )
                )
    return found


def ours(text: str, read: tuple[Sentence, ...], named: tuple[Name, ...]) -> list[Attribution]:
    return [
        Attribution(
            words(text, [(quote.content.start, quote.content.end)]),
            words(text, [(quote.speaker.start, quote.speaker.end)])
            if quote.speaker
            else frozenset(),
            quote.kind == "direct",
        )
        for quote in quotes(text, read, named)
    ]


_MARKED = re.compile(r"[“\"]([^“”\"\n]{2,1500})[”\"]")
_SAYS = re.compile(r"\b(said|says|say|told|tells|added|wrote)\b")
_BESIDE = re.compile(r"(?:[A-Z]\w+ ?)+|\b(?:he|she|they)\b")


def peer(text: str) -> list[Attribution]:
    cues = [m.start() for m in _SAYS.finditer(text)]
    found = []
    for match in _MARKED.finditer(text):
        near = min(cues, key=lambda at: abs(at - match.end()), default=None)
        source: frozenset[int] = frozenset()
        if near is not None and abs(near - match.end()) < 200:
            beside = list(_BESIDE.finditer(text, max(0, near - 40), near + 40))
            if beside:
                best = min(beside, key=lambda m: min(abs(m.end() - near), abs(m.start() - near)))
                source = words(text, [best.span()])
        found.append(Attribution(words(text, [match.span(1)]), source, True))
    return found


@dataclass
class Score:
    """Counts of one system, all contents or only those in quotation marks."""

    gold: int = 0
    found: int = 0
    matched_gold: int = 0
    matched_found: int = 0
    sources: int = 0

    def add(self, expected: list[Attribution], given: list[Attribution]) -> None:
        """Count one document."""
        self.gold += len(expected)
        self.found += len(given)
        hit: set[int] = set()
        for one in expected:
            for index, other in enumerate(given):
                shared = len(one.content & other.content)
                if (
                    shared
                    and 2 * shared >= min(len(one.content), len(other.content))
                    and (4 * shared >= max(len(one.content), len(other.content)))
                ):
                    self.matched_gold += 1
                    self.sources += bool(one.source & other.source)
                    hit.add(index)
                    break
        self.matched_found += len(hit)

    def line(self, name: str) -> str:
        """The scores of a system as a row of the table."""
        precision = self.matched_found / max(self.found, 1)
        recall = self.matched_gold / max(self.gold, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        source = self.sources / max(self.matched_gold, 1)
        return f"{name:22}{precision:10.3f}{recall:9.3f}{f1:9.3f}{source:9.3f}{self.found:8d}"


def documents(folder: Path) -> Iterator[tuple[str, list[Attribution]]]:
    for path in sorted((folder / "text").glob("*.txt")):
        marks = sorted((folder / "attributions").glob(path.stem + "*.ann"))
        if marks:
            text = path.read_text(encoding="utf-8")
            yield text, gold(text, marks[0])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--part", default="dev", choices=("dev", "train"))
    options = parser.parse_args()
    folder = options.data / "polnear" / options.part
    if not folder.is_dir():
        print(f"skipped: no {folder}")
        return 0
    scores = {name: Score() for name in ("ours", "ours direct", "peer", "peer direct")}
    spent, read_words = 0.0, 0
    for text, expected in documents(folder):
        read = sentences(text, "en")
        named = names(text, read)
        begun = time.process_time()
        given = ours(text, read, named)
        spent += time.process_time() - begun
        read_words += len(text.split())
        direct = [one for one in expected if one.direct]
        marked = peer(text)
        scores["ours"].add(expected, given)
        scores["ours direct"].add(direct, [one for one in given if one.direct])
        scores["peer"].add(expected, marked)
        scores["peer direct"].add(direct, marked)
    title = f"PolNeAR {options.part}"
    print(f"{title:22}{'precision':>10}{'recall':>9}{'F1':>9}{'source':>9}{'n':>8}")
    for name, score in scores.items():
        print(score.line(name))
    print(f"{500 * 1000 * spent / max(read_words, 1):.1f} ms per 500 words")
    return 0


if __name__ == "__main__":
    sys.exit(main())
