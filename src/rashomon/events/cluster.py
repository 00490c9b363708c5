"""Grouping reports to events: average linkage over similarities, families kept together.

Average linkage does not chain: a report joins an event if it resembles its reports on the whole,
not if it resembles one of them.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from rashomon.events.bonds import Bonds
from rashomon.events.represent import Profile, closenesses, timeless
from rashomon.linkage import average_linkage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from rashomon.events.sharing import Counts
    from rashomon.settings import Events as Limits


def cluster(
    profiles: Sequence[Profile],
    family: Mapping[str, str],
    limits: Limits,
    bonds: Bonds | None = None,
    counts: Counts | None = None,
) -> list[tuple[str, ...]]:
    """Groups of report ids, each group an event; sorted, independent of the order given.

    `family` names the family of a report; reports of one family are never parted, and weigh as
    one: forty copies of an agency text must not outvote two other accounts. `bonds` are what
    people decided, and go before families and resemblance. `counts` tells of all reports among
    which a name is rare or common; these, where it is None.
    """
    bonds = bonds or Bonds()
    by_id = {p.id: p for p in profiles}
    parts, begun = units(by_id, family, bonds)
    whole = [_merge([by_id[id] for id in part]) for part in parts]
    times = closenesses(whole, limits)
    similar = timeless(whole, limits, counts) + times
    judged = [i for i, part in enumerate(parts) if any(id in bonds.sides for id in part)]
    for i in judged:
        for j in judged:
            if bonds.apart(parts[i], parts[j]):
                similar[i, j] = -np.inf
    groups = average_linkage(
        similar, limits.same_event, (_inner(similar, b, limits) for b in begun)
    )
    groups = with_edges(groups, similar, times, limits)
    return sorted(tuple(sorted(id for i in group for id in parts[i])) for group in groups)


def with_edges(
    groups: Sequence[Sequence[int]],
    similar: NDArray[np.float64],
    times: NDArray[np.float64],
    limits: Limits,
) -> list[list[int]]:
    """Groups of rows, each that stands alone put to the event at whose edge it is.

    One report in many tells its event from a side of its own and resembles the others a little too
    little. It joins an event of several to one of which it is as similar as those of one event
    are, and to all of which it comes near on the whole even if being of one day told nothing
    (`times` is what time adds and takes off); unless it comes as near to another event.
    """
    found = [list(group) for group in groups]
    lone = [place for place, group in enumerate(groups) if len(group) == 1]
    large = [place for place, group in enumerate(groups) if len(group) > 1]
    for place in lone:
        row = groups[place][0]
        near = sorted(
            (
                (float(similar[row, groups[other]].mean()), other)
                for other in large
                if similar[row, groups[other]].max() >= limits.same_event
            ),
            reverse=True,
        )
        if not near or len(groups[near[0][1]]) < limits.edge_reports:
            continue
        (nearest, event), others = near[0], near[1:]
        told_by_day = float(np.maximum(times[row, groups[event]], 0.0).mean())
        if nearest - told_by_day < limits.same_event - limits.edge:
            continue
        if not others or nearest - others[0][0] >= limits.edge_ahead:
            found[event].append(row)
            found[place] = []
    return [group for group in found if group]


def _inner(similar: NDArray[np.float64], rows: list[int], limits: Limits) -> list[list[int]]:
    """What a judgement made one, in the parts that resemblance alone would make of it.

    A late report joins if it belongs to one of them: it cannot resemble them all.
    """
    parts = average_linkage(similar[np.ix_(rows, rows)], limits.same_event)
    return [[rows[i] for i in part] for part in parts]


def units(
    ids: Iterable[str], family: Mapping[str, str], bonds: Bonds
) -> tuple[list[tuple[str, ...]], list[list[int]]]:
    """The families, parted where judgements part them, and which of these parts begin as one."""
    number_of = {id: number for number, group in enumerate(bonds.groups) for id in group}
    members: defaultdict[str, list[str]] = defaultdict(list)
    for id in sorted(ids):
        members[family.get(id, id)].append(id)
    parts: list[tuple[str, ...]] = []
    for some in members.values():
        # Largest pieces first: a late copy goes where most of its family is.
        pieces: defaultdict[object, list[str]] = defaultdict(list)
        for id in some:
            pieces[number_of.get(id, id)].append(id)
        mine: list[tuple[list[str], set[str]]] = []
        for piece in sorted(pieces.values(), key=lambda p: (-len(p), p)):
            number = number_of.get(piece[0])
            held = {*piece} if number is None else bonds.groups[number]
            home = next((m for m in mine if not bonds.apart(m[1], held)), None)
            if home is None:
                mine.append((piece, set(held)))
            else:
                home[0].extend(piece)
                home[1].update(held)
        parts += [tuple(sorted(piece)) for piece, _ in mine]
    parts.sort()
    begun: defaultdict[int, list[int]] = defaultdict(list)
    for row, part in enumerate(parts):
        # A part that belongs to several groups makes them one.
        numbers = sorted({number_of[id] for id in part if id in number_of})
        if numbers:
            first = numbers[0]
            begun[first].append(row)
            for other in numbers[1:]:
                begun[first] += begun.pop(other, [])
                number_of |= dict.fromkeys(bonds.groups[other], first)
    return parts, [sorted(rows) for rows in begun.values() if len(rows) > 1]


def _merge(unit: Sequence[Profile]) -> Profile:
    """One profile for a family: mean lead, all names, the earliest known time."""
    if len(unit) == 1:
        return unit[0]
    mean = np.mean([p.lead for p in unit], axis=0)
    norm = float(np.linalg.norm(mean)) or 1.0
    dated = sorted((p.when for p in unit if p.when), key=lambda w: w.value)
    names = {key: word for p in unit for key, word in p.names.items()}
    return Profile(
        unit[0].id,
        unit[0].language,
        (mean / norm).astype(np.float32),
        names,
        frozenset().union(*(p.wide for p in unit)),
        dated[0] if dated else None,
        frozenset().union(*(p.figures for p in unit)),
        frozenset().union(*(p.words for p in unit)),
        {key: max(p.mentions.get(key, 1) for p in unit if key in p.names) for key in names},
    )
