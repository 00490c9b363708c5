"""What people said of who was taken from whom; it outranks all evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rashomon.model import Evidence, Reuse
from rashomon.reasons import reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rashomon.judgements import Judgement


@dataclass(frozen=True, slots=True)
class Judged:
    """For pairs of reports, ids in order, the judgement that holds."""

    of: Mapping[tuple[str, str], Judgement] = field(default_factory=dict)

    def denied(self, one: str, other: str) -> bool:
        """Whether somebody said that neither of two reports was taken from the other."""
        held = self.of.get(_pair(one, other))
        return held is not None and held.kind == "not-a-copy"

    def parent(self, one: str, other: str) -> str | None:
        """Which of two reports the other was taken from, None where nobody said so."""
        held = self.of.get(_pair(one, other))
        return held.subjects[1] if held and held.kind == "copy" else None

    def evidence(self, one: str, other: str) -> Evidence:
        """The judgement as evidence; there must be one."""
        held = self.of[_pair(one, other)]
        child, parent = held.subjects
        why = reason(
            "judged", name=held.by, child=child, parent=parent, day=held.at[:10], id=held.id
        )
        return Evidence("judgement", why)

    def partners(self, ids: Iterable[str]) -> set[str]:
        """Reports that somebody joined with some of these."""
        wanted = set(ids)
        joined = [pair for pair, held in self.of.items() if held.kind == "copy"]
        return {id for pair in joined if wanted.intersection(pair) for id in pair}

    def added(self, reports: Iterable[str], shared: Iterable[Reuse]) -> list[Reuse]:
        """For pairs of reports that somebody joined, though they share no text: nothing shared."""
        wanted, known = set(reports), {(r.a, r.b) for r in shared}
        return [
            Reuse(*pair, (), 0.0, 0.0)
            for pair, held in sorted(self.of.items(), key=lambda item: item[0])
            if held.kind == "copy" and pair not in known and wanted.issuperset(pair)
        ]


def judged(judgements: Iterable[Judgement]) -> Judged:
    """The judgements of copies that nobody took back; of two on one pair the later holds."""
    return Judged(
        {
            _pair(*j.subjects): j
            for j in judgements
            if j.kind in ("copy", "not-a-copy") and j.undone is None
        }
    )


def _pair(one: str, other: str) -> tuple[str, str]:
    return min(one, other), max(one, other)
