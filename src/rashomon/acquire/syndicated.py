"""RSS 0.9 to 2.0, RDF, Atom 0.3 and 1.0, CDF: one reading for all, by the names of elements.

Elements are known by the family of their namespace, for its exact spelling varies by feed. RSS
Advisory Board, rss-specification; RFC 4287; the modules dc, content, media and feedburner.
"""

from __future__ import annotations

import html
import re
from base64 import b64decode
from collections.abc import Iterator
from itertools import islice
from typing import Any

from lxml import etree

from rashomon.acquire.encodings import decode
from rashomon.acquire.entries import Feed, Item, address, plain, sanitised, words
from rashomon.acquire.markup import local, name

ROOTS = frozenset({"rss", "rdf", "feed", "channel"})

_ITEMS = frozenset({"item", "entry"})
# Items of one feed that are read: the largest feeds known have some hundreds.
_MOST = 10_000
_FAMILIES = {
    "purl.org/dc": "dc",
    "rss/1.0/modules/content": "content",
    "search.yahoo.com/mrss": "media",
    "itunes": "itunes",
    "feedburner": "feedburner",
    "w3.org/1999/xhtml": "xhtml",
    "purl.org/rss/1.0/modules": "other",
}
_CORE = ("purl.org/rss", "purl.org/net/rss", "w3.org/2005/atom", "purl.org/atom", "netscape.com",
         "backend.userland", "blogs.law.harvard", "w3.org/1999/02/22-rdf", "rssboard")  # fmt: skip
_KNOWN = frozenset(_FAMILIES.values())
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_PLAIN = frozenset({"text", "text/plain", "plain"})
_ESCAPED = frozenset({"html", "text/html", "escaped"})
# Types of Atom whose content stands there as it is; any other stands there as base64.
_NAME = re.compile(r"[a-z][a-z0-9.-]*")
_TEXTUAL = re.compile(r"text|x?html|.*[/+]xml$|[^/]*$")

# Where each part of an item is looked for, the surest first.
_TITLE = ("title", "dc:title", "media:title")
_SUMMARY = ("description", "summary", "abstract", "dc:description", "itunes:summary",
            "media:description", "excerpt")  # fmt: skip
_CONTENT = ("content:encoded", "content", "xhtml:body", "xhtml:div", "fullitem", "body")
_PUBLISHED = ("published", "pubdate", "dc:date", "issued", "dc:issued", "created", "dc:created")
_UPDATED = ("updated", "modified", "dc:modified", "lastbuilddate", "lastmod")
_AUTHOR = ("author", "dc:creator", "dc:author", "itunes:author", "managingeditor", "media:credit")
_LANGUAGES = ("language", "dc:language")


def read(root: Any, url: str) -> Feed:
    """The feed under a root element, found at `url`."""
    space, top = name(root)
    if space and _family(space) == "other":
        # A feed of another namespace than any known: what has none but the root's is meant.
        for element in root.iter(etree.Element):
            if name(element)[0] == space:
                element.tag = local(element)
    kind = "atom" if top == "feed" else "rdf" if top == "rdf" else "rss"
    channel = root if top in {"feed", "channel"} else _first(root, "channel", root)
    parts = _parts(channel)
    return Feed(
        kind,  # type: ignore[arg-type]  # by name
        title=_title(parts),
        url=_link(parts, url),
        language=_language(channel, parts),
        items=tuple(_item(element, url) for element in islice(_items(root), _MOST)),
    )


def _items(root: Any) -> Iterator[Any]:
    """The items, wherever they stand; one inside another is part of that."""
    for element in root.iter(etree.Element):
        inside = any(local(above) in _ITEMS for above in _above(element))
        if local(element) in _ITEMS and not inside:
            yield element


def _above(element: Any) -> Iterator[Any]:
    # Items stand two or three deep: what is deeper is inside of one, or hostile.
    for depth, parent in enumerate(element.iterancestors()):
        if depth > 8:
            return
        yield parent


def _item(element: Any, url: str) -> Item:
    parts = _parts(element)
    source = _source(parts)
    guid = parts.get("guid", [])
    id = words(_said(parts, "id", "guid", "dc:identifier")) or element.get(_ABOUT)
    link = _link(parts, url) or address(element.get("href") or element.get("HREF"), url)
    if link is None and guid and (guid[0].get("ispermalink") or "true").lower() != "false":
        link = _http(words(_text(guid[0])), url)
    return Item(
        id=id,
        url=link or _http(element.get(_ABOUT), url),
        title=_title(parts),
        summary=_markup(parts, _SUMMARY),
        content=_markup(parts, _CONTENT),
        published=words(_said(parts, *_PUBLISHED)),
        updated=words(_said(parts, *_UPDATED)),
        author=_author(parts),
        language=_language(element, parts),
        source=source[0],
        source_url=source[1] and address(source[1], url),
    )


