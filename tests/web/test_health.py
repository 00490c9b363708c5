"""Whether the room is well, and its numbers."""

from __future__ import annotations

from pathlib import Path

from starlette.testclient import TestClient

from rashomon.archive import Archive
from rashomon.online import Web
from rashomon.web import create
from rashomon.web.access import Doors

TOKEN = "a-token-for-the-tests"


def test_the_room_says_whether_it_is_well_and_how_it_goes(client: TestClient) -> None:
    assert client.get("/health").json() == {"status": "ok"}
    client.get("/nothing")
    answer = client.get("/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    lines = answer.text.splitlines()
    assert sum(line.startswith("# TYPE rashomon_room_") for line in lines) == 4
    numbers = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    assert int(numbers['rashomon_room_answers_total{status="200"}']) >= 1
    assert int(numbers['rashomon_room_answers_total{status="404"}']) >= 1
    assert int(numbers["rashomon_room_reports"]) > 10
    assert "rashomon_room_stories" in numbers


def test_who_has_not_entered_hears_that_it_is_well_and_no_numbers(archive: Archive) -> None:
    closed = TestClient(
        create(archive, Web(), Doors(token=TOKEN)),
        base_url="http://localhost",
        follow_redirects=False,
    )
    assert closed.get("/health").status_code == 200
    assert closed.get("/metrics").status_code == 401
    given = {"Authorization": f"Bearer {TOKEN}"}
    assert closed.get("/metrics", headers=given).status_code == 200


def test_a_room_whose_archive_is_gone_is_not_well(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path / "archive.db")
    client = TestClient(create(archive), base_url="http://localhost")
    archive.close()
    assert client.get("/health").status_code == 503
