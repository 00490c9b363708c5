"""Searching, and what a search finds as a feed: a saved search is its address."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from rashomon.export.atom import atom
from rashomon.web import answers
from rashomon.web.rendering import page
from rashomon.web.room import Room
from rashomon.web.selection import Searched

_MOST = 40


def router(room: Room) -> APIRouter:
    """The page of a search and its feed."""
    pages = APIRouter(include_in_schema=False)

    @pages.get("/search")
    def search(request: Request, query: Searched) -> Response:
        room.revision()
        given = {k: v for k, v in request.query_params.items() if v}
        return page(
            request,
            "search.html",
            wanted=query,
            found=room.archive.search(query, _MOST) if given else None,
            feed=f"/search.atom?{urlencode(given)}" if given else None,
            offered=room.choices(),
        )

    @pages.get("/search.atom")
    def feed(request: Request, query: Searched) -> Response:
        hits = room.archive.search(query, _MOST).reports
        texts = room.archive.excerpt([hit.report for hit in hits]).texts
        given = urlencode({k: v for k, v in request.query_params.items() if v})
        found = (texts[hit.report].report for hit in hits if hit.report in texts)
        told = atom(f"Rashomon: {query.text or given}", f"search:{given}", found)
        return answers.text(request, told, "application/atom+xml; charset=utf-8")

    return pages
