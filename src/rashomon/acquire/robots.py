"""What robots.txt of each site asks (RFC 9309), read by protego and kept for a day."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

from protego import Protego

from rashomon.exceptions import InputError, RefusedError, UnreachedError
from rashomon.online import Fetch

# RFC 9309, 2.5: a reader must take at least 500 KiB of a file, and may stop there.
_READ = 512_000
_SITES = 10_000
_SITEMAPS = 50


@dataclass(frozen=True, slots=True)
class Rules:
    """What one robots.txt says to `name`: pages that may be fetched, seconds between, sitemaps."""

    file: Protego
    name: str
    delay: float
    sitemaps: tuple[str, ...]

    def allow(self, url: str) -> bool:
        """Whether a page may be fetched."""
        return bool(self.file.can_fetch(url, self.name))


def rules(text: str, name: str) -> Rules:
    """The rules of a file, whatever it holds; what cannot be read in it forbids nothing."""
    try:
        file = Protego.parse(text[:_READ])
        rate = file.request_rate(name)
        delay = file.crawl_delay(name) or (rate.seconds / rate.requests if rate else 0.0)
        sitemaps = tuple(islice(file.sitemaps, _SITEMAPS))
    except (ValueError, ArithmeticError, RecursionError):  # hostile numbers
        return Rules(Protego.parse(""), name, 0.0, ())
    return Rules(file, name, max(0.0, float(delay)), sitemaps)


class Robots:
    """The rules of sites, asked by `ask` (address to status and text) and kept."""

    def __init__(
        self,
        ask: Callable[[str], tuple[int, str]],
        limits: Fetch,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ask = ask
        self._limits = limits
        # By its first word sites address us, whatever else the user agent says.
        self._name = limits.user_agent.partition("/")[0].strip()
        self._clock = clock
        self._kept: OrderedDict[str, tuple[float, Rules]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, url: str) -> Rules:
        """The rules of the site of `url`: absent is all, a failing server is nothing.

        Raises `UnreachedError` where the server fails (it may heal), `RefusedError` where it may
        not be asked.
        """
        parts = urlsplit(url)
        place = f"{parts.scheme}://{parts.netloc}"
        with self._lock:
            until, known = self._kept.get(place, (0.0, None))
        if known is not None and self._clock() < until:
            return known
        try:
            status, text = self._ask(f"{place}/robots.txt")
        except RefusedError:
            raise
        except InputError as error:
            raise UnreachedError(f"robots.txt: {error.cause}") from error
        if status >= 500 or status == 429:
            raise UnreachedError(f"robots.txt: the server answered {status}")
        found = rules(text if status == 200 else "", self._name)
        with self._lock:
            self._kept[place] = (self._clock() + self._limits.robots_seconds, found)
            self._kept.move_to_end(place)
            while len(self._kept) > _SITES:
                self._kept.popitem(last=False)
        return found
