"""Who is said to hold a place, by whom and when: claims side by side, none of them preferred."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from rashomon.archive import Result
from rashomon.compare.holdings import holdings
from rashomon.export.wording import clean
from rashomon.model import Citation, Fact, Place

# Sentences read for claims in one event: those that its account cites, in its order.
_SENTENCES = 400
# Copies have the same sentences.
_held = lru_cache(maxsize=2 * _SENTENCES)(holdings)
_CLAIMS = 60
# Steps that a map shows them in; later claims are all in the last.
_STEPS = 6


@dataclass(frozen=True, slots=True)
class Claim:
    """That somebody holds (`holds`; False: no longer holds; None: holds in part) a place.

    `what` is the place or site as written, empty for ground that is not named; `place` its mention
    where that is known; `at` the time of the report (ISO 8601), None if not stated; `cited` where
    it stands, with a speaker where it can only be theirs.
    """

    actor: str
    holds: bool | None
    what: str
    place: Place | None
    at: str | None
    cited: Citation
    origins: tuple[str, ...]


def claims(facts: Iterable[Fact], result: Result) -> tuple[Claim, ...]:
    """The claims in an account's sentences, oldest first, those without a time last."""
    found: dict[tuple[object, ...], Claim] = {}
    for citation in _sentences(facts):
        for claim in _read(citation, result):
            found.setdefault((claim.actor, claim.holds, claim.what, claim.origins), claim)
    ordered = sorted(found.values(), key=lambda c: (c.at is None, c.at or "", c.what, c.actor))
    return tuple(ordered[:_CLAIMS])


def days(found: Iterable[Claim]) -> tuple[str, ...]:
    """The days of those claims that a map can show one after another, oldest first."""
    return tuple(sorted({claim.at[:10] for claim in found if claim.at and claim.place}))[:_STEPS]


def _sentences(facts: Iterable[Fact]) -> list[Citation]:
    """Cited sentences, each once; with a speaker only where nobody else speaks in it."""
    found: dict[tuple[str, int], dict[str | None, Citation]] = {}
    for fact in facts:
        for citation in (c for p in fact.positions for c in p.statements):
            spoken = found.setdefault((citation.report, citation.start), {})
            spoken.setdefault(citation.speaker, citation)
    every = (list(spoken.values()) for spoken in found.values())
    single = (s[0] if len(s) == 1 else replace(s[0], speaker=None) for s in every)
    return list(islice(single, _SENTENCES))


def _read(citation: Citation, result: Result) -> Iterator[Claim]:
    text = result.texts[citation.report]
    sentences = text.reading.sentences
    language = next((s.language for s in sentences if s.start <= citation.start < s.end), None)
    raw = text.report.text[citation.start : citation.end]
    published = text.report.published
    origins = tuple(share.origin for share in result.stemma.shares.get(citation.report, ()))
    read = _held(raw, language)
    # Of two claims in a sentence one cannot say which is the speaker's.
    citation = citation if len(read) == 1 else replace(citation, speaker=None)
    for held in read:
        if not held.ongoing:
            continue
        place = next(
            (
                p
                for p in text.reading.places
                if citation.start <= p.start < citation.end
                and held.place is not None
                and clean(p.name).casefold() == clean(held.place).casefold()
                and p.lat is not None
            ),
            None,
        )
        yield Claim(
            clean(held.actor),
            held.holds,
            clean(held.place or held.site or ""),
            place,
            published.value if published else None,
            citation,
            origins,
        )
