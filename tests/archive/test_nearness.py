"""Which reports are laid side by side for their meaning."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.archive.nearness import mutually_near
from rashomon.archive.texts import Leads
from rashomon.settings import Reuse as Limits


def leads(**languages: str | None) -> Leads:
    """Reports on one circle, each 10 degrees from the last, with their languages."""
    angles = np.deg2rad(10.0) * np.arange(len(languages))
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    ids = list(languages)
    return Leads(ids, {id: n for n, id in enumerate(ids)}, vectors, list(languages.values()))


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
    nobody = Leads([], {}, np.zeros((0, 0), np.float32), [])
    assert mutually_near(nobody, [], Limits()) == set()


@given(st.lists(st.sampled_from(["en", "de", "uk", None]), min_size=2, max_size=8), st.data())
def test_a_pair_is_found_from_either_of_its_ends(
    languages: list[str | None], data: st.DataObject
) -> None:
    some = leads(**{f"r{n}": language for n, language in enumerate(languages)})
    every = mutually_near(some, some.ids, Limits(near_reports=2))
    fresh = data.draw(st.sets(st.sampled_from(some.ids)))
    found = mutually_near(some, fresh, Limits(near_reports=2))
    assert found == {pair for pair in every if fresh & set(pair)}
