"""Health and metrics of a watching process, for this machine alone."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Awaitable, Callable
from typing import Any

import uvicorn

from rashomon.exceptions import StoreError
from rashomon.follow.status import Status, healthy, metrics, told

_PATIENCE = 10.0

Send = Callable[[dict[str, Any]], Awaitable[None]]
App = Callable[[dict[str, Any], Callable[[], Awaitable[Any]], Send], Awaitable[None]]


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
            body = json.dumps(told(status, now)) + "\n"
        elif scope["path"] == "/metrics":
            code, media, body = (
                200,
                "text/plain; version=0.0.4; charset=utf-8",
                metrics(status, now),
            )
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
