from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rashomon.annotate.cues import CLASSES, cue_class, lexicon
from rashomon.annotate.quotes import quotes
from rashomon.language.packs import languages
from rashomon.model import Name, Quote, Report, Sentence
from rashomon.pipeline import read as analyse

GOLDEN = Path(__file__).parent.parent / "golden"
CASES = [
    pytest.param(path.parent.name, case, id=f"{path.parent.name}-{number}")
    for path in sorted(GOLDEN.glob("*/quotes.json"))
    for number, case in enumerate(json.loads(path.read_text(encoding="utf-8")))
]


def people(text: str, names: list[str]) -> list[Name]:
    found = []
    for name in names:
        at = text.find(name)
        while at >= 0:
            found.append(Name(at, at + len(name), "PER", name))
            at = text.find(name, at + 1)
    return found


def read(
    lines: list[str], language: str | None, names: list[str], between: str = " "
) -> tuple[str, tuple[Quote, ...]]:
    text = between.join(lines)
    sentences, at = [], 0
    for line in lines:
        sentences.append(Sentence(at, at + len(line), language))
        at += len(line) + len(between)
    return text, quotes(text, sentences, people(text, names))


def shown(text: str, found: tuple[Quote, ...]) -> list[dict[str, Any]]:
    return [
        {
            "kind": quote.kind,
            "content": text[quote.content.start : quote.content.end],
            "cue": text[quote.cue.start : quote.cue.end] if quote.cue else None,
            "speaker": text[quote.speaker.start : quote.speaker.end] if quote.speaker else None,
            "name": quote.speaker.name if quote.speaker else None,
        }
        for quote in found
    ]


@pytest.mark.parametrize(("language", "case"), CASES)
def test_golden(language: str, case: dict[str, Any]) -> None:
    text, found = read(case["input"], language, case["people"])
    assert shown(text, found) == case["expected"]
    assert all(quote.rule.startswith(f"{language} quote: ") for quote in found)


def test_every_language_has_cues_and_golden_pairs() -> None:
    golden = {path.parent.name for path in GOLDEN.glob("*/quotes.json")}
    for language in languages():
        assert lexicon(language) is not None, language
        assert language in golden


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("“The dam will hold,” Anna Brandt said.", "en quote: speech, say"),
        ("Anna Brandt denied that it broke.", "en quote: that, deny"),
        ("The dam will hold, according to Anna Brandt.", "en quote: source"),
        ("The dam will hold, Anna Brandt said.", "en quote: closing, say"),
        ("Anna Brandt: The dam will hold", "en quote: name and colon"),
        ("“Nobody told us anything at all.”", "en quote: marks alone"),
    ],
)
def test_a_quote_tells_its_frame_and_the_class_of_its_cue(line: str, rule: str) -> None:
    _, found = read([line], "en", ["Anna Brandt"])
    assert [quote.rule for quote in found] == [rule]


def test_a_quotation_over_several_paragraphs_is_one() -> None:
    text, found = read(
        ["Anna Brandt said: “It rained for a week.", "“Then the dam broke.”"],
        "en",
        ["Anna Brandt"],
        between="\n\n",
    )
    (quote,) = found
    assert quote.kind == "direct"
    assert text[quote.content.start : quote.content.end].startswith("It rained")
    assert text[quote.content.start : quote.content.end].endswith("the dam broke.")


def test_a_mark_that_is_never_closed_quotes_nothing() -> None:
    _, found = read(["The clerk found a “ on the page.", "Rain fell on Orlov."], "en", [], "\n")
    assert found == ()


def test_apostrophes_are_no_marks() -> None:
    _, found = read(["The workers’ houses and the girl's bicycles weren’t damaged."], "en", [])
    assert found == ()


def test_an_adverb_does_not_part_the_denial_from_its_clause() -> None:
    text, (quote,) = read(["The cabinet denied again that it was stalling."], "en", [])
    assert shown(text, (quote,))[0]["content"] == "it was stalling"
    assert cue_class("denied", "en") == "deny"


