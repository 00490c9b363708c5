"""Stories: events that continue one another.

A long story has a name of its own: "Brexit", or a woman on trial, stands at the centre of most
events that name it at all, and these tell of one matter. A famous name does not: a president is
named in passing everywhere, and the events about him are unlike. All events that bear a story's own
name belong to it.

Other events are one story if their leads and their rare names resemble each other on the whole, and
they share actors beyond one famous name; joined by average linkage, so that a chain of chance
resemblances does not make a story. Time takes nothing off: a story moves on.
"""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING

from rashomon.events.about import About, Facing, meaning_of
from rashomon.events.reasons import written
from rashomon.events.telling import Telling
from rashomon.model import Story
from rashomon.reasons import Reason, reason

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rashomon.events.represent import Profile
    from rashomon.model import Event
    from rashomon.settings import Events as Limits


def stories(
    events: Sequence[Event], profiles: Mapping[str, Profile], limits: Limits
) -> list[Story]:
    """All stories of two events or more, events in order of time."""
    telling = Telling(limits)
    telling.change({event.id: event for event in events}, profiles)
    return [told_of(group, telling, profiles) for group in telling.groups()]


def told_of(group: Sequence[str], telling: Telling, profiles: Mapping[str, Profile]) -> Story:
    """The story of a group of events."""
    return _story(
        [telling.events[id] for id in group], [telling.about[id] for id in group], profiles
    )


def _story(
    events: Sequence[Event], told: Sequence[About], profiles: Mapping[str, Profile]
) -> Story:
    """The story of some events, called as the largest of them is; in a language that it is not
    told in, as the largest that is."""
    largest = sorted(events, key=lambda event: -len(event.reports))
    titles: dict[str, str] = {}
    for event in largest:
        titles = event.titles | titles
    return Story(
        story_id(events[0].id),
        largest[0].title,
        tuple(event.id for event in events),
        _reasons(events, told, profiles),
        titles,
    )


def of_continuing(
    event: str, others: Sequence[str], telling: Telling, profiles: Mapping[str, Profile]
) -> str:
    """Why an event stands in one story with others: whom it names as most of them do."""
    about = [telling.about[id] for id in (event, *others)]
    counts = Counter(name for other in about[1:] for name in other.actors)
    shared = [name for name in about[0].actors if 2 * counts[name] >= len(others)]
    reports = [r for id in (event, *others) for r in telling.events[id].reports]
    words = written(shared, [profiles[r] for r in reports])
    named = ", ".join(sorted(words.values())[:8])
    near = float(meaning_of(about[:1], Facing(about, telling.limits))[0][0, 1:].max())
    alike = f"likeness of its leads to the nearest {near:.2f}"
    return f"names {named} as others do; {alike}" if named else alike


def story_id(event: str) -> str:
    """The id of a story that begins with this event: the same on every run."""
    return "s" + sha256(event.encode()).hexdigest()[:8]


def _reasons(
    events: Sequence[Event], told: Sequence[About], profiles: Mapping[str, Profile]
) -> tuple[Reason, ...]:
    """What most events of a story name, in the words of its reports."""
    counts = Counter(name for about in told for name in about.actors)
    common = [name for name, count in counts.items() if 2 * count > len(told)]
    words = written(common, [profiles[r] for e in events for r in e.reports])
    if not words:
        return ()
    most = sorted(words, key=lambda name: (-counts[name], name))[:8]
    every = all(counts[name] == len(told) for name in most)
    named = sorted(words[name] for name in most)
    return (reason("all name" if every else "most name", names=named),)
