"""What a reader is shown of a result, in which order and under which names; form comes later.

Terminal and page are made from these values, so that both say the same.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from gettext import NullTranslations

from rashomon.archive import Result
from rashomon.compare.facts import in_dispute
from rashomon.export.matrix import Row, origins_of, rows
from rashomon.export.wording import (
    Say,
    basis,
    because,
    clean,
    counted,
    language,
    moment,
    period,
    shortened,
)
from rashomon.model import (
    Citation,
    Event,
    Fact,
    Failure,
    Flag,
    Label,
    Lineage,
    Origin,
    Role,
    Text,
    Wording,
)
from rashomon.moments import bounds

# An id that ends in a digest, as files are often named ("003_444a2cf9e26df7ca").
_DIGEST = re.compile(r"(.+?)[_.~-][0-9a-f]{8,64}$")
# How sure it is that only one tells a thing.
AS_FAR_AS_FOUND = "as far as was found; another may tell it in other words"
# Levels of a tree before it is continued elsewhere: no screen has room for more.
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a stemma as it is drawn: a report or an unseen origin, and what hangs from it."""

    id: str
    seen: bool
    edge: Lineage | None
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class EventView:
    """An event as it is read: its facts by what they are to the reader.

    `letters` are the origins' marks, A for the one with most reports; `only_one` is by origin,
    `left_out` by report; `matrix` has a row for every fact that two origins tell or dispute.
    """

    event: Event
    when: str
    origins: tuple[Origin, ...]
    letters: Mapping[str, str]
    edges: tuple[Lineage, ...]
    stemma: tuple[Node, ...]
    all_tell: tuple[Fact, ...]
    several_tell: tuple[Fact, ...]
    contradict: tuple[Fact, ...]
    differ: tuple[Fact, ...]
    only_one: Mapping[str, tuple[Fact, ...]]
    left_out: Mapping[str, tuple[Fact, ...]]
    wordings: tuple[Wording, ...]
    within: tuple[Fact, ...]
    proposed: tuple[Fact, ...]
    unread: tuple[Failure, ...]
    matrix: tuple[Row, ...]

    @property
    def nodes(self) -> tuple[str, ...]:
        """All that a stemma joins by lines or not: families in the order of their letters."""
        members = dict.fromkeys(self.event.reports)
        parents = dict.fromkeys(e.parent for e in self.edges)
        families = ([o.id, *o.reports] for o in self.origins)
        ordered = [id for family in families for id in family if id in members or id in parents]
        return tuple(dict.fromkeys([*ordered, *members, *parents]))

    @property
    def unsettled(self) -> tuple[Lineage, ...]:
        """Edges of which nothing says in which direction they go."""
        return tuple(e for e in self.edges if e.direction == "unknown")


@dataclass(frozen=True, slots=True)
class View:
    """Everything that is shown: the events that several reports tell, and those of one alone."""

    result: Result
    names: Mapping[str, str]
    head: tuple[str, ...]
    events: tuple[EventView, ...]
    lone: tuple[EventView, ...]


def view(result: Result) -> View:
    """Orders a result for reading: events with most origins first."""
    seen = [_event(event, result) for event in result.events]
    seen.sort(key=lambda e: (-len(e.origins), -len(e.event.reports), e.event.id))
    several = tuple(e for e in seen if len(e.event.reports) > 1)
    lone = tuple(e for e in seen if len(e.event.reports) == 1)
    return View(result, short_names(result), _head(result), several, lone)


def short_names(result: Result) -> dict[str, str]:
    """A short name for each report and origin: its id, without a digest where that still tells."""
    heads = Counter(_head_of(id) for id in result.texts)
    names = {id: head if heads[head := _head_of(id)] == 1 else id for id in result.texts}
    for origin in result.stemma.origins:
        names[origin.id] = origin.name if origin.root is None else names[origin.root]
    return {id: clean(name) for id, name in names.items()}


def quoted(citation: Citation, result: Result) -> str:
    """The cited span."""
    return clean(result.texts[citation.report].cut(citation))


def cited(statements: Iterable[Citation]) -> tuple[tuple[Citation, tuple[str, ...]], ...]:
    """Statements with whose word they are; a span on the word of several stands once."""
    speakers: dict[Citation, list[str]] = {}
    for citation in statements:
        said = speakers.setdefault(replace(citation, speaker=None), [])
        if citation.speaker and clean(citation.speaker) not in said:
            said.append(clean(citation.speaker))
    return tuple((citation, tuple(said)) for citation, said in speakers.items())


@dataclass(frozen=True, slots=True)
class Worded:
    """A sentence, whose word it is, and where it stands: in the first place and, word for word, in
    those after it."""

    speakers: tuple[str, ...]
    places: tuple[Citation, ...]


