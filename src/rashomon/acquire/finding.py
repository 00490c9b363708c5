"""From an address that a person gives to what can be followed there: a feed, a sitemap, a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from lxml import etree
from lxml import html as markup

from rashomon.acquire.encodings import decode
from rashomon.acquire.entries import Feed, address, plain
from rashomon.acquire.feeds import parse
from rashomon.acquire.fetch import Fetched, Fetcher
from rashomon.exceptions import InputError

Kind = Literal["feed", "sitemap", "page"]

# RFC 5005's and the types that browsers took for feeds.
_TYPES = frozenset({
    "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json",
    "application/json", "application/xml", "text/xml",
})  # fmt: skip
_LIKE_A_FEED = re.compile(
    r"(?:^|[/._?=&-])(?:rss|atom|feeds?|rdf)(?:[/._?=&-]|\d?$)|\.(?:xml|rss|rdf)$", re.IGNORECASE
)
# Feeds of comments are no news.
_NOT_NEWS = re.compile(r"comment|commentaire|kommentar", re.IGNORECASE)
# Where the common systems put theirs.
_USUAL = ("/feed/", "/rss", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml", "/feed.json")
_SITEMAPS = ("/news-sitemap.xml", "/sitemap_news.xml", "/sitemap-news.xml", "/sitemap.xml")
# Addresses tried for one site, beside those that it declares.
_MOST_TRIED = 12
_MOST_LINKS = 5_000


@dataclass(frozen=True, slots=True)
class Found:
    """What can be followed: its kind, address, title, site and language."""

    kind: Kind
    url: str
    title: str | None = None
    site: str | None = None
    language: str | None = None


def find(url: str, fetcher: Fetcher, told: Callable[[str], object] = lambda _: None) -> Found:
    """What to follow for `url`: itself if it is a feed, else its site's feed, else the page.

    `told` hears each address that is tried. Raises `InputError` if `url` cannot be fetched.
    """
    told(url)
    answer = fetcher.page(url)
    if found := _as_feed(answer):
        return found
    front = urlsplit(answer.url).path in {"", "/"}
    declared = list(links(answer))
    guesses = _guesses(answer.url, fetcher) if front else iter(())
    for number, candidate in enumerate((*declared, *guesses)):
        if number >= _MOST_TRIED:
            break
        told(candidate)
        try:
            if found := _as_feed(fetcher.page(candidate)):
                return found
        except InputError:
            continue
    page = _tree(answer)
    title = None if page is None else plain(page.findtext(".//title"))
    return Found("page", answer.url, title)


def links(answer: Fetched) -> Iterator[str]:
    """The feeds that a page declares; where it declares none, those that it links to."""
    if (page := _tree(answer)) is None:
        return
    seen: set[str] = set()
    declared, linked = [], []
    for number, element in enumerate(page.iter("link", "a")):
        href, rel = element.get("href") or "", (element.get("rel") or "").lower().split()
        if number >= _MOST_LINKS or not (place := address(href, answer.url)) or place in seen:
            continue
        seen.add(place)
        title = f"{element.get('title') or ''} {href}"
        if element.tag == "a":
            if _LIKE_A_FEED.search(href):
                linked.append(place)
        elif (
            "alternate" in rel
            and (element.get("type") or "").lower() in _TYPES
            and not _NOT_NEWS.search(title)
        ):
            declared.append(place)
    # An article's page declares its site's feed; a link in its text may lead anywhere.
    yield from declared or (linked if urlsplit(answer.url).path in {"", "/"} else ())


def _guesses(url: str, fetcher: Fetcher) -> Iterator[str]:
    with suppress(InputError):
        yield from fetcher.rules(url).sitemaps[:2]
    for path in (*_USUAL, *_SITEMAPS):
        if place := address(path, url):
            yield place


def _as_feed(answer: Fetched) -> Found | None:
    try:
        feed = parse(answer.body, answer.url, answer.charset)
    except InputError:
        return None
    if feed.kind == "opml":
        return None
    return Found(_kind(feed), answer.url, feed.title, feed.url, feed.language)


def _kind(feed: Feed) -> Kind:
    return "sitemap" if feed.kind in {"sitemap", "index"} else "feed"


def _tree(answer: Fetched) -> markup.HtmlElement | None:
    try:
        parser = markup.HTMLParser(encoding="utf-8", remove_comments=True)
        text = decode(answer.body, markup=True, charset=answer.charset)
        return markup.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
