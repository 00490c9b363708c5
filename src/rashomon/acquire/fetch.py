"""One address of the web becomes bytes: asked politely, from public addresses, within bounds."""

from __future__ import annotations

import ssl
import time
import zlib
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

import httpcore
from protego import Protego

from rashomon.acquire.connecting import Guarded
from rashomon.exceptions import InputError
from rashomon.settings import Fetch

_REDIRECTS = {301, 302, 303, 307, 308}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered: the address asked last, its status and the body, decompressed."""

    url: str
    status: int
    body: bytes


class Fetcher:
    """Fetches pages; a host's robots.txt is asked once in its life.

    `allow_loopback` is for tests with servers of their own.
    """

    def __init__(self, limits: Fetch, *, allow_loopback: bool = False) -> None:
        self._limits = limits
        self._allow_loopback = allow_loopback
        self._robots: dict[str, Protego] = {}

    def page(self, url: str) -> Fetched:
        """The page at `url`, redirects followed, each hop checked anew.

        Raises `InputError` where robots.txt or the address forbids it, the answer is not a page
        (status 200), is too large, too slow or broken.
        """
        return self._follow(url, polite=True)

    def _follow(self, url: str, *, polite: bool) -> Fetched:
        deadline = time.monotonic() + self._limits.seconds
        asked = url
        for _ in range(self._limits.max_redirects + 1):
            if polite and not self._allowed(asked):
                raise InputError("robots.txt asks not to fetch this", input=url, stage="acquire")
            try:
                answer, target = self._ask(asked, deadline)
            except InputError as error:
                raise InputError(error.cause, input=url, stage="acquire") from error
            except httpcore.TimeoutException as error:
                raise InputError("no answer in time", input=url, stage="acquire") from error
            except (
                httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol,
                ssl.SSLError, zlib.error, ValueError, OSError,
            ) as error:  # fmt: skip
                cause = f"cannot be fetched: {error or type(error).__name__}"
                raise InputError(cause, input=url, stage="acquire") from error
            if target is None:
                if polite and answer.status != 200:
                    cause = f"the server answered {answer.status}"
                    raise InputError(cause, input=url, stage="acquire")
                return answer
            asked = urljoin(asked, target)
        raise InputError("too many redirects", input=url, stage="acquire")

    def _ask(self, url: str, deadline: float) -> tuple[Fetched, str | None]:
        if urlsplit(url).scheme not in {"http", "https"}:
            raise InputError("only http and https are fetched")
        backend = Guarded(deadline, allow_loopback=self._allow_loopback)
        timeout = dict.fromkeys(("connect", "read", "write", "pool"), self._limits.step_seconds)
        headers = [("User-Agent", self._limits.user_agent), ("Accept-Encoding", "gzip")]
        # The host goes to the address as it is written; what is no ASCII is escaped on the way.
        with (
            httpcore.ConnectionPool(network_backend=backend, http2=True) as pool,
            pool.stream(
                "GET", _ascii(url), headers=headers, extensions={"timeout": timeout}
            ) as response,
        ):
            given = {name.lower(): value for name, value in response.headers}
            if response.status in _REDIRECTS and b"location" in given:
                return Fetched(url, response.status, b""), given[b"location"].decode("latin-1")
            body = self._body(response, given.get(b"content-encoding", b"identity"))
            return Fetched(url, response.status, body), None

    def _body(self, response: httpcore.Response, encoding: bytes) -> bytes:
        coding = encoding.strip().lower()
        if coding not in {b"", b"identity", b"gzip", b"x-gzip"}:
            raise InputError("compressed in a way that was not asked for")
        inflate = zlib.decompressobj(wbits=31) if b"gzip" in coding else None
        body, most = bytearray(), self._limits.max_bytes
        for chunk in response.iter_stream():
            room = most - len(body) + 1
            body += inflate.decompress(chunk, room) if inflate else chunk[:room]
            if len(body) > most:
                raise InputError(f"too large: fetch.max_bytes allows {most:,}")
        if inflate and not inflate.eof:
            raise InputError("damaged gzip: it ends too early")
        return bytes(body)

    def _allowed(self, url: str) -> bool:
        """Whether robots.txt lets us (RFC 9309: absent is yes, a failing server is no)."""
        parts = urlsplit(url)
        place = f"{parts.scheme}://{parts.netloc}"
        if parts.scheme not in {"http", "https"}:
            return True  # refused where it is asked, with that reason
        if place not in self._robots:
            answer = self._follow(f"{place}/robots.txt", polite=False)
            if answer.status >= 500:
                raise InputError(
                    f"robots.txt: the server answered {answer.status}", input=url, stage="acquire"
                )
            text = answer.body.decode("utf-8", "replace") if answer.status == 200 else ""
            self._robots[place] = Protego.parse(text)
        return bool(self._robots[place].can_fetch(url, self._limits.user_agent))


def _ascii(url: str) -> str:
    parts = urlsplit(url)
    host = (parts.hostname or "").encode("idna").decode()
    if not host:
        raise InputError("no host in the address")
    host = f"[{host}]" if ":" in host else host
    place = f"{host}:{parts.port}" if parts.port else host
    rest = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?") if parts.query else ""
    return f"{parts.scheme}://{place}{rest}{query}"
