"""How alike events are."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.encode.across import attainable_leads, reliability
from rashomon.events.about import About
from rashomon.events.alike import Alike
from rashomon.settings import Events


def told(code: str, chance: Random) -> About:
    lead = np.array([chance.gauss(0, 1) for _ in range(4)], dtype=np.float32)
    return About({code: lead / np.linalg.norm(lead)}, {code: 1.0}, ())


@given(st.integers(2, 12), st.integers(0, 2**32).map(Random))
def test_likeness_is_the_mean_of_all_pairs(number: int, chance: Random) -> None:
    some = [told("en", chance) for _ in range(number)]
    leads = np.stack([one.leads["en"] for one in some])
    every = (leads @ leads.T)[~np.eye(number, dtype=bool)]
    assert Alike.of(some, Events()).mean() == pytest.approx(float(every.mean()), abs=1e-5)


@given(st.integers(2, 12), st.integers(0, 2**32).map(Random))
def test_each_pair_of_languages_is_scaled_and_weighed(number: int, chance: Random) -> None:
    some = [told(chance.choice(("en", "de", "xx")), chance) for _ in range(number)]
    codes = [code for one in some for code in one.leads]
    leads = np.stack([one.leads[code] for one, code in zip(some, codes, strict=True)])
    worth = reliability(codes, Events().telling)
    np.fill_diagonal(worth, 0.0)
    every = worth * (leads @ leads.T) / attainable_leads(codes)
    expected = min(float(every.sum() / worth.sum()), 1.0)
    assert Alike.of(some, Events()).mean() == pytest.approx(expected, abs=1e-5)


@given(st.integers(0, 2**32).map(Random))
def test_across_languages_a_cosine_counts_for_more(chance: Random) -> None:
    one = told("en", chance)
    other = About({"de": one.leads["en"]}, {"de": 1.0}, ())
    # As near as that no translation comes.
    assert Alike.of([one, other], Events()).mean() == pytest.approx(1.0, abs=1e-5)
    assert Alike.of([one], Events()).mean() == 0.0


@given(st.integers(2, 12), st.integers(0, 2**32).map(Random))
def test_what_comes_and_goes_leaves_the_rest_as_alike(number: int, chance: Random) -> None:
    some = [told(chance.choice(("en", "de", "xx")), chance) for _ in range(number)]
    kept = chance.sample(some, chance.randrange(number))
    alike = Alike.of(some, Events())
    for one in some:
        if not any(one is other for other in kept):
            alike.take(one)
    assert alike.mean() == pytest.approx(Alike.of(kept, Events()).mean(), abs=1e-9)
