"""An event in a list, as JSON: for the API and for assistants."""

from __future__ import annotations

from typing import Any

from rashomon.store import Listed


def event_item(event: Listed) -> dict[str, Any]:
    """What a list says of an event; `api.EventItem` describes the fields."""
    return {
        "id": event.id,
        "title": event.title,
        "reports": len(event.reports),
        "origins": event.origins,
        "languages": list(event.languages),
        "sources": sorted(event.sources),
        "flags": list(event.flags),
        "places": list(event.places),
        "first_seen": event.seen,
        "disputed": event.disputed,
    }
