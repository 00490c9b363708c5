"""Threads that ask servers, so that a slow one stops nothing else; none of them sees the store."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass

from rashomon.acquire.entries import Feed
from rashomon.acquire.feeds import parse
from rashomon.acquire.fetch import Fetched, Fetcher
from rashomon.exceptions import InputError
from rashomon.follow.hooks import send
from rashomon.store import Delivery, Followed, Page

Job = Followed | Page | Delivery


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a job: what the server answered, the feed in it, or why there is none."""

    job: Job
    fetched: Fetched | None = None
    feed: Feed | None = None
    error: InputError | None = None


class Crew:
    """So many threads at work on jobs. They are daemons: a stop waits for no server."""

    def __init__(
        self, fetcher: Fetcher, count: int, secret: str = "", hooks: Fetcher | None = None
    ) -> None:
        self._fetcher = fetcher
        self._hooks = hooks or fetcher
        self._secret = secret
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[Answer] = queue.SimpleQueue()
        self.count = count
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(count)]
        for thread in self._threads:
            thread.start()

    def give(self, job: Job) -> None:
        """Hands out a job."""
        self._jobs.put(job)

    def answers(self, most: int, wait: float) -> list[Answer]:
        """At most `most` answers; waits for the first one so many seconds."""
        found: list[Answer] = []
        try:
            found.append(
                self._answers.get(timeout=wait) if wait > 0 else self._answers.get_nowait()
            )
            while len(found) < most:
                found.append(self._answers.get_nowait())
        except queue.Empty:
            pass
        return found

    def close(self) -> None:
        """Lets idle threads end; busy ones end with the process."""
        for _ in self._threads:
            self._jobs.put(None)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                self._answers.put(self._done(job))
            except InputError as error:
                self._answers.put(Answer(job, error=error))
            except Exception as error:  # a server that meets a fault of ours stops nothing
                cause = f"{type(error).__name__}: {error}"
                self._answers.put(Answer(job, error=InputError(cause, stage="acquire")))

    def _done(self, job: Job) -> Answer:
        ask: Callable[[str, str | None, str | None], Fetched] = self._fetcher.ask
        if isinstance(job, Delivery):
            send(job, self._hooks, self._secret)
            return Answer(job)
        if "#" in job.url:  # an item without a page of its own: its feed has told all
            return Answer(job)
        fetched = ask(job.url, job.etag, job.modified)
        if isinstance(job, Page) or fetched.status != 200:
            return Answer(job, fetched)
        try:
            return Answer(job, fetched, parse(fetched.body, fetched.url, fetched.charset))
        except InputError as error:
            return Answer(job, fetched, error=error)
