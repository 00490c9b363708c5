"""Following a site: nothing lost, nothing doubled, whatever it does."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from benchmarks.newsroom import Answer, Site, article, feed
from tests.follow.conftest import Desk

from rashomon.acquire import content
from rashomon.acquire.entries import Feed
from rashomon.acquire.feeds import parse
from rashomon.acquire.recording import Recorder, digest
from rashomon.archive import Archive
from rashomon.exceptions import StoreError
from rashomon.follow import crew
from rashomon.follow import watch as watching
from rashomon.model import Capture
from rashomon.settings import Acquire

pytestmark = pytest.mark.sockets


def stories(newsroom: Site, *numbers: int) -> list[str]:
    return [f"{newsroom.url}/story/{n}" for n in numbers]


def pages_in(folder: Path) -> list[Capture]:
    found = []
    for path in sorted(folder.glob("*.warc.gz")):
        with path.open("rb") as stream:
            found += [
                c for c in content.read(stream, path.name, Acquire()) if isinstance(c, Capture)
            ]
    return found


def test_every_item_of_a_feed_becomes_a_report_once(newsroom: Site, desk: Desk) -> None:
    desk.follow(f"{newsroom.url}/rss")
    desk.pass_time(1)
    assert desk.urls() == stories(newsroom, 0, 1, 2)
    desk.pass_time(1_000)
    assert desk.urls() == stories(newsroom, 0, 1, 2)
    assert newsroom.count("/story/0") == 1
    assert {r.source for r in desk.archive.store.reports().values()} == {"Valley News"}
    (kept,) = desk.archive.store.followed()
    assert (kept.failed, kept.error) == (0, None)
    assert desk.archive.store.events()  # what was added was related and grouped


def test_an_unchanged_feed_is_asked_for_with_its_validators(newsroom: Site, desk: Desk) -> None:
    desk.follow(f"{newsroom.url}/rss")
    desk.pass_time(1)
    desk.pass_time(1_000)
    told = [asked.headers for asked in newsroom.asked if asked.path == "/rss"]
    assert "if-none-match" not in told[0]
    assert "if-none-match" in told[1]


def test_new_items_come_in_and_known_ones_stay(newsroom: Site, desk: Desk) -> None:
    desk.follow(f"{newsroom.url}/rss")
    desk.pass_time(1)
    newsroom.paths["/rss"] = Answer(feed(newsroom.url, [5, 4, 2]))
    desk.pass_time(1_000)
    assert desk.urls() == stories(newsroom, 0, 1, 2, 4, 5)


def test_two_feeds_that_list_one_page_give_one_report(newsroom: Site, desk: Desk) -> None:
    newsroom.paths["/other"] = Answer(feed(newsroom.url, [0, 1]).replace(b"story-", b"x-"))
    desk.follow(f"{newsroom.url}/rss")
    desk.follow(f"{newsroom.url}/other", outlet="Other")
    desk.pass_time(1)
    assert desk.urls() == stories(newsroom, 0, 1, 2)
    assert newsroom.count("/story/0") == 1


def test_every_answer_is_kept_and_proves_its_text(newsroom: Site, desk: Desk) -> None:
    desk.follow(f"{newsroom.url}/rss")
    desk.pass_time(1)
    kept = pages_in(desk.folder)
    assert sorted(c.url or "" for c in kept) == stories(newsroom, 0, 1, 2)
    known = {c.url: c for c in desk.archive.store.captured()}
    for capture in kept:
        assert known[capture.url].digest == capture.digest
    one = known[f"{newsroom.url}/story/0"]
    with (desk.folder / (one.file or "")).open("rb") as stream:
        stream.seek(one.start)
        assert article(0) in gzip.decompress(stream.read(one.length))


def test_a_page_is_read_in_the_charset_that_its_server_names(newsroom: Site, desk: Desk) -> None:
    told = "Мост через реку закрыт до пятницы, сообщил городской совет. " * 4
    page = f"<html><head><meta charset='koi8-r'><title>Мост</title></head><p>{told}</p></html>"
    named = {"Content-Type": "text/html; charset=windows-1251"}
    newsroom.paths["/story/0"] = Answer(page.encode("cp1251"), headers=named)
    desk.follow(f"{newsroom.url}/rss")
    desk.pass_time(1)
    (kept,) = [r for r in desk.archive.store.reports().values() if "/story/0" in (r.url or "")]
    assert told.strip() in kept.text
    (again,) = [c for c in pages_in(desk.folder) if "/story/0" in (c.url or "")]
    assert told in again.content


def test_a_page_that_fails_is_counted_and_told(newsroom: Site, desk: Desk) -> None:
    newsroom.paths["/story/0"] = Answer(b"broken", 500)
    newsroom.paths["/story/1"] = Answer(b"gone", 404)
    desk.follow(f"{newsroom.url}/rss")
    desk.pass_time(1)
    assert desk.told == [f"{newsroom.url}/story/0: the server answered 500"]
    assert desk.watch.status.failures == 1


def test_the_same_bytes_again_are_a_revisit(newsroom: Site, desk: Desk) -> None:
    newsroom.paths["/story/1"] = Answer(article(0))
    desk.follow(f"{newsroom.url}/rss")
    desk.pass_time(1)
    same = digest(article(0))
    first, second = (c for c in desk.archive.store.captured() if c.digest == same)
    assert (first.same_as, second.same_as) == (None, first.number)
    assert len(pages_in(desk.folder)) == 2


def test_a_changed_text_is_a_new_version_of_the_same_report(newsroom: Site, desk: Desk) -> None:
    desk.follow(f"{newsroom.url}/rss")
    desk.pass_time(1)
    newsroom.paths["/story/1"] = Answer(article(1, edition=2), validated=True)
    desk.pass_time(10_000)
    versions = desk.archive.store.versions(page=f"{newsroom.url}/story/1")
    assert [(v.number, v.silent) for v in versions] == [(1, False), (2, True)]
    old, new = (desk.archive.report(v.report) for v in versions)
    assert old is not None
    assert new is not None
    assert " counts 0 " in old.report.text
    assert " counts 2 " in new.report.text
    assert new.report.url == old.report.url
    (edge,) = desk.archive.store.stemma([new.id]).lineage
    assert (edge.kind, edge.direction, edge.parent) == ("version", "known", old.id)
    (alert,) = desk.archive.store.alerts()
    told = json.loads(alert.told)
    assert " counts 2 " in told["edited"][0][1]
    # It is looked at again soon, for it changes.
    page = desk.archive.store.pages([f"{newsroom.url}/story/1"])[f"{newsroom.url}/story/1"]
    assert page.pace == 10_000


def test_a_page_that_says_that_it_changed_is_not_silent(newsroom: Site, desk: Desk) -> None:
    def dated(number: int, edition: int, at: str) -> Answer:
        told = f"<meta property='article:modified_time' content='{at}'></head>"
        return Answer(article(number, edition).replace(b"</head>", told.encode()))

    newsroom.paths["/story/1"] = dated(1, 0, "2026-03-09T08:00:00Z")
    desk.follow(f"{newsroom.url}/rss")
    desk.pass_time(1)
    newsroom.paths["/story/1"] = dated(1, 1, "2026-03-09T10:00:00Z")
    desk.pass_time(10_000)
    versions = desk.archive.store.versions(page=f"{newsroom.url}/story/1")
    assert [v.silent for v in versions] == [False, False]


def test_what_changes_around_a_story_is_no_version(newsroom: Site, desk: Desk) -> None:
    desk.follow(f"{newsroom.url}/rss")
    desk.pass_time(1)
    around = b"<nav><a href='/x'>Home</a> <a href='/y'>Now 17 readers</a></nav></body>"
    newsroom.paths["/story/1"] = Answer(article(1).replace(b"</body>", around))
    desk.pass_time(10_000)
    assert len(desk.archive.store.versions(page=f"{newsroom.url}/story/1")) == 1


def test_an_item_that_changes_has_its_page_looked_at(newsroom: Site, desk: Desk) -> None:
    desk.follow(f"{newsroom.url}/rss")
    desk.pass_time(1)
    newsroom.paths["/rss"] = Answer(feed(newsroom.url, range(3)).replace(b"Story 1", b"Update"))
    newsroom.paths["/story/1"] = Answer(article(1, edition=2))
    desk.pass_time(1_000)
    assert len(desk.archive.store.versions(page=f"{newsroom.url}/story/1")) == 2


def test_a_vanished_page_is_noted_and_its_text_kept(newsroom: Site, desk: Desk) -> None:
    desk.follow(f"{newsroom.url}/rss")
    desk.pass_time(1)
    newsroom.paths["/story/1"] = Answer(b"gone", 410)
    newsroom.paths["/story/2"] = Answer(status=302, headers={"Location": "/"})
    newsroom.paths["/"] = Answer(article(99))
    desk.pass_time(10_000)
    assert desk.urls() == stories(newsroom, 0, 1, 2)
    for url in stories(newsroom, 1, 2):
        page = desk.archive.store.pages([url])[url]
        assert page.state == "vanished"
        assert page.vanished
    newsroom.paths["/story/1"] = Answer(article(1, edition=3))
    desk.pass_time(20_000)
    assert desk.archive.store.pages(stories(newsroom, 1))[stories(newsroom, 1)[0]].state == "kept"
    assert len(desk.archive.store.versions(page=stories(newsroom, 1)[0])) == 2


def test_an_item_without_a_page_is_read_from_its_feed(newsroom: Site, desk: Desk) -> None:
    item = (
        b"<item><title>Ferry sunk</title><description>&lt;p&gt;The ferry of the valley sank on "
        b"Monday. Nobody was hurt.&lt;/p&gt;</description></item></channel>"
    )
    newsroom.paths["/rss"] = Answer(feed(newsroom.url, []).replace(b"</channel>", item))
    desk.follow(f"{newsroom.url}/rss")
    desk.pass_time(1)
    desk.pass_time(1_000)
    (found,) = desk.archive.store.reports().values()
    assert found.title == "Ferry sunk"
    assert "Nobody was hurt." in found.text


def test_an_item_without_a_page_that_changes_is_a_new_version(newsroom: Site, desk: Desk) -> None:
    def telling(text: str) -> Answer:
        item = f"<item><guid>7</guid><title>Ferry</title><description>{text}</description></item>"
        return Answer(feed(newsroom.url, []).replace(b"</channel>", f"{item}</channel>".encode()))

    newsroom.paths["/rss"] = telling("The ferry sank on Monday. Two people were hurt.")
    desk.follow(f"{newsroom.url}/rss")
    desk.pass_time(1)
    newsroom.paths["/rss"] = telling("The ferry sank on Monday. Nine people were hurt.")
    desk.pass_time(1_000)
    (one, two) = desk.archive.store.versions()
    assert "Two people" in desk.archive.store.reports()[one.report].text
    assert "Nine people" in desk.archive.store.reports()[two.report].text
    assert two.silent


def test_a_paywalled_page_follows_what_its_feed_tells(newsroom: Site, desk: Desk) -> None:
    def telling(text: str) -> Answer:
        told = f"<description>{text}</description></item>".encode()
        return Answer(feed(newsroom.url, [1]).replace(b"</item>", told))

    newsroom.paths["/rss"] = telling("The harbour was closed by the council on Friday.")
    newsroom.paths["/story/1"] = Answer(b"pay", 402)
    desk.follow(f"{newsroom.url}/rss")
    desk.pass_time(1)
    newsroom.paths["/rss"] = telling("The harbour was opened by the council on Sunday.")
    desk.pass_time(1_000)
    texts = [desk.archive.store.reports()[v.report].text for v in desk.archive.store.versions()]
    assert ["Friday" in text for text in texts] == [True, False]
    newsroom.paths["/rss"] = telling("The harbour is open.")
    newsroom.paths["/story/1"] = Answer(article(1))
    desk.pass_time(1_000)
    last = desk.archive.store.versions()[-1]
    assert (last.number, last.silent) == (3, False)  # another text, and no edit of the page


@pytest.mark.parametrize(
    "answer",
    [Answer(b"pay", 402), Answer(b"no", 403), Answer(b"%PDF-1.4" + bytes(50)), Answer(b"", 451)],
    ids=["402", "403", "pdf", "451"],
)
def test_a_page_that_is_not_for_us_leaves_what_its_feed_tells(
    newsroom: Site, desk: Desk, answer: Answer
) -> None:
    text = b"<description>The harbour was closed by the council on Friday.</description></item>"
    newsroom.paths["/rss"] = Answer(feed(newsroom.url, [1]).replace(b"</item>", text))
    newsroom.paths["/story/1"] = answer
    desk.follow(f"{newsroom.url}/rss")
    desk.pass_time(1)
    (found,) = desk.archive.store.reports().values()
    assert "closed by the council" in found.text
    page = desk.archive.store.pages(stories(newsroom, 1))[stories(newsroom, 1)[0]]
    assert page.state == "refused"
    assert page.error
    desk.pass_time(1e6)
    assert newsroom.count("/story/1") == 1


def test_a_page_that_fails_is_retried_and_not_lost(newsroom: Site, desk: Desk) -> None:
    newsroom.paths["/story/1"] = Answer(b"oops", 500)
    desk.follow(f"{newsroom.url}/rss")
    desk.pass_time(1)
    assert desk.urls() == stories(newsroom, 0, 2)
    newsroom.paths["/story/1"] = Answer(article(1))
    desk.pass_time(200)
    assert desk.urls() == stories(newsroom, 0, 1, 2)


def test_a_failing_feed_is_retried_and_told_and_stops_no_other(newsroom: Site, desk: Desk) -> None:
    bad = {
        "/nothing": Answer(b"", 404), "/broken": Answer(b"<rss><chan"), "/page": Answer(article(7)),
        "/down": Answer(b"", 500), "/lying": Answer(feed(newsroom.url, [4]), length=10**6),
    }  # fmt: skip
    newsroom.paths |= bad
    for path in (*bad, "/rss"):
        desk.follow(newsroom.url + path, outlet=None)
    desk.follow("http://no-such-host.invalid/rss", outlet=None)
    desk.pass_time(1)
    assert desk.urls() == stories(newsroom, 0, 1, 2)
    failed = [one for one in desk.archive.store.followed() if one.failed]
    assert len(failed) >= 5
    assert all(one.error and one.due and one.due > desk.clock() for one in failed)
    assert len(desk.told) >= 3
    newsroom.paths["/nothing"] = Answer(feed(newsroom.url, [3]))
    desk.pass_time(200)
    assert stories(newsroom, 3)[0] in desk.urls()


def test_a_feed_that_is_gone_for_good_is_asked_no_more(newsroom: Site, desk: Desk) -> None:
    newsroom.paths["/rss"] = Answer(b"", 410)
    desk.follow(f"{newsroom.url}/rss")
    desk.pass_time(1)
    desk.pass_time(1e7)
    assert newsroom.count("/rss") == 1
    assert desk.archive.store.followed()[0].stopped


def test_a_feed_that_has_moved_for_good_is_followed_there(newsroom: Site, desk: Desk) -> None:
    newsroom.paths["/new"] = newsroom.paths["/rss"]
    newsroom.paths["/rss"] = Answer(status=301, headers={"Location": "/new"})
    desk.follow(f"{newsroom.url}/rss")
    desk.pass_time(1)
    assert [one.url for one in desk.archive.store.followed()] == [f"{newsroom.url}/new"]
    desk.pass_time(1_000)
    assert desk.urls() == stories(newsroom, 0, 1, 2)


def test_a_page_behind_a_redirect_is_known_by_where_it_is(newsroom: Site, desk: Desk) -> None:
    newsroom.paths["/go/1"] = Answer(status=302, headers={"Location": "/story/1?utm_source=rss"})
    newsroom.paths["/story/1?utm_source=rss"] = Answer(article(1))
    other = feed(newsroom.url, [1]).replace(b"/story/1", b"/go/1").replace(b"story-1", b"go-1")
    newsroom.paths["/other"] = Answer(other)
    desk.follow(f"{newsroom.url}/rss")
    desk.follow(f"{newsroom.url}/other")
    desk.pass_time(1)
    assert desk.urls() == stories(newsroom, 0, 1, 2)


def test_an_index_of_sitemaps_is_followed_to_its_news(newsroom: Site, desk: Desk) -> None:
    def urls(*numbers: int, date: str) -> str:
        return "".join(
            f"<url><loc>{newsroom.url}/story/{n}</loc><lastmod>{date}</lastmod></url>"
            for n in numbers
        )

    index = f"<sitemapindex><sitemap><loc>{newsroom.url}/map</loc></sitemap></sitemapindex>"
    newsroom.paths["/index"] = Answer(index.encode())
    today = time.strftime("%Y-%m-%d", time.gmtime(desk.clock()))
    old, new = urls(0, 1, date="2019-01-01"), urls(2, date=today)
    newsroom.paths["/map"] = Answer(f"<urlset>{old}{new}</urlset>".encode())
    desk.follow(f"{newsroom.url}/index", "sitemap")
    desk.pass_time(1)
    assert desk.urls() == stories(newsroom, 2)  # what was there long before is not news
    newsroom.paths["/map"] = Answer(f"<urlset>{old}{new}{urls(3, date=today)}</urlset>".encode())
    desk.pass_time(1_000)
    assert desk.urls() == stories(newsroom, 2, 3)


def test_a_page_alone_can_be_followed(newsroom: Site, desk: Desk) -> None:
    desk.follow(f"{newsroom.url}/story/4", "page", outlet=None)
    desk.pass_time(1)
    newsroom.paths["/story/4"] = Answer(article(4, edition=1))
    desk.pass_time(10_000)
    assert len(desk.archive.store.versions(page=f"{newsroom.url}/story/4")) == 2


def test_old_captures_are_given_up_but_their_digests_stay(
    newsroom: Site, make_desk: Callable[..., Desk]
) -> None:
    desk = make_desk({"capture_days": 2.0, "capture_file": 1})
    desk.clock.now = time.time()
    desk.follow(f"{newsroom.url}/rss")
    desk.pass_time(1)
    assert pages_in(desk.folder)
    desk.pass_time(3 * 86_400)
    assert [c for c in desk.archive.store.captured() if c.file] == []
    assert len({c.digest for c in desk.archive.store.captured()}) >= 3
    assert pages_in(desk.folder) == []


def test_items_that_left_their_feed_long_ago_are_forgotten_but_not_doubled(
    newsroom: Site, desk: Desk
) -> None:
    desk.follow(f"{newsroom.url}/rss")
    desk.pass_time(1)
    full = newsroom.paths["/rss"]
    for listed in ([0], [0, 3], [0, 3], [0, 3]):
        newsroom.paths["/rss"] = Answer(feed(newsroom.url, listed))
        desk.pass_time(50 * 86_400)
    (one,) = desk.archive.store.followed()
    assert desk.archive.store.counted() == {one.number: 2}
    newsroom.paths["/rss"] = full
    desk.pass_time(86_400)
    assert desk.urls() == stories(newsroom, 0, 1, 2, 3)


def test_a_stop_waits_for_no_server(newsroom: Site, desk: Desk) -> None:
    newsroom.paths["/rss"] = Answer(feed(newsroom.url, [1]), wait=60.0)
    desk.follow(f"{newsroom.url}/rss")
    desk.clock.now += 1
    stop = threading.Event()
    thread = threading.Timer(0.3, stop.set)
    thread.start()
    begun = time.monotonic()
    desk.watch.run(stop)
    thread.join()
    assert time.monotonic() - begun < 50
    assert desk.archive.store.check() == []


def test_a_full_disk_stops_nothing_for_good(
    newsroom: Site, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, failures = Recorder.write, 0

    def full(self: Recorder, *given: object) -> object:
        nonlocal failures
        if (failures := failures + 1) <= 2:
            raise StoreError("no space left on device")
        return whole(self, *given)

    monkeypatch.setattr(Recorder, "write", full)
    monkeypatch.setattr(watching, "_IDLE", 0.01)
    desk.follow(f"{newsroom.url}/rss")
    desk.clock.now += 1
    stop = threading.Event()

    def until() -> None:
        while desk.watch.status.reports < 3:
            time.sleep(0.01)
        stop.set()

    threading.Thread(target=until, daemon=True).start()
    desk.watch.run(stop)
    assert desk.urls() == stories(newsroom, 0, 1, 2)
    assert any("no space left" in line for line in desk.told)
    assert len(pages_in(desk.folder)) == 3


def test_a_source_that_no_archive_can_hold_fails_alone(
    newsroom: Site, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parsed(*given: Any) -> Feed:
        found = parse(*given)
        return replace(found, language="\ud800") if "bad" in given[1] else found

    monkeypatch.setattr(crew, "parse", parsed)
    newsroom.paths["/bad"] = newsroom.paths["/rss"]
    desk.follow(f"{newsroom.url}/bad")
    desk.follow(f"{newsroom.url}/rss")
    desk.pass_time(1)
    assert desk.urls() == stories(newsroom, 0, 1, 2)
    bad, _ = desk.archive.store.followed()
    assert bad.failed == 1
    assert "surrogates" in (bad.error or "")


def test_a_fault_of_ours_in_relating_stops_no_asking(
    newsroom: Site, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Archive, "update", fails)
    desk.follow(f"{newsroom.url}/rss")
    desk.pass_time(1)
    assert desk.urls() == stories(newsroom, 0, 1, 2)
    assert len(desk.archive.store.pending()) == 3
    assert any("ZeroDivisionError" in line for line in desk.told)
