"""One address of the web becomes bytes: asked politely, from public addresses, within bounds.

Requests go through httpcore, the engine of httpx: only there can the address that is connected
to be checked, and the bytes of an answer be counted before they are unpacked.
"""

from __future__ import annotations

import os
import ssl
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from importlib.metadata import version
from types import TracebackType
from typing import Self

import httpcore

from rashomon.acquire.addresses import loopback, public
from rashomon.acquire.connecting import Connections, Guarded
from rashomon.acquire.encodings import charset_of
from rashomon.acquire.manners import Manners
from rashomon.acquire.robots import Robots, Rules
from rashomon.acquire.urls import absolute, host
from rashomon.exceptions import InputError, RefusedError, UnreachedError
from rashomon.online import Fetch

_REDIRECTS = {301, 302, 303, 307, 308}
_FOR_GOOD = {301, 308}
_BUSY = {429, 503}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered.

    `url` is the address asked last, `moved` the one that an unbroken row of permanent redirects
    led to, else None. `body` is decompressed; `headers` have lower-case names; `at` is the time of
    the answer (ISO 8601, UTC).
    """

    url: str
    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    moved: str | None = None
    at: str = ""

    def header(self, name: str) -> str | None:
        """The first header of a name (lower case)."""
        return next((value for key, value in self.headers if key == name), None)

    @property
    def charset(self) -> str | None:
        """What the server calls the encoding of the body, None if it does not say."""
        return charset_of(self.header("content-type"))

    @property
    def retry_after(self) -> float | None:
        """Seconds after which the server wants to be asked again, None if it does not say."""
        return seconds_until(self.header("retry-after"))


class Fetcher:
    """Fetches pages, for any number of threads; connections and rules of robots are kept.

    `context` is what TLS trusts, by default the authorities that browsers trust; `inner` lets any
    address be asked, which is for none but what the user himself has named.
    """

    def __init__(
        self,
        limits: Fetch,
        *,
        context: ssl.SSLContext | None = None,
        inner: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limits = limits
        self._guard = Guarded(lambda address: inner or self._allowed(address))
        self._connections = Connections(context or _trusted(), self._guard)
        self._agent = agent(limits)
        self.manners = Manners(limits, clock)
        self._robots = Robots(self._robots_text, limits, clock)

    def close(self) -> None:
        """Closes all connections; those of requests under way as these end."""
        self._connections.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _allowed(self, address: str) -> bool:
        return public(address) or (self._limits.allow_loopback and loopback(address))

    def page(self, url: str) -> Fetched:
        """The page at `url`, redirects followed, each hop checked anew.

        Raises `InputError` where robots.txt or the address forbids it, the answer is not a page
        (status 200), is too large, too slow or broken.
        """
        answer = self.ask(url)
        if answer.status != 200:
            cause = f"the server answered {answer.status}"
            raise InputError(cause, input=url, stage="acquire")
        return answer

    def ask(self, url: str, etag: str | None = None, modified: str | None = None) -> Fetched:
        """Whatever the server answers to `url` at the end of its redirects.

        With the validators of an earlier answer it may be 304, and without a body. Raises
        `RefusedError` for what may not be asked, `UnreachedError` for what may be had later, else
        `InputError`.
        """
        unless = {"If-None-Match": etag, "If-Modified-Since": modified}
        return self._follow(url, {k: v for k, v in unless.items() if v}, polite=True)

    def post(self, url: str, body: bytes, headers: dict[str, str]) -> int:
        """Sends `body` to `url`, which nothing redirects, and gives the status."""
        deadline = time.monotonic() + self._limits.seconds
        try:
            return self._ask(absolute(url), deadline, headers, body)[0].status
        except InputError as error:
            raise type(error)(error.cause, input=url, stage="acquire") from error

    def exchange(self, url: str, body: bytes, headers: dict[str, str]) -> Fetched:
        """The same with all that is answered. Raises `InputError` like `ask`."""
        deadline = time.monotonic() + self._limits.seconds
        try:
            return self._ask(absolute(url), deadline, headers, body, whole=True)[0]
        except InputError as error:
            raise type(error)(error.cause, input=url, stage="acquire") from error

    def rules(self, url: str) -> Rules:
        """What robots.txt of the site of `url` asks. Raises `InputError` like `ask`."""
        return self._robots.of(absolute(url))

    def _robots_text(self, url: str) -> tuple[int, str]:
        answer = self._follow(url, {}, polite=False)
        return answer.status, answer.body.decode("utf-8-sig", "replace")

    def _follow(self, url: str, headers: dict[str, str], *, polite: bool) -> Fetched:
        deadline = time.monotonic() + self._limits.seconds
        moved: str | None = None
        for_good = True
        try:
            asked = absolute(url)
            for _ in range(self._limits.max_redirects + 1):
                if polite:
                    self._check(asked)
                answer, target = self._ask(asked, deadline, headers)
                if target is None:
                    return replace(answer, moved=moved)
                asked = absolute(target, asked)
                for_good = for_good and answer.status in _FOR_GOOD
                moved = asked if for_good else moved
        except InputError as error:
            raise type(error)(error.cause, input=url, stage="acquire") from error
        raise InputError("too many redirects", input=url, stage="acquire")

    def _check(self, url: str) -> None:
        """Raises `RefusedError` if robots.txt forbids it; notes the pace that it asks."""
        rules = self._robots.of(url)
        if not rules.allow(url):
            raise RefusedError("robots.txt asks not to fetch this")
        self.manners.slow(host(url), rules.delay)

    def _ask(
        self,
        url: str,
        deadline: float,
        headers: dict[str, str],
        body: bytes | None = None,
        *,
        whole: bool = False,
    ) -> tuple[Fetched, str | None]:
        """One request: what came of it, and where it leads on. Raises `InputError`."""
        try:
            with self.manners.turn(host(url), deadline), self._guard.until(deadline):
                answer, target = self._once(url, headers, body, whole)
        except httpcore.TimeoutException as error:
            raise UnreachedError("no answer in time") from error
        except (
            httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol,
            ssl.SSLError, OSError,
        ) as error:  # fmt: skip
            raise UnreachedError(f"cannot be fetched: {error or type(error).__name__}") from error
        except (zlib.error, ValueError) as error:
            raise InputError(f"cannot be fetched: {error or type(error).__name__}") from error
        if answer.status in _BUSY:
            self.manners.rest(host(url), answer.retry_after or self._limits.busy_seconds)
        return answer, target

    def _once(
        self, url: str, more: dict[str, str], sent: bytes | None, whole: bool
    ) -> tuple[Fetched, str | None]:
        headers = {"User-Agent": self._agent, "Accept-Encoding": "gzip", "Accept": "*/*", **more}
        with self._answered(url, list(headers.items()), sent) as response:
            at = datetime.now(UTC).isoformat(timespec="seconds")
            told = tuple(
                (name.decode("latin-1").lower(), value.decode("latin-1"))
                for name, value in response.headers
            )
            answer = Fetched(url, response.status, b"", told, at=at)
            target = answer.header("location")
            if sent is not None and not whole:
                return answer, None
            if response.status == 304:
                self._body(response, "identity")  # none, but its end frees the connection
                return answer, None
            if response.status in _REDIRECTS and target is not None and sent is None:
                return answer, target.encode("latin-1").decode("utf-8", "replace")
            body = self._body(response, answer.header("content-encoding") or "identity")
            return replace(answer, body=body), None

    @contextmanager
    def _answered(
        self, url: str, headers: list[tuple[str, str]], sent: bytes | None
    ) -> Iterator[httpcore.Response]:
        """What a server answers, as far as its headers.

        It may close a connection that was kept at the moment when that is used again: what is only
        read is asked for once more (RFC 9110, 9.2.2).
        """
        ask = partial(self._connections.answered, url, headers, sent, self._limits.step_seconds)
        with ExitStack() as opened:
            try:
                response = opened.enter_context(ask())
            except (httpcore.ReadError, httpcore.WriteError, httpcore.RemoteProtocolError):
                if sent is not None:
                    raise
                response = opened.enter_context(ask(fresh=True))
            yield response

    def _body(self, response: httpcore.Response, encoding: str) -> bytes:
        coding = encoding.strip().lower()
        if coding not in {"", "identity", "gzip", "x-gzip"}:
            raise InputError("compressed in a way that was not asked for")
        inflate = zlib.decompressobj(wbits=31) if "gzip" in coding else None
        body, came, most = bytearray(), 0, self._limits.max_bytes
        for chunk in response.iter_stream():
            came += len(chunk)
            room = most - len(body) + 1
            body += inflate.decompress(chunk, room) if inflate else chunk[:room]
            if max(len(body), came) > most:
                raise InputError(f"too large: fetch.max_bytes allows {most:,}")
        if inflate and came and not inflate.eof:
            raise InputError("damaged gzip: it ends too early")
        return bytes(body)


def agent(limits: Fetch) -> str:
    """The user agent: who asks, in which version, and where its owner can be reached."""
    name = limits.user_agent
    name = name if "/" in name else f"{name}/{version('rashomon')}"
    return f"{name} (+{limits.contact})" if limits.contact else name


def seconds_until(text: str | None) -> float | None:
    """Seconds that a Retry-After header asks for, a number or a date; None for garbage."""
    text = (text or "").strip()[:60]
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())


def _trusted() -> ssl.SSLContext:
    """What browsers trust, and what SSL_CERT_FILE adds to it."""
    context = httpcore.default_ssl_context()
    if own := os.environ.get("SSL_CERT_FILE"):
        context.load_verify_locations(own)
    return context
