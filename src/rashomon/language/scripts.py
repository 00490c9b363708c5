"""Scripts: in which writing a text is, and which languages are written in it."""

from __future__ import annotations

import re

# Blocks of the Unicode standard that hold a script's letters; Latin is what news mostly is.
_RANGES = {
    "Latin": "A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ",
    "Cyrillic": "Ѐ-ԯ",
    "Greek": "Ͱ-Ͽἀ-῿",
    "Arabic": "\u0620-\u064a\u066e-\u06d3\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc",
    "Hebrew": "\u05d0-\u05ea",
    "Devanagari": "\u0904-\u0939\u0958-\u0961",
    "Han": "\u3400-\u4dbf\u4e00-\u9fff",
    "Kana": "\u3041-\u309f\u30a0-\u30ff",
    "Hangul": "\u1100-\u11ff\uac00-\ud7af",
    "Armenian": "\u0531-\u0587",
    "Georgian": "\u10a0-\u10ff",
}
_LETTERS = {name: re.compile(f"[{letters}]") for name, letters in _RANGES.items()}
_NOT_IN_LATIN = re.compile(f"[{''.join(_RANGES[name] for name in _RANGES if name != 'Latin')}]")

_WRITTEN = {
    "Cyrillic": frozenset({"be", "bg", "ru", "sr", "uk"}),
    "Greek": frozenset({"el"}),
    "Arabic": frozenset({"ar", "fa", "ku", "ur"}),
    "Hebrew": frozenset({"he"}),
    "Devanagari": frozenset({"hi", "mr"}),
    "Han": frozenset({"zh", "ja"}),
    "Kana": frozenset({"ja"}),
    "Hangul": frozenset({"ko"}),
    "Armenian": frozenset({"hy"}),
    "Georgian": frozenset({"ka"}),
}
_NOT_LATIN = frozenset().union(*_WRITTEN.values()) - {"sr", "ku"}


def letters(text: str) -> dict[str, int]:
    """Numbers of letters by script, scripts without any left out."""
    if text.isascii() or not _NOT_IN_LATIN.search(text):
        count = len(_LETTERS["Latin"].findall(text))
        return {"Latin": count} if count else {}
    counts = {name: len(pattern.findall(text)) for name, pattern in _LETTERS.items()}
    return {name: count for name, count in counts.items() if count}


def writes(script: str, language: str) -> bool:
    """Whether a language is written in a script, as far as known."""
    if script == "Latin":
        return language not in _NOT_LATIN
    return language in _WRITTEN[script]
