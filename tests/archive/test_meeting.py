"""Who is laid side by side with whom, and which of them together."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reuse.samples import told

from rashomon.archive.meeting import Batch, batches
from rashomon.settings import Settings
from rashomon.store import Entry, Made, Store


def met(
    keys: dict[str, set[int]], fresh: list[str], near: set[tuple[str, str]] = frozenset()
) -> list[Batch]:
    """The batches of some reports with these keys."""
    entries = []
    for id, some in keys.items():
        text = told(id, [f"The water rose in the street of {id}."])
        entries.append(Entry(text.report, text.reading, tuple(some)))
    with Store.open() as store:
        store.add(entries, Made("test", 1, ""))
        return list(batches(store, fresh, near, Settings()))


ids = [f"r{n}" for n in range(8)]


@given(
    st.fixed_dictionaries({id: st.sets(st.integers(1, 6), max_size=3) for id in ids}),
    st.sets(st.sampled_from(ids)),
    st.sets(st.sampled_from(list(combinations(ids, 2)))),
)
@settings(max_examples=30)
def test_all_that_share_a_key_or_are_near_meet_once(
    keys: dict[str, set[int]], fresh: set[str], near: set[tuple[str, str]]
) -> None:
    near = {pair for pair in near if fresh & set(pair)}
    found = [pair for batch in met(keys, sorted(fresh), near) for pair in batch.pairs]
    shared = {(a, b) for a, b in combinations(ids, 2) if keys[a] & keys[b] and fresh & {a, b}}
    assert sorted(found) == sorted((*pair, pair in near) for pair in shared | near)


def test_reports_of_one_key_come_together_whatever_their_ids() -> None:
    keys = {f"r{n:03}": {n % 150} for n in range(600)}
    found = met(keys, sorted(keys))
    assert len(found) == 3
    held = [{id for pair in batch.pairs for id in pair[:2]} for batch in found]
    assert sum(map(len, held)) == 600
    assert [batch.done for batch in found] == [200, 400, 600]


def test_reports_that_hang_together_in_one_chain_come_along_it() -> None:
    ids = [f"r{n * 271 % 600:03}" for n in range(600)]
    keys = {id: {n, n + 1} for n, id in enumerate(ids)}
    held = [{id for pair in batch.pairs for id in pair[:2]} for batch in met(keys, sorted(keys))]
    # A batch reads its own reports, and few that came before: at both ends of the walk.
    assert sum(map(len, held)) <= 600 + 2 * len(held)
