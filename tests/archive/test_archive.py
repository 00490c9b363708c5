"""The archive as a whole: nothing lost, nothing doubled, the same answer in any order."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rashomon.archive import Archive, working
from rashomon.export import json as as_json
from rashomon.settings import Settings

SETTINGS = replace(Settings(), workers=1)
CORPUS = Path(__file__).parents[2] / "examples" / "corpus"

FIRST = (
    "The ferry Aldis ran aground off Port Lemmen early on Monday. "
    "All 140 passengers were brought ashore by fishing boats before noon. "
    "The harbour master blamed thick fog and a broken light on the northern mole."
)
SECOND = (
    "A ferry struck the rocks near Port Lemmen in fog on Monday morning. "
    "Fishermen carried the 140 people on board to the harbour, and nobody was hurt. "
    "The company that owns the Aldis said its captain had thirty years of experience."
)
OTHER = (
    "The orchestra of Vellin opened its season with a new symphony by Ada Morrow. "
    "Critics praised the brass section and complained about the hall's heating. "
    "Tickets for the second evening cost twelve crowns."
)


def write(folder: Path, **texts: str) -> list[str]:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return [str(folder / f"{name}.txt") for name in texts]


def answer(archive: Archive) -> dict[str, Any]:
    found = as_json.result(archive.result())
    for report in found["reports"]:
        del report["input"]
    return found


def read(*batches: list[str], at: Path | None = None) -> dict[str, Any]:
    for batch in batches[:-1]:
        with Archive.open(at, SETTINGS) as archive:
            archive.add(batch)
    with Archive.open(at, SETTINGS) as archive:
        archive.add(batches[-1])
        assert archive.check() == []
        return answer(archive)


def test_two_accounts_meet_and_another_matter_stays_apart(tmp_path: Path) -> None:
    found = read(write(tmp_path, a=FIRST, b=SECOND, c=OTHER))
    assert sorted(e["reports"] for e in found["events"]) == [["a", "b"], ["c"]]
    assert len(found["origins"]) == 3


def test_the_same_file_twice_adds_nothing(tmp_path: Path) -> None:
    files = write(tmp_path, a=FIRST, b=SECOND)
    once = read(files)
    assert read(files, files, at=tmp_path / "x.db") == once


def test_one_by_one_gives_what_all_at_once_gives(tmp_path: Path) -> None:
    files = write(tmp_path, a=FIRST, b=SECOND, c=OTHER)
    whole = read(files)
    apart = read(*([f] for f in files), at=tmp_path / "apart.db")
    assert apart["lineage"] == whole["lineage"]
    assert apart["accounts"] == whole["accounts"]
    assert sorted(e["reports"] for e in apart["events"]) == sorted(
        e["reports"] for e in whole["events"]
    )


def test_order_of_arguments_changes_nothing(tmp_path: Path) -> None:
    files = write(tmp_path, a=FIRST, b=SECOND, c=OTHER)
    assert read(files) == read(files[::-1])


def test_another_text_of_a_taken_name_is_kept_beside_it(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    found = read(write(tmp_path / "one", a=FIRST) + write(tmp_path / "two", a=OTHER))
    ids = [report["id"] for report in found["reports"]]
    assert len(ids) == 2
    assert "a" in ids
    assert any(id.startswith("a~") for id in ids)


def test_copies_are_one_origin(tmp_path: Path) -> None:
    found = read(write(tmp_path, **{f"copy{i:03}": FIRST for i in range(40)}))
    assert len(found["reports"]) == 40
    assert len(found["origins"]) == 1
    assert len(found["events"]) == 1


def test_a_failing_report_is_kept_as_a_failure(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    found = read([*write(tmp_path, a=FIRST), str(tmp_path / "empty.txt")])
    assert [r["id"] for r in found["reports"]] == ["a"]
    assert [f["input"].endswith("empty.txt") for f in found["failures"]] == [True]


@pytest.mark.parametrize("workers", [1, 2])
def test_number_of_workers_changes_nothing(tmp_path: Path, workers: int) -> None:
    lines = [json.dumps({"id": f"r{i:02}", "text": f"{FIRST} Number {i}."}) for i in range(30)]
    (tmp_path / "many.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with Archive.open(None, replace(SETTINGS, workers=workers)) as archive:
        assert archive.add([str(tmp_path / "many.jsonl")]) == []
        found = answer(archive)
    assert [r["id"] for r in found["reports"]] == [f"r{i:02}" for i in range(30)]
    assert len(found["origins"]) == 1


def test_workers_make_the_same_accounts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "_WORTH_WORKERS", 1)
    told = []
    for workers in (1, 2):
        with Archive.open(None, replace(SETTINGS, workers=workers)) as archive:
            archive.add([str(CORPUS / "*.txt"), str(CORPUS / "westbridge-post.html")])
            told.append(as_json.result(archive.result()))
    assert any(len(event["reports"]) > 1 for event in told[0]["events"])
    assert told[0] == told[1]
