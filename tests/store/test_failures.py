from __future__ import annotations

from dataclasses import replace

from rashomon.model import Failure
from rashomon.store import Store


def test_a_failure_is_kept_once(store: Store) -> None:
    empty = Failure("b.txt", "acquire", "empty")
    long = Failure("a.txt", "extract", "x" * 100_000)
    store.put_failures([empty, long, empty])
    store.put_failures(iter([long, replace(empty, stage="extract")]))
    store.put_failures([])
    assert store.failures() == [empty, long, replace(empty, stage="extract")]
