"""The languages that the room speaks: which one a reader wants, and its catalogue.

Catalogues are the .po files in locales/, read as they are: no step of the build compiles them.
https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html, MO-Files.html
"""

from __future__ import annotations

import io
import json
import struct
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files

from starlette.requests import Request

# In the order of the list that readers choose from, each in its own words.
NAMES = {
    "en": "English",
    "de": "Deutsch",
    "fr": "Français",
    "es": "Español",
    "ru": "Русский",
    "uk": "Українська",
}
COOKIE = "language"
_MAGIC = 0x950412DE


def wanted(request: Request) -> str:
    """The language chosen before, else the first that the browser asks for, else English."""
    chosen = request.cookies.get(COOKIE, "")
    if chosen in NAMES:
        return chosen
    asked = []
    for place, part in enumerate(request.headers.get("accept-language", "")[:500].split(",")):
        tag, _, weight = part.strip().partition(";q=")
        try:
            asked.append((-float(weight or 1), place, tag.lower().partition("-")[0]))
        except ValueError:
            continue
    return next((code for _, _, code in sorted(asked) if code in NAMES), "en")


@cache
def translations(code: str) -> NullTranslations:
    """The catalogue of a language; English needs none."""
    if code == "en":
        return NullTranslations()
    text = (files("rashomon.web") / "locales" / f"{code}.po").read_text(encoding="utf-8")
    return GNUTranslations(io.BytesIO(_compiled(entries(text))))


def entries(text: str) -> dict[str, str]:
    """The entries of a .po file, as a .mo file has them: forms of a plural parted by NUL."""
    found: dict[str, str] = {}
    parts: dict[str, list[str]] = {}
    current: list[str] = []

    def done() -> None:
        if "msgid" in parts:
            plural = ["".join(parts["msgid_plural"])] if "msgid_plural" in parts else []
            forms = ["".join(v) for k, v in parts.items() if k.startswith("msgstr")]
            if all(forms):
                found["\0".join(["".join(parts["msgid"]), *plural])] = "\0".join(forms)
        parts.clear()

    for line in text.splitlines():
        keyword, _, rest = line.partition(" ")
        if not line or line.startswith("#"):
            continue
        if keyword == "msgid":
            done()
        if keyword.startswith("msg"):
            current = parts.setdefault(keyword, [])
        else:
            rest = line
        current.append(json.loads(rest))
    done()
    return found


def _compiled(known: dict[str, str]) -> bytes:
    """Entries in the form of a .mo file, without its optional hash table."""
    pairs = sorted((key.encode(), value.encode()) for key, value in known.items())
    start = 7 * 4 + 16 * len(pairs)
    tables: list[list[int]] = [[], []]
    strings = b""
    for side in (0, 1):
        for pair in pairs:
            tables[side] += [len(pair[side]), start + len(strings)]
            strings += pair[side] + b"\0"
    head = (_MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    return struct.pack(f"<7I{4 * len(pairs)}I", *head, *tables[0], *tables[1]) + strings
