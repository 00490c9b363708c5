"""Feeds of every format, whole and broken."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from benchmarks import conformance
from hypothesis import given
from hypothesis import strategies as st

from rashomon.acquire import opml
from rashomon.acquire.entries import Item, as_text
from rashomon.acquire.feeds import Feed, keys, parse
from rashomon.acquire.markup import tree
from rashomon.exceptions import InputError

URL = "https://example.org/feed"
RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Valley &amp; Hill</title><link>/</link><language>en</language>
<item><title>Bridge &lt;b&gt;closed&lt;/b&gt;</title><link>/bridge?utm_source=rss</link>
<guid isPermaLink="false">b-1</guid><pubDate>Mon, 09 Mar 2026 08:00:00 GMT</pubDate>
<dc:creator>Ann Ost</dc:creator><description>Short.</description>
<content:encoded><![CDATA[<p onclick="x()">Long & wide.</p><script>x()</script>]]></content:encoded>
<source url="https://other.example/rss">Other Paper</source></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Tal</title>
<link href="https://example.org/"/><link rel="self" href="https://example.org/feed"/>
<entry><id>tag:example.org,2026:1</id><title type="html">Br&amp;uuml;cke</title>
<link rel="alternate" type="text/html" href="/b"/><published>2026-03-09T08:00:00Z</published>
<updated>2026-03-09T09:00:00Z</updated><author><name>Ann</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Sie ist <b>zu</b>.</p></div>
</content><source><title>Die Andere</title><link href="https://andere.example/"/></source>
</entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://example.org/"><title>Old</title><link>https://example.org/</link></channel>
<item rdf:about="https://example.org/1"><title>One</title><link>https://example.org/1</link>
<dc:date>2026-03-09</dc:date></item></rdf:RDF>"""
NEWS = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://example.org/n</loc><news:news><news:publication><news:name>Valley</news:name>
<news:language>en</news:language></news:publication>
<news:publication_date>2026-03-09T08:00:00Z</news:publication_date>
<news:title>News</news:title></news:news></url></urlset>"""
INDEX = """<sitemapindex><sitemap><loc>https://example.org/old.xml</loc><lastmod>2020-01-01</lastmod>
</sitemap><sitemap><loc>https://example.org/new.xml</loc><lastmod>2026-03-01</lastmod></sitemap>
</sitemapindex>"""
JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": [
{"id": 7, "url": "https://example.org/j", "content_text": "a < b", "authors": [{"name": "Ann"}]},
{"content_html": "<p>no id, no address</p>"}, "not an item"]}"""


def only(feed: Feed) -> Item:
    (item,) = feed.items
    return item


def test_rss_with_its_modules() -> None:
    found = parse(RSS.encode(), URL)
    assert (found.kind, found.title, found.url) == ("rss", "Valley & Hill", "https://example.org/")
    assert only(found) == Item(
        id="b-1",
        url="https://example.org/bridge?utm_source=rss",
        title="Bridge closed",
        summary="Short.",
        content="<p>Long &amp; wide.</p>",
        published="Mon, 09 Mar 2026 08:00:00 GMT",
        author="Ann Ost",
        source="Other Paper",
        source_url="https://other.example/rss",
    )


def test_atom() -> None:
    found = parse(ATOM.encode(), URL)
    item = only(found)
    assert (found.kind, found.title, found.language) == ("atom", "Tal", "de")
    assert (item.title, item.url, item.author) == ("Brücke", "https://example.org/b", "Ann")
    assert as_text(item.content or "") == "Sie ist zu."
    assert (item.source, item.source_url) == ("Die Andere", "https://andere.example/")


def test_rdf() -> None:
    found = parse(RDF.encode(), URL)
    item = only(found)
    assert (found.kind, found.title) == ("rdf", "Old")
    assert (item.url, item.published) == ("https://example.org/1", "2026-03-09")


def test_a_sitemap_of_news_names_the_publisher() -> None:
    item = only(parse(NEWS.encode(), URL))
    assert (item.url, item.title, item.source) == ("https://example.org/n", "News", "Valley")


def test_an_index_of_sitemaps_gives_the_newest_first() -> None:
    found = parse(INDEX.encode(), URL)
    assert found.children == ("https://example.org/new.xml", "https://example.org/old.xml")


def test_a_json_feed() -> None:
    one, two = parse(JSON.encode(), URL).items
    assert (one.id, one.content, one.author) == ("7", "a &lt; b", "Ann")
    assert two.content == "<p>no id, no address</p>"


def test_an_item_of_json_is_its_own_page_not_the_one_that_it_talks_about() -> None:
    item = {"id": "1", "url": "https://own.example/1", "external_url": "https://other.example/2"}
    assert only(parse(json.dumps({"items": [item]}).encode(), URL)).url == "https://own.example/1"
    del item["url"]
    assert only(parse(json.dumps({"items": [item]}).encode(), URL)).url == "https://other.example/2"


def test_what_no_archive_can_hold_is_left_out_of_json() -> None:
    bad = "x\ud800\x00y"
    told = {
        "title": bad, "language": bad,
        "items": [{"id": bad, "title": bad, "content_html": bad, "language": bad,
                   "date_published": bad, "authors": [{"name": bad}]}],
    }  # fmt: skip
    found = parse(json.dumps(told).encode(), URL)
    item = only(found)
    parts = (found.title, found.language, item.id, item.title, item.content, item.published)
    assert {*parts, item.language, item.author} == {"xy"}


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1", "utf-8-sig", "utf-32"])
def test_the_charset_is_found(encoding: str) -> None:
    text = ATOM.replace("Br&amp;uuml;cke", "Brücke am Fluß").encode(encoding)
    assert only(parse(text, URL)).title == "Brücke am Fluß"


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "no feed", "<html><body>hi</body></html>", "<!doctype html><title>x</title>",
        "{}", '{"items": 3}', "[1, 2", "<kml/>", "{" * 5_000, "<" * 1_000, "\x1f\x8bnot gzip",
    ],
)  # fmt: skip
def test_what_is_no_feed_says_so(text: str) -> None:
    with pytest.raises(InputError):
        parse(text.encode("latin-1"), URL)


