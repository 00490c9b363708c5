"""The pages, each a template over what `contexts` gives."""

from __future__ import annotations

from itertools import chain
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from rashomon.export import forms
from rashomon.web import answers, contexts, telling, tongues
from rashomon.web.rendering import page, render, script, style
from rashomon.web.room import Room
from rashomon.web.selection import HITS, Asked, Listing, Searched

Page = Annotated[int, Query(alias="page", ge=1, le=1_000_000)]
Id = Annotated[str, Query(max_length=4_000)]
# Facts of one kind, and columns of the matrix, that the page of an event shows.
_LIMITS = {"facts": 100, "columns": 16, "lone": 300}
# Rows of the table of sources: those with most reports.
_SOURCES = 500


def router(room: Room) -> APIRouter:
    """All pages of a room that only show."""
    pages = APIRouter(include_in_schema=False)

    @pages.get("/")
    def front(request: Request, wanted: Listing, page_: Page = 1) -> Response:
        revision = room.revision()
        store, most = room.archive.store, room.limits.page
        total, found = store.listing(wanted, (page_ - 1) * most, most)
        return page(
            request,
            "front.html",
            wanted=wanted,
            offered=room.choices(),
            stories=store.story_list(0, 0)[0],
            revision=revision,
            events=found,
            found=total,
            **_turning(request, page_, total, most),
        )

    @pages.get("/events/{id}")
    def event(request: Request, id: str) -> Response:
        shown, one = room.event(id)
        locale = tongues.wanted(request)

        def made() -> Markup:
            parts = (one.all_tell, one.several_tell, one.contradict, one.differ)
            told = [fact.id for fact in chain.from_iterable(p[: _LIMITS["facts"]] for p in parts)]
            return Markup(
                render(
                    locale,
                    "event.html",
                    seen=shown,
                    one=one,
                    addresses=contexts.Addresses(shown.result),
                    facts_shown=set(told),
                    limits=_LIMITS,
                )
            )

        return page(
            request,
            "event_page.html",
            one=one,
            account=room.kept(("event page", id, locale), made),
            stories=room.archive.store.stories(events=[one.event.id]),
            forms=list(forms.Form),
        )

    @pages.get("/report")
    def report(request: Request, id: Id) -> Response:
        found = contexts.report_page(room, id)
        return page(request, "report_page.html", page=found, seen=found.seen, full=found.full)

    @pages.get("/compare")
    def compare(request: Request, a: Id, b: Id) -> Response:
        return page(request, "compare.html", found=room.pair(a, b))

    @pages.get("/stories/{id}")
    def story(request: Request, id: str) -> Response:
        found = telling.story_page(room, id)
        return page(request, "story.html", told=found, forms=list(forms.Form))

    @pages.get("/stories")
    def stories(request: Request, page_: Page = 1) -> Response:
        store, most = room.archive.store, room.limits.page
        total, found = store.story_list((page_ - 1) * most, most)
        events = store.listed({id for story in found for id in story.events[:6]})
        told = {"stories": found, "events": events}
        return page(request, "stories.html", **told, **_turning(request, page_, total, most))

    @pages.get("/sources")
    def sources(request: Request) -> Response:
        return page(request, "sources.html", rows=room.sources()[:_SOURCES])

    @pages.get("/search")
    def search(request: Request, query: Searched) -> Response:
        room.revision()
        given = {k: v for k, v in request.query_params.items() if v}
        return page(
            request,
            "search.html",
            wanted=query,
            found=room.archive.search(query, HITS) if given else None,
            feed=f"/search.atom?{urlencode(given)}" if given else None,
            offered=room.choices(),
        )

    @pages.get("/enter")
    def enter(request: Request) -> Response:
        wrong = "wrong" in request.query_params
        return page(request, "enter.html", wrong=wrong, named=room.named)

    @pages.get("/language")
    def language(code: Annotated[str, Query(max_length=5)], back: Asked = None) -> Response:
        # Only to a page of ours: two slashes would begin the name of another server.
        ours = back and back.startswith("/") and not back.startswith(("//", "/\\"))
        answer = RedirectResponse(back if ours and back else "/", 303)
        if code in tongues.NAMES:
            answer.set_cookie(
                tongues.COOKIE, code, max_age=31_536_000, httponly=True, samesite="lax"
            )
        return answer

    @pages.get("/static/room.css")
    def styled(request: Request) -> Response:
        return answers.text(request, style(), "text/css; charset=utf-8")

    @pages.get("/static/room.js")
    def scripted(request: Request) -> Response:
        return answers.text(request, script(), "text/javascript; charset=utf-8")

    return pages


def _turning(request: Request, page: int, total: int, most: int) -> dict[str, object]:
    """What a list needs to be turned over: its page, how many there are, and their addresses."""
    given = {k: v for k, v in request.query_params.items() if v and k != "page"}
    path = request.url.path
    return {
        "page": page,
        "pages": -(-total // most),
        "address": lambda number: f"{path}?{urlencode({**given, 'page': number})}",
    }
