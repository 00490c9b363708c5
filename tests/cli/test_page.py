from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from rashomon.cli import app

NOTE = "The ferry to Lindsay was cancelled on Monday. The harbour office named no reason for it."


@pytest.fixture
def note(tmp_path: Path) -> str:
    (tmp_path / "note.txt").write_text(NOTE, encoding="utf-8")
    return str(tmp_path / "note.txt")


def test_the_page_is_written_beside_the_account(note: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["read", note, "--html", str(tmp_path / "page")])
    assert done.exit_code == 0
    assert "1 report" in done.stdout
    assert str(tmp_path / "page" / "index.html") in done.stderr
    assert "cancelled on Monday" in (tmp_path / "page" / "index.html").read_text(encoding="utf-8")


def test_a_page_may_have_a_name_of_its_own(note: str, tmp_path: Path) -> None:
    page = tmp_path / "pages" / "kursk.html"
    done = CliRunner().invoke(app, ["read", note, "--html", str(page)])
    assert done.exit_code == 0
    assert "cancelled on Monday" in page.read_text(encoding="utf-8")


def test_the_page_does_not_disturb_json(note: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["read", note, "--json", "--html", str(tmp_path / "page")])
    assert done.exit_code == 0
    assert done.stdout.lstrip().startswith("{")
    assert done.stdout.rstrip().endswith("}")


def test_a_folder_that_cannot_be_made_is_bad_use(note: str) -> None:
    done = CliRunner().invoke(app, ["read", note, "--html", note])
    assert done.exit_code == 2
    assert "note.txt" in done.stderr
    assert done.stdout == ""