def worded(statements: Iterable[Citation], result: Result) -> tuple[Worded, ...]:
    """Statements by their words, in the order of the first of each: copies say them again."""
    places: dict[tuple[str, tuple[str, ...]], list[Citation]] = {}
    for citation, speakers in cited(statements):
        places.setdefault((quoted(citation, result), speakers), []).append(citation)
    return tuple(Worded(speakers, tuple(some)) for (_, speakers), some in places.items())


def lead(fact: Fact, result: Result) -> Citation | None:
    """The sentence whose words a fact is told in; None where they are put together."""
    words = clean(fact.text)
    return next((c for c in fact.positions[0].statements if quoted(c, result) == words), None)


def given_alone(fact: Fact) -> str:
    """The values that one origin alone gives where others tell of the same; "" for other facts."""
    value = fact.positions[0].value if fact.label is Label.SINGLE else None
    return clean(value or "")


def tellers(
    fact: Fact, one: EventView, result: Result, shown: Container[str]
) -> tuple[tuple[str, Citation | None], ...]:
    """The origins that tell a fact, in the order of their letters, each with its first sentence
    in a report that is shown, None if none is."""
    first: dict[str, Citation] = {}
    for citation in (c for p in fact.positions for c in p.statements):
        if citation.report in shown:
            for share in result.stemma.shares.get(citation.report, ()):
                first.setdefault(share.origin, citation)
    told = origins_of(fact)
    return tuple((o.id, first.get(o.id)) for o in one.origins if o.id in told)


def evidence(
    edge: Lineage, names: Mapping[str, str], known: NullTranslations | None = None
) -> tuple[str, ...]:
    """Why an edge is drawn, with reports under their short names and times in words."""
    return tuple(because(item.reason, names, known) for item in edge.evidence)


def outlet(text: Text, say: Say = str) -> str:
    """What to call where a report is from."""
    return shortened(clean(text.report.source or ""), 80) or say("no outlet named")


_ASIDE = {
    Role.PAYWALL: "paywall notice",
    Role.FURNITURE: "site furniture",
    Role.DISCLAIMER: "disclaimer",
    Role.CREDIT: "credit line",
}


def states(text: Text, say: Say = str) -> tuple[str, ...]:
    """What is to be known about the state of a text: its flags, and what of it was set aside."""
    roles = {s.role for s in text.reading.segments}
    flags = (say(str(flag).replace("_", " ")) for flag in text.reading.flags)
    aside = [say(words) for role, words in _ASIDE.items() if role in roles]
    return (*flags, f"{', '.join(aside)} {say('set aside')}") if aside else tuple(flags)


def languages(text: Text) -> tuple[str, ...]:
    """Codes of the languages of a text, its own first; others only where it mixes languages."""
    own = text.reading.language
    others = (
        [s.language for s in text.reading.segments if s.role is Role.BODY and s.language]
        if Flag.MIXED_LANGUAGE in text.reading.flags
        else []
    )
    return tuple(dict.fromkeys(([own] if own else []) + others))


def _head(result: Result) -> tuple[str, ...]:
    """The whole in numbers: reports, their languages, events, stories, failures."""
    whole: Counter[str] = Counter()
    parts: Counter[str] = Counter()
    for text in result.texts.values():
        for place, code in enumerate(languages(text)):
            (parts if place else whole)[code] += 1
    spoken = [f"{language(code)} {n}" for code, n in whole.most_common()]
    spoken += [f"{language(code)} {n} (part)" for code, n in parts.most_common()]
    stories, failures = len(result.stories), len(result.failures)
    found = (
        counted(len(result.texts), "report"),
        ", ".join(spoken),
        counted(len(result.events), "event"),
        counted(stories, "story", "stories") if stories else "",
        counted(failures, "failure") if failures else "",
    )
    return tuple(words for words in found if words)


def _head_of(id: str) -> str:
    found = _DIGEST.match(id)
    return found[1] if found else id


