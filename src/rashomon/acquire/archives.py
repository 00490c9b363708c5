"""Web archives: WARC and ARC files, and WACZ, become the captures of the pages in them.

ISO 28500 (WARC 1.1), the ARC format of the Internet Archive, WACZ 1.1.1. A record is a page if a
server answered with it (status 200) and it is HTML or text; images and scripts are passed over,
and revisits, which say that an earlier record's content was seen again.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, BinaryIO, Literal, Protocol, cast

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from rashomon.acquire.encodings import charset_of, decode
from rashomon.acquire.kinds import Kind, kind
from rashomon.exceptions import InputError
from rashomon.model import Capture, Failure
from rashomon.settings import Acquire

_PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain", ""})
# Feeds and sitemaps, whatever their servers call them.
_LISTS = ("<?xml", "<rss", "<feed", "<rdf:", "<urlset", "<sitemapindex")
_BROKEN = (ArchiveLoadFailed, EOFError, zlib.error, ValueError, IndexError, KeyError,
           AttributeError, TypeError, AssertionError)  # fmt: skip


class Readable(Protocol):
    """What an archive is read from."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; fewer only at the end."""


def is_archive(head: bytes) -> bool:
    """Whether bytes, uncompressed, begin a WARC or ARC file."""
    return head.startswith((b"WARC/", b"filedesc://"))


def read(stream: Readable, input: str, limits: Acquire) -> Iterator[Capture | Failure]:
    """The pages of a WARC or ARC file, named by the number of their record.

    What cannot be read is a failure in its place; after one the rest of a file has no bounds
    that could be trusted, and is not read.
    """
    number, silent = 0, True
    try:
        for record in ArchiveIterator(cast(BinaryIO, stream)):
            number += 1
            for found in _page(record, f"{input}:{number}", limits):
                silent = False
                yield found
    except _BROKEN as error:
        silent = False
        cause = " ".join(str(error).split())[:200] or type(error).__name__
        yield Failure(f"{input}:{number + 1}", "acquire", f"damaged web archive: {cause}")
    if silent:
        yield Failure(input, "acquire", f"no pages in this web archive of {number:,} records")


def bundled(stream: BinaryIO, input: str, limits: Acquire) -> Iterator[Capture | Failure]:
    """The pages of a WACZ file: of each web archive in it."""
    try:
        bundle = zipfile.ZipFile(stream)
        names = [n for n in bundle.namelist() if n.startswith("archive/") and not n.endswith("/")]
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise InputError(f"damaged WACZ: {error}") from error
    if not names:
        raise InputError("a zip file without web archives")
    from rashomon.acquire import content  # noqa: PLC0415  (each reads what the other finds)

    for name in names:
        try:
            with bundle.open(name) as part:
                yield from content.read(cast(BinaryIO, part), f"{input}/{name}", limits)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error) as error:
            yield Failure(f"{input}/{name}", "acquire", f"damaged WACZ: {error}")


def _page(record: Any, name: str, limits: Acquire) -> Iterator[Capture | Failure]:
    if record.rec_type not in {"response", "resource"}:
        return
    http = record.http_headers
    if http is not None and http.get_statuscode() != "200":
        return
    headers = http or record.rec_headers
    named = headers.get_header("Content-Type") or ""
    media = named.partition(";")[0].strip().lower()
    if media not in _PAGES or (http is None and record.rec_type == "response" and not media):
        return
    told = record.rec_headers
    url = told.get_header("WARC-Target-URI") or told.get_header("uri")  # ARC's name for it
    if url and not url.lower().startswith(("http:", "https:", "<http")):
        return  # the archive's own notes: filedesc, dns, metadata
    data = record.content_stream().read(limits.max_bytes + 1)
    if len(data) > limits.max_bytes:
        yield Failure(name, "acquire", f"too large: acquire.max_bytes allows {limits.max_bytes:,}")
        return
    what = kind(data[:65_536], "page.html" if "html" in media else "")
    text = decode(data, markup=what is Kind.HTML, charset=charset_of(named))
    listed = text.lstrip().startswith(_LISTS) and "<html" not in text[:2_000].lower()
    if what in {Kind.HTML, Kind.TEXT} and text.strip() and not listed:
        digest = sha256(data).hexdigest()
        form: Literal["html", "text"] = "html" if what is Kind.HTML else "text"
        address = url.strip("<>") if url else None
        yield Capture(name, form, text, digest, url=address)
