"""SIGKILL at random moments: nothing lost, nothing doubled."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from benchmarks.kills import broken, wrong
from benchmarks.newsroom import Answer, Site, article, feed
from tests.follow.conftest import Desk

from rashomon.acquire.recording import Recorder
from rashomon.store import Store

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.sockets
@pytest.mark.skipif(not hasattr(sys, "getdlopenflags"), reason="needs fork")
def test_a_hundred_kills_lose_nothing_and_double_nothing() -> None:
    """In a process of its own: what is forked must have no threads."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.kills", "--kills", "100"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0  problems" in done.stdout


class Killed(BaseException):
    """Stands for SIGKILL at one place: nothing of the process gets to clean up."""


@pytest.mark.sockets
@pytest.mark.parametrize(
    "place",
    [
        (Store, "put_items"), (Store, "put_pages"), (Store, "note_feed"), (Store, "put_capture"),
        (Store, "add"), (Store, "add_version"), (Store, "note_page"), (Store, "put_alerts"),
        (Recorder, "sync"), (Store, "put_stemma"), (Store, "settle"),
    ],
    ids=lambda place: place[1],
)  # fmt: skip
def test_a_death_at_any_step_loses_nothing_and_doubles_nothing(
    newsroom: Site,
    make_desk: Callable[..., Desk],
    monkeypatch: pytest.MonkeyPatch,
    place: tuple[type, str],
) -> None:
    kind, name = place
    whole = getattr(kind, name)
    calls = 0

    def dying(self: object, *given: object, **named: object) -> object:
        nonlocal calls
        calls += 1
        found = whole(self, *given, **named)
        if calls == 2:
            raise Killed
        return found

    desk = make_desk({"feed_least": 1, "feed_first": 1})
    desk.follow(f"{newsroom.url}/rss")
    monkeypatch.setattr(kind, name, dying)
    with suppress(Killed):
        for number in (0, 1, 2):
            newsroom.paths["/story/1"] = Answer(article(1, number))
            newsroom.paths["/rss"] = Answer(feed(newsroom.url, range(3 + number)))
            desk.pass_time(10_001)
    monkeypatch.undo()
    newsroom.paths["/rss"] = Answer(feed(newsroom.url, range(5)))
    newsroom.paths["/story/1"] = Answer(article(1, 2))
    again = make_desk(path=Path(desk.archive.store.name))
    again.clock.now = desk.clock.now
    again.pass_time(30_000)
    store = again.archive.store
    assert broken(store, again.folder) == []
    assert store.check() == []
    assert store.pending() == []
    assert wrong(again.archive, newsroom.url, {n: 2 * (n == 1) for n in range(5)}) == []
