"""The account of one event, collated from its reports."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from rashomon.annotate.gazetteer import load
from rashomon.compare.disputes import Held, denied, held, rivals
from rashomon.compare.facts import measured
from rashomon.compare.holdings import holdings
from rashomon.compare.matching import (
    at_odds,
    chances,
    common_matter,
    common_words,
    groups,
    likeness,
    signs,
    units,
    with_guests,
)
from rashomon.compare.naming import advances, named_acts, wordings
from rashomon.compare.particulars import particulars
from rashomon.compare.silences import cut_off, silences
from rashomon.compare.statements import Said, Statement, sentences, statements
from rashomon.compare.tales import alone, cites, with_plain
from rashomon.compare.values import values
from rashomon.compare.voices import speaker_of
from rashomon.compare.within import may, within
from rashomon.model import Account, Fact, Label, Span
from rashomon.reuse.lineage import attribute

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from rashomon.model import Event, Reuse, Stemma, Text
    from rashomon.settings import Compare as Limits

T = TypeVar("T", bound=Said)


def account(
    event: Event,
    texts: Mapping[str, Text],
    stemma: Stemma,
    reuses: Iterable[Reuse],
    vectors: Mapping[str, NDArray[np.float32]],
    limits: Limits,
) -> Account:
    """Collates the reports of an event.

    `vectors` holds one unit vector per sentence text; an event of one report needs none, as there
    is nothing to compare it with.
    """
    shared = [r for r in reuses if r.a in texts and r.b in texts]
    if len(texts) == 1:
        return _alone(event, texts, stemma, limits)
    said = collect(event, texts, stemma, shared)
    if not said:
        return Account(event.id, ())
    words = common_words(said, limits)
    near, alike = likeness(said, vectors, words, limits)
    numbered = units(said, shared)
    given = values(said, numbered, limits)
    reports = [s.report for s in said]
    matter = common_matter(said, limits)
    found = signs(said, vectors, matter, limits)
    chance = chances(found, reports, limits)
    chance[at_odds(said, given, matter, limits)] = 0.0
    grouped = groups(chance, numbered, limits)
    wider = with_guests(grouped, reports, chance, limits)
    # What is told of one thing is near enough, also where that thing is the event's common theme.
    linked = chance >= limits.one_thing
    for group in wider:
        linked[np.ix_(group, group)] = True
    close = np.where(linked, np.maximum(alike, limits.same_thing), alike)
    claimed = claims(said, texts)
    typed = [
        *held(said, claimed),
        *rivals(said, claimed, grouped, alike, limits),
        *denied(said, grouped, alike, limits),
        *measured(said, given, grouped, close, linked, limits),
        *particulars(said, wider, limits),
    ]
    known = {s.key: i for i, s in enumerate(said)}
    facts = with_plain(typed, wider, said, chance, limits)
    published = {id: when for id, text in texts.items() if (when := text.report.published)}
    blameless = cut_off(event.reports, texts, stemma)
    acts = named_acts(said, texts)
    made = advances(acts, len(said))
    facts = silences(facts, said, near, alike, chance, made, blameless, published, limits)
    for fact in facts:
        together = sorted({known[key] for key in cites(fact)})
        linked[np.ix_(together, together)] = True
    ordered = tuple(_ordered(facts, said, known, limits))
    return Account(event.id, ordered, wordings(said, texts, linked, acts), within(said, limits))


def _alone(event: Event, texts: Mapping[str, Text], stemma: Stemma, limits: Limits) -> Account:
    """The account of one report: each sentence a fact that it alone tells."""
    cited = _read(event, texts, stemma, (), sentences)
    known = {s.key: i for i, s in enumerate(cited)}
    ordered = tuple(_ordered(alone(cited), cited, known, limits))
    rough = any(map(may, texts.values()))
    both = within(collect(event, texts, stemma, ()), limits) if rough else ()
    return Account(event.id, ordered, within=both)


def collect(
    event: Event, texts: Mapping[str, Text], stemma: Stemma, shared: Sequence[Reuse]
) -> list[Statement]:
    """All statements of an event's reports, each with the origin of its passage."""
    return _read(event, texts, stemma, shared, statements)


def _read(
    event: Event,
    texts: Mapping[str, Text],
    stemma: Stemma,
    shared: Sequence[Reuse],
    read: Callable[[Text, str, Mapping[Span, str], str | None], Sequence[T]],
) -> list[T]:
    spoken = Counter(texts[report].reading.language for report in event.reports)
    reader = max(sorted(spoken, key=str), key=lambda code: spoken[code], default=None)
    home = {report: shares[0].origin for report, shares in stemma.shares.items()}
    found: list[T] = []
    for report in event.reports:
        shares = stemma.shares.get(report, ())
        taken: Mapping[Span, str] = {}
        if len(shares) > 1:
            partners = {(r.b if r.a == report else r.a): r for r in shared if report in (r.a, r.b)}
            taken = attribute(texts[report], shares, partners, home)
        own = next((s.origin for s in shares if s.origin == f"origin:{report}"), None)
        origin = own or home.get(report, f"origin:{report}")
        found += read(texts[report], origin, taken, reader)
    return found


def claims(said: Sequence[Statement], texts: Mapping[str, Text]) -> list[Held]:
    """Present claims on who holds what; actors and places by their ids where these are known."""
    found = []
    for index, statement in enumerate(said):
        text = texts[statement.report]
        raw = text.report.text[statement.start : statement.end]
        for claim in holdings(raw, statement.language):
            if claim.holds is None or not claim.ongoing:
                continue
            start, end = statement.start + claim.start, statement.start + claim.end
            found.append(
                Held(
                    index,
                    claim.actor,
                    _party(claim.actor, text),
                    claim.holds,
                    speaker_of(text, Span(start, end), statement.language) or statement.speaker,
                    claim.site,
                )
            )
    return found


def _party(actor: str, text: Text) -> str:
    """The country that an actor is named after ("Ukrainian forces", "Kyiv"), else the actor."""
    written = actor.casefold()
    for place in text.reading.places:
        name = text.report.text[place.start : place.end].casefold()
        if place.geonames and name and name in written:
            entry = load().ids.get(place.geonames)
            return entry.country if entry else place.name
    return actor


_RANK = {Label.CONTRADICTED: 1, Label.DIFFERS: 1, Label.AGREED: 0, Label.SINGLE: 2}


def _ordered(
    facts: Iterable[Fact],
    said: Sequence[Said],
    known: Mapping[tuple[str, int], int],
    limits: Limits,
) -> list[Fact]:
    """What all say, what is disputed, what only one says; by origins, then by place in the text."""

    def first(fact: Fact) -> float:
        places = [
            said[known[c.report, c.start]].position for p in fact.positions for c in p.statements
        ]
        return min(places)

    def rank(fact: Fact) -> tuple[int, int, float, str]:
        origins = {o for p in fact.positions for o in p.origins}
        return _RANK[fact.label], -len(origins), first(fact), fact.id

    ordered = sorted(facts, key=rank)
    single = [f for f in ordered if f.label is Label.SINGLE][: limits.single_facts]
    return [f for f in ordered if f.label is not Label.SINGLE] + single
