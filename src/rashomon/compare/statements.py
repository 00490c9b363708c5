"""What a report says, sentence by sentence, and whose word each sentence is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rashomon.annotate.cues import cue_class
from rashomon.compare.polarity import modality, polarity
from rashomon.model import Citation, Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rashomon.model import Name, Place, Quantity, Quote, Sentence, Text, Time


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a report, with what can be compared in it.

    `origin` is the id of the origin whose text it is; `speaker` whose word it is, None for the
    outlet's own; `ids` are those of the names and places in it;
    `position` is its place in the report's story, from 0 (first) to 1 (last).
    """

    report: str
    start: int
    end: int
    text: str
    language: str | None
    origin: str
    speaker: str | None
    polarity: Literal["asserted", "denied"]
    modality: Literal["happened", "planned", "alleged", "demanded", "possible"]
    quantities: tuple[Quantity, ...]
    ids: frozenset[str]
    as_of: str | None
    position: float

    @property
    def citation(self) -> Citation:
        """Where it stands."""
        return Citation(self.report, self.start, self.end, self.speaker)

    @property
    def key(self) -> tuple[str, int]:
        """What orders statements: their report and place in it."""
        return self.report, self.start


def statements(text: Text, origin: str, taken: Mapping[Span, str]) -> tuple[Statement, ...]:
    """The statements of a report's story; furniture and credits never.

    `taken` names the origin of passages that the report took over, where it has several.
    """
    body = text.body
    found = []
    for index, sentence in enumerate(body):
        source = next(
            (o for span, o in taken.items() if _share(span, sentence) > 0.5),
            origin,
        )
        quote = _reported(text, sentence)
        words = text.cut(sentence)
        denied = (
            quote is not None
            and quote.cue is not None
            and (cue_class(text.cut(quote.cue), sentence.language) == "deny")
        )
        found.append(
            Statement(
                text.id,
                sentence.start,
                sentence.end,
                words,
                sentence.language,
                source,
                quote.speaker.name if quote and quote.speaker else None,
                "denied" if denied else polarity(words, sentence.language),
                modality(words, sentence.language),
                tuple(q for q in text.reading.quantities if _inside(q, sentence)),
                _ids(text, sentence),
                _as_of(text, sentence),
                index / max(len(body) - 1, 1),
            )
        )
    return tuple(found)


def speaker_of(text: Text, span: Span) -> str | None:
    """Whose word a stretch of a report is: the speaker of the closest quote around it."""
    around = [
        q
        for q in text.reading.quotes
        if q.speaker and q.content.start < span.end and span.start < q.content.end
    ]
    best = max(around, key=lambda q: _share(q.content, span), default=None)
    return (
        best.speaker.name if best and best.speaker and _share(best.content, span) >= 0.5 else None
    )


def _reported(text: Text, sentence: Sentence) -> Quote | None:
    """The quote that is most of a sentence."""
    inside = [
        q
        for q in text.reading.quotes
        if q.content.start < sentence.end and sentence.start < q.content.end
    ]
    best = max(inside, key=lambda q: _share(q.content, sentence), default=None)
    return best if best and _share(best.content, sentence) >= 0.4 else None


def _as_of(text: Text, sentence: Sentence) -> str | None:
    """The date that a sentence names, else that of its report."""
    named = [
        t.value
        for t in text.reading.times
        if _inside(t, sentence) and t.type in ("DATE", "TIME") and t.value[:4].isdigit()
    ]
    if named:
        return named[0]
    return text.report.published.value if text.report.published else None


def _ids(text: Text, sentence: Sentence) -> frozenset[str]:
    names = {n.id for n in text.reading.names if n.id and _inside(n, sentence)}
    places = {
        f"geo:{p.geonames}" for p in text.reading.places if p.geonames and _inside(p, sentence)
    }
    return frozenset(names | places)


def _inside(mention: Name | Place | Time | Quantity, sentence: Sentence) -> bool:
    return sentence.start <= mention.start < sentence.end


def _share(outer: Span, inner: Span | Sentence) -> float:
    """Share of the inner span that lies in the outer."""
    common = min(outer.end, inner.end) - max(outer.start, inner.start)
    return max(common, 0) / max(inner.end - inner.start, 1)
