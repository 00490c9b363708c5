"""Events compared with one another as they come and change, for the stories that they make.

What two events have in common stays until one of them changes, and is weighed anew each time by how
rare it is by now: whatever the order in which events came, their stories are those of all of them
compared at once. Who shares too few actors is never looked at.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from rashomon.events.about import About, Facing, about, meaning_of
from rashomon.events.alike import Alike
from rashomon.events.named import Named
from rashomon.events.sharing import names_in_common
from rashomon.events.shelves import Shelves
from rashomon.linkage import average_linkage, components

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence, Set

    from numpy.typing import NDArray

    from rashomon.events.represent import Profile
    from rashomon.model import Event
    from rashomon.settings import Events as Limits


class Telling:
    """Events, what each is about, and what each two of them have in common.

    `events` and `about` are by event id.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.events: dict[str, Event] = {}
        self.about: dict[str, About] = {}
        self._ids: list[str] = []
        self._row: dict[str, int] = {}
        self._free: list[int] = []
        self._named = Named(limits.rarity_prior)
        self._shelves = Shelves(limits)
        # Rows by their actors, in order.
        self._acting: defaultdict[str, array[int]] = defaultdict(lambda: array("i"))
        self._central: defaultdict[str, set[int]] = defaultdict(set)
        # Names at the centre of so many events that they may be a story's own, and how alike these
        # are where most events that bear the name are among them.
        self._often: set[str] = set()
        self._alike: dict[str, Alike] = {}
        self._pairs = _Pairs()

    def change(self, changed: Mapping[str, Event | None], profiles: Mapping[str, Profile]) -> None:
        """Takes in events that are new or have changed, by id; None for those that are gone."""
        known = [self._row[id] for id in changed if id in self._row]
        for row in known:
            self._forget(row)
        self._pairs.drop(known, len(self._ids))
        fresh = [self._learn(e, profiles) for e in changed.values() if e is not None]
        new = set(fresh)
        for row in fresh:
            new.discard(row)
            self._compare(row, new)
        self._pairs.settle()

    def groups(self) -> list[tuple[str, ...]]:
        """The stories of two events or more: their events' ids in order of time, sorted so."""
        begun = self._of_own_names()
        pairs = [*self._akin(), *((rows[0], row) for rows in begun for row in rows[1:])]
        found = [
            group
            for part in components(sorted({row for pair in pairs for row in pair}), pairs)
            for group in self._grouped(sorted(part, key=self._order), begun)
            if len(group) > 1
        ]
        found.sort(key=lambda group: [self._order(row) for row in group])
        return [tuple(self._ids[row] for row in group) for group in found]

    def _order(self, row: int) -> tuple[str, str]:
        event = self.events[self._ids[row]]
        return (event.when.value if event.when else "", event.id)

    def _learn(self, event: Event, profiles: Mapping[str, Profile]) -> int:
        found, weights = about(event, profiles, self.limits)
        if self._free:
            row = self._free.pop()
        else:
            row = len(self._ids)
            self._ids.append("")
        self._ids[row] = event.id
        self._row[event.id] = row
        self.events[event.id], self.about[event.id] = event, found
        self._shelves.put(row, found)
        self._named.put(row, weights)
        self._act(row, found)
        return row

    def _forget(self, row: int) -> None:
        about_it = self.about.pop(self._ids[row])
        del self.events[self._ids[row]], self._row[self._ids[row]]
        self._free.append(row)
        self._named.take(row)
        self._act(row, about_it)

    def _act(self, row: int, told: About) -> None:
        """Enters a row under its actors, or takes it out."""
        for name in told.actors:
            rows = self._acting[name]
            place = bisect_left(rows, row)
            if place < len(rows) and rows[place] == row:
                del rows[place]
            else:
                rows.insert(place, row)
        for name in told.actors[: self.limits.foremost]:
            rows_of = self._central[name]
            rows_of ^= {row}
            if len(rows_of) < self.limits.own_events:
                self._often.discard(name)
                self._alike.pop(name, None)
                continue
            self._often.add(name)
            if name in self._alike:
                (self._alike[name].put if row in rows_of else self._alike[name].take)(told)

    def _compare(self, row: int, later: Set[int]) -> None:
        """Compares an event with all others that share actors, those apart that come later."""
        limits, told = self.limits, self.about[self._ids[row]]
        acting = [self._acting[name] for name in told.actors]
        others = in_several(acting, limits.story_names)
        others = np.array(
            [other for other in others.tolist() if other != row and other not in later]
        )
        if not len(others):
            return
        meaning, telling = self._shelves.meaning_of(told, others)
        # Even if the names gave all that they can, the leads must give the rest.
        worth = limits.story_meaning * telling
        rest = (1 - limits.story_meaning) * (1 - limits.same_story)
        for place in np.flatnonzero(worth * (meaning - limits.same_story) + rest >= 0).tolist():
            other = int(others[place])
            keys, shared = self._named.shared(row, other)
            self._pairs.add(row, other, float(meaning[place]), float(worth[place]), keys, shared)

    def _akin(self) -> Iterator[tuple[int, int]]:
        """Pairs of events that are similar enough for one story."""
        pairs, rest = self._pairs, 1 - self.limits.story_meaning
        if not len(pairs.one):
            return
        worth = self._named.worth(len(self.events))
        whole = self._named.whole(worth, len(self._ids)) + 1e-9
        shared = np.bincount(pairs.of, pairs.shared * worth[pairs.key], len(pairs.one))
        named = shared / np.sqrt(whole[pairs.one] * whole[pairs.two])
        similar = (pairs.worth * pairs.meaning + rest * named) / (pairs.worth + rest)
        # What is summed in another order may differ by a little.
        near = np.flatnonzero(similar >= self.limits.same_story - 1e-6)
        yield from zip(pairs.one[near].tolist(), pairs.two[near].tolist(), strict=True)

    def _of_own_names(self) -> list[list[int]]:
        """Events that bear a story's own name, by story; each event in one, by its weightiest
        name."""
        limits, central, bearers = self.limits, self._central, self._acting
        own = [
            name
            for name in self._often
            if len(central[name]) >= limits.own_share * len(bearers[name])
            and self._of_one_matter(name)
        ]
        own.sort(key=lambda name: (-len(central[name]), name))
        part_of: dict[str, str] = {}
        for place, name in enumerate(own):
            rows = central[name]
            shared = limits.part_of_story * len(rows)
            whole = (o for o in own[:place] if len(rows.intersection(bearers[o])) >= shared)
            whole_name = next(whole, name)
            part_of[name] = part_of.get(whole_name, whole_name)
        members: defaultdict[str, list[int]] = defaultdict(list)
        for row in set[int]().union(*(bearers[name] for name in own)):
            named = next(n for n in self.about[self._ids[row]].actors if n in part_of)
            members[part_of[named]].append(row)
        return [sorted(rows, key=self._order) for rows in members.values() if len(rows) > 1]

    def _of_one_matter(self, name: str) -> bool:
        """Whether the events at whose centre a name stands are alike."""
        if name not in self._alike:
            self._alike[name] = self._alike_of(name)
        found, level = self._alike[name].mean(), self.limits.own_likeness
        # What is summed in another order may differ by a little.
        return (found if abs(found - level) > 1e-9 else self._alike_of(name).mean()) >= level

    def _alike_of(self, name: str) -> Alike:
        rows = sorted(self._central[name], key=self._order)
        return Alike.of((self.about[self._ids[row]] for row in rows), self.limits)

    def _grouped(self, rows: Sequence[int], begun: Sequence[Sequence[int]]) -> list[list[int]]:
        """Stories among some of all events, of which those that bear an own name begin as one."""
        limits = self.limits
        here = {row: place for place, row in enumerate(rows)}
        held = [[here[row] for row in some] for some in begun if some[0] in here]
        some = [self.about[self._ids[row]] for row in rows]
        meaning, telling = meaning_of(some, Facing(some, limits))
        weights = [self._named.weights(row) for row in rows]
        number = len(self.events)
        named = names_in_common(weights, self._named.bearers, number, limits.rarity_prior)
        worth, rest = limits.story_meaning * telling, 1 - limits.story_meaning
        similar = (worth * meaning + rest * named) / (worth + rest)
        strangers = _counted([told.actors for told in some]) < limits.story_names
        similar = np.where(strangers, -1.0, similar)
        groups = average_linkage(similar, limits.same_story, ([g] for g in held))
        return [[rows[place] for place in sorted(group)] for group in groups]


