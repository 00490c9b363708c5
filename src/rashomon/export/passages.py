"""Reports in full: every sentence with an address, its role, and where else it stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from rashomon.archive import Result
from rashomon.export.wording import clean
from rashomon.model import Citation, Fact, Label, Role, Sentence, Span, Text

# Of a longer report the rest is left to --json: at this length a text is a book.
LONGEST = 100_000
# Other reports named at one passage; an agency's sentence may stand in hundreds.
_ELSEWHERE = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """Where else a sentence stands: taken from a report, taken into it, or also in it.

    `kind` is how it stands there (verbatim, edited, translated), `anchor` the sentence, None if
    the page does not show that report.
    """

    way: Literal["from", "into", "also in"]
    report: str
    kind: str
    anchor: str | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence as it is shown; `marks` and `more` come with the last of a run of equal ones.

    `number` counts the report's sentences from 0.
    """

    anchor: str
    text: str
    language: str | None
    shared: bool
    marks: tuple[Mark, ...]
    more: int
    facts: tuple[Fact, ...]
    number: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences of one line and one role."""

    role: Role
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class FullText:
    """A report's paragraphs; `cut` if it is too long to be shown whole."""

    text: Text
    anchor: str
    paragraphs: tuple[Paragraph, ...]
    cut: bool


class Addresses:
    """Addresses of reports and of their sentences within the page."""

    def __init__(self, reports: Iterable[str], result: Result) -> None:
        self._texts = result.texts
        self._reports: dict[str, str] = {}
        taken: set[str] = set()
        for id in reports:
            stem = name = "report-" + re.sub(r"[^A-Za-z0-9_~-]+", "-", id)[:80]
            number = 1
            while name in taken:
                number += 1
                name = f"{stem}~{number}"
            taken.add(name)
            self._reports[id] = name

    def __contains__(self, report: object) -> bool:
        return report in self._reports

    def report(self, id: str) -> str | None:
        """The address of a report, None if the page does not show it."""
        return self._reports.get(id)

    def sentence(self, id: str, start: int) -> str | None:
        """The address of the sentence at a place in a report, None if the page does not show it."""
        if id not in self._reports:
            return None
        return self.place(id, _number(self._texts[id].reading.sentences, start))

    def place(self, id: str, number: int) -> str:
        """The address of a sentence of a report that the page shows, by its number from 0."""
        return f"{self._reports[id]}.{number + 1}"

    def citation(self, cited: Citation) -> str | None:
        """The address of a cited sentence."""
        return self.sentence(cited.report, cited.start)


def full_texts(
    reports: Iterable[str], facts: Iterable[Fact], result: Result, addresses: Addresses
) -> list[FullText]:
    """The shown ones of some reports in full, with their marks."""
    wanted = [r for r in reports if r in addresses]
    cited = _cited(facts, result)
    shared = _shared(set(wanted), result, addresses)
    return [_full_text(result.texts[r], cited, shared, addresses) for r in wanted]


def language_of(citation: Citation, result: Result) -> str | None:
    """The language of a cited sentence."""
    sentences = result.texts[citation.report].reading.sentences
    return sentences[_number(sentences, citation.start)].language if sentences else None


def _full_text(
    text: Text,
    cited: Mapping[tuple[str, int], list[Fact]],
    shared: Mapping[tuple[str, int], list[Mark]],
    addresses: Addresses,
) -> FullText:
    # A text whose reading failed is one sentence.
    sentences = text.reading.sentences or (Sentence(0, min(len(text.report.text), LONGEST)),)
    shown = [s for s in sentences if s.end <= LONGEST]
    paragraphs = []
    for (_, role), group in groupby(
        enumerate(shown), lambda item: (_line(text, item[1]), item[1].role)
    ):
        members = list(group)
        pieces = []
        for place, (number, sentence) in enumerate(members):
            marks = shared.get((text.id, number), [])
            # Where it was taken from says enough; its copies elsewhere are only counted.
            named = sum(m.way == "from" for m in marks) or _ELSEWHERE
            follows = place + 1 < len(members)
            goes_on = follows and _ways(shared.get((text.id, number + 1), [])) == _ways(marks)
            pieces.append(
                Piece(
                    addresses.place(text.id, number),
                    clean(text.report.text[sentence.start : sentence.end]),
                    sentence.language,
                    bool(marks),
                    () if goes_on else tuple(marks[:named]),
                    0 if goes_on else len(marks[named:]),
                    tuple(cited.get((text.id, number), ())),
                    number,
                )
            )
        paragraphs.append(Paragraph(role, tuple(pieces)))
    return FullText(
        text, addresses.report(text.id) or "", tuple(paragraphs), len(shown) < len(sentences)
    )


def _line(text: Text, sentence: Sentence) -> int:
    """The number of the line on which a sentence begins."""
    return text.report.text.count("\n", 0, sentence.start)


def _ways(marks: Iterable[Mark]) -> list[tuple[str, str, str]]:
    return [(m.way, m.report, m.kind) for m in marks]


def _cited(facts: Iterable[Fact], result: Result) -> Mapping[tuple[str, int], list[Fact]]:
    """By report and number of sentence, the facts of several origins that cite it."""
    found: dict[tuple[str, int], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.label is Label.SINGLE:
            continue
        for citation in (c for p in fact.positions for c in p.statements):
            sentences = result.texts[citation.report].reading.sentences
            place = citation.report, _number(sentences, citation.start)
            if fact not in found[place]:
                found[place].append(fact)
    return found


def _shared(
    reports: Collection[str], result: Result, addresses: Addresses
) -> Mapping[tuple[str, int], list[Mark]]:
    """By report and number of sentence, where else it stands: parents first."""
    known = {(e.child, e.parent) for e in result.stemma.lineage if e.direction == "known"}
    found: dict[tuple[str, int], dict[str, Mark]] = defaultdict(dict)
    for reuse in result.reuses:
        for passage in reuse.passages:
            for own, span, other, there in (
                (reuse.a, passage.a, reuse.b, passage.b),
                (reuse.b, passage.b, reuse.a, passage.a),
            ):
                if own not in reports:
                    continue
                way: Literal["from", "into", "also in"] = "also in"
                if (own, other) in known:
                    way = "from"
                elif (other, own) in known:
                    way = "into"
                mark = Mark(way, other, passage.kind, addresses.sentence(other, there.start))
                for number in _numbers(result.texts[own].reading.sentences, span):
                    found[own, number].setdefault(other, mark)
    order = ("from", "also in", "into")
    return {
        place: sorted(marks.values(), key=lambda m: (order.index(m.way), m.report))
        for place, marks in found.items()
    }


def _number(sentences: tuple[Sentence, ...], start: int) -> int:
    """The number of the sentence in which a place lies, the nearest before it if in none."""
    return max(0, bisect_right(sentences, start, key=lambda s: s.start) - 1)


def _numbers(sentences: tuple[Sentence, ...], span: Span) -> range:
    """The numbers of the sentences that a span touches."""
    first, last = _number(sentences, span.start), _number(sentences, max(span.start, span.end - 1))
    return range(first, last + 1) if sentences else range(0)