def test_a_participle_has_the_subject_of_the_main_clause() -> None:
    text, found = read(
        ["Anna Brandt visited the harbour, accusing the guards of acting like “pirates”."],
        "en",
        ["Anna Brandt"],
    )
    (only,) = shown(text, found)
    assert (only["kind"], only["cue"], only["name"]) == ("mixed", "accusing", "Anna Brandt")


def test_the_subject_of_a_subordinate_clause_is_not_shared() -> None:
    text, found = read(
        ["Anna Brandt spoke after Velonia claimed to have won, accusing it of “theft”."],
        "en",
        ["Anna Brandt"],
    )
    assert [one["name"] for one in shown(text, found)] == ["Velonia", "Anna Brandt"]


def test_who_is_told_does_not_speak() -> None:
    text, found = read(["The crew was told that the port was shut."], "en", [])
    assert [(one["content"], one["name"]) for one in shown(text, found)] == [
        ("the port was shut", None)
    ]


def test_two_people_leave_a_pronoun_unresolved() -> None:
    text, found = read(
        ["The letter of Anna Brandt to Clara Weiss is lost.", "She said it was short."],
        "en",
        ["Anna Brandt", "Clara Weiss"],
    )
    assert [one["name"] for one in shown(text, found)] == ["She"]


def test_a_surname_becomes_the_full_name_unless_two_people_bear_it() -> None:
    lines = ["Anna Brandt spoke first.", "Brandt said that the dam held."]
    text, found = read(lines, "en", ["Anna Brandt", "Brandt"])
    assert shown(text, found)[0]["name"] == "Anna Brandt"
    lines = ["Anna Brandt and Olaf Brandt spoke.", "Brandt said that the dam held."]
    text, found = read(lines, "en", ["Anna Brandt", "Olaf Brandt", "Brandt"])
    assert shown(text, found)[0]["name"] == "Brandt"


def test_the_surname_of_somebody_better_known_speaks_for_no_namesake() -> None:
    text = "Melania Trump sat in the front row on Monday. President Trump said that he was glad."
    report = analyse(Report("r", "r", text, "r"))
    assert [quote.speaker.name for quote in report.quotes if quote.speaker] == ["Trump"]


def test_a_title_names_the_only_person_who_bears_it() -> None:
    lines = ["President Ivan Sorel met President Mira Lund.", "The president said it went well."]
    text, found = read(lines, "en", ["Ivan Sorel", "Mira Lund"])
    assert shown(text, found)[0]["name"] == "president"


def test_no_language_no_quotes() -> None:
    assert read(["“It is over,” he said."], None, [])[1] == ()


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("denied again", "en", "deny"),
        ("a démenti", "fr", "deny"),
        ("утверждает", "ru", "claim"),
        ("заперечив", "uk", "deny"),
        ("warf", "de", "accuse"),
        ("breakfast", "en", None),
        ("said", None, None),
    ],
)
def test_cue_class(text: str, language: str | None, expected: str | None) -> None:
    assert cue_class(text, language) == expected
    assert expected is None or expected in CLASSES


PIECES = st.sampled_from(
    [*"“”„«»‘’\"'‹›—-,.:;!?\n \0\u202e\ud800", "said ", "he ", "that ", "Orlov ", "according to "]
)


@given(st.lists(PIECES, max_size=80).map("".join), st.integers(1, 40))
@example("said that “„", 40)
def test_any_text_gives_sorted_quotes_inside_it(text: str, step: int) -> None:
    sentences = [
        Sentence(start, min(len(text), start + step), "en") for start in range(0, len(text), step)
    ]
    found = quotes(text, sentences, people(text, ["Orlov"]))
    assert list(found) == sorted(found, key=lambda q: (q.content.start, q.content.end))
    for quote in found:
        spans = [quote.content, *([quote.cue] if quote.cue else [])]
        for span in spans:
            assert 0 <= span.start <= span.end <= len(text)
    for one, two in pairwise(found):
        assert one.content.end <= two.content.start


@pytest.mark.parametrize(
    "unit", ["“", '"', "he said that ", ", he said", "the president said. ", "“a\n", "accusing, "]
)
def test_hostile_repetition_is_read_in_bounded_work(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    whole = [Sentence(0, len(text), "en")]
    assert all(quote.content.end <= len(text) for quote in quotes(text, whole, ()))
