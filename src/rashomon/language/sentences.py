"""Sentences: where they begin and end, and the language of each.

A line break ends a sentence. Within a line a terminator ends one unless what stands around it
says otherwise: an abbreviation, an initial or an ordinal before it, a small letter or a dash
after it. The rule is one for all languages; abbreviations, sentence openers and whether numbers
take a full stop are data (`packs/<language>/sentences.toml`). Its idea, a decision at each
terminator from its two neighbours, is that of Punkt (Kiss and Strunk 2006) and razdel.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from rashomon.language import packs
from rashomon.language.identify import DEFAULT, Guess, guess, settle
from rashomon.model import Sentence
from rashomon.settings import Language

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_OPENERS = "\"'“”„‟‘‚«‹([{¿¡*_—–-"
_CLOSERS = "\"'“”’»›)\\]}*_"
# A French closing guillemet stands apart; a German opening one touches its word.
_CLOSING = rf"(?:[{_CLOSERS}]|[ \u00a0\u202f]»(?![^\s.,;:]))*+"
# A run of marks is tried once, from its first: linear on any input.
_STOP = re.compile(
    rf"(?<![.!?…])[.!?…]++{_CLOSING}(?:\[\d{{1,3}}\])?(?=\s)|[。！？｡।؟۔]++[{_CLOSERS}」』）]*+"
)
_DASHES = "—–-"
_QUOTES = '"“”’»›'
_REACH = 40  # characters read on either side of a terminator: the longest word that matters


@dataclass(frozen=True, slots=True)
class Rules:
    """What a language says about full stops."""

    titles: frozenset[str]
    abbreviations: frozenset[str]
    starters: frozenset[str]
    ordinals: bool


@cache
def rules(language: str | None) -> Rules:
    """The rules of a language's pack; of English for a language without a pack."""
    data = packs.section(language, "sentences") or packs.section("en", "sentences")
    return Rules(
        titles=frozenset(data.get("titles", "").split()),
        abbreviations=frozenset(data.get("abbreviations", "").split()),
        starters=frozenset(data.get("starters", "").split()),
        ordinals=bool(data.get("ordinals", False)),
    )


def sentences(
    text: str, declared: str | None = None, limits: Language = DEFAULT
) -> tuple[Sentence, ...]:
    """All sentences of a text, in order, with languages; role is `BODY` throughout.

    The sentences cover every character that is not white space. `declared` (a language code,
    "de" or "de-AT") is a hint that decides only where the text itself does not.
    """
    found = list(_split(text, limits))
    hint = declared.split("-")[0].strip().lower() if declared else None
    guesses = [said for _, _, said in found]
    languages = settle(guesses, hint if hint in packs.languages() else None, limits)
    return tuple(
        Sentence(start, end, language)
        for (start, end, _), language in zip(found, languages, strict=True)
    )


def _split(text: str, limits: Language) -> Iterator[tuple[int, int, Guess]]:
    """Spans of sentences, stripped, each with its likeliest language.

    The language whose rules hold is told for each line.
    """
    known: str | None = None
    for line in _LINE.finditer(text):
        found = guess(line.group(), limits)
        known = found.language if found.sure else known or found.language
        for start, end in _cut(text, line.start(), line.end(), rules(known)):
            for span in _bounded(text, start, end, limits.longest_sentence):
                whole = span == line.span()
                yield *span, found if whole else guess(text[slice(*span)], limits)


def _cut(text: str, start: int, end: int, rule: Rules) -> Iterator[tuple[int, int]]:
    cuts = [start]
    for stop in _STOP.finditer(text, start, end):
        if stop.end() < end and _ends(text, cuts[-1], stop, end, rule):
            cuts.append(stop.end())
    cuts.append(end)
    yield from pairwise(cuts)


def _bounded(text: str, start: int, end: int, longest: int) -> Iterator[tuple[int, int]]:
    """The span without its outer white space, cut at white space where it is over-long."""
    while end - start > longest:
        space = text.rfind(" ", start + longest // 2, start + longest)
        cut = space if space > 0 else start + longest
        yield from _stripped(text, start, cut)
        start = cut
    yield from _stripped(text, start, end)


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    body = piece.strip()
    if body:
        start += len(piece) - len(piece.lstrip())
        yield start, start + len(body)


def _ends(text: str, first: int, stop: re.Match[str], end: int, rule: Rules) -> bool:
    """Whether the terminator ends a sentence that began at `first`."""
    after = text[stop.end() : min(end, stop.end() + _REACH)].lstrip()
    opened = after.lstrip(_OPENERS + " \u00a0")
    if not opened:
        return bool(after) or stop.end() + _REACH < end
    if opened[0].islower():
        return False
    mark = stop.group()
    if after[0] in _DASHES and after[1:2].isspace() and mark[-1] in _QUOTES:
        return False  # «…» — said so-and-so
    if mark[0] != "." or len(mark) > 1:
        return True
    before = text[max(first, stop.start() - _REACH) : stop.start()]
    word = re.split(r"[\s'’]", before)[-1].lstrip(_OPENERS)
    if not word:
        return True
    following = re.split(r"[\s,;:.]", opened, maxsplit=1)
    initial = opened[len(following[0]) : len(following[0]) + 1] == "." and len(following[0]) <= 2
    starter = following[0].split("'")[0].split("’")[0].casefold() in rule.starters and not initial
    if word.casefold() in rule.titles or (len(word) == 1 and word.isalpha() and initial):
        return False  # "z. B.", "т. е.", "A. B."
    if _abbreviates(word, rule) or (rule.ordinals and _ordinal(word)):
        return starter
    # A number that opens the line is the number of an item.
    return not (word.isdigit() and len(word) < 4 and not before[: -len(word)].strip())


def _abbreviates(word: str, rule: Rules) -> bool:
    folded = word.casefold()
    return (
        folded in rule.abbreviations
        or folded.rpartition("-")[2] in rule.abbreviations
        or (len(word) == 1 and word.isalpha() and word.isupper())
        or (len(word) <= 7 and "." in word and all(len(part) <= 2 for part in word.split(".")))
    )


def _ordinal(word: str) -> bool:
    return (word.isdigit() and len(word) <= 3) or (len(word) <= 5 and not set(word) - set("IVXL"))
