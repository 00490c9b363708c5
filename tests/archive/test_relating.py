"""Relating reports over the store: who meets whom, and what hangs together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest
from tests.reuse.samples import DAM, told

from rashomon.archive.relating import connected, relate
from rashomon.model import Quote, Span, Text
from rashomon.reuse.judged import Judged
from rashomon.reuse.shingles import keys
from rashomon.settings import Settings
from rashomon.store import Entry, Made, Store

SETTINGS = Settings()
SPEECH = "We will rebuild every house that the water took from you before the winter comes."


def own(id: int, count: int) -> list[str]:
    """Sentences of invented words, which no other report has."""
    chance = Random(id)
    words = ["".join(chance.choices("aeioubdfgklmnprstvz", k=7)) for _ in range(12 * count)]
    return [" ".join(words[12 * n : 12 * n + 12]).capitalize() + "." for n in range(count)]


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.open() as opened:
        yield opened


def put(store: Store, *texts: Text) -> None:
    entries = [Entry(t.report, t.reading, keys(t, SETTINGS.reuse), None) for t in texts]
    store.add(entries, Made("test", 1, ""))
    relate(store, [t.id for t in texts], SETTINGS)


def speaking(id: int) -> Text:
    """Six sentences, one of which is what a spokesman told everybody."""
    text = told(f"r{id:02}", [*own(id, 5), f"“{SPEECH}”"], source=f"Outlet {id}")
    start = text.report.text.index("“")
    quote = Quote("direct", Span(start, len(text.report.text)), None, None)
    return replace(text, reading=replace(text.reading, quotes=(quote,)))


def test_two_sentences_of_sixty_are_found(store: Store) -> None:
    long = own(1, 60)
    put(store, told("long", long), told("short", [*own(2, 20), *long[30:32], *own(3, 20)]))
    (shared,) = store.reuse_touching(["short"])
    assert [p.kind for p in shared.passages] == ["verbatim", "verbatim"]


def test_one_sentence_of_a_spokesman_in_forty_reports_makes_no_family(store: Store) -> None:
    texts = [speaking(id) for id in range(40)]
    for some in (texts[:20], texts[20:39], texts[39:]):
        put(store, *some)
    found = store.stemma()
    assert found.lineage == ()
    assert len(found.origins) == 40
    # What is common is known all the same, and that it is speech.
    shared = store.reuse_touching(["r39"])
    assert len(shared) == 39
    assert all(r.quoted > SETTINGS.reuse.unquoted for r in shared)


def test_a_stemma_is_renewed_along_derivations_alone(store: Store) -> None:
    quoting = [speaking(id) for id in range(6)]
    copy = told("copy", [quoting[0].cut(s) for s in quoting[0].body], source="Copyist")
    put(store, *quoting, copy)
    reached, shared = connected(store, ["r00"], Judged(), SETTINGS.reuse)
    assert reached == {"r00", "copy"}
    assert [(r.a, r.b) for r in shared] == [("copy", "r00")]


def test_the_lines_of_an_outlet_join_nothing(store: Store) -> None:
    lines = ["Read more of our coverage of the flood in the valley of the Orlen here."]
    texts = [told(f"r{n}", [*own(n, 6), *lines], source="Orlen Post") for n in range(5)]
    put(store, *texts, told("dam", [*DAM, *lines], source="Orlen Post"))
    assert store.reuse_touching([t.id for t in texts]) == []
    assert store.stemma().lineage == ()
