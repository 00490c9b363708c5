"""XML of unknown hands as a tree: no entities but characters, no network, bounded.

What XML forbids and feeds do is put right first: bare ampersands, names of characters that only
HTML knows, control characters, a declaration of another encoding than the text has.
"""

from __future__ import annotations

import html
import re
from html.entities import html5
from typing import Any

from lxml import etree

from rashomon.exceptions import InputError

# Elements of a document: one of a million takes some 200 MB.
_MOST = 1_000_000
_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
_DOCTYPE = re.compile(
    r"<!DOCTYPE\s[^\[>]{0,2000}(?:\[([^\]]{0,10000})\]\s{0,100})?>", re.IGNORECASE
)
# Entities of a document's own are honoured where they stand for a few plain characters.
_ENTITY = re.compile(r"<!ENTITY\s+(\w{1,40})\s+(?:\"([^\"&%<]{0,100})\"|'([^'&%<]{0,100})')\s*>")
_REFERENCE = re.compile(r"&(#x?[0-9a-fA-F]{1,8};|\w{1,40};)?")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_DECLARATION = re.compile(r"\s*<\?xml[^<>]{0,500}\?>")
_HTML = re.compile(
    r"\s*(?:<!--.{0,5000}?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)


def tree(text: str, url: str) -> Any:
    """The root element of a document found at `url`. Raises `InputError` if there is none."""
    if _HTML.match(text):
        raise InputError("not a feed: a page")
    if text.count("<") > 2 * _MOST:
        raise InputError(f"more than {_MOST:,} elements")
    if (start := text.find("<")) < 0:
        raise InputError("not XML")
    text = _DECLARATION.sub("", text[start:], count=1)
    own: dict[str, str] = {}
    if found := _DOCTYPE.search(text, 0, 20_000):
        own = {name: a or b for name, a, b in _ENTITY.findall(found[1] or "")[:200]}
        text = text[: found.start()] + text[found.end() :]
    text = _FORBIDDEN.sub("", _characters(text, own))
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False,
        remove_comments=True, remove_pis=True, huge_tree=False, strip_cdata=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(text.encode(), parser, base_url=url)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"not XML: {error}") from error
    if root is None:
        raise InputError("not XML")
    return root


def local(element: Any) -> str:
    """The name of an element without its namespace, in small letters."""
    return name(element)[1]


def name(element: Any) -> tuple[str, str]:
    """Namespace and name in small letters; an undeclared prefix counts as the namespace."""
    tag = element.tag
    if not isinstance(tag, str):
        return "", ""
    space, _, own = tag.rpartition("}")
    prefix, colon, bare = own.rpartition(":")
    return (prefix if colon else space.lstrip("{")).lower(), bare.lower()


def _characters(text: str, own: dict[str, str]) -> str:
    """References to characters by name as characters, other ampersands as what they are.

    Not inside CDATA, where an ampersand is one.
    """

    def one(found: re.Match[str]) -> str:
        reference = found[1]
        if reference is None:
            return "&amp;"
        if reference.startswith("#"):
            return html.escape(html.unescape(f"&{reference}"), quote=False)
        if (known := reference[:-1]) in _XML:
            return found[0]
        if known in own:
            return html.escape(own[known])
        return html5.get(reference) or f"&amp;{reference}"

    parts, position = [], 0
    while (start := text.find("<![CDATA[", position)) >= 0:
        end = text.find("]]>", start)
        if end < 0:
            # Never closed: what follows is its text.
            parts.append(_REFERENCE.sub(one, text[position:start]))
            parts.append(text[start:] + "]]>")
            return "".join(parts)
        parts.append(_REFERENCE.sub(one, text[position:start]))
        parts.append(text[start : end + 3])
        position = end + 3
    parts.append(_REFERENCE.sub(one, text[position:]))
    return "".join(parts)
