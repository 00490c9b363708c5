"""Feeds and their items as values, and how what they say is made harmless."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Literal

import nh3

from rashomon.acquire.urls import absolute
from rashomon.exceptions import InputError

# Longest of each part kept, in code points.
_LONGEST_WORDS = 2_000
_LONGEST_TEXT = 1_000_000
_HIDDEN = {"script", "style"}
# What XML may not hold and JSON can still write as escapes: controls, lone surrogates.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_BLOCK = re.compile(r"</?(?:p|br|div|li|h[1-6]|blockquote|tr|table|ul|ol|hr|pre)\b[^<>]*>", re.I)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a feed, by its publisher's word; None for what it does not say.

    `summary` and `content` are sanitised HTML, `published` and `updated` dates as written;
    `source` and `source_url` name who published it, where that is not the feed's own outlet.
    """

    id: str | None = None
    url: str | None = None
    title: str | None = None
    summary: str | None = None
    content: str | None = None
    published: str | None = None
    updated: str | None = None
    author: str | None = None
    language: str | None = None
    source: str | None = None
    source_url: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its title, the site that it belongs to, its items in their order.

    `children` are addresses of further feeds: those of an index of sitemaps, or of an OPML list.
    """

    kind: Literal["rss", "rdf", "atom", "json", "sitemap", "index", "opml"]
    title: str | None = None
    url: str | None = None
    language: str | None = None
    items: tuple[Item, ...] = ()
    children: tuple[str, ...] = ()


def permitted(text: str) -> str:
    """A text without the characters that neither XML nor a database can hold."""
    return _FORBIDDEN.sub("", text)


def words(text: str | None) -> str | None:
    """A short text with its white space folded; None for none."""
    return " ".join(text[:_LONGEST_WORDS].split()) or None if text else None


def plain(markup: str | None) -> str | None:
    """A title or name without its markup."""
    if not markup:
        return None
    stripped = nh3.clean(markup[:_LONGEST_WORDS], tags=set(), clean_content_tags=_HIDDEN)
    return words(html.unescape(stripped))


def sanitised(markup: str | None, *, plain_text: bool = False) -> str | None:
    """HTML of which nothing is ever executed; None for none."""
    if not markup or not (markup := markup[:_LONGEST_TEXT].strip()):
        return None
    if plain_text:
        return html.escape(markup, quote=False)
    return nh3.clean(markup).strip() or None if "<" in markup else markup


def address(text: str | None, base: str) -> str | None:
    """An address that may be asked for, None for none or another."""
    if not text or not text.strip():
        return None
    try:
        return absolute(text, base)
    except InputError:
        return None


def as_text(markup: str) -> str:
    """The text of sanitised HTML, a paragraph a line."""
    broken = _BLOCK.sub("\n", markup)
    stripped = html.unescape(nh3.clean(broken, tags=set(), clean_content_tags=_HIDDEN))
    lines = (" ".join(line.split()) for line in stripped.split("\n"))
    return "\n".join(line for line in lines if line)
