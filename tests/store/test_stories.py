from __future__ import annotations

import pytest

from rashomon.exceptions import StoreError
from rashomon.model import Account, Citation, Event, Fact, Label, Position, Story
from rashomon.reasons import reason
from rashomon.store import Made, Store

MADE = Made("compare", 3, "aa")


@pytest.fixture
def told(abc: Store) -> Store:
    events = [Event(f"e{id}", "", (id,)) for id in "abc"]
    abc.put_events("abc", events, MADE)
    return abc


def account(event: str, report: str = "a", absent: tuple[str, ...] = ("b",)) -> Account:
    position = Position("closed", None, None, ("a",), ("police",), (Citation(report, 4, 10),))
    fact = Fact(
        "f1", Label.SINGLE, "closed", (position,), absent, ("c",), (reason("of one origin"),)
    )
    return Account(event, (fact,))


def test_stories_come_back(told: Store) -> None:
    one = Story("s1", "The bridge", ("ec", "ea"), (reason("all name", names=["Bridge"]),))
    two = Story("s0", "", ("eb",))
    told.put_stories([], [one, two], MADE)
    assert told.stories() == [two, one]


def test_new_stories_replace_those_of_their_events(told: Store) -> None:
    told.put_stories([], [Story("s1", "", ("ea",)), Story("s2", "", ("eb", "ec"))], MADE)
    told.put_stories(["ea", "eb"], [Story("s3", "", ("ea", "eb"))], MADE)
    assert told.stories() == [Story("s3", "", ("ea", "eb"))]
    told.put_stories([], [Story("s3", "Longer", ("ea", "eb", "ec"))], MADE)
    assert told.stories() == [Story("s3", "Longer", ("ea", "eb", "ec"))]
    told.put_stories(["ea"], [], MADE)
    assert told.stories() == []


def moves(store: Store, story: str) -> list[tuple[str, str | None, str | None]]:
    return [(turn.event, turn.old, turn.new) for turn in store.story_log(story)]


def test_every_move_is_logged_with_its_reason(told: Store) -> None:
    told.put_stories([], [Story("s1", "", ("ea", "eb"))], MADE, {"ea": "names Halm"})
    told.put_stories([], [Story("s1", "", ("ea", "eb"))], MADE)
    told.put_stories(["ea"], [Story("s1", "", ("ea", "ec"))], MADE)
    assert moves(told, "s1") == [
        ("ea", None, "s1"),
        ("eb", None, "s1"),
        ("eb", "s1", None),
        ("ec", None, "s1"),
    ]
    assert [turn.why for turn in told.story_log("s1")][:2] == ["names Halm", None]


def test_the_id_of_a_story_that_became_part_of_another_leads_there(told: Store) -> None:
    told.put_stories([], [Story("s1", "", ("ea",)), Story("s2", "", ("eb", "ec"))], MADE)
    told.put_stories([], [Story("s2", "", ("ea", "eb", "ec"))], MADE)
    told.put_stories([], [Story("s3", "", ("ea", "eb", "ec"))], MADE)
    whole = Story("s3", "", ("ea", "eb", "ec"))
    assert told.stories(["s1"]) == told.stories(["s2"]) == told.stories() == [whole]
    assert ("ea", "s1", "s2") in moves(told, "s3")
    told.put_stories([], [Story("s1", "", ("ea", "eb"))], MADE)
    assert told.stories(["s1"]) == [Story("s1", "", ("ea", "eb"))], "it lives again"


def test_a_story_that_falls_apart_keeps_its_log(told: Store) -> None:
    told.put_stories([], [Story("s1", "", ("ea", "eb"))], MADE)
    told.put_stories(["ea", "eb"], [], MADE, {"ea": "too unlike"})
    assert told.stories() == told.stories(["s1"]) == []
    assert moves(told, "s1")[2:] == [("ea", "s1", None), ("eb", "s1", None)]


def test_what_becomes_of_an_event_becomes_of_its_place_in_a_story(told: Store) -> None:
    told.put_stories([], [Story("s1", "", ("ea", "eb"))], MADE)
    told.put_events("ac", [Event("ec", "", ("a", "c"))], MADE)
    assert told.stories() == [Story("s1", "", ("ec", "eb"))]
    assert moves(told, "s1")[2:] == [("ea", "s1", None), ("ec", None, "s1")]
    assert told.story_log("s1")[2].why == "became part of event ec"


def test_stories_meet_where_their_events_do(told: Store) -> None:
    told.put_stories([], [Story("s1", "", ("ea",)), Story("s2", "", ("eb", "ec"))], MADE)
    told.put_events("ab", [Event("eb", "", ("a", "b"))], MADE)
    assert told.stories() == told.stories(["s1"]) == [Story("s2", "", ("eb", "ec"))]


def test_an_event_stands_in_one_story(told: Store) -> None:
    with pytest.raises(StoreError, match="one story only"):
        told.put_stories([], [Story("s1", "", ("ea",)), Story("s2", "", ("ea", "eb"))], MADE)


def test_a_story_of_no_event_is_refused(told: Store) -> None:
    with pytest.raises(StoreError):
        told.put_stories([], [Story("s1", "", ("nothing",))], MADE)


def test_accounts_come_back(told: Store) -> None:
    told.put_account(Account("ea", ()), MADE)
    told.put_account(account("ea"), MADE)
    told.put_account(Account("eb", ()), MADE)
    assert told.accounts() == {"ea": account("ea"), "eb": Account("eb", ())}
    assert told.accounts(["ea", "ec", "nothing"]) == {"ea": account("ea")}


def test_an_account_of_no_event_is_refused(told: Store) -> None:
    told.put_events("ab", [Event("ea", "", ("a", "b"))], MADE)
    for id in ("nothing", "eb"):
        with pytest.raises(StoreError, match="no such event"):
            told.put_account(Account(id, ()), MADE)


def test_an_account_that_cites_nothing_we_have_is_found(tmp_path, entry) -> None:
    with Store.open(tmp_path / "archive.db") as store:
        store.add([entry("a")], MADE)
        store.put_events("a", [Event("e", "", ("a",))], MADE)
        store.put_account(account("e", "x", absent=("y",)), MADE)
        assert store.check() == [
            f"the account of event e cites {id}, which is no report" for id in "cxy"
        ]
