"""Who is silent on a fact: only where nothing hints at it, and several origins tell it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.compare.test_facts import amount

from rashomon.compare.silences import cut_off, silences
from rashomon.compare.statements import Statement
from rashomon.model import (
    Citation,
    Fact,
    Flag,
    Kind,
    Label,
    Lineage,
    Moment,
    Position,
    Reading,
    Report,
    Stemma,
    Text,
)
from rashomon.settings import Compare

LIMITS = Compare()


def said(report: str, start: int, language: str = "en") -> Statement:
    text = f"{report} {start}"
    return Statement(
        report, start, start + 9, text, language, f"origin:{report}", None, None, 0.0, 0, text,
        None, "asserted", "happened", (), frozenset(), frozenset(), frozenset(),
    )  # fmt: skip


# Two reports tell a fact; the third has three sentences on other things.
SAID = [said("a", 0), said("b", 0), said("c", 0), said("c", 10), said("c", 20)]


STILL: list[frozenset[tuple[str, str]]] = [frozenset()] * len(SAID)


def fact(*tellers: str) -> Fact:
    cited = tuple(Citation(report, 0, 9) for report in tellers)
    origins = tuple(f"origin:{report}" for report in tellers)
    return Fact("f", Label.AGREED, "a 0", (Position("a 0", None, None, origins, (), cited),))


def likeness(*of_c: float) -> np.ndarray:
    """How near the sentences of "c" come to the fact."""
    alike = np.zeros((5, 5))
    alike[0, 1] = alike[1, 0] = 1.0
    for row, value in enumerate(of_c, 2):
        alike[row, :2] = alike[:2, row] = value
    return alike


def silence(alike: np.ndarray, told: Fact, statements: list[Statement] = SAID) -> Fact:
    (found,) = silences([told], statements, alike, alike, 0 * alike, STILL, frozenset(), {}, LIMITS)
    return found


@pytest.mark.parametrize(
    ("near", "absent", "alluded"),
    [
        ((0.3, 0.1, 0.1), True, False),  # nothing is near
        ((0.42, 0.2, 0.1), False, False),  # one sentence stands out: perhaps a hint
        ((0.42, 0.38, 0.1), True, False),  # none does
        ((0.47, 0.45, 0.1), False, True),
        ((0.47, 0.2, 0.1), False, True),
        ((0.6, 0.58, 0.1), False, True),
    ],
)
def test_what_stands_out_is_a_hint(near: tuple[float, ...], absent: bool, alluded: bool) -> None:
    found = silence(likeness(*near), fact("a", "b"))
    assert (found.absent_from == ("c",), found.alluded_in == ("c",)) == (absent, alluded)


def test_nobody_is_blamed_for_what_one_origin_alone_is_found_to_tell() -> None:
    assert silence(likeness(0.1, 0.1, 0.1), fact("a")).absent_from == ()


def near_each(to_a: float, to_b: float) -> np.ndarray:
    """How near the sentences of "c" come to a fact whose tellers are not told alike: the first by
    as much, the second hardly less, the third not."""
    alike = likeness(0.0, 0.0, 0.0)
    for column, value in enumerate((to_a, to_b)):
        alike[2, column] = alike[column, 2] = value
        alike[3, column] = alike[column, 3] = value - 0.02
    return alike


def test_near_to_what_one_teller_adds_is_not_near_to_the_fact() -> None:
    assert silence(near_each(0.5, 0.1), fact("a", "b")).absent_from == ("c",)
    assert silence(near_each(0.5, 0.4), fact("a", "b")).absent_from == ()


def test_across_languages_likeness_to_one_teller_is_enough_to_be_spared() -> None:
    foreign = [*SAID[:2], *(replace(s, language="de") for s in SAID[2:])]
    assert silence(near_each(0.47, 0.37), fact("a", "b")).absent_from == ("c",)
    assert silence(near_each(0.47, 0.37), fact("a", "b"), foreign).absent_from == ()
    assert silence(near_each(0.42, 0.38), fact("a", "b"), foreign).absent_from == ("c",)


def test_who_tells_but_the_other_half_of_a_sentence_leaves_the_figure_out() -> None:
    # "4,200 hectares and 18,000 homes" (a), "4,200 hectares" (b), "18,000 homes" (c).
    alike = likeness(0.0, 0.0, 0.0)
    alike[0, 2] = alike[2, 0] = 0.9

    def figure(id: str, value: str | None, *tellers: str) -> Fact:
        (position,) = fact(*tellers).positions
        return replace(fact(*tellers), id=id, positions=(replace(position, value=value),))

    homes, area, plain = (
        figure("h", "18,000", "a", "c"), figure("f", "4,200 ha", "a", "b"), fact("a", "b"),
    )  # fmt: skip
    for told, absent in (((area,), ()), ((homes, area), ("c",)), ((homes, plain), ())):
        found = silences(told, SAID, alike, alike, alike, STILL, frozenset(), {}, LIMITS)
        assert found[-1].absent_from == absent


@pytest.mark.parametrize(
    ("near", "dimension", "language", "absent"),
    [
        (0.42, "people", "en", True),  # it stands out, but nothing in the report is an area
        (0.42, "area", "en", False),
        (0.47, "people", "en", False),  # a hint
        (0.42, "people", "tr", False),  # areas are not read in Turkish
    ],
)
def test_who_gives_no_area_does_not_tell_how_large_it_is(
    near: float, dimension: str, language: str, absent: bool
) -> None:
    large, other = amount(42.0, "kilometer ** 2", "area"), amount(9.0, None, dimension)
    told = [replace(s, quantities=(large,)) for s in SAID[:2]]
    told += [replace(s, quantities=(other,), language=language) for s in SAID[2:]]
    found = silence(likeness(near, 0.2, 0.1), fact("a", "b"), told)
    assert (found.absent_from == ("c",)) is absent


def test_the_blameless_are_not_blamed() -> None:
    alike = likeness(0.1, 0.1, 0.1)
    (found,) = silences(
        [fact("a", "b")], SAID, alike, alike, 0 * alike, STILL, frozenset({"c"}), {}, LIMITS
    )
    assert found.absent_from == ()


@pytest.mark.parametrize(
    ("published", "happened", "blamed"),
    [
        ("2031-03-09T09:00:00+00:00", "2031-03-10T14:00:00+00:00", False),  # out the day before
        ("2031-03-11T09:00:00+00:00", "2031-03-10T14:00:00+00:00", True),
        ("2031-03-10", "2031-03-10", True),  # which was first is not known
        ("2031-03-09T09:00:00+00:00", None, True),  # no teller says when
        ("2031-03-10T16:10:00+03:00", "2031-03-10TAF", False),  # that afternoon is not over
        ("2031-03-10T18:10:00+03:00", "2031-03-10TAF", True),
        ("2031-03-11T09:00:00+03:00", "2031-03-10TAF", True),
        ("2031-03-10", "2031-03-10TAF", True),  # at what hour is not known
    ],
)
def test_a_report_that_was_out_before_is_not_blamed(
    published: str, happened: str | None, blamed: bool
) -> None:
    told = [replace(SAID[0], happened=happened), *SAID[1:]]
    moment = {"c": Moment(published, "day", "given")}
    alike = likeness(0.1, 0.1, 0.1)
    (found,) = silences(
        [fact("a", "b")], told, alike, alike, 0 * alike, STILL, frozenset(), moment, LIMITS
    )
    assert (found.absent_from == ("c",)) is blamed


def test_stubs_and_excerpts_are_blameless() -> None:
    def text(id: str, *flags: Flag) -> Text:
        return Text(Report(id, id, "", id), Reading("en", flags=flags))

    texts = {"a": text("a"), "b": text("b", Flag.PAYWALLED), "c": text("c", Flag.TRUNCATED)}
    texts["d"] = text("d", Flag.MACHINE_TRANSLATED)
    excerpt = Lineage("a", "d", Kind.EXCERPT, "known", 1.0, 1.0, ())
    assert cut_off(texts, texts, Stemma((excerpt,))) == {"a", "b", "c"}


def test_who_has_a_sentence_of_one_thing_with_a_fact_is_not_blamed() -> None:
    alike = likeness(0.0, 0.0, 0.0)
    assert silence(alike, fact("a", "b")).absent_from == ("c",)
    chance = np.zeros((5, 5))
    chance[3, 1] = chance[1, 3] = LIMITS.one_thing
    (found,) = silences(
        [fact("a", "b")], SAID, alike, alike, chance, STILL, frozenset(), {}, LIMITS
    )
    assert found.absent_from == ()


@pytest.mark.parametrize(
    ("own", "alluded"),
    [(("entry", "UA"), True), (("entry", "RU"), False), (("gaining ground", "UA"), False)],
)
def test_who_names_the_same_advance_by_another_word_alludes_to_it(
    own: tuple[str, str], alluded: bool
) -> None:
    alike, told = likeness(0.1, 0.1, 0.1), frozenset({("entry", "UA")})
    made = [told, told, frozenset(), frozenset({own}), frozenset()]
    (found,) = silences(
        [fact("a", "b")], SAID, alike, alike, 0 * alike, made, frozenset(), {}, LIMITS
    )
    assert (found.alluded_in == ("c",)) is alluded
    assert (found.absent_from == ("c",)) is not alluded
    strayed = [told, frozenset(), *made[2:]]
    (found,) = silences(
        [fact("a", "b")], SAID, alike, alike, 0 * alike, strayed, frozenset(), {}, LIMITS
    )
    assert found.absent_from == ("c",)
