"""The JSON twins of the pages, under /api/v1; their description is at /api/v1/openapi.json."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Path, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from rashomon.export import comparing
from rashomon.export.citing import sources as sources_of
from rashomon.export.forms import MEDIA, Form, export
from rashomon.export.json import result as contract
from rashomon.export.json import schema
from rashomon.export.json import story as story_item
from rashomon.web import answers, contexts, telling
from rashomon.web.listing import event_item
from rashomon.web.room import Room
from rashomon.web.selection import Listing, Searched

Id = Annotated[str, Query(max_length=4_000, examples=["norda"])]
Key = Annotated[str, Path(max_length=200, examples=["e879d1004"])]
Offset = Annotated[int, Query(ge=0, le=10_000_000)]
Limit = Annotated[int, Query(ge=1, le=500)]


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
    titles: dict[str, str] = Field(description="By language, in words of its own reports")


class CitedFigure(BaseModel):
    """A number that a report gives of what happened to people."""

    of: str = Field(description="What happened to them", examples=["dead"])
    value: float
    bound: str = Field(description="As said: = just so, ~ about, < or > less or more than it")
    words: str = Field(description="The sentence")
    report: str
    start: int = Field(description="First code point of the sentence in that report's text")
    end: int = Field(description="Past its last code point")
    speaker: str | None
    published: str = Field(description="When the report was published, ISO 8601")


class Saying(BaseModel):
    """Direct speech, and who said it."""

    speaker: str
    words: str
    report: str
    start: int
    end: int
    published: str | None


class Told(StoryItem):
    """A story with how its figures changed and who said what, oldest first."""

    figures: list[CitedFigure]
    said: list[Saying]


class Edit(BaseModel):
    """Words of an edited sentence that stand on both sides, or on one."""

    way: Literal["same", "out", "in"] = Field(description="out: only left, in: only right")
    words: str


class Line(BaseModel):
    """One line of two reports side by side."""

    left: str | None
    right: str | None
    kind: str | None = Field(
        description="How the left stands in the right: verbatim, edited, translated; same fact: "
        "told in words of their own"
    )
    left_language: str | None
    right_language: str | None
    fact: str | None = Field(description="The fact that both tell")
    label: str | None = Field(description="How their positions on it stand to each other")
    words: list[Edit]


class Stretch(BaseModel):
    """From a code point to past another."""

    start: int
    end: int


class SharedPassage(BaseModel):
    """Text that both reports have."""

    a: Stretch
    b: Stretch
    kind: str = Field(examples=["verbatim"])
    score: float = Field(description="How alike its two sides are, 0..1")


class Shared(BaseModel):
    """The text that two reports share; which of them is `a` here is told by its id."""

    a: str
    b: str
    passages: list[SharedPassage]
    coverage_a: float = Field(description="Share (0..1) of the one that stands in the other")
    coverage_b: float
    quoted: float = Field(description="Share (0..1) of it that is direct speech")


class Compared(BaseModel):
    """Two reports side by side, in the order of the first."""

    a: str
    b: str
    event: str | None = Field(description="The event of both; null if they are of two or none")
    pairs: list[Line]
    reuse: Shared | None = Field(description="null: they share no text that was found")


class Hit(BaseModel):
    """A report, event or story that a search found."""

    kind: str = Field(examples=["report"])
    id: str
    title: str
    report: str = Field(description="The report for which it was found")
    by: list[str] = Field(description="How: words, meaning or both; empty: by filters alone")
    text: str = Field(description="The sentence that has most of the words, or the first")
    passage: dict[str, Any] | None = Field(description="Where that sentence stands")


class Found(BaseModel):
    """What a search found, best first."""

    reports: list[Hit]
    events: list[Hit]
    stories: list[Hit]


class Undoing(BaseModel):
    """Who took a judgement back, and when."""

    by: str
    at: str


class Judged(BaseModel):
    """A person's decision; no stage overrules it until a person takes it back."""

    id: str
    kind: str = Field(examples=["merge"])
    subjects: list[str] = Field(description="Ids of events or reports that it is about")
    by: str
    at: str = Field(description="ISO 8601, UTC")
    undone: Undoing | None


