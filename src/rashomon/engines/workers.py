"""Worker processes: started with all that is slow to load, ended with whoever uses them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from rashomon.exceptions import StageError

T = TypeVar("T")
R = TypeVar("R")

# Parts under way per worker: enough that none waits, few enough to hold in memory.
_AHEAD = 3


class Workers:
    """Worker processes for one who has work for them now and then.

    They start with the first work that is worth it, do all work from then on, and stay until
    `close`. With a number of one there are none: all is done in this process.
    """

    def __init__(self, number: int = 1) -> None:
        self._number = number
        self._pool: ProcessPoolExecutor | None = None
        self._starting = threading.Lock()

    def each(
        self, work: Callable[[T], R], parts: Iterable[T], stage: str, *, much: bool = False
    ) -> Iterator[R]:
        """What some work makes of each part, in their order; in this process where no workers run,
        unless it is so much that they are worth starting.

        Raises `StageError` under a stage's name where a worker dies.
        """
        if self._number == 1 or not (much or self._pool):
            yield from map(work, parts)
            return
        waiting: deque[Future[R]] = deque()
        try:
            for part in parts:
                waiting.append(self._running().submit(work, part))
                if len(waiting) >= self._number * _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:
            self.close()
            raise StageError("a worker died, killed or out of memory", stage=stage) from error
        finally:
            for future in waiting:
                future.cancel()

    def _running(self) -> ProcessPoolExecutor:
        with self._starting:
            if self._pool is None:
                self._pool = pool(self._number)
            return self._pool

    def close(self) -> None:
        """Ends the workers; the next work starts others."""
        with self._starting:
            former, self._pool = self._pool, None
        if former is not None:
            former.shutdown(cancel_futures=True)


def pool(workers: int) -> ProcessPoolExecutor:
    """Workers forked from a server that has loaded models and tables once."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["rashomon.engines.forebear"])
    return ProcessPoolExecutor(workers, context, _end_with_parent)


def _end_with_parent() -> None:
    """Ends this worker with the process that wants its work, also when that is killed."""

    def wait() -> None:
        parent = multiprocessing.parent_process()
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
    # Ctrl-C reaches a worker as well: it ends without a word, its parent says what there is to say.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
