"""Quotations by speaker: in whose words an event is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rashomon.archive import Result
from rashomon.export.wording import clean
from rashomon.model import Citation

# Speakers on one page, and quotations of each.
_SPEAKERS, _QUOTES = 40, 12


@dataclass(frozen=True, slots=True)
class Saying:
    """Words of a speaker, with every report that quotes them so."""

    words: str
    cited: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker with what is quoted of them, in the order of the reports' publication."""

    name: str
    sayings: tuple[Saying, ...]


def voices(reports: Iterable[str], result: Result) -> tuple[Voice, ...]:
    """Speakers of direct speech, those quoted in most ways first."""
    found: dict[str, dict[str, list[Citation]]] = defaultdict(lambda: defaultdict(list))
    for report in sorted(reports, key=lambda id: (_published(id, result), id)):
        text = result.texts[report]
        for quote in text.reading.quotes:
            if quote.speaker and quote.kind != "indirect":
                words = clean(text.cut(quote.content))
                cited = Citation(report, quote.content.start, quote.content.end)
                found[clean(quote.speaker.name)][words].append(cited)
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(
        Voice(name, tuple(Saying(words, tuple(c)) for words, c in list(said.items())[:_QUOTES]))
        for name, said in ordered[:_SPEAKERS]
        if name
    )


def _published(id: str, result: Result) -> str:
    moment = result.texts[id].report.published
    return moment.value if moment else "~"
