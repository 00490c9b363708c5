"""Sitemaps and sitemaps of news as feeds (sitemaps.org; Google News sitemap 0.9)."""

from __future__ import annotations

from typing import Any

from lxml import etree

from rashomon.acquire.entries import Feed, Item, address, plain, words
from rashomon.acquire.markup import local

# Sitemaps of one index that are followed, those changed last first.
_MOST_CHILDREN = 100


def read(root: Any, url: str) -> Feed:
    """A sitemap, or an index of sitemaps, whose root element is given."""
    if local(root) == "sitemapindex":
        found = [(_said(child, "lastmod") or "", _said(child, "loc")) for child in _children(root)]
        found.sort(key=lambda entry: entry[0], reverse=True)
        places = [address(place, url) for _, place in found[:_MOST_CHILDREN]]
        return Feed("index", children=tuple(dict.fromkeys(p for p in places if p)))
    return Feed("sitemap", items=tuple(_item(child, url) for child in _children(root)))


def _children(root: Any) -> list[Any]:
    return [child for child in root.iterchildren(etree.Element) if _has(child, "loc")]


def _item(element: Any, url: str) -> Item:
    news = next((child for child in element if local(child) == "news"), None)
    place = address(_said(element, "loc"), url)
    changed = words(_said(element, "lastmod"))
    if news is None:
        return Item(id=place, url=place, updated=changed)
    outlet = next((child for child in news if local(child) == "publication"), news)
    return Item(
        id=place,
        url=place,
        title=plain(_said(news, "title")),
        published=words(_said(news, "publication_date")),
        updated=changed,
        language=words(_said(outlet, "language")),
        source=plain(_said(outlet, "name")),
    )


def _said(element: Any, wanted: str) -> str | None:
    for child in element.iterchildren(etree.Element):
        if local(child) == wanted and (text := "".join(child.itertext()).strip()):
            return text
    return None


def _has(element: Any, wanted: str) -> bool:
    return any(local(child) == wanted for child in element.iterchildren(etree.Element))
