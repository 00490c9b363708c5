"""A capture becomes a report: its text as given, or the main text of its page.

The main text is trafilatura's (Barbaresi 2021, ACL demos), with its comparison against
readability and justext; comments are left out, tables kept, a paragraph is a line. Nothing in a
page is run or fetched.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from hashlib import sha256
from pathlib import PurePosixPath

from lxml import etree, html

from rashomon.exceptions import StageError
from rashomon.extract.characters import clean, clean_markup
from rashomon.extract.dates import moment
from rashomon.extract.declared import host
from rashomon.extract.metadata import Metadata, language, metadata
from rashomon.model import Capture, Report
from rashomon.settings import Extract

_COUNT = etree.XPath("count(//*)")
# The same class for all elements: forms are not filled in, and lxml's own choice, by name and in
# Python, is asked for thousands of times a page.
_ELEMENTS = etree.ElementDefaultClassLookup(element=html.HtmlElement)
# libxml2 goes no deeper, whatever it is told.
_DEEPEST = 2_048


def extract(capture: Capture, limits: Extract) -> Report:
    """The report that a capture holds.

    A text is kept as it is, code point for code point, meaningless characters as U+FFFD. What a
    capture declares goes before what its page says. Raises `StageError` where there is no text,
    too much of it, or a page nested too deep to be read.
    """
    if capture.media == "html":
        text, found = _page(capture, limits)
    else:
        text, found = clean(capture.content), Metadata()
    if not text.strip("\ufffd\ufeff \t\r\n\xa0"):
        raise _failure(capture, "empty: no characters but spaces")
    if len(text) > limits.max_characters:
        most = f"extract.max_characters allows {limits.max_characters:,}"
        raise _failure(capture, f"too long: {len(text):,} characters where {most}")
    url = _declared(capture.url) or found.url
    return Report(
        id=name(capture),
        input=capture.input,
        text=text,
        digest=sha256(text.encode()).hexdigest(),
        title=_declared(capture.title) or found.title,
        url=url,
        source=_declared(capture.source)
        or found.source
        or (host(url) or "").removeprefix("www.")
        or None,
        published=moment(capture.published, "given") or found.published,
        modified=moment(capture.modified, "given") or found.modified,
        language=language(capture.language) or found.language,
        byline=_declared(capture.byline) or found.byline,
    )


def name(capture: Capture) -> str:
    """The id that a capture gives its report: the declared one, else its input's stem."""
    return _declared(capture.id) or _stem(capture.input)


def _page(capture: Capture, limits: Extract) -> tuple[str, Metadata]:
    """Main text and metadata of a page."""
    try:
        # A parser of its own for each page, for its state; bytes, for an encoding declared in a
        # page is of the past. Without "huge" libxml2 stops at a depth of 256.
        parser = html.HTMLParser(
            encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
        )
        parser.set_element_class_lookup(_ELEMENTS)
        page = html.document_fromstring(clean_markup(capture.content).encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise _failure(capture, f"no article text found: {error}") from error
    if (elements := int(_COUNT(page))) > limits.max_elements:
        most = f"extract.max_elements allows {limits.max_elements:,}"
        raise _failure(capture, f"{elements:,} elements where {most}")
    too_deep = any(e.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for e in parser.error_log)
    if too_deep or _deeper(min(limits.max_depth, _DEEPEST))(page):
        most = f"extract.max_depth allows {limits.max_depth:,}"
        raise _failure(capture, f"elements nested deeper than {most}")
    from trafilatura import bare_extraction  # noqa: PLC0415  (slow to import, no text needs it)

    try:
        found = metadata(page, capture.url)
        article = bare_extraction(page, include_comments=False)
    except Exception as error:  # hostile markup meets much code of others: the report fails alone
        cause = f"the page defeats its reader: {type(error).__name__}: {error}"
        raise _failure(capture, cause) from error
    text: str = getattr(article, "text", None) or ""
    if not (text := unicodedata.normalize("NFC", clean(text)).strip()):
        raise _failure(capture, "no article text found")
    return text, found


@cache
def _deeper(depth: int) -> etree.XPath:
    """A test whether a tree has an element below `depth` others, linear in its elements."""
    return etree.XPath(f"boolean({'/*' * (depth + 1)})")


def _failure(capture: Capture, cause: str) -> StageError:
    return StageError(cause, input=capture.input, stage="extract")


def _declared(text: str | None) -> str | None:
    return clean(text).strip() or None if text else None


def _stem(input: str) -> str:
    """The name of an input without folders and endings: "dump.jsonl.gz:17" is "dump:17"."""
    path, colon, line = input.rpartition(":")
    if not (colon and line.isdecimal()):
        path, colon, line = input, "", ""
    name = PurePosixPath(path).name
    stem = PurePosixPath(name.removesuffix(".gz")).stem or name
    return clean(f"{stem}{colon}{line}") or "report"
