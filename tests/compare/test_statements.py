"""What can be compared in a sentence."""

from __future__ import annotations

import pytest

from rashomon.compare.matching import terms
from rashomon.compare.statements import sentences, statements
from rashomon.model import Report, Text
from rashomon.pipeline import read


@pytest.mark.parametrize(
    ("sentence", "where"),
    [
        ("Eleven people were killed near Grunik, the regional police said on Monday.", True),
        ("Undici persone sono morte vicino a Grunik, ha detto la polizia regionale lunedì.", True),
        ("Jedenaście osób zginęło w Grunik, poinformowała w poniedziałek policja.", True),
        ("Eleven people were killed by Grunik fighters, the regional police said.", False),
        ("According to Grunik, eleven people were killed, the regional police said.", False),
    ],
)
def test_a_place_that_nobody_knows_is_told_by_the_word_before_it(
    sentence: str, where: bool
) -> None:
    report = Report("r", "r", sentence, "r")
    (found,) = statements(Text(report, read(report)), "o", {}, "en")
    assert bool([key for key in found.where if key.startswith("?")]) is where


@pytest.mark.parametrize(
    ("sentence", "language", "happened"),
    [
        ("The dam broke on 9 March 2031.", "en", "2031-03-09"),
        ("Repairs are to begin on 4 May 2031.", "en", None),
        ("Der Damm brach am 9. März 2031.", "de", "2031-03-09"),
        ("The dam broke before dawn.", "en", None),
    ],
)
def test_only_what_has_happened_has_a_time_before_which_nobody_could_tell_it(
    sentence: str, language: str, happened: str | None
) -> None:
    report = Report("r", "r", sentence, "r")
    (found,) = statements(Text(report, read(report)), "o", {}, language)
    assert found.happened == happened


@pytest.mark.parametrize(
    ("paragraphs", "told"),
    [
        (["WOW!", "The dam broke before dawn.", '"', "ARVAST —"], ["The dam broke before dawn."]),
        (["No.", "He resigned."], ["He resigned."]),
        (["大坝在黎明前崩塌。", "。"], ["大坝在黎明前崩塌。"]),
        (["Who opened the gates at night?", "Nobody says so."], ["Nobody says so."]),
        (["«Кто открыл затворы ночью?»", "هل انهار السد؟"], []),
        (["“Why us?” the mayor asked on Monday."], ["“Why us?” the mayor asked on Monday."]),
    ],
)
def test_single_words_stray_signs_and_questions_tell_nothing(
    paragraphs: list[str], told: list[str]
) -> None:
    report = Report("r", "r", "\n\n".join(paragraphs), "r")
    text = Text(report, read(report))
    assert [s.text for s in statements(text, "o", {}, "en")] == told
    assert [s.text for s in sentences(text, "o", {}, "en")] == told


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["Updated: 9 March 2031, 10:34.", "12 March 2031"], []),
        (["9 percent.", "Some 9 percent agreed to it."], ["Some 9 percent agreed to it."]),
        (
            ["Mr. Lenz said.", "Judge Halm asked.", "Mr. Lenz fell silent."],
            ["Mr. Lenz fell silent."],
        ),
        (["“No,” said Lenz, “never again.”"], ["“No,” said Lenz, “never again.”"]),
        (["Rain fell on Monday."], ["Rain fell on Monday."]),
        (["He left on 9 March."], ["He left on 9 March."]),
    ],
)
def test_what_only_dates_the_page_or_says_that_somebody_spoke_tells_nothing(
    lines: list[str], told: list[str]
) -> None:
    dam = "The dam broke before dawn, and the people of the town were told to leave at once."
    report = Report("r", "r", "\n\n".join([dam, *lines, dam]), "r")
    text = Text(report, read(report))
    assert [s.text for s in statements(text, "o", {}, "en")] == [dam, *told, dam]


def test_the_agency_that_passes_a_thing_on_is_no_part_of_it() -> None:
    dam = "The dam at Halm broke before dawn, Reuters reported on Monday."
    about = "Reuters moved its office to Halm after the dam broke there on Monday."
    report = Report("r", "r", f"{dam}\n\n{about}", "r")
    passed, told = statements(Text(report, read(report)), "o", {}, "en")
    assert "org:reuters" not in passed.ids | terms(passed)
    assert not any("r_t_rs" in mark for mark in passed.marks)
    assert "org:reuters" in told.ids


def test_a_sentence_that_names_no_place_is_of_the_one_before_it() -> None:
    text = "Three people died in Paris. Two more were hurt."
    report = Report("a", "a", text, "a")
    first, second = statements(Text(report, read(report)), "o", {}, "en")
    assert first.where and second.where == first.where
    assert (first.inherits, second.inherits) == (False, True)


def test_figures_are_in_common_only_in_one_measure() -> None:
    lines = [
        "He left after twenty minutes.",
        "He left after twenty years.",
        "He left after 1,200 seconds.",
    ]
    report = Report("r", "r", "\n\n".join(lines), "r")
    minutes, years, seconds = statements(Text(report, read(report)), "o", {}, "en")
    figures = [
        {mark for mark in s.marks if mark.startswith("figure ")} for s in (minutes, years, seconds)
    ]
    assert all(figures)
    assert figures[0] == figures[2]
    assert not figures[0] & figures[1]
    assert not any(term.startswith("20 ") for term in terms(minutes) & terms(years))


@pytest.mark.parametrize(
    ("sentence", "denies"),
    [
        ("The minister rejected the accusation on Monday.", True),
        ("The minister denied on Monday that the gates had been opened.", True),
        ("Congress rejected the president’s veto of the bill on Monday.", False),
    ],
)
def test_who_rejects_what_is_no_claim_denies_nothing(sentence: str, denies: bool) -> None:
    report = Report("r", "r", sentence, "r")
    (found,) = statements(Text(report, read(report)), "o", {}, "en")
    assert found.denies is denies
