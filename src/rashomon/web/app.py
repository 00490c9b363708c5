"""The application: guard, pages, API."""

from __future__ import annotations

from importlib.metadata import version

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from rashomon.archive import Archive
from rashomon.exceptions import RashomonError
from rashomon.online import Web
from rashomon.web import api, finding, judging, outfeeds, pages
from rashomon.web.access import Doors, Guard
from rashomon.web.rendering import message
from rashomon.web.room import Room


def create(archive: Archive, limits: Web | None = None, doors: Doors | None = None) -> FastAPI:
    """The reading room of an archive, which stays open as long as the application runs."""
    limits, doors = limits or Web(), doors or Doors()
    room = Room(archive, limits, named=doors.people is not None)
    app = FastAPI(
        title="Rashomon",
        version=version("rashomon"),
        description="One event, every account: the JSON twins of the reading room's pages.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    app.include_router(api.router(room))
    app.include_router(pages.router(room))
    app.include_router(outfeeds.router(room))
    app.include_router(finding.router(room))
    app.include_router(judging.router(room))
    app.add_middleware(Guard, doors=doors, limits=limits)

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        if request.url.path.startswith("/api/"):
            return JSONResponse({"detail": str(error.detail)}, error.status_code, error.headers)
        return message(request, str(error.detail), error.status_code)

    @app.exception_handler(RashomonError)
    async def impossible(request: Request, error: RashomonError) -> Response:
        if request.url.path.startswith("/api/"):
            return JSONResponse({"detail": str(error)}, 400)
        return message(request, str(error), 400)

    return app
