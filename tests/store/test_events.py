from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.exceptions import StoreError
from rashomon.model import Account, Event, Moment, Reading, Report, Story
from rashomon.reasons import reason
from rashomon.store import Entry, Made, Store

MADE = Made("events", 1, "")


def event(id: str, reports: str) -> Event:
    return Event(id, id.upper(), tuple(reports))


FULL = Event(
    "e1",
    "The bridge at Вишгород",
    ("c", "a"),
    Moment("2025-05-20", "day", "text"),
    None,
    ("Vyshhorod", "Kyiv"),
    (reason("within a day"), reason("alike", likeness="0.91")),
)


def test_an_event_comes_back(abc: Store) -> None:
    abc.put_events("ac", [FULL], MADE)
    assert abc.events() == abc.events(["e1", "nothing"]) == {"e1": FULL}
    assert abc.event_of("abcd") == {"a": "e1", "c": "e1"}
    assert abc.event_of([]) == abc.events([]) == {}


def test_a_late_report_joins(abc: Store) -> None:
    abc.put_events("ab", [event("e1", "ab")], MADE)
    abc.put_events("c", [event("e1", "abc")], MADE)
    assert abc.events() == {"e1": event("e1", "abc")}
    assert [(move.report, move.old, move.new) for move in abc.event_log("e1")] == [
        ("a", None, "e1"),
        ("b", None, "e1"),
        ("c", None, "e1"),
    ]


def test_the_log_says_when(abc: Store) -> None:
    abc.put_events("a", [event("e1", "a")], MADE)
    (move,) = abc.event_log("e1")
    at = datetime.fromisoformat(move.at)
    assert at.utcoffset() == timedelta(0)
    assert abs(datetime.now(UTC) - at) < timedelta(hours=1)


def test_the_same_events_again_are_not_logged(abc: Store) -> None:
    for _ in range(2):
        abc.put_events("abc", [event("e1", "ab"), event("e2", "c")], MADE)
    assert len(abc.event_log("e1")) == 2


def test_a_merged_event_is_found_by_its_old_id(abc: Store) -> None:
    abc.put_events("abcd", [event("e1", "a"), event("e2", "bc"), event("e3", "d")], MADE)
    abc.put_account(Account("e1", ()), MADE)
    abc.put_events("abc", [event("e2", "abc")], MADE)
    abc.put_events("abcd", [event("e3", "abcd")], MADE)
    whole = event("e3", "abcd")
    assert abc.events() == {"e3": whole}
    assert abc.events(["e1", "e2"]) == {"e1": whole, "e2": whole}
    assert abc.accounts() == {}
    moves = [(move.report, move.old, move.new) for move in abc.event_log("e3")]
    assert moves == [
        ("a", None, "e1"),
        ("b", None, "e2"),
        ("c", None, "e2"),
        ("d", None, "e3"),
        ("a", "e1", "e2"),
        ("a", "e2", "e3"),
        ("b", "e2", "e3"),
        ("c", "e2", "e3"),
    ]
    assert abc.event_log("e1") == abc.event_log("e3")


def test_the_heir_is_who_took_most_reports(abc: Store) -> None:
    abc.put_events("abcd", [event("e1", "abcd")], MADE)
    abc.put_events("abcd", [event("e2", "a"), event("e3", "bcd")], MADE)
    assert abc.events(["e1"]) == {"e1": event("e3", "bcd")}
    abc.put_events("bcd", [event("e4", "b"), event("e5", "c")], MADE)
    assert abc.events(["e1", "e3"]) == {"e1": event("e4", "b"), "e3": event("e4", "b")}


def test_a_split_keeps_the_id_that_keeps_reports(abc: Store) -> None:
    abc.put_events("abc", [event("e1", "abc")], MADE)
    abc.put_events("bc", [event("e2", "bc")], MADE)
    assert abc.events() == {"e1": event("e1", "a"), "e2": event("e2", "bc")}


def test_an_event_dissolved_leads_nowhere(abc: Store) -> None:
    abc.put_events("ab", [event("e1", "a"), event("e2", "b")], MADE)
    abc.put_events("ab", [event("e2", "ab")], MADE)
    abc.put_events("ab", [], MADE)
    assert abc.events() == abc.events(["e1", "e2"]) == {}
    assert [move.new for move in abc.event_log("e2")] == ["e2", "e2", None, None]


def test_an_id_that_lives_again_is_itself(abc: Store) -> None:
    abc.put_events("ab", [event("e1", "a"), event("e2", "b")], MADE)
    abc.put_events("ab", [event("e2", "ab")], MADE)
    abc.put_events("a", [event("e1", "a")], MADE)
    assert abc.events(["e1"]) == {"e1": event("e1", "a")}


def test_stories_and_accounts_go_with_their_events(abc: Store) -> None:
    abc.put_events("abc", [event("e1", "a"), event("e2", "b")], MADE)
    abc.put_stories([], [Story("s1", "One", ("e1",)), Story("s2", "Two", ("e2",))], MADE)
    abc.put_account(Account("e1", ()), MADE)
    abc.put_account(Account("e2", ()), MADE)
    abc.put_events("ab", [event("e2", "ab")], MADE)
    assert abc.stories() == [Story("s2", "Two", ("e2",))]
    assert abc.accounts() == {}, "e2 has other reports than its account told of"
    abc.put_account(Account("e2", ()), MADE)
    assert abc.accounts(["e1"]) == {"e1": Account("e2", ())}


@pytest.mark.parametrize("events", [[event("e1", "ab"), event("e2", "b")], [event("e1", "x")]])
def test_what_cannot_be_is_refused(abc: Store, events: list[Event]) -> None:
    abc.put_events("a", [event("e0", "a")], MADE)
    with pytest.raises(StoreError):
        abc.put_events("abc", events, MADE)
    assert abc.events() == {"e0": event("e0", "a")}


REPORTS = "abcde"
PARTITIONS = st.dictionaries(
    st.sampled_from(REPORTS), st.sampled_from(["e1", "e2", "e3"]), min_size=1
)


@given(st.lists(PARTITIONS, max_size=5))
@settings(max_examples=30)
def test_any_history(history: list[dict[str, str]]) -> None:
    """Membership is what was last said of each report; the log replays to it; every id given
    leads to one of the events, unless its reports were left in none."""
    now: dict[str, str] = {}
    with Store.open() as store:
        store.add([Entry(Report(id, id, id, id), Reading(None)) for id in REPORTS], MADE)
        for step in history:
            events = [
                event(id, "".join(sorted(r for r in step if step[r] == id)))
                for id in sorted(set(step.values()))
            ]
            store.put_events(set(step), events, MADE)
            now |= step
            assert store.event_of(REPORTS) == now
            assert set(store.events()) == set(now.values())
        moves = {
            (move.at, move.report, move.old, move.new)
            for id in ("e1", "e2", "e3")
            for move in store.event_log(id)
        }
        given_ids = {id for step in history for id in step.values()}
        assert set(store.events(given_ids)) == given_ids
        assert all(old != new for _, _, old, new in moves)
        assert {report for _, report, _, _ in moves} == set(now)
        assert store.check() == []
