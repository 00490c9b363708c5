"""What optional readers propose of two statements, as far as the statements themselves carry it.

A reader (an NLI model, a language model) is never believed: where it says that two sentences tell
one thing, they must share a name, a figure or rare words, and nothing may set them apart; where it
says that they differ, typed values must; where it says that they contradict each other, these must
exclude each other, or one must deny. Words that it quotes must stand in the sentences. What is left
stands beside the account, marked, and changes no fact.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from rashomon.compare.facts import fact, position
from rashomon.compare.matching import at_odds, chances, common_matter, common_words, signs
from rashomon.compare.values import comparable, compared, equal, excluded, values, written
from rashomon.model import Label
from rashomon.reasons import reason

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from rashomon.compare.statements import Statement
    from rashomon.compare.values import Value
    from rashomon.model import Fact
    from rashomon.settings import Compare as Limits

# Fewest words that a reader quotes of a sentence, and common words (cosine) that rare ones make.
_QUOTED = 2
_SHARED = 0.15


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a reader says of a pair of sentences; `words` are those of each on which it rests."""

    label: Label
    words: tuple[str, str] | None = None


class Doubts:
    """The statements of an event, and the pairs of which its account is least sure."""

    def __init__(
        self,
        statements: Sequence[Statement],
        facts: Sequence[Fact],
        vectors: Mapping[str, NDArray[np.float32]],
        limits: Limits,
    ) -> None:
        self._said = statements
        self._limits = limits
        self._words = common_words(statements, limits)
        self._values = values(statements, range(len(statements)), limits)
        matter = common_matter(statements, limits)
        found = signs(statements, vectors, matter, limits)
        self._chance = chances(found, [s.report for s in statements], limits)
        self._odds = at_odds(statements, self._values, matter, limits)
        at = {s.key: i for i, s in enumerate(statements)}
        self._together = {
            pair
            for f in facts
            for cited in [[at[c.report, c.start] for p in f.positions for c in p.statements]]
            for pair in product(cited, cited)
        }

    def pairs(self, most: int) -> list[tuple[int, int]]:
        """Pairs (by index, in order) of different origins, nearest to the level of one thing."""
        rows, columns = np.nonzero(np.triu(self._chance > 0.0, 1))
        origins = [s.origin for s in self._said]
        near = (
            (abs(float(self._chance[i, j]) - self._limits.one_thing), int(i), int(j))
            for i, j in zip(rows, columns, strict=True)
            if origins[i] != origins[j]
        )
        return [(i, j) for _, i, j in sorted(near)[:most]]

    def texts(self, pair: tuple[int, int]) -> tuple[str, str]:
        """The two sentences of a pair."""
        return self._said[pair[0]].text, self._said[pair[1]].text

    def carried(self, pair: tuple[int, int], opinion: Opinion, reader: str) -> Fact | None:
        """What of an opinion the two statements carry, in the form of a fact; None if nothing."""
        one, other = (self._said[i] for i in pair)
        if opinion.words and not all(map(_stands, opinion.words, (one.text, other.text))):
            return None
        shared = one.marks & other.marks or one.ids & other.ids
        if not shared and self._words[pair] < _SHARED:
            return None
        by = reason("proposed", name=reader)
        gap = self._gap(pair)
        denied = one.denies != other.denies
        if opinion.label is Label.AGREED:
            if gap or denied or self._odds[pair] or pair in self._together:
                return None
            return fact(Label.AGREED, (position([one, other], None),), (by,))
        if opinion.label is Label.CONTRADICTED and denied:
            sides = [(s, "denied" if s.denies else "asserted") for s in (one, other)]
            why = reason("denied")
        elif gap:
            sides = [(self._said[v.statement], written(v.quantity)) for v in gap]
            why = compared(*gap, self._limits)
        else:
            return None
        strict = opinion.label is Label.CONTRADICTED and (denied or bool(gap and excluded(*gap)))
        label = Label.CONTRADICTED if strict else Label.DIFFERS
        return fact(label, tuple(position([s], value) for s, value in sides), (by, why))

    def _gap(self, pair: tuple[int, int]) -> tuple[Value, Value] | None:
        """The first values of one measured thing that two statements give differently.

        The reader vouches that the statements are alike; place, year and kind must still agree.
        """
        left, right = ([v for v in self._values if v.statement == i] for i in pair)
        alike = np.broadcast_to(1.0, self._chance.shape)
        told = np.broadcast_to(np.True_, self._chance.shape)
        measured = [
            (a, b)
            for a, b in product(left, right)
            if comparable(a, b, self._said, alike, told, self._limits)
        ]
        same = {v for a, b in measured if equal(a, b, self._limits) for v in (a, b)}
        return next(((a, b) for a, b in measured if a not in same and b not in same), None)


def _stands(words: str, sentence: str) -> bool:
    """Whether words, some at least, stand in a sentence as they are."""
    told = " ".join(words.split()).casefold()
    return len(told.split()) >= _QUOTED and told in sentence.casefold()
