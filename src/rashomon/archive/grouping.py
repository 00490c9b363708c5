"""Events and stories, over the store: a fresh report renews what it could belong to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace

from rashomon.archive.copies import told_apart
from rashomon.archive.texts import Leads, load
from rashomon.events.cluster import cluster
from rashomon.events.represent import Profile, profile
from rashomon.events.stories import stories
from rashomon.events.titles import describe, event_id
from rashomon.settings import Settings, digest
from rashomon.store import Made, Store

VERSION = 1


def group(
    store: Store, fresh: Collection[str], leads: Leads, settings: Settings
) -> dict[str, Profile]:
    """Puts fresh reports into events, and renews all events that they come near.

    Returns what the reports are about that stand for those of these events.
    """
    limits = settings.events
    made = Made("events", VERSION, digest(limits))
    copies = told_apart(store, fresh)
    spoken = copies.spoken_for(fresh)
    store.put_neighbours(leads.nearest(spoken, limits.near, limits.neighbours), made)
    reached = _reach(store, spoken.union(fresh))
    copies = told_apart(store, reached)
    reached |= copies.spoken_for(reached)
    texts = load(store, reached.difference(copies.chief))
    profiles = {id: profile(text, leads.vector(id)) for id, text in texts.items()}
    home = {id: shares[0].origin for id, shares in store.stemma(texts).shares.items()}
    groups = cluster(list(profiles.values()), home, limits)
    followers: dict[str, list[str]] = defaultdict(list)
    for copy in reached.intersection(copies.chief):
        followers[copies.chief[copy]].append(copy)
    whole = [tuple(sorted({*g, *(c for r in g for c in followers[r])})) for g in groups]
    old = store.event_of(reached)
    events = [
        replace(describe(members, texts, profiles, limits, id or event_id(every[0])), reports=every)
        for members, every, id in zip(groups, whole, _keep_ids(whole, old), strict=True)
    ]
    store.put_events(reached, events, made)
    return profiles


def tell_stories(
    store: Store, known: Mapping[str, Profile], leads: Leads, settings: Settings
) -> None:
    """Renews all stories; what is known of some reports need not be loaded again."""
    events = list(store.events().values())
    copies = told_apart(store, {r for e in events for r in e.reports})
    events = [replace(e, reports=tuple(sorted(copies.spoken_for(e.reports)))) for e in events]
    missing = {r for e in events for r in e.reports} - set(known)
    profiles = dict(known)
    for id, text in load(store, missing).items():
        profiles[id] = profile(text, leads.vector(id))
    found = stories(events, profiles, settings.events)
    made = Made("stories", VERSION, digest(settings.events))
    store.put_stories([e.id for e in events], found, made)


def _reach(store: Store, fresh: Collection[str]) -> set[str]:
    """Fresh reports, the reports of all events that they come near, and the kin of all these."""
    near = {end for a, b, _ in store.neighbours(fresh) for end in (a, b)} | set(fresh)
    events = store.events(set(store.event_of(near).values()))
    reached = near.union(*(e.reports for e in events.values()))
    return reached.union(*(o.reports for o in store.stemma(reached).origins))


def _keep_ids(groups: list[tuple[str, ...]], old: Mapping[str, str]) -> list[str | None]:
    """For each group the id of the event that most of its reports were in; None for a new one.

    An id goes to one group only, the one with most of its reports.
    """
    votes = [
        (-count, event, index)
        for index, members in enumerate(groups)
        for event, count in Counter(old[m] for m in members if m in old).items()
    ]
    kept: dict[int, str] = {}
    for _, event, index in sorted(votes):
        if index not in kept and event not in kept.values():
            kept[index] = event
    return [kept.get(index) for index in range(len(groups))]
