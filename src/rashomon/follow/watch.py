"""`rashomon watch`: one process that asks what is due, and keeps what it is told, for months.

One thread alone touches the archive; others ask servers. What is due stands in the archive, so
that nothing is remembered that a kill could lose: an answer counts once its transaction is done.
"""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from rashomon.acquire.recording import Recorder
from rashomon.acquire.urls import host
from rashomon.archive import Archive
from rashomon.exceptions import RashomonError, StoreError, UnfitError
from rashomon.follow import looked, noticing, polled
from rashomon.follow.crew import Answer, Job
from rashomon.follow.polled import moment_of
from rashomon.follow.schedule import retry
from rashomon.follow.status import Status
from rashomon.store import Delivery, Followed, Page

_DAY = 86_400.0
# Answers taken in one transaction: what a kill can cost to be asked again.
_TURN = 32
# Feeds among which hosts are looked for that are free: some publishers have hundreds at one.
_DUE = 1_000
# Busy hosts that the archive is asked to leave out; beyond these, jobs are passed over here.
_HOSTS = 400
# Seconds between two looks at what is due while nothing happens.
_IDLE = 1.0


class Asks(Protocol):
    """Who asks servers: `Crew`, or what stands in for it where months are simulated."""

    count: int

    def give(self, job: Job) -> None:
        """Hands out a job."""

    def answers(self, most: int, wait: float) -> list[Answer]:
        """Answers that have come, waiting for the first one so many seconds."""


