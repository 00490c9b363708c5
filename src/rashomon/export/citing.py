"""Sentences of a fact as they are cited: words, outlet, title, address, time, digest, place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rashomon.archive import Result
from rashomon.export.wording import clean, moment, shortened, web
from rashomon.model import Citation, Fact

# Citations of one fact: one for each origin and position says whose it is.
_MOST = 12


@dataclass(frozen=True, slots=True)
class Cited:
    """One sentence with all that is needed to find it again and to prove that it stood there.

    `digest` is the SHA-256 of the report's text (UTF-8); `start` and `end` are code points in it.
    """

    report: str
    words: str
    speaker: str | None
    source: str | None
    title: str | None
    url: str | None
    published: str | None
    digest: str
    start: int
    end: int


def sources(fact: Fact, result: Result) -> Iterator[Cited]:
    """For each position of a fact one sentence of every report that gives it."""
    for position in fact.positions:
        seen = set()
        for citation in position.statements:
            if citation.report not in seen:
                seen.add(citation.report)
                yield cite(citation, result)


def citations(fact: Fact, result: Result) -> list[str]:
    """The first citations of a fact as lines of text."""
    found = []
    for cited, _ in zip(sources(fact, result), range(_MOST), strict=False):
        by = ", ".join(clean(word) for word in (cited.source, cited.title) if word)
        published = result.texts[cited.report].report.published
        parts = (
            f"“{shortened(clean(cited.words), 300)}”",
            by or clean(cited.report),
            moment(published) if published else "time not stated",
            web(cited.url) or "",
            f"sha256:{clean(cited.digest)} [{cited.start}:{cited.end}]",
        )
        found.append(" · ".join(part for part in parts if part))
    return found


def cite(citation: Citation, result: Result) -> Cited:
    """A sentence with all that is needed to find it again."""
    text = result.texts[citation.report]
    report = text.report
    return Cited(
        citation.report,
        text.cut(citation),
        citation.speaker,
        report.source,
        report.title,
        report.url,
        report.published.value if report.published else None,
        report.digest,
        citation.start,
        citation.end,
    )
