"""Bytes become text, whatever their encoding; nothing here raises on any input.

The order of proof: a byte order mark, UTF-16 by the place of its zero bytes, valid UTF-8, the
charset that the server names, the one that a page declares, UTF-8 with some damage, and at last a
guess. That is the order of browsers (WHATWG HTML, 13.2.3) but for valid UTF-8, which nothing else
looks like and servers mislabel. The one-byte encodings of Europe are told by the letters that the
languages of the packs write, and by where they write capitals; charset-normalizer, which mistakes
them for one another, tells the rest.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import cache
from itertools import islice, pairwise

from rashomon.language import packs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The commoner ones first: what they share is read as the first. koi8_u has koi8_r's letters.
_EUROPEAN = (
    "cp1252", "iso8859_15", "cp1250", "iso8859_2", "cp1251", "koi8_u", "iso8859_5", "cp866",
)  # fmt: skip
# What the rest is looked for in; left to itself, charset-normalizer finds exotic encodings.
_OTHERS = ("cp1253", "cp1255", "cp1256", "cp1251", "gb18030", "big5", "cp932", "euc_jp", "cp949")
# WHATWG Encoding Standard: labels that mean another encoding than their name, and no others
# than text encodings that a page may honestly declare.
_LABELS = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "latin1": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
}
_HONEST = re.compile(r"(?:windows-|cp)?\d{3,4}|iso-?8859-\d{1,2}|koi8-[ru]|gb18030|big5|euc-jp")
_DECLARED = re.compile(
    rb"""<meta[^<>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)
_NAMED = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^<>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})""")
_TAG = re.compile(rb"<[^<>]*>")
# General categories of the dashes, quotation marks, spaces and currency signs that all may write.
_TYPOGRAPHY = frozenset({"Pd", "Pi", "Pf", "Ps", "Zs", "Sc"})
_WORD = re.compile(rb"[^\s\x80-\xff]{0,20}[\x80-\xff][^\s]{0,40}")
# How much of an input a guess looks at, in bytes and in words: more changes none, and costs time.
_SAMPLE = 20_000
_MOST_WORDS = 300


def decode(data: bytes, *, markup: bool = False, charset: str | None = None) -> str:
    """Text of `data`; bytes that make no sense become U+FFFD.

    `markup` says that it is a page, whose declared charset counts and whose tags do not; `charset`
    is what its server calls its encoding.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if wide := unmarked_utf16(data):
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _honest(charset) or (_declared(data) if markup else None)
    if declared:
        return data.decode(declared, "replace")
    damaged = data.decode("utf-8", "replace")
    whole, broken = _multibyte(damaged)
    if whole > broken:
        return damaged
    guessed = _guess(_TAG.sub(b" ", data[: 4 * _SAMPLE]) if markup else data)
    return data.decode(guessed, "replace")


def charset_of(media: str | None) -> str | None:
    """The charset that a Content-Type names, None if it names none."""
    found = _NAMED.search(media or "", 0, 300)
    return found[1] if found else None


def unmarked_utf16(data: bytes) -> str | None:
    """The byte order of UTF-16 text without a mark, None if it is not such text.

    Spaces and line ends have a zero byte, always at the same parity, in text of any script.
    """
    head = data[: _SAMPLE - _SAMPLE % 2]
    even, odd = head[::2].count(0), head[1::2].count(0)
    most, fewest, order = (odd, even, "utf-16-le") if odd > even else (even, odd, "utf-16-be")
    if len(head) < 4 or fewest > 0 or most < len(head) / 2 * 0.05:
        return None
    text = head.decode(order, "replace")
    sound = sum(c.isprintable() or c.isspace() for c in text)
    return order if sound > 0.9 * len(text) else None


def _declared(data: bytes) -> str | None:
    head = data[:4096]
    if not (found := _XML.search(head) or _DECLARED.search(head)):
        return None
    return _honest(found[1].decode("ascii", "replace"))


def _honest(label: str | None) -> str | None:
    """The encoding that a label stands for, None for one that proves nothing."""
    label = (label or "").lower()
    if label not in _LABELS and not _HONEST.fullmatch(label):
        return None
    try:
        return codecs.lookup(_LABELS.get(label, label)).name
    except LookupError:
        return None


def _multibyte(text: str) -> tuple[int, int]:
    """How many characters beyond ASCII were sound UTF-8, and how many pieces were not."""
    broken = text.count("\ufffd")
    return len(text) - len(text.encode("ascii", "ignore")) - broken, broken


def _guess(data: bytes) -> str:
    words = b" ".join(found[0] for found in islice(_WORD.finditer(data), _MOST_WORDS))
    fits = {encoding: _fit(words.decode(encoding, "replace")) for encoding in _EUROPEAN}
    likely = max(fits, key=lambda encoding: fits[encoding])
    if fits[likely] > 0.9:
        return likely
    from charset_normalizer import from_bytes  # noqa: PLC0415  (rarely needed, slow to import)

    best = from_bytes(data[:_SAMPLE], cp_isolation=list(_OTHERS)).best()
    return str(best.encoding) if best else likely


def _fit(text: str) -> float:
    """How much of a text beyond ASCII the best-fitting language would write, 1 for all of it.

    A capital after a small letter and two scripts in one word count against it: KOI8-R read as
    windows-1251 is Russian letters with the cases turned round.
    """
    foreign = [character for character in text if character > "\x7f"]
    odd = sum(
        (a.islower() and b.isupper())
        or (a.isalpha() and b.isalpha() and (a < "ɐ") is not (b < "ɐ"))
        for a, b in pairwise(text)
    )
    known = max(
        sum(c in letters or unicodedata.category(c) in _TYPOGRAPHY for c in foreign)
        for letters in _alphabets()
    )
    return (known - 2 * odd) / max(1, len(foreign))


@cache
def _alphabets() -> tuple[frozenset[str], ...]:
    return tuple(
        frozenset(letters + letters.upper())
        for language in packs.languages()
        if (letters := packs.section(language, "letters").get("beyond_ascii"))
    )
