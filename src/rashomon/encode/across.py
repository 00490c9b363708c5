"""Making cosines across languages comparable with those within one.

An encoder puts a sentence and its translation near each other, but not on one another, and in some
languages further apart than in others. Divided by what a perfect translation would get, a cosine
means the same in every pair of languages.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from rashomon.language.packs import section

# What a language without a figure of its own is given: the mean of the twelve that have one.
_USUAL = 0.76
# And a language that is nowhere said to be known to the encoder: the mean of six that are not.
_UNSEEN = 0.38
# Where less can be had, a cosine is chance and is not scaled up further.
_FAINT = 0.25


def scaled(cosines: NDArray[np.float64], languages: Sequence[str | None]) -> NDArray[np.float64]:
    """A square matrix of cosines, those across languages scaled up, none above 1."""
    return scaled_between(cosines, languages, languages)


def scaled_between(
    cosines: NDArray[np.float64], rows: Sequence[str | None], columns: Sequence[str | None]
) -> NDArray[np.float64]:
    """The same for any matrix of cosines, with the languages of its rows and columns."""
    one, other = np.array([code or "" for code in rows]), np.array([code or "" for code in columns])
    best = np.outer([_packed(c) for c in rows], [_packed(c) for c in columns])
    across = one[:, None] != other[None, :]
    return np.where(across, np.minimum(cosines / best, 1.0), cosines)


def scaled_leads(
    cosines: NDArray[np.float64], languages: Sequence[str | None]
) -> NDArray[np.float64]:
    """The same for the leads of reports, also in languages that the encoder never saw.

    What is left there, scaled up, is partly chance: `reliability` says how much to make of it.
    """
    best = attainable_leads(languages)
    return np.where(best < 1.0, np.minimum(cosines / best, 1.0), cosines)


def attainable_leads(languages: Sequence[str | None]) -> NDArray[np.float64]:
    """What leads in each two languages are scaled up by: about what a perfect translation gets."""
    faithful = [fidelity(code) for code in languages]
    codes = np.array([code or "" for code in languages])
    across = codes[:, None] != codes[None, :]
    return np.where(across, np.maximum(np.outer(faithful, faithful), _FAINT), 1.0)


def reliability(languages: Sequence[str | None], most: float) -> NDArray[np.float64]:
    """How far the cosine of each two leads tells anything, 0 to 1, by their languages.

    All where a perfect translation gets `most`, less where it gets less. Within a language
    that the encoder never saw all texts lie near to one another, so that counts there too.
    """
    faithful = [fidelity(code) for code in languages]
    told: NDArray[np.float64] = np.outer(faithful, faithful) / most
    return np.clip(told, 0.0, 1.0)


@cache
def attainable(one: str | None, other: str | None) -> float:
    """The cosine that a perfect translation between two languages gets, 1 within one language.

    0 for a language for which that was not measured.
    """
    if (one or "") == (other or ""):
        return 1.0
    return _measured(one) * _measured(other)


@cache
def _packed(language: str | None) -> float:
    return float(section(language, "vectors").get("fidelity", _USUAL))


@cache
def fidelity(language: str | None) -> float:
    """How well the encoder knows a language, 0 to 1.

    The cosine of a text and its translation is about the product of their languages' fidelities.
    """
    return _measured(language) or float(_without_pack()["named"].get(language or "", _UNSEEN))


def _measured(language: str | None) -> float:
    """The same where it was measured, 0 where not."""
    of_pack = section(language or None, "vectors").get("fidelity")
    return float(of_pack or _without_pack()["measured"].get(language or "", 0.0))


@cache
def _without_pack() -> Mapping[str, Mapping[str, float]]:
    return tomllib.loads((files("rashomon.encode") / "fidelity.toml").read_text(encoding="utf-8"))
