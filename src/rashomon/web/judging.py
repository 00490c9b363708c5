"""Judging: the forms by which people decide, and the record of who decided what, and when."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import RedirectResponse, Response

from rashomon.export.view import outlet
from rashomon.store import Listed
from rashomon.web.rendering import page
from rashomon.web.room import Room

Id = Annotated[str | None, Query(max_length=4_000)]
# Other events offered for a merge: those of the same stories, then those nearest in time.
_OFFERED = 60
# Judgements on one page, the latest first.
_RECORD = 500


def router(room: Room) -> APIRouter:
    """The pages of judging; the guard has made sure that only editors send their forms."""
    pages = APIRouter(include_in_schema=False)

    @pages.get("/judge")
    def judge(request: Request, event: Id = None, a: Id = None, b: Id = None) -> Response:
        catalogue = room.catalogue
        listed = catalogue.events.get(event) if event else None
        if event and listed is None:
            raise HTTPException(404, "There is no event of this name.")
        pair = None
        if a and b:
            texts = room.archive.excerpt([a, b]).texts
            if a not in texts or b not in texts:
                raise HTTPException(404, "One of these reports is not in the archive.")
            pair = [(texts[id], outlet(texts[id])) for id in (a, b)]
        return page(
            request,
            "judge.html",
            event=listed,
            pair=pair,
            offered=_near(listed, list(catalogue.events.values())) if listed else [],
            record=list(reversed(room.archive.judgements()))[:_RECORD],
            titles={id: e.title for id, e in catalogue.events.items()},
        )

    @pages.post("/judge")
    def judged(request: Request) -> Response:
        fields = request.state.fields
        kind, subjects = fields.get("kind", [""])[0], fields.get("subject", [])
        by = request.state.visit.person.name
        made = room.archive.judge(kind, *(s for s in subjects if s), by=by)
        return RedirectResponse(f"/judge?done={quote(made.id)}#{quote(made.id)}", 303)

    @pages.post("/undo")
    def undone(request: Request) -> Response:
        id = request.state.fields.get("id", [""])[0]
        made = room.archive.undo(id, by=request.state.visit.person.name)
        return RedirectResponse(f"/judge?done={quote(made.id)}#{quote(made.id)}", 303)

    return pages


def _near(event: Listed, every: list[Listed]) -> list[Listed]:
    """Events that may be the same: those that share most words of their titles and places."""
    words = _words(event)
    ranked = sorted(
        (e for e in every if e.id != event.id),
        key=lambda e: (-len(words & _words(e)), e.id),
    )
    return ranked[:_OFFERED]


def _words(event: Listed) -> set[str]:
    titles = (event.title, *event.places, *(r.title or "" for r in event.reports[:5]))
    return {w for title in titles for w in title.casefold().split() if len(w) > 3}
