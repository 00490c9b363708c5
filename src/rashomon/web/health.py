"""Health and metrics: of a watching process at a port of its own, and of the reading room."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import fields
from typing import Any, NamedTuple

import uvicorn
from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from rashomon.exceptions import RashomonError, StoreError
from rashomon.follow.status import Status, healthy
from rashomon.web.room import Room

_PATIENCE = 10.0
# The exposition format of Prometheus that all its versions read.
_MEDIA = "text/plain; version=0.0.4; charset=utf-8"
_COUNTED = {
    "polls": "Feeds asked",
    "items": "Items of feeds that were new or changed",
    "looks": "Pages looked at",
    "reports": "Reports added",
    "versions": "Reports added because a page had changed",
    "failures": "Requests that failed",
    "alerts": "Alerts made",
    "sent": "Alerts taken by webhooks",
}

Send = Callable[[dict[str, Any]], Awaitable[None]]
App = Callable[[dict[str, Any], Callable[[], Awaitable[Any]], Send], Awaitable[None]]


class Metric(NamedTuple):
    """One number, or one for each value of a label."""

    name: str
    kind: str
    words: str
    value: float | dict[str, float]
    label: str = ""


def exposed(metrics: Iterable[Metric]) -> str:
    """Numbers in the text format of Prometheus (exposition format 0.0.4)."""
    lines = []
    for name, kind, words, value, label in metrics:
        full = f"rashomon_{name}"
        lines += [f"# HELP {full} {words}.", f"# TYPE {full} {kind}"]
        if isinstance(value, dict):
            lines += [f'{full}{{{label}="{key}"}} {value[key]}' for key in sorted(value)]
        else:
            lines.append(f"{full} {value}")
    return "\n".join(lines) + "\n"


def of_watching(status: Status, now: float) -> list[Metric]:
    """The numbers of a watching process."""
    counted = [
        Metric(f"{name}_total", "counter", words, getattr(status, name))
        for name, words in _COUNTED.items()
    ]
    up, beat = round(now - status.started, 1), round(now - status.beat, 1)
    return [
        *counted,
        Metric("reports_pending", "gauge", "Reports that wait to be related", status.pending),
        Metric("uptime_seconds", "gauge", "Seconds since the start", up),
        Metric("beat_age_seconds", "gauge", "Seconds since the last sign of life", beat),
    ]


def router(room: Room, answered: Counter[str]) -> APIRouter:
    """/health and /metrics of a reading room, which has `answered` so often, by status."""
    health = APIRouter(include_in_schema=False)
    started = time.monotonic()

    @health.get("/health")
    def healthy_room() -> Response:
        try:
            room.archive.revision()
        except RashomonError:
            return JSONResponse({"status": "the archive cannot be read"}, 503)
        return JSONResponse({"status": "ok"})

    @health.get("/metrics")
    def metrics() -> Response:
        store = room.archive.store
        uptime = round(time.monotonic() - started, 1)
        found = [
            Metric("room_answers_total", "counter", "Answers by status", {**answered}, "status"),
            Metric("room_reports", "gauge", "Reports in the archive", store.count()),
            Metric("room_stories", "gauge", "Stories in the archive", store.story_list(0, 0)[0]),
            Metric("room_uptime_seconds", "gauge", "Seconds since the start", uptime),
        ]
        return Response(exposed(found), media_type=_MEDIA)

    return health


def application(status: Status) -> App:
    """An ASGI application that answers GET /health (200 or 503) and GET /metrics."""

    async def answer(scope: dict[str, Any], _receive: Any, send: Send) -> None:
        if scope["type"] != "http":
            return
        now = time.time()
        code, media, body = 404, "text/plain; charset=utf-8", "not found\n"
        if scope["method"] not in {"GET", "HEAD"}:
            code, body = 405, "only GET\n"
        elif scope["path"] == "/health":
            code, media = 200 if healthy(status, now) else 503, "application/json"
            told = {field.name: getattr(status, field.name) for field in fields(Status)}
            body = json.dumps({"status": "ok" if code == 200 else "stalled", **told}) + "\n"
        elif scope["path"] == "/metrics":
            code, media, body = 200, _MEDIA, exposed(of_watching(status, now))
        headers = [(b"content-type", media.encode()), (b"x-content-type-options", b"nosniff")]
        await send({"type": "http.response.start", "status": code, "headers": headers})
        shown = b"" if scope["method"] == "HEAD" else body.encode()
        await send({"type": "http.response.body", "body": shown})

    return answer


def serve(status: Status, port: int) -> int:
    """Answers at a port of this machine, in a thread that ends with the process; 0: a free one.

    Returns the port. Raises `StoreError` if it cannot be had.
    """
    config = uvicorn.Config(
        application(status), host="127.0.0.1", port=port, log_level="error", lifespan="off"
    )
    server = uvicorn.Server(config)
    threading.Thread(target=_run, args=(server,), daemon=True).start()
    begun = time.monotonic()
    while not server.started:
        if time.monotonic() - begun > _PATIENCE or server.should_exit:
            raise StoreError(f"cannot listen at port {port} of this machine")
        time.sleep(0.01)
    found: int = server.servers[0].sockets[0].getsockname()[1]
    return found


def _run(server: uvicorn.Server) -> None:
    try:
        server.run()
    except SystemExit:  # uvicorn's way to say that the port is taken
        server.should_exit = True
