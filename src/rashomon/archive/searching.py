"""Search over reports, events and stories: words and meaning together, then filters.

The two rankings, by words and by the likeness of leads to the query, are joined by reciprocal
ranks (Cormack, Clarke and Büttcher 2009): what both find comes first. Events and stories come in
the order of their best report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np

from rashomon import encode
from rashomon.annotate.spelling import skeleton
from rashomon.archive.sketches import Sketches
from rashomon.archive.texts import load
from rashomon.events.represent import headline
from rashomon.exceptions import SearchError
from rashomon.language.searching import Term, searchable, terms
from rashomon.model import Citation, Moment, Text
from rashomon.moments import bounds
from rashomon.settings import Settings
from rashomon.store import Marks, Store

# The constant of reciprocal ranks, as published: how much the very first places count.
_DAMPING = 60
# Reports whose marks are looked up at once while filtering.
_AT_ONCE = 200
# Reports that are looked at for each event wanted: near ones are often of one event.
_PER_EVENT = 10


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for. `text`: words, "phrases", `begin*`; empty: all, the latest first.

    Filters: a source's name, a language's code, a place in any spelling, days of publication
    (`since`, `until`: "2026", "2026-02", "2026-02-14", both included), a state of the text.
    """

    text: str = ""
    source: str | None = None
    language: str | None = None
    place: str | None = None
    since: str | None = None
    until: str | None = None
    flag: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A report, event or story that was found, and by which of its reports.

    `by` says how: "words", "meaning" or both. `passage` is where the words stand, or the lead.
    """

    kind: Literal["report", "event", "story"]
    id: str
    title: str
    report: str
    by: tuple[str, ...]
    text: str
    passage: Citation | None


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, best first."""

    reports: tuple[Hit, ...] = ()
    events: tuple[Hit, ...] = ()
    stories: tuple[Hit, ...] = ()


def search(store: Store, query: Query, settings: Settings, sketches: Sketches, most: int) -> Found:
    """The best reports, events and stories, at most `most` of each.

    `sketches` are those of the store. Raises `SearchError` for a time that is none.
    """
    fits = _filter(query)
    wanted = terms(query.text)
    by: dict[str, list[str]] = {}
    if wanted:
        ranked = _fused(
            {
                # What filters let pass may be old.
                "words": store.matching(wanted, None if fits else settings.search.words),
                "meaning": _alike(query.text, sketches, settings),
            },
            by,
        )
    elif query.text.strip():
        return Found()
    else:
        ranked = _latest(store)
    hits: list[str] = []
    for id in _fitting(store, ranked, fits):
        hits.append(id)
        if len(hits) >= max(most, settings.search.pool):
            break
    return _told(store, hits, by, wanted, most)


def like(store: Store, event: str, sketches: Sketches, most: int) -> list[str]:
    """The `most` other events that are nearest to one by what their reports lead with, in whatever
    language, the nearest first; none for an event of which nothing is known."""
    members = store.members([event])[event]
    leads = list(store.leads_of(members).values())
    middle = np.mean(leads, axis=0) if leads else np.zeros(1, np.float32)
    length = float(np.linalg.norm(middle))
    if not length:
        return []
    near = sketches.around(middle / length, -1.0, len(members) + _PER_EVENT * most)
    event_of = store.event_of(near)
    found = dict.fromkeys(event_of[id] for id in near if id in event_of)
    return [other for other in found if other != event][:most]


def _alike(text: str, sketches: Sketches, settings: Settings) -> list[str]:
    """The reports whose leads are nearest to the query, closest first."""
    (vector,) = encode.load(settings.encode).encode([text])
    return sketches.around(vector, settings.search.meaning, settings.search.nearest)


def _fused(rankings: Mapping[str, Sequence[str]], by: dict[str, list[str]]) -> list[str]:
    """One ranking of several; `by` is told who found what."""
    scores: dict[str, float] = {}
    for name, ids in rankings.items():
        for rank, id in enumerate(ids):
            scores[id] = scores.get(id, 0.0) + 1 / (_DAMPING + rank)
            by.setdefault(id, []).append(name)
    return sorted(scores, key=lambda id: (-scores[id], id))


