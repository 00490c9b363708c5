"""How often one client may ask: a bucket that fills steadily and is emptied by requests."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

# Clients remembered; the one that asked least recently is forgotten.
_CLIENTS = 4_096


class Pace:
    """So many requests a minute for each client, all of them at once if it likes."""

    def __init__(self, minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = float(minute)
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def admits(self, client: str) -> bool:
        """Whether a client may ask once more now; asking counts only if it may."""
        now = self._clock()
        left, then = self._buckets.pop(client, (self._most, now))
        left = min(self._most, left + (now - then) * self._most / 60)
        self._buckets[client] = (left - 1 if left >= 1 else left, now)
        if len(self._buckets) > _CLIENTS:
            self._buckets.popitem(last=False)
        return left >= 1
