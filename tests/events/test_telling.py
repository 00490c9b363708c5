"""Events that come, change and go one by one give the stories of all told at once."""

from __future__ import annotations

from array import array
from dataclasses import replace
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.events.represent import Profile
from rashomon.events.telling import Telling, in_several
from rashomon.model import Event, Moment
from rashomon.settings import Events

# Two names at the centre of three events make a story here, so that few events try all there is.
LIMITS = replace(Events(), own_events=3, story_names=2)
NAMES = [f"name{n}" for n in range(12)]


def made(number: int, chance: Random) -> tuple[list[Event], dict[str, Profile]]:
    """Events of one to three reports about a few themes, in three languages."""
    themes = np.eye(8, dtype=np.float32)
    events, profiles = [], {}
    for place in range(number):
        reports = []
        theme = chance.randrange(3)
        for part in range(chance.randrange(1, 4)):
            id = f"r{place:02}{part}"
            lead = themes[theme] + 0.5 * themes[chance.randrange(8)]
            names = {name: name for name in chance.sample(NAMES, chance.randrange(1, 6))}
            profiles[id] = Profile(
                id,
                chance.choice(("en", "en", "de", "xx")),
                (lead / np.linalg.norm(lead)).astype(np.float32),
                names,
                frozenset(n for n in names if chance.random() < 0.1),
                None,
                frozenset(str(chance.randrange(10, 14)) for _ in range(chance.randrange(3))),
                mentions=dict.fromkeys(names, chance.randrange(1, 5)),
            )
            reports.append(id)
        when = Moment(f"2026-01-{chance.randrange(1, 28):02}", "day", "given")
        events.append(Event(f"e{place:02}", f"e{place}", tuple(reports), when))
    return events, profiles


def all_at_once(events: list[Event], profiles: dict[str, Profile]) -> list[tuple[str, ...]]:
    telling = Telling(LIMITS)
    telling.change({event.id: event for event in events}, profiles)
    return telling.groups()


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 24), st.integers(0, 2**32).map(Random))
def test_any_way_there_gives_the_same_stories(number: int, chance: Random) -> None:
    events, profiles = made(number, chance)
    telling = Telling(LIMITS)
    waiting = chance.sample(events, number)
    while waiting:
        size = chance.randrange(1, 5)
        some, waiting = waiting[:size], waiting[size:]
        # Some come at first with one of their reports, some go and come again.
        early = {e.id: replace(e, reports=e.reports[:1]) for e in some if chance.random() < 0.5}
        telling.change(early, profiles)
        telling.groups()
        gone = [id for id in early if chance.random() < 0.5]
        telling.change(dict.fromkeys(gone), profiles)
        telling.change({e.id: e for e in some}, profiles)
    assert telling.groups() == all_at_once(events, profiles)
    left = [event for event in events if chance.random() < 0.7]
    telling.change({e.id: None for e in events if e not in left}, profiles)
    assert telling.groups() == all_at_once(left, profiles)


def test_such_events_make_stories_at_all() -> None:
    events, profiles = made(24, Random(1))
    assert all_at_once(events, profiles)


def test_an_event_with_no_report_like_another_is_in_no_story() -> None:
    events, profiles = made(1, Random(2))
    assert all_at_once(events, profiles) == []
    assert Telling(LIMITS).groups() == []


@given(st.lists(st.frozensets(st.integers(0, 9))), st.integers(1, 5))
def test_what_stands_in_several_lists(sets: list[frozenset[int]], least: int) -> None:
    counted = [row for row in range(10) if sum(row in some for some in sets) >= least]
    assert in_several([array("i", sorted(some)) for some in sets], least).tolist() == counted
