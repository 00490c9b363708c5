"""Fetching, against servers on this machine that behave and that do not."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import h2.config
import h2.connection
import h2.events
import pytest
from benchmarks.newsroom import Answer, Site, site

from rashomon.acquire import connecting
from rashomon.acquire.addresses import public
from rashomon.acquire.fetch import Fetcher
from rashomon.acquire.files import captures, fetched
from rashomon.exceptions import InputError, RefusedError, UnreachedError
from rashomon.model import Capture, Failure
from rashomon.online import Fetch
from rashomon.settings import Acquire

PAGE = b"<html><body><p>The bridge at Orlen was closed on Monday.</p></body></html>"
CERTIFICATE = Path(__file__).parent / "data" / "self-signed.pem"
LIMITS = Fetch(allow_loopback=True, host_seconds=0, max_bytes=1_000_000)
# Only for what is too slow: on a busy machine whatever is asked may take longer.
HASTY = replace(LIMITS, seconds=2)


@pytest.fixture
def server() -> Iterator[Site]:
    with site() as found:
        found.paths |= {
            "/robots.txt": Answer(b"User-agent: *\nDisallow: /private\n"),
            "/page": Answer(PAGE, validated=True),
            "/packed": Answer(PAGE, packed=True),
            "/moved": Answer(status=301, headers={"Location": "/page"}),
            "/for-now": Answer(status=302, headers={"Location": "/page"}),
            "/loop": Answer(status=302, headers={"Location": "/loop"}),
            "/inner": Answer(status=302, headers={"Location": "http://169.254.169.254/latest/"}),
            "/lan": Answer(status=302, headers={"Location": "http://10.0.0.1/"}),
            "/scheme": Answer(status=302, headers={"Location": "file:" + "//" + "/etc/passwd"}),
            "/to-private": Answer(status=302, headers={"Location": "/private/x"}),
            "/bomb": Answer(bytes(5_000_000), packed=True),
            "/large": Answer(bytes(1_000_001)),
            "/short": Answer(PAGE, length=len(PAGE) + 50),
            "/drip": Answer(PAGE, pace=0.05),
            "/slow": Answer(PAGE, wait=30.0),
            "/gone": Answer(b"gone", 410),
            "/later": Answer(b"busy", 503, {"Retry-After": "120"}),
            "/damaged": Answer(b"no gzip at all", headers={"Content-Encoding": "gzip"}),
            "/odd": Answer(PAGE, headers={"Content-Encoding": "br"}),
        }
        yield found


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
def test_a_page_is_a_capture_with_the_address_it_was_found_at(server: Site) -> None:
    with Fetcher(LIMITS) as fetcher:
        (found,) = fetched(f"{server.url}/moved", fetcher, Acquire())
    assert isinstance(found, Capture)
    assert (found.media, found.url) == ("html", f"{server.url}/page")


@pytest.mark.sockets
@pytest.mark.parametrize(
    ("path", "kind", "cause"),
    [
        ("/private/x", RefusedError, "robots.txt"),
        ("/to-private", RefusedError, "robots.txt"),
        ("/inner", RefusedError, "not a public address"),
        ("/lan", RefusedError, "not a public address"),
        ("/loop", InputError, "redirects"),
        ("/scheme", InputError, "only http"),
        ("/bomb", InputError, "too large"),
        ("/large", InputError, "too large"),
        ("/short", UnreachedError, "cannot be fetched"),
        ("/drip", UnreachedError, "in time"),
        ("/slow", UnreachedError, "in time"),
        ("/gone", InputError, "410"),
        ("/damaged", InputError, "cannot be fetched"),
        ("/odd", InputError, "not asked for"),
    ],
)
def test_what_may_not_or_cannot_be_fetched_says_why(
    server: Site, path: str, kind: type[InputError], cause: str
) -> None:
    limits = HASTY if cause == "in time" else LIMITS
    with Fetcher(limits) as fetcher, pytest.raises(kind, match=cause) as told:
        fetcher.page(server.url + path)
    assert told.value.input == server.url + path


@pytest.mark.sockets
@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "localhost", "[::1]", "0x7f.1"])
def test_this_machine_is_never_asked_without_the_allowance(host: str) -> None:
    (found,) = captures([f"http://{host}:9/"], Acquire())
    assert isinstance(found, Failure)
    assert "not a public address" in found.error


@pytest.mark.sockets
def test_a_name_that_changes_its_address_is_checked_when_it_is_connected_to(
    server: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rebinding: the first look-up gives a public address, the next one this machine's."""
    port = int(server.url.rpartition(":")[2])
    found = iter(["192.88.98.1", "127.0.0.1"])
    numeric = socket.getaddrinfo

    def looked_up(host: str, port: int, *rest: object, **more: object) -> object:
        if host != "rebound.example":
            return numeric(host, port, *rest, **more)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(found), port))]

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    limits = Fetch(host_seconds=0, seconds=0.3, step_seconds=0.2)
    with Fetcher(limits) as fetcher:
        with pytest.raises(UnreachedError):  # nobody is there, and nobody else is asked
            fetcher.page(f"http://rebound.example:{port}/page")
        with pytest.raises(RefusedError, match=r"127\.0\.0\.1"):
            fetcher.page(f"http://rebound.example:{port}/page")
    assert server.asked == []


