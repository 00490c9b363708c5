"""What all requests share: the archive, and what is kept ready of it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from rashomon.archive import Archive, Result
from rashomon.exceptions import AbsentError, RashomonError
from rashomon.export.comparing import Comparison, comparison
from rashomon.export.view import EventView, View, view
from rashomon.model import Fact
from rashomon.online import Web
from rashomon.store import Health, Work
from rashomon.web.selection import Choices, choices

T = TypeVar("T")


class Room:
    """One archive as it is read by many at once.

    What was made of the archive is kept until the archive changes; threads may share a room.
    """

    def __init__(self, archive: Archive, limits: Web, *, named: bool = False) -> None:
        """With `named` readers enter under their names."""
        self.archive = archive
        self.limits = limits
        self.named = named
        self._lock = threading.Lock()
        self._revision = ""
        self._kept: OrderedDict[tuple[str, ...], object] = OrderedDict()
        self._steady: dict[str, tuple[str, object]] = {}
        self._making: set[str] = set()

    def revision(self) -> str:
        """The archive's revision; what was kept of an earlier one is forgotten."""
        with self._lock:
            if (revision := self.archive.revision()) != self._revision:
                self._revision = revision
                self._kept.clear()
            return self._revision

    def choices(self) -> Choices:
        """What the filters of lists offer, maybe of a moment ago."""
        return self._lasting("choices", lambda: choices(self.archive.store))

    def sources(self) -> list[tuple[Work, Health | None]]:
        """Outlets by their work, maybe of a moment ago, with how their feeds do; those of which
        there is no report yet come last."""
        self.revision()
        works = self._lasting("works", self.archive.store.works)
        health = self.archive.store.health()
        silent = sorted(health.keys() - {work.name for work in works})
        every = [*works, *(Work(name, 0, 0, 0.0, (), ()) for name in silent)]
        return [(work, health.get(work.name)) for work in every]

    def event(self, id: str) -> tuple[View, EventView]:
        """An event as it is shown; raises `AbsentError` if there is none of this id."""
        found = self.result(id)
        seen = self.kept(("view", id), lambda: view(found))
        return seen, (*seen.events, *seen.lone)[0]

    def result(self, id: str) -> Result:
        """An event as the archive tells it; raises `AbsentError` if there is none of this id."""
        self.revision()
        found = self.kept(("event", id), lambda: self.archive.event(id))
        if found is None:
            raise AbsentError("There is no event of this name.")
        return found

    def fact(self, event: str, id: str) -> tuple[Fact, Result]:
        """A fact of an event, with all that the event has; raises `AbsentError` for none."""
        found = self.result(event)
        for account in found.accounts.values():
            for fact in account.facts:
                if fact.id == id:
                    return fact, found
        raise AbsentError("There is no fact of this name.")

    def report(self, id: str) -> Result:
        """A report with those that share text with it; raises `AbsentError` for none."""
        self.revision()
        found = self.kept(("report", id), lambda: self.archive.excerpt([id]))
        if id not in found.texts:
            raise AbsentError("There is no report of this name.")
        return found

    def pair(self, a: str, b: str) -> Comparison:
        """Two reports side by side; raises `AbsentError` if one of them is not there."""
        self.revision()
        found = comparison(self.archive.excerpt([a, b]), a, b)
        if found is None:
            raise AbsentError("One of these reports is not in the archive.")
        return found

    def _lasting(self, name: str, make: Callable[[], T]) -> T:
        """What counts the whole archive: no reader waits for it but the first ever.

        Once the archive has changed it is made anew behind the pages, which show the old meanwhile.
        """
        with self._lock:
            revision, found = self._revision, self._steady.get(name)
            stale = found is not None and found[0] != revision and name not in self._making
            if stale:
                self._making.add(name)

        def renewed() -> T:
            made = make()
            with self._lock:
                self._steady[name] = (revision, made)
            return made

        def behind() -> None:
            try:
                with suppress(RashomonError):  # the archive may be closed by now
                    renewed()
            finally:
                with self._lock:
                    self._making.discard(name)

        if found is None:
            return renewed()
        if stale:
            threading.Thread(target=behind, daemon=True).start()
        return found[1]  # type: ignore[return-value]  # a name always goes with one type

    def kept(self, name: tuple[str, ...], make: Callable[[], T]) -> T:
        """What goes by a name, made if it is not kept."""
        with self._lock:
            revision, found = self._revision, self._kept.get(name)
            if found is not None:
                self._kept.move_to_end(name)
        if found is None:
            found = make()
            with self._lock:
                if found is not None and revision == self._revision:
                    self._kept[name] = found
                while len(self._kept) > self.limits.kept:
                    self._kept.popitem(last=False)
        return found  # type: ignore[return-value]  # a name always goes with one type
