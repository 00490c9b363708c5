"""Quotes: who says what, word for word, in the reporter's words, or in both.

Direct contents are what stands inside the marks. A content broken by its cue is one quote a piece;
a quotation over several paragraphs is one. A chain ("media claimed he said …") is one quote a
link, the nearest speaker's inside the other's. Marked words without a cue ("volunteers" in quotes
for distance) are no quote.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rashomon.annotate import subjects
from rashomon.annotate.cues import Lexicon, lexicon
from rashomon.annotate.frames import Draft, Frames
from rashomon.annotate.periods import Period, periods
from rashomon.annotate.quotation_marks import Marked, marked
from rashomon.annotate.speakers import Speakers
from rashomon.model import Name, Quote, Sentence, Span, Speaker
from rashomon.settings import Annotate

_WORDS_ALONE = 4
# The longest name before a colon, with the colon.
_NAME_WORDS = 6

_DEFAULT = Annotate()


@dataclass(frozen=True, slots=True)
class _Carried:
    """Who was last quoted word for word, and in which paragraph."""

    paragraph: int
    cue: Span | None
    speaker: Speaker | None


def quotes(
    text: str, sentences: Sequence[Sentence], names: Sequence[Name], limits: Annotate = _DEFAULT
) -> tuple[Quote, ...]:
    """The quotes in `sentences`, sorted by content; `names` are all names of the report."""
    speakers = Speakers(text, names)
    found: list[Quote] = []
    carried: _Carried | None = None
    for period in periods(text, sentences, marked(text, limits.longest_quote)):
        known = lexicon(period.language)
        if known is None or not 0 < len(period.tokens) <= limits.longest_period:
            continue
        drafts = Frames(period, known).drafts()
        taken: set[int] = set()
        for draft in drafts or _headline(period, speakers):
            quote = _quote(text, period, draft, speakers, known)
            found.append(quote)
            taken.update(range(*draft.content))
            if quote.kind == "direct":
                carried = _Carried(period.paragraph, quote.cue, quote.speaker)
        rest, carried = _alone(text, period, taken, carried)
        found += rest
        speakers.next_period(_token_span(period, subjects.opening(period.tokens, known, 20)))
    return tuple(sorted(found, key=lambda quote: (quote.content.start, quote.content.end)))


def _headline(period: Period, speakers: Speakers) -> list[Draft]:
    """“Orlov: The bridge will open”: a person or body, a colon, and what it says."""
    colon = next((i for i, t in enumerate(period.tokens[:_NAME_WORDS]) if t.low == ":"), 0)
    end = len(period.tokens)
    while end > colon and period.tokens[end - 1].low in (".", "!", "?"):
        end -= 1
    if not colon or (end - colon <= _WORDS_ALONE and not period.marks):
        return []
    subject = _token_span(period, (0, colon))
    if subject is None or not speakers.speaks(*subject):
        return []
    marked = period.marks.keys() == {colon + 1} and end == colon + 2
    if end <= colon:
        return []
    cue = (colon, colon + 1)
    return [Draft((colon + 1, end), cue, (0, colon), marked, frame="name and colon")]


def _quote(text: str, period: Period, draft: Draft, speakers: Speakers, known: Lexicon) -> Quote:
    first, last = draft.content
    inside = [index for index in period.marks if first <= index < last]
    kind: Literal["direct", "indirect", "mixed"] = "mixed" if inside else "indirect"
    content = Span(period.tokens[first].start, period.tokens[last - 1].end)
    if draft.marked and inside:
        kind, content = "direct", _inner(text, period.marks[first])
    speaker = None
    mention = _token_span(period, draft.subject)
    if mention is not None:
        name = speakers.name(*mention, period.start, known)
        speaker = Speaker(*mention, name)
    cue = _token_span(period, draft.cue)
    rule = f"{period.language} quote: {draft.frame}"
    return Quote(kind, content, Span(*cue) if cue else None, speaker, rule)


def _alone(
    text: str, period: Period, taken: set[int], carried: _Carried | None
) -> tuple[list[Quote], _Carried | None]:
    """Speech without a cue: it goes on within its paragraph, or stands for itself."""
    if carried is not None and carried.paragraph != period.paragraph:
        carried = None
    if any(token.kind in ("word", "fragment") for token in period.tokens):
        return [], carried
    found: list[Quote] = []
    for index in sorted(period.marks.keys() - taken):
        content = _inner(text, period.marks[index])
        if carried is not None:
            rule = f"{period.language} quote: goes on in its paragraph"
            found.append(Quote("direct", content, carried.cue, carried.speaker, rule))
        elif len(text[content.start : content.end].split()) >= _WORDS_ALONE:
            rule = f"{period.language} quote: marks alone"
            found.append(Quote("direct", content, None, None, rule))
    return found, carried


def _inner(text: str, mark: Marked) -> Span:
    """What stands inside the marks, without a closing comma and white space."""
    start, end = mark.inner_start, mark.inner_end
    while end > start and (text[end - 1].isspace() or text[end - 1] == ","):
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return Span(start, end) if start < end else Span(mark.inner_start, mark.inner_end)


def _token_span(period: Period, tokens: subjects.Range | None) -> tuple[int, int] | None:
    if tokens is None:
        return None
    return period.tokens[tokens[0]].start, period.tokens[tokens[1] - 1].end
