"""What a sentence encoder is, whichever model makes its vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Encoder(Protocol):
    """Turns texts into vectors whose dot product says how near they are in meaning."""

    @property
    def name(self) -> str:
        """Names the model: vectors of different names must not be compared."""

    @property
    def dimensions(self) -> int:
        """Length of a vector."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row for each text, in order: shape (len(texts), dimensions).

        A row has length 1, so that a dot product is a cosine; a text without a letter or digit
        says nothing and has the zero row, near to nothing. A row depends on its text alone, not
        on the batch that it comes in (to 1e-6).
        """


def readable(text: str, limit: int) -> str | None:
    """The start of `text` as an encoder may read it; None if it has no letter or digit.

    Cut at `limit` code points; lone surrogates, which no tokenizer takes, become "?".
    """
    start = text[:limit].encode("utf-8", "replace").decode("utf-8")
    return start if any(map(str.isalnum, start)) else None
