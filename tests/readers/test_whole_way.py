"""From two files to an account with proposals: terminal, JSON, page, and what fails."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from rich.console import Console

from rashomon.archive import Archive, Result
from rashomon.export import html, markdown, terminal
from rashomon.export import json as as_json
from rashomon.export.view import view
from rashomon.online import Readers
from rashomon.settings import Compare, Settings

from .conftest import Chat

pytestmark = pytest.mark.sockets

ONE = """The dam at Sorvets broke
The Sorvets dam broke on Monday. Three people died in the lower town of Halm.
"""
OTHER = """Flood in Halm
Water from the Sorvets dam stands in Halm since Monday. The lower town of Halm mourns five dead.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "reports"
    path.mkdir()
    (path / "one.txt").write_text(ONE, encoding="utf-8")
    (path / "other.txt").write_text(OTHER, encoding="utf-8")
    return path


def told(folder: Path, readers: Readers) -> Result:
    # So that the account itself joins nothing, and all is left to be proposed.
    settings = Settings(workers=1, readers=readers, compare=Compare(one_thing=0.99))
    settings = replace(settings, compare=replace(settings.compare, near_enough=0.0))
    with Archive.open(None, settings) as archive:
        archive.add([str(folder)])
        return archive.result()


def every(chat: Chat, relation: str) -> None:
    chat.say(
        *(
            {"n": n, "relation": relation, "a": "the lower town of Halm", "b": "lower town of Halm"}
            for n in range(1, 41)
        )
    )


def account(result: Result) -> dict[str, Any]:
    plain = as_json.result(result)
    jsonschema.validate(plain, as_json.schema("result"))
    (found,) = plain["accounts"]
    assert isinstance(found, dict)
    return found


def shown(result: Result) -> str:
    out = io.StringIO()
    terminal.show(view(result), Console(file=out, width=100))
    return out.getvalue()


def test_proposals_stand_beside_the_facts_and_are_marked(folder: Path, chat: Chat) -> None:
    every(chat, "contradict")
    without = account(told(folder, Readers()))
    result = told(folder, Readers(endpoint=chat.at(), model="tiny", at_once=40))
    found = account(result)
    assert found["facts"] == without["facts"]
    assert (without["proposed"], found["unread"]) == ([], [])
    assert {p["by"] for p in found["proposed"]} == {"model tiny"}
    assert {p["label"] for p in found["proposed"]} == {"differs"}  # values differ, none excludes
    cited = [
        result.texts[c["report"]].report.text[c["start"] : c["end"]]
        for p in found["proposed"]
        for position in p["positions"]
        for c in position["statements"]
    ]
    assert all("lower town of Halm" in sentence for sentence in cited)
    page = html.render(view(result))
    written = markdown.account(view(result))
    for text in (shown(result), page, written):
        assert "not found by Rashomon itself" in text


def test_a_reader_that_fails_is_told_and_the_account_is_there(folder: Path, chat: Chat) -> None:
    result = told(folder, Readers(endpoint=chat.at("broken"), model="tiny"))
    found = account(result)
    assert found["unread"] == [{"input": "model tiny", "stage": "readers", "error": "answered 500"}]
    assert found["facts"]
    assert "model tiny failed: answered 500" in shown(result)


def test_an_nli_model_proposes(folder: Path, nli: Path) -> None:
    pytest.importorskip("onnxruntime", reason="the extra `hub` is not installed")
    found = account(told(folder, Readers(nli=str(nli), nli_sure=0.5)))
    assert found["unread"] == []
    assert all(p["label"] != "contradicted" for p in found["proposed"])


def _command(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("rashomon")), *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, **more}
    )


def test_the_command_tries_the_readers(chat: Chat) -> None:
    none = _command("readers")
    assert (none.returncode, none.stdout) == (0, "")
    assert "no reader is named" in none.stderr
    chat.say({"n": 1, "relation": "same", "a": "Sorvets dam", "b": "the Sorvets dam"})
    tried = _command("readers", RASHOMON_READERS__ENDPOINT=chat.at(), RASHOMON_READERS__MODEL="m")
    assert tried.stdout == "model m\tagreed\tSorvets dam / the Sorvets dam\n"
    broken = _command("readers", RASHOMON_READERS__ENDPOINT=chat.at("broken"))
    assert (broken.returncode, broken.stdout) == (1, "")
    assert "answered 500" in broken.stderr
    assert json.loads(chat.says.read_text(encoding="utf-8"))
