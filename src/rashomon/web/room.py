"""What all requests share: the archive, its catalogue, and pages kept ready."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar

from rashomon.archive import Archive, Result
from rashomon.export.view import EventView, View, view
from rashomon.online import Web
from rashomon.store import Catalogue

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
        self._catalogue = Catalogue()
        self._kept: OrderedDict[tuple[str, ...], object] = OrderedDict()

    @property
    def catalogue(self) -> Catalogue:
        """The list of everything, made anew once the archive has changed."""
        with self._lock:
            if (revision := self.archive.revision()) != self._revision:
                self._catalogue, self._revision = self.archive.catalogue(), revision
                self._kept.clear()
            return self._catalogue

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
