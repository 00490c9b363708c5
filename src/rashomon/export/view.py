"""What a reader is shown of a result, in which order and under which names; form comes later.

Terminal and page are made from these values, so that both say the same.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rashomon.archive import Result
from rashomon.model import Citation, Event, Fact, Label, Lineage, Origin, Role, Story, Text
from rashomon.moments import bounds

_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a stemma as it is drawn: a report or an unseen origin, and what hangs from it."""

    id: str
    seen: bool
    edge: Lineage | None
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class EventView:
    """An event as it is read: its facts by what they are to the reader."""

    event: Event
    when: str
    origins: tuple[Origin, ...]
    stemma: tuple[Node, ...]
    unsettled: tuple[Lineage, ...]
    all_tell: tuple[Fact, ...]
    several_tell: tuple[Fact, ...]
    differ: tuple[Fact, ...]
    contradict: tuple[Fact, ...]
    only_one: Mapping[str, tuple[Fact, ...]]
    left_out: Mapping[str, tuple[Fact, ...]]
    states: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class View:
    """Everything that is shown: stories, the events with several reports, the others' number."""

    result: Result
    names: Mapping[str, str]
    stories: tuple[Story, ...]
    events: tuple[EventView, ...]
    lone: tuple[Event, ...]


def view(result: Result) -> View:
    """Orders a result for reading: events with most origins first."""
    seen = [_event(event, result) for event in result.events]
    seen.sort(key=lambda e: (-len(e.origins), -len(e.event.reports), e.event.id))
    several = [e for e in seen if len(e.event.reports) > 1]
    # With nothing told twice, the reports themselves are what there is to show.
    shown = several or seen[:1]
    lone = [e.event for e in seen if e not in shown]
    return View(result, short_names(result), result.stories, tuple(shown), tuple(lone))


def short_names(result: Result) -> dict[str, str]:
    """A short name for each report and origin: shortest telling prefix of an id, or its name."""
    ids = sorted(result.texts)
    names = {}
    for id in ids:
        size = 3
        while size < len(id) and any(o != id and o.startswith(id[:size]) for o in ids):
            size += 1
        names[id] = id[:size] if size < len(id) and not id[size - 1].isalpha() else id
    for origin in result.stemma.origins:
        names[origin.id] = origin.name if origin.root is None else names[origin.root]
    return {id: clean(name) for id, name in names.items()}


def clean(text: str) -> str:
    """Text fit to be shown: without control characters and direction overrides, spaces folded."""
    kept = (
        c if unicodedata.category(c) not in ("Cc", "Cs", "Co") and c not in _BIDI else " "
        for c in text
    )
    return " ".join("".join(kept).split())


def quoted(citation: Citation, result: Result) -> str:
    """The cited span."""
    return clean(result.texts[citation.report].cut(citation))


def evidence(edge: Lineage, seen: View) -> str:
    """Why an edge is drawn, with reports under their short names."""
    words = "; ".join(clean(e.text) for e in edge.evidence)
    for id in (edge.child, edge.parent, *seen.result.texts):
        words = words.replace(id, seen.names.get(id, id))
    return words


def outlet(text: Text) -> str:
    """What to call where a report is from."""
    return clean(text.report.source) if text.report.source else "no outlet named"


def _event(event: Event, result: Result) -> EventView:
    members = set(event.reports)
    origins = tuple(o for o in result.stemma.origins if members & set(o.reports))
    edges = [e for e in result.stemma.lineage if e.child in members]
    account = result.accounts.get(event.id)
    facts = account.facts if account else ()
    by_label: dict[Label, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_label[fact.label].append(fact)
    everyone = len(origins)
    agreed = by_label[Label.AGREED]
    return EventView(
        event,
        _when(event),
        origins,
        _forest(event, origins, edges),
        tuple(e for e in edges if e.direction == "unknown"),
        tuple(f for f in agreed if len(_origins(f)) == everyone),
        tuple(f for f in agreed if len(_origins(f)) != everyone),
        tuple(by_label[Label.DIFFERS]),
        tuple(by_label[Label.CONTRADICTED]),
        _by_origin(by_label[Label.SINGLE]),
        _left_out(event, facts),
        {r: _states(result.texts[r]) for r in event.reports if _states(result.texts[r])},
    )


def _origins(fact: Fact) -> set[str]:
    return {o for p in fact.positions for o in p.origins}


def _by_origin(facts: Iterable[Fact]) -> dict[str, tuple[Fact, ...]]:
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        found[min(_origins(fact))].append(fact)
    return {origin: tuple(some) for origin, some in sorted(found.items())}


def _left_out(event: Event, facts: Iterable[Fact]) -> dict[str, tuple[Fact, ...]]:
    """For each report what at least two other origins tell and it surely does not."""
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if len(_origins(fact)) > 1:
            for report in fact.absent_from:
                found[report].append(fact)
    return {r: tuple(found[r]) for r in event.reports if r in found}


def _when(event: Event) -> str:
    """The event's time in words, with where it is known from."""
    if event.first is None:
        return "time not known"
    first, last = event.first, event.last or event.first
    span = first.value if last.value == first.value else f"{first.value} to {last.value}"
    if bounds(first) is None:
        span = span.replace("XXXX-", "--")
        return f"{span}, year not stated ({clean(first.basis)})"
    return f"{span} ({clean(first.basis)})"


def _forest(event: Event, origins: Iterable[Origin], edges: Iterable[Lineage]) -> tuple[Node, ...]:
    """The stemma as trees; a report with several parents hangs from each of them."""
    known = [e for e in edges if e.direction == "known"]
    hanging: dict[str, list[Lineage]] = defaultdict(list)
    for edge in known:
        hanging[edge.parent].append(edge)
    children = {e.child for e in known}
    unseen = [o.id for o in origins if o.id in hanging and o.id not in event.reports]
    roots = [*unseen, *(r for r in event.reports if r not in children)]

    def grow(id: str, edge: Lineage | None, above: frozenset[str]) -> Node:
        below = [e for e in hanging.get(id, ()) if e.child not in above]
        return Node(
            id,
            id in event.reports,
            edge,
            tuple(grow(e.child, e, above | {e.child}) for e in below),
        )

    return tuple(grow(root, None, frozenset({root})) for root in roots)


_ASIDE = {
    Role.PAYWALL: "paywall notice set aside",
    Role.FURNITURE: "site furniture set aside",
    Role.DISCLAIMER: "disclaimer set aside",
    Role.CREDIT: "credit line set aside",
}


def _states(text: Text) -> tuple[str, ...]:
    """What is to be known about the state of a text."""
    roles = Counter(s.role for s in text.reading.segments)
    flags = (str(flag).replace("_", " ") for flag in text.reading.flags)
    return (*flags, *(words for role, words in _ASIDE.items() if roles[role]))
