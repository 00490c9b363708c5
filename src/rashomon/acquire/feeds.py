"""What a feed tells, whichever of its formats it has: RSS 0.9 to 2.0, RDF, Atom, JSON, sitemaps.

Feeds of the real world are broken in every way that there is. What can be read is read; what is
said of an item is its publisher's word, never needed for telling it apart.
"""

from __future__ import annotations

import gzip
import io
import json
import zlib
from hashlib import sha256
from typing import Any

from rashomon.acquire import opml, sitemaps, syndicated
from rashomon.acquire.encodings import decode
from rashomon.acquire.entries import Feed, Item, address, permitted, plain, sanitised, words
from rashomon.acquire.markup import local, tree
from rashomon.acquire.urls import canonical
from rashomon.exceptions import InputError

__all__ = ["Feed", "Item", "keys", "parse"]

# Sitemaps may have 50 MB; whoever sends more sends no list of news.
_LARGEST = 50_000_000


def parse(data: bytes, url: str, charset: str | None = None) -> Feed:
    """The feed in some bytes from `url`; `charset` is what their server calls their encoding.

    Raises `InputError` if they hold none.
    """
    if data.startswith(b"\x1f\x8b"):
        data = _inflated(data)
    if len(data) > _LARGEST:
        raise InputError("too large for a feed")
    text = decode(data, markup=True, charset=charset).lstrip("\ufeff \t\r\n\0")
    if not text:
        raise InputError("empty")
    if text.startswith(("{", "[")):
        return _json(text, url)
    root = tree(text, url)
    name = local(root)
    if name in {"urlset", "sitemapindex"}:
        return sitemaps.read(root, url)
    if name in syndicated.ROOTS:
        return syndicated.read(root, url)
    if name == "opml":
        return Feed("opml", children=tuple(s.url for s in opml.read(root) if s.kind == "feed"))
    what = "a page" if name == "html" else f"<{name}>"
    raise InputError(f"not a feed: {what}")


def keys(items: tuple[Item, ...]) -> list[str]:
    """What tells the items of one feed apart, one for each.

    An item's id, else its address, else its words. Items that share an id but not their address
    are different ones: some publishers give all the same id.
    """
    pages: dict[str, set[str | None]] = {}
    for item in items:
        if item.id:
            pages.setdefault(item.id, set()).add(item.url)
    found = []
    for item in items:
        own: tuple[str | None, ...]
        if item.id and len(pages[item.id]) == 1:
            own = ("id", item.id)
        elif item.id:
            own = ("id", item.id, item.url or item.title)
        elif item.url:
            own = ("url", _identity(item.url))
        else:
            own = ("words", item.title, item.summary, item.content)
        found.append(sha256(repr(own).encode("utf-8", "replace")).hexdigest()[:24])
    return found


def _identity(url: str) -> str:
    try:
        return canonical(url)
    except InputError:
        return url


def _json(text: str, url: str) -> Feed:
    """https://www.jsonfeed.org/version/1.1"""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError("not a feed: broken JSON") from error
    if not isinstance(told, dict) or not isinstance(told.get("items"), list):
        raise InputError("not a feed: JSON without items")
    return Feed(
        "json",
        title=plain(_text(told, "title")),
        url=address(_text(told, "home_page_url"), url),
        language=_text(told, "language"),
        items=tuple(_item(i, url) for i in told["items"] if isinstance(i, dict)),
    )


def _item(told: dict[str, Any], base: str) -> Item:
    authors = told.get("authors")
    author = authors[0] if isinstance(authors, list) and authors else told.get("author")
    text = _text(told, "content_text")
    return Item(
        id=words(_text(told, "id")),
        url=address(_text(told, "url") or _text(told, "external_url"), base),
        title=plain(_text(told, "title")),
        summary=sanitised(_text(told, "summary")),
        content=sanitised(_text(told, "content_html")) or sanitised(text, plain_text=True),
        published=words(_text(told, "date_published")),
        updated=words(_text(told, "date_modified")),
        author=plain(_text(author, "name")) if isinstance(author, dict) else None,
        language=_text(told, "language"),
    )


def _text(told: dict[str, Any], key: str) -> str | None:
    value = told.get(key)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return permitted(value) if isinstance(value, str) else None


def _inflated(data: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            return stream.read(_LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"damaged gzip: {error}") from error
