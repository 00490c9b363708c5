"""The commands of live sources, as a user types them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks.newsroom import Answer, Site, article, feed, site
from typer.testing import CliRunner, Result

from rashomon.cli import app

pytestmark = pytest.mark.sockets


@pytest.fixture
def newsroom(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("RASHOMON_FETCH__ALLOW_LOOPBACK", "true")
    monkeypatch.setenv("RASHOMON_FETCH__HOST_SECONDS", "0")
    monkeypatch.setenv("RASHOMON_FOLLOW__PAGE_FIRST", "0.001")
    monkeypatch.setenv("RASHOMON_FOLLOW__PAGE_LAST", "0.001")
    with site() as found:
        link = b'<link rel="alternate" type="application/rss+xml" href="/rss">'
        found.paths["/"] = Answer(b"<html><head>" + link + b"</head></html>")
        found.paths["/rss"] = Answer(feed(found.url, [0, 1]))
        for number in range(3):
            found.paths[f"/story/{number}"] = Answer(article(number))
        yield found


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_the_way_of_a_source(newsroom: Site, tmp_path: Path) -> None:
    db = str(tmp_path / "news.db")
    given = ("--country", "GB", "--camp", "one", "--camp", "two")
    done = run("follow", newsroom.url, "--db", db, *given)
    assert (done.exit_code, done.stdout) == (0, f"feed {newsroom.url}/rss of Valley News\n")
    done = run("fetch", "--db", db)
    assert (done.exit_code, done.stdout.split(",")[0]) == (0, "2 new reports"), done.stderr
    done = run("fetch", f"{newsroom.url}/story/2", "--db", db)
    assert (done.exit_code, done.stdout.split(",")[0]) == (0, "1 new reports")
    (told,) = json.loads(run("sources", "--db", db, "--json").stdout)["sources"]
    assert (told["items"], told["failed"], told["outlet"]["camps"]) == (2, 0, ["one", "two"])
    listed = tmp_path / "list.toml"
    listed.write_text(run("sources", "--db", db, "--format", "toml").stdout, encoding="utf-8")
    assert run("follow", str(listed), "--db", str(tmp_path / "other.db")).exit_code == 0
    assert "Valley News" in run("sources", "--db", str(tmp_path / "other.db")).stdout
    assert "xmlUrl" in run("sources", "--db", db, "--format", "opml").stdout
    atom = run("feed", "--source", "Valley News", "--db", db)
    assert atom.stdout.count("<entry>") == 2
    assert json.loads(run("versions", f"{newsroom.url}/story/0", "--db", db, "--json").stdout)
    assert run("follow", "--stop", f"{newsroom.url}/rss", "--db", db).exit_code == 0
    assert "stopped" in run("sources", "--db", db).stdout


def test_what_fails_is_said_and_counted(newsroom: Site, tmp_path: Path) -> None:
    db = str(tmp_path / "news.db")
    done = run("follow", f"{newsroom.url}/nothing", "--db", db)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "404" in done.stderr
    done = run("fetch", f"{newsroom.url}/nothing", "ftp://x/", "--db", db)
    assert done.exit_code == 1
    assert "404" in done.stderr
    assert "only http" in done.stderr


def test_bad_use_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RASHOMON_WEBHOOK_SECRET", raising=False)
    db = str(tmp_path / "news.db")
    assert run("sources", "--db", db).exit_code == 2
    done = run("watch", "--webhook", "https://x.example/", "--db", db)
    assert done.exit_code == 2
    assert "RASHOMON_WEBHOOK_SECRET" in done.stderr
    (tmp_path / "news.db").touch()
    assert run("feed", "--db", db).exit_code == 2


def test_an_inner_address_is_not_followed(tmp_path: Path) -> None:
    done = run("follow", "http://169.254.169.254/latest", "--db", str(tmp_path / "news.db"))
    assert done.exit_code == 1
    assert "not a public address" in done.stderr