@pytest.mark.sockets
def test_what_has_not_changed_is_not_sent_again(server: Site) -> None:
    with Fetcher(LIMITS) as fetcher:
        first = fetcher.ask(f"{server.url}/page")
        again = fetcher.ask(f"{server.url}/page", etag=first.header("etag"))
    assert (first.status, first.body) == (200, PAGE)
    assert (again.status, again.body) == (304, b"")


@pytest.mark.sockets
def test_who_asks_is_said_and_what_is_packed_is_unpacked(server: Site) -> None:
    with Fetcher(LIMITS) as fetcher:
        assert fetcher.page(f"{server.url}/packed").body == PAGE
    told = server.asked[-1].headers
    assert told["user-agent"].startswith("rashomon/")
    assert told["accept-encoding"] == "gzip"
    assert not {"cookie", "referer", "authorization"} & set(told)


@pytest.mark.sockets
def test_only_redirects_for_good_move_an_address(server: Site) -> None:
    with Fetcher(LIMITS) as fetcher:
        assert fetcher.ask(f"{server.url}/moved").moved == f"{server.url}/page"
        assert fetcher.ask(f"{server.url}/for-now").moved is None


@pytest.mark.sockets
def test_a_busy_host_is_left_alone_for_as_long_as_it_asks(server: Site) -> None:
    with Fetcher(LIMITS) as fetcher:
        answer = fetcher.ask(f"{server.url}/later")
        assert (answer.status, answer.retry_after) == (503, 120)
        with pytest.raises(UnreachedError, match="more time"):
            fetcher.ask(f"{server.url}/page")
    assert server.count("/page") == 0


@pytest.mark.sockets
def test_robots_that_change_are_obeyed_as_they_are(server: Site) -> None:
    limits = Fetch(allow_loopback=True, host_seconds=0, robots_seconds=0)
    with Fetcher(limits) as fetcher:
        fetcher.page(f"{server.url}/page")
        server.paths["/robots.txt"] = Answer(b"User-agent: rashomon\nDisallow: /page\n")
        with pytest.raises(RefusedError, match=r"robots\.txt"):
            fetcher.page(f"{server.url}/page")
        server.paths["/robots.txt"] = Answer(b"broken", 500)
        with pytest.raises(UnreachedError, match="500"):
            fetcher.page(f"{server.url}/page")


@pytest.mark.sockets
def test_a_certificate_that_nobody_vouches_for_is_refused() -> None:
    with site(CERTIFICATE) as server, Fetcher(LIMITS) as fetcher:
        server.paths["*"] = Answer(PAGE)
        with pytest.raises(UnreachedError, match=r"(?i)certificate"):
            fetcher.page(f"{server.url}/page")
        assert server.asked == []


@pytest.mark.sockets
def test_a_server_that_speaks_http_2_is_spoken_to_in_it() -> None:
    trusted = ssl.create_default_context(cafile=CERTIFICATE)
    versions: list[str | None] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_http2, args=(listener, versions), daemon=True).start()
        with Fetcher(LIMITS, context=trusted) as fetcher:
            url = f"https://127.0.0.1:{listener.getsockname()[1]}"
            assert fetcher.page(f"{url}/a").body == PAGE
            assert fetcher.page(f"{url}/b").body == PAGE
    assert versions == ["h2"]  # one connection for robots.txt and both pages


