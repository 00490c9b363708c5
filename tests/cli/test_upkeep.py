"""`rashomon db copy` and `restore`, and the commands on a server's archive."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.server import Server
from typer.testing import CliRunner

from rashomon.archive import Archive
from rashomon.cli import app

LINES = [
    {"id": f"kessin-{n}", "text": f"The ferry {name} ran aground off Kessin on Tuesday night."}
    for n, name in enumerate(["Aldra", "Berna", "Calda", "Dorna"])
]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ferries")
    (folder / "in.jsonl").write_text("\n".join(map(json.dumps, LINES)), encoding="utf-8")
    with Archive.open(folder / "ferries.db") as archive:
        archive.add([str(folder / "in.jsonl")])
    return folder / "ferries.db"


def run(*words: str | Path) -> tuple[int, str]:
    found = CliRunner().invoke(app, [str(word) for word in words])
    return found.exit_code, found.stdout


def test_a_backup_is_restored_to_a_new_file_only(db: Path, tmp_path: Path) -> None:
    assert run("db", "backup", tmp_path / "copy.db", "--db", db)[0] == 0
    assert run("db", "restore", tmp_path / "copy.db", "--db", tmp_path / "new.db")[0] == 0
    assert run("events", "--db", tmp_path / "new.db") == run("events", "--db", db)
    assert run("db", "restore", tmp_path / "copy.db", "--db", tmp_path / "new.db")[0] == 2
    assert run("db", "restore", tmp_path / "none.db", "--db", tmp_path / "other.db")[0] == 2
    assert not (tmp_path / "other.db").exists()


@pytest.mark.sockets
def test_an_archive_on_a_server_answers_as_its_file(
    db: Path, server: Server, tmp_path: Path
) -> None:
    place = server.fresh("ferries")
    assert run("db", "copy", db, place)[0] == 0
    assert run("db", "copy", db, place)[0] == 2
    for words in (["events", "--json"], ["stories"], ["report", "kessin-1"], ["db", "check"]):
        assert run(*words, "--db", place) == run(*words, "--db", db)
    assert run("db", "backup", tmp_path / "copy.db", "--db", place)[0] == 0
    assert run("events", "--db", tmp_path / "copy.db") == run("events", "--db", db)


@pytest.mark.sockets
@pytest.mark.slow
def test_four_readers_of_reports_fill_one_archive(server: Server, tmp_path: Path) -> None:
    place = server.fresh("filled")
    running = []
    for writer in range(4):
        mine = [{**line, "id": f"{line['id']}-{writer}"} for line in LINES] + LINES
        (tmp_path / f"{writer}.jsonl").write_text("\n".join(map(json.dumps, mine)))
        command = [
            sys.executable,
            "-c",
            "from rashomon.cli import main; main()",
            "read",
            str(tmp_path / f"{writer}.jsonl"),
        ]
        running.append(
            subprocess.Popen(
                [*command, "--db", place], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
            )
        )
    assert [(process.communicate()[1], process.returncode) for process in running] == [(b"", 0)] * 4
    with Archive.open(tmp_path / "alone.db") as alone, Archive.open(place) as shared:
        for writer in range(4):
            alone.add([str(tmp_path / f"{writer}.jsonl")])
        one, other = alone.result(), shared.result()
        assert set(one.texts) == set(other.texts)
        assert {event.reports for event in one.events} == {event.reports for event in other.events}
        assert shared.check() == []
