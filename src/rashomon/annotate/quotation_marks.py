"""Quotation marks: which opening mark belongs to which closing one, in any of our languages.

« », » «, „ “, „ ”, “ ”, ‘ ’, ‚ ‘, " ", ' ' and doubled '' '' are read from their place: the same
sign opens in one language and closes in another, and ’ is mostly an apostrophe. The method is a
stack of open marks over each paragraph; a mark left open at the end of its paragraph goes on only
if the next paragraph opens with the same mark again, as quotations over several paragraphs do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

# Typewritten quotations double the apostrophe or the grave; of three the inner one stands alone.
_MARK = re.compile(r"''(?!')|``|[«»„“”‟‘’‚\"'‹›]")
_DOUBLED = ("''", "``")
_PARAGRAPH = re.compile(r"[^\n\r]+")
_CLOSERS = {
    "«": "»",
    "»": "«»",
    "‹": "›",
    "„": '“”"',
    "“": '”“"',
    "‟": "”",
    "‚": "‘’",
    "‘": "’",
    '"': '"”',
    "'": "'",
}
_OPENERS = frozenset("«„“‟‚‘\"'‹»")
# Signs that are also apostrophes, inches or wrong-way marks open only where a word begins.
_CAREFUL = frozenset("\"'‘»")
_DEPTH = 4


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked stretch: `start`..`end` with its outer marks; what stands inside them."""

    start: int
    end: int
    inner_start: int
    inner_end: int


@dataclass(slots=True)
class _Open:
    mark: str
    at: int
    inner: int
    inside: list[Marked] = field(default_factory=list)


def marked(text: str, longest: int) -> tuple[Marked, ...]:
    """The outermost marked stretches of `text`, in order, none longer than `longest`."""
    found: list[Marked] = []
    carried: _Open | None = None
    for paragraph in _PARAGRAPH.finditer(text):
        stack: list[_Open] = []
        begin = paragraph.start()
        if carried is not None:
            resumed = _resumes(text, paragraph, carried)
            if resumed and begin - carried.at <= longest:
                stack, begin = [carried], resumed
            else:
                found += carried.inside
            carried = None
        found += _paragraph(text, begin, paragraph.end(), stack)
        if stack:
            carried = stack[0]
            for deeper in stack[1:]:
                carried.inside += deeper.inside
    if carried is not None:
        found += carried.inside
    kept = [mark for mark in found if mark.end - mark.start <= longest]
    return tuple(sorted(kept, key=lambda mark: mark.start))


def _resumes(text: str, paragraph: re.Match[str], carried: _Open) -> int:
    """Where the paragraph goes on after repeating the open mark; 0 if it does not."""
    at = paragraph.start()
    while at < paragraph.end() and text[at].isspace():
        at += 1
    match = _MARK.match(text, at, paragraph.end())
    return match.end() if match and _sign(match) == carried.mark else 0


def _sign(match: re.Match[str]) -> str:
    return '"' if match.group() in _DOUBLED else match.group()


def _paragraph(text: str, begin: int, end: int, stack: list[_Open]) -> Iterator[Marked]:
    """Marked stretches that end in one paragraph; `stack` is left with what stays open."""
    for match in _MARK.finditer(text, begin, end):
        sign, at, past = _sign(match), match.start(), match.end()
        before = text[at - 1] if at > 0 else " "
        after = text[past] if past < end else " "
        if before.isalnum() and after.isalnum() and sign in "'’‘\"":
            continue
        closes = _closes(stack, sign, before, after)
        if closes is not None:
            opened = stack[closes]
            for lost in stack[closes + 1 :]:
                opened.inside += lost.inside
            del stack[closes:]
            whole = Marked(opened.at, past, opened.inner, at)
            if stack:
                stack[-1].inside.append(whole)
            else:
                yield whole
        elif sign in _OPENERS and len(stack) < _DEPTH and _may_open(sign, before, after):
            stack.append(_Open(sign, at, past))


def _closes(stack: list[_Open], sign: str, before: str, after: str) -> int | None:
    """Index on the stack of the open mark that `sign` closes here."""
    if sign in "'’\"" and (before.isspace() or (sign != '"' and after.isalnum())):
        return None
    for index in range(len(stack) - 1, -1, -1):
        if sign in _CLOSERS[stack[index].mark]:
            wrong_way = stack[index].mark == sign and sign in "“»"
            if wrong_way and not (before.isspace() is False and not after.isalnum()):
                continue
            return index
    return None


def _may_open(sign: str, before: str, after: str) -> bool:
    if sign not in _CAREFUL:
        return True
    return not after.isspace() and not before.isalnum() and before not in ".,!?…%)"
