"""What all requests share: the archive, and what is kept ready of it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from rashomon.archive import Archive, Result
from rashomon.exceptions import RashomonError
from rashomon.export.view import EventView, View, view
from rashomon.online import Web
from rashomon.store import Work
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

    def works(self) -> list[Work]:
        """Outlets by their work, maybe of a moment ago."""
        return self._lasting("works", self.archive.store.works)

    def event(self, id: str) -> tuple[View, EventView] | None:
        """An event as it is shown, None if there is none of this id."""
        found = self.result(id)
        if found is None:
            return None
        seen = self.kept(("view", id), lambda: view(found))
        return seen, (*seen.events, *seen.lone)[0]

    def result(self, id: str) -> Result | None:
        """An event as the archive tells it, None if there is none of this id."""
        return self.kept(("event", id), lambda: self.archive.event(id))

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
