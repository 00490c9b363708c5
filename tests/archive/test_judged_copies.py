"""What a person says of copies outranks the machine, is shown, and can be taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rashomon.archive import Archive
from rashomon.model import Stemma
from rashomon.settings import Settings

FERRY = (
    "The ferry Aldis ran aground off Port Lemmen early on Monday. "
    "All 140 passengers were brought ashore by fishing boats before noon. "
    "The harbour master blamed thick fog and a broken light on the northern mole."
)
MUSIC = (
    "The orchestra of Vellin opened its season with a new symphony by Ada Morrow. "
    "Critics praised the brass section and complained about the hall's heating."
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    texts = {
        "early": {"text": FERRY, "published": "2026-02-03T08:00:00Z"},
        "late": {"text": FERRY, "published": "2026-02-03T11:00:00Z"},
        "music": {"text": MUSIC},
    }
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(json.dumps({"id": id, **t}) for id, t in texts.items()), "utf-8")
    with Archive.open(None, replace(Settings(), workers=1)) as made:
        assert made.add([str(path)]) == []
        yield made


def edges(found: Stemma) -> set[tuple[str, str, str]]:
    return {(e.child, e.parent, e.direction) for e in found.lineage}


def test_a_person_turns_an_arrow(archive: Archive) -> None:
    before = archive.result().stemma
    assert edges(before) == {("late", "early", "known")}
    made = archive.judge("copy", "early", "late", by="Ann")
    after = archive.result().stemma
    assert edges(after) == {("early", "late", "known")}
    (edge,) = after.lineage
    assert edge.evidence[0].type == "judgement"
    assert "Ann judged early to be taken from late" in str(edge.evidence[0].reason)
    assert {o.root for o in after.origins} == {"late", "music"}
    archive.undo(made.id, by="Ann")
    assert archive.result().stemma == before


def test_a_person_denies_an_edge(archive: Archive) -> None:
    before = archive.result().stemma
    made = archive.judge("not-a-copy", "late", "early", by="Ann")
    assert archive.result().stemma.lineage == ()
    assert len(archive.result().stemma.origins) == 3
    archive.undo(made.id, by="Bo")
    assert archive.result().stemma == before


def test_a_person_joins_what_shares_no_text(archive: Archive) -> None:
    before = archive.result().stemma
    made = archive.judge("copy", "music", "late", by="Ann")
    after = archive.result().stemma
    assert edges(after) == {("late", "early", "known"), ("music", "late", "known")}
    assert [o.reports for o in after.origins] == [("early", "late", "music")]
    archive.undo(made.id, by="Ann")
    assert archive.result().stemma == before


def test_of_two_judgements_the_later_holds(archive: Archive) -> None:
    archive.judge("copy", "early", "late", by="Ann")
    archive.judge("not-a-copy", "early", "late", by="Bo")
    assert archive.result().stemma.lineage == ()


def test_a_judgement_holds_for_reports_that_come_later(archive: Archive, tmp_path: Path) -> None:
    archive.judge("not-a-copy", "late", "early", by="Ann")
    path = tmp_path / "more.jsonl"
    path.write_text(json.dumps({"id": "more", "text": FERRY + " " + MUSIC}), "utf-8")
    assert archive.add([str(path)]) == []
    assert not any(
        {e.child, e.parent} == {"late", "early"} for e in archive.result().stemma.lineage
    )
