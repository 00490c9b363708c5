"""A sentence cut where its annotations begin and end, so that each can be shown and hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from rashomon.export.wording import clean
from rashomon.model import Place, Quantity, Quote, Sentence, Text

Layer = Literal["name", "place", "time", "quantity", "quote"]
LAYERS: tuple[Layer, ...] = ("name", "place", "time", "quantity", "quote")
_SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Annotation:
    """A mention with what was read in it, in a few words ("2026-03-09", "4,200 hectare")."""

    start: int
    end: int
    layer: Layer
    read: str


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a sentence that lies in the same annotations throughout."""

    words: str
    annotations: tuple[Annotation, ...]


def mentions(text: Text) -> tuple[Annotation, ...]:
    """All mentions of a report, in the order of its text."""
    reading = text.reading
    found = [
        Annotation(n.start, n.end, "name", f"{n.type}: {clean(n.name)}") for n in reading.names
    ]
    found += [Annotation(p.start, p.end, "place", _place(p)) for p in reading.places]
    found += [Annotation(t.start, t.end, "time", clean(t.value)) for t in reading.times]
    found += [Annotation(q.start, q.end, "quantity", _quantity(q)) for q in reading.quantities]
    found += [Annotation(q.content.start, q.content.end, "quote", _said(q)) for q in reading.quotes]
    return tuple(sorted(found, key=lambda a: (a.start, -a.end, a.layer)))


def fragments(text: Text, sentence: Sentence, found: tuple[Annotation, ...]) -> Iterator[Fragment]:
    """A sentence in pieces, white space folded; `found` are its report's annotations."""
    within = [a for a in found if a.start < sentence.end and a.end > sentence.start]
    cuts = {sentence.start, sentence.end}
    for annotation in within:
        cuts |= {max(annotation.start, sentence.start), min(annotation.end, sentence.end)}
    ordered = sorted(cuts)
    for start, end in pairwise(ordered):
        raw = text.report.text[start:end]
        words = clean(raw)
        # `clean` takes off white space at both ends, which here parts two pieces.
        before = " " if _SPACE.match(raw) and start > sentence.start and words else ""
        after = " " if raw[-1:].isspace() and end < sentence.end else ""
        covering = tuple(a for a in within if a.start <= start and a.end >= end)
        yield Fragment(f"{before}{words}{after}", covering)


def _said(quote: Quote) -> str:
    return f"{quote.kind}: {clean(quote.speaker.name) if quote.speaker else 'speaker not known'}"


def _place(place: Place) -> str:
    if place.lat is None or place.lon is None:
        return "not known"
    return f"{place.kind}, {place.lat:.2f}, {place.lon:.2f}, GeoNames {place.geonames}"


def _quantity(quantity: Quantity) -> str:
    bound = {"=": "", "~": "about ", "<": "less than ", ">": "more than "}[quantity.bound]
    if quantity.value is not None:
        amount = f"{quantity.value:,g}"
    else:
        ends = (f"{end:,g}" for end in (quantity.low, quantity.high) if end is not None)
        amount = " to ".join(ends)
    unit = clean(quantity.unit or quantity.of or quantity.dimension)
    return f"{bound}{amount} {unit}"
