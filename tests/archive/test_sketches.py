"""A search by meaning: signs first, then whole vectors, in memory that does not grow for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st
from numpy.typing import NDArray

from rashomon.archive.copies import _STANDING
from rashomon.archive.sketches import Sketches
from rashomon.model import Moment, Reading, Report
from rashomon.online import Search
from rashomon.store import Entry, Made, Store

Vectors = NDArray[np.float32]
MADE = Made("read", 1, "5e77195")
COUNT = 60


def unit(vectors: NDArray[np.float64]) -> Vectors:
    return (vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)).astype(np.float32)


def leads(count: int, seed: int, length: int = 24) -> Vectors:
    return unit(np.random.default_rng(seed).normal(size=(count, length)))


def add(
    store: Store, ids: Sequence[str], vectors: Vectors, text: str | None = None, day: int = 1
) -> None:
    """Reports with these leads, each of a text of its own or all of one."""
    published = Moment(f"2026-03-{day:02}", "day", "given")
    entries = []
    for id, vector in zip(ids, vectors, strict=True):
        told = text or id
        digest = hashlib.sha256(told.encode()).hexdigest()
        report = Report(id, id, told, digest, published=published)
        entries.append(Entry(report, Reading("en"), (), vector))
    store.add(entries, MADE)


def names(count: int, first: int = 0) -> list[str]:
    return [f"r{number:05}" for number in range(first, first + count)]


@pytest.fixture(scope="module")
def filled() -> Iterator[tuple[Store, Vectors]]:
    with Store.open() as store:
        vectors = leads(COUNT, 1)
        add(store, names(COUNT), vectors)
        yield store, vectors


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.sockets)])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """An empty archive, in a file and on a server."""
    server = request.param == "postgresql"
    place = str(request.getfixturevalue("server").emptied()) if server else None
    with Store.open(place) as opened:
        yield opened


@given(
    st.integers(1, COUNT + 5),
    st.integers(0, 9),
    st.integers(1, COUNT + 5),
    st.floats(-1.0, 0.9),
    st.integers(0, 10_000),
)
@trying(max_examples=60, deadline=None)
def test_where_all_are_compared_whole_the_answer_is_exact(
    filled: tuple[Store, Vectors], held: int, more: int, most: int, least: float, seed: int
) -> None:
    store, vectors = filled
    sketches = Sketches(store, Search(held=held, compared=held + more))
    (query,) = leads(1, seed)
    cosines = vectors @ query
    near = [row for row in range(COUNT)[-held:] if cosines[row] >= least]
    near.sort(key=lambda row: -cosines[row])
    found = sketches.around(query, least, most)
    assert len(found) == min(most, len(near))
    assert len(sketches) == min(held, COUNT)
    kept = [float(cosines[int(id[1:])]) for id in found]
    assert kept == pytest.approx([float(cosines[row]) for row in near[:most]], abs=1e-6)


def test_of_more_than_are_held_the_last_ones_are(store: Store) -> None:
    vectors = leads(COUNT, 3)
    sketches = Sketches(store, Search(held=10))
    for first in range(0, COUNT, 6):
        add(store, names(6, first), vectors[first : first + 6])
        came = first + 6
        for row in range(came):
            found = sketches.around(vectors[row], 0.99, 5)
            assert found == (names(1, row) if row >= came - 10 else [])
        assert len(sketches) == min(came, 10)
        assert sketches._signs.nbytes == 10 * 64
    assert Sketches(store, Search(held=0)).around(vectors[-1], -1.0, 5) == []


def test_of_one_text_only_those_are_found_that_stand_for_themselves(store: Store) -> None:
    (same, other) = leads(2, 4)
    add(store, names(3), np.stack([other] * 3))
    early = Sketches(store, Search())
    copies = names(_STANDING + 5, 3)
    add(store, copies[:-4], np.stack([same] * (len(copies) - 4)), "one text", day=9)
    assert len(early.around(same, 0.9, 99)) == _STANDING
    # Earlier ones take the places of those that stood.
    add(store, copies[-4:], np.stack([same] * 4), "one text", day=2)
    standing = set(store.copies(copies)[0][:_STANDING])
    assert set(copies[-4:]) < standing
    for sketches in (early, Sketches(store, Search())):
        assert set(sketches.around(same, 0.9, 99)) == standing
        assert sketches.around(other, 0.9, 99) == names(3)


def test_an_archive_without_leads_has_nothing_near(store: Store) -> None:
    sketches = Sketches(store, Search())
    (query,) = leads(1, 5)
    assert sketches.around(query, -1.0, 5) == []
    add(store, ["a"], query[None])
    assert sketches.around(query, -1.0, 5) == ["a"]


def test_a_new_text_of_a_report_counts_at_once(store: Store) -> None:
    old, new = leads(2, 6)
    add(store, ["a"], old[None])
    sketches = Sketches(store, Search())
    assert sketches.around(old, 0.9, 5) == ["a"]
    add(store, ["a"], new[None], "another text")
    assert sketches.around(new, 0.9, 5) == ["a"]
    assert sketches.around(old, 0.9, 5) == []


def test_of_leads_like_an_encoders_nearly_all_nearest_are_found() -> None:
    # Long vectors whose parts fall off as those of real leads do; a tenth of them compared whole.
    chance = np.random.default_rng(7)
    fall = np.arange(1, 513) ** -0.4
    vectors = unit(chance.normal(size=(4_000, 512)) * fall)
    queries = unit(vectors[:50] + 0.05 * chance.normal(size=(50, 512)) * fall)
    with Store.open() as store:
        add(store, names(4_000), vectors)
        sketches = Sketches(store, replace(Search(), compared=400))
        missed = 0
        for query in queries:
            best = np.argsort(-(vectors @ query))[:10]
            missed += len({f"r{row:05}" for row in best} - set(sketches.around(query, -1.0, 10)))
    assert missed <= 0.1 * 10 * len(queries)
