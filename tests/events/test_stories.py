"""Which events continue one another."""

from __future__ import annotations

import numpy as np

from rashomon.events.represent import Profile
from rashomon.events.stories import stories
from rashomon.model import Event, Moment
from rashomon.settings import Events

LIMITS = Events()
AXES = np.eye(40, dtype=np.float32)


def about(id: str, lead: np.ndarray, *names: str, often: tuple[str, ...] = ()) -> Profile:
    unit = (lead / np.linalg.norm(lead)).astype(np.float32)
    keys = {name: name for name in (*names, *often)}
    return Profile(id, "en", unit, keys, frozenset(), None, mentions=dict.fromkeys(often, 9))


def told(*profiles: Profile) -> list[tuple[str, ...]]:
    """The stories of events of one report each, in the order given."""
    events = [
        Event(p.id, p.id, (p.id,), Moment(f"2026-01-{day:02}", "day", "given"))
        for day, p in enumerate(profiles, start=1)
    ]
    return sorted(s.events for s in stories(events, {p.id: p for p in profiles}, LIMITS))


def near(place: int) -> np.ndarray:
    """Leads of one theme, each with something of its own: cosines of .6."""
    return AXES[0] * np.sqrt(1.5) + AXES[place]


def test_events_alike_with_common_actors_continue_one_another() -> None:
    first = about("e1", AXES[0] + 0.3 * AXES[1], "Halm", "Sorvets", "Drenna", "Ilse")
    second = about("e2", AXES[0] + 0.3 * AXES[2], "Halm", "Sorvets", "Drenna", "Marten")
    other = about("e3", AXES[3], "Halm", "Ilse")
    assert told(first, other, second) == [("e1", "e2")]


def test_two_names_in_common_are_no_story() -> None:
    names = ("Halm", "Drenna")
    assert told(about("e1", AXES[0], *names), about("e2", AXES[0], *names)) == []


def test_a_long_story_has_a_name_of_its_own() -> None:
    """Its events are too unlike to be joined one by one."""
    events = [about(f"e{i}", near(i), f"Only{i}", f"Also{i}", often=("Dam",)) for i in range(1, 10)]
    assert told(*events) == [tuple(f"e{i}" for i in range(1, 10))]


def test_a_famous_name_makes_no_story() -> None:
    """Events about one person, in matters that have nothing else in common."""
    events = [about(f"e{i}", AXES[i], f"Only{i}", often=("Premier",)) for i in range(1, 10)]
    assert told(*events) == []


def test_a_name_mostly_mentioned_in_passing_makes_no_story() -> None:
    centre = [about(f"e{i}", near(i), f"Only{i}", often=("Agency",)) for i in range(1, 10)]
    passing = [
        about(f"p{i}", near(i + 10), "Agency", often=(f"Ab{i}", f"Ac{i}", f"Ad{i}"))
        for i in range(1, 12)
    ]
    assert told(*centre, *passing) == []
