"""Two reports side by side: what stands in both, and in what language."""

from collections.abc import Iterator
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reuse.samples import DAM, DAMM, meanings, told

from rashomon.model import Reuse, Span, Text
from rashomon.reuse.align import Desk, align
from rashomon.reuse.evidence import derives
from rashomon.settings import Reuse as Limits

LIMITS = Limits()


def test_a_translation_is_found_sentence_by_sentence() -> None:
    found = align(told("a", DAM), told("b", DAMM, "de"), LIMITS, meanings(DAM, DAMM))
    assert [p.kind for p in found.passages] == ["translated"] * 5
    assert found.coverage_a == found.coverage_b == pytest.approx(1.0, abs=0.05)
    assert derives(found, LIMITS)


def test_without_vectors_no_translation_is_seen() -> None:
    assert align(told("a", DAM), told("b", DAMM, "de"), LIMITS).passages == ()


def test_translated_sentences_keep_their_order() -> None:
    for order in permutations(range(5)):
        mixed = [DAMM[n] for n in order]
        found = align(told("a", DAM), told("b", mixed, "de"), LIMITS, meanings(DAM, DAMM))
        assert [p.b for p in found.passages] == sorted(p.b for p in found.passages)
    backwards = told("b", DAMM[::-1], "de")
    found = align(told("a", DAM), backwards, LIMITS, meanings(DAM, DAMM))
    assert len(found.passages) == 1
    assert not derives(found, LIMITS)


def test_a_cosine_is_judged_by_what_its_languages_attain() -> None:
    # Half of it lies too near to chance between English and German, but not for Ukrainian.
    vectors = meanings(DAM, DAMM, faithful=0.4)
    assert not align(told("a", DAM), told("b", DAMM, "de"), LIMITS, vectors).passages
    assert len(align(told("a", DAM), told("b", DAMM, "uk"), LIMITS, vectors).passages) == 5


@pytest.mark.parametrize(("one", "other"), [("bg", "cs"), ("en", "sl")])
def test_between_languages_that_the_encoder_hardly_knows_nothing_is_claimed(
    one: str, other: str
) -> None:
    vectors = meanings(DAM, DAMM, faithful=0.9)
    assert not align(told("a", DAM, one), told("b", DAMM, other), LIMITS, vectors).passages


def test_three_alike_sentences_among_others_are_no_translation() -> None:
    others = ("Der Minister reist am Freitag ab.", "Das Parlament tagt erst im Herbst wieder.")
    vectors = meanings(DAM, DAMM, ("",) * 5 + others)
    longer = told("b", [*DAMM[:3], *others * 2], "de")
    found = align(told("a", DAM), longer, LIMITS, vectors)
    assert len(found.passages) == 3
    assert not derives(found, LIMITS)


def test_a_sentence_inside_a_longer_one_covers_its_own_part_of_it() -> None:
    inside = "Britain will leave the union at the end of March next year"
    longer = (
        f"A report drawn up by officials and seen by an agency notes that {inside.lower()}, while "
        "ministers remain deeply divided over what they want of trade, borders and courts."
    )
    a, b = told("a", (inside, *DAM[:1])), told("b", (longer,))
    (passage,) = align(a, b, LIMITS).passages
    assert a.cut(passage.a) == inside
    assert b.cut(passage.b) == inside.lower()


def test_two_short_sentences_joined_into_one_share_it() -> None:
    parts = (
        "The upper dam at Velmar gave way early on Monday",
        "eleven villages in the valley below were soon under water",
    )
    joined = f"{parts[0]}, and {parts[1]} within two hours."
    b = told("b", (joined,))
    found = align(told("a", parts), b, LIMITS)
    assert [b.cut(p.b).casefold() for p in found.passages] == [p.casefold() for p in parts]


def test_a_sentence_whose_clauses_changed_places_is_edited() -> None:
    moved = (
        "Shortly after four in the morning the upper dam at Velmar gave way.",
        "Within two hours of the breach water covered fields of eleven villages.",
    )
    found = align(told("a", DAM), told("b", moved), LIMITS)
    assert [(p.kind, p.score > 0.8) for p in found.passages] == [("edited", True)] * 2


HOUSE = (
    "All rights in texts and pictures are reserved by the Orlen Gazette.",
    "Nothing of it may be printed elsewhere without our written consent.",
    "Write to the editors if you have found a mistake in this article.",
)


