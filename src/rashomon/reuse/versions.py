"""Versions of one report: what changed between two of them, and which of them a copy took."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rashomon.model import Passage, Span
from rashomon.reuse.align import coverage
from rashomon.reuse.evidence import likeness
from rashomon.reuse.families import passages_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rashomon.model import Reuse, Text


@dataclass(frozen=True, slots=True)
class Changes:
    """What an earlier and a later version have of each other, each part in the order of its text.

    `removed` are sentences (spans) of the earlier that the later no longer has, `added` those of
    the later that the earlier had not, `edited` pairs of spans that differ in words, the earlier's
    first.
    """

    removed: tuple[Span, ...]
    added: tuple[Span, ...]
    edited: tuple[tuple[Span, Span], ...]


def changes(earlier: Text, later: Text, reuse: Reuse) -> Changes:
    """What changed between two versions, by what they share; `reuse` must be of these two."""
    return Changes(
        _without(earlier, passages_of(reuse, earlier.id)),
        _without(later, passages_of(reuse, later.id)),
        tuple(sorted(_sides(p, earlier, reuse) for p in reuse.passages if p.kind != "verbatim")),
    )


def version_taken(copy: Text, shared: Mapping[str, Reuse]) -> str | None:
    """Which of several versions a copy was made from: what it agrees with most, and most closely.

    `shared` are the copy's reuses by version. None where two versions explain it equally well.
    """
    fit = {
        version: round(coverage(copy, passages_of(reuse, copy.id)) * likeness(reuse), 2)
        for version, reuse in shared.items()
    }
    best = max(fit.values(), default=0.0)
    holders = [version for version, height in fit.items() if height == best > 0]
    return holders[0] if len(holders) == 1 else None


def _without(text: Text, taken: tuple[Span, ...]) -> tuple[Span, ...]:
    """The sentences of a story that touch none of some spans."""
    return tuple(
        Span(s.start, s.end)
        for s in text.body
        if not any(span.start < s.end and s.start < span.end for span in taken)
    )


def _sides(passage: Passage, earlier: Text, reuse: Reuse) -> tuple[Span, Span]:
    return (passage.a, passage.b) if earlier.id == reuse.a else (passage.b, passage.a)