def test_entities_are_never_expanded_nor_fetched() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}<!ENTITY f SYSTEM "/etc/passwd">]>'
    text = f"{bomb}<rss><channel><title>&l9;&f;</title><item><link>/a</link></item></channel></rss>"
    found = parse(text.encode(), URL)
    assert "root:" not in (found.title or "")
    assert len(found.title or "") < 100
    assert only(found).url == "https://example.org/a"


@pytest.mark.parametrize(
    "text",
    [
        "<rss><channel>" + "<item>" * 20_000,
        "<rss><channel><item><title>" + "<![CDATA[" * 50_000,
        "<rss><channel>" + "&a" * 200_000,
        "<!DOCTYPE " + "[" * 100_000,
        "<rss><channel><item>" + "<a:b>" * 30_000,
        "<rss>" + "<item/>" * 200_000 + "</rss>",
    ],
    ids=["items", "cdata", "ampersands", "doctype", "prefixes", "many"],
)
def test_a_hostile_feed_is_soon_done_with(text: str) -> None:
    """Whoever makes one of these take a time that grows with its square hangs here."""
    with suppress(InputError):
        keys(parse(text.encode(), URL).items)


@pytest.mark.parametrize("name", ["a:-", "a:", "a:1", ":", "тег", "a:тег"])
def test_what_no_name_stands_for_is_an_element_like_any(name: str) -> None:
    text = f"<rss><channel><item><title>A <{name}>dam</{name}> broke</title></item></channel></rss>"
    (item,) = parse(text.encode(), URL).items
    assert item.title == "A dam broke"


@given(st.binary(max_size=300))
def test_nothing_raises_but_the_reason(data: bytes) -> None:
    for given_ in (data, b"<rss><channel><item><title>" + data, b"<feed><entry>" + data):
        try:
            found = parse(given_, URL)
        except InputError:
            continue
        assert len(keys(found.items)) == len(found.items)


# Telling items apart


def test_items_without_ids_or_dates_are_told_apart() -> None:
    items = (
        Item(url="https://example.org/a"), Item(url="https://example.org/b"),
        Item(title="A"), Item(title="B"), Item(summary="A"),
        Item(published="2026-03-09", title="same day"), Item(published="2026-03-09", title="other"),
    )  # fmt: skip
    assert len(set(keys(items))) == len(items)


def test_one_id_for_all_items_loses_none() -> None:
    items = tuple(Item(id="feed", url=f"https://example.org/{n}") for n in range(5))
    assert len(set(keys(items))) == 5


def test_an_item_that_changes_keeps_its_key() -> None:
    before = Item(id="x", url="https://example.org/a", title="Two dead")
    after = Item(id="x", url="https://example.org/a-corrected", title="Three dead", updated="2026")
    assert keys((before,)) == keys((after,))
    assert keys((Item(url="https://example.org/a?utm_source=x", title="1"),)) == keys(
        (Item(url="https://example.org/a", title="2"),)
    )


@given(st.permutations([Item(id="a"), Item(url="https://e.org/b"), Item(title="c")]))
def test_keys_do_not_depend_on_the_order(items: list[Item]) -> None:
    assert dict(zip(items, keys(tuple(items)), strict=True)) == dict(
        zip(sorted(items, key=repr), keys(tuple(sorted(items, key=repr))), strict=True)
    )


# Lists of feeds


def test_a_list_of_feeds_comes_back_from_opml() -> None:
    entries = [
        opml.Subscription(
            "https://a.example/rss",
            "A & B",
            "https://a.example/",
            ("de", "hsb"),
            ("x", "y"),
            "DE",
            "Ann & Ben",
        ),
        opml.Subscription("https://b.example/rss"),
        opml.Subscription("https://b.example/news.xml", kind="sitemap"),
    ]
    text = opml.write(entries, "mine")
    found = opml.read(tree(text, URL))
    assert found[0] == entries[0]
    assert found[2].kind == "sitemap"
    assert "owner=" not in text.replace("rashomon:owner=", "")  # no attribute that OPML has not
    assert found[1].url == entries[1].url
    assert parse(text.encode(), URL).children == ("https://a.example/rss", "https://b.example/rss")


def test_folders_of_opml_are_groups() -> None:
    text = (
        '<opml><body><outline text="News"><outline text="UK"><outline xmlUrl="https://a.example/"'
        ' category="/left,wire"/></outline></outline></body></opml>'
    )
    assert opml.read(tree(text, URL))[0].groups == ("News", "UK", "left", "wire")


# The suites of others


@pytest.mark.parametrize("suite", ["feeds", "warc", "robots", "urls"])
@pytest.mark.slow
def test_the_suites_of_others_are_read_or_refused_with_a_reason(data: Path, suite: str) -> None:
    folder = data / "conformance" / suite
    if not folder.is_dir():
        pytest.skip(f"no {suite} at {folder}")
    run = {
        "feeds": conformance.feeds, "warc": conformance.archives,
        "robots": conformance.robots, "urls": conformance.urls,
    }[suite]  # fmt: skip
    counts, _ = run(folder)
    assert [what for what in counts if what.startswith("RAISED")] == []
    assert counts["silent"] == 0
    if suite == "feeds":
        assert counts["files"] > 4_300
        assert counts["expectations met"] >= 1_160
    if suite == "urls":
        assert counts["agree"] >= 770
