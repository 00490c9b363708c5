"""Which statements are about one thing: signs, chances, what forbids it, groups and guests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.compare.matching import (
    at_odds,
    between,
    chances,
    common_matter,
    groups,
    likeness,
    signs,
    with_guests,
)
from rashomon.compare.statements import Statement
from rashomon.compare.values import values
from rashomon.model import Quantity, Span
from rashomon.settings import Compare

LIMITS = Compare()


def said(report: str, text: str, **more: object) -> Statement:
    plain = Statement(
        report,
        0,
        len(text),
        text,
        "en",
        f"origin:{report}",
        None,
        None,
        0.0,
        0,
        text,
        None,
        "asserted",
        "happened",
        (),
        frozenset(),
        frozenset(),
        frozenset(),
    )
    return replace(plain, **more)


def _vectors(statements: list[Statement], seed: int = 1) -> dict[str, np.ndarray]:
    random = np.random.default_rng(seed)
    rows = {s.text: random.normal(size=8) for s in statements}
    return {text: (row / np.linalg.norm(row)).astype(np.float32) for text, row in rows.items()}


DAM = [
    said("one", "The dam broke before dawn."),
    said("one", "Schools in the valley stay closed."),
    said("two", "Before dawn the dam broke, and schools stay closed."),
    said("two", "The minister flew to the valley."),
]


def _chances(vectors: Mapping[str, np.ndarray]) -> np.ndarray:
    matter = common_matter(DAM, LIMITS)
    return chances(signs(DAM, vectors, matter, LIMITS), [s.report for s in DAM], LIMITS)


def test_the_nearest_of_two_reports_stands_out() -> None:
    vectors = {
        DAM[0].text: np.array([1.0, 0.0, 0.0], np.float32),
        DAM[1].text: np.array([0.0, 1.0, 0.0], np.float32),
        DAM[2].text: np.array([0.8, 0.6, 0.0], np.float32),
        DAM[3].text: np.array([0.0, 0.0, 1.0], np.float32),
    }
    chance = _chances(vectors)
    assert chance[0, 2] >= LIMITS.one_thing > chance[0, 3]
    assert chance[0, 1] == 0  # one report


@given(st.integers(0, 2**32 - 1))
def test_chances_are_symmetric_and_none_within_a_report(seed: int) -> None:
    found = _chances(_vectors(DAM, seed))
    assert np.allclose(found, found.T)
    assert ((found >= 0) & (found <= 1)).all()
    assert found[0, 1] == found[2, 3] == found[0, 0] == 0


def test_a_name_is_one_thing_in_common_and_what_holds_a_sentence_together_none() -> None:
    long = said("a", "It was the worst flood since World War II.", ids=frozenset({"evt:ww2"}))
    other = said("b", "The mill was the first since World War II.", ids=frozenset({"evt:ww2"}))
    more = said("c", "It was the worst flood of the century.")
    known = [
        replace(s, named=(Span(s.text.index("World"), len(s.text) - 1),)) for s in (long, other)
    ]
    some = [*known, more]
    matter = common_matter(some, LIMITS)
    assert matter[0, 2] > 1.5 * matter[0, 1] > 0
    assert matter[1, 2] == 0


def test_a_name_alone_is_little_in_common_across_languages() -> None:
    mark = frozenset({"name pkstn"})
    short = said("a", "In Pakistan.", marks=mark)
    one = said("b", "Blasphemy remains a matter about which few in Pakistan speak.", marks=mark)
    andere = "Tausende zogen in Pakistan vor das Gericht, das sie freigesprochen hatte."
    other = said("c", andere, marks=mark, language="de")
    matter = common_matter([short, one, other], LIMITS)
    assert matter[0, 2] > 2 * matter[1, 2] > 0


def test_cosines_of_languages_that_the_encoder_hardly_knows_count_less() -> None:
    """Scaled up to what a translation would get, they are high by chance."""
    vectors = {s.text: np.array([1.0, 0.0], np.float32) for s in DAM}
    of_two = {
        code: [DAM[0], replace(DAM[2], language=code), *DAM[1:2], replace(DAM[3], language=code)]
        for code in ("de", "cs")
    }
    known, hardly = (
        signs(some, vectors, common_matter(some, LIMITS), LIMITS)[0, 0, 1]
        for some in of_two.values()
    )
    assert known == pytest.approx(1.0)
    assert hardly < 0.6
    near, alike = likeness(of_two["cs"], vectors, np.zeros((4, 4)), replace(LIMITS, theme=0.0))
    assert alike[0, 1] < near[0, 1] == pytest.approx(1.0)
    assert alike[0, 2] == near[0, 2]


def _forbidden(one: Statement, other: Statement, words: float = 0.2) -> bool:
    given_values = values([one, other], [0, 1], LIMITS)
    return bool(at_odds([one, other], given_values, np.full((2, 2), words), LIMITS)[0, 1])


def test_a_denial_is_no_assertion() -> None:
    assert _forbidden(said("a", "He took the money."), said("b", "He denied that he took it."))
    assert not _forbidden(said("a", "She denied it."), said("b", "He denied that he took it."))


def test_across_languages_a_plan_for_a_day_is_not_what_has_happened() -> None:
    wednesday = frozenset({"time 03-11"})
    plan = said("a", "Dorosh will travel to Grunik.", modality="planned", marks=wednesday)
    done = said("b", "Rettungskräfte sind in Grunik.", language="de")
    assert _forbidden(plan, done)
    assert not _forbidden(plan, replace(done, marks=wednesday))
    assert not _forbidden(replace(plan, marks=frozenset()), done)
    assert not _forbidden(plan, replace(done, language="en"))


def test_words_of_two_speakers_are_two_things_unless_the_same_words() -> None:
    one = said("a", "“We had forty minutes.”", speaker="Ilse Marten", quoted=True)
    other = said("b", "“We had not a minute.”", speaker="Marko Teslan", quoted=True)
    assert _forbidden(one, other)
    assert not _forbidden(one, replace(other, speaker="Marten"))
    assert not _forbidden(one, other, words=0.9)
    assert not _forbidden(one, replace(other, quoted=False))


def _level(report: str, place: str, metres: float) -> Statement:
    text = f"In {place} the water stood at {metres} metres."
    level = Quantity(0, 1, metres, None, None, "meter", "length", "=", "=", None)
    return said(report, text, quantities=(level,), where=frozenset({place.casefold()}))


@pytest.mark.parametrize(
    ("other", "forbidden"),
    [
        (_level("b", "Peshtin", 4.3), True),
        (_level("b", "Halm", 4.3), False),
        (_level("b", "Peshtin", 6.1), False),  # chance seldom repeats a figure
    ],
)
def test_a_measure_of_two_places_is_two_things(other: Statement, forbidden: bool) -> None:
    assert _forbidden(_level("a", "Halm", 6.1), other) is forbidden


@pytest.mark.parametrize("named", [(True, True), (True, False), (False, False)])
def test_places_that_neither_sentence_names_itself_set_nothing_apart(
    named: tuple[bool, bool],
) -> None:
    one, other = _level("a", "Halm", 6.1), _level("b", "Peshtin", 4.3)
    one, other = replace(one, inherits=not named[0]), replace(other, inherits=not named[1])
    assert _forbidden(one, other) is any(named)


def _chance(size: int, pairs: dict[tuple[int, int], float]) -> np.ndarray:
    matrix = np.zeros((size, size))
    for (i, j), value in pairs.items():
        matrix[i, j] = matrix[j, i] = value
    return matrix


def test_a_sentence_that_tells_two_things_is_a_guest_of_the_second() -> None:
    reports = ["a", "a", "b", "c", "c"]
    chance = _chance(
        5, {(0, 2): 0.9, (0, 3): 0.9, (2, 3): 0.9, (1, 2): 0.8, (2, 4): 0.5, (1, 4): 0.9}
    )
    found = groups(chance, range(5), LIMITS)
    assert found == [[0, 2, 3], [1, 4]]
    assert with_guests(found, reports, chance, LIMITS) == [[0, 2, 3], [1, 2, 4]]


def test_copies_are_grouped_as_one() -> None:
    chance = _chance(3, {(0, 2): 0.8, (1, 2): 0.3})
    assert groups(chance, [0, 1, 2], LIMITS) == [[0, 2], [1]]
    assert groups(chance, [0, 0, 2], LIMITS) == [[0, 1, 2]]


def test_groups_that_share_most_are_told_once() -> None:
    reports = ["a", "b", "c"]
    chance = _chance(3, {(0, 1): 0.9, (1, 2): 0.9, (0, 2): 0.2})
    found = groups(chance, range(3), LIMITS)
    assert with_guests(found, reports, chance, LIMITS) == [[0, 1, 2]]


def test_groups_that_share_nearly_all_are_one_whatever_else_they_have() -> None:
    apart = np.zeros((6, 6))
    assert between({0, 1, 2, 3, 4}, {0, 1, 2, 3, 5}, apart, LIMITS) == 1.0
    assert between({0, 1, 2, 4}, {0, 1, 2, 5}, apart, LIMITS) < LIMITS.no_strangers
    assert between({0, 1, 4}, {0, 1, 5}, np.ones((6, 6)), LIMITS) == 1.0


@given(st.integers(1, 12), st.integers(0, 2**32 - 1))
def test_every_statement_is_in_a_group(size: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    half = np.triu(random.random((size, size)), 1)
    chance = half + half.T
    reports = [str(i) for i in range(size)]
    found = groups(chance, range(size), LIMITS)
    assert sorted(i for group in found for i in group) == list(range(size))
    wider = with_guests(found, reports, chance, LIMITS)
    assert {i for group in wider for i in group} == set(range(size))
