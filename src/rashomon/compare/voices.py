"""Whose word a sentence is, and whether it names its own subject.

The witness is told only where it is sure: not a pronoun that nothing resolves, not a date that
stands where a speaker would, nor who is only said to have said something ("allegedly asked"). The
words are data (`[subjects]` in the packs' `statements.toml`).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from rashomon.annotate.cues import CLOSED, cue_class, lexicon
from rashomon.language.forms import Phrases, expand, fold, tokens
from rashomon.language.packs import section

if TYPE_CHECKING:
    from rashomon.model import Quote, Sentence, Span, Text

# Kinds of cue after which the report itself speaks of somebody: what he wants, whom he praises.
_OWN_WORD = frozenset({"judge", "intend"})
# Kinds of cue that by themselves tell nothing.
_SPEAKING = frozenset({"say", "ask"})
# Words at the head of a sentence among which its subject is looked for.
_OPENING = 6


def reported(text: Text, sentence: Sentence) -> Quote | None:
    """The quote that is most of a sentence; of a chain the inmost, whose speaker is the witness.

    What somebody wants or thinks of others is the report's own word; what he allegedly said is the
    word of whoever alleges it.
    """
    language = sentence.language
    inside = [
        q
        for q in text.reading.quotes
        if q.content.start < sentence.end and sentence.start < q.content.end
    ]
    most = [q for q in inside if share(q.content, sentence) >= 0.4]
    told = [q for q in most if not _is_attitude(text, q, language)]
    sure = [q for q in told if not _is_hedged(text, q, language)]
    return min(sure, key=lambda q: q.content.end - q.content.start, default=None)


def witness(text: Text, quote: Quote, language: str | None) -> str | None:
    """The speaker of a quote; None where what is named is none, or nobody in particular."""
    speaker = quote.speaker
    if speaker is None:
        return None
    known = lexicon(language)
    words = [token.low for token in tokens(speaker.name) if token.kind == "word"]
    if known and all(any(known.among(group, word) for group in CLOSED) for word in words):
        return None
    dated = any(t.start <= speaker.start and speaker.end <= t.end for t in text.reading.times)
    return None if dated else speaker.name


def speaker_of(text: Text, span: Span, language: str | None) -> str | None:
    """Whose word a stretch of a report is: the speaker of the closest quote around it."""
    around = [
        q
        for q in text.reading.quotes
        if q.speaker and q.content.start < span.end and span.start < q.content.end
    ]
    best = max(around, key=lambda q: share(q.content, span), default=None)
    return witness(text, best, language) if best and share(best.content, span) >= 0.5 else None


def hangs(sentence: str, language: str | None) -> bool:
    """Whether a sentence opens with a pronoun, so that another one tells whom it is about."""
    elsewhere, links = _subjects(language)
    stream = tokens(sentence[:200])
    for index in range(min(_OPENING, len(stream))):
        if elsewhere.at(stream, index) is not None:
            return True
        if stream[index].kind == "word" and stream[index].low not in links:
            return False
    return False


def says_only(sentence: str, language: str | None) -> bool:
    """Whether all that a sentence tells is that somebody spoke: "Justice Breyer asked."."""
    known = lexicon(language)
    stream = [token for token in tokens(sentence) if token.kind == "word"]
    if known is None or not stream:
        return False
    cues = [i for i in range(len(stream)) if known.verbs.at(stream, i) is not None]
    if not cues or cue_class(sentence, language) not in _SPEAKING:
        return False
    begin = cues[0]
    end = known.verbs.at(stream, begin)
    rest = stream[:begin] + stream[end[0] if end else begin + 1 :]
    return all(t.capital or any(known.among(g, t.low) for g in CLOSED) for t in rest)


def share(outer: Span, inner: Span | Sentence) -> float:
    """Share of the inner span that lies in the outer."""
    common = min(outer.end, inner.end) - max(outer.start, inner.start)
    return max(common, 0) / max(inner.end - inner.start, 1)


def _is_attitude(text: Text, quote: Quote, language: str | None) -> bool:
    return quote.cue is not None and cue_class(text.cut(quote.cue), language) in _OWN_WORD


def _is_hedged(text: Text, quote: Quote, language: str | None) -> bool:
    """Whether a speaker is only said to have said it: "the moment he allegedly asked"."""
    if quote.cue is None or quote.speaker is None:
        return False
    start = min(quote.speaker.start, quote.cue.start)
    end = max(quote.speaker.end, quote.cue.end)
    stream = tokens(text.report.text, start, end)
    return any(_hedges(language).at(stream, index) for index in range(len(stream)))


@cache
def _subjects(language: str | None) -> tuple[Phrases[bool], frozenset[str]]:
    pack = section(language, "statements").get("subjects", {})
    return (
        Phrases((form, True) for form in expand(pack.get("elsewhere", ()))),
        frozenset(map(fold, pack.get("links", ()))),
    )


@cache
def _hedges(language: str | None) -> Phrases[bool]:
    pack = section(language, "statements").get("subjects", {})
    return Phrases((form, True) for form in expand(pack.get("hedges", ())))
