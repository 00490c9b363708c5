from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.exceptions import StoreError
from rashomon.store import Made, Store
from rashomon.store.keys import packed, unpacked


def test_reports_meet_in_their_keys(store: Store, entry, made: Made) -> None:
    store.add([entry("b", keys=(1, 2)), entry("a", keys=(2, 3, 3)), entry("c")], made)
    assert store.sharing([1, 2, 3, 4]) == {1: ["b"], 2: ["a", "b"], 3: ["a"]}
    assert store.key_counts([2, 3, 4]) == {2: 2, 3: 1}
    assert store.keys() == {"a": (2, 3), "b": (1, 2), "c": ()}
    assert store.keys(["c"]) == {"c": ()}
    assert store.sharing([]) == store.key_counts([]) == {}


def test_keys_are_bits_signed_or_not(store: Store, entry, made: Made) -> None:
    store.add([entry("a", keys=(2**64 - 1, 2**63)), entry("b", keys=(-1,))], made)
    assert store.sharing([-1]) == {-1: ["a", "b"]}
    assert store.sharing([2**64 - 1, 2**63]) == {2**64 - 1: ["a", "b"], 2**63: ["a"]}
    assert store.key_counts([-1, 2**64 - 1]) == {-1: 2, 2**64 - 1: 2}


@pytest.mark.parametrize("key", [2**64, -(2**63) - 1])
def test_larger_keys_are_refused(store: Store, entry, made: Made, key: int) -> None:
    with pytest.raises(StoreError, match="no 64-bit key"):
        store.add([entry("a", keys=(key,))], made)
    with pytest.raises(StoreError, match="no 64-bit key"):
        store.sharing([key])


def test_more_keys_than_a_statement_takes(store: Store, entry, made: Made) -> None:
    store.add([entry("a", keys=tuple(range(3_000)))], made)
    assert len(store.sharing(range(5_000))) == 3_000
    store.add([entry("a", text="New.", keys=(1,))], made)
    assert store.key_counts(range(5_000)) == {1: 1}


@given(st.lists(st.integers(-(2**63), 2**63 - 1)))
def test_packing_keeps_the_distinct_keys(keys: list[int]) -> None:
    assert unpacked(packed(keys)) == sorted(set(keys))
