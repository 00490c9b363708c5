"""Which events of a catalogue are wanted, and in which order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rashomon.store import Listed

Order = Literal["told", "new"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks for; None asks for nothing. `since` and `until` are ISO days."""

    words: str | None = None
    language: str | None = None
    place: str | None = None
    source: str | None = None
    flag: str | None = None
    since: str | None = None
    until: str | None = None
    order: Order = "told"


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be asked for, commonest first, with the number of events."""

    languages: tuple[tuple[str, int], ...]
    places: tuple[tuple[str, int], ...]
    sources: tuple[tuple[str, int], ...]
    flags: tuple[tuple[str, int], ...]


# Values offered for one filter: what a list can show.
_OFFERED = 60


def selected(events: Iterable[Listed], wanted: Wanted) -> list[Listed]:
    """The events that answer to all that is asked, most told or newest first."""
    found = [event for event in events if _answers(event, wanted)]
    found.sort(key=lambda event: event.id)
    if wanted.order == "told":
        found.sort(key=lambda e: seen(e) or "", reverse=True)
        found.sort(key=lambda e: (-len(e.origins), -len(e.reports)))
    else:
        found.sort(key=lambda e: seen(e) or "", reverse=True)
    return found


def seen(event: Listed) -> str | None:
    """When the first report of an event was published (ISO), None if no report says."""
    return min((r.published.value for r in event.reports if r.published), default=None)


def choices(events: Iterable[Listed]) -> Choices:
    """What the filters offer."""
    languages: Counter[str] = Counter()
    places: Counter[str] = Counter()
    sources: Counter[str] = Counter()
    flags: Counter[str] = Counter()
    for event in events:
        languages.update({r.language for r in event.reports if r.language})
        places.update(set(event.places))
        sources.update({r.source for r in event.reports if r.source})
        flags.update({flag for r in event.reports for flag in r.flags})
    return Choices(_common(languages), _common(places), _common(sources), _common(flags))


def _common(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_OFFERED])


def _answers(event: Listed, wanted: Wanted) -> bool:
    if wanted.words:
        titles = [event.title, *(r.title or "" for r in event.reports)]
        text = " ".join(titles).casefold()
        if not all(word in text for word in wanted.words.casefold().split()):
            return False
    if wanted.place and wanted.place not in event.places:
        return False
    if wanted.since or wanted.until:
        day = (seen(event) or "")[:10]
        if not day or day < (wanted.since or "") or (wanted.until and day > wanted.until):
            return False
    return (
        (not wanted.language or any(r.language == wanted.language for r in event.reports))
        and (not wanted.source or any(r.source == wanted.source for r in event.reports))
        and (not wanted.flag or any(wanted.flag in r.flags for r in event.reports))
    )
