from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from rashomon.exceptions import StoreError
from rashomon.model import Reading
from rashomon.store import Made, Store


def test_vectors_are_kept_per_encoder(store: Store) -> None:
    one, two = np.array([0.1, -0.2, np.pi], np.float32), np.zeros(3, np.float32)
    store.keep_vectors("use", {"x": one, "y": two})
    store.keep_vectors("hub", {"x": two[:2]})
    store.keep_vectors("use", {"x": two})
    store.keep_vectors("use", {})
    found = store.vectors("use", ["x", "z", "y"])
    assert set(found) == {"x", "y"}
    assert found["x"].dtype == np.float32
    np.testing.assert_array_equal(found["x"], one)
    assert store.vectors("hub", ["x"])["x"].shape == (2,)
    assert store.vectors("other", ["x"]) == {}


def test_leads_come_as_one_array(store: Store, entry, made: Made) -> None:
    ids, vectors, _ = store.leads()
    assert (ids, vectors.shape) == ([], (0, 0))
    leads = {"c": [1.0, 2.0], "a": [3.0, 4.0]}
    store.add([entry(id, lead=np.array(lead, np.float32)) for id, lead in leads.items()], made)
    store.add([entry("b")], made)
    ids, vectors, _ = store.leads()
    assert ids == ["a", "c"]
    assert vectors.dtype == np.float32
    assert vectors.tolist() == [[3.0, 4.0], [1.0, 2.0]]
    vectors *= 2  # the caller's own, and writable
    last = store.last()
    store.add([entry("d", lead=np.ones(2, np.float32))], made)
    assert store.leads(last)[0] == ["d"]


def test_leads_know_their_language(store: Store, entry, made: Made) -> None:
    assert store.leads()[2] == []
    some = {"c": "uk", "a": None, "b": "de"}
    for id, language in some.items():
        fresh = entry(id, lead=np.ones(2, np.float32))
        store.add([replace(fresh, reading=Reading(language))], made)
    assert store.leads()[2] == [None, "de", "uk"]


def test_leads_of_different_encoders_are_an_error(store: Store, entry, made: Made) -> None:
    store.add(
        [entry("a", lead=np.ones(2, np.float32)), entry("b", lead=np.ones(3, np.float32))], made
    )
    with pytest.raises(StoreError, match="different encoders"):
        store.leads()


@pytest.mark.parametrize("vector", [[], [[1.0]], 1.0])
def test_what_is_no_vector_is_refused(store: Store, vector: object) -> None:
    with pytest.raises(StoreError, match="no vector"):
        store.keep_vectors("use", {"x": vector})
