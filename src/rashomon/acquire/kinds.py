"""What an input is, told from its first bytes; its name's ending is only a hint."""

from __future__ import annotations

import json
import re
from enum import StrEnum

from rashomon.acquire.encodings import decode, unmarked_utf16

# The first bytes that the kind is told from.
HEAD = 65_536


class Kind(StrEnum):
    """What the bytes of an input are."""

    TEXT = "text"
    HTML = "html"
    JSON = "json"
    LINES = "lines"
    BINARY = "binary"


# File signatures of what else lies about in folders of articles, and may look like text at first.
_SIGNATURES = (
    b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"PK\x05\x06", b"RIFF",
    b"\xd0\xcf\x11\xe0", b"\x7fELF", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd",
    b"SQLite format 3", b"{\\rtf", b"\x1f\x8b", b"wOFF", b"wOF2", b"OggS", b"ID3",
)  # fmt: skip
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_CONTROL = bytes(c for c in range(32) if c not in b"\t\n\r\f\x1b") + b"\x7f"
# WHATWG MIME Sniffing, section 7.1, "text/html", and the elements that saved pages begin with.
_PAGE = re.compile(
    r"\s*(?:<!--|<\?xml\b|<!doctype\b|<(?:html|head|body|script|iframe|h1|div|font|table|a|style|"
    r"title|b|br|p|meta|link|article|section|main|header|nav|span|ul|center)\b[^<>]*>)",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(r"<(?:!doctype\s+html|html|body)\b", re.IGNORECASE)
_ANY_TAG = re.compile(r"</?[a-z][a-z0-9]{0,12}\b[^<>]*>", re.IGNORECASE)
_OBJECT = re.compile(r'\{\s*["}]|\[\s*[{\]]')


def kind(head: bytes, name: str) -> Kind:
    """The kind of an input that begins with `head` (up to `HEAD` bytes) and is called `name`."""
    if binary(head):
        return Kind.BINARY
    name = name.lower().removesuffix(".gz")
    text = decode(head, markup=True).lstrip("\ufeff \t\r\n")
    if _holds_lines(text, name, whole=len(head) < HEAD):
        return Kind.LINES
    if text.startswith(("{", "[")) and (name.endswith(".json") or _OBJECT.match(text)):
        return Kind.JSON
    if _PAGE.match(text) or _DOCUMENT.search(text, 0, 1024):
        return Kind.HTML
    if name.endswith((".html", ".htm", ".xhtml")) and _ANY_TAG.search(text):
        return Kind.HTML
    return Kind.TEXT


def binary(head: bytes) -> bool:
    """Whether bytes are no text in any encoding: a known signature, or full of control bytes.

    Compressed data has a ninth of them, a text at most some stray ones.
    """
    if head.startswith(_SIGNATURES):
        return True
    if head.startswith(_MARKS) or unmarked_utf16(head):
        return False
    controls = len(head) - len(head.translate(None, _CONTROL))
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        # A character cut at the end of the head is no fault.
        if error.start < len(head) - 3:
            return controls > 0.01 * len(head)
    return controls > 0.3 * len(head)


def is_record(line: str | bytes) -> bool:
    """Whether a line is a whole JSON object, as a line of JSONL is."""
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _holds_lines(text: str, name: str, *, whole: bool) -> bool:
    """Whether a text is JSONL, broken lines among its first ones allowed for."""
    named = name.endswith((".jsonl", ".ndjson"))
    if whole and name.endswith(".json") and is_record(text):
        return False
    if text.startswith("{"):
        try:
            _, end = json.JSONDecoder().raw_decode(text)
        except json.JSONDecodeError as error:
            unclosed = error.msg.startswith("Unterminated") or error.pos > len(text) - len("false,")
            if unclosed and not whole:
                # One object outgrows the head: in one line, or in several that are read whole.
                return named or "\n" not in text
        except (ValueError, RecursionError):
            return named
        else:
            return "\n" not in text[:end]
    elif not named:
        return False
    return any(line.startswith("{") and is_record(line) for line in text.split("\n", 50)[:50])
