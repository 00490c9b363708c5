"""Events and stories, over the store: a fresh report renews what it could belong to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from rashomon.archive.copies import told_apart
from rashomon.archive.leads import Leads
from rashomon.archive.texts import load
from rashomon.engines.workers import Workers
from rashomon.events.bonds import Bonds, bonds
from rashomon.events.cluster import cluster
from rashomon.events.index import Index
from rashomon.events.reasons import of_joining
from rashomon.events.represent import Profile, profile
from rashomon.events.stories import of_continuing, story_id, told_of
from rashomon.events.telling import Telling
from rashomon.events.titles import describe, event_id
from rashomon.linkage import components
from rashomon.model import Event, Story, Text
from rashomon.settings import Events as Limits
from rashomon.settings import Settings, digest
from rashomon.store import Made, Store

VERSION = 6
# Reports loaded at once to learn what they are about, and looked at by one worker.
_LEARNED = 500
_PROFILED = 25


def group(
    store: Store,
    fresh: Collection[str],
    leads: Leads,
    index: Index,
    settings: Settings,
    formerly: Mapping[str, str] | None = None,
    why: Mapping[str, str] | None = None,
) -> None:
    """Puts fresh reports into events, and renews all events that they come near.

    Only those that it changes are described anew: whose reports change, and those with a fresh
    report or one of its family.
    `index` has learned all reports that stand for themselves. `formerly` says which events reports
    are to be counted to when ids are given, instead of those that they stand in; `why` tells the
    log what moves some, in place of what they have in common.
    """
    limits = settings.events
    made = Made("events", VERSION, digest(limits))
    held = bonds(store.judgements())
    spoken = told_apart(store, fresh).spoken_for(fresh)
    learn(store, spoken, leads, index)
    store.put_neighbours(index.near(spoken, limits.neighbours), made)
    reached = _reach(store, spoken.union(fresh), held)
    copies = told_apart(store, reached)
    reached |= copies.spoken_for(reached)
    # A copy that somebody judged speaks for itself, with the lead of the text that it repeats.
    followed = {id: chief for id, chief in copies.chief.items() if id not in held.judged}
    speaking = reached.difference(followed)
    learn(store, speaking, leads, index, copies.chief)
    profiles = {id: index.profile(id) for id in speaking}
    home = store.families(speaking)
    standing = store.event_of(reached)
    groups = [
        found
        for part in _parts(store, profiles, home, standing, held)
        for found in cluster([profiles[id] for id in part], home, limits, held, index.counts)
    ]
    followers: dict[str, list[str]] = defaultdict(list)
    for copy in reached.intersection(followed):
        followers[followed[copy]].append(copy)
    whole = [tuple(sorted({*g, *(c for r in g for c in followers[r])})) for g in groups]
    ids = kept_ids(whole, standing | dict(formerly or {}), event_id, store.events)
    before = store.members(set(standing.values()))
    families = {home.get(id) for id in spoken} - {None}
    changed = [
        (id, members, every)
        for id, members, every in zip(ids, groups, whole, strict=True)
        if before.get(id) != every
        or not spoken.isdisjoint(every)
        or not families.isdisjoint(home.get(r) for r in members)
    ]
    texts = load(store, {report for _, members, _ in changed for report in members})
    events = [
        replace(describe(members, texts, profiles, limits, id, home), reports=every)
        for id, members, every in changed
    ]
    reasons = {
        report: of_joining(report, set(members) - {report}, profiles)
        for id, members, _ in changed
        for report in members
        if standing.get(report) != id
    }
    reasons |= {copy: f"has the text of {chief}" for copy, chief in followed.items()}
    moved = {report for _, _, every in changed for report in every}
    store.put_events(moved, events, made, reasons | dict(why or {}))


def learn(
    store: Store,
    ids: Collection[str],
    leads: Leads,
    index: Index,
    chief: Mapping[str, str] | None = None,
    workers: Workers | None = None,
) -> None:
    """Tells an index what some reports are about, if it does not know; `workers` look."""
    missing = sorted(id for id in ids if id not in index)
    for start in range(0, len(missing), _LEARNED):
        texts = load(store, missing[start : start + _LEARNED])
        told = {id: (chief or {}).get(id, id) for id in texts}
        former = {} if leads.whole else store.leads_of(set(told.values()) - leads.rows.keys())
        # Copied, so that no profile holds all vectors of today.
        told_with = [
            (texts[id], former[lead] if lead in former else leads.vector(lead).copy())
            for id, lead in sorted(told.items())
        ]
        parts = [told_with[at : at + _PROFILED] for at in range(0, len(told_with), _PROFILED)]
        for found in (workers or Workers()).each(partial(_profiles, index.limits), parts, "group"):
            index.add(found)


def _profiles(limits: Limits, texts: Sequence[tuple[Text, NDArray[np.float32]]]) -> list[Profile]:
    return [profile(text, lead, limits) for text, lead in texts]


@dataclass
class Told:
    """The events that stories have been told of, up to a move of the log, and the stories."""

    telling: Telling
    since: int = 0
    groups: frozenset[tuple[str, ...]] = frozenset()


def tell_stories(store: Store, leads: Leads, index: Index, told: Told, settings: Settings) -> None:
    """Renews the stories of all events that have changed since the last time; one keeps its id as
    long as most of its events were in it.

    Where not all leads are at hand, it tells those of events with a report whose lead is.
    """
    telling = told.telling
    present = None if leads.whole else set(store.event_of(leads.ids).values())
    told.since, changed = _changed(store, told, present)
    copies = told_apart(store, {r for e in changed.values() if e for r in e.reports})
    renewed = {
        id: event and replace(event, reports=tuple(sorted(copies.spoken_for(event.reports))))
        for id, event in changed.items()
    }
    every = {r for event in renewed.values() if event for r in event.reports}
    learn(store, every, leads, index)
    telling.change(renewed, {id: index.profile(id) for id in every})
    groups = telling.groups()
    differing = told.groups ^ frozenset(groups)
    told.groups = frozenset(groups)
    touched, former = _touched(store, set(changed).union(*differing), groups)
    groups = [group for group in groups if not touched.isdisjoint(group)]
    within = {event: story.id for story in former.values() for event in story.events}
    ids = kept_ids(groups, within, story_id, partial(_living, store))
    every = {r for group in groups for event in group for r in telling.events[event].reports}
    learn(store, every, leads, index)
    profiles = {id: index.profile(id) for id in every}
    found = [
        replace(told_of(group, telling, profiles), id=id)
        for group, id in zip(groups, ids, strict=True)
    ]
    why = {
        event: of_continuing(event, [e for e in story.events if e != event], telling, profiles)
        for story in found
        for event in story.events
        if within.get(event) != story.id
    }
    if present is not None:
        found = continued(former, found, present)
    made = Made("stories", VERSION, digest(settings.events))
    placed = {event for story in found for event in story.events}
    why |= dict.fromkeys(within.keys() - placed, "no other event continues it any longer")
    store.put_stories(sorted(touched & telling.events.keys()), found, made, why)


def _changed(
    store: Store, told: Told, present: set[str] | None
) -> tuple[int, dict[str, Event | None]]:
    """The number of the last move, and the events that have changed since, None for those that are
    gone or not present."""
    known = told.telling.events.keys()
    last, moved = store.moved(told.since)
    if present is not None:
        moved = (moved & (present | known)) | (known ^ present)
    living = store.events(moved if known or present is not None else None)
    here = living.keys() if present is None else living.keys() & present
    changed = {id: living[id] if id in here and living[id].id == id else None for id in moved}
    return last, changed | {id: living[id] for id in here if living[id].id == id}


def _touched(
    store: Store, events: set[str], groups: Sequence[tuple[str, ...]]
) -> tuple[set[str], dict[str, Story]]:
    """Some events, with all that stand in one story with them, now or before; and these stories."""
    while True:
        former = {story.id: story for story in store.stories(events=events)}
        wider = events.union(*(story.events for story in former.values()))
        wider.update(*(group for group in groups if not wider.isdisjoint(group)))
        if wider == events:
            return events, former
        events = wider


def _living(store: Store, ids: Collection[str]) -> dict[str, Story]:
    return {story.id: story for story in store.stories(ids)}


def continued(
    former: Mapping[str, Story], found: Sequence[Story], present: Collection[str]
) -> list[Story]:
    """Stories found among the events that are present, with those that are not and stood in them.

    A former story of which none is found goes on with what is found in no other.
    """
    placed = {event for story in found for event in story.events}
    told = {story.id: story for story in found}
    whole = []
    for id in sorted(told.keys() | former.keys()):
        before = former[id].events if id in former else ()
        absent = tuple(event for event in before if event not in present)
        if id in told:
            whole.append(replace(told[id], events=(*absent, *told[id].events)))
        elif absent:
            rest = tuple(e for e in before if e not in placed)
            whole += [replace(former[id], events=rest)] if len(rest) > 1 else []
    return whole


def _reach(store: Store, fresh: Collection[str], held: Bonds) -> set[str]:
    """Fresh reports, the reports of all events that they come near, the kin of all these, and the
    reports of their events."""
    near = {end for a, b, _ in store.neighbours(fresh) for end in (a, b)} | set(fresh)
    whole = _whole(store, near)
    kin = whole | store.kin(whole)
    kin.update(*(some for some in held.groups if not some.isdisjoint(kin)))
    return whole | _whole(store, kin - whole)


def _whole(store: Store, reports: Collection[str]) -> set[str]:
    """Some reports with all others of their events."""
    return set(reports).union(*store.members(set(store.event_of(reports).values())).values())


def _parts(
    store: Store,
    ids: Collection[str],
    home: Mapping[str, str],
    standing: Mapping[str, str],
    held: Bonds,
) -> list[list[str]]:
    """Reports in parts that nothing joins: likeness, family, a former event or a judgement."""
    pairs = [(a, b) for a, b, _ in store.neighbours(ids) if a in ids and b in ids]
    for shared in (home, standing, {id: n for n, group in enumerate(held.groups) for id in group}):
        first: dict[object, str] = {}
        pairs += [(first.setdefault(shared[id], id), id) for id in sorted(ids) if id in shared]
    return components(sorted(ids), pairs)


def kept_ids(
    groups: Sequence[tuple[str, ...]],
    old: Mapping[str, str],
    made: Callable[[str], str],
    living: Callable[[Collection[str]], Mapping[str, Event | Story]],
) -> list[str]:
    """For each group the id of that in which most of its members were (`old`), or a new one.

    An id goes to one group only, the one with most of its members. A new one is made of the first
    member's id, so that a rerun gives it again, and is never that of another that is living.
    """
    votes = [
        (-number, id, index)
        for index, members in enumerate(groups)
        for id, number in Counter(old[m] for m in members if m in old).items()
    ]
    kept: dict[int, str] = {}
    taken: set[str] = set()
    for _, id, index in sorted(votes):
        if index not in kept and id not in taken:
            kept[index] = id
            taken.add(id)
    again = ""
    while waiting := [index for index in range(len(groups)) if index not in kept]:
        names = [made(groups[index][0] + again) for index in waiting]
        known = living(names)
        for index, name in zip(waiting, names, strict=True):
            if name not in taken and (name not in known or known[name].id != name):
                kept[index] = name
                taken.add(name)
        again += "~"
    return [kept[index] for index in range(len(groups))]
