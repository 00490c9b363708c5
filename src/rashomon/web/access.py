"""Who may read: the machine's own reader, or whoever shows the token; and what no one may send.

One guard stands before all pages. It knows requests by their head alone: host, method, length,
token. Pages need no script and load nothing from elsewhere, and the headers say so.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from collections import deque
from ipaddress import ip_address
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rashomon.settings import Web

COOKIE = "rashomon"
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Shown to readers who have not entered yet, and their way in.
_OPEN = frozenset({"/enter", "/static/room.css"})
_MINUTE = 60.0


def loopback(host: str) -> bool:
    """Whether an address is this machine's own."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Guard:
    """Lets through what may be answered; the rest is refused with its reason."""

    def __init__(
        self, app: ASGIApp, *, hosts: frozenset[str] | None, token: str | None, limits: Web
    ) -> None:
        """`hosts` are the names that this server answers to (None: any); with `token` None no
        token is asked."""
        self._app = app
        self._hosts = hosts
        self._token = token
        self._limits = limits
        self._wrong: deque[float] = deque()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        refusal = self._refusal(scope)
        if refusal is None and scope["path"] == "/enter" and scope["method"] == "POST":
            refusal = await self._enter(Request(scope, receive))
        await (refusal or self._app)(scope, receive, protected)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        name = (host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host).strip("[]")
        if self._hosts is not None and name.lower() not in self._hosts:
            return _plain("this server does not go by that name", 421)
        if len(scope["raw_path"]) + len(scope["query_string"]) > self._limits.longest_address:
            return _plain("the address is too long", 414)
        if scope["method"] not in ("GET", "HEAD") and scope["path"] != "/enter":
            return _plain("this room is for reading", 405, {"Allow": "GET, HEAD"})
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length[:12]) > self._limits.largest_body:
            return _plain("the request is too large", 413)
        if self._token is None or scope["path"] in _OPEN or self._known(scope):
            return None
        if scope["path"].startswith("/api/"):
            return _plain("a token is needed", 401, {"WWW-Authenticate": "Bearer"})
        return RedirectResponse("/enter", 303)

    def _known(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return self._same(given.strip())
        cookie = Request(scope).cookies.get(COOKIE, "")
        return hmac.compare_digest(cookie.encode(), self._session().encode())

    def _same(self, given: str) -> bool:
        """Whether it is the token; after too many wrong ones nothing is, for a minute."""
        now = time.monotonic()
        while self._wrong and now - self._wrong[0] > _MINUTE:
            self._wrong.popleft()
        if len(self._wrong) >= self._limits.attempts:
            return False
        right = hmac.compare_digest(given.encode(), (self._token or "").encode())
        if not right:
            self._wrong.append(now)
        return right

    def _session(self) -> str:
        """What the cookie holds: proof of the token, not the token."""
        return hashlib.sha256(b"rashomon session\0" + (self._token or "").encode()).hexdigest()

    async def _enter(self, request: Request) -> Response:
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > self._limits.largest_body:
                return _plain("the request is too large", 413)
        given = parse_qs(body.decode("utf-8", "replace")).get("token", [""])[0]
        if self._token is None or not self._same(given):
            return RedirectResponse("/enter?wrong=1", 303)
        answer = RedirectResponse("/", 303)
        answer.set_cookie(
            COOKIE,
            self._session(),
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )
        return answer


def _plain(words: str, status: int, headers: dict[str, str] | None = None) -> Response:
    return PlainTextResponse(f"{words}\n", status, headers)
