"""A batch on one machine: every form of input, restarts, failures, and the way into an archive."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TypeVar

import pytest
from tests.contracts.test_commands import COMMAND
from tests.contracts.test_commands import run as command
from tests.engines import corpus

from rashomon.archive import Archive
from rashomon.archive.importing import bring
from rashomon.engines import batch
from rashomon.engines.local import Local
from rashomon.exceptions import StageError
from rashomon.export import json as as_json
from rashomon.model import Kind
from rashomon.settings import Settings

T = TypeVar("T")

CLOSE = {Kind.COPY, Kind.EXCERPT, Kind.VERSION}
SETTINGS = replace(Settings(), workers=1)


class Breaking(Local):
    """An engine that gives up after some parts of a stage, as one that is killed does."""

    def __init__(self, spill: Path, after: int) -> None:
        super().__init__(1, spill)
        self._after = after

    def each(self, work: Callable[[T], int], items: Sequence[T]) -> Iterator[int]:
        yield from islice(super().each(work, items), self._after)
        if len(items) > self._after:
            raise StageError("killed")


def silent(stage: str, done: int, total: int | None) -> None:
    pass


def run(given: Sequence[Path], out: Path, engine: Local | None = None) -> dict[str, int]:
    found = batch.run(map(str, given), out, engine or Local(1, out / ".spill"), SETTINGS, 7, silent)
    assert found[1] == []
    return found[0]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus as a batch."""
    out = tmp_path_factory.mktemp("whole")
    run([corpus.CORPUS], out)
    return out


def test_an_archive_made_of_a_batch_is_the_one_that_reading_makes(
    whole: Path, tmp_path: Path
) -> None:
    with Archive.open(tmp_path / "read.db", SETTINGS) as archive:
        archive.add([str(corpus.CORPUS)])
        read = as_json.result(archive.result())
    with Archive.open(tmp_path / "brought.db", replace(SETTINGS, workers=2)) as archive:
        for _ in range(2):
            assert bring(archive, whole, silent) == []
        assert as_json.result(archive.result()) == read


def test_families_hold_together_what_a_stemma_does(whole: Path, tmp_path: Path) -> None:
    """Copies, excerpts and versions: rewrites and translations share few keys or none."""
    with Archive.open(tmp_path / "a.db", SETTINGS) as archive:
        archive.add([str(corpus.CORPUS)])
        edges = [e for e in archive.store.stemma().lineage if e.kind in CLOSE]
    family = {row["id"]: row["family"] for row in corpus.read(whole, "families")}
    assert len(family) == 25
    assert len(edges) > 4
    parted = [e for e in edges if e.parent in family and family[e.child] != family[e.parent]]
    assert parted == []


def test_nearest_reports_tell_of_one_event(whole: Path, tmp_path: Path) -> None:
    """Each head of a family that shares its event with another has one such among its nearest."""
    with Archive.open(tmp_path / "a.db", SETTINGS) as archive:
        archive.add([str(corpus.CORPUS)])
        event = {report: e.id for e in archive.events() for report in e.reports}
    numbers = {row["number"]: row["id"] for row in corpus.read(whole, "named")}
    best: dict[str, tuple[float, str]] = {}
    for row in corpus.read(whole, "nearest"):
        one, other = numbers[row["a"]], numbers[row["b"]]
        for here, there in ((one, other), (other, one)):
            best[here] = max(best.get(here, (-1.0, "")), (row["likeness"], there))
    right = [event[one] == event[other] for one, (_, other) in best.items()]
    assert len(right) > 12
    assert sum(right) >= 0.9 * len(right)


@pytest.mark.parametrize("form", [corpus.as_jsonl, corpus.as_parquet])
def test_other_forms_of_input_give_the_same(
    form: Callable[[Path], Path], whole: Path, tmp_path: Path
) -> None:
    suffix = {corpus.as_jsonl: "in.jsonl.gz", corpus.as_parquet: "in.parquet"}[form]
    run([form(tmp_path / suffix)], tmp_path / "out")
    for table in ("sentences", "mentions", "keys", "names", "candidates", "families", "nearest"):
        assert corpus.rows(tmp_path / "out", table) == corpus.rows(whole, table), table


def test_web_archives_in_the_layout_of_cc_news_are_read(tmp_path: Path) -> None:
    folder = corpus.as_web_archives(tmp_path / "cc-news")
    rows = run([folder], tmp_path / "out")
    assert rows["reports"] == sum("html" in record for record in corpus.records()) > 10
    assert rows["candidates"] > 0


