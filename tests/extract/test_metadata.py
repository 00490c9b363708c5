"""What a page declares, from its best place; silence where places disagree."""

import json
from typing import Any

import pytest
from lxml import html

from rashomon.extract.metadata import Metadata, language, metadata
from rashomon.model import Moment

ARTICLE = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebPage", "datePublished": "2019-01-01T10:00:00Z"},
        {
            "@type": ["Article", "NewsArticle"],
            "headline": "Bridge over the Velm closed",
            "datePublished": "2025-05-20T14:30:00+02:00",
            "dateModified": "2025-05-21",
            "author": [{"@type": "Person", "name": "Ann Lee"}, {"name": "Bo Ek"}, "Ann Lee"],
            "publisher": {"@type": "Organization", "name": "Velmora Courier"},
        },
    ],
}


def linked(data: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def read(head: str = "", body: str = "<p>x</p>", url: str | None = None) -> Metadata:
    page = f"<!doctype html><html lang='en-GB'><head>{head}</head><body>{body}</body></html>"
    return metadata(html.document_fromstring(page), url)


def test_linked_data_goes_before_all_else() -> None:
    head = linked(ARTICLE) + '<meta property="article:published_time" content="2001-01-01">'
    assert read(head) == Metadata(
        title="Bridge over the Velm closed",
        byline="Ann Lee, Bo Ek",
        source="Velmora Courier",
        url=None,
        language="en",
        published=Moment("2025-05-20T14:30:00+02:00", "second", "json-ld datePublished"),
        modified=Moment("2025-05-21", "day", "json-ld dateModified"),
    )


def test_meta_elements() -> None:
    found = read(
        '<meta property="og:title" content="Bridge closed">'
        '<meta property="og:site_name" content="Velmora Courier">'
        '<meta property="og:url" content="https://courier.example/bridge">'
        '<meta name="author" content="https://courier.example/ann">'
        '<meta name="byl" content="By Ann Lee">'
        '<meta property="article:published_time" content="2025-05-20T00:00:00+00:00">'
        '<meta property="article:modified_time" content="2025-05-20T16:00:00Z">'
    )
    assert (found.title, found.source, found.byline) == (
        "Bridge closed", "Velmora Courier", "By Ann Lee",
    )  # fmt: skip
    assert found.url == "https://courier.example/bridge"
    assert found.published == Moment("2025-05-20", "day", "meta article:published_time")
    assert found.modified == Moment(
        "2025-05-20T16:00:00+00:00", "second", "meta article:modified_time"
    )


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Bridge closed | Courier</title>", "<h1>Courier</h1><h2>Bridge closed</h2>",
         "Bridge closed"),
        ("<title>Bridge closed | Courier</title><meta property=og:site_name content=Courier>", "",
         "Bridge closed"),
        ("<title>Bridge closed | Courier</title>", "", "Bridge closed | Courier"),
        ("<title>Courier</title>", "<h1>Bridge closed</h1>", "Bridge closed"),
        ("<meta property=og:title content='Bridge closed'>",
         "<h1>Traffic <b>Bridge closed</b></h1>", "Bridge closed"),
        ("<meta property=og:title content='&amp;#8222;Zu&amp;#8220;'>", "", "„Zu“"),
        ("", "", None),
    ],
)  # fmt: skip
def test_the_title_is_the_heading_that_the_page_confirms(
    head: str, body: str, title: str | None
) -> None:
    assert read(head, body).title == title


@pytest.mark.parametrize(
    ("body", "byline"),
    [
        ('<span class="post-author">By Ann Lee</span>', "By Ann Lee"),
        ('<div class="byline">Ed Itor</div><a rel="author" href="/a">Ann Lee</a>', "Ann Lee"),
        ('<div class="comment-author">Troll</div>', None),
        (f'<div class="author">{"long " * 40}</div>', None),
    ],
)
def test_bylines_that_only_readers_see(body: str, byline: str | None) -> None:
    assert read("", body).byline == byline


def test_an_outlet_that_signs_its_articles_is_no_author() -> None:
    head = linked({"@type": "Article", "author": {"name": "Courier"}, "publisher": "Courier"})
    assert read(head, '<p class="author">Ann Lee</p>').byline == "Ann Lee"


@pytest.mark.parametrize(
    ("body", "published"),
    [
        ('<time datetime="2025-05-20T14:30">today</time><time>2025-05-20</time>',
         Moment("2025-05-20T14:30", "minute", "time element")),
        ('<span itemprop="datePublished" content="2025-05-20">x</span><time>2024-01-01</time>',
         Moment("2025-05-20", "day", "itemprop datePublished")),
    ],
)  # fmt: skip
def test_dates_that_only_readers_see(body: str, published: Moment) -> None:
    assert read("", body).published == published


def test_times_that_disagree_are_not_believed() -> None:
    teasers = '<time datetime="2025-05-20">a</time><time datetime="2025-05-19">b</time>'
    found = read("", teasers, "https://courier.example/2025/05/18/bridge").published
    assert found == Moment("2025-05-18", "day", "url")


def test_a_month_in_an_address_is_a_month() -> None:
    found = read(url="https://courier.example/2025/05/bridge").published
    assert found == Moment("2025-05", "month", "url")


def test_a_guessed_first_of_january_is_a_year() -> None:
    assert read('<meta itemprop="copyrightyear" content="2019">').published == Moment(
        "2019", "year", "htmldate"
    )


def test_nothing_told_is_nothing_known() -> None:
    assert read() == Metadata(language="en")


@pytest.mark.parametrize(
    "data",
    [
        "{", "[" * 50_000, "null", "3", '{"@type": "Article", "headline": "\\ud800"}',
        '{"@type": "Article", "author": {"name": {"name": 3}}, "publisher": [[]]}',
        '{"@type": [3, null], "@graph": {"@graph": []}}',
        '{"@type": "Article", "datePublished": ["2025"], "headline": {"a": 1}}',
    ],
)  # fmt: skip
def test_broken_linked_data_breaks_nothing(data: str) -> None:
    found = read(f'<script type="application/ld+json">{data}</script>')
    assert found.published is None
    assert found.title in (None, "\ufffd")


@pytest.mark.parametrize("url", ["http://[bad", "ftp://x.example/", "javascript:alert(1)", "//x"])
def test_no_web_address_is_no_address(url: str) -> None:
    found = read(f'<link rel="canonical" href="{url}">', url=url)
    assert (found.url, found.published) == (None, None)


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("de-AT", "de"), ("EN_us", "en"), ("fil", "fil"), ("german", None), ("", None), (None, None)],
)
def test_language_tags(tag: str | None, expected: str | None) -> None:
    assert language(tag) == expected
