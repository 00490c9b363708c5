"""Events compared with one another as they come and change, for the stories that they make.

What two events have in common stays until one of them changes, and is weighed anew each time by how
rare it is by now: whatever the order in which events came, their stories are those of all of them
compared at once. Who shares too few actors is never looked at.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np

from rashomon.events.about import About, Facing, about, likeness, meaning_of
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
        self._number: dict[str, int] = {}
        self._bearers = array("i")
        # Of each row the numbers of what it names, in order, and their weights.
        self._keys: list[NDArray[np.int32]] = []
        self._weights: list[NDArray[np.float64]] = []
        self._shelves = Shelves(limits)
        self._acting: defaultdict[str, set[int]] = defaultdict(set)
        self._central: defaultdict[str, set[int]] = defaultdict(set)
        # Names at the centre of so many events that they may be a story's own.
        self._often: set[str] = set()
        self._alike: dict[str, float] = {}
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
            self._keys.append(np.zeros(0, np.int32))
            self._weights.append(np.zeros(0))
        self._ids[row] = event.id
        self._row[event.id] = row
        self.events[event.id], self.about[event.id] = event, found
        self._shelves.put(row, found)
        for key in weights:
            if self._number.setdefault(key, len(self._bearers)) == len(self._bearers):
                self._bearers.append(0)
        numbers = np.array([self._number[key] for key in weights], np.int32)
        order = np.argsort(numbers)
        self._keys[row] = numbers[order]
        self._weights[row] = np.fromiter(weights.values(), np.float64, len(numbers))[order]
        np.frombuffer(self._bearers, np.int32)[numbers] += 1
        self._act(row, found)
        return row

    def _forget(self, row: int) -> None:
        about_it = self.about.pop(self._ids[row])
        del self.events[self._ids[row]], self._row[self._ids[row]]
        self._free.append(row)
        np.frombuffer(self._bearers, np.int32)[self._keys[row]] -= 1
        self._act(row, about_it)

    def _act(self, row: int, told: About) -> None:
        """Enters a row under its actors, or takes it out."""
        for name in told.actors:
            self._acting[name] ^= {row}
        for name in told.actors[: self.limits.foremost]:
            self._central[name] ^= {row}
            self._alike.pop(name, None)
            if len(self._central[name]) >= self.limits.own_events:
                self._often.add(name)
            else:
                self._often.discard(name)

    def _compare(self, row: int, later: Set[int]) -> None:
        """Compares an event with all others that share actors, those apart that come later."""
        limits, told = self.limits, self.about[self._ids[row]]
        acting = [self._acting[name] for name in told.actors]
        met = in_several(acting, limits.story_names) - later
        met.discard(row)
        if not met:
            return
        others = np.array(sorted(met))
        meaning, telling = self._shelves.meaning_of(told, others)
        # Even if the names gave all that they can, the leads must give the rest.
        worth = limits.story_meaning * telling
        rest = (1 - limits.story_meaning) * (1 - limits.same_story)
        for place in np.flatnonzero(worth * (meaning - limits.same_story) + rest >= 0).tolist():
            other = int(others[place])
            keys, mine, its = np.intersect1d(
                self._keys[row], self._keys[other], assume_unique=True, return_indices=True
            )
            shared = self._weights[row][mine] * self._weights[other][its]
            self._pairs.add(row, other, float(meaning[place]), float(worth[place]), keys, shared)

    def _akin(self) -> Iterator[tuple[int, int]]:
        """Pairs of events that are similar enough for one story."""
        pairs, rest = self._pairs, 1 - self.limits.story_meaning
        if not len(pairs.one):
            return
        rarities = self._rarities()
        rows = np.unique(np.concatenate([pairs.one, pairs.two]))
        sizes = [len(self._keys[row]) for row in rows.tolist()]
        weights = np.concatenate([self._weights[row] for row in rows.tolist()])
        weights *= rarities[np.concatenate([self._keys[row] for row in rows.tolist()])]
        whole = np.zeros(len(self._ids))
        whole[rows] = np.bincount(np.repeat(np.arange(len(rows)), sizes), weights**2, len(rows))
        shared = np.bincount(pairs.of, pairs.shared * rarities[pairs.key] ** 2, len(pairs.one))
        named = shared / np.sqrt((whole[pairs.one] + 1e-9) * (whole[pairs.two] + 1e-9))
        similar = (pairs.worth * pairs.meaning + rest * named) / (pairs.worth + rest)
        # What is summed in another order may differ by a little.
        near = np.flatnonzero(similar >= self.limits.same_story - 1e-6)
        yield from zip(pairs.one[near].tolist(), pairs.two[near].tolist(), strict=True)

    def _rarities(self) -> NDArray[np.float64]:
        """By the number of a name or figure, how rare it is among these events."""
        number, prior = len(self.events), self.limits.rarity_prior
        bearers = np.frombuffer(self._bearers, np.int32)
        found: NDArray[np.float64] = np.log((number + prior) / (bearers + 1.0))
        found /= np.log(number + prior)
        found[bearers == 1] *= prior / (prior + number)
        return found

    def _of_own_names(self) -> list[list[int]]:
        """Events that bear a story's own name, by story; each event in one, by its weightiest
        name."""
        limits, central, bearers = self.limits, self._central, self._acting
        own = [
            name
            for name in sorted(self._often)
            if len(central[name]) >= limits.own_share * len(bearers[name])
            and self._alike_of(name) >= limits.own_likeness
        ]
        own.sort(key=lambda name: (-len(central[name]), name))
        part_of: dict[str, str] = {}
        for place, name in enumerate(own):
            rows = central[name]
            shared = limits.part_of_story * len(rows)
            whole = (o for o in own[:place] if len(bearers[o].intersection(rows)) >= shared)
            whole_name = next(whole, name)
            part_of[name] = part_of.get(whole_name, whole_name)
        members: defaultdict[str, list[int]] = defaultdict(list)
        for row in set().union(*(bearers[name] for name in own)):
            named = next(n for n in self.about[self._ids[row]].actors if n in part_of)
            members[part_of[named]].append(row)
        return [sorted(rows, key=self._order) for rows in members.values() if len(rows) > 1]

    def _alike_of(self, name: str) -> float:
        """How alike the events are at whose centre a name stands."""
        if name not in self._alike:
            rows = sorted(self._central[name], key=self._order)
            told = [self.about[self._ids[row]] for row in rows]
            self._alike[name] = likeness(told, self.limits)
        return self._alike[name]

    def _grouped(self, rows: Sequence[int], begun: Sequence[Sequence[int]]) -> list[list[int]]:
        """Stories among some of all events, of which those that bear an own name begin as one."""
        limits = self.limits
        here = {row: place for place, row in enumerate(rows)}
        held = [[here[row] for row in some] for some in begun if some[0] in here]
        some = [self.about[self._ids[row]] for row in rows]
        meaning, telling = meaning_of(some, Facing(some, limits))
        weights = [
            dict(zip(self._keys[row].tolist(), self._weights[row].tolist(), strict=True))
            for row in rows
        ]
        named = names_in_common(weights, self._bearers, len(self.events), limits.rarity_prior)
        worth, rest = limits.story_meaning * telling, 1 - limits.story_meaning
        similar = (worth * meaning + rest * named) / (worth + rest)
        strangers = _counted([told.actors for told in some]) < limits.story_names
        similar = np.where(strangers, -1.0, similar)
        groups = average_linkage(similar, limits.same_story, ([g] for g in held))
        return [[rows[place] for place in sorted(group)] for group in groups]


def in_several(sets: Sequence[Set[int]], least: int) -> set[int]:
    """What stands in at least so many of some sets.

    That stands in one of all but the `least` - 1 largest, so that only what stands in those is
    counted (prefix filtering, Chaudhuri, Ganti and Kaushik 2006).
    """
    rising = sorted(sets, key=len)
    few = max(0, len(sets) - least + 1)
    counts = Counter(row for some in rising[:few] for row in some)
    for some in rising[few:]:
        counts.update(counts.keys() & some)
    return {row for row, count in counts.items() if count >= least}


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
    """How many names each two sets have in common."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for row, some in enumerate(sets):
        for name in some:
            holders[name].append(row)
    counts = np.zeros((len(sets), len(sets)), dtype=np.int32)
    for rows in holders.values():
        counts[np.ix_(rows, rows)] += 1
    return counts
