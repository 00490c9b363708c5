"""Whose word a sentence is, told only where it is sure, and whether it names its own subject."""

from __future__ import annotations

import pytest
from tests.compare.test_facts import said

from rashomon import read_text
from rashomon.compare.facts import position
from rashomon.compare.statements import sentences
from rashomon.compare.voices import hangs
from rashomon.language.packs import languages, section
from rashomon.model import Report, Text


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        # Who is only said to have asked is no witness of it.
        ("Lorrin described how Corvin allegedly asked him to close the whole inquiry.", None),
        ("Corvin reportedly told the council that the dam had not been safe for years.", None),
        ("Corvin told the council that the dam had not been safe for years.", "Corvin"),
        # A date stands where a speaker would; a pronoun names nobody in particular.
        ("The council found in a January 2031 report that the dam was unsafe for years.", None),
        ("Some said that the dam had not been safe for a number of years.", None),
    ],
)
def test_a_witness_is_told_only_where_it_is_sure(sentence: str, speaker: str | None) -> None:
    report = Report("one", "one", sentence, "", language="en")
    (found,) = sentences(Text(report, read_text(report)), "origin", {}, "en")
    assert found.speaker == speaker


@pytest.mark.parametrize(
    ("language", "sentence", "hanging"),
    [
        ("en", "They detail a dinner at the palace.", True),
        ("en", "But it was built in 1968.", True),
        ("en", "“This was a mistake,” the mayor said.", True),
        ("en", "This week the mayor resigned.", False),
        ("en", "The mayor resigned, and she left.", False),
        ("de", "Er trat am Montag zurück.", True),
        ("de", "Der Bürgermeister trat zurück.", False),
        ("fr", "C’était une erreur.", True),
        ("fr", "Le maire a démissionné.", False),
        ("es", "Ellos se fueron el lunes.", True),
        ("es", "El alcalde dimitió.", False),
        ("it", "Lei si è dimessa lunedì.", True),
        ("it", "La sindaca si è dimessa.", False),
        ("pt", "Ele demitiu-se na segunda-feira.", True),
        ("pt", "O prefeito demitiu-se.", False),
        ("nl", "Hij trad maandag af.", True),
        ("nl", "De burgemeester trad af.", False),
        ("pl", "Ona ustąpiła w poniedziałek.", True),
        ("pl", "Burmistrz ustąpił.", False),
        ("cs", "Oni odešli v pondělí.", True),
        ("cs", "Starosta odstoupil.", False),
        ("bg", "Той подаде оставка.", True),
        ("bg", "Кметът подаде оставка.", False),
        ("ru", "Она ушла в понедельник.", True),
        ("ru", "Мэр ушёл в отставку.", False),
        ("uk", "Вони пішли в понеділок.", True),
        ("uk", "Мер пішов у відставку.", False),
        (None, "It was built.", False),
    ],
)
def test_a_sentence_that_opens_with_a_pronoun_hangs_on_another(
    language: str | None, sentence: str, hanging: bool
) -> None:
    assert hangs(sentence, language) is hanging


def test_every_language_knows_its_pronouns() -> None:
    assert all(section(code, "statements")["subjects"]["elsewhere"] for code in languages())


def test_so_does_what_a_pronoun_says() -> None:
    text = "“The dam was never safe, and everybody knew it,” he wrote to the council."
    report = Report("one", "one", text, "", language="en")
    (found,) = sentences(Text(report, read_text(report)), "origin", {}, "en")
    assert found.hangs


def test_a_position_is_shown_in_a_sentence_that_names_its_subject() -> None:
    hanging = said("a", "They held 1,400 km².")
    named = said("b", "The army held 1,400 km².", position=0.5)
    assert position([hanging, named], "1,400 km²").text == "The army held 1,400 km²."
    assert position([hanging], "1,400 km²").text == "They held 1,400 km²."