def _event(event: Event, result: Result) -> EventView:
    members = set(event.reports)
    origins = sorted(
        (o for o in result.stemma.origins if members & set(o.reports)),
        key=lambda o: (-len(members & set(o.reports)), o.id),
    )
    edges = tuple(e for e in result.stemma.lineage if e.child in members)
    account = result.accounts.get(event.id)
    facts = account.facts if account else ()
    by_label: dict[Label, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_label[fact.label].append(fact)
    agreed = by_label[Label.AGREED]
    everyone = {o.id for o in origins}
    return EventView(
        event,
        when(event),
        tuple(origins),
        {origin.id: _letter(place) for place, origin in enumerate(origins)},
        edges,
        _forest(event, origins, edges, result),
        tuple(f for f in agreed if origins_of(f) >= everyone),
        tuple(f for f in agreed if not origins_of(f) >= everyone),
        tuple(by_label[Label.CONTRADICTED]),
        tuple(by_label[Label.DIFFERS]),
        _by_origin(by_label[Label.SINGLE], _values(facts)),
        _left_out(event, facts),
        account.wordings if account else (),
        account.within if account else (),
        tuple(fact for _, fact in account.proposed) if account else (),
        account.unread if account else (),
        rows(event, facts, origins, result),
    )


def _letter(place: int) -> str:
    """A, B, … Z, A2, B2, …"""
    return chr(ord("A") + place % 26) + (str(place // 26 + 1) if place >= 26 else "")


def _values(facts: Iterable[Fact]) -> frozenset[str]:
    """The values that facts of several origins have."""
    several = [fact for fact in facts if len(origins_of(fact)) > 1]
    figures = [r for fact in several for r in fact.reasons if r.code == "figure"]
    agreed = [value for r in figures for value in dict(r.gaps)["value"]]
    differing = [p.value for fact in several for p in fact.positions if p.value]
    # What is agreed on is told with what it counts ("12,000 people").
    bare = [_exact(value).partition(" ")[0] for value in agreed]
    return frozenset([*map(_exact, agreed + differing), *bare])


def _exact(value: str) -> str:
    """A value without its "about": whether one says so makes no other figure of it."""
    return value.removeprefix("about ")


def _by_origin(facts: Iterable[Fact], given: Container[str]) -> dict[str, tuple[Fact, ...]]:
    """What each origin alone tells, a sentence once.

    Of a sentence whose matter others tell as well these are the values that only this one gives:
    none of those that are `given` by several, of whatever they were found to be.
    """
    found: dict[str, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in (f for f in facts if _exact(f.positions[0].value or "") not in given):
        for origin in sorted(origins_of(fact))[:1]:
            found[origin][fact.text].append(fact)
    return {origin: tuple(map(_one, some.values())) for origin, some in sorted(found.items())}


def _one(facts: Sequence[Fact]) -> Fact:
    """One fact for those in the same words: with all their values, with none if one has none."""
    (position, *_) = facts[0].positions
    values = [fact.positions[0].value for fact in facts]
    every = ", ".join(dict.fromkeys(filter(None, values))) if all(values) else None
    return replace(facts[0], positions=(replace(position, value=every),))


def _left_out(event: Event, facts: Iterable[Fact]) -> dict[str, tuple[Fact, ...]]:
    """For each report what at least two other origins tell and it surely does not.

    Of what is disputed no single position is left out: all are told.
    """
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if len(origins_of(fact)) > 1:
            disputed = (in_dispute(fact),) if len(fact.positions) > 1 else ()
            for report in fact.absent_from:
                found[report].append(replace(fact, reasons=disputed))
    return {r: tuple(found[r]) for r in event.reports if r in found}


def when(event: Event, say: Say = str) -> str:
    """The event's time in words, with where it is known from; and when it was told."""
    found = []
    if event.first is not None:
        last = event.last or event.first
        span = period(event.first, last, say) if bounds(event.first) else moment(event.first, say)
        found.append(f"{span} ({basis(event.first, say)})")
    if event.published_first is not None:
        told = period(event.published_first, event.published_last or event.published_first, say)
        found.append(say("published %(when)s") % {"when": told})
    return ", ".join(found) or say("time not known")


def _forest(
    event: Event, origins: Iterable[Origin], edges: Iterable[Lineage], result: Result
) -> tuple[Node, ...]:
    """The stemma as trees; a report with several parents hangs from each of them.

    What hangs from a node is drawn where it comes first; below `_DEEPEST` a new tree begins.
    Families come before reports that stand alone.
    """
    known = [e for e in edges if e.direction == "known"]
    hanging: dict[str, list[Lineage]] = defaultdict(list)
    for edge in known:
        hanging[edge.parent].append(edge)
    members, children = set(event.reports), {e.child for e in known}
    outside = [o.id for o in origins if o.id in hanging and o.id not in members]
    outside += [e.parent for e in known if e.parent not in members and e.parent not in outside]
    drawn: set[str] = set()

    def grow(id: str, edge: Lineage | None, depth: int) -> Node:
        below = hanging[id] if id not in drawn and depth < _DEEPEST else []
        drawn.add(id)
        return Node(id, id in result.texts, edge, tuple(grow(e.child, e, depth + 1) for e in below))

    roots = [*outside, *(r for r in event.reports if r not in children), *event.reports]
    trees = [grow(root, None, 0) for root in dict.fromkeys(roots) if root not in drawn]
    return tuple(sorted(trees, key=lambda tree: not tree.children))
