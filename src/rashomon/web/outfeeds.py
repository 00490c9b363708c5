"""Atom feeds of the room: of a story, a source, a search."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from starlette.responses import Response

from rashomon.exceptions import RashomonError
from rashomon.export.atom import atom
from rashomon.web.room import Room

_MEDIA = "application/atom+xml"


def router(room: Room) -> APIRouter:
    """The feeds that a room gives out."""
    feeds = APIRouter(include_in_schema=False)

    @feeds.get("/feed")
    def feed(
        story: Annotated[str | None, Query(max_length=300)] = None,
        source: Annotated[str | None, Query(max_length=300)] = None,
        search: Annotated[str | None, Query(max_length=300)] = None,
    ) -> Response:
        given = {"story": story, "source": source, "search": search}
        named = [(key, value) for key, value in given.items() if value]
        if len(named) != 1:
            raise HTTPException(400, "A feed is of one story, source or search.")
        kind, value = named[0]
        try:
            found = room.archive.told_by(story=story, source=source, words=search)
        except RashomonError as error:
            raise HTTPException(404, f"There is no such {kind}.") from error
        text = atom(f"Rashomon: {value}", f"{kind}:{value}", found)
        return Response(text, media_type=_MEDIA)

    return feeds
