"""The index finds what comparing all with all would find."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.annotate.spelling import consonants, skeleton, vowelless
from rashomon.events.index import Index
from rashomon.events.represent import Profile, closenesses, timeless
from rashomon.events.sharing import Counts
from rashomon.linkage import components
from rashomon.model import Moment
from rashomon.settings import Events

LIMITS = Events()
NAMES = ("Halm", "Sorvets", "Drenna", "Arvast", "Netanyahu", "Trump", "Merkel", "Ilse")
HEBREW = ("נתניהו", "טראמפ", "מרקל", "ראש", "הממשלה", "נפגש")


def made(number: int, chance: Random) -> list[Profile]:
    """Reports of three languages, one of them without vowels; some with days, some with none."""
    found = []
    for place in range(number):
        language = chance.choice(("en", "de", "he"))
        lead = np.array([chance.gauss(0, 1) for _ in range(4)], dtype=np.float32)
        names = (
            {}
            if language == "he"
            else {skeleton(n): n for n in chance.sample(NAMES, chance.randrange(1, 5))}
        )
        words = " ".join(chance.sample(HEBREW, 4)) if language == "he" else ""
        when = f"2026-0{chance.choice((3, 4, 6))}-{chance.randrange(1, 28):02}"
        found.append(
            Profile(
                f"r{place:02}",
                language,
                lead / np.linalg.norm(lead),
                names,
                frozenset(k for k in names if chance.random() < 0.2),
                Moment(when, "day", chance.choice(("given", "text: 'then'")))
                if chance.random() < 0.7
                else None,
                frozenset(str(chance.randrange(10, 14)) for _ in range(chance.randrange(2))),
                frozenset().union(*map(consonants, vowelless(words))),
                {key: chance.randrange(1, 5) for key in names},
            )
        )
    return found


@settings(deadline=None, max_examples=40)
@given(st.integers(2, 25), st.integers(0, 2**32).map(Random))
def test_what_may_be_one_event_is_found(number: int, chance: Random) -> None:
    profiles = made(number, chance)
    index = Index(LIMITS)
    index.add(profiles)
    found = {(a, b) for a, b, _ in index.near([p.id for p in profiles], number)}
    similar = timeless(profiles, LIMITS) + closenesses(profiles, LIMITS)
    for i, one in enumerate(profiles):
        for j, other in enumerate(profiles[:i]):
            # Two reports without vowels have words in common besides, which the index passes over.
            if similar[i, j] >= LIMITS.same_event and not (one.words and other.words):
                assert (other.id, one.id) in found


@given(st.integers(1, 12), st.integers(0, 2**32).map(Random))
def test_it_counts_as_all_at_once(number: int, chance: Random) -> None:
    profiles = made(number, chance)
    index = Index(LIMITS)
    for profile in profiles:
        index.add([profile, profile])
    assert index.counts == Counts.of(profiles, LIMITS)
    assert index.profile(profiles[0].id) is profiles[0]
    assert "nobody" not in index


def test_the_likeliest_come_first() -> None:
    profiles = made(20, Random(3))
    index = Index(LIMITS)
    index.add(profiles)
    every = index.near(["r00"], 20)
    best = index.near(["r00"], 1)
    assert best == [max(every, key=lambda pair: pair[2])]


@pytest.mark.parametrize(
    ("pairs", "parts"),
    [([], ["a", "b", "c", "d"]), (["ab", "cb"], ["abc", "d"]), (["ad", "bc", "cd"], ["abcd"])],
)
def test_components(pairs: list[str], parts: list[str]) -> None:
    assert ["".join(part) for part in components("abcd", map(tuple, pairs))] == parts
