"""Fetching, against servers on this machine that behave and that do not."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from rashomon.acquire.addresses import public
from rashomon.acquire.fetch import Fetcher
from rashomon.acquire.files import captures, fetched
from rashomon.exceptions import InputError
from rashomon.model import Capture, Failure
from rashomon.settings import Acquire, Fetch

PAGE = b"<html><body><p>The bridge at Orlen was closed on Monday.</p></body></html>"


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        path = self.path
        if path == "/robots.txt":
            self._send(200, b"User-agent: *\nDisallow: /private\n")
        elif path == "/loop":
            self._send(302, b"", Location="/loop")
        elif path == "/away":
            self._send(302, b"", Location="http://169.254.169.254/latest/meta-data")
        elif path == "/scheme":
            self._send(302, b"", Location="ftp://example.org/x")
        elif path == "/moved":
            self._send(301, b"", Location="/page")
        elif path == "/bomb":
            bomb = gzip.compress(bytes(5_000_000))
            self._send(200, bomb, Encoding="gzip")
        elif path == "/lying":
            self._send(200, PAGE, length=len(PAGE) + 50)
        elif path == "/drip":
            self.send_response(200)
            self.end_headers()
            try:
                for _ in range(100):
                    self.wfile.write(b"x")
                    time.sleep(0.05)
            except OSError:
                pass
        elif path == "/gone":
            self._send(410, b"gone")
        else:
            self._send(200, PAGE)

    def _send(self, status: int, body: bytes, length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("Encoding", "Content-Encoding"), value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def _server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "192.168.1.1",
        "172.16.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
        "fe80::1%eth0",
        "nonsense",
    ],
)
def test_inner_addresses_are_not_public(address: str) -> None:
    assert not public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8"])
def test_outer_addresses_are_public(address: str) -> None:
    assert public(address)


@pytest.mark.sockets
def test_a_page_is_a_capture_with_the_address_it_was_found_at() -> None:
    with _server() as base:
        fetcher = Fetcher(Fetch(), allow_loopback=True)
        (found,) = fetched(f"{base}/moved", fetcher, Acquire())
    assert isinstance(found, Capture)
    assert (found.media, found.url) == ("html", f"{base}/page")


@pytest.mark.sockets
@pytest.mark.parametrize(
    ("path", "cause"),
    [
        ("/private/x", "robots.txt"), ("/loop", "redirects"), ("/away", "not a public address"),
        ("/scheme", "only http"), ("/bomb", "too large"), ("/lying", "cannot be fetched"),
        ("/drip", "in time"), ("/gone", "410"),
    ],
)  # fmt: skip
def test_what_may_not_or_cannot_be_fetched_says_why(path: str, cause: str) -> None:
    limits = Fetch(max_bytes=1_000_000, seconds=0.6)
    with _server() as base, pytest.raises(InputError, match=cause):
        Fetcher(limits, allow_loopback=True).page(base + path)


@pytest.mark.sockets
@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "localhost", "[::1]"])
def test_this_machine_is_never_asked_without_the_allowance(host: str) -> None:
    (found,) = captures([f"http://{host}:9/"], Acquire())
    assert isinstance(found, Failure)
    assert "not a public address" in found.error
