"""Names: people, bodies, places, events and works, each with one id in all spellings."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal, cast

from rashomon.annotate.atlas import read
from rashomon.annotate.bodies import bodies
from rashomon.annotate.people import people
from rashomon.annotate.places import places
from rashomon.annotate.products import products
from rashomon.model import Name, Sentence
from rashomon.settings import Annotate

_DEFAULT = Annotate()


def names(
    text: str, sentences: Sequence[Sentence], limits: Annotate = _DEFAULT
) -> tuple[Name, ...]:
    """The names in some sentences, sorted by start, none overlapping another; never raises.

    `name` is the fullest form that the report gives, in its base form where that can be told;
    `id` is "per:…" or "org:…" by spelling key (`spelling.skeleton`), or "geo:…" by GeoNames; None
    where two people may be meant.
    """
    kept = tuple(sentences)
    lines = read(text, kept)
    found: list[Name] = []
    for person in people(text, kept):
        row = lines[person.line].words[person.first : person.last]
        rule = f"{lines[person.line].language} person: {person.shown}"
        found.append(Name(row[0].start, row[-1].end, "PER", person.name, person.id, rule))
    for body in bodies(text, kept):
        row = lines[body.line].words[body.first : body.last]
        start, end = row[0].start, row[-1].end
        kind = cast(Literal["ORG", "LOC", "EVT", "PRO"], body.type)
        rule = f"{lines[body.line].language} body: {body.shown}"
        found.append(Name(start, end, kind, text[start:end], body.id, rule))
    made = [
        Name(p.start, p.end, "PRO", text[p.start : p.end], p.id, p.shown)
        for p in products(text, kept)
    ]
    # What a product's name holds is nothing else: "Boeing" of "Boeing 737".
    bounds = [product.end for product in made]
    found = [name for name in found if not _within(name, made, bounds)] + made
    taken = sorted((name.start, name.end) for name in found)
    ends = 0
    spans = iter(taken)
    span = next(spans, None)
    for place in places(text, kept, limits):
        while span is not None and span[1] <= place.start:
            span = next(spans, None)
        clear = (span is None or span[0] >= place.end) and place.start >= ends
        if clear and place.kind != "demonym":
            ends = place.end
            id = None if place.geonames is None else f"geo:{place.geonames}"
            found.append(Name(place.start, place.end, "LOC", place.name, id, place.rule))
    return tuple(sorted(found, key=lambda name: (name.start, name.end)))


def _within(name: Name, made: Sequence[Name], ends: Sequence[int]) -> bool:
    """Whether a name shares words with one of some products, whose ends are `ends`."""
    after = bisect_right(ends, name.start)
    return after < len(made) and made[after].start < name.end