def in_several(lists: Sequence[array[int]], least: int) -> NDArray[np.int64]:
    """What stands in at least so many of some lists, each without repetition, in order."""
    every = [np.frombuffer(some, np.int32) for some in lists if some]
    counts = np.bincount(np.concatenate(every)) if every else np.zeros(0)
    return np.flatnonzero(counts >= least)


class _Pairs:
    """Pairs of rows, column by column, and of each what both name: its number, and the product of
    its weights, rarity apart."""

    def __init__(self) -> None:
        self.one, self.two = np.zeros(0, np.int32), np.zeros(0, np.int32)
        self.meaning, self.worth = np.zeros(0), np.zeros(0)
        self.of, self.key, self.shared = np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0)
        self._new: list[tuple[int, int, float, float]] = []
        self._named: list[tuple[NDArray[np.int32], NDArray[np.float64]]] = []

    def add(
        self,
        one: int,
        two: int,
        meaning: float,
        worth: float,
        keys: NDArray[np.int32],
        shared: NDArray[np.float64],
    ) -> None:
        """Adds a pair, to be seen after `settle`."""
        self._new.append((one, two, meaning, worth))
        self._named.append((keys, shared))

    def settle(self) -> None:
        """Puts what was added into the columns."""
        if not self._new:
            return
        one, two, meaning, worth = zip(*self._new, strict=True)
        first = len(self.one)
        sizes = [len(keys) for keys, _ in self._named]
        of = np.repeat(np.arange(first, first + len(one), dtype=np.int32), sizes)
        self.one = np.concatenate([self.one, np.array(one, np.int32)])
        self.two = np.concatenate([self.two, np.array(two, np.int32)])
        self.meaning = np.concatenate([self.meaning, meaning])
        self.worth = np.concatenate([self.worth, worth])
        self.of = np.concatenate([self.of, of])
        self.key = np.concatenate([self.key, *(keys for keys, _ in self._named)])
        self.shared = np.concatenate([self.shared, *(shared for _, shared in self._named)])
        self._new, self._named = [], []

    def drop(self, rows: Sequence[int], number: int) -> None:
        """Drops all pairs of some of a number of rows."""
        gone = np.zeros(number, dtype=bool)
        gone[list(rows)] = True
        kept = ~(gone[self.one] | gone[self.two])
        if kept.all():
            return
        named = kept[self.of]
        self.of = (np.cumsum(kept, dtype=np.int32) - 1)[self.of[named]]
        self.key, self.shared = self.key[named], self.shared[named]
        self.one, self.two = self.one[kept], self.two[kept]
        self.meaning, self.worth = self.meaning[kept], self.worth[kept]


def _counted(sets: Sequence[Sequence[str]]) -> NDArray[np.int32]:
    """How many names each two sets have in common; of one with itself nothing is said."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for row, some in enumerate(sets):
        for name in some:
            holders[name].append(row)
    counts = np.zeros((len(sets), len(sets)), dtype=np.int32)
    for rows in holders.values():
        if len(rows) > 1:
            counts[np.ix_(rows, rows)] += 1
    return counts