def test_what_cannot_be_read_is_a_row(tmp_path: Path) -> None:
    given = tmp_path / "in"
    given.mkdir()
    text = "The ferry to Lindsay was cancelled on Monday, the harbour office said."
    lines = [
        json.dumps({"id": "good", "text": text}),
        "{broken",
        json.dumps({"id": "bare", "html": "<html><script>x()</script></html>"}),
        json.dumps({"id": "odd", "text": text + " \ud800\0", "title": "\ud800"}),
    ]
    (given / "a.jsonl").write_text("\n".join(lines))
    (given / "b.parquet").write_bytes(b"PAR1 and nothing more")
    (given / "c.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    rows = run([given], tmp_path / "out")
    assert (rows["captures"], rows["reports"], rows["failures"], rows["unread"]) == (3, 2, 1, 3)
    with Archive.open(None, SETTINGS) as archive:
        told = bring(archive, tmp_path / "out", silent)
        assert {f.stage for f in told} == {"acquire", "extract"}
        assert sorted(f.input for f in told) == ["in/a.jsonl:2", "in/a.jsonl:3", "in/b.parquet",
                                                 "in/c.png"]  # fmt: skip
        assert archive.store.ids() == ["good", "odd"]


@pytest.mark.parametrize("after", [0, 1, 2])
def test_an_interrupted_batch_goes_on_and_redoes_no_part(
    after: int, whole: Path, tmp_path: Path
) -> None:
    """It breaks within each stage that has parts, is called again, and ends with the same rows."""
    given = [corpus.as_web_archives(tmp_path / "in"), corpus.CORPUS]
    run(given, tmp_path / "once")
    out = tmp_path / "out"
    seen: dict[Path, int] = {}
    for attempt in range(20):
        try:
            run(given, out, Breaking(out / ".spill", after + attempt // 4))
            break
        except StageError:
            made = {path: path.stat().st_mtime_ns for path in (out / "reports").glob("*.parquet")}
            assert made.items() >= seen.items()
            seen = made
    assert corpus.told(out) == corpus.told(tmp_path / "once")
    assert all((out / "reports" / path.name).stat().st_mtime_ns == t for path, t in seen.items())


def test_a_folder_of_another_batch_is_refused(whole: Path, tmp_path: Path) -> None:
    with pytest.raises(StageError, match="holds another batch: its inputs differ"):
        run([corpus.as_jsonl(tmp_path / "in.jsonl.gz")], whole)
    other = replace(SETTINGS, reuse=replace(SETTINGS.reuse, shingle=5))
    with pytest.raises(StageError, match="its settings differ"):
        batch.run([str(corpus.CORPUS)], whole, Local(1, whole / ".spill"), other, 7, silent)
    with (
        Archive.open(None, other) as archive,
        pytest.raises(StageError, match="other settings than this archive"),
    ):
        bring(archive, whole, silent)
    with (
        Archive.open(None, SETTINGS) as archive,
        pytest.raises(StageError, match="holds no batch"),
    ):
        bring(archive, tmp_path, silent)


@pytest.mark.slow
def test_a_killed_batch_ends_with_the_right_answer(whole: Path, tmp_path: Path) -> None:
    """SIGKILL to the command alone, as soon as a first part of reports stands; its workers end."""
    out = tmp_path / "out"
    asked = ["batch", str(corpus.CORPUS), "--out", str(out), "--part", "2"]
    two = os.environ | {"RASHOMON_WORKERS": "2"}
    with subprocess.Popen([COMMAND, *asked], start_new_session=True, env=two) as killed:
        while killed.poll() is None and not list((out / "reports").glob("[!.]*.parquet")):
            time.sleep(0.01)
        killed.kill()
    begun = time.monotonic()
    with pytest.raises(ProcessLookupError):
        while time.monotonic() - begun < 60:
            os.killpg(killed.pid, 0)
            time.sleep(0.05)
    before = {p: p.stat().st_mtime_ns for p in (out / "reports").glob("[!.]*.parquet")}
    assert 0 < len(before) < 13
    done = command(*asked)
    assert done.returncode == 0, done.stderr
    assert all(path.stat().st_mtime_ns == time for path, time in before.items())
    for table in ("mentions", "families", "nearest"):
        assert corpus.rows(out, table) == corpus.rows(whole, table)


def test_the_command_tells_rows_and_brings_them_into_an_archive(tmp_path: Path) -> None:
    given = tmp_path / "in"
    given.mkdir()
    (given / "a.txt").write_text("The ferry to Lindsay was cancelled on Monday.")
    (given / "b.bin").write_bytes(b"\0\0\0")
    out, db = str(tmp_path / "out"), str(tmp_path / "a.db")
    done = command("batch", str(given), "--out", out)
    assert done.returncode == 1, done.stderr
    assert "reports\t1\n" in done.stdout
    assert "unread\t1\n" in done.stdout
    brought = command("db", "import", out, "--db", db, "--json")
    assert brought.returncode == 1, brought.stderr
    assert "in/b.bin: binary, not text" in brought.stderr
    assert json.loads(brought.stdout) == {"db": db, "reports": 1}
    refused = command("db", "import", str(given), "--db", db)
    assert refused.returncode == 2
    assert "holds no batch" in refused.stderr
