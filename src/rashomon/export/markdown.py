"""An account in Markdown (CommonMark), each statement with a note that says where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rashomon.export.citing import cite
from rashomon.export.view import (
    AS_FAR_AS_FOUND,
    EventView,
    View,
    evidence,
    given_alone,
    outlet,
    states,
)
from rashomon.export.wording import because, clean, counted, instant, moment, web
from rashomon.model import Citation, Fact

# Characters that would be markup where they stand.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~])")
# Sentences of one position; the others are counted.
_STATEMENTS = 6


def account(seen: View) -> str:
    """The accounts of the events that are shown."""
    notes = _Notes(seen)
    lines: list[str] = []
    for one in (*seen.events, *seen.lone):
        lines += _event(one, seen, notes)
    lines += ["## Sources", "", *notes.lines(), ""]
    lines += ["Made by Rashomon, which passes no verdict on what is true.", ""]
    return "\n".join(lines)


class _Notes:
    """Numbers of the cited sentences, and what the numbers stand for."""

    def __init__(self, seen: View) -> None:
        self._seen = seen
        self._numbers: dict[tuple[str, int, int], int] = {}

    def mark(self, citation: Citation) -> str:
        """The mark of a cited sentence."""
        key = citation.report, citation.start, citation.end
        return f"[^{self._numbers.setdefault(key, len(self._numbers) + 1)}]"

    def lines(self) -> Iterator[str]:
        """All notes."""
        for (report, start, end), number in self._numbers.items():
            told = cite(Citation(report, start, end), self._seen.result)
            text = self._seen.result.texts[report]
            published = text.report.published
            parts = (
                plain(outlet(text)),
                plain(told.title or ""),
                plain(moment(published)) if published else "time not stated",
                f"<{safe}>" if (safe := web(told.url)) and not _MARKUP.search(safe) else "",
                f"sha256:{plain(told.digest)}, characters {start} to {end}",
            )
            yield f"[^{number}]: {' · '.join(part for part in parts if part)}"


def plain(words: str) -> str:
    """Words from outside, so that nothing in them is markup."""
    return _MARKUP.sub(r"\\\1", clean(words))


def _event(one: EventView, seen: View, notes: _Notes) -> Iterator[str]:
    reports = counted(len(one.event.reports), "report")
    yield f"# {plain(one.event.title)}"
    yield ""
    yield f"{plain(one.when)} · {reports} · {counted(len(one.origins), 'independent origin')}"
    yield ""
    key = (f"**{letter}** {plain(seen.names.get(o, o))}" for o, letter in one.letters.items())
    yield f"Origins: {', '.join(key)}"
    yield ""
    for title, facts in (("What all tell", one.all_tell), ("What several tell", one.several_tell)):
        if facts:
            yield from (f"## {title}", "")
            yield from (_told(fact, one, notes) for fact in facts)
            yield ""
    for title, facts in (
        ("Where they contradict", one.contradict),
        ("Where they differ", one.differ),
        ("Within one report", one.within),
        ("Proposed by readers, not found by Rashomon itself", one.proposed),
    ):
        if facts:
            yield from (f"## {title}", "")
            for fact in facts:
                yield from _disputed(fact, one, notes)
    if one.only_one and len(one.origins) > 1:
        yield from ("## What only one tells", "", f"{AS_FAR_AS_FOUND.capitalize()}.", "")
        for origin, facts in one.only_one.items():
            yield from (f"### {plain(seen.names.get(origin, origin))}", "")
            yield from (_told(fact, one, notes) for fact in facts)
            yield ""
    if one.left_out:
        yield from ("## What each leaves out", "")
        for report, facts in one.left_out.items():
            told = (
                " – ".join(plain(words) for words in (f.text, *map(because, f.reasons)))
                for f in facts
            )
            yield f"- {plain(seen.names[report])}: {'; '.join(told)}"
        yield ""
    if one.wordings:
        yield from ("## What they call it", "")
        for wording in one.wordings:
            chosen = (
                f"{plain(', '.join(worded.words))}{_marks(worded.statements, notes)}"
                for worded in wording.worded
            )
            yield f"- {plain(wording.about)}: {'; '.join(chosen)}"
        yield ""
    if one.edges:
        yield from ("## Who derives from whom", "")
        for edge in one.edges:
            child, parent = (plain(seen.names.get(e, e)) for e in (edge.child, edge.parent))
            way = (
                "from"
                if edge.direction == "known"
                else "shares text, which was first is not known, with"
            )
            why = "; ".join(plain(reason) for reason in evidence(edge, seen.names))
            yield f"- {child}: {edge.kind} {way} {parent}, {edge.coverage:.0%} of it ({why})"
        yield ""
    yield from ("## The state of the texts", "")
    for report in one.event.reports:
        text = seen.result.texts[report]
        yield f"- {plain(seen.names[report])}: {', '.join(states(text)) or 'whole'}"
    yield ""


def _told(fact: Fact, one: EventView, notes: _Notes) -> str:
    origins = {o for p in fact.positions for o in p.origins}
    letters = " ".join(letter for o, letter in one.letters.items() if o in origins)
    marks = _marks((c for p in fact.positions for c in p.statements), notes)
    value = f"{plain(alone)}: " if (alone := given_alone(fact)) else ""
    return f"- {value}{plain(fact.text)} **{letters}**{marks}"


def _disputed(fact: Fact, one: EventView, notes: _Notes) -> Iterator[str]:
    yield f"- {plain('; '.join(map(str, fact.reasons)) or fact.text)}"
    for position in fact.positions:
        letters = " ".join(letter for o, letter in one.letters.items() if o in position.origins)
        as_of = f", as of {plain(instant(position.as_of))}" if position.as_of else ""
        said = f", the word of {plain(', '.join(position.witnesses))}" if position.witnesses else ""
        words = plain(position.text)
        value = plain(position.value or "one says")
        marks = _marks(position.statements, notes)
        yield f"  - {value}{as_of} **{letters}**{said}: “{words}”{marks}"
    yield ""


def _marks(citations: Iterable[Citation], notes: _Notes) -> str:
    every = list(dict.fromkeys((c.report, c.start, c.end) for c in citations))
    marks = "".join(notes.mark(Citation(*key)) for key in every[:_STATEMENTS])
    return marks + (f" and {len(every) - _STATEMENTS} more" if len(every) > _STATEMENTS else "")
