"""What reports name in common, across scripts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.annotate.spelling import consonants, skeleton, vowelless
from rashomon.events.represent import Profile, figures
from rashomon.events.sharing import in_common
from rashomon.settings import Events

LIMITS = Events()


def naming(id: str, *names: str, words: str = "", digits: str = "") -> Profile:
    found = frozenset().union(*map(consonants, vowelless(words)))
    keys = {skeleton(name): name for name in names}
    lead = np.zeros(4, dtype=np.float32)
    return Profile(id, "en", lead, keys, frozenset(), None, figures(digits), found)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Putin", "פוטין"),
        ("Netanyahu", "נתניהו"),
        ("Trump", "ترامب"),
        ("Trump", "לטראמפ"),
        ("Merkel", "مرکل"),
        ("Baghdad", "بغداد"),
        ("Макрон", "ماكرون"),
    ],
)
def test_a_name_meets_itself_without_vowels(name: str, written: str) -> None:
    assert consonants(name) & consonants(written)


def test_short_words_have_no_key() -> None:
    assert consonants("Rome") == consonants("את") == frozenset()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1,400 km² in 2025", {"1400", "2025"}),
        ("1.400 Quadratkilometer, 7 Orte", {"1400"}),
        ("۱۴۰۰ کیلومتر", {"1400"}),
        ("12 of 007", {"12"}),
        ("", set()),
    ],
)
def test_figures_are_the_same_in_every_script(text: str, found: set[str]) -> None:
    assert figures(text) == found


def test_rare_names_count_for_more() -> None:
    profiles = [
        naming(str(i), "Paris", f"Village{chr(97 + i)}", f"Only{chr(97 + i)}") for i in range(8)
    ]
    profiles += [naming("x", "Paris", "Sorvets"), naming("y", "Sorvets", "Other")]
    common = in_common(profiles, LIMITS)
    assert common[8, 9] > common[0, 8]


def test_a_report_without_vowels_shows_names_of_another() -> None:
    profiles = [
        naming("en", "Netanyahu", "Trump", "Merkel"),
        naming("he", words="ראש הממשלה נתניהו נפגש עם הנשיא טראמפ ועם מרקל"),
        naming("fa", words="نخست وزیر از هوا سخن گفت"),
    ]
    common = in_common(profiles, LIMITS)
    assert common[0, 1] > 0.5 > common[0, 2]
    assert np.allclose(common, common.T)


@given(st.lists(st.sets(st.sampled_from(["Halm", "Sorvets", "Drenna", "Arvast"])), min_size=1))
def test_it_is_a_share(named: list[set[str]]) -> None:
    common = in_common([naming(str(i), *some) for i, some in enumerate(named)], LIMITS)
    assert np.all(common >= 0)
    assert np.all(common <= 1 + 1e-9)
