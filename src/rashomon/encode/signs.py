"""Vectors as a few hundred bits, whose differences tell the angle between two (Charikar 2002).

Each bit says on which side of a hyperplane a vector lies. Of two vectors at an angle t a share of
t / pi of the bits differ; over 512 bits the cosine is told to about .06 (one standard deviation
near zero, less near one), in a thirty-second of the space.
"""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from itertools import count

import numpy as np
from numpy.typing import NDArray

WORDS = 8
BITS = 64 * WORDS


def signs(vector: NDArray[np.float32]) -> tuple[int, ...]:
    """The bits of a vector of any length, as signed 64-bit words."""
    above = _planes(len(vector)) @ vector > 0
    words: list[int] = np.packbits(above).view("<i8").tolist()
    return tuple(words)


@cache
def _planes(dimensions: int) -> NDArray[np.float32]:
    """Hyperplanes with coordinates of 1 and -1 (Achlioptas 2003), the same on every machine."""
    wanted = BITS * dimensions
    digests = (blake2b(number.to_bytes(8, "little")).digest() for number in count())
    drawn = b"".join(next(digests) for _ in range(-(-wanted // 512)))
    bits = np.unpackbits(np.frombuffer(drawn, np.uint8))[:wanted]
    return (2.0 * bits - 1).astype(np.float32).reshape(BITS, dimensions)
