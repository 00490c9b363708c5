"""The pages, each a template over what `contexts` gives."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Query, Request
from jinja2 import ChoiceLoader, Environment, PackageLoader
from starlette.responses import HTMLResponse, Response

from rashomon.export.annotated import mentions
from rashomon.export.html import environment
from rashomon.export.timeline import time_line
from rashomon.web import answers, comparing, contexts
from rashomon.web.room import Room
from rashomon.web.selection import Order, Wanted, choices, seen, selected

Asked = Annotated[str | None, Query(max_length=300)]
# Facts of one kind, and columns of the matrix, that the page of an event shows.
_LIMITS = {"facts": 100, "columns": 16, "lone": 300}


def router(room: Room) -> APIRouter:
    """All pages of a room."""
    pages = APIRouter(include_in_schema=False)

    @pages.get("/")
    def front(
        request: Request,
        q: Asked = None,
        language: Asked = None,
        place: Asked = None,
        source: Asked = None,
        flag: Asked = None,
        since: Asked = None,
        until: Asked = None,
        order: Order = "told",
        page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
    ) -> Response:
        wanted = Wanted(q, language, place, source, flag, since, until, order)
        catalogue = room.catalogue
        found = selected(catalogue.events.values(), wanted)
        start = (page - 1) * room.limits.page
        given = {k: v for k, v in request.query_params.items() if v and k != "page"}
        return answers.html(
            request,
            render(
                "front.html",
                wanted=wanted,
                offered=room.kept(("choices",), lambda: choices(catalogue.events.values())),
                catalogue=catalogue,
                events=found[start : start + room.limits.page],
                found=len(found),
                page=page,
                pages=-(-len(found) // room.limits.page),
                address=lambda number: "/?" + urlencode({**given, "page": number}),
            ),
        )

    @pages.get("/events/{id}")
    def event(request: Request, id: str) -> Response:
        catalogue = room.catalogue
        found = room.event(id)
        if found is None:
            raise HTTPException(404, "There is no event of this name.")
        shown, one = found

        def made() -> str:
            parts = (one.all_tell, one.several_tell, one.contradict, one.differ)
            told = [fact.id for fact in chain.from_iterable(p[: _LIMITS["facts"]] for p in parts)]
            return render(
                "event_page.html",
                seen=shown,
                one=one,
                listed=catalogue.events.get(one.event.id),
                stories=[s for s in catalogue.stories.values() if one.event.id in s.events],
                addresses=contexts.Addresses(shown.result),
                facts_shown=set(told),
                limits=_LIMITS,
            )

        return answers.html(request, room.kept(("event page", id), made))

    @pages.get("/report")
    def report(
        request: Request,
        id: Annotated[str, Query(max_length=4_000)],
    ) -> Response:
        found = contexts.report_page(room, id)
        if found is None:
            raise HTTPException(404, "There is no report of this name.")
        return answers.html(
            request, render("report_page.html", page=found, seen=found.seen, full=found.full)
        )

    @pages.get("/compare")
    def compare(
        request: Request,
        a: Annotated[str, Query(max_length=4_000)],
        b: Annotated[str, Query(max_length=4_000)],
    ) -> Response:
        room.catalogue  # noqa: B018  (what is kept must be of the archive as it is)
        found = comparing.comparison(room, a, b)
        if found is None:
            raise HTTPException(404, "One of these reports is not in the archive.")
        return answers.html(request, render("compare.html", found=found))

    @pages.get("/stories/{id}")
    def story(request: Request, id: str) -> Response:
        catalogue = room.catalogue
        if id not in catalogue.stories:
            raise HTTPException(404, "There is no story of this name.")
        told = catalogue.stories[id]
        events = [catalogue.events[e] for e in told.events if e in catalogue.events]
        return answers.html(request, render("story.html", story=told, events=events))

    @pages.get("/stories")
    def stories(request: Request) -> Response:
        return answers.html(request, render("stories.html", catalogue=room.catalogue))

    @pages.get("/sources")
    def sources(request: Request) -> Response:
        catalogue = room.catalogue
        rows = room.kept(("sources",), lambda: contexts.sources(catalogue))
        return answers.html(request, render("sources.html", rows=rows))

    @pages.get("/enter")
    def enter(request: Request) -> Response:
        return answers.html(request, render("enter.html", wrong="wrong" in request.query_params))

    @pages.get("/static/room.css")
    def style(request: Request) -> Response:
        answer = answers.html(request, _style())
        if answer.status_code == 200:
            answer.headers["content-type"] = "text/css; charset=utf-8"
        return answer

    return pages


def message(words: str, status: int) -> Response:
    """A page that says why there is no other."""
    return HTMLResponse(render("message.html", words=words), status)


def render(name: str, **values: Any) -> str:
    """A template filled in."""
    return _environment().get_template(name).render(**values)


@cache
def _environment() -> Environment:
    loader = ChoiceLoader([PackageLoader("rashomon.web"), PackageLoader("rashomon.export")])
    found = environment(loader, str)
    found.globals |= {
        "mentions": mentions,
        "first_seen": seen,
        "fragments": contexts.fragments,
        "locale": "en",
        "time_line": time_line,
        "ways_of": contexts.ways_of,
    }
    return found


@cache
def _style() -> str:
    """The style that the page of `--html` has, and what the room adds."""
    account = files("rashomon.export") / "templates" / "style.css"
    own = files("rashomon.web") / "static" / "room.css"
    return account.read_text(encoding="utf-8") + own.read_text(encoding="utf-8")
