"""Judging: the forms by which people decide, and the record of who decided what, and when."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import RedirectResponse, Response

from rashomon.export.view import outlet
from rashomon.web.rendering import page
from rashomon.web.room import Room

Id = Annotated[str | None, Query(max_length=4_000)]
# Other events offered for a merge: those whose reports lead with the nearest matter.
_OFFERED = 20
# Judgements on one page, the latest first.
_RECORD = 500


def router(room: Room) -> APIRouter:
    """The pages of judging; the guard has made sure that only editors send their forms."""
    pages = APIRouter(include_in_schema=False)

    @pages.get("/judge")
    def judge(request: Request, event: Id = None, a: Id = None, b: Id = None) -> Response:
        store = room.archive.store
        listed = store.listed([event]).get(event) if event else None
        if event and listed is None:
            raise HTTPException(404, "There is no event of this name.")
        pair = None
        if a and b:
            texts = room.archive.excerpt([a, b]).texts
            if a not in texts or b not in texts:
                raise HTTPException(404, "One of these reports is not in the archive.")
            pair = [(texts[id], outlet(texts[id])) for id in (a, b)]
        like = room.archive.like(event, _OFFERED) if event else []
        offered = store.listed(like)
        record = list(reversed(room.archive.judgements()))[:_RECORD]
        judged = {subject for made in record for subject in made.subjects}
        return page(
            request,
            "judge.html",
            event=listed,
            pair=pair,
            offered=[offered[id] for id in like],
            record=record,
            titles={id: found.title for id, found in store.events(judged).items()},
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
