"""What rows name, as they come and go."""

from __future__ import annotations

import math
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.events.named import Named

NAMES = [f"name{n}" for n in range(8)]
PRIOR = 50


@given(st.integers(1, 30), st.integers(0, 2**32).map(Random))
def test_what_comes_and_goes_leaves_what_the_rest_name(number: int, chance: Random) -> None:
    named = Named(PRIOR)
    rows: dict[int, dict[str, float]] = {}
    for _ in range(number):
        row = chance.randrange(6)
        if row in rows:
            named.take(row)
            del rows[row]
        else:
            some = chance.sample(NAMES, chance.randrange(4))
            rows[row] = {name: chance.uniform(0.1, 2) for name in some}
            named.put(row, rows[row])
    held = {name: sum(name in some for some in rows.values()) for name in NAMES}
    rare = {name: math.log((9 + PRIOR) / (n + 1)) / math.log(9 + PRIOR) for name, n in held.items()}
    rare |= {name: rare[name] * PRIOR / (9 + PRIOR) for name in NAMES if held[name] == 1}
    worth = named.worth(9)
    lengths = named.whole(worth, 6)
    for row in range(6):
        there = rows.get(row, {})
        assert lengths[row] == pytest.approx(sum((w * rare[n]) ** 2 for n, w in there.items()))
    for one, its in rows.items():
        assert sorted(named.weights(one).values()) == sorted(its.values())
        for two, others in rows.items():
            numbers, products = named.shared(one, two)
            assert np.sum(products * worth[numbers]) == pytest.approx(
                sum(its[n] * others[n] * rare[n] ** 2 for n in its.keys() & others.keys())
            )