class CitedSentence(BaseModel):
    """A sentence with all that is needed to find it again and to prove that it stood there."""

    report: str
    words: str
    speaker: str | None = Field(description="Whose word it is; null: the outlet's own")
    source: str | None
    title: str | None
    url: str | None
    published: str | None = Field(description="ISO 8601, as far as it is known")
    digest: str = Field(description="SHA-256 of the report's text in UTF-8")
    start: int = Field(description="First code point of the sentence in that text")
    end: int = Field(description="Past its last code point")


class Proof(BaseModel):
    """How a report was fetched, and how its source does."""

    fetched: str | None = Field(description="When the server sent it, ISO 8601, UTC")
    digest: str | None = Field(description="SHA-256 of what the server sent")
    file: str | None = Field(description="The web archive that holds it; null once given up")
    page: str = Field(description="Address of its page", examples=["https://ledger.example/dam"])
    version: int = Field(description="Which version of the page it is, from 1")
    versions: int = Field(description="How many versions the page has had")
    silent: bool = Field(description="Whether the page changed without saying so")
    looked: str | None = Field(description="When the page was last looked at")
    vanished: str | None = Field(description="Since when the page is gone")
    source: str | None = Field(description="Address of the feed that led to it")
    asked: str | None = Field(description="When that feed was last asked")
    error: str | None = Field(description="Why that failed, null if it did not")


class Health(BaseModel):
    """How the feeds of an outlet do."""

    feeds: int = Field(description="How many are followed")
    failing: int = Field(description="How many of them fail now")
    asked: str | None = Field(description="When one was last asked, ISO 8601, UTC")
    error: str | None = Field(description="Why one fails, null if none does")


class Source(BaseModel):
    """An outlet."""

    name: str
    reports: int
    events: int
    own: float = Field(description="Share (0..1) of its text not taken from other reports")
    follows: list[tuple[str, int]] = Field(description="Whom it took from, in how many reports")
    followed: list[tuple[str, int]] = Field(description="Who took from it, in how many reports")
    health: Health | None = Field(description="How its feeds do; null if none is followed")


class Revision(BaseModel):
    """What names the state of the archive."""

    revision: str


class Refusal(BaseModel):
    """Why there is no answer."""

    detail: str


_ABSENT: dict[int | str, dict[str, Any]] = {404: {"model": Refusal}, 400: {"model": Refusal}}
_FILES = {
    **_ABSENT,
    200: {
        "content": {media: {} for media in MEDIA.values()},
        "description": "The file, of the media type of its form",
    },
}
# A result by the contract, field by field as its schema describes it.
_RESULT = {
    **_ABSENT,
    200: {
        "description": "A result by the contract rashomon/1",
        "content": {
            "application/json": {
                "schema": {k: v for k, v in schema("result").items() if not k.startswith("$")}
            }
        },
    },
}


