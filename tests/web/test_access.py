"""The guard: hosts, tokens, methods, sizes, headers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from rashomon.archive import Archive
from rashomon.cli import app
from rashomon.exceptions import SettingsError
from rashomon.online import Web
from rashomon.web import create
from rashomon.web.access import Doors, loopback
from rashomon.web.pace import Pace
from rashomon.web.people import People

TOKEN = "a-token-for-the-tests"


@pytest.fixture
def closed(archive: Archive) -> TestClient:
    return TestClient(
        create(archive, Web(attempts=3), Doors(token=TOKEN)),
        base_url="http://localhost",
        follow_redirects=False,
    )


def test_every_answer_forbids_frames_and_all_scripts_but_the_rooms_own(client: TestClient) -> None:
    for address in ("/", "/nothing", "/api/v1/events", "/static/room.css"):
        headers = client.get(address).headers
        assert headers["content-security-policy"].startswith(
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'"
        )
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


@pytest.fixture(scope="module")
def people() -> People:
    known = People({})
    known.put("Ada", "editor", "a long password")
    known.put("Bo", "reader", "another password")
    return known


@pytest.fixture
def named(archive: Archive, people: People) -> TestClient:
    return TestClient(
        create(archive, doors=Doors(people=people)),
        base_url="http://localhost",
        follow_redirects=False,
    )


def enter(client: TestClient, name: str, password: str) -> str:
    return client.post("/enter", data={"name": name, "token": password}).headers["location"]


def form_of(client: TestClient) -> str:
    found = re.search(r'name="form" value="([0-9a-f]{64})"', client.get("/judge").text)
    assert found
    return found[1]


def test_people_enter_by_name_and_leave(named: TestClient) -> None:
    assert named.get("/").headers["location"] == "/enter"
    assert enter(named, "Ada", "a wrong password") == "/enter?wrong=1"
    assert enter(named, "Nobody", "a long password") == "/enter?wrong=1"
    assert enter(named, "Ada", "a long password") == "/"
    assert "Ada" in named.get("/").text
    assert named.post("/leave", data={"form": form_of(named)}).headers["location"] == "/enter"
    assert named.get("/").headers["location"] == "/enter"


def test_readers_judge_nothing(named: TestClient) -> None:
    enter(named, "Bo", "another password")
    given = {"form": form_of(named), "kind": "copy", "subject": ["norda", "bereg"]}
    assert named.post("/judge", data=given).status_code == 403


@pytest.mark.parametrize(
    "cookie", ["", "x", "a.b.c.d", "QWRh.99999999999.00.00", "....", "é.1.2.3"]
)
def test_no_session_can_be_made_up(named: TestClient, cookie: str) -> None:
    given = {"Cookie": b"rashomon=" + cookie.encode()}
    assert named.get("/", headers=given).headers["location"] == "/enter"


def test_a_form_from_elsewhere_is_refused(editor: TestClient) -> None:
    given = {"form": form_of(editor), "kind": "copy", "subject": ["norda", "westbridge-post"]}
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        assert editor.post("/judge", data=given, headers=headers).status_code == 403
    for form in ("", "0" * 64, "é"):
        assert editor.post("/judge", data={**given, "form": form}).status_code == 403
    assert editor.get("/api/v1/judgements").json() == []
    assert (
        editor.post("/judge", data=given, headers={"Origin": "http://localhost"}).status_code == 303
    )


def test_nobody_judges_where_nobody_has_entered(client: TestClient) -> None:
    found = re.search(r'name="form"', client.get("/judge").text)
    assert found is None
    assert client.post("/judge", data={"kind": "copy"}).status_code == 403


def test_a_form_of_thousands_of_fields_is_refused(editor: TestClient) -> None:
    assert editor.post("/judge", content="a=1&" * 3_000).status_code == 413


def test_a_client_that_asks_without_pause_must_wait(archive: Archive) -> None:
    hasty = TestClient(create(archive, Web(requests=5)), base_url="http://localhost")
    answers = [hasty.get("/enter") for _ in range(8)]
    assert [a.status_code for a in answers[:5]] == [200] * 5
    assert answers[-1].status_code == 429
    assert "retry-after" in answers[-1].headers


def test_a_bucket_fills_again() -> None:
    now = [0.0]
    pace = Pace(60, lambda: now[0])
    assert all(pace.admits("a") for _ in range(60))
    assert not pace.admits("a")
    assert pace.admits("b")
    now[0] = 2.0
    assert [pace.admits("a") for _ in range(3)] == [True, True, False]


def test_a_file_of_people_is_kept(tmp_path: Path, people: People) -> None:
    path = tmp_path / "people.tsv"
    people.save(path)
    assert path.stat().st_mode & 0o077 == 0
    assert "a long password" not in path.read_text()
    again = People.load(path)
    assert [(p.name, p.role) for p in again.everyone()] == [("Ada", "editor"), ("Bo", "reader")]
    assert again.check("Ada", "a long password") == again.person("Ada")
    path.write_text("Ada\tadmin\tnone\n")
    with pytest.raises(SettingsError, match=r"people\.tsv:1"):
        People.load(path)


def test_people_are_made_on_the_command_line(tmp_path: Path) -> None:
    path, run = tmp_path / "people.tsv", CliRunner()
    args = ["people", "put", str(path), "Ada", "--role", "editor", "--password"]
    assert run.invoke(app, [*args, "short"]).exit_code == 2
    assert run.invoke(app, [*args, "long enough for us"]).exit_code == 0
    assert run.invoke(app, ["people", "list", str(path)]).output == "Ada\teditor\n"
    assert run.invoke(app, ["people", "remove", str(path), "Bo"]).exit_code == 2
    assert run.invoke(app, ["people", "remove", str(path), "Ada"]).exit_code == 0
    assert path.read_text() == ""


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
