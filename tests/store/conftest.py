"""An empty archive, and reports to put into it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import numpy as np
import pytest
from numpy.typing import NDArray

from rashomon.model import Moment, Reading, Report, Role, Segment, Sentence
from rashomon.store import Entry, Made, Store

MADE = Made("read", 1, "5e77195")


class MakeEntry(Protocol):
    def __call__(
        self,
        id: str,
        text: str = ...,
        keys: tuple[int, ...] = ...,
        lead: NDArray[np.float32] | None = ...,
    ) -> Entry: ...


def make_entry(
    id: str,
    text: str = "The bridge was closed on Monday.",
    keys: tuple[int, ...] = (),
    lead: NDArray[np.float32] | None = None,
) -> Entry:
    end = len(text)
    return Entry(
        Report(
            id=id,
            input=f"{id}.txt",
            text=text,
            digest=hashlib.sha256(text.encode()).hexdigest(),
            title="Bridge closed",
            published=Moment("2025-05-20", "day", "given"),
        ),
        Reading(
            "en",
            segments=(Segment(0, end, "en", Role.BODY),),
            sentences=(Sentence(0, end, "en"),),
        ),
        keys,
        lead,
    )


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "archive.db"
    Store.open(path).close()
    return path


BACKENDS = ("sqlite", pytest.param("postgresql", marks=pytest.mark.sockets))


@pytest.fixture(params=BACKENDS)
def empty_place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where an empty archive is, in a file and on a server."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("server").emptied())
    path = tmp_path_factory.mktemp("store") / "archive.db"
    shutil.copy(request.getfixturevalue("empty"), path)
    return str(path)


@pytest.fixture
def store(empty_place: str) -> Iterator[Store]:
    with Store.open(empty_place) as opened:
        yield opened
        assert opened.check() == []


@pytest.fixture
def abc(store: Store) -> Store:
    """An archive with the reports a, b, c, d."""
    store.add([make_entry(id) for id in "abcd"], MADE)
    return store


@pytest.fixture(scope="session")
def entry() -> MakeEntry:
    return make_entry


@pytest.fixture(scope="session")
def made() -> Made:
    return MADE