def router(room: Room) -> APIRouter:
    """The API of a room."""
    api = APIRouter(prefix="/api/v1")

    @api.get("/events", response_model=Events, summary="Events, most told or newest first")
    def events(
        request: Request, wanted: Listing, offset: Offset = 0, limit: Limit = 50
    ) -> Response:
        total, found = room.archive.store.listing(wanted, offset, limit)
        shown = [event_item(event) for event in found]
        return answers.as_json(request, {"total": total, "offset": offset, "events": shown})

    @api.get(
        "/events/{id}",
        responses=_RESULT,
        summary="One event: its reports, lineage, origins and account",
    )
    def event(request: Request, id: Key) -> Response:
        return answers.as_json(request, contract(room.result(id)))

    @api.get(
        "/report",
        responses=_RESULT,
        summary="One report with those that share text with it",
    )
    def report(request: Request, id: Id) -> Response:
        return answers.as_json(request, contract(room.report(id)))

    @api.get(
        "/proof",
        responses=_ABSENT,
        response_model=Proof,
        summary="How a report that was followed was fetched",
    )
    def proof(request: Request, id: Id) -> Response:
        found = contexts.proof(room.archive.store, id)
        if found is None:
            raise HTTPException(404, "no such report, or none that was fetched")
        told = {
            "fetched": found.capture.at if found.capture else None,
            "digest": found.capture.digest if found.capture else None,
            "file": found.capture.file if found.capture else None,
            "page": found.page.url,
            "version": found.version.number,
            "versions": found.versions,
            "silent": found.version.silent,
            "looked": found.page.looked,
            "vanished": found.page.vanished,
            "source": found.source.url if found.source else None,
            "asked": found.source.checked if found.source else None,
            "error": found.source.error if found.source else None,
        }
        return answers.as_json(request, told)

    @api.get(
        "/compare",
        responses=_ABSENT,
        response_model=Compared,
        summary="Two reports side by side",
    )
    def compare(request: Request, a: Id, b: Id) -> Response:
        return answers.as_json(request, comparing.contract(room.pair(a, b)))

    @api.get(
        "/events/{id}/facts/{fact}",
        responses=_ABSENT,
        response_model=list[CitedSentence],
        summary="The sentences of one fact, to be cited: address, time, digest, place",
    )
    def cited(request: Request, id: Key, fact: Key) -> Response:
        cited = sources_of(*room.fact(id, fact))
        return answers.as_json(request, [asdict(source) for source in cited])

    @api.get(
        "/events/{id}/export",
        responses=_FILES,
        response_class=Response,
        summary="One event as a file: Markdown, HTML, JSON, CSV, GraphML, DOT, SVG or Atom",
    )
    def export_event(request: Request, id: Key, form: Form = Form.MARKDOWN) -> Response:
        found = room.result(id)
        made = export(found, form, f"event:{id}", found.events[0].title)
        return answers.file(request, made.text, made.media, f"{id}.{form}")

    @api.get("/stories", response_model=list[StoryItem], summary="Stories, fifty from `offset` on")
    def stories(request: Request, offset: Offset = 0, limit: Limit = 50) -> Response:
        _, found = room.archive.store.story_list(offset, limit)
        return answers.as_json(request, [story_item(story) for story in found])

    @api.get("/stories/{id}", responses=_ABSENT, response_model=Told, summary="One story, told")
    def story(request: Request, id: Key) -> Response:
        return answers.as_json(request, telling.contract(telling.story_page(room, id)))

    @api.get(
        "/stories/{id}/export",
        responses=_FILES,
        response_class=Response,
        summary="One story with all its events as a file",
    )
    def export_story(request: Request, id: Key, form: Form = Form.MARKDOWN) -> Response:
        found = telling.story_page(room, id)
        made = export(found.result, form, f"story:{id}", found.story.title)
        return answers.file(request, made.text, made.media, f"{id}.{form}")

    @api.get("/sources", response_model=list[Source], summary="Outlets: own work and taken over")
    def sources(request: Request, offset: Offset = 0, limit: Limit = 500) -> Response:
        found = room.sources()[offset : offset + limit]
        rows = [asdict(work) | {"health": health and asdict(health)} for work, health in found]
        return answers.as_json(request, rows)

    @api.get(
        "/search",
        responses=_ABSENT,
        response_model=Found,
        summary="Reports, events and stories by words in all scripts and by meaning",
    )
    def search(
        request: Request, query: Searched, limit: Annotated[int, Query(ge=1, le=100)] = 20
    ) -> Response:
        return answers.as_json(request, asdict(room.archive.search(query, limit)))

    @api.get("/judgements", response_model=list[Judged], summary="Who decided what, latest first")
    def judgements(request: Request, offset: Offset = 0, limit: Limit = 50) -> Response:
        found = list(reversed(room.archive.judgements()))[offset : offset + limit]
        return answers.as_json(request, [asdict(made) for made in found])

    @api.get("/revision", response_model=Revision, summary="Changes whenever the archive does")
    def revision(request: Request) -> Response:
        return answers.as_json(request, {"revision": room.archive.revision()})

    return api
