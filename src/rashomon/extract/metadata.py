"""What a page says of its article: title, byline, outlet, address, language and dates.

What is declared for machines goes before what is shown, but for the title: there the heading
that readers saw is taken, where the declared title confirms it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from itertools import islice

from lxml.html import HtmlElement

from rashomon.extract import dating
from rashomon.extract.declared import Declared, declared, host, name, one_line, wording
from rashomon.model import Moment

_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "headline", "title")
_BYLINES = (
    "author", "article:author", "parsely-author", "sailthru.author", "byl", "dc.creator",
    "dcterms.creator", "citation_author",
)  # fmt: skip
_OUTLETS = ("application-name", "dc.publisher", "publisher")
# Classes such as "post-author", "byline__name"; those of comments and their forms are others'.
_AUTHOR = re.compile(r"(?!comment)(?:[a-z]{1,12}[-_]{1,2}){0,3}(?:author|byline)(?:[-_]{0,2}name)?")
_APPENDED = re.compile(r"(.+) [|–—·•:»-] (.+)", re.DOTALL)
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_].*)?", re.DOTALL)
_LONGEST_BYLINE = 100
_MOST_HEADINGS = 20
_MOST_AUTHORS = 20


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page declares; None for what it does not. `url` is the canonical address."""

    title: str | None = None
    byline: str | None = None
    source: str | None = None
    url: str | None = None
    language: str | None = None
    published: Moment | None = None
    modified: Moment | None = None


def metadata(page: HtmlElement, url: str | None = None) -> Metadata:
    """The metadata of a parsed page, which is left as it is; `url` is where it was found."""
    said = declared(page)
    outlet = (
        said.meta("og:site_name") or name(said.article.get("publisher")) or said.meta(*_OUTLETS)
    )
    canonical = _canonical(page, said)
    return Metadata(
        title=_title(page, said, outlet),
        byline=_byline(page, said, outlet),
        source=outlet,
        url=canonical,
        language=language(page.get("lang") or said.meta("og:locale")),
        published=dating.published(page, said, url or canonical),
        modified=dating.modified(said),
    )


def language(tag: str | None) -> str | None:
    """The language of a BCP 47 tag ("de-AT": "de"), None for what is none."""
    found = _LANGUAGE.fullmatch((tag or "")[:40].strip().lower())
    return found[1] if found else None


def _title(page: HtmlElement, said: Declared, outlet: str | None) -> str | None:
    """The heading that the declared title confirms, else the only one, else what is declared."""
    element = next(page.iter("title"), None)
    titles = (
        one_line(said.article.get("headline")),
        said.meta(*_TITLES),
        None if element is None else wording(element),
    )
    declared_titles = [unescape(title) for title in titles if title]
    main, lesser = (
        [text for h in islice(page.iter(tag), _MOST_HEADINGS) if (text := wording(h))]
        for tag in ("h1", "h2")
    )
    for heading in (*main, *lesser):
        for title in declared_titles:
            # Half of its length tells a headline from the outlet's name beside it.
            if heading in title and len(heading) > len(title) / 2:
                return heading
            if title in heading and len(title) > len(heading) / 2:
                return title
    if len(main) == 1 and main[0].casefold() != (outlet or "").casefold():
        return main[0]
    return _alone(declared_titles[0], outlet) if declared_titles else next(iter(main), None)


def _alone(title: str, outlet: str | None) -> str:
    """A title without the outlet's name that many pages append to it."""
    parts = _APPENDED.fullmatch(title)
    return parts[1] if parts and outlet and parts[2].casefold() in outlet.casefold() else title


def _byline(page: HtmlElement, said: Declared, outlet: str | None) -> str | None:
    """Who wrote it, as the page writes it; an outlet that signs its own articles is not meant."""

    def person(written: str | None) -> str | None:
        own = not written or host(written) or written.casefold() in (outlet or "").casefold()
        return None if own else written

    authors = said.article.get("author") or said.article.get("creator")
    authors = authors[:_MOST_AUTHORS] if isinstance(authors, list) else [authors]
    persons = dict.fromkeys(person(name(author)) for author in authors)
    if stated := ", ".join(written for written in persons if written):
        return stated
    for key in _BYLINES:
        if written := person(said.metas.get(key)):
            return written
    by_class = None
    for element in page.iter("a", "span", "div", "p", "address"):
        marks = f"{element.get('rel') or ''} {element.get('itemprop') or ''}".lower().split()
        if "author" not in marks and (by_class or not _of_author(element)):
            continue
        written = person(wording(element))
        if written and len(written) <= _LONGEST_BYLINE:
            if "author" in marks:
                return written
            by_class = written
    return by_class


def _of_author(element: HtmlElement) -> bool:
    classes = (element.get("class") or "")[:_LONGEST_BYLINE].lower().split()
    return any(_AUTHOR.fullmatch(one) for one in classes)


def _canonical(page: HtmlElement, said: Declared) -> str | None:
    links = (link for link in page.iter("link") if (link.get("rel") or "").lower() == "canonical")
    addresses = (one_line(link.get("href")) for link in links)
    return next(
        (url for url in (*islice(addresses, 1), said.meta("og:url")) if url and host(url)), None
    )
