"""Connections to public addresses alone, every step of them within a span of time.

A name is resolved once and the address found is the one connected to, so that no second answer of
a name server (rebinding) leads elsewhere; TLS still checks the certificate against the name.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore

from rashomon.acquire.addresses import public
from rashomon.exceptions import RefusedError, UnreachedError

# Connections kept open without use, in all, and for how many seconds.
_KEPT = 100
_IDLE = 30.0


class Guarded(httpcore.NetworkBackend):
    """Connects to addresses that are allowed; what a thread does `until` a moment ends by then."""

    def __init__(self, allowed: Callable[[str], bool] = public) -> None:
        self._allowed = allowed
        self._inner = httpcore.SyncBackend()
        self._thread = threading.local()

    @contextmanager
    def until(self, deadline: float) -> Iterator[None]:
        """Bounds all that this thread does inside, by a moment of `time.monotonic`."""
        self._thread.deadline = deadline
        try:
            yield
        finally:
            self._thread.deadline = None

    def left(self, timeout: float | None) -> float | None:
        """Seconds that a step may take. Raises `httpcore.ReadTimeout` where none are left."""
        deadline: float | None = getattr(self._thread, "deadline", None)
        if deadline is None:
            return timeout
        left = deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left if timeout is None else min(left, timeout)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,  # noqa: ARG002  (httpcore names it)
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002  (as httpcore has it)
    ) -> httpcore.NetworkStream:
        """A stream to `host`. Raises `RefusedError` if any of its addresses is not allowed."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise UnreachedError(f"the name {host} is not known") from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        for address in addresses:
            if not self._allowed(address):
                raise RefusedError(f"{host} is at {address}, which is not a public address")
        for address in addresses[:-1]:
            try:
                return self._connect(address, port, timeout)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connect(addresses[-1], port, timeout)

    def _connect(self, address: str, port: int, timeout: float | None) -> httpcore.NetworkStream:
        return _Timed(self._inner.connect_tcp(address, port, self.left(timeout)), self)


class Connections:
    """Connections, kept open for the next request to the same place, for any number of threads.

    While a request lasts its connection is its own. The pool of httpcore gives one away before its
    request begins, and another thread may close it meanwhile as idle for too long: of 16,000
    requests of 16 threads one broke.
    """

    def __init__(self, context: ssl.SSLContext, backend: httpcore.NetworkBackend) -> None:
        self._context = context
        self._backend = backend
        self._idle: list[tuple[httpcore.Origin, httpcore.HTTPConnection]] = []
        self._closed = False
        self._lock = threading.Lock()

    @contextmanager
    def answered(
        self,
        url: str,
        headers: list[tuple[str, str]],
        sent: bytes | None,
        seconds: float,
        *,
        fresh: bool = False,
    ) -> Iterator[httpcore.Response]:
        """What a server answers, whose body can be read inside; each step has so many seconds.

        Over a `fresh` connection where one that was kept has turned out to be closed.
        """
        origin = httpcore.URL(url).origin
        connection = (None if fresh else self._taken(origin)) or httpcore.HTTPConnection(
            origin,
            ssl_context=self._context,
            keepalive_expiry=_IDLE,
            http2=True,
            network_backend=self._backend,
        )
        method = "GET" if sent is None else "POST"
        bounds = {"timeout": dict.fromkeys(("connect", "read", "write"), seconds)}
        try:
            with connection.stream(
                method, url, headers=headers, content=sent, extensions=bounds
            ) as response:
                yield response
        finally:
            self._give_back(origin, connection)

    def close(self) -> None:
        """Closes those that nobody uses; the others close when their requests end."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for _, connection in idle:
            connection.close()

    def _taken(self, origin: httpcore.Origin) -> httpcore.HTTPConnection | None:
        """A connection that was kept, for one request."""
        with self._lock:
            self._let_go()
            for place in reversed(range(len(self._idle))):
                if self._idle[place][0] == origin:
                    return self._idle.pop(place)[1]
        return None

    def _give_back(self, origin: httpcore.Origin, connection: httpcore.HTTPConnection) -> None:
        with self._lock:
            if connection.is_idle() and not self._closed:
                self._idle.append((origin, connection))
            else:
                connection.close()
            self._let_go()

    def _let_go(self) -> None:
        """Closes connections that were idle for too long or that are too many, oldest first."""
        kept = [entry for entry in self._idle if not entry[1].has_expired()][-_KEPT:]
        for entry in self._idle:
            if entry not in kept:
                entry[1].close()
        self._idle = kept


class _Timed(httpcore.NetworkStream):
    """A stream whose every step ends by the deadline: a dripping server gains nothing."""

    def __init__(self, inner: httpcore.NetworkStream, guard: Guarded) -> None:
        self._inner = inner
        self._guard = guard

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._guard.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._guard.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._guard.left(timeout)
        return _Timed(self._inner.start_tls(ssl_context, server_hostname, left), self._guard)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
