"""Whose turn it is: no host is asked more often, or at more places at once, than is polite."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rashomon.exceptions import UnreachedError
from rashomon.online import Fetch

# Hosts remembered, those asked last; a host forgotten is one not asked for long.
_REMEMBERED = 50_000


@dataclass(slots=True)
class _Host:
    # When it may be asked again, how long it wants between two requests, how many run now.
    free: float = 0.0
    delay: float = 0.0
    running: int = 0


class Manners:
    """The pace of each host, shared by all threads that fetch."""

    def __init__(self, limits: Fetch, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._hosts: OrderedDict[str, _Host] = OrderedDict()
        self._turned = threading.Condition()

    def ready(self, host: str) -> bool:
        """Whether `host` may be asked now."""
        with self._turned:
            return self._wait(self._of(host)) <= 0

    def busy(self) -> list[str]:
        """The hosts that may not be asked now."""
        with self._turned:
            return [name for name, host in self._hosts.items() if self._wait(host) > 0]

    @contextmanager
    def turn(self, host: str, deadline: float) -> Iterator[None]:
        """Waits for the turn of `host` and keeps it. Raises `UnreachedError` if it is far off."""
        with self._turned:
            state = self._of(host)
            while (wait := self._wait(state)) > 0:
                if self._clock() + (0.0 if state.running else wait) >= deadline:
                    raise UnreachedError(f"{host} asks for more time between requests")
                self._turned.wait(min(wait, deadline - self._clock()))
            state.running += 1
            state.free = self._clock() + max(state.delay, self._limits.host_seconds)
        try:
            yield
        finally:
            with self._turned:
                state.running -= 1
                self._turned.notify_all()

    def slow(self, host: str, delay: float) -> None:
        """Notes the seconds that robots.txt wants between two requests."""
        with self._turned:
            self._of(host).delay = min(max(delay, 0.0), self._limits.max_delay)

    def rest(self, host: str, seconds: float) -> None:
        """Leaves `host` alone for some time, as it asked by Retry-After or by failing."""
        with self._turned:
            state = self._of(host)
            state.free = max(state.free, self._clock() + min(seconds, self._limits.max_delay))

    def _of(self, host: str) -> _Host:
        state = self._hosts.setdefault(host, _Host())
        self._hosts.move_to_end(host)
        while len(self._hosts) > _REMEMBERED:
            self._hosts.popitem(last=False)
        return state

    def _wait(self, host: _Host) -> float:
        """Seconds until a host may be asked; while it is at its most, some until it is likely."""
        if host.running >= self._limits.per_host:
            return max(host.free - self._clock(), 0.05)
        return host.free - self._clock()
