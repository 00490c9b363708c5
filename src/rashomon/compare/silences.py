"""Who surely does not tell a fact, and who only hints at it.

Nobody is blamed for what was cut off of his text, nor for what happened, by the times that its
tellers name, after his report was out; nor for what only one origin is found to tell:
there a match that was missed is as likely as silence (of 21 such on the labelled facts 9 were
right).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from rashomon.annotate.amounts import grammar
from rashomon.model import Flag, Kind, Moment
from rashomon.moments import before

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

    from rashomon.compare.statements import Statement
    from rashomon.model import Fact, Stemma, Text
    from rashomon.settings import Compare as Limits


# What is counted or dated in almost every report.
_OFTEN = frozenset({"count", "people", "time", "share", "other"})
# When parts of the day are over at the latest (TimeML's names for them).
_OVER = {"MO": "12:00", "AF": "18:00", "EV": "24:00"}


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
    rows: dict[str, list[int]] = defaultdict(list)
    for index, statement in enumerate(statements):
        rows[statement.report].append(index)
    told = list(facts)
    cites = [
        frozenset(at[c.report, c.start] for p in f.positions for c in p.statements) for f in told
    ]
    found: list[Fact] = []
    for fact, keys, other in zip(told, cites, _of_others(told, cites), strict=True):
        cited = sorted(keys)
        origins = {o for p in fact.positions for o in p.origins}
        tellers = {s.report for s in statements if s.origin in origins}
        tellers |= {statements[i].report for i in cited}
        measured = frozenset.intersection(*(_measures(statements[i]) for i in cited))
        advanced = frozenset.intersection(*(made[i] for i in cited))
        happened = {time for i in cited if (time := statements[i].happened)}
        own, one_thing = near[:, cited], chance[:, cited]
        for others, shared in other:
            block = np.ix_(others, [cited.index(i) for i in shared])
            own[block] = one_thing[block] = 0.0
        common = _in_common(own, [statements[i].origin for i in cited])
        absent, alluded = [], []
        for report, its in rows.items():
            if report in tellers:
                continue
            reached = common[its].max()
            hinted = alike[np.ix_(its, cited)].max() >= limits.same_thing
            silent = reached < limits.silent
            if limits.silent <= reached < limits.silent_level:
                foreign = spoken[its][:, None] != spoken[cited]
                alone = own[its][foreign].max(initial=-1.0) < limits.silent_level
                unmeasured = not hinted and _unmeasured(measured, [statements[i] for i in its])
                silent = unmeasured or (alone and _level(common[its], limits))
            # Whoever has a sentence that is of one thing with one of a fact's own may tell it.
            named = bool(advanced) and any(advanced & made[i] for i in its)
            silent &= not named and one_thing[its].max() < limits.one_thing
            if silent and len(origins) > 1:
                early = report in published and _before(published[report], happened)
                absent += [report] if report not in blameless and not early else []
            elif named or hinted:
                alluded.append(report)
        found.append(replace(fact, absent_from=tuple(absent), alluded_in=tuple(alluded)))
    return found


def _of_others(
    facts: Sequence[Fact], cites: Sequence[frozenset[int]]
) -> Iterator[list[tuple[list[int], list[int]]]]:
    """For each fact that has a value, statements that are like some of its own for what another
    fact tells, and these: "4,200 hectares are under water and 18,000 homes without power"."""
    telling: dict[int, set[int]] = defaultdict(set)
    for number, own in enumerate(cites):
        for i in own if _several(facts[number]) else ():
            telling[i].add(number)
    for number, own in enumerate(cites):
        valued = _several(facts[number]) and any(p.value for p in facts[number].positions)
        others = set().union(*(telling[i] for i in own)) if valued else set()
        yield [(sorted(cites[other] - own), sorted(cites[other] & own)) for other in sorted(others)]


def _several(fact: Fact) -> bool:
    return len({origin for position in fact.positions for origin in position.origins}) > 1


def _in_common(near: NDArray[np.float64], origins: Sequence[str]) -> NDArray[np.float64]:
    """How near each statement (a row) is to what all of the origins of a fact's statements (the
    columns) tell: the mean over origins of how near the nearest is."""
    columns: dict[str, list[int]] = defaultdict(list)
    for column, origin in enumerate(origins):
        columns[origin].append(column)
    mean: NDArray[np.float64] = np.mean(
        [near[:, some].max(axis=1) for some in columns.values()], axis=0
    )
    return mean


def _measures(statement: Statement) -> frozenset[str]:
    """The dimensions of what is measured in a statement."""
    return frozenset(q.dimension for q in statement.quantities) - _OFTEN


def _unmeasured(measured: frozenset[str], own: Sequence[Statement]) -> bool:
    """Whether a report measures nothing of what a fact does in every sentence cited of it; in a
    language whose measures are not read, that is not known."""
    if not measured or not all(grammar(s.language) for s in own):
        return False
    return not measured <= frozenset().union(*map(_measures, own))


def _level(near: NDArray[np.float64], limits: Limits) -> bool:
    """Whether no statement of a report stands out by how near it is to a fact: one that hints at it
    does. Across languages likeness is too rough to tell."""
    if len(near) < 2:
        return False
    *_, second, first = np.sort(near)
    return bool(first - second < limits.silent_ahead)


def _before(published: Moment, happened: AbstractSet[str]) -> bool:
    """Whether a report was out before what it is asked for had happened, or before the part of the
    day was over in which it did, by the report's own clock."""
    day, hour = published.value[:10], published.value[11:16]
    over = (_OVER.get(time[11:]) for time in happened if time[:10] == day)
    return (bool(happened) and before(published, Moment(min(happened), "", ""))) or any(
        hour < end for end in over if hour and end
    )


def cut_off(reports: Iterable[str], texts: Mapping[str, Text], stemma: Stemma) -> frozenset[str]:
    """Reports that cannot be blamed for silence: behind a paywall, broken off, or an excerpt."""
    excerpts = {e.child for e in stemma.lineage if e.kind is Kind.EXCERPT}
    cut = {Flag.PAYWALLED, Flag.TRUNCATED}
    return frozenset(r for r in reports if r in excerpts or cut & set(texts[r].reading.flags))
