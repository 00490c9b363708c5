"""Vectors as a few hundred bits, whose differences tell the angle between two (Charikar 2002).

Each bit says on which side of a hyperplane a vector lies. Of two vectors at an angle t a share of
t / pi of the bits differ; over 512 bits the cosine is told to about .05 (one standard deviation
near zero, less near one), in a thirty-second of the space.
"""

from __future__ import annotations

from functools import cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

WORDS = 8
BITS = 64 * WORDS


def signs(vector: NDArray[np.float32]) -> tuple[int, ...]:
    """The bits of a vector of any length, as signed 64-bit words."""
    words: list[int] = np.frombuffer(packed(vector), "<i8").tolist()
    return tuple(words)


def packed(vector: NDArray[np.float32]) -> bytes:
    """The same as bytes, of each word the lowest first."""
    return np.packbits(_planes(len(vector)) @ vector > 0).tobytes()


@cache
def _planes(dimensions: int) -> NDArray[np.float32]:
    """Hyperplanes with coordinates of 1 and -1, the same on every machine.

    Rows of a Hadamard matrix (Sylvester's) with its columns drawn and turned at random: at right
    angles to one another they tell more than planes drawn one by one (Ji et al. 2012).
    """
    size = max(BITS, 1 << (dimensions - 1).bit_length())
    common = np.bitwise_count(np.array(_order("row", size))[:BITS, None] & _order("column", size))
    turned = np.array([_drawn("sign", place) & 1 for place in range(dimensions)])
    odd = (common[:, :dimensions] + turned) % 2
    planes: NDArray[np.float32] = (1.0 - 2.0 * odd).astype(np.float32)
    return planes


def _order(name: str, size: int) -> list[int]:
    return sorted(range(size), key=lambda place: _drawn(name, place))


def _drawn(name: str, place: int) -> int:
    return int.from_bytes(blake2b(f"{name} {place}".encode(), digest_size=8).digest())
