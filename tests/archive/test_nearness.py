"""Which reports are laid side by side for their meaning."""

from collections.abc import Collection

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.archive.leads import Leads
from rashomon.archive.nearness import Nearness
from rashomon.settings import Reuse as Limits


def leads(**languages: str | None) -> Leads:
    """Reports on one circle, each 10 degrees from the last, with their languages."""
    angles = np.deg2rad(10.0) * np.arange(len(languages))
    found = Leads()
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    found.add(list(languages), vectors, list(languages.values()))
    return found


def mutually_near(leads: Leads, ids: Collection[str], limits: Limits) -> set[tuple[str, str]]:
    return Nearness(leads, limits).mutual(ids)


def test_near_in_turn() -> None:
    # To c the nearest is b or d, to a it is b; with one each, a and c are near to nobody in turn.
    found = mutually_near(leads(a="en", b="en", c="en"), "abc", Limits(near_reports=1))
    assert found in ({("a", "b")}, {("b", "c")})


def test_each_language_is_counted_for_itself() -> None:
    some = leads(a="en", b="en", c="en", d="de")
    found = mutually_near(some, "d", Limits(near_reports=1))
    assert found == {("c", "d")}


@pytest.mark.parametrize("language", ["sl", None])
def test_no_translations_are_looked_for_from_a_language_that_was_not_measured(
    language: str | None,
) -> None:
    assert mutually_near(leads(a="en", b=language), "ab", Limits()) == set()
    assert mutually_near(leads(a=language, b=language), "ab", Limits()) == {("a", "b")}


def test_far_is_not_near() -> None:
    assert mutually_near(leads(a="en", b="en"), "ab", Limits(near_lead=0.99)) == set()


def test_no_reports() -> None:
    assert mutually_near(Leads(), [], Limits()) == set()


@given(st.lists(st.sampled_from(["en", "de", "uk", None]), min_size=2, max_size=8), st.data())
def test_a_pair_is_found_from_either_of_its_ends(
    languages: list[str | None], data: st.DataObject
) -> None:
    some = leads(**{f"r{n}": language for n, language in enumerate(languages)})
    every = mutually_near(some, some.ids, Limits(near_reports=2))
    fresh = data.draw(st.sets(st.sampled_from(some.ids)))
    found = mutually_near(some, fresh, Limits(near_reports=2))
    assert found == {pair for pair in every if fresh & set(pair)}


@given(st.permutations([f"r{n}" for n in range(9)]), st.integers(0, 9))
def test_the_nearest_are_the_same_in_any_order_of_coming(order: list[str], first: int) -> None:
    # Three places only, so that many are equally near.
    places = np.eye(3, dtype=np.float32)
    known = {f"r{n}": places[n % 3] for n in range(9)}

    def come(ids: list[str], later: list[str]) -> set[tuple[str, str]]:
        found = Leads()
        for some in (ids, later):
            if some:
                found.add(some, np.stack([known[id] for id in some]), ["en"] * len(some))
                mutually_near(found, some, Limits())
        return mutually_near(found, ids + later, Limits(near_reports=2))

    assert come(order[:first], order[first:]) == come(sorted(order), [])


def test_the_nearest_of_many_are_found_by_short_vectors() -> None:
    chance = np.random.default_rng(1)
    vectors = chance.normal(size=(400, 200)).astype(np.float32)
    vectors[200:] = vectors[:200] + 0.7 * chance.normal(size=(200, 200))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    found = Leads()
    found.add([f"{n:03}" for n in range(400)], vectors, ["en"] * 400)
    pairs = mutually_near(found, found.ids, Limits(near_reports=1))
    assert pairs == {(f"{n:03}", f"{n + 200:03}") for n in range(200)}


@given(st.integers(2, 900), st.integers(1, 5), st.floats(-1.0, 0.9), st.integers(0, 10_000))
@settings(max_examples=25)
def test_short_vectors_that_lose_nothing_find_exactly_the_nearest(
    count: int, most: int, least: float, seed: int
) -> None:
    # Up to 128 parts a short vector is the whole one, turned: what is left out is then an error.
    chance = np.random.default_rng(seed)
    vectors = chance.normal(size=(count, 24)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    languages = chance.choice(["en", "de"], size=count, p=[0.9, 0.1]).tolist()
    found = Leads()
    found.add([f"r{n}" for n in range(count)], vectors, languages)
    rows = np.arange(0, count, 1 + count // 50)
    for code in ("en", "de"):
        near = found.nearest_of(code, rows, np.full(len(rows), least), most)
        for row, some in zip(rows.tolist(), near.tolist(), strict=True):
            cosines = {
                other: float(vectors[row] @ vectors[other])
                for other in range(count)
                if other != row and languages[other] == code
            }
            # Those of nearly one height may come in either order, or be the one left out.
            kept = [cosines[other] for other in some if other >= 0]
            best = sorted((c for c in cosines.values() if c >= least), reverse=True)[:most]
            assert kept == pytest.approx(best, abs=2e-6)


def test_of_leads_like_an_encoders_nearly_all_nearest_are_found() -> None:
    # Long vectors whose parts fall off as those of real leads do: .67 of their square lies along
    # the 128 longest axes. Of the nearest in turn .99 are to be found; of real ones .999 were.
    chance = np.random.default_rng(3)
    fall = np.arange(1, 513) ** -0.4
    about = chance.normal(size=(1_000, 512)) * fall
    told = np.repeat(about, 2, axis=0) + 0.6 * chance.normal(size=(2_000, 512)) * fall
    vectors = (told / np.linalg.norm(told, axis=1, keepdims=True)).astype(np.float32)
    found = Leads()
    found.add([f"r{n}" for n in range(2_000)], vectors, ["en"] * 2_000)
    near = found.nearest_of("en", np.arange(2_000), np.full(2_000, 0.3), 3)
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -1.0)
    best = np.argsort(-cosines, axis=1)[:, :3]
    true = {(r, o) for r in range(2_000) for o in best[r].tolist() if cosines[r, o] >= 0.3}
    missed = true - {(r, o) for r in range(2_000) for o in near[r].tolist()}
    assert len(missed) <= 0.01 * len(true)
