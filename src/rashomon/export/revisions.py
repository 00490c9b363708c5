"""What changed between versions of a report, in words: taken out, put in, put otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from rashomon.archive import Result
from rashomon.export.wording import clean
from rashomon.model import Kind
from rashomon.reuse.versions import changes

_WORD = re.compile(r"\s+|\w+|[^\w\s]")
# Words of one sentence laid against another's; what is longer is shown as taken out and put in.
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Run:
    """Words that both have ("same"), that only the earlier has ("out") or only the later ("in")."""

    way: Literal["same", "out", "in"]
    words: str


@dataclass(frozen=True, slots=True)
class Revision:
    """Two versions and what changed from the earlier to the later, sentence by sentence."""

    earlier: str
    later: str
    removed: tuple[str, ...]
    added: tuple[str, ...]
    edited: tuple[tuple[Run, ...], ...]


def revisions(report: str, result: Result) -> tuple[Revision, ...]:
    """The changes between a report and its earlier and later versions, as far as they are here."""
    return tuple(_revisions(report, result))


def _revisions(report: str, result: Result) -> Iterator[Revision]:
    for edge in result.stemma.lineage:
        ends = (edge.parent, edge.child)
        if edge.kind is not Kind.VERSION or report not in ends or edge.direction != "known":
            continue
        reuse = next((r for r in result.reuses if {r.a, r.b} == set(ends)), None)
        if reuse is None or not all(end in result.texts for end in ends):
            continue
        earlier, later = (result.texts[end] for end in ends)
        found = changes(earlier, later, reuse)
        yield Revision(
            earlier.id,
            later.id,
            tuple(earlier.cut(span) for span in found.removed),
            tuple(later.cut(span) for span in found.added),
            tuple(
                runs(earlier.cut(before), later.cut(after))
                for before, after in found.edited
                if earlier.cut(before) != later.cut(after)
            ),
        )


def runs(before: str, after: str) -> tuple[Run, ...]:
    """Two wordings of a sentence laid over one another, word by word."""
    before, after = clean(before), clean(after)
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) > _LONGEST:
        return (Run("out", before), Run("in", after))
    found: list[Run] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Run("same", "".join(old[a:b])))
            continue
        if b > a:
            found.append(Run("out", "".join(old[a:b])))
        if d > c:
            found.append(Run("in", "".join(new[c:d])))
    return tuple(found)
