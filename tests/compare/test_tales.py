"""Plain facts: what is told of several origins, in which words, and with which agreed figures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given as given_
from hypothesis import strategies as st
from tests.compare.test_facts import amount, said

from rashomon.compare.facts import fact, position
from rashomon.compare.statements import Statement
from rashomon.compare.tales import with_plain
from rashomon.model import Fact, Label
from rashomon.settings import Compare

LIMITS = Compare()


def plain(
    statements: list[Statement],
    groups: list[list[int]],
    typed: list[Fact] | None = None,
    chance: np.ndarray | None = None,
) -> list[Fact]:
    size = len(statements)
    near = np.full((size, size), 0.8) if chance is None else chance
    return with_plain(typed or [], groups, statements, near, LIMITS)


def given(label: Label, value: str, *statements: Statement) -> Fact:
    return fact(label, (position(statements, value),), ())


def test_plain_facts_are_counted_by_origins_not_by_reports() -> None:
    copies = [said("a", "It rained.", "o"), said("b", "It rained.", "o")]
    assert [f.label for f in plain(copies, [[0, 1]])] == [Label.SINGLE]
    rained = [*copies, said("c", "Rain fell.")]
    assert [f.label for f in plain(rained, [[0, 1, 2]])] == [Label.AGREED]


def test_a_fact_quotes_a_person_rather_than_a_machine() -> None:
    garbled = said("a", "The rain it fell.", awkward=2)
    (found,) = plain([garbled, said("b", "Rain fell.", position=0.5)], [[0, 1]])
    assert found.text == "Rain fell."


def test_nobodys_own_view_stands_for_all() -> None:
    slanted = said("a", "The dictator closed the test site, a momentous victory.")
    first, second = said("b", "He closed the test site."), said("c", "He closed the site, he said.")
    (found,) = plain([slanted, first, second], [[0, 1, 2]])
    assert found.text == "He closed the test site."


def test_a_fact_is_shown_in_the_sentence_most_like_the_others() -> None:
    long = said("a", "The mayor wept when the dam broke, and schools closed.")
    short = said("b", "The dam broke.", position=0.5)
    third = said("c", "The dam gave way.", position=0.6)
    chance = np.array([[0.0, 0.5, 0.4], [0.5, 0.0, 0.9], [0.4, 0.9, 0.0]])
    (found,) = plain([long, short, third], [[0, 1, 2]], chance=chance)
    assert found.text == "The dam broke."


def test_nor_in_one_that_gives_a_disputed_value_if_it_can_be() -> None:
    taken = said("a", "They took 500 square miles in August.")
    plainer = said("b", "They came in August.", position=0.5)
    other = said("c", "They held 1,400 km².")
    differs = fact(
        Label.DIFFERS, (position([taken], "500 sq mi"), position([other], "1,400 km²")), ()
    )
    found = plain([taken, plainer, other], [[0, 1]], [differs])
    assert [f.text for f in found if f.label is Label.AGREED] == ["They came in August."]
    again = said("b", "In August they took 500 square miles.")
    differs = fact(
        Label.DIFFERS,
        (position([taken, again], "500 sq mi"), position([other], "1,400 km²")),
        (),
    )
    foreign = said("d", "Llegaron en agosto.", awkward=1)
    found = plain([taken, again, other, foreign], [[0, 1, 3]], [differs])
    (told,) = (f for f in found if f.label is Label.AGREED)
    assert list(map(str, told.reasons)) == [
        "reports differ on what is said in it: 500 sq mi, 1,400 km²"
    ]


def test_no_sentence_shows_two_facts_if_another_can() -> None:
    both = said("a", "The dam broke, and schools closed.")
    dam, schools = said("b", "The dam gave way."), said("c", "Las escuelas cierran.", awkward=1)
    chance = np.array([[0.0, 0.9, 0.9], [0.9, 0.0, 0.0], [0.9, 0.0, 0.0]])
    found = plain([both, dam, schools], [[0, 1], [0, 2]], chance=chance)
    assert len({f.text for f in found}) == 2


LEFT = amount(12_000, None, "people", bound="~", of="residents")
ORDERED = [
    said("a", "Some 12,000 were ordered out.", quantities=(replace(LEFT, of=None),)),
    said("b", "About 12,000 residents had to leave.", quantities=(LEFT,)),
    said("c", "People left the town in buses."),
]


def test_a_tale_about_an_agreed_figure_is_one_fact_that_says_so() -> None:
    figure = given(Label.AGREED, "about 12,000", *ORDERED[:2])
    (found,) = plain(ORDERED, [[0, 1, 2]], [figure])
    assert {c.report for p in found.positions for c in p.statements} == {"a", "b", "c"}
    assert list(map(str, found.reasons)) == ["about 12,000 residents, as 2 of these 3 reports say"]


def test_a_count_of_what_no_report_says_is_not_told() -> None:
    bare = [replace(s, quantities=(replace(LEFT, of=None),)) for s in ORDERED[:2]]
    figure = given(Label.AGREED, "about 12,000", *bare)
    (found,) = plain([*bare, ORDERED[2]], [[0, 1, 2]], [figure])
    assert found.reasons == ()
    paid = amount(5000, "EUR", "money")
    sums = [replace(s, quantities=(paid,)) for s in ORDERED[:2]]
    (found,) = plain(sums, [[0, 1]], [given(Label.AGREED, "€5,000", *sums)])
    assert list(map(str, found.reasons)) == ["€5,000, as 2 of these 2 reports say"]


def test_tales_about_one_agreed_figure_are_one() -> None:
    figure = given(Label.AGREED, "about 12,000", *ORDERED[:2])
    (found,) = plain(ORDERED, [[0, 2], [1]], [figure])
    assert {c.report for p in found.positions for c in p.statements} == {"a", "b", "c"}


def test_a_figure_in_few_of_many_statements_is_a_fact_of_its_own() -> None:
    many = [*ORDERED, said("d", "They went."), said("e", "They fled.")]
    figure = given(Label.AGREED, "about 12,000", *many[:2])
    found = plain(many, [[0, 1, 2, 3, 4]], [figure])
    assert len(found) == 2


def test_strangers_are_not_joined_by_a_figure() -> None:
    figure = given(Label.AGREED, "about 12,000", *ORDERED[:2])
    chance = np.array([[0.0, 0.8, 0.8], [0.8, 0.0, 0.0], [0.8, 0.0, 0.0]])
    assert len(plain(ORDERED, [[0, 2]], [figure], chance)) == 2


def test_what_one_says_in_the_same_figure_is_no_further_fact() -> None:
    figure = given(Label.AGREED, "about 12,000", *ORDERED[:2])
    again = given(Label.SINGLE, "about 12,000", ORDERED[2])
    other = given(Label.SINGLE, "40", ORDERED[2])
    found = plain(ORDERED, [[0, 1, 2]], [figure, again, other])
    assert [p.value for f in found if f.label is Label.SINGLE for p in f.positions] == ["40"]


def test_a_sentence_hardly_like_the_others_never_stands_for_all() -> None:
    strange = said("a", "The dam was the first.")
    hanging = said("b", "It was his first visit since the dam broke.")
    named = said(
        "c", "The mayor, in a long coat, came to the dam for the first time since it broke."
    )
    chance = np.array([[0.0, 0.4, 0.0], [0.4, 0.0, 0.9], [0.0, 0.9, 0.0]])
    (found,) = plain([strange, hanging, named], [[0, 1, 2]], chance=chance)
    assert found.text != strange.text


def test_a_fact_is_shown_in_a_sentence_that_names_its_subject_if_there_is_one() -> None:
    hanging = said("a", "They opened the gates.")
    named = said("b", "The engineers opened the gates.", position=0.5)
    (found,) = plain([hanging, named], [[0, 1]])
    assert found.text == named.text
    (found,) = plain([hanging, said("b", "They did open them.")], [[0, 1]])
    assert found.text == hanging.text


def test_what_else_a_report_tells_stays_only_where_it_would_be_a_guest() -> None:
    statements = [
        said("a", "He saw Halm for the first time since the flood."),
        said("a", "It was the first flood in Halm.", start=60),
        said("b", "His first visit to Halm."),
        said("c", "He had not seen Halm since the flood."),
    ]
    chance = np.full((4, 4), 0.8)
    chance[1, 3] = chance[3, 1] = 0.1
    told = plain(statements, [[0, 1, 2, 3]], chance=chance)
    assert [{(c.report, c.start) for c in f.positions[0].statements} for f in told] == [
        {("a", 0), ("b", 0), ("c", 0)},
        {("a", 60)},
    ]
    chance[1, 3] = chance[3, 1] = 0.7
    (one,) = plain(statements, [[0, 1, 2, 3]], chance=chance)
    assert len(one.positions[0].statements) == 4


def test_a_tale_that_stands_in_another_is_no_fact_of_its_own() -> None:
    statements = [said(report, f"It rained, {report} wrote.") for report in "abc"]
    (found,) = plain(statements, [[0, 1, 2], [1, 2]])
    assert len(found.positions[0].statements) == 3


def test_what_a_figure_tells_is_told_once_though_a_sentence_strays() -> None:
    statements = [said(report, f"It rained, {report} wrote.") for report in "abcde"]
    sides = position(statements[:2], "40 mm"), position(statements[2:4], "45 mm")
    typed = [fact(Label.DIFFERS, sides, ())]
    told, stray = plain(statements, [[0, 1, 2, 3, 4]], typed)
    assert (told.label, stray.label) == (Label.DIFFERS, Label.SINGLE)
    assert stray.text == statements[4].text
    found = plain(statements, [[0, 1, 4]], typed)
    assert [f.label for f in found] == [Label.DIFFERS, Label.AGREED]


@given_(st.integers(1, 6), st.integers(0, 99))
def test_no_statement_is_lost(size: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    statements = [said(f"r{random.integers(3)}", f"It rained {i}.", start=i) for i in range(size)]
    chance = random.uniform(0.0, 1.0, (size, size))
    told = plain(statements, [list(range(size))], chance=(chance + chance.T) / 2)
    assert {(c.report, c.start) for f in told for p in f.positions for c in p.statements} == {
        s.key for s in statements
    }
