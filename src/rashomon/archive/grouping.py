"""Events and stories, over the store: a fresh report renews what it could belong to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

import numpy as np

from rashomon.archive.texts import load, nearest
from rashomon.events.cluster import cluster
from rashomon.events.represent import Profile, profile
from rashomon.events.stories import stories
from rashomon.events.titles import describe
from rashomon.settings import Settings, digest
from rashomon.store import Made, Store

VERSION = 1


def group(store: Store, fresh: Collection[str], settings: Settings) -> None:
    """Puts fresh reports into events, and renews all events that they come near."""
    limits = settings.events
    made = Made("events", VERSION, digest(limits))
    ids, leads = store.leads()
    rows = {id: i for i, id in enumerate(ids)}
    store.put_neighbours(nearest(store, fresh, limits.near, limits.neighbours), made)
    reached = _reach(store, fresh)
    texts = load(store, reached)
    silent = np.zeros(leads.shape[1] if leads.size else 1, dtype=np.float32)
    profiles = {
        id: profile(text, leads[rows[id]] if id in rows else silent) for id, text in texts.items()
    }
    home = {id: shares[0].origin for id, shares in store.stemma(reached).shares.items()}
    groups = cluster(list(profiles.values()), home, limits)
    old = store.event_of(reached)
    events = [
        describe(members, texts, profiles, limits, id)
        for members, id in zip(groups, _keep_ids(groups, old), strict=True)
    ]
    store.put_events(reached, events, made)
    _tell_stories(store, profiles, settings)


def _tell_stories(store: Store, known: Mapping[str, Profile], settings: Settings) -> None:
    """Renews all stories; what is known of some reports need not be loaded again."""
    events = list(store.events().values())
    ids, leads = store.leads()
    rows = {id: i for i, id in enumerate(ids)}
    missing = {r for e in events for r in e.reports} - set(known)
    silent = np.zeros(leads.shape[1] if leads.size else 1, dtype=np.float32)
    profiles = dict(known) | {
        id: profile(text, leads[rows[id]] if id in rows else silent)
        for id, text in load(store, missing).items()
    }
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
