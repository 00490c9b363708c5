"""Stories: events that continue one another.

Two events belong to one story if they are about the same people and matter at whatever time: what
counts is what many of their reports name, by rarity, and what their leads mean. The links are
joined by average linkage, so that a chain of chance resemblances does not make a story, nor a
famous name that two matters share.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from rashomon.events.cluster import merged
from rashomon.events.represent import similarities
from rashomon.linkage import average_linkage
from rashomon.model import Story

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rashomon.events.represent import Profile
    from rashomon.model import Event
    from rashomon.settings import Events as Limits

# Names shown as the reason of a story.
_SHOWN = 8


def stories(
    events: Sequence[Event], profiles: Mapping[str, Profile], limits: Limits
) -> list[Story]:
    """All stories of two events or more, events in order of time."""
    ordered = sorted(events, key=_order)
    if len(ordered) < 2:
        return []
    about = [matter([profiles[r] for r in e.reports], limits) for e in ordered]
    groups = average_linkage(similarities(about, limits), limits.same_story)
    return [
        Story(
            "s" + sha256(ordered[group[0]].id.encode()).hexdigest()[:8],
            ordered[max(group, key=lambda i: len(ordered[i].reports))].title,
            tuple(ordered[i].id for i in group),
            _reasons([about[i] for i in group]),
        )
        for group in groups
        if len(group) > 1
    ]


def matter(reports: Sequence[Profile], limits: Limits) -> Profile:
    """What an event is about, time and figures apart: what enough of its reports name."""
    whole = merged(reports)
    least = limits.story_share * len(reports)
    named = Counter(key for p in reports for key in p.names)
    wide = Counter(key for p in reports for key in p.wide)
    words = Counter(key for p in reports for key in p.words)
    return replace(
        whole,
        names={key: word for key, word in whole.names.items() if named[key] >= least},
        wide=frozenset(key for key, count in wide.items() if 2 * count > named[key]),
        when=None,
        figures=frozenset(),
        words=frozenset(key for key, count in words.items() if count >= least),
    )


def _reasons(events: Sequence[Profile]) -> tuple[str, ...]:
    """What most events of a story name, countries last, in the words of the first that does."""
    counts = Counter(key for event in events for key in event.names)
    words = {key: word for event in reversed(events) for key, word in event.names.items()}
    wide = frozenset().union(*(event.wide for event in events))
    common = [key for key, count in counts.items() if 2 * count > len(events)]
    shown = sorted(common, key=lambda key: (key in wide, -counts[key], words[key]))[:_SHOWN]
    whom = "all" if all(counts[key] == len(events) for key in shown) else "most"
    return (f"{whom} name {', '.join(words[key] for key in shown)}",) if shown else ()


def _order(event: Event) -> tuple[str, str]:
    return (event.first.value if event.first else "", event.id)
