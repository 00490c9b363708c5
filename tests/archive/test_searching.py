"""Search: words in all scripts, meaning, filters; events and stories by their reports."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from rashomon.archive import Archive, Query
from rashomon.archive.leads import Leads
from rashomon.exceptions import SearchError
from rashomon.settings import Settings

REPORTS = [
    {
        "id": "ferry",
        "source": "Kessin Post",
        "published": "2026-02-03T08:00:00Z",
        "title": "Ferry aground off Port Lemmen",
        "text": "The ferry Aldis ran aground off Port Lemmen early on Monday. "
        "All 140 passengers were brought ashore by fishing boats before noon.",
    },
    {
        "id": "rocks",
        "source": "Hafenbote",
        "published": "2026-02-04",
        "text": "Eine Fähre ist am Montag vor Port Lemmen auf Felsen gelaufen. "
        "Fischer brachten die 140 Menschen von der Aldis in den Hafen von Odessa.",
    },
    {
        "id": "music",
        "source": "Vellin Courier",
        "published": "2026-03-01",
        "text": "The orchestra of Vellin opened its season with a new symphony by Ada Morrow. "
        "Critics praised the brass section and complained about the hall's heating.",
    },
    {
        "id": "visit",
        "source": "新闻",
        "text": "习近平星期三抵达莫斯科进行国事访问。会谈将持续两天，双方将签署多项协议。",
    },
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("search")
    (folder / "in.jsonl").write_text("\n".join(map(json.dumps, REPORTS)), encoding="utf-8")
    with Archive.open(folder / "a.db", replace(Settings(), workers=1)) as made:
        assert made.add([str(folder / "in.jsonl")]) == []
        yield made


def found(archive: Archive, text: str = "", **filters: str) -> list[str]:
    return [hit.id for hit in archive.search(Query(text, **filters)).reports]


def by_words(archive: Archive, text: str) -> set[str]:
    return {hit.id for hit in archive.search(text).reports if "words" in hit.by}


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("aldis lemmen", {"ferry", "rocks"}),
        ("ALDIS aground", {"ferry"}),
        ("fahre", {"rocks"}),
        ('"port lemmen early"', {"ferry"}),
        ('"lemmen port"', set()),
        ("orch*", {"music"}),
        ("orch", set()),
        ("莫斯科", {"visit"}),
        ("莫斯科 访问", {"visit"}),
        ("莫", {"visit"}),
        ("科莫", set()),
        ("140", {"ferry", "rocks"}),
        ("AND NOT (", set()),
    ],
)
def test_words(archive: Archive, query: str, ids: set[str]) -> None:
    assert by_words(archive, query) == ids


def test_meaning_finds_what_no_word_does(archive: Archive) -> None:
    first = archive.search("naufrage d'un bateau avec des passagers").reports[0]
    assert first.id in {"ferry", "rocks"}
    assert first.by == ("meaning",)


def test_a_hit_shows_where(archive: Archive) -> None:
    (hit,) = [h for h in archive.search("fishing boats").reports if "words" in h.by]
    assert hit.title == "Ferry aground off Port Lemmen"
    assert hit.text == "All 140 passengers were brought ashore by fishing boats before noon."
    assert hit.passage
    text = archive.report(hit.id)
    assert text
    assert text.cut(hit.passage) == hit.text


def test_events_come_by_their_best_report(archive: Archive) -> None:
    hits = archive.search("ferry Aldis").events
    assert hits[0].report == "ferry"
    assert hits[0].id == archive.find("event", hits[0].id)
    assert "Lemmen" in hits[0].title


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({"source": "kessin post"}, ["ferry"]),
        ({"language": "de"}, ["rocks"]),
        ({"place": "Одесса"}, ["rocks"]),
        ({"since": "2026-02-04"}, ["music", "rocks"]),
        ({"since": "2026-02-03", "until": "2026-02"}, ["rocks", "ferry"]),
        ({"until": "2025"}, []),
        ({"flag": "paywalled"}, []),
    ],
)
def test_filters_alone_list_the_latest_first(
    archive: Archive, filters: dict[str, str], ids: list[str]
) -> None:
    assert found(archive, **filters) == ids


def test_filters_narrow_a_query(archive: Archive) -> None:
    assert "ferry" not in found(archive, "aldis", language="de")
    assert found(archive, "aldis", language="de")[0] == "rocks"


def test_marks_alone_find_nothing(archive: Archive) -> None:
    assert found(archive, "!?") == []


def test_a_time_that_is_none_is_refused(archive: Archive) -> None:
    with pytest.raises(SearchError, match="no day, month or year"):
        archive.search(Query("ferry", since="soon"))


def test_the_nearest_events_are_offered_first(archive: Archive) -> None:
    leads = Leads.of(archive.store)
    event = {id: e.id for e in archive.events() for id in e.reports}
    near = sorted(
        {e.id: max(leads.vector("ferry") @ leads.vector(id) for id in e.reports)
         for e in archive.events() if "ferry" not in e.reports}.items(),
        key=lambda item: -item[1],
    )  # fmt: skip
    assert len(near) > 1
    assert archive.like(event["ferry"]) == [id for id, _ in near]
    assert archive.like(event["ferry"], 1) == [near[0][0]]
