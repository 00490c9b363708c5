"""An event in a list, as JSON: for the API and for assistants."""

from __future__ import annotations

from typing import Any

from rashomon.store import Listed
from rashomon.web.selection import seen


def event_item(event: Listed) -> dict[str, Any]:
    """What a list says of an event; `api.EventItem` describes the fields."""
    return {
        "id": event.id,
        "title": event.title,
        "reports": len(event.reports),
        "origins": len(event.origins),
        "languages": sorted({r.language for r in event.reports if r.language}),
        "sources": sorted({r.source for r in event.reports if r.source}),
        "flags": sorted({flag for r in event.reports for flag in r.flags}),
        "places": list(event.places),
        "first_seen": seen(event),
        "disputed": event.disputed,
    }
