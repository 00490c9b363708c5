"""Who may read, who may judge, and what no one may send.

One guard stands before all pages. It knows requests by their head alone: host, method, length,
pace, cookie or token. Pages load nothing from elsewhere and run no script but the room's own, and
the headers say so.
"""

from __future__ import annotations

import hmac
import time
from collections import Counter, deque
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import parse_qs, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rashomon.online import Web
from rashomon.web.pace import Pace
from rashomon.web.people import People, Person
from rashomon.web.sessions import Seal

COOKIE = "rashomon"
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    # A form within the room must say where it is from, so not "no-referrer".
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Shown to readers who have not entered yet, and their way in; whether the room is well.
_OPEN = frozenset({"/enter", "/health", "/language", "/static/room.css", "/static/room.js"})
# All that can be sent; whatever else there is can only be read.
_WRITES = frozenset({"/enter", "/leave", "/judge", "/undo"})
# The name that stands for whoever knows the token.
_TOKEN_READER = "reader"
_MINUTE = 60.0
_HOST_SESSION = "loopback"


def loopback(host: str) -> bool:
    """Whether an address is this machine's own."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@dataclass(frozen=True, slots=True)
class Doors:
    """Who gets in.

    `hosts` are the names that the server answers to, None for any. With a `token` whoever shows it
    reads; with `people` they enter by name and password. With neither all may read, and `own`,
    where given, is who judges: the user of this machine.
    """

    hosts: frozenset[str] | None = frozenset({"localhost", "127.0.0.1", "::1"})
    token: str | None = None
    people: People | None = None
    own: str | None = None

    @property
    def closed(self) -> bool:
        """Whether one must enter."""
        return self.token is not None or self.people is not None


@dataclass(frozen=True, slots=True)
class Visit:
    """Who asks, None for one who has not entered, and what their forms must carry."""

    person: Person | None
    form: str


class Guard:
    """Lets through what may be answered; the rest is refused with its reason."""

    def __init__(self, app: ASGIApp, *, doors: Doors, limits: Web, answered: Counter[str]) -> None:
        """`answered` counts what was answered, by status."""
        self._app = app
        self._answered = answered
        self._doors = doors
        self._limits = limits
        self._seal = Seal(limits.session * 3_600)
        self._pace = Pace(limits.requests)
        self._wrong: deque[float] = deque()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._answered[str(message["status"])] += 1
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        session = Request(scope).cookies.get(COOKIE, "") if self._doors.closed else _HOST_SESSION
        person = self._person(scope, session)
        scope.setdefault("state", {})["visit"] = Visit(person, self._seal.form(session))
        answer = self._refusal(scope, person)
        if answer is None and scope["method"] == "POST":
            answer, receive = await self._written(Request(scope, receive), session, person)
        await (answer or self._app)(scope, receive, protected)

    def _refusal(self, scope: Scope, person: Person | None) -> Response | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        name = (host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host).strip("[]")
        hosts = self._doors.hosts
        if hosts is not None and name.lower() not in hosts:
            return _plain("this server does not go by that name", 421)
        client = scope.get("client")
        if not self._pace.admits(client[0] if client else ""):
            return _plain("too many requests: wait a moment", 429, {"Retry-After": "5"})
        if len(scope["raw_path"]) + len(scope["query_string"]) > self._limits.longest_address:
            return _plain("the address is too long", 414)
        written = scope["method"] == "POST" and scope["path"] in _WRITES
        if scope["method"] not in ("GET", "HEAD") and not written:
            return _plain("this can only be read", 405, {"Allow": "GET, HEAD"})
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length[:12]) > self._limits.largest_body:
            return _plain("the request is too large", 413)
        if written and not _own_page(headers, host):
            return _plain("this form is not from a page of this server", 403)
        if not self._doors.closed or scope["path"] in _OPEN or person:
            return None
        if scope["path"].startswith("/api/") or scope["path"] == "/metrics":
            return _plain("a token is needed", 401, {"WWW-Authenticate": "Bearer"})
        return RedirectResponse("/enter", 303)

    def _person(self, scope: Scope, session: str) -> Person | None:
        doors = self._doors
        if not doors.closed:
            return Person(doors.own, "editor") if doors.own else None
        scheme, _, given = Headers(scope=scope).get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and doors.token is not None:
            return Person(_TOKEN_READER, "reader") if self._same(given.strip()) else None
        name = self._seal.name(session)
        if name is None:
            return None
        if doors.people and (known := doors.people.person(name)):
            return known
        return Person(_TOKEN_READER, "reader") if doors.token and not name else None

    def _same(self, given: str) -> bool:
        """Whether it is the token; after too many wrong ones nothing is, for a minute."""
        return self._patient() and self._counted(
            hmac.compare_digest(
                given.encode("utf-8", "replace"), (self._doors.token or "").encode()
            )
        )

    def _patient(self) -> bool:
        now = time.monotonic()
        while self._wrong and now - self._wrong[0] > _MINUTE:
            self._wrong.popleft()
        return len(self._wrong) < self._limits.attempts

    def _counted(self, right: bool) -> bool:
        if not right:
            self._wrong.append(time.monotonic())
        return right

    async def _written(
        self, request: Request, session: str, person: Person | None
    ) -> tuple[Response | None, Receive]:
        """The answer to a form, or none where its fields are ours and a page answers."""
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > self._limits.largest_body:
                return _plain("the request is too large", 413), request.receive
        try:
            fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=_FIELDS)
        except ValueError:
            return _plain("the form has too many fields", 413), request.receive
        if request.url.path == "/enter":
            return await self._enter(request, fields), request.receive
        if not self._seal.from_us(session, fields.get("form", [""])[0]):
            return _plain("this form is out of date: load its page again", 403), request.receive
        if request.url.path == "/leave":
            gone = RedirectResponse("/enter", 303)
            gone.delete_cookie(COOKIE)
            return gone, request.receive
        if person is None or person.role != "editor":
            return _plain("only an editor may judge", 403), request.receive
        request.state.fields = fields

        async def again() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        return None, again

    async def _enter(self, request: Request, fields: dict[str, list[str]]) -> Response:
        given = fields.get("token", [""])[0]
        name = fields.get("name", [""])[0].strip()
        entered = None
        if self._doors.people and name and self._patient():
            # Hashing takes its time on purpose: not on the thread that answers all.
            found = await run_in_threadpool(self._doors.people.check, name, given)
            entered = name if self._counted(found is not None) else None
        elif self._doors.token is not None and self._same(given):
            entered = ""
        if entered is None:
            return RedirectResponse("/enter?wrong=1", 303)
        answer = RedirectResponse("/", 303)
        answer.set_cookie(
            COOKIE,
            self._seal.session(entered),
            max_age=int(self._limits.session * 3_600),
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )
        return answer


# Fields of the largest form: the reports of an event that are split off.
_FIELDS = 400


def _own_page(headers: Headers, host: str) -> bool:
    """Whether what a browser says of a form's page, if it says anything, is this server."""
    origin = headers.get("origin")
    if origin is not None and (origin == "null" or urlsplit(origin).netloc != host):
        return False
    return headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


def _plain(words: str, status: int, headers: dict[str, str] | None = None) -> Response:
    return PlainTextResponse(f"{words}\n", status, headers)
