"""Making cosines across languages comparable with those within one.

An encoder puts a sentence and its translation near each other, but not on one another, and in some
languages further apart than in others. Divided by what a perfect translation would get, a cosine
means the same in every pair of languages.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from rashomon.language.packs import section

# What a language without a figure of its own is given: the mean of the twelve that have one.
_USUAL = 0.76


def scaled(cosines: NDArray[np.float64], languages: Sequence[str | None]) -> NDArray[np.float64]:
    """A square matrix of cosines, those across languages scaled up, none above 1."""
    return scaled_between(cosines, languages, languages)


def scaled_between(
    cosines: NDArray[np.float64], rows: Sequence[str | None], columns: Sequence[str | None]
) -> NDArray[np.float64]:
    """The same for any matrix of cosines, with the languages of its rows and columns."""
    one, other = np.array([code or "" for code in rows]), np.array([code or "" for code in columns])
    best = np.outer([_fidelity(c) for c in rows], [_fidelity(c) for c in columns])
    across = one[:, None] != other[None, :]
    return np.where(across, np.minimum(cosines / best, 1.0), cosines)


@cache
def attainable(one: str | None, other: str | None) -> float:
    """The cosine that a perfect translation between two languages gets, 1 within one language.

    0 for a language for which that was not measured.
    """
    if (one or "") == (other or ""):
        return 1.0
    measured = [section(code or None, "vectors").get("fidelity", 0.0) for code in (one, other)]
    return float(measured[0] * measured[1])


@cache
def _fidelity(language: str | None) -> float:
    return float(section(language, "vectors").get("fidelity", _USUAL))
