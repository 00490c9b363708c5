"""The JSON twins of the pages, under /api/v1; their description is at /api/v1/openapi.json."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from rashomon.export.json import result as contract
from rashomon.web import answers, comparing, contexts
from rashomon.web.listing import event_item
from rashomon.web.room import Room
from rashomon.web.selection import Order, Wanted, selected

Asked = Annotated[str | None, Query(max_length=300)]
Day = Annotated[str | None, Query(pattern=r"^\d{4}-\d\d-\d\d$", examples=["2026-03-09"])]
Id = Annotated[str, Query(max_length=4_000, examples=["norda"])]


class EventItem(BaseModel):
    """An event in a list."""

    id: str
    title: str = Field(description="In words of its own reports")
    reports: int = Field(description="How many reports tell it", examples=[9])
    origins: int = Field(description="How many independent origins these go back to", examples=[3])
    languages: list[str]
    sources: list[str]
    flags: list[str] = Field(description="Declared states of degraded texts")
    places: list[str]
    first_seen: str | None = Field(description="When its first report was published, ISO 8601")
    disputed: int | None = Field(description="Facts with several positions; null: not compared yet")


class Events(BaseModel):
    """One page of a list of events."""

    total: int
    offset: int
    events: list[EventItem]


class StoryItem(BaseModel):
    """Events that continue one another, in their order in time."""

    id: str
    title: str
    events: list[str]
    reasons: list[str]


class Source(BaseModel):
    """An outlet."""

    name: str
    reports: int
    events: int
    own: float = Field(description="Share (0..1) of its text not taken from other reports")
    follows: list[tuple[str, int]] = Field(description="Whom it took from, in how many reports")


class Refusal(BaseModel):
    """Why there is no answer."""

    detail: str


_ABSENT: dict[int | str, dict[str, Any]] = {404: {"model": Refusal}, 400: {"model": Refusal}}
_RESULT = "A result by the contract rashomon/1 (docs/reference/result.md)"


def router(room: Room) -> APIRouter:
    """The API of a room."""
    api = APIRouter(prefix="/api/v1")

    @api.get("/events", response_model=Events, summary="Events, most told or newest first")
    def events(
        request: Request,
        q: Asked = None,
        language: Asked = None,
        place: Asked = None,
        source: Asked = None,
        flag: Asked = None,
        since: Day = None,
        until: Day = None,
        order: Order = "told",
        offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
        limit: Annotated[int, Query(ge=1, le=500)] = 50,
    ) -> Response:
        wanted = Wanted(q, language, place, source, flag, since, until, order)
        found = selected(room.catalogue.events.values(), wanted)
        shown = [event_item(event) for event in found[offset : offset + limit]]
        return answers.as_json(request, {"total": len(found), "offset": offset, "events": shown})

    @api.get(
        "/events/{id}",
        responses={**_ABSENT, 200: {"description": _RESULT}},
        response_model=dict[str, Any],
        summary="One event: its reports, lineage, origins and account",
    )
    def event(request: Request, id: Annotated[str, Path(max_length=200)]) -> Response:
        room.catalogue  # noqa: B018  (what is kept must be of the archive as it is)
        found = room.result(id)
        if found is None:
            raise HTTPException(404, "no such event")
        return answers.as_json(request, contract(found))

    @api.get(
        "/report",
        responses={**_ABSENT, 200: {"description": _RESULT}},
        response_model=dict[str, Any],
        summary="One report with those that share text with it",
    )
    def report(request: Request, id: Id) -> Response:
        room.catalogue  # noqa: B018
        found = room.kept(("report", id), lambda: room.archive.excerpt([id]))
        if id not in found.texts:
            raise HTTPException(404, "no such report")
        return answers.as_json(request, contract(found))

    @api.get(
        "/compare",
        responses=_ABSENT,
        response_model=dict[str, Any],
        summary="Two reports side by side",
    )
    def compare(request: Request, a: Id, b: Id) -> Response:
        room.catalogue  # noqa: B018
        found = comparing.comparison(room, a, b)
        if found is None:
            raise HTTPException(404, "no such report")
        pairs = [asdict(pair) for pair in found.pairs]
        reuse = asdict(found.reuse) if found.reuse else None
        told = {"a": a, "b": b, "event": found.event, "pairs": pairs, "reuse": reuse}
        return answers.as_json(request, told)

    @api.get("/stories", response_model=list[StoryItem], summary="All stories")
    def stories(request: Request) -> Response:
        found = room.catalogue.stories.values()
        return answers.as_json(request, [asdict(story) for story in found])

    @api.get("/stories/{id}", responses=_ABSENT, response_model=StoryItem, summary="One story")
    def story(request: Request, id: Annotated[str, Path(max_length=200)]) -> Response:
        found = room.catalogue.stories.get(id)
        if found is None:
            raise HTTPException(404, "no such story")
        return answers.as_json(request, asdict(found))

    @api.get("/sources", response_model=list[Source], summary="Outlets: own work and taken over")
    def sources(request: Request) -> Response:
        catalogue = room.catalogue
        rows = room.kept(("sources",), lambda: contexts.sources(catalogue))
        return answers.as_json(request, [asdict(row) for row in rows])

    return api
