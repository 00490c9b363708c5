"""A news site on this machine: real HTTP, as well or ill behaved as it is told to be.

Tests and benchmarks of live sources ask it; what it was asked is in `asked`.
"""

from __future__ import annotations

import gzip
import random
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

WORDS = (
    "bridge", "council", "river", "harbour", "school", "hospital", "budget", "strike", "minister",
    "court", "valley", "railway", "storm", "market", "factory", "museum", "airport", "forest",
    "library", "election", "tunnel", "station", "farm", "island", "teacher", "doctor", "engineer",
    "mayor", "judge", "driver", "fisherman", "baker", "nurse", "pilot", "farmer", "singer",
)  # fmt: skip
VERBS = ("closed", "opened", "repaired", "visited", "inspected", "rebuilt", "praised", "sold")
SYLLABLES = (
    "tar",
    "vo",
    "mel",
    "nu",
    "dru",
    "sk",
    "hol",
    "va",
    "pin",
    "ta",
    "ker",
    "il",
    "os",
    "bre",
)


@dataclass
class Answer:
    """What a path is answered with: one of the misbehaviours, or simply status and body.

    `length` is what Content-Length says, `pace` the seconds between two bytes.
    """

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    pace: float = 0.0
    wait: float = 0.0
    packed: bool = False
    validated: bool = False


Maker = Callable[[str], Answer]


@dataclass
class Asked:
    """A request: path, headers with names in small letters, when it came, over which connection."""

    path: str
    headers: dict[str, str]
    at: float
    body: bytes = b""
    client: tuple[str, int] = ("", 0)


@dataclass
class Site:
    """A running site: its address, what each path is answered with, and what was asked."""

    url: str
    paths: dict[str, Answer | Maker]
    asked: list[Asked] = field(default_factory=list)

    def count(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(one.path == path for one in self.asked)


def article(number: int, edition: int = 0) -> bytes:
    """A page with a story of its own; a later edition has another last sentence."""
    chance = random.Random(number)

    def name() -> str:
        return "".join(chance.choice(SYLLABLES) for _ in range(3)).capitalize()

    title = f"{name()} {chance.choice(WORDS)} {chance.choice(VERBS)} near {name()}"
    sentences = []
    for _ in range(6):
        noun, other, verb = chance.choice(WORDS), chance.choice(WORDS), chance.choice(VERBS)
        who, where, whom, far = name(), name(), name(), chance.randint(2, 900)
        sentences.append(
            chance.choice(
                (
                    f"The {noun} of {where} was {verb} by {who}, whom {whom} had sent {far} miles.",
                    f"In {where}, {who} {verb} a {noun} that {whom} wants to turn into a {other}.",
                    f"{who} of {where} says {far} people {verb} the {other} before {whom} came.",
                    f"{whom} {verb} {far} {noun}s, {who} told a {other} in {where} on Monday.",
                )
            )
        )
    sentences.append(f"{name()} now counts {edition} and {name()} {edition * 7 + 3} {title}s.")
    return page(title, sentences, f"2026-03-{number % 27 + 1:02}T08:00:00Z")


def various(number: int, day: str, words: Sequence[str], edition: int = 0) -> bytes:
    """A page with a story that has nothing in common with others but common words: those of
    `article` are of one mould, and thousands of them are taken for one family and one event."""
    chance = random.Random(number)
    told = [" ".join(chance.choices(words, k=chance.randint(8, 16))) for _ in range(8)]
    sentences = [f"{line.capitalize()}." for line in told]
    return page(sentences[0], [*sentences[1:], f"{sentences[2][:-1]} {edition}."], day)


def page(title: str, sentences: Sequence[str], day: str) -> bytes:
    """A story as a page."""
    text = "".join(f"<p>{one}</p>" for one in sentences)
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title>"
        f"<meta property='article:published_time' content='{day}'>"
        f"</head><body><article><h1>{title}</h1>{text}</article></body></html>"
    ).encode()


def feed(base: str, numbers: range | list[int], title: str = "Valley News") -> bytes:
    """An RSS feed of articles."""
    items = "".join(
        f"<item><title>Story {n}</title><link>{base}/story/{n}</link>"
        f"<guid isPermaLink='false'>story-{n}</guid></item>"
        for n in numbers
    )
    return (
        f"<?xml version='1.0'?><rss version='2.0'><channel><title>{title}</title>"
        f"<link>{base}/</link>{items}</channel></rss>"
    ).encode()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Headers and body in one packet: without this each answer waits for an acknowledgement.
    wbufsize = -1
    disable_nagle_algorithm = True
    site: Site

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def _answer(self, sent: bytes) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.site.asked.append(Asked(self.path, headers, time.time(), sent, self.client_address))
        made = self.site.paths.get(self.path) or self.site.paths.get("*")
        if made is None:
            made = Answer(b"not here", 404)
        answer = made(self.path) if callable(made) else made
        time.sleep(answer.wait)
        body = gzip.compress(answer.body) if answer.packed else answer.body
        told = dict(answer.headers)
        if answer.packed:
            told["Content-Encoding"] = "gzip"
        if answer.validated:
            told["ETag"] = f'"{sha256(answer.body).hexdigest()[:16]}"'
            if headers.get("if-none-match") == told["ETag"]:
                self.send_response(304)
                self.end_headers()
                return
        try:
            self.send_response(answer.status)
            for name, value in told.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(answer.length or len(body)))
            self.end_headers()
            if answer.pace:
                for byte in body:
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                    time.sleep(answer.pace)
            else:
                self.wfile.write(body)
            if answer.length is not None:
                self.wfile.flush()
                self.close_connection = True
        except OSError:
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    request_queue_size = 100

    # Those who ask are killed or hang up: that is what this is for.
    def handle_error(self, *_: object) -> None:
        pass


@contextmanager
def site(certificate: Path | None = None) -> Iterator[Site]:
    """A site that answers as long as the context lasts; with a certificate, by TLS."""
    handler = type("Handler", (_Handler,), {})
    with _Server(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        scheme = "http"
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(
                server.socket, server_side=True, do_handshake_on_connect=False
            )
            scheme = "https"
        found = Site(f"{scheme}://127.0.0.1:{server.server_port}", {})
        handler.site = found  # type: ignore[attr-defined]  # a class of its own
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield found
        finally:
            server.shutdown()
