"""Periods: sentences joined where a quotation runs over their end, as tokens to match rules on.

A marked stretch becomes one token: "speech" where it reads as an utterance of its own (opens
with a capital, or is long), "fragment" where it is some words taken over. What stands inside is
not looked at: a cue in somebody's mouth reports nothing for the report itself.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from rashomon.annotate.quotation_marks import Marked
from rashomon.language.forms import Token, tokens
from rashomon.model import Sentence

_DASHES = "—–-"
_UTTERANCE = 5
# Words as short are written small in titles.
_SMALL = 3
# The form of a marked stretch's token: no word's, so that no rule takes it for one.
_SPEECH = "“”"


@dataclass(frozen=True, slots=True)
class Period:
    """Tokens of one or more sentences of one language, with the marked stretches among them.

    `marks` gives, by token index, the marked stretch that the token stands for; `paragraph` is
    the number of the paragraph that it begins in.
    """

    start: int
    end: int
    language: str | None
    paragraph: int
    tokens: tuple[Token, ...]
    marks: dict[int, Marked]


def periods(text: str, sentences: Sequence[Sentence], marks: Sequence[Marked]) -> list[Period]:
    """The periods of the sentences, in order; sentences without a language are passed over."""
    found: list[Period] = []
    starts = [mark.start for mark in marks]
    ordered = sorted(sentences, key=lambda sentence: (sentence.start, sentence.end))
    paragraph = 0
    index = 0
    last = 0
    while index < len(ordered):
        first = ordered[index]
        start, end, language = max(0, first.start), first.end, first.language
        index += 1
        while index < len(ordered):
            position = bisect_left(starts, end) - 1
            reach = marks[position].end if position >= 0 else 0
            upcoming = ordered[index]
            if upcoming.start >= max(end, reach) and not _continues(text, end, upcoming):
                break
            end = max(end, upcoming.end)
            language = language or upcoming.language
            index += 1
        end = min(end, len(text))
        if start >= end:
            continue
        paragraph += text.count("\n", last, start)
        last = start
        stream, inside = _tokens(text, start, end, marks[bisect_left(starts, start) :])
        found.append(Period(start, end, language, paragraph, stream, inside))
    return found


def _continues(text: str, end: int, upcoming: Sentence) -> bool:
    """Whether a splitter cut after a mark ('"Why?" he asked')."""
    between = text[max(0, end - 2) : upcoming.start]
    head = text[upcoming.start : upcoming.start + 3].lstrip("—–- ")
    return "\n" not in between and any(s in '»”“"’' for s in between) and head[:1].islower()


def _tokens(
    text: str, start: int, end: int, marks: Sequence[Marked]
) -> tuple[tuple[Token, ...], dict[int, Marked]]:
    stream: list[Token] = []
    inside: dict[int, Marked] = {}
    at = start
    for mark in marks:
        if mark.start >= end:
            break
        if mark.end > end:
            continue
        stream += tokens(text, at, mark.start)
        inside[len(stream)] = mark
        stream.append(_marked_token(text, mark, stream))
        at = mark.end
    stream += tokens(text, at, end)
    if not inside and stream and stream[0].low in _DASHES:
        return _dialogue(text, stream)
    return tuple(stream), inside


def _marked_token(text: str, mark: Marked, before: Sequence[Token]) -> Token:
    words = text[mark.inner_start : mark.inner_end].strip()
    capital = next((char.isupper() for char in words if char.isalnum()), False)
    ends = words[-1:] in (".", "!", "?", ",", "…")
    follows = text[mark.end : mark.end + 1]
    introduced = bool(before) and before[-1].low == ":"
    count = len(words.split())
    utterance = introduced or ends or follows == "," or count >= _UTTERANCE
    utterance = utterance and (introduced or not _is_title(words))
    kind = "speech" if utterance and (capital or count >= _UTTERANCE) else "fragment"
    return Token(mark.start, mark.end, _SPEECH, capital, kind)


def _is_title(words: str) -> bool:
    """Whether a few marked words are the name of a work: “The Morning Star,”."""
    longer = [word for word in words.split() if len(word) > _SMALL]
    return 1 < len(longer) <= _UTTERANCE and all(word[0].isupper() for word in longer)


def _dialogue(text: str, stream: Sequence[Token]) -> tuple[tuple[Token, ...], dict[int, Marked]]:
    """A line of dialogue opened by a dash: its odd parts between dashes are speech."""
    parts: list[list[Token]] = [[]]
    previous = ""
    for token in stream[1:]:
        spaced = text[token.start - 1 : token.start].isspace()
        if token.low in _DASHES and spaced and previous in (",", ".", "!", "?", "…"):
            parts.append([])
        else:
            parts[-1].append(token)
        previous = token.low
    if len(parts) < 2:
        return tuple(stream), {}
    result: list[Token] = []
    inside: dict[int, Marked] = {}
    for number, part in enumerate(parts):
        if number % 2 or not part:
            result += part
            continue
        start, end = part[0].start, part[-1].end
        inside[len(result)] = Marked(start, end, start, end)
        result.append(Token(start, end, _SPEECH, part[0].capital, "speech"))
    return tuple(result), inside
