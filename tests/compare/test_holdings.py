from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.compare.holdings import holdings

GOLDEN = Path(__file__).parent.parent / "golden"
CASES = [
    pytest.param(path.parent.name, case, id=f"{path.parent.name}-{number}")
    for path in sorted(GOLDEN.glob("*/holdings.json"))
    for number, case in enumerate(json.loads(path.read_text(encoding="utf-8")))
]


@pytest.mark.parametrize(("language", "case"), CASES)
def test_golden(language: str, case: dict[str, Any]) -> None:
    found = [
        {name: getattr(h, name) for name in ("actor", "holds", "place", "ongoing", "site")}
        for h in holdings(case["input"], language)
    ]
    assert found == case["expected"]


def test_the_six_languages_of_full_care_have_golden_pairs() -> None:
    golden = {path.parent.name for path in GOLDEN.glob("*/holdings.json")}
    assert golden >= {"en", "de", "fr", "es", "ru", "uk"}


def test_a_pronoun_is_the_speaker_of_the_clause() -> None:
    (claim,) = holdings("Marland said it still controls the valley region.", "en")
    assert (claim.actor, claim.holds, claim.ongoing) == ("Marland", True, True)


def test_without_a_name_nobody_is_said_to_hold() -> None:
    assert holdings("They still hold the town.", "en") == ()


def test_what_is_planned_or_denied_is_no_claim() -> None:
    assert holdings("Marland forces will recapture the village of Orlov.", "en") == ()
    assert holdings("Marland denied that its troops were driven out of Orlov.", "en") == ()


def test_a_past_state_speaks_of_now_only_in_reported_speech() -> None:
    (told,) = holdings("The minister said Velonian guards held the bridge.", "en")
    (plain,) = holdings("Velonian guards held the bridge.", "en")
    assert (told.ongoing, plain.ongoing) == (True, False)


def test_a_perfect_with_a_year_speaks_of_that_year() -> None:
    (now,) = holdings("Velonian rebels have seized the bridge.", "en")
    (then,) = holdings("By 1993 Velonian rebels had seized the bridge.", "en")
    (since,) = holdings("Velonian rebels have held control of the bridge since 1993.", "en")
    assert (now.ongoing, then.ongoing, since.ongoing) == (True, False, True)


def test_only_the_head_of_a_phrase_is_a_site() -> None:
    assert holdings("Marland controls the bridge tolls.", "en") == ()
    assert holdings("Marland controls traffic on the bridge.", "en") == ()
    (claim,) = holdings("Marland controls the bridge over the Tovar.", "en")
    assert claim.site == "bridge"


def test_guards_hold_sites_but_no_land() -> None:
    (claim,) = holdings("Her guards control the dam.", "en")
    assert claim.actor == "Her guards"
    assert holdings("the guards control the dam.", "en") == ()


def test_an_unknown_language_gives_nothing() -> None:
    assert holdings("Marland forces hold the town.", None) == ()
    assert holdings("Marland forces hold the town.", "xx") == ()


SIGNS = [",", ".", ";", "-", "'", "\0", "\ud800"]
VERBS = ["drove", "out", "still", "hold", "held", "under", "control", "said", "not", "claims"]
NOUNS = ["Orlov", "forces", "guards", "town", "dam", "Damm", "мост", "1993"]
WORDS = st.sampled_from(
    [*SIGNS, *VERBS, *NOUNS, "the", "his", "of", "that", "it", "s", "контролируют"]
)


@given(st.lists(WORDS, max_size=40).map(" ".join), st.sampled_from(["en", "de", "ru", "xx"]))
def test_any_sentence_gives_claims_inside_it(sentence: str, language: str) -> None:
    for claim in holdings(sentence, language):
        assert 0 <= claim.start < claim.end <= len(sentence)
        assert claim.actor in sentence
        assert claim.place is None or claim.place in sentence
        assert claim.site is None or claim.site in sentence.lower()


@pytest.mark.parametrize(
    "unit",
    [
        "drove ",
        "under control ",
        "Orlov hold ",
        "said it ",
        "hold the ",
        "dam on the ",
        "the dam is controlled by ",
    ],
)
def test_hostile_repetition(unit: str) -> None:
    assert isinstance(holdings(unit * (200_000 // len(unit)), "en"), tuple)
