"""All reports of an archive at hand, to find those that one may tell the same happening with.

A report is compared with all others at once: leads by one product of matrices, names and figures by
lists of who bears them. Names of so many bearers that they tell next to nothing are passed over, so
that what is found is taken a little short of the level from which reports are one event: grouping
compares those, and only those, in full.
"""

from __future__ import annotations

from array import array
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from rashomon.encode.across import attainable_leads, reliability
from rashomon.events.represent import supposed
from rashomon.events.sharing import Counts, coverage, rarity, sounds, weights
from rashomon.moments import bounds

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from rashomon.events.represent import Profile
    from rashomon.settings import Events as Limits

# Rows compared at once; rows made at once when there is no room for more.
_BLOCK, _STEP = 64, 4_096
_DAY = 86_400.0


class Index:
    """What reports are about, row by row, with all that is needed to find those like one."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._profiles: list[Profile] = []
        self._row: dict[str, int] = {}
        self._leads = np.zeros((0, 0), dtype=np.float32)
        self._days = np.zeros(0)
        self._sure = np.zeros(0)
        self._spoken = np.zeros(0, dtype=np.intp)
        self._languages: dict[str | None, int] = {}
        self._names, self._sounds, self._words = _Bearers(), _Bearers(), _Bearers()
        self._bare = np.zeros(0, dtype=bool)
        self._heard = 0

    def __contains__(self, id: str) -> bool:
        return id in self._row

    def __len__(self) -> int:
        return len(self._profiles)

    def kept(self, ids: Collection[str]) -> Index:
        """An index of those of some reports that are here."""
        fresh = Index(self.limits)
        fresh.add(profile for profile in self._profiles if profile.id in ids)
        return fresh

    def profile(self, id: str) -> Profile:
        """What a report is about; raises `KeyError` for one that was not added."""
        return self._profiles[self._row[id]]

    @property
    def counts(self) -> Counts:
        """How many of all reports bear each name."""
        bare = int(self._bare[: len(self._profiles)].sum())
        return Counts(len(self._profiles), self._names.counts, bare, self._words.counts)

    def add(self, profiles: Iterable[Profile]) -> None:
        """Adds reports; those that are there already are passed over."""
        for profile in profiles:
            if profile.id in self._row:
                continue
            row = self._row[profile.id] = len(self._profiles)
            if row == len(self._leads):
                self._widen(len(profile.lead))
            self._profiles.append(profile)
            self._leads[row] = profile.lead
            self._spoken[row] = self._languages.setdefault(profile.language, len(self._languages))
            self._bare[row] = bool(profile.words)
            if profile.when is not None:
                self._sure[row] = self.limits.supposed if supposed(profile.when) else 1.0
            self._days[row] = _day(profile)
            self._names.add(row, weights(profile, self.limits))
            if profile.words:
                self._words.add(row, dict.fromkeys(sorted(profile.words), 1.0))

    def near(self, ids: Collection[str], most: int) -> list[tuple[str, str, float]]:
        """Pairs of one of these reports and another that may tell of one happening.

        At most the `most` likeliest of each; ids in order within a pair, pairs in order; with about
        their similarity.
        """
        level = self.limits.same_event - self.limits.short_of
        found: dict[tuple[str, str], float] = {}
        rows = [self._row[id] for id in ids if id in self._row]
        for row, others, likeness in self._likenesses(rows, level):
            # Words that two reports without vowels have in common are passed over.
            vague = self._bare[others] & self._bare[row]
            near = likeness >= np.where(vague, level, self.limits.same_event - self.limits.drift)
            some = np.flatnonzero(near & (others != row))
            best = some[np.lexsort((others[some], -likeness[some]))[:most]]
            for other, score in zip(others[best].tolist(), likeness[best].tolist(), strict=True):
                one, two = sorted((self._profiles[row].id, self._profiles[other].id))
                found[one, two] = round(score, 4)
        return [(a, b, score) for (a, b), score in sorted(found.items())]

    def _likenesses(
        self, rows: list[int], level: float
    ) -> Iterator[tuple[int, NDArray[np.intp], NDArray[np.float64]]]:
        """For each of some rows, others and about how similar they are: all that reach a level
        without the names that most bear."""
        number, prior = len(self._profiles), self.limits.rarity_prior
        languages = list(self._languages)
        best = attainable_leads(languages)
        telling = self.limits.vector_weight * reliability(languages, self.limits.telling)
        most = self.limits.vector_weight
        rest = 1 - most
        # What leads must give where nothing is named in common and time adds all that it can.
        alike = best * (level - self.limits.time_bonus) / most
        length = self._names.lengths(number, prior)
        whole = self._shown_in_full() if self._bare.any() else np.zeros(0)
        # By their days, so that those of a block have most of the others far from them in common.
        rows = sorted(rows, key=lambda row: (np.nan_to_num(self._days[row], nan=np.inf), row))
        place = np.empty(number, dtype=np.intp)
        for start in range(0, len(rows), _BLOCK):
            block = rows[start : start + _BLOCK]
            close = np.flatnonzero(~self._parted(block, level))
            place.fill(-1)
            place[close] = np.arange(len(close))
            cosines = self._leads[block] @ self._leads[close].T
            languages_of = self._spoken[close]
            for row, leads in zip(block, cosines, strict=True):
                named = self._in_common(row, length, whole)
                met = np.flatnonzero(named)
                # Whatever their leads: who names less in common cannot make up for what time takes.
                met = met[most + rest * named[met] + self._time(row, met) >= level]
                spoken = self._spoken[row]
                others = np.union1d(met, close[leads >= alike[spoken][languages_of]])
                at = place[others]
                cosine = leads[at] if len(leads) else np.zeros(len(at), dtype=np.float32)
                far = at < 0
                cosine[far] = self._leads[others[far]] @ self._leads[row]
                meaning = np.minimum(cosine / best[spoken][self._spoken[others]], 1.0)
                worth = telling[spoken][self._spoken[others]]
                likeness = (worth * meaning + rest * named[others]) / (worth + rest)
                likeness += self._time(row, others)
                near = np.flatnonzero(likeness >= level)
                others, worth, likeness = others[near], worth[near], likeness[near]
                common = self._passed_over(row, others, length)
                yield row, others, likeness + rest * common / (worth + rest)

    def _parted(self, rows: list[int], level: float) -> NDArray[np.bool_]:
        """For each row whether time takes so much off from all of these that it stays below a
        level unless names in common make up for it."""
        number, limits = len(self._profiles), self.limits
        days, own = self._days[:number], self._days[rows]
        sure = np.minimum(self._sure[:number], self._sure[rows].min())
        if np.isnan(own).any():
            return np.zeros(number, dtype=bool)
        apart = np.maximum(own.min() - days, days - own.max()) - limits.near_days - 1
        off = np.clip(apart / limits.time_span, 0.0, 1.0) * limits.time_penalty * sure
        found: NDArray[np.bool_] = (apart > 0) & (limits.vector_weight - off < level)
        return found

    def _in_common(
        self, row: int, length: NDArray[np.float64], whole: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """About how much a row names in common with all."""
        counts, profile = self.counts, self._profiles[row]
        prior, bare = self.limits.rarity_prior, self._bare[: counts.reports]
        named = self._names.overlap(
            {
                key: weight * rarity(counts.bearers[key], counts.reports, prior) ** 2
                for key, weight in weights(profile, self.limits).items()
                # What it alone bears is in common with none.
                if 1 < counts.bearers[key] <= self.limits.most_bearers
            },
            counts.reports,
        )
        met = np.flatnonzero(named)
        cosines = np.zeros(counts.reports)
        cosines[met] = named[met] / (length[row] * length[met])
        if not counts.bare:
            return cosines
        own = sounds(profile, self.limits) if not profile.words else dict.fromkeys(profile.words, 1)
        heard = {
            form: weight * rarity(counts.words.get(form, 0), counts.bare, prior)
            for form, weight in own.items()
        }
        if profile.words:
            shown = self._sounds.overlap(heard, counts.reports)
            return np.where(bare, cosines, coverage(shown + named, whole, self.limits)).astype(
                np.float64
            )
        shown = self._words.overlap(heard, counts.reports)
        return np.where(bare, coverage(shown + named, whole[row], self.limits), cosines)

    def _passed_over(
        self, row: int, others: NDArray[np.intp], length: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """What names of too many bearers to look them all through add to that, for some others."""
        counts, profile = self.counts, self._profiles[row]
        found = np.zeros(len(others))
        if self._bare[row]:
            return found
        for key, weight in weights(profile, self.limits).items():
            if counts.bearers[key] > self.limits.most_bearers:
                rare = rarity(counts.bearers[key], counts.reports, self.limits.rarity_prior)
                found += weight * rare**2 * self._names.borne(key, others)
        found[self._bare[others]] = 0.0
        found /= length[row] * length[others]
        return found

    def _shown_in_full(self) -> NDArray[np.float64]:
        """The weight of all that each report names, as scripts without vowels would show it."""
        counts = self.counts
        # Nobody asks how a name sounds before there is a report without vowels.
        for row in range(self._heard, counts.reports):
            if not self._bare[row]:
                self._sounds.add(row, sounds(self._profiles[row], self.limits))
        self._heard = counts.reports
        rarities = [
            rarity(counts.words.get(key, 0), counts.bare, self.limits.rarity_prior)
            for key in self._sounds.keys
        ]
        return self._sounds.totals(np.array(rarities), counts.reports, 1)

    def _time(self, row: int, others: NDArray[np.intp]) -> NDArray[np.float64]:
        """What time adds and takes off, at its best for what is known of it."""
        limits = self.limits
        if self._profiles[row].when is None:
            return np.zeros(len(others))
        apart = np.abs(self._days[others] - self._days[row]) - limits.near_days - 1
        off = np.clip(apart / limits.time_span, 0.0, 1.0) * limits.time_penalty
        sure = np.minimum(self._sure[others], self._sure[row])
        near = np.isnan(apart) | (apart <= 0)
        found: NDArray[np.float64] = np.where(near, limits.time_bonus * (sure > 0), -off * sure)
        return found

    def _widen(self, dimensions: int) -> None:
        room = max(_STEP, 2 * len(self._leads))
        for name in ("_days", "_sure", "_spoken", "_bare"):
            old = getattr(self, name)
            setattr(self, name, np.concatenate([old, np.zeros(room - len(old), old.dtype)]))
        wider = np.zeros((room, dimensions), dtype=np.float32)
        if len(self._leads):
            wider[: len(self._leads)] = self._leads
        self._leads = wider


class _Bearers:
    """Weighted sets of keys, row by row, and who bears a key."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.keys: dict[str, int] = {}
        self._rows: list[array[int]] = []
        self._weights: list[array[float]] = []
        # The same once more, one entry after another: for sums over all rows.
        self._every_key, self._every_row, self._every_weight = array("i"), array("i"), array("f")

    def add(self, row: int, keys: Mapping[str, float]) -> None:
        """Adds a row's set."""
        self.counts.update(keys.keys())
        for key, weight in keys.items():
            number = self.keys.setdefault(key, len(self._rows))
            if number == len(self._rows):
                self._rows.append(array("i"))
                self._weights.append(array("f"))
            self._rows[number].append(row)
            self._weights[number].append(weight)
            self._every_key.append(number)
            self._every_row.append(row)
            self._every_weight.append(weight)

    def overlap(self, keys: Mapping[str, float], rows: int) -> NDArray[np.float64]:
        """For each row the sum over keys that it bears, of their weights given and there."""
        found = np.zeros(rows)
        for key, weight in keys.items():
            if (number := self.keys.get(key)) is not None:
                bearers = np.frombuffer(self._rows[number], dtype=np.int32)
                found[bearers] += weight * np.frombuffer(self._weights[number], dtype=np.float32)
        return found

    def borne(self, key: str, rows: NDArray[np.intp]) -> NDArray[np.float64]:
        """With what weight some rows bear a key, 0 for those that do not."""
        number = self.keys[key]
        bearers = np.frombuffer(self._rows[number], dtype=np.int32)
        place = np.minimum(np.searchsorted(bearers, rows), len(bearers) - 1)
        weight = np.frombuffer(self._weights[number], dtype=np.float32)[place]
        return np.where(bearers[place] == rows, weight, 0.0).astype(np.float64)

    def totals(self, rarities: NDArray[np.float64], rows: int, power: int) -> NDArray[np.float64]:
        """For each row the sum of its weights, each by the rarity of its key and to a power."""
        keys = np.frombuffer(self._every_key, dtype=np.int32)
        each = np.frombuffer(self._every_weight, dtype=np.float32) * rarities[keys]
        every = np.frombuffer(self._every_row, dtype=np.int32)
        return np.bincount(every, each**power, minlength=rows).astype(np.float64)

    def lengths(self, rows: int, prior: int) -> NDArray[np.float64]:
        """How long each row's set is, keys weighed by their rarity; none is 0."""
        bearers = np.fromiter(map(len, self._rows), np.int64, len(self._rows))
        rarities = np.log((rows + prior) / (bearers + 1)) / np.log(rows + prior)
        rarities[bearers == 1] *= prior / (prior + rows)
        lengths: NDArray[np.float64] = np.sqrt(self.totals(rarities, rows, 2) + 1e-9)
        return lengths


def _day(profile: Profile) -> float:
    """The day of a report, counted; not a number where its year is not known."""
    span = bounds(profile.when) if profile.when else None
    return np.nan if span is None else (span[0].timestamp() + span[1].timestamp()) / 2 / _DAY
