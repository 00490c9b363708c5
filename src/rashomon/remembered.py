"""Answers that are kept, where a call for each would cost more than the answer."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

# Different words of one language in a day's news; each costs some 200 bytes.
_MOST = 50_000


class Remembered(dict[K, V]):
    """What a function answers, by its argument: a report has few different words, and reports
    have many in common. Forgets all when it is full, which bounds its memory."""

    def __init__(self, answer: Callable[[K], V], most: int = _MOST) -> None:
        """Remember what `answer`, a pure function, says to `most` arguments."""
        super().__init__()
        self._answer, self._most = answer, most

    def __missing__(self, key: K) -> V:
        if len(self) >= self._most:
            self.clear()
        value = self[key] = self._answer(key)
        return value
