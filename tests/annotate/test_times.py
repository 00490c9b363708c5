"""Times: values and anchors, the packs' rules, hostile text, and what a report says of its day."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.annotate import timeml
from rashomon.annotate.dated import dated
from rashomon.annotate.holidays import holiday, only_year
from rashomon.annotate.timeml import Anchor
from rashomon.annotate.times import times
from rashomon.language.packs import languages, section
from rashomon.model import Moment, Sentence

GOLDEN = Path(__file__).parent.parent / "golden"
WEDNESDAY = Moment("2024-05-22", "day", "given")
WORDS = re.findall(
    r"\S+",
    """May 20 2025 , last two weeks ago Tuesday 8:30 p.m. in every the 1990s vor Jahren
прошлым летом 31.12.1999 quarter second \ud800 \x00 99999999999999999999""",
)
READ = [language for language in languages() if section(language, "times")]
VALUE = re.compile(
    r"""(PAST|PRESENT|FUTURE)_REF
    | P(T?)(\d+(\.\d+)?|X)([A-Z]+)(\d+[MS])?
    | (\d{2,4}|XXXX)(-Q\d|-H[12]|-(SP|SU|FA|WI)|-W(\d\d|XX)(-(\d|WE))?|-(\d\d|XX)(-(\d\d|XX))?)?
      (T(\d\d:\d\d|MO|MI|AF|EV|NI))?
    """,
    re.VERBOSE,
)


def read(
    text: str, language: str = "en", published: Moment | None = WEDNESDAY
) -> list[tuple[str, str]]:
    found = times(text, [Sentence(0, len(text), language)], published)
    return [(text[time.start : time.end], time.value) for time in found]


@pytest.mark.parametrize("language", READ)
def test_golden(language: str) -> None:
    for case in json.loads((GOLDEN / language / "times.json").read_text(encoding="utf-8")):
        text = case["text"]
        found = times(text, [Sentence(0, len(text), language)], WEDNESDAY)
        shown = [[text[t.start : t.end], t.type, t.value, t.precision] for t in found]
        assert shown == case["expected"], text


def test_every_pack_is_known() -> None:
    assert set(READ) == {"bg", "cs", "de", "en", "es", "fr", "it", "nl", "pl", "pt", "ru", "uk"}


NEEDS = {
    "shift": {"UNIT", "UNITS", "WEEKDAY", "MONTH", "SEASON", "HOLIDAY"},
    "ago": {"UNIT", "UNITS"},
    "duration": {"UNIT", "UNITS", "LENGTH"},
    "set": {"UNIT", "UNITS", "WEEKDAY", "WEEKDAYS", "MONTH", "SEASON", "PART", "WEEKDAYPART"},
    "that": {"UNIT", "PART"},
    "anniversary": {"NTH", "NUM"},
    "part": {"PART", "WEEKDAYPART"},
}


@pytest.mark.parametrize("language", READ)
def test_phrases_carry_what_their_rule_computes_with(language: str) -> None:
    for rule in section(language, "times")["rule"]:
        for phrase in rule["phrases"]:
            must = [e.strip("[]") for e in phrase.split() if not e.endswith("?")]
            wanted = NEEDS.get(rule["reads"])
            if wanted and "unit" not in rule:
                assert any(set(e.split("|")) <= wanted for e in must), (rule["reads"], phrase)
            if rule["reads"] == "duration" and not {"count", "vague"} & set(rule):
                assert "NUM" in must or "LENGTH" in must, phrase


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It opened on May 20, 2025.", "2025-05-20"),
        ("It opened on 2025-05-20 as planned.", "2025-05-20"),
        ("It opened in August last year.", "2023-08"),
        ("It happened two days ago.", "2024-05-20"),
        ("He spoke last Wednesday.", "2024-05-15"),
        ("He spoke on Wednesday.", "2024-05-22"),
        ("He will speak on Monday.", "2024-05-27"),
        ("It fell in the third quarter of 2023.", "2023-Q3"),
        ("It lasted half an hour.", "PT30M"),
        ("We wait until 2014.", "2014"),
        ("It began at 4.40am.", "2024-05-22T04:40"),
        ("The summer of 2019 was hot.", "2019-SU"),
        ("It opens in July.", "2024-07"),
        ("2004: A quake.", "2004"),
        ("It is due in next year's first quarter.", "2025-Q1"),
        ("It opened in September.", "2023-09"),
        ("They meet each July.", "XXXX-07"),
        ("It began at noon on Monday.", "2024-05-20T12:00"),
        ("It has grown in recent years.", "PXY"),
    ],
)
def test_values(text: str, value: str) -> None:
    assert [found for _, found in read(text)] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "He may march with 2000 soldiers.",
        "They paid $2014 for it.",
        "It happened on February 30, 2024.",
        "They spent a quarter of it.",
        "Russia Today said so.",
        "She told the Sunday Courier so.",
    ],
)
def test_silence(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It opened on May 20.", "XXXX-05-20"),
        ("He spoke on Tuesday.", "XXXX-WXX-2"),
        ("He spoke last week.", "PAST_REF"),
        ("He speaks next month.", "FUTURE_REF"),
        ("It began in August last year.", "XXXX-08"),
        ("It began at 8:30 p.m.", "XXXX-XX-XXT20:30"),
    ],
)
def test_without_an_anchor_values_stay_open(text: str, value: str) -> None:
    assert [found for _, found in read(text, published=None)] == [value]


def test_an_anchor_too_coarse_leaves_days_open() -> None:
    assert read("It opened yesterday, in March.", published=Moment("2024", "year", "given")) == [
        ("yesterday", "PAST_REF"),
        ("March", "XXXX-03"),
    ]


@pytest.mark.parametrize(
    ("rule", "year", "day"),
    [
        ("12-25", 2024, "2024-12-25"),
        ("easter", 2024, "2024-03-31"),
        ("easter-2", 2019, "2019-04-19"),
        ("easter+60", 2024, "2024-05-30"),
        ("orthodox", 2024, "2024-05-05"),
        ("orthodox", 2017, "2017-04-16"),
        ("11/4/4", 1999, "1999-11-25"),
        ("05/-1/1", 2024, "2024-05-27"),
        ("11/1/1+1", 1998, "1998-11-03"),
    ],
)
def test_days_of_holidays(rule: str, year: int, day: str) -> None:
    assert holiday(rule, year) == date.fromisoformat(day)


def test_a_day_that_is_one_alone_has_no_other_year() -> None:
    assert holiday("2001-09-11", 2001) == date(2001, 9, 11)
    assert holiday("2001-09-11", 2002) is None
    assert holiday("easter", 1500) is None
    with pytest.raises(ValueError, match="no rule"):
        holiday("soon", 2024)


@pytest.mark.parametrize("language", READ)
@given(year=st.integers(1583, 4099))
@settings(max_examples=20)
def test_every_holiday_of_a_pack_has_a_day(language: str, year: int) -> None:
    for rule in section(language, "times")["holidays"]:
        found = holiday(rule, only_year(rule) or year)
        assert found is not None, rule
        assert abs(found.year - (only_year(rule) or year)) == 0, rule


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("He died before Christmas.", "2023-12-25"),
        ("He will come before Christmas.", "2024-12-25"),
        ("He died last Easter.", "2024-03-31"),
        ("He will come next Easter.", "2025-04-20"),
        ("He died on Christmas Day 1999.", "1999-12-25"),
        ("The September 11 attacks came.", "2001-09-11"),
    ],
)
def test_a_holiday_is_the_one_near_the_anchor(text: str, value: str) -> None:
    assert [found for _, found in read(text)] == [value]


def test_a_holiday_of_an_unknown_year_stays_open() -> None:
    assert read("He died on Christmas Day.", published=None)[0][1] == "XXXX-12-25"
    assert read("He died on Easter Sunday.", published=None)[0][1] == "XXXX-XX-XX"
    coarse = Moment("2019", "year", "given")
    assert read("He died on Easter Sunday.", published=coarse)[0][1] == "2019-04-21"


def test_the_part_of_a_day_is_of_the_day_that_was_named() -> None:
    text = "They met on May 3, 2023. In the evening they left."
    spans = [Sentence(0, 24, "en"), Sentence(25, len(text), "en")]
    assert [time.value for time in times(text, spans, WEDNESDAY)][-1] == "2023-05-03TEV"
    assert read("In the evening they left.") == []


def test_the_first_full_date_anchors_a_text_without_publication() -> None:
    text = "On May 20, 2025 they met. The day before, nothing."
    assert read(text, published=None)[-1][1] == "2025-05-19"
    older = "Born on May 20, 1925, he died in 2019. He spoke yesterday."
    assert read(older, published=None)[-1] == ("yesterday", "PAST_REF")


def sentences(*texts: str) -> list[tuple[str, str]]:
    """What is read in English sentences that follow one another, without a publication."""
    text, spans = " ".join(texts), []
    for one in texts:
        start = spans[-1].end + 1 if spans else 0
        spans.append(Sentence(start, start + len(one), "en"))
    return [(text[t.start : t.end], t.value) for t in times(text, spans, None)]


def test_what_follows_counts_from_the_date_named_last() -> None:
    told = sentences(
        "It rained on May 3, 2023.", "Two days later it stopped.", "That year, no more."
    )
    assert told[1:] == [("Two days later", "2023-05-05"), ("That year", "2023")]
    far = sentences("It rained on May 3, 2023.", "Yes.", "It did.", "So.", "Two days later, sun.")
    assert far[1:] == [("Two days later", "FUTURE_REF")]
    assert sentences("On that day it rained.") == [("that day", "XXXX-XX-XX")]


def test_an_anniversary_tells_the_year() -> None:
    told = sentences("It was the 61st anniversary of the flight of 1961.", "Last year it was not.")
    assert told == [("the 61st anniversary", "2022"), ("1961", "1961"), ("Last year", "2021")]
    assert sentences("It was the 61st anniversary of the flight.") == []
    # Seventy years from 1961 is no day near the publication.
    assert read("On the 70th anniversary of 1961 they met.") == [("1961", "1961")]


def test_results_of_a_year_ago_are_those_of_the_same_quarter() -> None:
    told = sentences("Net fell in the third quarter of 2023.", "A year earlier it was $3 million.")
    assert told[1] == ("A year earlier", "2022-Q3")


def test_each_sentence_is_read_in_its_language() -> None:
    text = "Er kam gestern. He came yesterday."
    sentences = [Sentence(0, 15, "de"), Sentence(16, len(text), "en")]
    assert [t.value for t in times(text, sentences, WEDNESDAY)] == ["2024-05-21"] * 2
    assert times(text, [Sentence(0, len(text), None), Sentence(0, 3, "xx")], WEDNESDAY) == ()


@given(
    st.text(max_size=80)
    | st.lists(
        st.sampled_from(WORDS),
        max_size=25,
    ).map(" ".join),
    st.sampled_from(READ),
    st.sampled_from([None, "2024-05-22", "2024", "0001-01-01", "9999-12-31", "soon", "2024-13-45"]),
)
def test_any_text_gives_well_formed_times(text: str, language: str, published: str | None) -> None:
    moment = Moment(published, "day", "given") if published else None
    found = times(text, [Sentence(0, len(text), language)], moment)
    for time in found:
        assert 0 <= time.start < time.end <= len(text)
        assert VALUE.fullmatch(time.value), time.value
    assert list(found) == sorted(found, key=lambda time: time.start)
    dated(text, [Sentence(0, len(text), language)], found, moment)


@pytest.mark.parametrize(
    "piece", ["1", "a ", "May ", "the ", "20 ", "two ", "прошлого ", "- ", "٣"]
)
@pytest.mark.parametrize("size", [20_000, pytest.param(200_000, marks=pytest.mark.slow)])
def test_long_hostile_text_is_read(piece: str, size: int) -> None:
    text = piece * (size // len(piece))
    for language in ("en", "ru"):
        found = times(text, [Sentence(0, len(text), language)], WEDNESDAY)
        dated(text, [Sentence(0, len(text), language)], found, None)


@given(st.integers(-5000, 5000), st.sampled_from(["D", "W", "M", "Q", "Y", "DE", "CE"]))
def test_shifting_there_and_back(by: int, unit: str) -> None:
    anchor = Anchor(2024, 5, 22)
    value = timeml.shift(anchor, unit, by)
    if unit == "D" and value[0].isdigit():
        year, month, day = map(int, value.split("-"))
        assert timeml.shift(Anchor(year, month, day), "D", -by) == "2024-05-22"
    elif unit == "M" and value[0].isdigit():
        year, month = map(int, value.split("-"))
        assert timeml.shift(Anchor(year, month), "M", -by) == "2024-05"
    assert VALUE.fullmatch(value)


def day(text: str, published: Moment | None = None, language: str = "en") -> Moment | None:
    ends = [m.end() for m in re.finditer(r"[.!?](?:\s|$)", text)]
    starts = [0, *ends[:-1]]
    sentences = [Sentence(a, b, language) for a, b in zip(starts, ends, strict=True)]
    return dated(text, sentences, times(text, sentences, published), published)


FILLER = "The town is old. Its people fish. They build boats. "


def test_the_lead_dates_the_event() -> None:
    assert day("On May 20, 2025 the dam broke. It was built on June 3, 1961.") == Moment(
        "2025-05-20", "day", "text: 'May 20, 2025'"
    )


def test_a_weekday_in_the_lead_is_not_dated_by_what_the_body_tells() -> None:
    body = f"{FILLER}He called on May 19, 2024. She spoke on May 20, 2024."
    assert day(f"The dam broke on Thursday. {body}") is None
    assert day(body) is not None


def test_a_weekday_counts_from_no_date_far_down() -> None:
    sentences = ["It broke on Thursday.", *FILLER.split(". ")[:3], "He called on May 19, 2024."]
    text = " ".join(s if s.endswith(".") else f"{s}." for s in sentences)
    starts = [text.index(s) for s in sentences]
    spans = [Sentence(a, a + len(s), "en") for a, s in zip(starts, sentences, strict=True)]
    assert [t.value for t in times(text, spans, None)] == ["XXXX-WXX-4", "2024-05-19"]


def test_without_a_year_the_basis_says_so() -> None:
    text = f"{FILLER}He called on May 19. She spoke on May 20."
    assert day(text) == Moment("XXXX-05-20", "day", "text: 'May 20' without a year")


def test_a_lone_late_date_is_background() -> None:
    assert day(f"{FILLER}The war began on February 24.") is None


def test_background_in_the_lead_is_not_the_day() -> None:
    assert day("Nothing has moved since March 4, 2020. They wait.") is None


def test_a_given_publication_bounds_the_day() -> None:
    assert day("The dam broke on Tuesday.", WEDNESDAY) == Moment(
        "2024-05-21", "day", "text: 'Tuesday'"
    )
    assert day("The dam broke on June 3, 1961.", WEDNESDAY) is None
