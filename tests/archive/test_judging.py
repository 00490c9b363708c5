"""Judgements: obeyed at once and by all that comes later, logged, and taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from rashomon.archive import Archive
from rashomon.events.titles import event_id
from rashomon.exceptions import JudgementError, StoreError
from rashomon.settings import Settings

SETTINGS = replace(Settings(), workers=1)

FERRY = (
    "The ferry Aldis ran aground off Port Lemmen early on Monday. "
    "All 140 passengers were brought ashore by fishing boats before noon. "
    "The harbour master blamed thick fog and a broken light on the northern mole."
)
ROCKS = (
    "A ferry struck the rocks near Port Lemmen in fog on Monday morning. "
    "Fishermen carried the 140 people on board to the harbour, and nobody was hurt. "
    "The company that owns the Aldis said its captain had thirty years of experience."
)
ORCHESTRA = (
    "The orchestra of Vellin opened its season with a new symphony by Ada Morrow. "
    "Critics praised the brass section and complained about the hall's heating. "
    "Tickets for the second evening cost twelve crowns."
)
LATE = (
    "Divers examined the ferry Aldis, aground off Port Lemmen since Monday. "
    "The hull is torn on one side, the harbour master of Port Lemmen said after the inspection. "
    "All 140 passengers had been brought ashore by fishing boats."
)
LATE_MUSIC = (
    "The orchestra of Vellin played the new symphony by Ada Morrow a second time. "
    "The brass section of the orchestra was praised again, the heating of the hall repaired. "
    "Tickets had cost twelve crowns."
)


def add(archive: Archive, folder: Path, **texts: str) -> None:
    lines = [json.dumps({"id": id, "text": text}) for id, text in texts.items()]
    path = folder / f"{min(texts)}.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert archive.add([str(path)]) == []


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "a.db", SETTINGS) as made:
        add(made, tmp_path, ferry=FERRY, rocks=ROCKS, music=ORCHESTRA)
        yield made
        assert made.check() == []


def parted(archive: Archive) -> set[tuple[str, ...]]:
    return {event.reports for event in archive.events()}


def home(archive: Archive, report: str) -> str:
    return next(event.id for event in archive.events() if report in event.reports)


TWO = {("ferry", "rocks"), ("music",)}


def test_merged_events_stay_one_and_late_reports_join_it(archive: Archive, tmp_path: Path) -> None:
    ids = [home(archive, "ferry"), home(archive, "music")]
    made = archive.judge("merge", *ids, by="Ann")
    assert (made.kind, made.subjects, made.by) == ("merge", tuple(ids), "Ann")
    assert parted(archive) == {("ferry", "music", "rocks")}
    for id in ids:
        assert archive.told(archive.find("event", id)).events[0].reports == (
            "ferry",
            "music",
            "rocks",
        )
    add(archive, tmp_path, late=LATE)
    add(archive, tmp_path, later=LATE_MUSIC)
    assert parted(archive) == {("ferry", "late", "later", "music", "rocks")}


def test_a_merge_taken_back_gives_each_event_its_id_again(archive: Archive) -> None:
    before = {event.id: event.reports for event in archive.events()}
    made = archive.judge("merge", *before, by="Ann")
    undone = archive.undo(made.id[:4], by="Ben").undone
    assert undone
    assert undone.by == "Ben"
    assert {event.id: event.reports for event in archive.events()} == before
    assert [j.undone for j in archive.judgements()] == [undone]
    with pytest.raises(JudgementError, match="taken back already"):
        archive.undo(made.id, by="Ben")


def test_what_is_split_stays_apart_when_a_report_comes_that_resembles_both(
    archive: Archive, tmp_path: Path
) -> None:
    whole = home(archive, "ferry")
    archive.judge("split", whole, "rocks", by="Ann")
    assert parted(archive) == {("ferry",), ("rocks",), ("music",)}
    assert len({home(archive, id) for id in ("ferry", "rocks", "music")}) == 3
    assert whole in {event.id for event in archive.events()}
    add(archive, tmp_path, late=LATE)
    assert home(archive, "ferry") != home(archive, "rocks")
    assert home(archive, "late") in {home(archive, "ferry"), home(archive, "rocks")}


def test_copies_are_parted_only_by_a_judgement(archive: Archive, tmp_path: Path) -> None:
    add(archive, tmp_path, **{f"copy{i:02}": FERRY for i in range(12)})
    whole = home(archive, "ferry")
    assert home(archive, "copy11") == whole
    archive.judge("split", whole, "copy11", by="Ann")
    add(archive, tmp_path, zcopy=FERRY)
    assert home(archive, "copy11") != home(archive, "ferry") == home(archive, "zcopy")


def test_a_moved_report_stays_where_it_was_put(archive: Archive, tmp_path: Path) -> None:
    music = home(archive, "music")
    made = archive.judge("move", "rocks", music, by="Ann")
    assert parted(archive) == {("ferry",), ("music", "rocks")}
    add(archive, tmp_path, late=LATE)
    assert home(archive, "rocks") == home(archive, "music") == music != home(archive, "ferry")
    archive.undo(made.id, by="Ann")
    assert ("ferry", "late", "rocks") in parted(archive)


def test_the_later_of_two_judgements_holds(archive: Archive) -> None:
    archive.judge("split", home(archive, "ferry"), "rocks", by="Ann")
    archive.judge("merge", home(archive, "ferry"), home(archive, "rocks"), by="Ben")
    assert parted(archive) == TWO
    archive.judge("split", home(archive, "ferry"), "rocks", by="Ann")
    assert ("rocks",) in parted(archive)


def test_every_change_is_in_the_log_with_whose_judgement_made_it(archive: Archive) -> None:
    whole = home(archive, "ferry")
    made = archive.judge("split", whole, "rocks", by="Ann")
    last = archive.log(whole)[-1]
    assert (last.report, last.old, last.new) == ("rocks", whole, home(archive, "rocks"))
    assert last.why == f"split by Ann ({made.id})"
    archive.undo(made.id, by="Ben")
    last = archive.log(whole)[-1]
    assert (last.report, last.new) == ("rocks", whole)
    assert last.why == f"split by Ann ({made.id}), taken back by Ben"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("merge", "{ferry}"), "takes two events or more"),
        (("merge", "{ferry}", "{ferry}"), "takes two events or more"),
        (("split", "{ferry}"), "takes an event and reports of it"),
        (("split", "{ferry}", "music"), "stands not in event"),
        (("split", "{ferry}", "ferry", "rocks"), "leaves no report"),
        (("move", "music", "{music}"), "is the only report"),
        (("copy", "ferry", "ferry"), "takes two reports"),
        (("copy", "ferry"), "takes two ids"),
        (("praise", "ferry", "rocks"), "is no kind of judgement"),
    ],
)
def test_what_cannot_be_judged_so_is_refused(
    archive: Archive, words: tuple[str, ...], why: str
) -> None:
    ids = {id: home(archive, id) for id in ("ferry", "music")}
    with pytest.raises(JudgementError, match=why):
        archive.judge(*(word.format(**ids) for word in words), by="Ann")
    assert archive.judgements() == []
    assert parted(archive) == TWO


def test_ids_that_name_nothing_are_refused(archive: Archive) -> None:
    with pytest.raises(StoreError, match="no event"):
        archive.judge("merge", "nothing", "none", by="Ann")
    with pytest.raises(JudgementError, match="no judgement"):
        archive.undo("j", by="Ann")


def test_the_log_says_what_the_machine_saw(archive: Archive) -> None:
    why = {change.report: change.why or "" for change in archive.log(home(archive, "ferry"))}
    assert why.keys() == {"ferry", "rocks"}
    for reason in why.values():
        assert "Lemmen" in reason
        assert "140" in reason
        assert "likeness" in reason
    (alone,) = archive.log(home(archive, "music"))
    assert alone.why == "resembles no event"


@pytest.mark.parametrize("seed", range(4))
def test_order_of_arrival_within_a_batch_changes_nothing(tmp_path: Path, seed: int) -> None:
    texts = {"a": FERRY, "b": ROCKS, "c": ORCHESTRA, "d": LATE, "e": LATE_MUSIC, "f": FERRY}
    lines = [json.dumps({"id": id, "text": text}) for id, text in texts.items()]
    Random(seed).shuffle(lines)
    (tmp_path / "x.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with Archive.open(None, SETTINGS) as made:
        assert made.add([str(tmp_path / "x.jsonl")]) == []
        found = {event.id: event.reports for event in made.events()}
    assert sorted(found.values()) == [("a", "b", "d", "f"), ("c", "e")]
    assert found == {event_id("a"): ("a", "b", "d", "f"), event_id("c"): ("c", "e")}


@pytest.mark.parametrize("seed", range(4))
def test_one_by_one_in_any_order_gives_the_same_events(tmp_path: Path, seed: int) -> None:
    texts = [("a", FERRY), ("b", ROCKS), ("c", ORCHESTRA), ("d", LATE), ("e", LATE_MUSIC)]
    Random(seed).shuffle(texts)
    with Archive.open(None, SETTINGS) as made:
        for id, text in texts:
            add(made, tmp_path, **{id: text})
        assert parted(made) == {("a", "b", "d"), ("c", "e")}
