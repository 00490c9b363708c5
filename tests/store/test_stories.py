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
