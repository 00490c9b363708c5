"""Atom feeds of the room: of a story, of a source, and of a search: its address saves it."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import Response

from rashomon.exceptions import RashomonError
from rashomon.export.atom import atom
from rashomon.web import answers
from rashomon.web.room import Room
from rashomon.web.selection import HITS, Searched

_MEDIA = "application/atom+xml; charset=utf-8"


def router(room: Room) -> APIRouter:
    """The feeds that a room gives out."""
    feeds = APIRouter(include_in_schema=False)

    @feeds.get("/feed")
    def feed(
        request: Request,
        story: Annotated[str | None, Query(max_length=300)] = None,
        source: Annotated[str | None, Query(max_length=300)] = None,
    ) -> Response:
        given = {"story": story, "source": source}
        named = [(key, value) for key, value in given.items() if value]
        if len(named) != 1:
            raise HTTPException(400, "A feed is of one story or source.")
        kind, value = named[0]
        try:
            found = room.archive.told_by(story=story, source=source)
        except RashomonError as error:
            raise HTTPException(404, f"There is no such {kind}.") from error
        text = atom(f"Rashomon: {value}", f"{kind}:{value}", found)
        return answers.text(request, text, _MEDIA)

    @feeds.get("/search.atom")
    def searched(request: Request, query: Searched) -> Response:
        hits = room.archive.search(query, HITS).reports
        texts = room.archive.excerpt([hit.report for hit in hits]).texts
        given = urlencode({k: v for k, v in request.query_params.items() if v})
        found = (texts[hit.report].report for hit in hits if hit.report in texts)
        text = atom(f"Rashomon: {query.text or given}", f"search:{given}", found)
        return answers.text(request, text, _MEDIA)

    return feeds
