"""Reports as an Atom feed (RFC 4287), so that any reader of feeds can follow an archive."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import quote

from lxml import etree

from rashomon.model import Moment, Report
from rashomon.moments import bounds

_ATOM = "http://www.w3.org/2005/Atom"
# Code points of a text that are shown; the whole stands where the report is from.
_SHOWN = 500
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
# What XML cannot hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def atom(name: str, about: str, reports: Iterable[Report]) -> str:
    """A feed called `name` of what is `about` (a few words that stay the same), newest first."""
    found = sorted(reports, key=lambda report: (when(report), report.id), reverse=True)
    root = etree.Element("feed", nsmap={None: _ATOM})
    _put(root, "id", f"urn:rashomon:{quote(about, safe='', errors='replace')}")
    _put(root, "title", name)
    _put(root, "updated", _stamp(when(found[0]) if found else _NEVER))
    _put(etree.SubElement(root, "author"), "name", "Rashomon")
    for report in found:
        _entry(root, report)
    text = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return bytes(text).decode()


def when(report: Report) -> datetime:
    """When a report was last changed or published, as far as it says; else long ago."""
    return max(map(_instant, (report.modified, report.published)))


def _entry(root: etree._Element, report: Report) -> None:
    entry = etree.SubElement(root, "entry")
    _put(entry, "id", f"urn:rashomon:report:{quote(report.id, safe='', errors='replace')}")
    _put(entry, "title", report.title or report.id)
    _put(entry, "updated", _stamp(when(report)))
    if report.published and (published := _instant(report.published)) != _NEVER:
        _put(entry, "published", _stamp(published))
    if report.url and report.url.startswith(("http://", "https://")):
        etree.SubElement(entry, "link", href=_clean(report.url))
    author = etree.SubElement(entry, "author")
    _put(author, "name", report.byline or report.source or "unknown")
    if report.source:
        etree.SubElement(entry, "category", term=_clean(report.source))
    shown = " ".join(report.text[: 2 * _SHOWN].split())
    _put(entry, "summary", shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…")


def _put(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, name).text = _clean(text)


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)


def _instant(moment: Moment | None) -> datetime:
    found = bounds(moment) if moment else None
    return found[0] if found else _NEVER


def _stamp(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
