"""Writes an archive with a row in every table: `python make.py FILE`.

A new version of the schema adds a file schema_NNNN.db, written by it; the old ones stay, and stay
readable.
"""

from __future__ import annotations

import sqlite3
import sys
from typing import Any

from rashomon.judgements import Judgement, Undone
from rashomon.model import (
    Account,
    Citation,
    Credit,
    Event,
    Evidence,
    Fact,
    Failure,
    Flag,
    Kind,
    Label,
    Lineage,
    Moment,
    Name,
    Origin,
    Passage,
    Place,
    Position,
    Quantity,
    Quote,
    Reading,
    Report,
    Reuse,
    Role,
    Segment,
    Sentence,
    Share,
    Span,
    Speaker,
    Stemma,
    Story,
    Time,
)
from rashomon.reasons import Reason, reason
from rashomon.store import Alert, Entry, Followed, Kept, Made, Noted, Outlet, Page, Store

MADE = Made("make", 1, "0123456789ab")
TEXT = "KYIV — The 2 km bridge closed on Monday, she said. (Wire)"
READING = Reading(
    language="en",
    segments=(Segment(0, 7, "en", Role.DATELINE), Segment(7, 57, "en", Role.BODY)),
    sentences=(Sentence(7, 50, "en"),),
    names=(Name(0, 4, "LOC", "Kyiv", "kyiv"),),
    places=(Place(0, 4, "Kyiv", 50.45, 30.52, 703448, "city", 0.9),),
    times=(Time(33, 39, "DATE", "2025-05-19", "day"),),
    quantities=(Quantity(11, 15, 2.0, None, None, "km", "length", "=", "=", None),),
    quotes=(Quote("indirect", Span(7, 39), Span(45, 49), Speaker(41, 44, "Olena")),),
    credits=(Credit(51, 57, "Wire", "https://example.org"),),
    flags=(Flag.REPUBLISHED,),
    dated=Moment("2025-05-20", "day", "text"),
    failures=(Failure("a", "annotate.times", "too long"),),
)


def said(words: str) -> Reason:
    """A reason as archives had it before sentences had codes."""
    return reason("told", words=words)


def fill(store: Store) -> None:
    """Put something into every table."""
    report = Report("a", "a.txt", TEXT, "da", "Bridge", "https://example.org/a", "Herald")
    late = Report("b", "-", "Міст 𝒜", "db", published=Moment("2025", "year", "given"))
    store.add(
        [
            Entry(report, READING, (1, -2), [0.5, -1.5]),
            Entry(late, Reading("uk"), (1,)),
        ],
        MADE,
    )
    store.settle(["a"])
    store.keep_vectors("use", {"d1": [1.0, 2.0]})
    passage = Passage(Span(0, 4), Span(1, 5), "translated", 0.75)
    store.put_reuse([Reuse("a", "b", (passage,), 0.1, 0.2, 0.3)], MADE)
    store.put_neighbours([("a", "b", 0.5)], MADE)
    why = (Evidence("time", said("later")),)
    edge = Lineage("b", "a", Kind.TRANSLATION, "known", 0.9, 0.8, why)
    shares = {"a": (Share("a", 1.0),), "b": (Share("a", 0.5),)}
    store.put_stemma("ab", Stemma((edge,), (Origin("a", "a", "Herald", ("a", "b")),), shares), MADE)
    moment = Moment("2025-05-19", "day", "text")
    store.put_events("ab", [Event("e0", "", ("b",)), Event("e1", "", ("a",))], MADE)
    store.put_stories([], [Story("s0", "Bridge", ("e0",))], MADE)
    event = Event("e1", "Bridge", ("a", "b"), moment, None, ("Kyiv",), (said("same day"),))
    store.put_events("ab", [event], MADE)
    store.put_stories([], [Story("s1", "Bridges", ("e1",), (said("same bridge"),))], MADE)
    position = Position(
        "closed", "no", "2025", ("a",), ("Olena",), (Citation("a", 7, 50, "Olena"),)
    )
    fact = Fact("f1", Label.SINGLE, "closed", (position,), ("b",), (), (said("one origin"),))
    store.put_account(Account("e1", (fact,)), MADE)
    store.put_failures([Failure("c.txt", "acquire", "empty")])
    store.put_judgement(Judgement("j1", "merge", ("e0", "e1"), "Ann", "2025-06-01"))
    store.put_undoing("j1", Undone("Ann", "2025-06-01"))


