from __future__ import annotations

from dataclasses import replace

from rashomon.model import Failure
from rashomon.store import Judgement, Store


def test_a_failure_is_kept_once(store: Store) -> None:
    empty = Failure("b.txt", "acquire", "empty")
    long = Failure("a.txt", "extract", "x" * 100_000)
    store.put_failures([empty, long, empty])
    store.put_failures(iter([long, replace(empty, stage="extract")]))
    store.put_failures([])
    assert store.failures() == [empty, long, replace(empty, stage="extract")]


def test_a_judgement_can_be_taken_back(store: Store) -> None:
    merge = Judgement("j1", "2026-01-02T10:00:00+00:00", "Ann", "merge", ("e2", "e1"))
    split = Judgement("j2", "2026-01-01T10:00:00+00:00", "Олена", "split", ("e3",))
    store.put_judgement(merge)
    store.put_judgement(split)
    assert store.judgements() == [split, merge]
    undone = replace(merge, undone=True)
    store.put_judgement(undone)
    assert store.judgements() == [split, undone]
