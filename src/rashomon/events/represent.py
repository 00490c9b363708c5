"""What a report is about: its lead as a vector, who and where it names, and when.

Only the title and the first sentences count: background paragraphs at the end of a report must not
pull it into an old event.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rashomon.model import Moment, Role, Sentence
from rashomon.moments import days_apart

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rashomon.model import Text
    from rashomon.settings import Events as Limits


@dataclass(frozen=True, slots=True)
class Profile:
    """What one report is about.

    `lead` is a unit vector; `names` are ids of persons, bodies and places in title and lead;
    `when` is the time of the report or of what it tells, None where not known.
    """

    id: str
    lead: NDArray[np.float32]
    names: frozenset[str]
    when: Moment | None


def lead_sentences(text: Text, limits: Limits) -> tuple[Sentence, ...]:
    """The first sentences of the story."""
    return text.body[: limits.lead_sentences]


def lead_text(text: Text, limits: Limits) -> str:
    """What is encoded for a report: headline, where there is one, and first sentences."""
    parts = [headline(text) or "", *(text.cut(s) for s in lead_sentences(text, limits))]
    return " ".join(p for p in parts if p)[: limits.lead_characters]


def headline(text: Text) -> str | None:
    """A report's own headline: the declared title, else its title line."""
    if text.report.title:
        return text.report.title
    for segment in text.reading.segments:
        if segment.role is Role.TITLE:
            return " ".join(text.report.text[segment.start : segment.end].split())
    return None


def profile(text: Text, lead: NDArray[np.float32], limits: Limits) -> Profile:
    """Gathers what the lead of a report names."""
    sentences = (
        *(s for s in text.reading.sentences if s.role is Role.TITLE),
        *lead_sentences(text, limits),
    )
    spans = [(s.start, s.end) for s in sentences]
    names = {
        name.id
        for name in text.reading.names
        if name.id and any(start <= name.start < end for start, end in spans)
    } | {
        f"geo:{place.geonames}"
        for place in text.reading.places
        if place.geonames and any(start <= place.start < end for start, end in spans)
    }
    return Profile(text.id, lead, frozenset(names), text.report.published or text.reading.dated)


def similarity(a: Profile, b: Profile, limits: Limits) -> float:
    """How likely two reports tell of one happening: meaning, names in common, distance in time.

    Roughly in -1..1, from 1 for one text twice; compared with thresholds in settings only.
    """
    score = limits.vector_weight * float(a.lead @ b.lead) + (1 - limits.vector_weight) * (
        _overlap(a.names, b.names)
    )
    if a.when is not None and b.when is not None:
        days = days_apart(a.when, b.when)
        if days is not None:
            score -= limits.time_penalty * min(1.0, days / limits.time_span)
    return score


def similarities(profiles: list[Profile], limits: Limits) -> NDArray[np.float64]:
    """The similarity of every pair, as a symmetric matrix with ones on its diagonal."""
    size = len(profiles)
    matrix = np.ones((size, size))
    for i in range(size):
        for j in range(i):
            matrix[i, j] = matrix[j, i] = similarity(profiles[i], profiles[j], limits)
    return matrix


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """Names in common by the cosine of sets (Ochiai), 0 where a report names nobody."""
    return len(a & b) / (len(a) * len(b)) ** 0.5 if a and b else 0.0
