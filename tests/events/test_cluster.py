"""Grouping: average linkage against its definition, families, and what people judged."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.events.bonds import bonds
from rashomon.events.cluster import cluster, with_edges
from rashomon.events.represent import Profile
from rashomon.judgements import Judgement, Undone
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


def judgement(kind: str, *sides: str) -> Judgement:
    number = "".join(sides) + kind
    return Judgement(number, kind, (), "Ann", "2026", None, tuple(map(tuple, sides)))


def near(ids: str) -> list[Profile]:
    """Profiles that resemble one another enough to be one event."""
    return [profile(id, 1, 0.01 * number) for number, id in enumerate(ids)]


@pytest.mark.parametrize(
    ("judgements", "groups"),
    [
        ([("split", "a", "bcd")], ["a", "bcd"]),
        ([("split", "a", "bcd"), ("split", "b", "cd")], ["a", "b", "cd"]),
        ([("split", "ab", "cd"), ("merge", "ab", "cd")], ["abcd"]),
        ([("split", "ab", "cd"), ("merge", "ab", "cd"), ("split", "a", "bcd")], ["a", "bcd"]),
        ([("split", "ab", "cd"), ("move", "a", "cd", "b")], ["acd", "b"]),
        ([("split", "ab", "cd"), ("move", "a", "cd", "b"), ("move", "a", "b", "cd")], ["ab", "cd"]),
        ([("split", "a", "b")], ["a", "bcd"]),
    ],
)
def test_judgements_in_their_order(judgements: list[tuple[str, ...]], groups: list[str]) -> None:
    held = bonds([judgement(*some) for some in judgements])
    assert sorted(map(set, cluster(near("abcd"), {}, Events(), held)), key=min) == sorted(
        map(set, groups), key=min
    )


@given(st.sets(st.sampled_from("abcdefgh"), min_size=1, max_size=7), st.randoms())
def test_whatever_families_say_a_split_holds(parted: set[str], random: Random) -> None:
    stays = set("abcdefgh") - parted
    held = bonds([judgement("split", "".join(parted), "".join(stays))])
    family = {id: random.choice("xyz") for id in "abcdefgh"}
    for group in cluster(near("abcdefgh"), family, Events(), held):
        assert set(group) <= parted or set(group) <= stays


@given(st.lists(st.sets(st.sampled_from("abcdef"), min_size=2), max_size=3), st.randoms())
def test_whatever_resembles_what_a_merge_holds(merged: list[set[str]], random: Random) -> None:
    held = bonds([judgement("merge", "".join(some)) for some in merged])
    profiles = [profile(id, random.uniform(-1, 1), random.uniform(0.1, 1)) for id in "abcdef"]
    groups = cluster(profiles, {}, Events(), held)
    assert sorted(id for group in groups for id in group) == list("abcdef")
    for some in merged:
        assert any(some <= set(group) for group in groups)


def test_a_judgement_taken_back_demands_nothing() -> None:
    made = judgement("split", "a", "b")
    assert bonds([replace(made, undone=Undone("Ben", "2026"))]) == bonds([])


# An event of three, one of two, and a report alone, which is less similar to the three than those
# of an event are.
EDGE = replace(Events(), same_event=0.4, edge=0.1, edge_ahead=0.05, edge_reports=3)
GROUPS = [[0, 1, 2], [3, 4], [5]]


def alone(three: tuple[float, float, float], two: float = 0.0) -> np.ndarray:
    similar = np.zeros((6, 6))
    similar[5, :3] = similar[:3, 5] = three
    similar[5, 3:5] = similar[3:5, 5] = two
    return similar


@pytest.mark.parametrize(
    ("three", "two", "bonus", "joins"),
    [
        ((0.45, 0.3, 0.3), 0.0, 0.0, True),
        ((0.39, 0.35, 0.35), 0.0, 0.0, False),  # as similar to none as those of an event are
        ((0.45, 0.2, 0.2), 0.0, 0.0, False),  # not near on the whole
        ((0.45, 0.35, 0.35), 0.0, 0.1, False),  # only for being of one day
        ((0.5, 0.4, 0.4), 0.0, 0.1, True),
        ((0.45, 0.3, 0.3), 0.42, 0.0, False),  # as near to others
        ((0.45, 0.3, 0.3), 0.3, 0.0, True),  # to others it is not linked
        ((-np.inf, 0.9, 0.9), 0.0, 0.0, False),  # a judgement parts it from one of them
    ],
)
def test_a_report_at_the_edge_of_an_event_joins_it(
    three: tuple[float, float, float], two: float, bonus: float, joins: bool
) -> None:
    found = with_edges(GROUPS, alone(three, two), np.full((6, 6), bonus), EDGE)
    assert sorted(found) == ([[0, 1, 2, 5], [3, 4]] if joins else sorted(GROUPS))


def test_at_the_edge_of_two_reports_is_nowhere() -> None:
    assert with_edges(GROUPS, alone((0.0, 0.0, 0.0), 0.39), np.zeros((6, 6)), EDGE) == GROUPS


@given(st.integers(1, 12), st.integers(0, 2**32 - 1))
def test_edges_part_nothing(size: int, seed: int) -> None:
    random = np.random.default_rng(seed).random((size, size))
    similar = (random + random.T) / 2
    groups = average_linkage(similar, 0.6)
    found = with_edges(groups, similar, np.zeros_like(similar), replace(EDGE, same_event=0.6))
    assert sorted(row for group in found for row in group) == list(range(size))
    for group in groups:
        assert any(set(group) <= set(other) for other in found)
