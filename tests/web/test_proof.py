"""A report that was fetched says when, as what, and how its source does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from rashomon.archive import Archive
from rashomon.store import Followed, Kept, Outlet, Page
from rashomon.web import create

URL = "https://ledger.example/ferry"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    """A room of one page in two versions, the second of which came silently."""
    texts = tmp_path / "texts.jsonl"
    told = {
        "first": "The ferry of Lomva sank on Monday.",
        "second": "The ferry of Lomva sank on Tuesday.",
        "file": "A bridge was opened in Orlen.",
    }
    texts.write_text(
        "".join(
            json.dumps({"id": id, "text": text, "url": None if id == "file" else URL}) + "\n"
            for id, text in told.items()
        ),
        encoding="utf-8",
    )
    with Archive.open(tmp_path / "archive.db") as archive:
        archive.add([str(texts)])
        store = archive.store
        store.put_outlets([Outlet("The Ledger")])
        store.follow([Followed("https://ledger.example/rss", "feed", "The Ledger")])
        (feed,) = store.followed()
        store.note_feed(
            feed.number,
            {"failed": 2, "error": "answered <500>", "checked": "2026-03-10T09:00:00+00:00"},
        )
        number = store.put_pages([Page(URL, "ledger.example", "2026-03-09", feed.number)])[URL]
        store.note_page(
            number, {"looked": "2026-03-10T08:00:00Z", "vanished": "2026-03-10T08:00:00Z"}
        )
        capture = store.put_capture(
            Kept(URL, "2026-03-09T12:30:00Z", 200, "ab" * 32, "x.warc.gz", 0, 10)
        )
        store.add_version(number, "first", "2026-03-09T12:30:00Z", capture, silent=False)
        store.add_version(number, "second", "2026-03-09T14:30:00Z", None, silent=True)
        yield TestClient(create(archive), base_url="http://localhost")


def test_sources_tell_how_their_feeds_do(client: TestClient) -> None:
    shown = client.get("/sources").text
    for words in ("The Ledger", "1 feed", "1 failing", "answered &lt;500&gt;", "10 March 2026"):
        assert words in shown, words
    known = {source["name"]: source for source in client.get("/api/v1/sources").json()}
    ledger = known["The Ledger"]
    assert ledger["reports"] == 0
    assert ledger["health"] == {
        "feeds": 1, "failing": 1, "asked": "2026-03-10T09:00:00+00:00", "error": "answered <500>",
    }  # fmt: skip


def test_a_report_shows_how_it_was_fetched(client: TestClient) -> None:
    first = client.get("/report?id=first").text
    for words in ("9 March 2026, 12:30", "ab" * 32, "1 of 2", "gone since 10 March 2026"):
        assert words in first, words
    assert "The Ledger, last asked 10 March 2026" in first
    assert "it fails: answered &lt;500&gt;" in first
    second = client.get("/report?id=second").text
    assert "2 of 2, changed without saying so" in second
    assert "Fetched" not in second
    assert "Page last looked at" not in client.get("/report?id=file").text


def test_the_proof_has_a_twin(client: TestClient) -> None:
    told = client.get("/api/v1/proof?id=first").json()
    assert (told["version"], told["versions"], told["file"]) == (1, 2, "x.warc.gz")
    assert (told["error"], told["silent"]) == ("answered <500>", False)
    assert client.get("/api/v1/proof?id=second").json()["fetched"] is None
    assert client.get("/api/v1/proof?id=file").status_code == 404
