"""What stands between the reports of a family: shares, directions, edges, each weighed once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rashomon.model import Evidence, Lineage
from rashomon.reasons import reason
from rashomon.reuse.align import coverage
from rashomon.reuse.evidence import Direction, direction, kind, same_article
from rashomon.reuse.families import passages_of
from rashomon.reuse.versions import version_taken

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rashomon.model import Reuse, Span, Text
    from rashomon.reuse.judged import Judged
    from rashomon.settings import Reuse as Limits


class Relations:
    """Directions between reports that share text, each weighed once."""

    def __init__(
        self,
        texts: Mapping[str, Text],
        near: Mapping[str, Mapping[str, Reuse]],
        limits: Limits,
        said: Judged,
    ) -> None:
        self.said = said
        self.texts = texts
        self.near = near
        self.limits = limits
        self._weighed: dict[tuple[str, str], Direction] = {}
        self._originals: dict[str, bool] = {}

    def direction(self, one: str, other: str) -> Direction:
        """What speaks for a direction between two."""
        a, b = sorted((one, other))
        if (a, b) not in self._weighed:
            reuse = self.near[a][b]
            found = direction(self.texts[a], self.texts[b], reuse, self.limits)
            if (parent := self.said.parent(a, b)) is not None:
                evidence = (self.said.evidence(a, b), *found.evidence)
                found = Direction(parent, 1.0, evidence)
            self._weighed[a, b] = found
        return self._weighed[a, b]

    def made_from(self, child: str, parent: str) -> bool | None:
        """Whether the one was made from the other; None where nothing decides."""
        known = self.direction(child, parent).parent
        return None if known is None else known == parent

    def original(self, report: str) -> bool:
        """Whether a report was surely made from no other."""
        if report not in self._originals:
            made = any(self.made_from(report, other) for other in self.near.get(report, {}))
            self._originals[report] = not made
        return self._originals[report]

    def taken(self, child: str, parent: str) -> tuple[Span, ...]:
        """The spans of a report that stand in another."""
        return passages_of(self.near[child][parent], child)

    def share(self, child: str, parents: Iterable[str]) -> float:
        """Share (0..1) of a report that stands in some others."""
        spans = [span for parent in parents for span in self.taken(child, parent)]
        return coverage(self.texts[child], spans)

    def covered(self, report: str, one: str, other: str) -> float:
        """Share of one of two reports that stands in the other."""
        return self.share(report, [other if report == one else one])

    def edge(self, child: str, parent: str) -> Lineage:
        """The edge between two; where nothing decides, the child is that which is shared more."""
        verdict = self.direction(child, parent)
        if verdict.parent is None:
            child, parent = sorted(
                (child, parent), key=lambda r: (-self.covered(r, child, parent), r)
            )
        reuse = self.near[child][parent]
        count = len(reuse.passages)
        found = reason("shared", count=count) if count else reason("nothing shared")
        shared = Evidence("shared_text", found)
        version = self._version(child, parent)
        return Lineage(
            child,
            parent,
            kind(self.texts[child], self.texts[parent], reuse, self.limits),
            "unknown" if verdict.parent is None else "known",
            verdict.confidence,
            self.share(child, [parent]),
            (*verdict.evidence, shared, *version),
        )

    def _version(self, child: str, parent: str) -> tuple[Evidence, ...]:
        """Which of several versions of the parent a report has the words of, where that shows."""
        whole = self.texts[parent]
        if same_article(self.texts[child], whole):
            return ()
        versions = {
            other: reuse
            for other, reuse in self.near[child].items()
            if other == parent or same_article(self.texts[other], whole)
        }
        taken = version_taken(self.texts[child], versions)
        if taken is None or len(versions) == 1:
            return ()
        others = sorted(versions.keys() - {taken})
        why = reason("version taken", child=child, parent=taken, others=others)
        return (Evidence("version", why),)

    def explained(self, child: str, parent: str, beside: Iterable[str] = ()) -> float:
        """Share (0..1) of a report that a parent explains: each passage counts by its likeness.

        Who copies an edited text has its edits, and is more like it than like what it was made of.
        Passages of which something stands in one of the reports `beside` do not count.
        """
        others = [span for other in beside for span in self.taken(child, other)]
        passages = zip(self.taken(child, parent), self.near[child][parent].passages, strict=True)
        spans = [
            (span, passage.score)
            for span, passage in passages
            if not any(span.start < o.end and o.start < span.end for o in others)
        ]
        total = sum(span.end - span.start for span, _ in spans)
        alike = sum((span.end - span.start) * score for span, score in spans) / max(total, 1)
        return coverage(self.texts[child], [span for span, _ in spans]) * alike
