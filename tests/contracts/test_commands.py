"""The commands as a user types them: contracts on stdout, exit codes, what goes to stderr."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from rashomon.export.json import schema

COMMAND = Path(sys.executable).parent / "rashomon"
CORPUS = Path(__file__).parent.parent.parent / "examples" / "corpus"

NOTE = "The ferry to Lindsay was cancelled on Monday. The harbour office named no reason for it."


def run(*arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, *arguments],
        input=stdin,
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1", "COLUMNS": "100"},
        timeout=300,
    )


def lines(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def test_the_schemas_are_schemas() -> None:
    for name in ("result", "annotations"):
        Draft202012Validator.check_schema(schema(name))


def test_read_json_keeps_the_contract() -> None:
    done = run("read", str(CORPUS), "--json")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    Draft202012Validator(schema("result")).validate(result)
    assert len(result["reports"]) > 20


def test_annotate_streams_line_by_line_in_order() -> None:
    records = [{"id": "b", "text": NOTE}, {"id": "a", "html": f"<html><body><p>{NOTE * 3}</p>"}]
    done = run("annotate", "-", stdin="".join(json.dumps(r) + "\n" for r in records))
    assert done.returncode == 0, done.stderr
    found = lines(done.stdout)
    assert [line["id"] for line in found] == ["b", "a"]
    assert "text" not in found[0]
    assert NOTE in found[1]["text"]
    for line in found:
        Draft202012Validator(schema("annotations")).validate(line)


def test_annotate_explains_on_the_screen_and_in_json() -> None:
    line = json.dumps({"id": "b", "text": NOTE}) + "\n"
    screen = run("annotate", "-", "--explain", stdin=line)
    assert screen.returncode == 0, screen.stderr
    assert "[1]" in screen.stdout
    (told,) = lines(run("annotate", "-", "--explain", "--json", stdin=line).stdout)
    (plain,) = lines(run("annotate", "-", stdin=line).stdout)
    Draft202012Validator(schema("annotations")).validate(told)
    for kind in ("names", "places", "times", "quantities", "quotes"):
        assert all(mark["rule"] for mark in told[kind])
        bare = [{key: mark[key] for key in mark if key != "rule"} for mark in told[kind]]
        assert bare == plain[kind]


def test_a_broken_line_is_named_and_the_rest_is_read() -> None:
    done = run("annotate", "-", stdin=json.dumps({"id": "a", "text": NOTE}) + "\n{broken\n")
    assert done.returncode == 1
    assert [line["id"] for line in lines(done.stdout)] == ["a"]
    assert ":2" in done.stderr


def test_a_missing_file_is_a_failure_and_the_rest_is_shown(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(NOTE, encoding="utf-8")
    done = run("read", str(tmp_path / "note.txt"), str(tmp_path / "gone.txt"), "--json")
    assert done.returncode == 1
    result = json.loads(done.stdout)
    assert [report["id"] for report in result["reports"]] == ["note"]
    assert "gone.txt" in result["failures"][0]["input"]
    assert "gone.txt" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("read",),
        ("read", "--nonsense", "x"),
        ("unknown",),
        ("read", "x", "--settings", "/no/such.toml"),
    ],
)
def test_bad_use_is_two(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr


def test_reading_twice_adds_nothing(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(NOTE, encoding="utf-8")
    archive = tmp_path / "a.db"
    once = run("read", str(tmp_path / "note.txt"), "--db", str(archive), "--json")
    twice = run("read", str(tmp_path / "note.txt"), "--db", str(archive), "--json")
    assert once.returncode == twice.returncode == 0, twice.stderr
    assert json.loads(once.stdout) == json.loads(twice.stdout)


def test_the_account_is_readable_without_a_terminal() -> None:
    done = run("read", str(CORPUS))
    assert done.returncode == 0, done.stderr
    assert "STEMMA" in done.stdout
    assert "\x1b" not in done.stdout
