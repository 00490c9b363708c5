"""When a page's article was published and last changed, each with what says so.

The places, in their order: JSON-LD's article, meta elements, JSON-LD's page, microdata, <time>,
the address, and htmldate's search in the markup. The last one guesses: its first of January is
kept as a year alone.
"""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from rashomon.extract.dates import moment
from rashomon.extract.declared import Declared, host
from rashomon.model import Moment

# Open Graph, parse.ly, Sailthru, Dublin Core and the home-made names that htmldate knows best.
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished",
    "parsely-pub-date", "sailthru.date", "article:published", "publication_date", "publish-date",
    "publish_date", "pubdate", "dc.date.issued", "dcterms.issued", "dcterms.created",
    "dc.date.created", "dcterms.date", "dc.date", "date", "cxenseparse:recs:publishtime",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified",
    "dcterms.modified", "dc.date.modified", "last-modified", "lastmod",
)  # fmt: skip
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])(?:/([0-2]\d|3[01]))?(?:/|$)")
# Bounds of our own: htmldate's latest date is today, and a stage has no clock.
_EARLIEST, _LATEST = datetime(1995, 1, 1), datetime(2100, 1, 1)


def published(page: HtmlElement, declared: Declared, url: str | None) -> Moment | None:
    """When the article at `url` was published, None where nothing tells."""
    return (
        _declared("datePublished", declared, _PUBLISHED)
        or _microdata(page)
        or _time(page)
        or _address(url)
        or _guess(page)
    )


def modified(declared: Declared) -> Moment | None:
    """When the article was last changed, by its own word."""
    return _declared("dateModified", declared, _MODIFIED)


def _declared(key: str, declared: Declared, names: tuple[str, ...]) -> Moment | None:
    if found := moment(declared.article.get(key), f"json-ld {key}", midnight=False):
        return found
    for name in names:
        if found := moment(declared.metas.get(name), f"meta {name}", midnight=False):
            return found
    return moment(declared.page.get(key), f"json-ld page {key}", midnight=False)


def _microdata(page: HtmlElement) -> Moment | None:
    for element in page.iter("time", "span", "div", "abbr"):
        if (element.get("itemprop") or "").lower() in ("datepublished", "datecreated"):
            value = element.get("datetime") or element.get("content") or element.text
            if found := moment(value, "itemprop datePublished", midnight=False):
                return found
    return None


def _time(page: HtmlElement) -> Moment | None:
    found = [
        when
        for element in page.iter("time")
        if (when := moment(element.get("datetime") or element.text, "time element", midnight=False))
    ]
    # Several that disagree belong to teasers or comments as well as to the article.
    return found[0] if len({when.value[:10] for when in found}) == 1 else None


def _address(url: str | None) -> Moment | None:
    found = _IN_ADDRESS.search(urlsplit(url).path) if url and host(url) else None
    return moment("-".join(part for part in found.groups() if part), "url") if found else None


def _guess(page: HtmlElement) -> Moment | None:
    from htmldate import find_date  # noqa: PLC0415  (slow to import, no text needs it)

    guess = find_date(
        page,
        extensive_search=False,
        original_date=True,
        url="",
        min_date=_EARLIEST,
        max_date=_LATEST,
    )
    return moment(guess.removesuffix("-01-01") if guess else None, "htmldate")
