"""In what words reports tell the same."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.compare.test_facts import said

from rashomon import read_text
from rashomon.compare.naming import advances, chosen, named_acts, wordings
from rashomon.compare.statements import Statement
from rashomon.language.packs import languages, section
from rashomon.model import Report, Text, Wording

GOLDEN = Path(__file__).parent.parent / "golden"
CASES = [
    pytest.param(path.parent.name, case, id=f"{path.parent.name}-{number}")
    for path in sorted(GOLDEN.glob("*/wording.json"))
    for number, case in enumerate(json.loads(path.read_text(encoding="utf-8")))
]
SPOKEN = [code for code in languages() if section(code, "wording")]


@pytest.mark.parametrize(("language", "case"), CASES)
def test_golden(language: str, case: dict[str, Any]) -> None:
    assert [[*found[:3]] for found in chosen(case["text"], language)] == case["expected"]


def test_every_language_that_has_words_has_golden_pairs() -> None:
    assert {path.parent.name for path in GOLDEN.glob("*/wording.json")} == set(SPOKEN)


def test_kinds_and_choices_are_those_of_english() -> None:
    """A choice stands for the same in every language, and English has them all."""
    english = {
        (kind, choice)
        for kind, some in section("en", "wording")["words"].items()
        for choice in some
    }
    for code in SPOKEN:
        words = section(code, "wording")["words"]
        own = {(kind, choice) for kind, some in words.items() for choice in some}
        assert own <= english, code


@given(st.text(max_size=200), st.sampled_from(languages()))
def test_no_text_makes_it_raise(text: str, language: str) -> None:
    chosen(text, language)


def _texts(statements: Sequence[Statement]) -> dict[str, Text]:
    return {
        s.report: Text(Report(s.report, s.report, s.raw, s.report), read_text(s.raw))
        for s in statements
    }


def _found(*statements: Statement, linked: bool = True) -> tuple[Wording, ...]:
    matrix = np.full((len(statements), len(statements)), linked)
    texts = _texts(statements)
    return wordings(statements, texts, matrix, named_acts(statements, texts))


ROUTED = said("a", "The army routed the rebels.")
DROVE = said("b", "The army drove the rebels out.")


def test_words_for_one_act_stand_together_with_who_uses_them() -> None:
    (act,) = _found(ROUTED, DROVE)
    assert (act.of, act.about) == ("act", "losing ground")
    assert [(w.words, [c.report for c in w.statements]) for w in act.worded] == [
        (("routed",), ["a"]),
        (("drove … out",), ["b"]),
    ]


@pytest.mark.parametrize(
    ("one", "other", "linked"),
    [
        (ROUTED, DROVE, False),  # of two things
        (ROUTED, replace(DROVE, origin="origin:a"), True),  # versions of one text
        (ROUTED, said("b", "They routed them."), True),  # one word
    ],
)
def test_nothing_is_set_side_by_side_that_is_not_chosen(
    one: Statement, other: Statement, linked: bool
) -> None:
    assert _found(one, other, linked=linked) == ()


def test_acts_of_two_sides_are_no_choice_of_words() -> None:
    seized = said("a", "Ukrainian forces seized the town.")
    freed = said("b", "Russian troops liberated the town.")
    assert _found(seized, freed) == ()
    ours, theirs = said("c", "Ukrainian troops occupied the town."), said("d", "Russia retook it.")
    both = _found(seized, freed, ours, theirs)
    assert [sorted(w.words[0] for w in act.worded) for act in both] == [
        ["occupied", "seized"],
        ["liberated", "retook"],
    ]


def test_acts_on_two_countries_are_no_choice_of_words() -> None:
    one, other = said("a", "It began with an incursion into Russia."), "the invasion of Ukraine."
    assert _found(one, said("b", f"It began with {other}")) == ()
    (act,) = _found(one, said("b", "It began with an invasion of the Kursk region."))
    assert {w.words for w in act.worded} == {("incursion",), ("invasion",)}


def test_a_place_under_two_names() -> None:
    (place,) = _found(said("a", "He flew to Kiev."), said("b", "He flew to Kyiv."))
    assert (place.of, [w.words for w in place.worded]) == ("place", [("Kiev",), ("Kyiv",)])


def test_a_part_of_a_name_is_no_other_name() -> None:
    assert _found(said("a", "Vladimir Putin spoke."), said("b", "Putin spoke again.")) == ()


def test_an_advance_is_known_by_its_kind_and_the_country_that_makes_it() -> None:
    statements = [
        said("a", "Ukrainian forces launched an incursion into Kursk in August."),
        said("b", "Russia routed the Ukrainian counter-invasion of the region."),
        said("c", "The government in Kyiv spoke of a raid."),
        said("d", "The incursion began in August."),
    ]
    first, second, _, nobody = advances(named_acts(statements, _texts(statements)), 4)
    assert ("entry", "UA") in first & second
    assert nobody == frozenset()
