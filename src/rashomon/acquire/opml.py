"""OPML 2.0: lists of feeds, as readers of feeds exchange them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lxml import etree

from rashomon.acquire.entries import address, permitted, plain, words
from rashomon.acquire.markup import local

_MOST = 100_000


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed in a list: its address, what it is called, its site, its folders and categories."""

    url: str
    title: str | None = None
    site: str | None = None
    language: str | None = None
    groups: tuple[str, ...] = ()


def read(root: Any) -> list[Subscription]:
    """The feeds of a list whose root element is given, each once, in order."""
    found: dict[str, Subscription] = {}
    for element in root.iter(etree.Element):
        if local(element) != "outline" or len(found) >= _MOST:
            continue
        told = {key.lower(): value for key, value in element.attrib.items()}
        kind = told.get("type", "rss").lower()
        place = told.get("xmlurl") or (told.get("url") if kind in {"rss", "atom"} else None)
        url = address(place, root.base or "http://localhost/")
        if url and url not in found:
            found[url] = Subscription(
                url,
                plain(told.get("title") or told.get("text")),
                address(told.get("htmlurl"), url),
                told.get("language"),
                tuple(dict.fromkeys((*_folders(element), *_categories(told)))),
            )
    return list(found.values())


def write(subscriptions: Iterable[Subscription], title: str) -> str:
    """A list of feeds; their groups are written as categories, of which a feed may have several."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    for one in subscriptions:
        told = {
            "type": "rss",
            "text": one.title or one.url,
            "title": one.title,
            "xmlUrl": one.url,
            "htmlUrl": one.site,
            "language": one.language,
            "category": ",".join(group.replace(",", " ") for group in one.groups),
        }
        clean = {k: permitted(v) for k, v in told.items() if v}
        etree.SubElement(body, "outline", clean)
    text = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return bytes(text).decode()


def _categories(told: dict[str, str]) -> list[str]:
    names = [words(name.strip().strip("/")) for name in told.get("category", "").split(",")]
    return [name for name in names if name]


def _folders(element: Any) -> list[str]:
    above = [a for a in element.iterancestors() if local(a) == "outline"]
    names = [plain(a.get("title") or a.get("text")) for a in reversed(above[:10])]
    return [name for name in names if name]
