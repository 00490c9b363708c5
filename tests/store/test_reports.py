from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.exceptions import StoreError
from rashomon.model import (
    Account,
    Event,
    Moment,
    Passage,
    Reading,
    Report,
    Reuse,
    Span,
)
from rashomon.store import Entry, Made, Store

FULL = Report(
    id="dump.jsonl:17",
    input="dump.jsonl",
    text="Київ \ufffd \u202eשלום\u202c 𝒜\x0b end",
    digest="d",
    title="",
    url="https://example.org/a?b=1#c",
    source="Example",
    published=Moment("2025-05-20T14:30:00+02:00", "second", "given"),
    modified=Moment("2025", "year", "text: '2025'"),
    language="uk",
    byline="A. Writer",
)


def test_a_report_comes_back_as_it_was(store: Store, made: Made) -> None:
    bare = Report(id="bare", input="-", text="", digest="e")
    store.add([Entry(FULL, Reading("uk", dated=FULL.modified)), Entry(bare, Reading(None))], made)
    assert store.report(FULL.id) == FULL
    assert store.reports() == {FULL.id: FULL, "bare": bare}
    assert store.readings(["bare"]) == {"bare": Reading(None)}
    assert store.readings()[FULL.id] == Reading("uk", dated=FULL.modified)


def test_what_is_not_there_is_left_out(store: Store, entry, made: Made) -> None:
    store.add([entry("a")], made)
    assert store.report("x") is None
    assert set(store.reports(["a", "x", "a"])) == {"a"}
    assert set(store.readings(["a", "x"])) == {"a"}
    assert store.known(["x", "a"]) == {"a": entry("a").report.digest}
    with pytest.raises(StoreError, match="x: no such report"):
        store.settle(["a", "x"])
    assert store.pending() == ["a"]


def test_added_reports_wait_until_settled(store: Store, entry, made: Made) -> None:
    store.add([entry("b"), entry("a")], made)
    assert store.ids() == store.pending() == ["a", "b"]
    store.settle(["b"])
    store.settle([])
    assert store.pending() == ["a"]
    assert store.count() == 2


def test_the_same_text_again_changes_nothing(store: Store, entry, made: Made) -> None:
    first = entry("a", keys=(1, 2), lead=np.ones(3, np.float32))
    store.add([first], made)
    store.settle(["a"])
    again = replace(
        entry("a", keys=(3,)), report=replace(first.report, title="Another"), reading=Reading("de")
    )
    store.add([again], Made("read", 2, "other"))
    assert store.pending() == []
    assert store.report("a") == first.report
    assert store.readings() == {"a": first.reading}
    assert store.keys() == {"a": (1, 2)}
    assert store.leads()[0] == ["a"]


def test_another_text_replaces_all_that_rested_on_the_old(store: Store, entry, made: Made) -> None:
    store.add([entry("a", keys=(1, 2), lead=np.ones(3, np.float32)), entry("b", keys=(1,))], made)
    store.settle(["a", "b"])
    passage = Passage(Span(0, 3), Span(0, 3), "verbatim", 1.0)
    store.put_reuse([Reuse("a", "b", (passage,), 0.5, 0.5)], made)
    store.put_neighbours([("a", "b", 0.75)], made)
    store.put_events("ab", [Event("e", "Bridge", ("a", "b"))], made)
    store.put_account(Account("e", ()), made)

    store.add([entry("a", text="It is open again.", keys=(2, 3))], made)

    assert store.pending() == ["a"]
    assert store.reports(["a"])["a"].text == "It is open again."
    assert store.sharing([1, 2, 3]) == {1: ["b"], 2: ["a"], 3: ["a"]}
    assert store.leads()[0] == []
    assert store.reuse_touching(["b"]) == []
    assert store.neighbours(["b"]) == []
    assert store.accounts() == {}
    assert store.event_of("ab") == {"a": "e", "b": "e"}


def test_one_id_twice_in_a_batch(store: Store, entry, made: Made) -> None:
    store.add([entry("a", "One."), entry("a", "Two."), entry("a", "Two.", keys=(1,))], made)
    assert store.reports()["a"].text == "Two."
    assert store.keys() == {"a": ()}


def test_more_ids_than_a_statement_takes(store: Store, entry, made: Made) -> None:
    ids = [f"{number:05}" for number in range(2_000)]
    store.add([entry(id) for id in ids], made)
    assert store.ids() == ids
    assert list(store.reports(ids)) == ids
    assert len(store.known([*ids, *(f"x{id}" for id in ids)])) == 2_000
    store.settle(ids)
    assert store.pending() == []


@given(st.permutations("abcdef"), st.integers(1, 6))
@settings(max_examples=20)
def test_the_order_of_arrival_does_not_show(order: list[str], size: int) -> None:
    made = Made("read", 1, "")
    entries = {
        id: Entry(
            Report(id, id, id, id),
            Reading(None),
            keys=(ord(id) % 2,),
            lead=np.array([ord(id)], np.float32),
        )
        for id in "abcdef"
    }
    with Store.open() as store:
        for start in range(0, 6, size):
            store.add([entries[id] for id in order[start : start + size]], made)
        assert store.ids() == list("abcdef")
        assert store.sharing([0, 1]) == {0: list("bdf"), 1: list("ace")}
        ids, leads, _ = store.leads()
        assert ids == list("abcdef")
        assert leads[:, 0].tolist() == [ord(id) for id in "abcdef"]


def test_copies_are_found_earliest_first(store: Store, entry, made: Made) -> None:
    def copy(id: str, day: str | None) -> Entry:
        when = Moment(day, "day", "given") if day else None
        return Entry(replace(FULL, id=id, digest="same", published=when), Reading(None))

    copies = [copy("a", None), copy("b", "2025-05-21"), copy("c", "2025-05-20")]
    store.add([*copies, entry("d"), entry("e", "Another text.")], made)
    assert store.copies(["a", "d"]) == [("c", "b", "a"), ("d",)]
    assert store.copies([]) == []
    readings = store.readings(["a", "b"])
    assert readings["a"] is readings["b"]
