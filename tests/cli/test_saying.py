"""What commands say on stderr, for people and for machines; how they end when told to."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest
from tests.contracts.test_commands import COMMAND
from tests.engines.corpus import CORPUS

NOTE = "The ferry to Lindsay was cancelled on Monday. The harbour office named no reason for it."


def test_json_says_what_text_says(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.txt").write_text(NOTE)
    (tmp_path / "in" / "bad.bin").write_bytes(b"\0\0\0")
    said = {}
    for form in ("text", "json"):
        done = subprocess.run(
            [COMMAND, "read", str(tmp_path / "in"), "--html", str(tmp_path / form)],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"RASHOMON_LOG": form},
        )
        assert done.returncode == 1
        said[form] = done.stderr.replace(str(tmp_path / form), "OUT").splitlines()
    lines = [json.loads(line) for line in said["json"]]
    assert [f"rashomon: {line['message']}" for line in lines] == said["text"]
    assert [line["level"] for line in lines] == ["warning", "info"]
    assert all(line["time"].endswith("+00:00") for line in lines)


@pytest.mark.sockets
def test_the_room_closes_when_told_to(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NOTE)
    db = str(tmp_path / "a.db")
    subprocess.run(
        [COMMAND, "read", str(tmp_path / "a.txt"), "--db", db], check=True, capture_output=True
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    asked = [COMMAND, "serve", "--db", db, "--port", port]
    log = tmp_path / "log"
    with (
        log.open("wb") as told,
        subprocess.Popen(asked, stderr=told, env=os.environ | {"RASHOMON_LOG": "json"}) as room,
    ):
        for _ in range(600):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as page:
                    assert page.status == 200
                break
            except OSError:
                time.sleep(0.1)
        room.send_signal(signal.SIGTERM)
        assert room.wait(timeout=60) in {0, -signal.SIGTERM}
    assert [json.loads(line)["level"] for line in log.read_text().splitlines()] == ["info"]


@pytest.mark.slow
def test_a_batch_that_is_told_to_stop_leaves_no_process(tmp_path: Path) -> None:
    out = tmp_path / "out"
    asked = [COMMAND, "batch", str(CORPUS), "--out", str(out), "--part", "1"]
    with subprocess.Popen(
        asked, stderr=subprocess.PIPE, text=True, start_new_session=True,
        env=os.environ | {"RASHOMON_WORKERS": "2"},
    ) as batch:  # fmt: skip
        while not list((out / "reports").glob("[!.]*.parquet")):
            assert batch.poll() is None
            time.sleep(0.01)
        batch.terminate()
        assert batch.stderr is not None
        assert "rashomon: stopped; the same command goes on" in batch.stderr.read()
        assert batch.wait(timeout=120) == 130
        with pytest.raises(ProcessLookupError):
            for _ in range(100):
                os.killpg(batch.pid, 0)
                time.sleep(0.1)
    assert not list((out / "reports").glob(".*"))
