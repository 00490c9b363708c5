from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.compare.polarity import modality, polarity
from rashomon.language.packs import languages

GOLDEN = Path(__file__).parent.parent / "golden"
CASES = [
    pytest.param(path.parent.name, case, id=f"{path.parent.name}-{number}")
    for path in sorted(GOLDEN.glob("*/statements.json"))
    for number, case in enumerate(json.loads(path.read_text(encoding="utf-8")))
]


@pytest.mark.parametrize(("language", "case"), CASES)
def test_golden(language: str, case: dict[str, Any]) -> None:
    found = {
        "polarity": polarity(case["input"], language),
        "modality": modality(case["input"], language),
    }
    assert found == case["expected"]


def test_every_language_has_golden_pairs() -> None:
    assert {path.parent.name for path in GOLDEN.glob("*/statements.json")} == set(languages())


def test_what_is_negated_in_a_later_clause_does_not_deny_the_first() -> None:
    assert polarity("The dam held because nobody opened the gate.", "en") == "asserted"
    assert polarity("Nobody opened the gate because the dam held.", "en") == "denied"


def test_a_denial_that_is_itself_negated_does_not_deny() -> None:
    assert polarity("The mayor has not denied that the dam broke.", "en") == "asserted"


def test_an_unknown_language_is_asserted_and_happened() -> None:
    assert polarity("Nothing will happen.", None) == "asserted"
    assert modality("Nothing will happen.", "xx") == "happened"


@given(st.text(max_size=200), st.sampled_from([*languages(), "xx"]))
def test_any_text_has_a_polarity_and_a_modality(text: str, language: str) -> None:
    assert polarity(text, language) in ("asserted", "denied")
    assert modality(text, language) in ("happened", "planned", "alleged", "demanded", "possible")


@pytest.mark.parametrize("unit", ["not ", "denied ", "\ud800", "will not only "])
def test_hostile_repetition(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    assert polarity(text, "en") in ("asserted", "denied")
    assert modality(text, "en")
