"""The guard: hosts, tokens, methods, sizes, headers."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from rashomon.archive import Archive
from rashomon.cli import app
from rashomon.settings import Web
from rashomon.web import create
from rashomon.web.access import loopback

TOKEN = "a-token-for-the-tests"


@pytest.fixture
def closed(archive: Archive) -> TestClient:
    return TestClient(
        create(archive, Web(attempts=3), token=TOKEN),
        base_url="http://localhost",
        follow_redirects=False,
    )


def test_every_answer_forbids_scripts_and_frames(client: TestClient) -> None:
    for address in ("/", "/nothing", "/api/v1/events", "/static/room.css"):
        headers = client.get(address).headers
        assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
        assert "unsafe" not in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "127.0.0.1.x:80"])
def test_other_names_are_refused(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8200", "127.0.0.1:9", "[::1]:8200"])
def test_its_own_names_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"])
def test_nothing_can_be_written(client: TestClient, method: str) -> None:
    assert client.request(method, "/api/v1/events").status_code == 405


def test_oversized_requests_are_refused(client: TestClient, closed: TestClient) -> None:
    assert client.get("/?q=" + "x" * 9_000).status_code == 414
    assert client.post("/enter", content=b"x" * 20_000).status_code == 413
    assert closed.post("/enter", content=iter([b"x" * 9_000] * 2)).status_code == 413
    assert client.get("/", headers={"Content-Length": "-1"}).status_code == 413


def test_without_the_token_nothing_is_shown(closed: TestClient) -> None:
    assert closed.get("/").headers["location"] == "/enter"
    assert closed.get("/api/v1/events").status_code == 401
    assert closed.get("/api/v1/openapi.json").status_code == 401
    assert closed.get("/enter").status_code == 200
    wrong = {"Cookie": "rashomon=wrong", "Authorization": "Bearer wrong"}
    assert closed.get("/api/v1/events", headers=wrong).status_code == 401


def test_the_token_opens(closed: TestClient) -> None:
    given = {"Authorization": f"Bearer {TOKEN}"}
    assert closed.get("/api/v1/events", headers=given).status_code == 200
    answer = closed.post("/enter", data={"token": TOKEN})
    assert answer.headers["location"] == "/"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie and TOKEN not in cookie
    assert closed.get("/").status_code == 200


def test_after_wrong_tokens_even_the_right_one_waits(closed: TestClient) -> None:
    for _ in range(3):
        closed.post("/enter", data={"token": "guess"})
    assert closed.post("/enter", data={"token": TOKEN}).headers["location"] == "/enter?wrong=1"


def test_an_open_address_needs_a_token() -> None:
    for token in ("", "short"):
        run = CliRunner().invoke(
            app,
            ["serve", "--db", "x.db", "--host", "0.0.0.0"],
            env={"RASHOMON_TOKEN": token},
        )
        assert run.exit_code == 2
        assert "RASHOMON_TOKEN" in run.output


def test_an_archive_that_is_not_there_is_not_made(tmp_path: object) -> None:
    for command in ("serve", "mcp"):
        run = CliRunner().invoke(app, [command, "--db", f"{tmp_path}/none.db"])
        assert run.exit_code == 2
        assert "no such archive" in run.output


def test_loopback_addresses() -> None:
    assert all(map(loopback, ("127.0.0.1", "127.8.8.8", "::1", "localhost")))
    assert not any(map(loopback, ("0.0.0.0", "::", "10.0.0.1", "example.org", "")))