class Watch:
    """The scheduler over an archive. `hooks` are addresses that hear its alerts; `alone` lets it
    look at nothing but pages that no feed told of.

    `busy` names the hosts whose turn it is not; `clock` gives seconds since 1970. `tell` hears
    what went wrong.
    """

    def __init__(
        self,
        archive: Archive,
        recorder: Recorder,
        crew: Asks,
        *,
        busy: Callable[[], Iterable[str]] = lambda: (),
        hooks: Iterable[str] = (),
        alone: bool = False,
        clock: Callable[[], float] = time.time,
        tell: Callable[[str], object] = lambda _: None,
    ) -> None:
        self._archive = archive
        self._store = archive.store
        self._limits = archive.settings.follow
        self._alone = alone
        self._recorder = recorder
        self._crew = crew
        self._busy = busy
        self._hooks = tuple(hooks)
        self._clock = clock
        self._tell = tell
        self._chance = random.Random().random
        self._out: dict[tuple[str, int | str], Job] = {}
        self._related = self._tidied = 0.0
        self._stir = True
        self.status = Status(started=clock())
        recorder.resume(self._store.capture_ends())
        if self._hooks:
            noticing.begin(archive)

    def run(self, stop: threading.Event) -> None:
        """Works until `stop` is set; what is under way by then is asked again the next time."""
        while not stop.is_set():
            try:
                self.step(_IDLE)
            except StoreError as error:  # a full disk, another process that writes for long
                self._recover(str(error))
                stop.wait(10 * _IDLE)
        with suppress(StoreError):
            self.relate()

    def settle(self, stop: threading.Event) -> None:
        """Works until nothing is due and nothing under way."""
        while not stop.is_set():
            if not self.step(0.05) and not self._out and not self._waiting():
                break
        self.relate()

    def step(self, wait: float) -> bool:
        """Hands out what is due, takes in what has come; returns whether there was anything."""
        now = self._clock()
        given = self._give(now)
        answers = self._crew.answers(_TURN, wait)
        if answers:
            self._take(answers)
        self.status.beat = self._clock()
        self._upkeep(now)
        return bool(given or answers)

    def relate(self) -> None:
        """Relates and groups what was added, and notices what is new in it."""
        self._related = self._clock()
        try:
            self._archive.update()
        except Exception as error:  # what was fetched waits for a version that can relate it
            _pass_on(error)
            self._tell(f"relating: {type(error).__name__}: {error}")
            return
        if self._hooks:
            mark, alerts = noticing.notice(self._archive, moment_of(self._related))
            with self._store.transaction():
                count = self._store.put_alerts(alerts, self._hooks, self._related)
                noticing.noticed(self._archive, mark)
            self.status.alerts += count
        self.status.pending = 0

    def _give(self, now: float) -> int:
        """Hands out jobs as long as there are threads: feeds, then webhooks, then pages."""
        free = 2 * self._crew.count - len(self._out)
        if free <= 0:
            return 0
        busy = {*self._busy(), *map(self._host, self._out.values())} - {""}
        chosen: list[Job] = []
        out = list(self._out.values())
        if not self._alone:
            feeds = [job.number for job in out if isinstance(job, Followed)]
            for feed in self._store.due_feeds(now, _DUE, feeds):
                self._choose(feed, chosen, busy, free)
            sending = {(job.alert, job.hook) for job in out if isinstance(job, Delivery)}
            chosen += self._store.due_deliveries(now, free - len(chosen), sending)
        if len(chosen) < free:
            pages = [job.number for job in out if isinstance(job, Page)]
            hosts = sorted(busy)[:_HOSTS]
            for page in self._store.due_pages(now, free * 4, pages, hosts, alone=self._alone):
                self._choose(page, chosen, busy, free)
        for job in chosen:
            self._out[_key(job)] = job
            self._crew.give(job)
        return len(chosen)

    def _choose(self, job: Followed | Page, chosen: list[Job], busy: set[str], most: int) -> None:
        """Chooses a job if its host is free: each has one turn in a round."""
        place = self._host(job)
        if len(chosen) < most and place not in busy:
            chosen.append(job)
            busy |= {place} - {""}

    def _host(self, job: Job) -> str:
        """The host that a job has to itself; none where it asks nobody, or hosts need no rest."""
        if isinstance(job, Delivery) or self._archive.settings.fetch.host_seconds <= 0:
            return ""
        return "" if "#" in job.url else host(job.url)

    def _waiting(self) -> bool:
        """Whether something is due whose turn has not come yet."""
        now = self._clock()
        feeds = [] if self._alone else self._store.due_feeds(now, 1)
        return bool(feeds or self._store.due_pages(now, 1, alone=self._alone))

    def _take(self, answers: list[Answer]) -> None:
        """Takes in answers; one that fails for a reason of its own fails alone."""
        for answer in answers:
            del self._out[_key(answer.job)]
        pages = [answer for answer in answers if isinstance(answer.job, Page)]
        for answer in answers:
            if isinstance(answer.job, Followed):
                self._guarded(answer, lambda a=answer: self._polled(a))  # type: ignore[misc]  # default
            elif isinstance(answer.job, Delivery):
                self._delivered(answer)
        if pages:
            try:
                self._looked(pages)
            except Exception as error:  # one page of these meets a fault: which one, is tried
                _pass_on(error)
                self._recover(f"{type(error).__name__}: {error}")
                for page in pages:
                    self._guarded(page, lambda p=page: self._looked([p]))  # type: ignore[misc]  # default

    def _guarded(self, answer: Answer, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:  # whatever one source is made of, the others go on
            _pass_on(error)
            job = answer.job
            self.status.failures += 1
            self._recover(f"{getattr(job, 'url', '')}: {type(error).__name__}: {error}")
            assert not isinstance(job, Delivery)
            again = retry(job.failed, self._clock(), self._chance(), self._limits)
            changes = {"due": again.due, "failed": again.failed, "error": str(error)[:500]}
            note = self._store.note_feed if isinstance(job, Followed) else self._store.note_page
            note(job.number, changes)

    def _polled(self, answer: Answer) -> None:
        now = self._clock()
        found = polled.take(self._store, self._recorder, answer, now, self._limits, self._chance)
        self.status.polls += 1
        self.status.items += found
        self._failed(answer, answer.fetched is None or answer.fetched.status in {200, 304})

    def _looked(self, answers: list[Answer]) -> None:
        now = self._clock()
        with self._store.transaction():
            seen = looked.take(self._archive, self._recorder, answers, now, self._chance)
            self.status.alerts += self._store.put_alerts(seen.alerts, self._hooks, now)
        self.status.looks += len(answers)
        self.status.reports += seen.new
        self.status.versions += seen.changed
        self.status.pending += seen.new + seen.changed
        for answer in answers:  # a page may be gone or closed to us: that is no failure
            status = answer.fetched.status if answer.fetched else 0
            self._failed(answer, status < 500 and status != 429)

    def _failed(self, answer: Answer, well: bool) -> None:
        """Counts and tells what went wrong in asking, where it did not go `well`."""
        if answer.error is not None or not well:
            self.status.failures += 1
            status = answer.fetched.status if answer.fetched else 0
            url = getattr(answer.job, "url", "")
            self._tell(str(answer.error or f"{url}: the server answered {status}"))

    def _delivered(self, answer: Answer) -> None:
        delivery, now = answer.job, self._clock()
        assert isinstance(delivery, Delivery)
        if answer.error is None:
            self.status.sent += 1
            changes = {"due": None, "done": moment_of(now), "error": None}
            self._store.note_delivery(delivery.alert, delivery.hook, changes)
            return
        again = retry(delivery.failed, now, self._chance(), self._limits)
        late = moment_of(now - self._limits.alert_days * _DAY) > delivery.what.at
        self._tell(f"webhook {delivery.hook}: {answer.error.cause}")
        self._store.note_delivery(
            delivery.alert,
            delivery.hook,
            {
                "due": None if late else again.due,
                "failed": again.failed,
                "error": answer.error.cause,
            },
        )

    def _upkeep(self, now: float) -> None:
        """Relates what waits, if it is time to; once a day forgets what need not be kept."""
        waiting = self.status.pending
        due = now - self._related >= self._limits.relate_seconds
        if waiting >= self._limits.relate_reports or (due and (waiting or not self._related)):
            self.relate()
        if now - self._tidied >= _DAY:
            self._tidied = now
            self._store.forget_items(now - self._limits.remember_days * _DAY)
            self._store.forget_deliveries(moment_of(now - 30 * _DAY))
            if self._limits.capture_days > 0:
                before = moment_of(now - self._limits.capture_days * _DAY)
                self._recorder.give_up(self._store.give_up_captures(before))

    def _recover(self, cause: str) -> None:
        """After a transaction that failed, cuts off the records that it had begun to keep."""
        self._tell(cause)
        with suppress(RashomonError, OSError):
            self._recorder.resume(self._store.capture_ends())


def _pass_on(error: Exception) -> None:
    """Raises an error that is of the archive itself: the next source would meet it as well."""
    if isinstance(error, StoreError) and not isinstance(error, UnfitError):
        raise error


def _key(job: Job) -> tuple[str, int | str]:
    if isinstance(job, Followed):
        return "feed", job.number
    if isinstance(job, Page):
        return "page", job.number
    return "delivery", json.dumps([job.alert, job.hook])


def captures_of(db: Path) -> Path:
    """The folder of the captures of an archive."""
    return db.with_name(db.name + ".captures")
