"""Quotes on PolNeAR (Newell, Margolin and Ruths 2018): contents and sources found.

    python -m benchmarks.quotes --data ../shared/data [--part dev]

The rules were written with the part "train" in view; "dev" is for the score alone. The set has one
content of several pieces where a cue breaks it, so the pieces that we give one cue are joined. A
gold and a found content match where they share at least half of the words of the shorter and a
quarter of the longer. "F1" is of matched contents; "words" is F1 over the words that stand in any
content, the stricter reading of overlap; "source" is how often, among matched contents, the found
speaker shares a word with the gold source. A "direct" row looks at contents within quotation marks
alone: gold ones that all readers should find, and found ones that the reader calls direct.
PolNeAR also annotates beliefs, wishes and attitudes, which are no speech.

Peers: what stands in quotation marks, with the nearest form of "say" and the capitalised words or
pronoun beside it; where spaCy and its small English model are installed, the clause that a verb of
saying governs with its subject; where textacy is, its direct quotations.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rashomon.annotate.names import names
from rashomon.annotate.quotes import quotes
from rashomon.language.sentences import sentences
from rashomon.model import Quote

_WORD = re.compile(r"\w+")
_MARKS = "\"“”'‘’"


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
        if fields[0].startswith("T") and len(fields) > 1:
            spans = fields[1].split(" ", 1)[1].split(";")
            pieces[fields[0]] = sorted((int(a), int(b)) for a, b in (s.split() for s in spans))
        elif fields[0].startswith("E"):
            parts = dict(part.split(":") for part in fields[1].split())
            # A few annotations name a span that their file does not give.
            known = all(parts.get(role) in pieces for role in ("Source", "Cue", "Content"))
            if known:
                content = pieces[parts["Content"]]
                found.append(
                    Attribution(
                        words(text, content),
                        words(text, pieces[parts["Source"]]),
                        all(_in_marks(text, *piece) for piece in content),
                    )
                )
    return found


def _in_marks(text: str, start: int, end: int) -> bool:
    return text[start] in _MARKS and text[start:end].rstrip(",. ")[-1] in _MARKS


def ours(text: str) -> list[Attribution]:
    read = sentences(text, "en")
    by_cue: dict[object, list[Quote]] = {}
    for quote in quotes(text, read, names(text, read)):
        by_cue.setdefault(quote.cue or quote.content, []).append(quote)
    return [
        Attribution(
            words(text, [(q.content.start, q.content.end) for q in pieces]),
            words(text, [(q.speaker.start, q.speaker.end) for q in pieces if q.speaker]),
            all(q.kind == "direct" for q in pieces),
        )
        for pieces in by_cue.values()
    ]


_MARKED = re.compile(r"[“\"]([^“”\"\n]{2,1500})[”\"]")
_SAYS = re.compile(r"\b(said|says|say|told|tells|added|wrote)\b")
_BESIDE = re.compile(r"(?:[A-Z]\w+ ?)+|\b(?:he|she|they)\b")


def marks(text: str) -> list[Attribution]:
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


_SAYING = frozenset(
    [
        "say",
        "tell",
        "add",
        "note",
        "claim",
        "argue",
        "announce",
        "report",
        "state",
        "write",
        "believe",
        "think",
        "insist",
        "suggest",
        "warn",
        "deny",
        "confirm",
        "acknowledge",
        "explain",
        "ask",
        "declare",
        "promise",
        "call",
        "show",
        "find",
        "tweet",
    ]
)


def libraries() -> dict[str, Callable[[str], list[Attribution]]]:
    """The peers that other packages make; a line says which are not installed."""
    found: dict[str, Callable[[str], list[Attribution]]] = {}
    try:
        import spacy  # noqa: PLC0415  (a peer)

        pipeline = spacy.load("en_core_web_sm", exclude=["ner"])
    except (ImportError, OSError):
        print("spaCy with en_core_web_sm is not installed: its clause baseline is skipped")
        return found
    found["spaCy clauses"] = lambda text: list(_clauses(text, pipeline(text)))
    try:
        from textacy.extract import direct_quotations  # noqa: PLC0415  (a peer)
    except ImportError:
        print("textacy is not installed: skipped")
        return found

    def textacy(text: str) -> list[Attribution]:
        try:
            given = list(direct_quotations(pipeline(text)))
        except ValueError:  # It refuses texts whose quotation marks do not pair.
            return []
        return [
            Attribution(
                words(text, [(q.content.start_char, q.content.end_char)]),
                frozenset(s.idx for s in q.speaker),
                True,
            )
            for q in given
        ]

    found["textacy"] = textacy
    return found


def _clauses(text: str, doc: Any) -> Iterator[Attribution]:
    """What a verb of saying governs, or stands behind; its subject for a source."""
    for token in doc:
        if token.pos_ == "VERB" and token.lemma_ in _SAYING:
            clause = [c for c in token.children if c.dep_ in ("ccomp", "parataxis")]
            if clause:
                ends = list(clause[0].subtree)
                # A verb that stands within its clause's words breaks it; its own are no content.
                own = {t.i for c in token.children if c.dep_ == "nsubj" for t in c.subtree}
                inside = [t for t in ends if t.i not in own and t.i != token.i]
                yield Attribution(
                    frozenset(m for t in inside for m in words(text, [(t.idx, t.idx + len(t))])),
                    frozenset(doc[i].idx for i in own),
                    text[ends[0].idx] in _MARKS,
                )


@dataclass
class Score:
    """Counts of one system, all contents or only those in quotation marks."""

    gold: int = 0
    found: int = 0
    matched_gold: int = 0
    matched_found: int = 0
    sources: int = 0
    shared_words: int = 0
    gold_words: int = 0
    found_words: int = 0

    def add(
        self,
        expected: list[Attribution],
        given: list[Attribution],
        all_expected: list[Attribution],
        all_given: list[Attribution],
    ) -> None:
        """Count one document: the expected among all given, the given among all expected."""
        self.gold += len(expected)
        self.found += len(given)
        for one in expected:
            found = [other for other in all_given if matches(one, other)]
            self.matched_gold += bool(found)
            if found:
                best = max(found, key=lambda other: len(one.content & other.content))
                self.sources += bool(one.source & best.source)
        self.matched_found += sum(
            any(matches(one, other) for one in all_expected) for other in given
        )
        right = frozenset[int]().union(*(one.content for one in expected))
        read = frozenset[int]().union(*(one.content for one in given))
        self.shared_words += len(right & read)
        self.gold_words += len(right)
        self.found_words += len(read)

    def line(self, name: str) -> str:
        """The scores of a system as a row of the table."""
        precision = self.matched_found / max(self.found, 1)
        recall = self.matched_gold / max(self.gold, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        overlap = 2 * self.shared_words / max(self.gold_words + self.found_words, 1)
        source = self.sources / max(self.matched_gold, 1)
        return (
            f"{name:22}{precision:10.3f}{recall:9.3f}{f1:9.3f}{overlap:9.3f}{source:9.3f}"
            f"{self.found:8d}{self.gold:8d}"
        )


def matches(one: Attribution, other: Attribution) -> bool:
    shared = len(one.content & other.content)
    sizes = len(one.content), len(other.content)
    return shared > 0 and 2 * shared >= min(sizes) and 4 * shared >= max(sizes)


def documents(folder: Path) -> Iterator[tuple[str, list[Attribution]]]:
    for path in sorted((folder / "text").glob("*.txt")):
        answers = sorted((folder / "attributions").glob(path.stem + "*.ann"))
        if answers:
            text = path.read_text(encoding="utf-8")
            yield text, gold(text, answers[0])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--part", default="dev", choices=("dev", "train"))
    options = parser.parse_args()
    folder = options.data / "polnear" / options.part
    if not folder.is_dir():
        print(f"skipped: no {folder}")
        return 0
    readers: dict[str, Callable[[str], list[Attribution]]] = {"ours": ours, "marks": marks}
    readers |= libraries()
    scores = {f"{name}{part}": Score() for name in readers for part in ("", " direct")}
    spent = dict.fromkeys(readers, 0.0)
    read_words = 0
    for text, expected in documents(folder):
        read_words += len(text.split())
        direct = [one for one in expected if one.direct]
        for name, reader in readers.items():
            begun = time.process_time()
            given = reader(text)
            spent[name] += time.process_time() - begun
            scores[name].add(expected, given, expected, given)
            scores[f"{name} direct"].add(
                direct, [one for one in given if one.direct], expected, given
            )
    title = f"PolNeAR {options.part}"
    print(
        f"{title:22}{'precision':>10}{'recall':>9}{'F1':>9}{'words':>9}{'source':>9}"
        f"{'found':>8}{'gold':>8}"
    )
    for name, score in scores.items():
        print(score.line(name))
    for name, seconds in spent.items():
        print(f"{name}: {500 * 1000 * seconds / max(read_words, 1):.1f} ms per 500 words")
    return 0


if __name__ == "__main__":
    sys.exit(main())
