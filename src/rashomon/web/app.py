"""The application: guard, pages, API."""

from __future__ import annotations

import gc
import threading
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib.metadata import version

from fastapi import FastAPI, Request
from fastapi.exception_handlers import request_validation_exception_handler
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from rashomon.archive import Archive
from rashomon.exceptions import AbsentError, RashomonError
from rashomon.online import Web
from rashomon.web import api, health, judging, outfeeds, pages
from rashomon.web.access import Doors, Guard
from rashomon.web.rendering import compile_all, message
from rashomon.web.room import Room


def create(archive: Archive, limits: Web | None = None, doors: Doors | None = None) -> FastAPI:
    """The reading room of an archive, which stays open as long as the application runs."""
    limits, doors = limits or Web(), doors or Doors()
    room = Room(archive, limits, named=doors.people is not None)

    @asynccontextmanager
    async def opened(_: FastAPI) -> AsyncIterator[None]:
        threading.Thread(target=prepare, args=(room,), name="prepare", daemon=True).start()
        yield

    app = FastAPI(
        lifespan=opened,
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
    app.include_router(judging.router(room))
    answered: Counter[str] = Counter()
    app.include_router(health.router(room, answered))
    app.add_middleware(Guard, doors=doors, limits=limits, answered=answered)

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        if request.url.path.startswith("/api/"):
            return JSONResponse({"detail": str(error.detail)}, error.status_code, error.headers)
        return message(request, str(error.detail), error.status_code)

    @app.exception_handler(RequestValidationError)
    async def unfit(request: Request, error: RequestValidationError) -> Response:
        if request.url.path.startswith("/api/"):
            return await request_validation_exception_handler(request, error)
        first = error.errors()[0]
        return message(request, f"{first['loc'][-1]}: {first['input']}: {first['msg']}", 422)

    @app.exception_handler(RashomonError)
    async def impossible(request: Request, error: RashomonError) -> Response:
        status = 404 if isinstance(error, AbsentError) else 400
        if request.url.path.startswith("/api/"):
            return JSONResponse({"detail": str(error)}, status)
        return message(request, str(error), status)

    return app


def prepare(room: Room) -> None:
    """Does what the first readers would else have to wait for."""
    with suppress(RashomonError):  # the archive may be closed by now
        room.revision()
        room.choices()
        room.sources()
        room.archive.search("any", 1)  # loads the encoder
    compile_all()
    # What is ready now stays: looking through it for garbage took readers a quarter of a second.
    gc.collect()
    gc.freeze()
