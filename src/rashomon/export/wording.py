"""How values are put before a reader: text made harmless, dates, languages, addresses, counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from gettext import NullTranslations
from urllib.parse import urlsplit

from rashomon.model import Moment
from rashomon.reasons import OF_SEVERAL, REPORTS, SENTENCES, TIMES, VALUES, Reason, told

# Controls, surrogates, private use, and all that turns the direction of writing: each could hide
# or reorder what stands beside it.
_HARMFUL = re.compile(
    "[\x00-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff"
    "\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_YEARLESS = re.compile(r"XXXX-(\d\d)(?:-(\d\d))?$")
_ISO = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d:\d\d)(?::[\d.]+)?(Z|[+-]\d\d:\d\d)?)?)?)?$"
)
# How a figure is written; the catalogues of other languages have it their way.
_PATTERN = "1,234.5"
_FIGURE = re.compile(r"(?<![\w.,])(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)(?![.,]?\d)")
_BY_WORDS = re.compile(r"text: '(.*)'( without a year)?$", re.DOTALL)
_LANGUAGES = {
    "ar": "Arabic",
    "be": "Belarusian",
    "bg": "Bulgarian",
    "cs": "Czech",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fr": "French",
    "he": "Hebrew",
    "it": "Italian",
    "ja": "Japanese",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "zh": "Chinese",
}
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


def harmless(text: str) -> str:
    """Text with a space for every control character and direction override, as long as it was."""
    return _HARMFUL.sub(" ", text)


def clean(text: str) -> str:
    """Text fit to be shown: without control characters and direction overrides, spaces folded."""
    return " ".join(harmless(text).split())


def shortened(text: str, most: int) -> str:
    """Text of at most `most` characters, cut at a word where one ends in its second half."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    space = head.rfind(" ", most // 2)
    return f"{(head[:space] if space > 0 else head).rstrip(' ,;:–—-')}…"


# What puts words into the reader's language; without it they stay English.
Say = Callable[[str], str]


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 story", "2 stories"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(words: Iterable[str]) -> str:
    """Words in a row: "A, B and C"."""
    *head, last = words
    return f"{', '.join(head)} and {last}" if head else last


def language(code: str | None, say: Say = str) -> str:
    """The name of a language, its code where we have no name for it."""
    if code is None:
        return say("language not known")
    return say(_LANGUAGES[code]) if code in _LANGUAGES else clean(code)


def direction(code: str | None) -> str:
    """Which way a language is written, for HTML's `dir`: "rtl", "ltr", "auto" if not known."""
    if code is None:
        return "auto"
    return "rtl" if code in _RIGHT_TO_LEFT else "ltr"


def moment(known: Moment, say: Say = str) -> str:
    """A moment in words, as precise as it is known: "20 May 2025, 14:30 +02:00"."""
    if yearless := _YEARLESS.match(known.value):
        month, day = yearless.groups()
        words = f"{int(day)} {say(_month(month))}" if day else say(_month(month))
        return f"{words}, {say('year not stated')}"
    found = _ISO.match(known.value)
    if not found:
        return clean(known.value)
    year, month, day, clock, zone = found.groups()
    named = say(_month(month)) if month else ""
    words = " ".join(w for w in (str(int(day)) if day else "", named, year) if w)
    zone = "UTC" if zone in ("Z", "+00:00") else zone
    return words + (f", {clock}" if clock else "") + (f" {zone}" if zone else "")


def figures(words: str, say: Say = str) -> str:
    """Words with their figures written as a language does, whose pattern `say` gives."""
    pattern = say(_PATTERN)
    signs = {",": pattern[1], ".": pattern[5]} if len(pattern) == len(_PATTERN) else {}
    return _FIGURE.sub(lambda found: "".join(signs.get(c, c) for c in found[0]), words)


def value(given: str, say: Say = str) -> str:
    """The value of a position: "about 1,400 km²", "yes", or what reports write."""
    words = clean(given)
    if words in ("yes", "no", "asserted", "denied"):
        return say(words)
    for bound in ("about", "less than", "more than"):
        if words.startswith(f"{bound} "):
            return f"{say(bound)}{figures(words.removeprefix(bound), say)}"
    return figures(words, say)


def because(
    reason: Reason, names: Mapping[str, str] | None = None, known: NullTranslations | None = None
) -> str:
    """A reason in words: reports under their short names, times and figures as a reader has them.

    `known` has the sentences in the reader's language; without it they are English.
    """
    known, names = known or NullTranslations(), names or {}

    def sentence(reason: Reason) -> str:
        one = SENTENCES[reason.code]
        several = OF_SEVERAL.get(reason.code)
        return known.ngettext(one, several, reason.count) if several else known.gettext(one)

    def shown(gap: str, given: str) -> str:
        if gap in REPORTS:
            return names.get(given, clean(given))
        if gap in TIMES:
            return instant(given, known.gettext)
        return value(given, known.gettext) if gap in VALUES else clean(given)

    return told(reason, sentence, shown)


def basis(known: Moment, say: Say = str) -> str:
    """Where a moment is known from."""
    if found := _BY_WORDS.match(known.basis):
        sentence = "by the words “%(words)s”" + (", without a year" if found[2] else "")
        return say(sentence) % {"words": clean(found[1])}
    # What is left names a field of a page: it has no other name.
    named = {"given": "given with the report", "seen to have changed": "seen to have changed"}
    return say(named[known.basis]) if known.basis in named else clean(known.basis)


def day(known: Moment, say: Say = str) -> str:
    """A moment in words without the time of day."""
    words = moment(known, say)
    return words.split(",")[0] if "T" in known.value else words


def instant(value: str, say: Say = str) -> str:
    """An ISO 8601 value in words, as `moment` puts them."""
    return moment(Moment(value, "", ""), say)


def period(first: Moment, last: Moment, say: Say = str) -> str:
    """From the first to the last moment, by days: "9 March 2026", "9 to 10 March 2026"."""
    begin, end = day(first, say), day(last, say)
    if begin == end:
        return begin
    tail = end.split(" ", 1)[-1]
    if begin.count(" ") == end.count(" ") == 2 and begin.endswith(f" {tail}"):
        begin = begin.split(" ", 1)[0]
    return f"{begin} {say('to')} {end}"


def web(url: str | None) -> str | None:
    """An address that a reader may safely follow, None for any other: http and https alone."""
    if not url or len(url) > 2_000 or re.search(r"[\s\\]", url) or clean(url) != url:
        return None
    try:
        parts = urlsplit(url)
        named = parts.hostname
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and named and "@" not in parts.netloc else None


def site(url: str) -> str:
    """The host of an address that `web` let through."""
    return clean(urlsplit(url).hostname or "").removeprefix("www.")


def _month(number: str | None) -> str:
    if number is None:
        return ""
    return _MONTHS[int(number) - 1] if 1 <= int(number) <= 12 else number
