"""What many events name, row by row: who bears a name, how rare it is, what two have in common."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray


class Named:
    """Names and figures of rows that come and go, with their weights, rarity apart.

    `bearers` says by the number of a name how many rows bear it. `prior` is how many more rows
    without it are supposed where its rarity is told.
    """

    def __init__(self, prior: int) -> None:
        self.bearers = array("i")
        self._prior = prior
        self._number: dict[str, int] = {}
        # All rows' names one after another, by their numbers and in order within a row; where those
        # of a row begin, and how many they are. What has gone has no weight.
        self._keys, self._rows, self._weights = array("i"), array("i"), array("d")
        self._start: dict[int, int] = {}
        self._size: dict[int, int] = {}
        self._gone = 0

    def put(self, row: int, weights: Mapping[str, float]) -> None:
        """Takes in what a new row names."""
        for key in weights:
            if self._number.setdefault(key, len(self.bearers)) == len(self.bearers):
                self.bearers.append(0)
        named = sorted((self._number[key], weight) for key, weight in weights.items())
        self._start[row], self._size[row] = len(self._keys), len(named)
        for number, weight in named:
            self.bearers[number] += 1
            self._keys.append(number)
            self._rows.append(row)
            self._weights.append(weight)

    def take(self, row: int) -> None:
        """Takes a row out."""
        start, size = self._start.pop(row), self._size.pop(row)
        for place in range(start, start + size):
            self.bearers[self._keys[place]] -= 1
            self._weights[place] = 0.0
        self._gone += size
        if 2 * self._gone > len(self._keys):
            self._close()

    def weights(self, row: int) -> dict[int, float]:
        """What a row names, by its numbers, with its weights."""
        keys, weights = self._of(row)
        return dict(zip(keys.tolist(), weights.tolist(), strict=True))

    def shared(self, one: int, two: int) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """What two rows both name: its numbers, and the products of its weights."""
        (keys, weights), (others, its) = self._of(one), self._of(two)
        both, mine, there = np.intersect1d(keys, others, assume_unique=True, return_indices=True)
        return both, weights[mine] * its[there]

    def worth(self, number: int) -> NDArray[np.float64]:
        """By the number of a name, the square of how rare it is among a number of rows; what one
        row alone bears weighs the less the more there are."""
        bearers = np.frombuffer(self.bearers, np.int32)
        most = int(bearers.max(initial=1))
        rarity = np.log((number + self._prior) / np.arange(1.0, most + 2))
        rarity /= np.log(number + self._prior)
        rarity[1] *= self._prior / (self._prior + number)
        found: NDArray[np.float64] = (rarity**2)[bearers]
        return found

    def whole(self, worth: NDArray[np.float64], rows: int) -> NDArray[np.float64]:
        """For each of a number of rows the square of the length of all that it names."""
        weights = np.frombuffer(self._weights)
        each = weights * weights
        each *= worth[np.frombuffer(self._keys, np.int32)]
        return np.bincount(np.frombuffer(self._rows, np.int32), each, rows).astype(np.float64)

    def _of(self, row: int) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        start, size = self._start[row], self._size[row]
        keys, weights = self._keys[start : start + size], self._weights[start : start + size]
        return np.array(keys, np.int32), np.array(weights)

    def _close(self) -> None:
        """Closes the gaps that those left who have gone."""
        order = sorted(self._start, key=self._start.__getitem__)
        keys, rows, weights = array("i"), array("i"), array("d")
        for row in order:
            start, end = self._start[row], self._start[row] + self._size[row]
            self._start[row] = len(keys)
            keys += self._keys[start:end]
            rows += self._rows[start:end]
            weights += self._weights[start:end]
        self._keys, self._rows, self._weights, self._gone = keys, rows, weights, 0