def follow(store: Store) -> None:
    """Put something into the tables of live sources."""
    store.put_outlets([Outlet("Herald", "GB", "Trust", ("en", "cy"), ("broadsheets",))])
    feed = Followed(
        "https://example.org/rss", "feed", "Herald", "Herald", "https://example.org/", "en",
        "2025-05-20T00:00:00+00:00", False, 2.5, 900.0, 1, "no answer in time", "2025", "2025",
        '"tag"', "Tue", "d1",
    )  # fmt: skip
    store.follow([feed])
    (kept,) = store.followed()
    told = '["id"]'
    pages = [
        Page("https://example.org/a", "example.org", "2025", kept.number, due=1.5, told=told),
        Page("https://example.org/b", "example.org", "2025", kept.number, due=None),
    ]
    numbers = store.put_pages(pages)
    first, second = numbers["https://example.org/a"], numbers["https://example.org/b"]
    store.note_page(second, {"state": "moved", "leads_to": first, "vanished": "2025"})
    store.put_items(kept.number, [Noted("k", "d", first, 3.5), Noted("l", "e", None, 4.5)])
    one = Kept("https://example.org/a", "2025", 200, "ff", "x.warc.gz", 10, 20)
    number = store.put_capture(one)
    store.put_capture(Kept("https://example.org/a", "2026", 200, "ff", None, 0, 0, number))
    store.add_version(first, "a", "2025", number, silent=False)
    store.add_version(first, "b", "2026", None, silent=True)
    alert = Alert("edit:1:b", "2026", "silent edit", '{"page": "https://example.org/a"}')
    store.put_alerts([alert], ["https://example.org/hook"], 5.5)
    store.set_mark("alerts", 7)


def followed(store: Store) -> dict[str, Any]:
    """All that an archive knows of live sources."""
    (one,) = store.followed()
    return {
        "outlets": store.outlets(),
        "followed": one,
        "pages": store.pages(["https://example.org/a", "https://example.org/b"]),
        "items": store.items(one.number, ["k", "l"]),
        "captures": store.captured(),
        "versions": store.versions(),
        "alerts": store.alerts(),
        "deliveries": store.due_deliveries(9.0, 9),
        "mark": store.mark("alerts"),
    }


def content(store: Store) -> dict[str, Any]:
    """All that an archive tells, but for the times in its log."""
    ids, leads, languages = store.leads()
    moves = store.event_log("e1")
    return {
        "reports": store.reports(),
        "readings": store.readings(),
        "keys": store.keys(),
        "sharing": store.sharing([1, -2]),
        "pending": store.pending(),
        "leads": (ids, leads.tolist(), languages),
        "vectors": {d: v.tolist() for d, v in store.vectors("use", ["d1"]).items()},
        "reuse": store.reuse_touching(store.ids()),
        "neighbours": store.neighbours(store.ids()),
        "stemma": store.stemma(),
        "events": store.events(["e0", "e1"]),
        "log": [(move.report, move.old, move.new) for move in moves],
        "stories": store.stories(),
        "accounts": store.accounts(),
        "failures": store.failures(),
        "judgements": store.judgements(),
    }


if __name__ == "__main__":
    with Store.open(sys.argv[1]) as made:
        fill(made)
        follow(made)
    # Small pages: the many tables with a row or two would else take 4 KiB each.
    small = sqlite3.connect(sys.argv[1])
    for statement in ("PRAGMA journal_mode = DELETE", "PRAGMA page_size = 512", "VACUUM"):
        small.execute(statement)
    small.close()
