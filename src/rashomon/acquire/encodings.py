"""Bytes become text, whatever their encoding; nothing here raises on any input.

The order of proof: a byte order mark, UTF-16 by the place of its zero bytes, valid UTF-8, the
charset that a page declares, UTF-8 with some damage, and at last a guess. charset-normalizer is
sure of Cyrillic and East Asian encodings even on a line of text, but mistakes the Latin ones
(windows-1250, -1252, ISO-8859-2, -15) for one another; those are told by the letters that the
languages of the packs use.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import cache

from charset_normalizer import from_bytes

from rashomon.language import packs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LATIN = ("cp1252", "iso8859_15", "cp1250", "iso8859_2")
# What other text is written in. Left to itself, charset-normalizer takes 18 of 30 KOI8 lines of 40
# letters for something exotic; with this choice 4 (ntrex, Russian), and loses nothing elsewhere.
_OTHERS = (
    "cp1251", "koi8_r", "koi8_u", "iso8859_5", "cp866", "cp1253", "cp1255", "cp1256",
    "gb18030", "big5", "cp932", "euc_jp", "cp949",
)  # fmt: skip
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
_XML = re.compile(rb"""^\s*<\?xml[^<>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})""")
_TAG = re.compile(rb"<[^<>]*>")
# General categories of the dashes, quotation marks, spaces and currency signs that all may write.
_TYPOGRAPHY = frozenset({"Pd", "Pi", "Pf", "Ps", "Zs", "Sc"})
# How much of an input the guess looks at, in bytes: more changes no guess, and costs time.
_SAMPLE = 20_000


def decode(data: bytes, *, markup: bool = False) -> str:
    """Text of `data`; bytes that make no sense become U+FFFD.

    `markup` says that it is a page, whose declared charset counts and whose tags do not.
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
    if markup and (declared := _declared(data)):
        return data.decode(declared, "replace")
    damaged = data.decode("utf-8", "replace")
    whole, broken = _multibyte(damaged)
    if whole > broken:
        return damaged
    guessed = _guess(_TAG.sub(b" ", data[: 4 * _SAMPLE]) if markup else data)
    return data.decode(guessed, "replace")


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
    sound = sum(c.isalnum() or c.isspace() or unicodedata.category(c)[0] == "P" for c in text)
    return order if sound > 0.9 * len(text) else None


def _declared(data: bytes) -> str | None:
    head = data[:4096]
    if not (found := _XML.search(head) or _DECLARED.search(head)):
        return None
    label = found[1].decode("ascii", "replace").lower()
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
    sample = data[:_SAMPLE]
    high = sum(byte >= 0x80 for byte in sample)
    letters = high + sum(65 <= byte <= 90 or 97 <= byte <= 122 for byte in sample)
    encoding, fit = max(
        ((encoding, _fit(sample.decode(encoding, "replace"))) for encoding in _LATIN),
        key=lambda pair: pair[1],
    )
    # Latin alphabets put less than a third of their letters outside ASCII (Czech: 15-20 %).
    if high < letters / 3 and fit > 0.8:
        return encoding
    best = from_bytes(sample, cp_isolation=list(_OTHERS)).best()
    return str(best.encoding) if best else encoding


def _fit(text: str) -> float:
    """The share of characters beyond ASCII that the best-fitting language would write."""
    foreign = [character for character in text if character > "\x7f"]
    return max(
        sum(c in letters or unicodedata.category(c) in _TYPOGRAPHY for c in foreign)
        / max(1, len(foreign))
        for letters in _alphabets()
    )


@cache
def _alphabets() -> tuple[frozenset[str], ...]:
    return tuple(
        frozenset(letters + letters.upper())
        for language in packs.languages()
        if (letters := packs.section(language, "letters").get("beyond_ascii"))
    )
