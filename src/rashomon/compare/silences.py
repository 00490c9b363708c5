"""Who surely does not tell a fact, and who only hints at it.

Nobody is blamed for what was cut off of his text, nor for what happened, by the times that its
tellers name, after his report was out; nor for what only one origin is found to tell:
there a match that was missed is as likely as silence (of 21 such on the labelled facts 9 were
right).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from rashomon.annotate.amounts import grammar
from rashomon.model import Flag, Kind, Moment
from rashomon.moments import before

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from rashomon.compare.statements import Statement
    from rashomon.model import Fact, Stemma, Text
    from rashomon.settings import Compare as Limits


# What is counted or dated in almost every report.
_OFTEN = frozenset({"count", "people", "time", "share", "other"})


def silences(
    facts: Iterable[Fact],
    statements: Sequence[Statement],
    near: NDArray[np.float64],
    alike: NDArray[np.float64],
    chance: NDArray[np.float64],
    made: Sequence[frozenset[tuple[str, str]]],
    blameless: frozenset[str],
    published: Mapping[str, Moment],
    limits: Limits,
) -> list[Fact]:
    """Facts with who is silent on them and who alludes to them.

    `near` is the likeness of statements by which nobody is blamed too soon, `alike` what of it can
    be trusted, `chance` that they are about one thing; `made` are the advances that each statement
    names: who names the one that a fact tells alludes to it; `blameless` are reports that could not
    have told; `published` says when reports were, where that is known.
    """
    at = {s.key: i for i, s in enumerate(statements)}
    spoken = np.array([s.language or "" for s in statements])
    rows: dict[str, list[int]] = {}
    for index, statement in enumerate(statements):
        rows.setdefault(statement.report, []).append(index)
    closest = {report: near[own].max(axis=0) for report, own in sorted(rows.items())}
    found = []
    for fact in facts:
        keys = {(c.report, c.start) for p in fact.positions for c in p.statements}
        cited = [at[key] for key in sorted(keys)]
        origins = {o for p in fact.positions for o in p.origins}
        tellers = {report for report, _ in keys}
        tellers |= {s.report for s in statements if s.origin in origins}
        measured = frozenset.intersection(*(_measures(statements[i]) for i in cited))
        told = frozenset.intersection(*(made[i] for i in cited))
        happened = min(filter(None, (statements[i].happened for i in cited)), default=None)
        absent, alluded = [], []
        for report, reached in closest.items():
            if report in tellers:
                continue
            nearest = reached[cited].max()
            silent = nearest < limits.silent
            if limits.silent <= nearest < limits.silent_level:
                block = np.ix_(rows[report], cited)
                foreign = spoken[block[0]] != spoken[block[1]]
                hinted = alike[block].max() >= limits.same_thing
                own = [statements[i] for i in rows[report]]
                unmeasured = not hinted and _unmeasured(measured, own)
                silent = unmeasured or _level(near[block], foreign, limits)
            # Whoever has a sentence that is of one thing with one of a fact's own may tell it.
            named = bool(told) and any(told & made[i] for i in rows[report])
            silent &= not named
            silent &= chance[np.ix_(rows[report], cited)].max() < limits.one_thing
            if silent and len(origins) > 1:
                early = happened and report in published and _before(published[report], happened)
                absent += [report] if report not in blameless and not early else []
            elif named or alike[np.ix_(rows[report], cited)].max() >= limits.same_thing:
                alluded.append(report)
        found.append(replace(fact, absent_from=tuple(absent), alluded_in=tuple(alluded)))
    return found


def _measures(statement: Statement) -> frozenset[str]:
    """The dimensions of what is measured in a statement."""
    return frozenset(q.dimension for q in statement.quantities) - _OFTEN


def _unmeasured(measured: frozenset[str], own: Sequence[Statement]) -> bool:
    """Whether a report measures nothing of what a fact does in every sentence cited of it; in a
    language whose measures are not read, that is not known."""
    if not measured or not all(grammar(s.language) for s in own):
        return False
    return not measured <= frozenset().union(*map(_measures, own))


def _level(alike: NDArray[np.float64], foreign: NDArray[np.bool_], limits: Limits) -> bool:
    """Whether no statement of a report (a row) stands out by its likeness to those of a fact.

    One that hints at it does. Across languages likeness is too rough to tell.
    """
    if len(alike) < 2 or alike[foreign].max(initial=-1.0) >= limits.silent:
        return False
    *_, second, first = np.sort(alike.max(axis=1))
    return bool(first - second < limits.silent_ahead)


def _before(published: Moment, happened: str) -> bool:
    """Whether a report was out before what it is asked for had happened."""
    return before(published, Moment(happened, "", ""))


def cut_off(reports: Iterable[str], texts: Mapping[str, Text], stemma: Stemma) -> frozenset[str]:
    """Reports that cannot be blamed for silence: behind a paywall, broken off, or an excerpt."""
    excerpts = {e.child for e in stemma.lineage if e.kind is Kind.EXCERPT}
    cut = {Flag.PAYWALLED, Flag.TRUNCATED}
    return frozenset(r for r in reports if r in excerpts or cut & set(texts[r].reading.flags))
