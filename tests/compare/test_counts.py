"""Counts: which are of one thing, and which are of parts, other times or other things."""

from __future__ import annotations

import pytest
from tests.compare.test_facts import amount, differing, said

from rashomon.compare.statements import Statement
from rashomon.model import Label


def counted(report: str, start: int, *counts: tuple[float, str]) -> Statement:
    """A statement that counts things, and where it stands in its report."""
    given = tuple(amount(value, None, "count", of=what) for value, what in counts)
    return said(report, "Counts.", quantities=given, start=start)


@pytest.mark.parametrize(
    ("low", "high", "told", "differ"),
    [
        (5.0, 5.5, False, True),
        (3.6, 8.0, False, False),  # one sum of the wall's and all of them
        (3.6, 8.0, True, True),
    ],
)
def test_measures_far_apart_differ_only_in_what_is_told_as_one_thing(
    low: float, high: float, told: bool, differ: bool
) -> None:
    speeds = [
        said(report, "A speed.", quantities=(amount(value, "meter / second", "speed"),))
        for report, value in (("a", low), ("b", high))
    ]
    assert bool(differing(speeds, told=told)) is differ


def test_figures_that_one_sentence_gives_are_of_two_things() -> None:
    both = counted("a", 0, (46, "knockouts"), (36, "knockouts"))
    assert differing([both, counted("b", 0, (36, "knockouts"))]) == [Label.AGREED]
    assert differing([counted("a", 0, (46, "knockouts")), counted("b", 0, (36, "knockouts"))]) == [
        Label.DIFFERS
    ]


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ((4, "attacks"), (5, "attacks"), True),
        # Of two times or parts: nothing that both count is alike.
        ((33, "goals", 157, "games"), (13, "goals", 54, "games"), False),
        ((33, "goals", 54, "games"), (13, "goals", 54, "games"), True),
        # Which of two is meant?
        ((40, "games", 6, "games"), (2, "games"), False),
    ],
)
def test_counts_differ_only_where_one_thing_is_meant(
    one: tuple[float | str, ...], other: tuple[float | str, ...], differ: bool
) -> None:
    def told(report: str, counts: tuple[float | str, ...]) -> Statement:
        pairs = zip(counts[::2], counts[1::2], strict=True)
        return counted(report, 0, *((float(n), str(of)) for n, of in pairs))

    assert (Label.DIFFERS in differing([told("a", one), told("b", other)])) is differ


def test_a_number_of_what_is_not_said_again_is_another_count() -> None:
    sentence = "He has 11 goals, eight of them since May."
    goals = amount(11, None, "count", of="goals", start=7, end=9)
    both = said("a", sentence, quantities=(goals,))
    assert differing([both, counted("b", 0, (8, "goals"))]) == []
    assert differing([both, counted("b", 0, (9, "goals"))]) == [Label.DIFFERS]


@pytest.mark.parametrize(
    ("number", "things", "labels"),
    [
        (2, ("sessions", "countries"), []),
        (2, ("sessions", None), []),
        (2, ("sessions", "sessions"), [Label.AGREED]),
        (600, ("soldiers", None), [Label.AGREED]),
    ],
)
def test_few_things_are_as_many_by_chance(
    number: float, things: tuple[str | None, str | None], labels: list[Label]
) -> None:
    both = [
        said(report, "Counts.", quantities=(amount(number, None, "count", of=of),))
        for report, of in zip("ab", things, strict=True)
    ]
    assert differing(both) == labels


@pytest.mark.parametrize(("told", "labels"), [(False, [Label.AGREED]), (True, [Label.DIFFERS])])
def test_a_report_that_gives_both_figures_differs_from_neither_unless_it_tells_one_thing(
    told: bool, labels: list[Label]
) -> None:
    twice = [counted("a", 0, (20, "seats")), counted("a", 50, (24, "seats"))]
    found = differing([*twice, counted("b", 0, (24, "seats"))], told=told)
    assert found[:1] == labels


def test_a_part_of_the_dead_is_no_other_toll() -> None:
    def killed(report: str, sentence: str, count: int, shown: str) -> Statement:
        start = sentence.index(shown)
        dead = amount(count, None, "people", of="people", start=start, end=start + len(shown))
        return said(report, sentence, where=frozenset({"?gr_n_k"}), quantities=(dead,))

    three = killed("a", "Three people were killed in Grunik.", 3, "Three")
    joined = killed("b", "The fire killed two women and a man in Grunik.", 2, "two")
    other = killed("b", "The fire killed two people in Grunik.", 2, "two")
    assert differing([three, joined]) == []
    assert differing([three, other]) == [Label.DIFFERS]


def test_those_hurt_are_not_all_that_were_shot() -> None:
    def people(report: str, sentence: str, count: int, shown: str) -> Statement:
        start = sentence.index(shown)
        given = amount(count, None, "people", of="people", start=start, end=start + len(shown))
        return said(report, sentence, quantities=(given,))

    shot = people("a", "A man shot three people in Halm.", 3, "three")
    hurt = people("b", "He killed a woman and wounded two men.", 2, "two")
    assert differing([shot, hurt]) == []
