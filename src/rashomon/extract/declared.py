"""What a page says of itself for machines: meta elements, and schema.org's words as JSON-LD."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from rashomon.extract.characters import clean

_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review|Recipe)$")
_PAGE = re.compile(r"Page$")
# Longer is no title, name or address; a heading of more pieces is none either.
_LONGEST = 500
_MOST_PIECES = 60
# JSON-LD of more characters or parts is an attack or a data dump.
_LONGEST_JSON = 1_000_000
_MOST_PARTS = 5_000


@dataclass(frozen=True, slots=True)
class Declared:
    """Contents of meta elements by lower-case name; JSON-LD's first article and first page."""

    metas: Mapping[str, str]
    article: Mapping[str, Any]
    page: Mapping[str, Any]

    def meta(self, *names: str) -> str | None:
        """The content of the first of these names that the page has."""
        return next((self.metas[name] for name in names if name in self.metas), None)


def declared(page: HtmlElement) -> Declared:
    """All that a page declares; broken or oversized JSON-LD is passed over."""
    metas: dict[str, str] = {}
    for meta in page.iter("meta"):
        if content := one_line(meta.get("content")):
            for key in ("property", "name", "itemprop", "http-equiv"):
                if meta.get(key):
                    metas.setdefault(meta.get(key).lower().strip(), content)
    article: Mapping[str, Any] = {}
    whole: Mapping[str, Any] = {}
    for script in page.iter("script"):
        if (script.get("type") or "").strip().lower() == "application/ld+json" and script.text:
            for node in _nodes(script.text):
                kinds = node.get("@type")
                for kind in kinds if isinstance(kinds, list) else [kinds]:
                    if isinstance(kind, str) and _ARTICLE.search(kind):
                        article = article or node
                    elif isinstance(kind, str) and _PAGE.search(kind):
                        whole = whole or node
    return Declared(metas, article, whole)


def one_line(text: object) -> str | None:
    """A short text on one line; None for none, for a long one and for what is no text."""
    words = " ".join(text[: 4 * _LONGEST].split()) if isinstance(text, str) else ""
    # Cleaned here once more: JSON-LD can write lone surrogates as escapes.
    return clean(words) if 0 < len(words) <= _LONGEST else None


def wording(element: HtmlElement) -> str | None:
    """The text of a short element on one line, None if it has none or too much."""
    return one_line(" ".join(islice(element.itertext(), _MOST_PIECES)))


def name(value: object) -> str | None:
    """The name of a person or body in JSON-LD, which may be a text, an object or a list."""
    if isinstance(value, list):
        value = next(iter(value), None)
    found = one_line(value.get("name") if isinstance(value, dict) else value)
    return None if found is None or host(found) else found


def host(url: str | None) -> str | None:
    """The host of a web address in lower case, None for what is no web address."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return parts.hostname if parts.scheme in ("http", "https") else None


def _nodes(text: str) -> Iterator[dict[str, Any]]:
    """All objects of a JSON-LD text, outer ones first."""
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    try:
        # Line ends in strings are JSON's commonest fault in pages; strict=False lets them be.
        waiting = deque([json.loads(text, strict=False) if len(text) <= _LONGEST_JSON else None])
    except (ValueError, RecursionError):
        return
    for _ in range(_MOST_PARTS):
        if not waiting:
            return
        part = waiting.popleft()
        if isinstance(part, dict):
            yield part
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)
