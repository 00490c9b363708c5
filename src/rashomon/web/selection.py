"""What readers ask of lists and of searches: the same fields on pages and in the API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from fastapi import Depends
from fastapi import Query as Field

from rashomon.archive import Query
from rashomon.store import Order, Store, Wanted

Asked = Annotated[str | None, Field(max_length=300)]
# A form sends the fields that a reader has left empty.
Day = Annotated[date | Literal[""] | None, Field(examples=["2026-03-09"])]
# Reports, events and stories that a search shows.
HITS = 40
# Values offered for one filter: what a list can show.
_OFFERED = 60


def searched(
    q: Asked = None,
    language: Asked = None,
    place: Asked = None,
    source: Asked = None,
    flag: Asked = None,
    since: Day = None,
    until: Day = None,
) -> Query:
    """What the fields of a search ask for; an empty field asks for nothing."""
    first, last = (day.isoformat() if day else None for day in (since, until))
    return Query(
        q or "", source or None, language or None, place or None, first, last, flag or None
    )


Searched = Annotated[Query, Depends(searched)]


def wanted(query: Searched, camp: Asked = None, order: Order = "told") -> Wanted:
    """What the fields of a list ask for."""
    return Wanted(
        query.text, query.language, query.place, query.source, camp or None, query.flag,
        query.since, query.until, order,
    )  # fmt: skip


Listing = Annotated[Wanted, Depends(wanted)]


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be asked for, commonest first, with the number of events."""

    languages: tuple[tuple[str, int], ...]
    places: tuple[tuple[str, int], ...]
    sources: tuple[tuple[str, int], ...]
    camps: tuple[tuple[str, int], ...]
    flags: tuple[tuple[str, int], ...]


def choices(store: Store) -> Choices:
    """What the filters offer."""
    marked = store.marked()
    camps = {camp for outlet in store.outlets().values() for camp in outlet.camps}
    counts = {camp: store.listing(Wanted(camp=camp), 0, 0)[0] for camp in sorted(camps)[:_OFFERED]}
    return Choices(
        _common(marked.get("language", {})),
        _common(marked.get("place", {})),
        _common(marked.get("source", {})),
        _common(counts),
        _common(marked.get("flag", {})),
    )


def _common(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_OFFERED])
