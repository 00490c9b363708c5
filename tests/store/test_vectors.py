from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from rashomon.exceptions import StoreError
from rashomon.model import Reading
from rashomon.signs import packed
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


def test_leads_have_their_signs_beside_them(store: Store, entry, made: Made) -> None:
    chance = np.random.default_rng(2)
    leads = dict(zip("bac", chance.normal(size=(3, 16)).astype(np.float32), strict=True))
    store.add([entry(id, lead=lead) for id, lead in leads.items()], made)
    store.add([entry("none"), entry("d", lead=leads["a"])], made)
    number = store.numbers(["a", "b", "c", "d", "none"])
    assert store.ids_at([number["c"], number["none"], 999]) == {
        number["c"]: "c",
        number["none"]: "none",
    }

    def signs(since: int = 0) -> dict[int, bytes]:
        return {
            int(one): bits.astype("<u8").tobytes()
            for numbers, some in store.signs(since)
            for one, bits in zip(numbers, some, strict=True)
        }

    kept = {number[id]: packed(lead) for id, lead in (leads | {"d": leads["a"]}).items()}
    assert signs() == kept
    assert list(signs()) == sorted(kept)
    assert signs(number["none"]).keys() == {n for n in kept if n > number["none"]}
    numbers, vectors = store.leads_at([number["d"], number["none"], number["a"]])
    assert numbers.tolist() == sorted([number["a"], number["d"]])
    np.testing.assert_array_equal(vectors, np.stack([leads["a"]] * 2))
    # A new text has a new lead, or none.
    store.add([entry("a", "Another text.", lead=leads["b"]), entry("b", "Another.")], made)
    assert signs() == {n: b for n, b in kept.items() if n != number["b"]} | {
        number["a"]: packed(leads["b"])
    }
    assert store.leads_at([])[0].tolist() == []


@pytest.mark.parametrize("vector", [[], [[1.0]], 1.0])
def test_what_is_no_vector_is_refused(store: Store, vector: object) -> None:
    with pytest.raises(StoreError, match="no vector"):
        store.keep_vectors("use", {"x": vector})
