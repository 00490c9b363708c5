from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.annotate.quantities import quantities
from rashomon.compare.clauses import OUTCOMES, vocabulary
from rashomon.compare.outcomes import outcome, partial
from rashomon.language.packs import languages, section
from rashomon.model import Sentence

GOLDEN = Path(__file__).parent.parent / "golden"
CASES = [
    pytest.param(path.parent.name, case, id=f"{path.parent.name}-{number}")
    for path in sorted(GOLDEN.glob("*/outcomes.json"))
    for number, case in enumerate(json.loads(path.read_text(encoding="utf-8")))
]
WORDS = ["12", "three", "people", "were", "killed", "and", "or", ",", "in", "of", "dead", "the"]
WORDS += ["injured", "houses", "including", "death toll", "rose", "to", "not", "said", ".", "-"]


def told(text: str, language: str = "en") -> list[str | None]:
    """The outcomes of all that the text counts, as the quantities stage finds it."""
    found = quantities(text, (Sentence(0, len(text), language),))
    return [outcome(text, quantity.start, quantity.end, language) for quantity in found]


@pytest.mark.parametrize(("language", "case"), CASES)
def test_golden(language: str, case: dict[str, Any]) -> None:
    text, end, found = case["text"], 0, []
    for number, _ in case["expected"]:
        start = text.index(number, end)
        end = start + len(number)
        found.append([number, outcome(text, start, end, language)])
    assert found == case["expected"]


def test_every_language_has_golden_pairs() -> None:
    assert {path.parent.name for path in GOLDEN.glob("*/outcomes.json")} == set(languages())


@pytest.mark.parametrize("language", languages())
def test_packs_name_known_outcomes_and_kinds_only(language: str) -> None:
    tables = {
        k: v for k, v in section(language, "statements")["outcomes"].items() if isinstance(v, dict)
    }
    assert set(tables) == set(OUTCOMES)
    kinds = {"nouns", "happened", "done", "doing", "tolls", "groups"}
    assert all(set(table) <= kinds for table in tables.values())
    assert vocabulary(language) is not None


def test_reads_the_spans_of_the_quantities_stage() -> None:
    assert told("At least three people were killed and 12 injured.") == ["dead", "injured"]
    assert told("Не менее трех человек погибли, 1,2 тысячи жителей эвакуированы.", "ru") == [
        "dead",
        "displaced",
    ]


def test_each_of_two_numbers_takes_the_cue_of_its_own_clause() -> None:
    assert told("The raid killed four guards and wounded 11 workers.") == ["dead", "injured"]


def test_a_number_of_perpetrators_tells_nothing() -> None:
    assert told("Four guards killed eleven workers.") == [None, "dead"]
    assert told("Eleven workers were killed by four guards.") == ["dead", None]


def test_coordinated_numbers_share_a_cue() -> None:
    assert told("Four guards and eleven workers were killed.") == ["dead", "dead"]
    assert told("The raid killed four guards and eleven workers.") == ["dead", "dead"]


def test_a_part_of_a_number_does_not_take_its_outcome() -> None:
    assert told("Eleven workers were killed, including four women.") == ["dead", None]
    assert told("Eleven workers were hurt, including four women killed at work.")[1] == "dead"


def test_two_outcomes_for_one_number_are_none() -> None:
    assert told("Eleven workers were killed or wounded.") == [None]
    assert told("Elf Arbeiter wurden getötet oder verletzt.", "de") == [None]


def test_what_did_not_happen_is_no_outcome() -> None:
    assert told("The eleven workers were not hurt.") == [None]


def test_things_do_not_die_and_people_are_not_damaged() -> None:
    assert told("The fire killed eleven houses.") == [None]
    assert told("The fire destroyed eleven workers.") == [None]
    assert told("The fire destroyed eleven houses.") == ["damaged"]


def test_a_group_yields_to_what_happened_to_it() -> None:
    assert told("The town took in 300 refugees.") == ["displaced"]
    assert told("In the town 300 refugees were rescued.") == ["rescued"]


def test_an_unknown_language_tells_nothing() -> None:
    assert outcome("Three people died.", 0, 5, None) is None
    assert outcome("Three people died.", 0, 5, "xx") is None


@given(
    st.text(max_size=80),
    st.integers(-5, 90),
    st.integers(-5, 90),
    st.sampled_from([*languages(), None]),
)
def test_any_text_and_span_give_an_outcome_or_none(
    text: str, start: int, end: int, language: str | None
) -> None:
    assert outcome(text, start, end, language) in (*OUTCOMES, None)


@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_any_order_of_its_words_gives_an_outcome_or_none(words: list[str]) -> None:
    text = " ".join(words)
    for place in [i for i in range(len(text)) if text.startswith(("12", "three"), i)]:
        assert outcome(text, place, place + 2, "en") in (*OUTCOMES, None)


@pytest.mark.parametrize(
    "unit",
    [
        "killed 12 and ",
        "12 and ",
        "at least ",
        ", ",
        "\ud800 12 killed\x00 ",
        "1.",
        "a",
        "\u200f12 قتلى ",
    ],
)
def test_hostile_length_is_cut(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    assert outcome(text, 0, len(text), "en") in (*OUTCOMES, None)
    assert outcome(text, len(text) - 2, len(text), "en") is None
    assert outcome(text, 7, 9, "en") in (*OUTCOMES, None)


@pytest.mark.parametrize(
    ("language", "sentence", "number", "part"),
    [
        ("en", "The blaze killed two women and a man.", "two", True),
        ("en", "A man and two women were killed.", "two", True),
        ("en", "Five soldiers and three civilians died.", "three", True),
        ("en", "Two others were hurt.", "Two", True),
        ("en", "The two other victims were treated.", "two", True),
        ("en", "Another 12 people are missing.", "12", True),
        ("en", "12 more were hurt.", "12", True),
        ("de", "Zwei Frauen und ein Mann kamen ums Leben.", "Zwei", True),
        ("de", "Zwölf weitere Menschen wurden verletzt.", "Zwölf", True),
        ("fr", "Deux femmes et un homme sont morts.", "Deux", True),
        ("es", "Murieron dos mujeres y un hombre.", "dos", True),
        ("ru", "Погибли две женщины и мужчина.", "две", True),
        ("en", "More than 200 people were arrested.", "200", False),
        ("en", "Three people were killed and two injured.", "Three", False),
        ("en", "The attack killed three people and wounded five.", "three", False),
        ("en", "The quake killed 12 people and damaged 30 homes.", "12", False),
        ("en", "He killed a woman and wounded two men.", "two", False),
        ("de", "Drei Menschen starben und zwölf wurden verletzt.", "Drei", False),
        ("xx", "Two others were hurt.", "Two", False),
    ],
)
def test_a_number_of_the_rest_or_joined_to_others_is_a_part(
    language: str, sentence: str, number: str, part: bool
) -> None:
    start = sentence.index(number)
    assert partial(sentence, start, start + len(number), language) is part
