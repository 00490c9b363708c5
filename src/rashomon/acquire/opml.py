"""OPML 2.0: lists of feeds, as readers of feeds exchange them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lxml import etree

from rashomon.acquire.entries import address, permitted, plain, words
from rashomon.acquire.markup import local

_MOST = 100_000
_OURS = "{urn:rashomon:opml}"
_KINDS = frozenset({"feed", "sitemap", "page"})


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed in a list: its address, what it is called, its site, its folders and categories.

    What OPML has no words for stands in attributes of a namespace of ours: where its outlet is
    (`country`) and whose it is (`owner`), further languages, and what else than a feed it is.
    """

    url: str
    title: str | None = None
    site: str | None = None
    languages: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    country: str | None = None
    owner: str | None = None
    kind: str = "feed"


def read(root: Any) -> list[Subscription]:
    """The feeds of a list whose root element is given, each once, in order."""
    found: dict[str, Subscription] = {}
    for element in root.iter(etree.Element):
        if local(element) != "outline" or len(found) >= _MOST:
            continue
        told = {key.lower(): value for key, value in element.attrib.items()}
        own = {k.removeprefix(_OURS): v for k, v in told.items() if k.startswith(_OURS)}
        kind = own.get("kind", "feed")
        listed = told.get("type", "rss").lower() in {"rss", "atom"} or kind != "feed"
        place = told.get("xmlurl") or (told.get("url") if listed else None)
        url = address(place, root.base or "http://localhost/")
        if url and url not in found:
            found[url] = Subscription(
                url,
                plain(told.get("title") or told.get("text")),
                address(told.get("htmlurl"), url),
                tuple(own.get("languages", told.get("language", "")).split()),
                tuple(dict.fromkeys((*_folders(element), *_categories(told)))),
                words(own.get("country")),
                words(own.get("owner")),
                kind if kind in _KINDS else "feed",
            )
    return list(found.values())


def write(subscriptions: Iterable[Subscription], title: str) -> str:
    """A list of feeds; their groups are written as categories, of which a feed may have several."""
    root = etree.Element("opml", {"version": "2.0"}, nsmap={"rashomon": _OURS[1:-1]})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    for one in subscriptions:
        feed = one.kind == "feed"
        told = {
            "type": "rss" if feed else "link",
            "text": one.title or one.url,
            "title": one.title,
            "xmlUrl" if feed else "url": one.url,
            "htmlUrl": one.site,
            "language": one.languages[0] if one.languages else None,
            _OURS + "languages": " ".join(one.languages) if len(one.languages) > 1 else None,
            _OURS + "country": one.country,
            _OURS + "owner": one.owner,
            _OURS + "kind": None if feed else one.kind,
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
