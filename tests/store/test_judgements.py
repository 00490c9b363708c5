from __future__ import annotations

from dataclasses import replace

import pytest

from rashomon.exceptions import StoreError
from rashomon.judgements import Judgement, Undone
from rashomon.store import Store

MERGE = Judgement("j1", "merge", ("e2", "e1"), "Ann", "2026-01-02T10:00:00+00:00")
SPLIT = Judgement(
    "j2", "split", ("e3", "b"), "Олена", "2026-01-01T10:00:00+00:00", None, (("b",), ("a",))
)


def test_judgements_come_back_in_the_order_in_which_they_were_made(store: Store) -> None:
    store.put_judgement(MERGE)
    store.put_judgement(SPLIT)
    assert store.judgements() == [MERGE, SPLIT]


def test_a_judgement_taken_back_stays_with_who_and_when(store: Store) -> None:
    store.put_judgement(MERGE)
    before = store.revision()
    store.put_undoing("j1", Undone("Ben", "2026-01-03"))
    assert store.judgements() == [replace(MERGE, undone=Undone("Ben", "2026-01-03"))]
    assert store.revision() != before


def test_nothing_kept_is_changed(store: Store) -> None:
    store.put_judgement(MERGE)
    with pytest.raises(StoreError, match="kept already"):
        store.put_judgement(replace(MERGE, by="Eve"))
    store.put_undoing("j1", Undone("Ben", "2026-01-03"))
    with pytest.raises(StoreError, match="taken back already"):
        store.put_undoing("j1", Undone("Eve", "2026-01-04"))
    with pytest.raises(StoreError, match="no such judgement"):
        store.put_undoing("j9", Undone("Eve", "2026-01-04"))
    assert store.judgements() == [replace(MERGE, undone=Undone("Ben", "2026-01-03"))]
