"""Comparing one event with many by what stands on the shelves is comparing it with each."""

from __future__ import annotations

from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.events.about import About, Facing, meaning_of
from rashomon.events.shelves import Shelves
from rashomon.settings import Events

LIMITS = Events()


def told(chance: Random) -> About:
    """An event that is told in one language or several, one of them never seen."""
    codes = chance.sample(["en", "de", "cs", "xx"], chance.randrange(1, 4))
    leads = {
        code: np.array([chance.gauss(0, 1) for _ in range(6)], np.float32) / 6 for code in codes
    }
    return About(leads, {code: 1 / len(codes) for code in codes}, ())


@settings(deadline=None)
@given(st.integers(1, 20), st.integers(0, 2**32).map(Random))
def test_events_that_come_and_go_are_compared_as_all_at_once(number: int, chance: Random) -> None:
    shelves = Shelves(LIMITS)
    there: dict[int, About] = {}
    for _ in range(3 * number):
        row = chance.randrange(number)
        there[row] = told(chance)
        shelves.put(row, there[row])
    rows = sorted(there)
    for row in rows:
        facing = Facing([there[row], *(there[other] for other in rows)], LIMITS)
        expected = meaning_of([there[row]], facing)
        found = shelves.meaning_of(there[row], np.array(rows))
        np.testing.assert_allclose(found[0], expected[0][0, 1:], atol=1e-5)
        np.testing.assert_allclose(found[1], expected[1][0, 1:], atol=1e-12)