def _http2(listener: socket.socket, versions: list[str | None]) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    context.set_alpn_protocols(["h2"])
    plain, _ = listener.accept()
    with context.wrap_socket(plain, server_side=True) as stream:
        versions.append(stream.selected_alpn_protocol())
        config = h2.config.H2Configuration(client_side=False)
        connection = h2.connection.H2Connection(config)
        connection.initiate_connection()
        stream.sendall(connection.data_to_send())
        while data := stream.recv(65_536):
            for event in connection.receive_data(data):
                if isinstance(event, h2.events.RequestReceived):
                    connection.send_headers(event.stream_id, [(":status", "200")])
                    path = dict(event.headers).get(b":path")
                    body = b"" if path == b"/robots.txt" else PAGE
                    connection.send_data(event.stream_id, body, end_stream=True)
            stream.sendall(connection.data_to_send())


@pytest.mark.sockets
@pytest.mark.parametrize("dropped", [1, 2])
def test_a_connection_that_its_server_drops_costs_one_more_request(dropped: int) -> None:
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_drops, args=(listener, dropped, asked), daemon=True).start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with Fetcher(LIMITS) as fetcher:
            if dropped == 1:
                assert fetcher.page(f"{url}/a").body == PAGE
            else:
                with pytest.raises(UnreachedError, match="disconnected"):
                    fetcher.page(f"{url}/a")
    assert asked == [b"/robots.txt", *[b"/a"] * 2]


def _drops(listener: socket.socket, dropped: int, asked: list[bytes]) -> None:
    """Answers for robots.txt, then says nothing to so many requests, then answers again."""
    while True:
        try:
            stream, _ = listener.accept()
        except OSError:
            return
        with stream:
            while head := stream.recv(65_536):
                asked.append(head.split()[1])
                if 1 < len(asked) <= 1 + dropped:
                    break
                stream.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(PAGE) + PAGE)


@pytest.mark.sockets
def test_what_has_not_changed_leaves_its_connection_open(server: Site) -> None:
    with Fetcher(LIMITS) as fetcher:
        etag = fetcher.ask(f"{server.url}/page").header("etag")
        for _ in range(3):
            assert fetcher.ask(f"{server.url}/page", etag=etag).status == 304
    assert len({one.client for one in server.asked}) == 1


@pytest.mark.sockets
def test_a_connection_is_its_requests_alone_and_then_the_next_ones(
    server: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = threading.Barrier(3)

    def meet(_: str) -> Answer:
        together.wait(60)
        return Answer(PAGE)

    server.paths["/slow"] = meet
    limits = Fetch(allow_loopback=True, host_seconds=0, per_host=4)
    with Fetcher(limits) as fetcher, ThreadPoolExecutor(3) as threads:
        fetcher.rules(server.url)
        slow = [threads.submit(fetcher.page, f"{server.url}/slow") for _ in range(3)]
        assert {one.result().body for one in slow} == {PAGE}
        for _ in range(5):
            fetcher.page(f"{server.url}/page")
        assert len({one.client for one in server.asked}) == 3
    # What is idle for too long is closed, whoever comes next, and what is in use is not.
    monkeypatch.setattr(connecting, "_IDLE", 0.0)
    asked = len(server.asked)
    with Fetcher(limits) as fetcher, ThreadPoolExecutor(8) as threads:
        fetcher.rules(server.url)
        urls = [f"{server.url}/page"] * 40
        assert {one.body for one in threads.map(fetcher.page, urls)} == {PAGE}
    assert len(server.asked) == asked + 41


@pytest.mark.sockets
def test_what_is_sent_is_sent_once_and_follows_nothing(server: Site) -> None:
    server.paths["/hook"] = Answer(status=307, headers={"Location": "/page"})
    with Fetcher(LIMITS) as fetcher:
        assert fetcher.post(f"{server.url}/hook", b"x", {"X-A": "b"}) == 307
    (asked,) = server.asked
    assert (asked.path, asked.body, asked.headers["x-a"]) == ("/hook", b"x", "b")


@pytest.mark.sockets
def test_a_host_is_given_time_between_requests(server: Site) -> None:
    begun = time.monotonic()
    with Fetcher(Fetch(allow_loopback=True, host_seconds=0.1)) as fetcher:
        for _ in range(3):
            fetcher.page(f"{server.url}/page")
    assert len(server.asked) == 4  # robots.txt was asked first
    assert time.monotonic() - begun >= 0.3
