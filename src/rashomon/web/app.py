"""The application: guard, pages, API."""

from __future__ import annotations

from importlib.metadata import version

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from rashomon.archive import Archive
from rashomon.settings import Web
from rashomon.web import api, outfeeds, pages
from rashomon.web.access import Guard
from rashomon.web.room import Room


def create(
    archive: Archive,
    limits: Web | None = None,
    *,
    hosts: frozenset[str] | None = frozenset({"localhost", "127.0.0.1", "::1"}),
    token: str | None = None,
) -> FastAPI:
    """The reading room of an archive, which stays open as long as the application runs.

    `hosts` are the names that it answers to, None for any; with a `token` every reader must show
    it once.
    """
    limits = limits or Web()
    room = Room(archive, limits)
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
    app.add_middleware(Guard, hosts=hosts, token=token, limits=limits)

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        if request.url.path.startswith("/api/"):
            return JSONResponse({"detail": str(error.detail)}, error.status_code, error.headers)
        return pages.message(str(error.detail), error.status_code)

    return app
