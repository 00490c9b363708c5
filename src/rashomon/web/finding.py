"""Searching, and what a search finds as a feed: a saved search is its address."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from rashomon.archive import Query as Wanted
from rashomon.export.atom import atom
from rashomon.web import answers
from rashomon.web.rendering import page
from rashomon.web.room import Room
from rashomon.web.selection import choices

Asked = Annotated[str | None, Query(max_length=300)]
_MOST = 40


def router(room: Room) -> APIRouter:
    """The page of a search and its feed."""
    pages = APIRouter(include_in_schema=False)

    @pages.get("/search")
    def search(
        request: Request,
        q: Asked = None,
        language: Asked = None,
        place: Asked = None,
        source: Asked = None,
        flag: Asked = None,
        since: Asked = None,
        until: Asked = None,
    ) -> Response:
        catalogue = room.catalogue
        wanted = query(q, language, place, source, flag, since, until)
        given = {k: v for k, v in request.query_params.items() if v}
        return page(
            request,
            "search.html",
            wanted=wanted,
            found=room.archive.search(wanted, _MOST) if given else None,
            feed=f"/search.atom?{urlencode(given)}" if given else None,
            offered=room.kept(("choices",), lambda: choices(catalogue.events.values())),
        )

    @pages.get("/search.atom")
    def feed(
        request: Request,
        q: Asked = None,
        language: Asked = None,
        place: Asked = None,
        source: Asked = None,
        flag: Asked = None,
        since: Asked = None,
        until: Asked = None,
    ) -> Response:
        wanted = query(q, language, place, source, flag, since, until)
        hits = room.archive.search(wanted, _MOST).reports
        texts = room.archive.excerpt([hit.report for hit in hits]).texts
        given = urlencode({k: v for k, v in request.query_params.items() if v})
        found = (texts[hit.report].report for hit in hits if hit.report in texts)
        told = atom(f"Rashomon: {q or given}", f"search:{given}", found)
        return answers.text(request, told, "application/atom+xml; charset=utf-8")

    return pages


def query(
    q: str | None,
    language: str | None,
    place: str | None,
    source: str | None,
    flag: str | None,
    since: str | None,
    until: str | None,
) -> Wanted:
    """What the fields of a search ask for; an empty field asks for nothing."""
    return Wanted(
        q or "", source or None, language or None, place or None, since or None, until or None,
        flag or None,
    )  # fmt: skip
