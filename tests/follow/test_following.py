"""Beginning to follow, lists of outlets, alerts, health, feeds given out."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from benchmarks.newsroom import Answer, Site, article, feed
from lxml import etree
from tests.follow.conftest import SECRET, Desk

from rashomon.acquire.feeds import parse
from rashomon.acquire.fetch import Fetcher
from rashomon.acquire.finding import find
from rashomon.exceptions import InputError, StoreError
from rashomon.export.atom import atom
from rashomon.follow import following, noticing
from rashomon.follow.history import changed, recent
from rashomon.follow.hooks import signature
from rashomon.follow.lock import held
from rashomon.follow.status import STALLED, Status
from rashomon.model import Moment, Report
from rashomon.online import Fetch
from rashomon.store import Followed, Outlet, Store
from rashomon.web.health import application

FETCH = Fetch(allow_loopback=True, host_seconds=0)
LIST = """
[[outlet]]
name = "Open Ledger"
country = "GB"
owner = "Ledger \\"Trust\\""
languages = ["en", "cy"]
camps = ["broadsheets", "left"]
feeds = ["https://ledger.example/rss", "https://ledger.example/world"]

[[feed]]
url = "https://alone.example/map.xml"
kind = "sitemap"
"""
DECLARED = """<link rel="alternate" type="application/rss+xml" href="/comments/feed">
<link rel="alternate" type="application/atom+xml" href="/atom">"""


# Finding what to follow


@pytest.mark.sockets
@pytest.mark.parametrize(
    ("page", "extra", "found"),
    [
        ('<link rel="alternate" type="application/rss+xml" href="/news.xml">', "/news.xml", "feed"),
        ('<a href="/rss/all">RSS</a>', "/rss/all", "feed"),
        ("", "/feed.xml", "feed"),
        ("", "/news-sitemap.xml", "sitemap"),
        ("<title>Only a page</title>", None, "page"),
        (DECLARED, "/atom", "feed"),
    ],
    ids=["declared", "linked", "usual", "sitemap", "page", "no comments"],
)
def test_the_feed_of_a_site_is_found(
    newsroom: Site, page: str, extra: str | None, found: str
) -> None:
    newsroom.paths["/"] = Answer(f"<html><head>{page}</head><body>hi</body></html>".encode())
    del newsroom.paths["/rss"]
    newsroom.paths["/comments/feed"] = Answer(feed(newsroom.url, [9]))
    if extra:
        body = feed(newsroom.url, [1])
        if found == "sitemap":
            body = f"<urlset><url><loc>{newsroom.url}/a</loc></url></urlset>".encode()
        newsroom.paths[extra] = Answer(body)
    with Fetcher(FETCH) as fetcher:
        what = find(f"{newsroom.url}/", fetcher)
    assert (what.kind, what.url) == (found, newsroom.url + (extra or "/"))


@pytest.mark.sockets
def test_an_address_that_gives_nothing_says_so(newsroom: Site) -> None:
    with Fetcher(FETCH) as fetcher, pytest.raises(InputError, match="404"):
        find(f"{newsroom.url}/nothing", fetcher)


# Lists


def test_a_list_comes_back_as_it_was_written() -> None:
    with Store.open() as store:
        assert following.take_list(store, following.read_list(LIST, "x.toml"), 5.0) == 3
        assert following.take_list(store, following.read_list(LIST, "x.toml"), 6.0) == 0
        outlets, followed = store.outlets(), store.followed()
        written = following.as_toml(outlets, followed)
    assert outlets["Open Ledger"] == Outlet(
        "Open Ledger", "GB", 'Ledger "Trust"', ("en", "cy"), ("broadsheets", "left")
    )
    assert {one.kind for one in followed} == {"feed", "sitemap"}
    with Store.open() as other:
        following.take_list(other, following.read_list(written, "y.toml"), 5.0)
        assert (other.outlets(), [o.url for o in other.followed()]) == (
            outlets, [o.url for o in followed],
        )  # fmt: skip
        opml = following.as_opml(other.outlets(), other.followed())
    with Store.open() as third:
        following.take_list(third, following.read_list(opml, "z.opml"), 5.0)
        assert [(one.url, one.kind) for one in third.followed()] == [
            (o.url, o.kind) for o in followed
        ]
        assert third.outlets()["Open Ledger"] == outlets["Open Ledger"]


@pytest.mark.parametrize(
    "wrong",
    ["[[outlet]]\ncountry = 'GB'", "[[outlet]]\nname = 3", "[[feed]]\nurl = 'ftp://x/'", "x = 1",
     "[[feed]]\nkind = 'radio'\nurl = 'https://x.example/'", "no toml at all [", "<rss/>",
     "[outlet]\nname = 'x'", "[[outlet]]\nname = 'x'\nfeeds = 'https://x.example/'"],
)  # fmt: skip
def test_a_wrong_list_says_what_is_wrong(wrong: str) -> None:
    with pytest.raises(InputError) as told:
        following.read_list(wrong, "x.toml")
    assert told.value.input == "x.toml"


def test_what_is_not_said_of_an_outlet_stays() -> None:
    with Store.open() as store:
        following.take_list(store, following.read_list(LIST, "x"), 1.0)
        again = '[[outlet]]\nname = "Open Ledger"\ncamps = ["right"]\n'
        following.take_list(
            store, following.read_list(again + "feeds = ['https://a.example/']", "x"), 1
        )
        outlet = store.outlets()["Open Ledger"]
    assert (outlet.country, outlet.camps) == ("GB", ("right",))


def test_who_is_followed_no_longer_is_asked_no_more() -> None:
    with Store.open() as store:
        store.follow([Followed("https://a.example/rss", "feed", due=1.0)])
        following.end(store, "https://a.example/rss")
        assert store.due_feeds(1e12, 10) == []
        with pytest.raises(StoreError):
            following.end(store, "https://b.example/rss")
        store.follow([Followed("https://a.example/rss", "feed", due=2.0)])
        assert [one.due for one in store.due_feeds(1e12, 10)] == [2.0]


@pytest.mark.sockets
def test_what_was_told_of_before_a_pause_is_read_after_it(newsroom: Site, desk: Desk) -> None:
    url = f"{newsroom.url}/rss"
    newsroom.paths["/story/1"] = Answer(b"busy", 500)
    desk.follow(url)
    desk.pass_time(1)
    following.end(desk.archive.store, url)
    desk.pass_time(10_000)
    assert newsroom.count("/story/1") == 1
    newsroom.paths["/story/1"] = Answer(article(1))
    desk.follow(url)
    desk.pass_time(1)
    assert f"{newsroom.url}/story/1" in desk.urls()


@pytest.mark.sockets
def test_what_a_feed_that_was_given_up_left_unread_is_read_for_another(
    newsroom: Site, desk: Desk
) -> None:
    newsroom.paths["/story/1"] = Answer(b"busy", 500)
    desk.follow(f"{newsroom.url}/rss")
    desk.pass_time(1)
    following.end(desk.archive.store, f"{newsroom.url}/rss")
    newsroom.paths["/story/1"] = Answer(article(1))
    newsroom.paths["/other"] = newsroom.paths["/rss"]
    desk.follow(f"{newsroom.url}/other")
    desk.pass_time(100)
    assert f"{newsroom.url}/story/1" in desk.urls()


def test_two_processes_never_fetch_for_one_archive(tmp_path: Path) -> None:
    with held(tmp_path), pytest.raises(StoreError, match="another process"), held(tmp_path):
        pass
    with held(tmp_path):
        pass


# Alerts

DIED = "<p>{} people were killed when the bridge at Orlen collapsed on Monday, police said.</p>"
REST = (
    "<p>The bridge at Orlen fell into the river at noon while a train was crossing it.</p>"
    "<p>Mayor Ann Hollis said that the bridge had been inspected in spring and found safe.</p>"
)


def told(newsroom: Site, path: str, figure: str, outlet: str) -> None:
    page = (
        f"<html lang=en><head><title>Bridge at Orlen collapses</title>"
        f"<meta property='og:site_name' content='{outlet}'>"
        f"<meta property='article:published_time' content='2026-03-09T12:00:00Z'></head><body>"
        f"<article><h1>Bridge at Orlen collapses</h1>{DIED.format(figure)}{REST}</article>"
        "</body></html>"
    )
    newsroom.paths[path] = Answer(page.encode())


@pytest.mark.sockets
def test_a_webhook_hears_of_a_silent_edit_once_and_signed(
    newsroom: Site, make_desk: Callable[..., Desk]
) -> None:
    newsroom.paths["/hook"] = Answer(b"", 204)
    desk = make_desk(hooks=(f"{newsroom.url}/hook",))
    desk.follow(f"{newsroom.url}/rss")
    desk.pass_time(1)
    newsroom.paths["/story/1"] = Answer(article(1, edition=2))
    desk.pass_time(10_000)
    desk.pass_time(10_000)
    (heard,) = [one for one in newsroom.asked if one.path == "/hook"]
    body = json.loads(heard.body)
    assert (body["kind"], body["page"]) == ("silent edit", f"{newsroom.url}/story/1")
    assert heard.headers["x-rashomon-signature"] == signature(
        SECRET, heard.headers["x-rashomon-timestamp"], heard.body
    )
    assert heard.headers["x-rashomon-alert"] == body["id"]
    assert desk.archive.store.deliveries() == {f"{newsroom.url}/hook": (1, 0, None)}


@pytest.mark.sockets
def test_a_webhook_that_does_not_answer_is_told_again(
    newsroom: Site, make_desk: Callable[..., Desk]
) -> None:
    newsroom.paths["/hook"] = Answer(b"", 500)
    desk = make_desk(hooks=(f"{newsroom.url}/hook",))
    desk.follow(f"{newsroom.url}/rss")
    desk.pass_time(1)
    newsroom.paths["/story/1"] = Answer(article(1, edition=2))
    desk.pass_time(10_000)
    assert newsroom.count("/hook") == 1
    newsroom.paths["/hook"] = Answer(b"ok")
    desk.pass_time(1_000)
    assert newsroom.count("/hook") == 2
    assert next(iter(desk.archive.store.deliveries().values()))[:2] == (1, 0)


@pytest.mark.sockets
def test_a_webhook_may_not_lead_into_inner_networks(
    newsroom: Site, make_desk: Callable[..., Desk]
) -> None:
    desk = make_desk(hooks=("http://10.0.0.1/hook",))
    desk.follow(f"{newsroom.url}/rss")
    desk.pass_time(1)
    newsroom.paths["/story/1"] = Answer(article(1, edition=2))
    desk.pass_time(10_000)
    assert any("not a public address" in line for line in desk.told)


@pytest.mark.sockets
def test_new_events_and_contradictions_are_told_once(
    newsroom: Site, make_desk: Callable[..., Desk]
) -> None:
    newsroom.paths["/hook"] = Answer(b"ok")
    desk = make_desk(hooks=(f"{newsroom.url}/hook",))
    listed = "".join(f"<item><link>{newsroom.url}/b{n}</link></item>" for n in range(2))
    newsroom.paths["/rss"] = Answer(f"<rss><channel>{listed}</channel></rss>".encode())
    told(newsroom, "/b0", "Three", "Herald")
    told(newsroom, "/b1", "Nineteen", "Courier")
    desk.follow(f"{newsroom.url}/rss", outlet=None)
    desk.pass_time(1)
    desk.pass_time(1_000)
    heard = [json.loads(one.body) for one in newsroom.asked if one.path == "/hook"]
    events = [one for one in heard if one["kind"] == "new event"]
    assert [len(one["reports"]) for one in events] == [2]
    assert len({one["id"] for one in heard}) == len(heard)
    mark, again = noticing.notice(desk.archive, "2026")
    assert (mark, again) == (desk.archive.store.mark("alerts"), [])


# How pages changed


@pytest.mark.sockets
def test_versions_are_shown_with_what_changed(newsroom: Site, desk: Desk) -> None:
    desk.follow(f"{newsroom.url}/rss")
    desk.pass_time(1)
    newsroom.paths["/story/1"] = Answer(article(1, edition=2))
    desk.pass_time(10_000)
    first, second = changed(desk.archive, f"{newsroom.url}/story/1?utm_source=x")
    assert (first["edited"], second["version"], second["silent"]) == ([], 2, True)
    assert " counts 2 " in second["edited"][0][1]
    assert changed(desk.archive, second["report"]) == [first, second]
    assert recent(desk.archive) == [second]
    with pytest.raises(InputError):
        changed(desk.archive, "https://never.example/")


# Health


def asked(status: Status, path: str, method: str = "GET") -> tuple[int, str]:
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    scope = {"type": "http", "method": method, "path": path}
    asyncio.run(application(status)(scope, receive, send))
    return sent[0]["status"], sent[1]["body"].decode()


def test_health_and_metrics_tell_how_it_goes() -> None:
    status = Status(started=time.time(), beat=time.time(), polls=7)
    code, body = asked(status, "/health")
    assert (code, json.loads(body)["status"]) == (200, "ok")
    code, body = asked(status, "/metrics")
    assert code == 200
    assert "\nrashomon_polls_total 7\n" in body
    assert body.count("# TYPE") == 11
    stalled = replace(status, started=0.0, beat=time.time() - STALLED - 1)
    assert asked(stalled, "/health")[0] == 503
    assert asked(status, "/other")[0] == 404
    assert asked(status, "/health", "POST")[0] == 405


# Feeds given out


def test_reports_are_given_out_as_atom() -> None:
    day = Moment("2026-03-09T08:00:00+00:00", "second", "given")
    later = Moment("2026-03-10", "day", "x")
    text = "Text <b> & more \x00."
    reports = [
        Report("a", "a", text, "d", "Bridge & <river>", "https://e.org/a", "Herald", day),
        Report("b", "b", "Later.", "e", None, "javascript:x", None, later),
        Report("c", "c", "Undated.", "f"),
    ]
    root = etree.fromstring(atom("Mine", "source:Herald", reports).encode())
    space = {"a": "http://www.w3.org/2005/Atom"}
    assert root.xpath("//a:entry/a:title/text()", namespaces=space) == [
        "b",
        "Bridge & <river>",
        "c",
    ]
    assert root.xpath("//a:entry/a:link/@href", namespaces=space) == ["https://e.org/a"]
    assert root.findtext("a:updated", namespaces=space) == "2026-03-10T00:00:00Z"
    assert (
        len(root.xpath("//a:entry[a:id and a:updated and a:author/a:name]", namespaces=space)) == 3
    )


def test_what_is_given_out_can_be_followed() -> None:
    report = Report("a", "a", "Text.", "d", "Bridge", "https://e.org/a", "Herald")
    (item,) = parse(atom("Mine", "x", [report]).encode(), "https://desk.example/feed").items
    assert (item.url, item.title, item.author) == ("https://e.org/a", "Bridge", "Herald")
