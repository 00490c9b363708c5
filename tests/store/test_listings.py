"""Lists of events follow whatever changes an event."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.store.conftest import MADE, make_entry

from rashomon.model import (
    Account,
    Citation,
    Event,
    Evidence,
    Fact,
    Flag,
    Kind,
    Label,
    Lineage,
    Moment,
    Origin,
    Position,
    Share,
    Stemma,
)
from rashomon.reasons import reason
from rashomon.store import Followed, Outlet, Page, Store, Wanted

NAMED = (Evidence("credit", reason("told", words="named")),)


def origins(*roots: str) -> Stemma:
    return Stemma(
        (),
        tuple(Origin(id, id, id, (id,)) for id in roots),
        {id: (Share(id, 1.0),) for id in roots},
    )


@pytest.fixture
def listed(store: Store) -> Store:
    """Events ea (a and b, two origins), ec (c, of Norda, paywalled, in Orlen) and ed (d)."""
    entries = [make_entry(id) for id in "abcd"]
    one = entries[2]
    entries[2] = replace(
        one,
        report=replace(
            one.report, title="100% Élan", source="Norda", published=Moment("2026-03-09", "day", "")
        ),
        reading=replace(one.reading, flags=(Flag.PAYWALLED,)),
    )
    entries[3] = replace(entries[3], report=replace(entries[3].report, published=None))
    store.add(entries, MADE)
    store.put_stemma("abcd", origins("a", "b", "c"), MADE)
    events = [
        Event("ea", "Bridge shut", ("a", "b")),
        Event("ec", "A ferry", ("c",), places=("Orlen",)),
        Event("ed", "Nothing", ("d",)),
    ]
    store.put_events("abcd", events, MADE)
    return store


def found(store: Store, **wanted: str) -> list[str]:
    total, events = store.listing(Wanted(**wanted), 0, 10)
    assert total == len(events)
    return [event.id for event in events]


def test_most_told_come_first_or_newest(listed: Store) -> None:
    assert found(listed) == ["ea", "ec", "ed"]
    assert found(listed, order="new") == ["ec", "ea", "ed"]
    total, (second,) = listed.listing(Wanted(), 1, 1)
    assert (total, second.id) == (3, "ec")


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        ({"words": "BRIDGE shut"}, ["ea"]),
        ({"words": "élan"}, ["ec"]),
        ({"words": "100%"}, ["ec"]),
        ({"words": "%"}, ["ec"]),
        ({"words": "_"}, []),
        ({"place": "Orlen"}, ["ec"]),
        ({"place": "Orlen", "words": "bridge shut"}, []),
        ({"source": "Norda"}, ["ec"]),
        ({"flag": "paywalled"}, ["ec"]),
        ({"since": "2026-01-01"}, ["ec"]),
        ({"until": "2025-05-20"}, ["ea"]),
        ({"until": "2025-05-19"}, []),
        ({"since": "2026-03-09", "until": "2026-03-09"}, ["ec"]),
        ({"camp": "north"}, ["ec"]),
        ({"camp": "south"}, []),
    ],
)
def test_filters_narrow_a_list(listed: Store, wanted: dict[str, str], ids: list[str]) -> None:
    listed.put_outlets([Outlet("Norda", camps=("north",)), Outlet("Other", camps=("south",))])
    assert found(listed, **wanted) == ids


@pytest.mark.parametrize(("wanted", "all_"), [(Wanted(), 3), (Wanted(words="shut"), 1)])
def test_a_page_behind_the_last_still_counts(listed: Store, wanted: Wanted, all_: int) -> None:
    assert listed.listing(wanted, 0, 1)[0] == all_
    assert listed.listing(wanted, 50, 10) == (all_, [])


def test_a_camp_has_what_its_outlets_feeds_led_to(listed: Store) -> None:
    listed.put_outlets([Outlet("Wire", camps=("agencies",))])
    listed.follow([Followed("https://wire.example/rss", "feed", "Wire")])
    (feed,) = listed.followed()
    number = listed.put_pages([Page("https://a.example/", "a.example", "2026", feed.number)])
    listed.add_version(number["https://a.example/"], "d", "2026", None, silent=False)
    listed.put_events("d", [Event("ed", "Nothing", ("d",))], MADE)
    assert found(listed, camp="agencies") == ["ed"]


def test_what_lists_show_follows_reports_and_origins(listed: Store) -> None:
    listed.put_events("bd", [Event("ea", "Bridge shut", ("a",)), Event("ed", "", ("b", "d"))], MADE)
    assert found(listed) == ["ed", "ec", "ea"]
    copy = Lineage("b", "a", Kind.COPY, "known", 0.9, 1.0, NAMED)
    shared = Stemma((copy,), (Origin("a", "a", "a", ("a", "b")),), {"b": (Share("a", 1.0),)})
    listed.put_stemma("b", shared, MADE)
    assert {event.id: event.origins for event in listed.listing(Wanted(), 0, 9)[1]} == {
        "ea": 1, "ec": 1, "ed": 1,
    }  # fmt: skip
    listed.put_events("abcd", [Event("e1", "All", ("a", "b", "c", "d"))], MADE)
    assert found(listed) == ["e1"]
    assert found(listed, source="Norda", flag="paywalled") == ["e1"]
    assert listed.marked() == {
        "flag": {"paywalled": 1}, "source": {"Norda": 1},
    }  # fmt: skip


def test_disputes_are_counted_once_there_is_an_account(listed: Store) -> None:
    assert listed.listed(["ea"])["ea"].disputed is None
    position = Position("shut", None, None, ("a",), (), (Citation("a", 0, 3),))
    facts = [
        Fact(f"f{number}", label, "shut", (position,))
        for number, label in enumerate((Label.DIFFERS, Label.CONTRADICTED, Label.AGREED))
    ]
    listed.put_account(Account("ea", tuple(facts)), MADE)
    assert listed.listed(["ea", "gone"])["ea"].disputed == 2
    assert set(listed.listed(["ea", "gone"])) == {"ea"}


def test_outlets_are_told_by_their_work(listed: Store) -> None:
    copy = Lineage("d", "c", Kind.COPY, "known", 0.9, 0.8, NAMED)
    agency = Lineage(
        "c",
        "u1",
        Kind.COPY,
        "known",
        0.9,
        0.25,
        NAMED,
    )
    listed.put_stemma("cd", Stemma((copy, agency), (Origin("u1", None, "Wire", ("c",)),), {}), MADE)
    (work,) = listed.works()
    assert (work.name, work.reports, work.events, work.own) == ("Norda", 1, 1, 0.75)
    assert (work.follows, work.followed) == ((("Wire", 1),), ())