def _latest(store: Store) -> list[str]:
    """All reports, the latest first, those without a time last."""
    days = {id: marks.when.value if marks.when else "" for id, marks in store.marks(None).items()}
    return sorted(sorted(days), key=lambda id: days[id], reverse=True)


def _fitting(
    store: Store, ids: Sequence[str], fits: Callable[[Marks], bool] | None
) -> Iterator[str]:
    """Those of the reports that pass the filters, in their order."""
    if fits is None:
        yield from ids
        return
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        marks = store.marks(some)
        yield from (id for id in some if id in marks and fits(marks[id]))


def _filter(query: Query) -> Callable[[Marks], bool] | None:
    """Whether a report passes the query's filters; None where it has none."""
    if not any((query.source, query.language, query.place, query.since, query.until, query.flag)):
        return None
    since, until = _span(query.since), _span(query.until)
    place = _place_key(query.place or "")

    def fits(marks: Marks) -> bool:
        when = bounds(marks.when) if marks.when else None
        return (
            (not query.source or (marks.source or "").casefold() == query.source.casefold())
            and (not query.language or marks.language == query.language)
            and (not query.flag or query.flag in marks.flags)
            and (not place or any(_place_key(p.name) == place for p in marks.places))
            and (since is None or (when is not None and when[1] >= since[0]))
            and (until is None or (when is not None and when[0] <= until[1]))
        )

    return fits


def _span(value: str | None) -> tuple[datetime, datetime] | None:
    """The first and last instant of a day, month or year."""
    if not value:
        return None
    span = bounds(Moment(value, "", ""))
    if span is None:
        raise SearchError("is no day, month or year", input=value, stage="search")
    return span


def _place_key(name: str) -> str:
    """One key for the spellings of a place's name."""
    return " ".join(skeleton(word) for word in name.split())


def _told(
    store: Store, ids: Sequence[str], by: Mapping[str, list[str]], wanted: Sequence[Term], most: int
) -> Found:
    """What was found, with titles and passages."""
    event_of = store.event_of(ids)
    best: dict[str, str] = {}
    for id in ids:
        if id in event_of:
            best.setdefault(event_of[id], id)
    stories = store.stories(events=best)
    story_of = {event: story for story in stories for event in story.events}
    first: dict[str, str] = {}
    for event, id in best.items():
        if event in story_of:
            first.setdefault(story_of[event].id, id)
    shown = {*ids[:most], *list(best.values())[:most], *list(first.values())[:most]}
    texts = load(store, shown)
    passages = {id: _passage(text, wanted) for id, text in texts.items()}
    named = store.event_titles(list(best)[:most])
    titles = {story.id: story.title for story in stories}

    def hit(kind: Literal["report", "event", "story"], id: str, title: str, report: str) -> Hit:
        passage = passages[report]
        words = texts[report].cut(passage) if passage else ""
        return Hit(kind, id, title, report, tuple(by.get(report, ())), words, passage)

    return Found(
        tuple(hit("report", id, headline(texts[id]) or id, id) for id in ids[:most]),
        tuple(hit("event", id, named[id], best[id]) for id in list(best)[:most]),
        tuple(hit("story", id, titles[id], first[id]) for id in list(first)[:most]),
    )


def _passage(text: Text, wanted: Sequence[Term]) -> Citation | None:
    """The sentence of the story that has most of the terms, the first of several."""
    best, most = None, -1
    for sentence in text.body:
        if (matched := _matched(text.cut(sentence), wanted)) > most:
            best, most = sentence, matched
        if most == len(wanted):
            break
    return Citation(text.id, best.start, best.end) if best else None


def _matched(sentence: str, wanted: Sequence[Term]) -> int:
    """How many terms a sentence has."""
    if not wanted:
        return 0
    line = f" {searchable(sentence)} "
    return sum(f" {' '.join(term.words)}{'' if term.open else ' '}" in line for term in wanted)