def test_lines_that_close_the_texts_of_an_outlet_are_no_shared_text() -> None:
    other = ("Ministers met in the capital on Monday to talk about the price of bread.",)
    one = told("a", (*DAM, *HOUSE), source="Orlen Gazette")
    same = told("b", (*other * 4, *HOUSE), source="Orlen Gazette")
    strange = told("c", (*other * 4, *HOUSE), source="Herald")
    assert align(one, same, LIMITS).passages == ()
    assert len(align(one, strange, LIMITS).passages) == 3


def test_a_copy_within_an_outlet_is_seen_whatever_closes_it() -> None:
    one = told("a", (*DAM, *HOUSE), source="Orlen Gazette")
    later = told("b", ("It is the worst flood in years.", *DAM, *HOUSE), source="Orlen Gazette")
    assert len(align(one, later, LIMITS).passages) == 8


texts = st.lists(
    st.one_of(st.sampled_from((*DAM, *DAMM, *HOUSE)), st.text(min_size=1, max_size=40)),
    min_size=1,
    max_size=6,
)


@given(texts, texts)
def test_shares_stay_within_bounds_in_either_order(one: list[str], two: list[str]) -> None:
    a, b = told("a", one), told("b", two, "de")
    vectors = {t.cut(s): np.ones(1, dtype=np.float32) for t in (a, b) for s in t.body}
    found = align(a, b, LIMITS, vectors)
    assert found == align(b, a, LIMITS, vectors)
    for text, spans, share in _sides(a, b, found):
        assert 0 <= share <= 1.0001
        for span in spans:
            assert any(s.start <= span.start < span.end <= s.end for s in text.body)


@given(texts, texts, st.sampled_from(["en", "de", "ro"]), st.sampled_from([0.5, 0.9]))
def test_sentences_that_are_not_in_question_change_nothing(
    one: list[str], two: list[str], language: str, faithful: float
) -> None:
    reworded = [" ".join(reversed(sentence.split())) for sentence in one]
    a, b = told("a", [*one, *HOUSE]), told("b", [*two, *reworded], language)
    first, second = ([text.cut(s) for s in text.body] for text in (a, b))
    alike = first[: len(one)], second[: len(two)], second[len(two) :]
    every = meanings(*alike, first[len(one) :], faithful=faithful)
    desk = Desk(LIMITS)
    some = {sentence: every[sentence] for sentence in desk.in_question(a, b)}
    assert desk.align(a, b, some) == align(a, b, LIMITS, every)


@given(texts, texts, texts)
def test_a_desk_that_was_cleared_reads_reports_anew(
    one: list[str], other: list[str], two: list[str]
) -> None:
    desk, b = Desk(LIMITS), told("b", two)
    for some in (one, other):
        desk.clear()
        desk.in_question(told("a", some), b)
        assert desk.align(told("a", some), b) == align(told("a", some), b, LIMITS)


def test_of_one_language_only_what_shares_words_is_in_question() -> None:
    reworded = "The dam at Velmar broke open some time shortly after four that night."
    a, b = told("a", DAM), told("b", [*HOUSE, reworded])
    assert Desk(LIMITS).in_question(a, b) == {DAM[0], reworded}
    assert Desk(LIMITS).in_question(a, told("b", DAMM, "de")) == {*DAM, *DAMM}


def _sides(a: Text, b: Text, found: Reuse) -> Iterator[tuple[Text, list[Span], float]]:
    yield a, [p.a for p in found.passages], found.coverage_a
    yield b, [p.b for p in found.passages], found.coverage_b


@pytest.mark.parametrize(("language", "found"), [("en", 3), ("cs", 3), ("ro", 0), ("he", 0)])
def test_rewordings_are_told_where_the_encoder_knows_the_language(
    language: str, found: int
) -> None:
    reworded = (
        "The upper dam of that town had broken some time around four o'clock.",
        "The fields of eleven villages soon stood under a lake one metre deep.",
        "Helpers took more than three hundred away by boat during that night.",
    )
    vectors = meanings(DAM[:3], reworded, faithful=0.9)
    one, other = told("a", DAM[:3], language), told("b", reworded, language)
    assert len(align(one, other, LIMITS, vectors).passages) == found
