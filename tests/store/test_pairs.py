from __future__ import annotations

import pytest

from rashomon.exceptions import StoreError
from rashomon.model import Passage, Reuse, Span
from rashomon.store import Made, Store

AB = Reuse("a", "b", (Passage(Span(0, 9), Span(3, 12), "edited", 0.9),), 0.5, 0.25, 0.1)
BC = Reuse("b", "c", (), 0.0, 1.0)


def test_reuse_is_found_from_both_ends(abc: Store, made: Made) -> None:
    abc.put_reuse([BC, AB], made)
    assert abc.reuse_touching(["a"]) == [AB]
    assert abc.reuse_touching(["b"]) == [AB, BC]
    assert abc.reuse_touching(["c", "b", "a"]) == [AB, BC]
    assert abc.reuse_touching(["d"]) == abc.reuse_touching([]) == []
    assert abc.reuse_touching(["b"], but=["a"]) == [BC]


def test_a_pair_is_kept_once(abc: Store, made: Made) -> None:
    later = Reuse("a", "b", (), 0.1, 0.1)
    abc.put_reuse([AB], made)
    abc.put_reuse([later], Made("reuse", 2, ""))
    abc.put_reuse([], made)
    assert abc.reuse_touching(["b"]) == [later]
    abc.put_neighbours([("b", "a", 0.5), ("c", "d", 1.0)], made)
    abc.put_neighbours([("a", "b", 0.25)], made)
    assert abc.neighbours(["b"]) == [("a", "b", 0.25)]
    assert abc.neighbours(["d", "a"]) == [("a", "b", 0.25), ("c", "d", 1.0)]


def test_pairs_keep_the_order_of_ids_not_of_arrival(store: Store, entry, made: Made) -> None:
    store.add([entry("z")], made)
    store.add([entry("m")], made)
    store.put_neighbours([("z", "m", 0.5)], made)
    store.put_reuse([Reuse("m", "z", (), 0.1, 0.2)], made)
    assert store.neighbours(["z"]) == [("m", "z", 0.5)]
    assert store.reuse_touching(["m"]) == [Reuse("m", "z", (), 0.1, 0.2)]


@pytest.mark.parametrize(("a", "b"), [("b", "a"), ("a", "a"), ("a", "x")])
def test_no_pair(abc: Store, made: Made, a: str, b: str) -> None:
    with pytest.raises(StoreError):
        abc.put_reuse([AB, Reuse(a, b, (), 0.0, 0.0)], made)
    assert abc.reuse_touching(["a", "b"]) == []
    with pytest.raises(StoreError):
        abc.put_neighbours([("a", "a", 1.0)], made)
