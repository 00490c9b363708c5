"""Many reports of one text: a few of them stand for all.

Ten thousand sites carry one agency text. Each of them is a report, hangs from the text's earliest
report and stands in its event; but only the earliest few are compared with other texts, weighed
and cited: the others would say the same again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from rashomon.store import Store

# Of so many reports of one text every one is compared with every other, so that credits, times and
# outlets decide among them: more outlets than print one text in any of our development sets.
_STANDING = 8


@dataclass(frozen=True, slots=True)
class Copies:
    """Reports that stand for themselves, and for each further copy its text's earliest report."""

    standing: frozenset[str]
    chief: dict[str, str]

    def spoken_for(self, ids: Iterable[str]) -> set[str]:
        """The reports that stand for some reports."""
        return {self.chief.get(id, id) for id in ids}


def told_apart(store: Store, ids: Collection[str]) -> Copies:
    """Which reports stand for themselves among some, and all of the same texts."""
    return apart(store.copies(ids))


def apart(groups: Iterable[tuple[str, ...]]) -> Copies:
    """The same of reports of one text each, in the order of `Store.copies`."""
    standing: set[str] = set()
    chief: dict[str, str] = {}
    for group in groups:
        standing.update(group[:_STANDING])
        chief |= dict.fromkeys(group[_STANDING:], group[0])
    return Copies(frozenset(standing), chief)


def crowded(store: Store) -> Copies:
    """The same of all texts that have more reports than can stand for themselves."""
    return told_apart(store, store.crowded(_STANDING))


def copied(groups: Iterable[tuple[str, ...]], fresh: Collection[str]) -> list[tuple[str, str]]:
    """Pairs of such reports, one of them fresh, that are to be laid side by side."""
    new = set(fresh)
    return sorted(
        (min(one, other), max(one, other))
        for group in groups
        for place, one in enumerate(group)
        for other in (group[:place] if place < _STANDING else group[:1])
        if one in new or other in new
    )
