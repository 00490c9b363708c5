"""Average linkage by nearest-neighbour chains against its definition."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rashomon.events.cluster import cluster
from rashomon.events.represent import Profile
from rashomon.linkage import average_linkage
from rashomon.settings import Events


def naive(similar: np.ndarray, threshold: float) -> list[list[int]]:
    groups = [[i] for i in range(len(similar))]
    while len(groups) > 1:
        score, i, j = max(
            (float(similar[np.ix_(a, b)].mean()), i, j)
            for i, a in enumerate(groups)
            for j, b in enumerate(groups[:i])
        )
        if score < threshold:
            break
        groups[j] = sorted(groups[j] + groups.pop(i))
    return sorted(groups)


@given(st.integers(1, 12), st.integers(0, 2**32 - 1), st.floats(0.2, 0.8))
def test_chains_give_what_the_definition_gives(size: int, seed: int, threshold: float) -> None:
    random = np.random.default_rng(seed).random((size, size))
    similar = (random + random.T) / 2
    assert sorted(average_linkage(similar, threshold)) == naive(similar, threshold)


def profile(id: str, *lead: float) -> Profile:
    vector = np.array(lead, dtype=np.float32)
    return Profile(id, "en", vector / np.linalg.norm(vector), {}, frozenset(), None)


def test_reports_of_one_family_are_never_parted() -> None:
    profiles = [profile("a", 1, 0), profile("b", 0, 1), profile("c", 0.05, 1)]
    assert cluster(profiles, {}, Events()) == [("a",), ("b", "c")]
    assert ("a", "b") in [g[:2] for g in cluster(profiles, {"a": "f", "b": "f"}, Events())]


@given(st.permutations("abcdef"))
def test_order_changes_nothing(order: list[str]) -> None:
    directions = {"a": (1, 0), "b": (1, 0.1), "c": (0, 1), "d": (0.1, 1), "e": (1, 1), "f": (-1, 0)}
    profiles = [profile(id, *directions[id]) for id in order]
    assert cluster(profiles, {}, Events()) == cluster(
        sorted(profiles, key=lambda p: p.id), {}, Events()
    )