def _parts(element: Any) -> dict[str, list[Any]]:
    """The children of an element by family and name."""
    found: dict[str, list[Any]] = {}
    for child in element.iterchildren(etree.Element):
        space, own = name(child)
        family = _family(space)
        found.setdefault(f"{family}:{own}" if family else own, []).append(child)
    return found


def _family(space: str) -> str:
    if not space or space in _KNOWN:
        return space
    for part, family in _FAMILIES.items():
        if part in space:
            return family
    return "" if any(part in space for part in _CORE) else "other"


def _said(parts: dict[str, list[Any]], *names: str) -> str | None:
    """The text of the first element of these names that has any."""
    for one in names:
        for element in parts.get(one, ()):
            if (text := _text(element)) and text.strip():
                return text
    return None


def _text(element: Any) -> str:
    return "".join(element.itertext())


def _title(parts: dict[str, list[Any]]) -> str | None:
    for one in _TITLE:
        for element in parts.get(one, ()):
            if text := plain(_inner(element)):
                return text
    return None


def _markup(parts: dict[str, list[Any]], names: tuple[str, ...]) -> str | None:
    for one in names:
        for element in parts.get(one, ()):
            form = (element.get("type") or element.get("mode") or "").lower()
            if one == "content" and (element.get("src") or form.startswith(("image/", "audio/"))):
                continue
            if text := sanitised(_inner(element)):
                return text
    return None


def _inner(element: Any) -> str:
    """What stands in an element, as HTML."""
    form = (element.get("type") or "").lower()
    mode = (element.get("mode") or "").lower()
    if not len(element):
        text = element.text or ""
        if mode == "base64" or (form and not mode and not _TEXTUAL.match(form)):
            return _base64(text)
        return html.escape(text, quote=False) if form in _PLAIN and mode != "escaped" else text
    inner = element
    if len(element) == 1 and local(element[0]) == "div" and not (element.text or "").strip():
        inner = element[0]
    parts = [inner.text or ""]
    if form not in _ESCAPED:
        parts[0] = html.escape(parts[0], quote=False)
    parts += map(_serialised, inner)
    return "".join(parts).strip()


def _base64(text: str) -> str:
    try:
        return decode(b64decode(text, validate=False), markup=True)
    except ValueError:
        return text


def _serialised(element: Any) -> str:
    # As HTML, without the prefixes and declarations of its namespaces.
    for inner in element.iter(etree.Element):
        own = local(inner)
        # What stands behind an undeclared prefix need be no name at all ("a:-", "a:").
        inner.tag = own if _NAME.fullmatch(own) else "span"
    etree.cleanup_namespaces(element)
    return str(etree.tostring(element, encoding="unicode", method="html"))


def _link(parts: dict[str, list[Any]], base: str) -> str | None:
    """Where the page is: the publisher's own address before that of a feed service."""
    if original := address(_said(parts, "feedburner:origlink"), base):
        return original
    plainly, alternate = None, None
    for element in parts.get("link", []):
        href = element.get("href")
        if href is None:
            plainly = plainly or address(words(_text(element)), element.base or base)
        elif (element.get("rel") or "alternate").lower() == "alternate":
            found = address(href, element.base or base)
            if "html" in (element.get("type") or "html"):
                alternate = alternate or found
            else:
                plainly = plainly or found
    return alternate or plainly


def _source(parts: dict[str, list[Any]]) -> tuple[str | None, str | None]:
    """Who published an item first, by name and address."""
    for element in parts.get("source", []):
        inner = _parts(element)
        if title := _title(inner):
            links = inner.get("link", [])
            return title, links[0].get("href") if links else None
        if title := words(_text(element)):
            return plain(title), element.get("url")
    return None, None


def _author(parts: dict[str, list[Any]]) -> str | None:
    for one in _AUTHOR:
        for element in parts.get(one, []):
            written = _said(_parts(element), "name", "other:name") or _text(element)
            if found := plain(written):
                return found
    return None


def _language(element: Any, parts: dict[str, list[Any]]) -> str | None:
    return words(_said(parts, *_LANGUAGES)) or element.get(_LANGUAGE)


def _first(root: Any, wanted: str, default: Any) -> Any:
    return next((child for child in root if local(child) == wanted), default)


def _http(text: str | None, base: str) -> str | None:
    return address(text, base) if text and text.lower().startswith(("http:", "https:")) else None
