"""Sentences: boundaries, languages, and hostile text."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.language import packs
from rashomon.language.sentences import sentences

GOLDEN = Path(__file__).parent.parent / "golden"
HOSTILE = [
    "." * 50_000 + "a",
    "a. " * 10_000,
    "“" * 50_000,
    ". »" * 10_000,
    "." + ")" * 50_000 + "x",
    "\ud800\x00. \u202ex" * 2_000,
    "1." * 20_000,
    "x" * 50_000,
    "A. B. " * 5_000,
    "\n" * 50_000,
]


def pieces(text: str, declared: str | None = None) -> list[str]:
    return [text[s.start : s.end] for s in sentences(text, declared)]


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Varga met the U.S. troops on Feb. 24 near Mt. Orel.",
        "The lake covers some 500 km² of the plain north of Velmora.",
        "Am 24. Februar kam z. B. Dr. Müller zum 20. Parteitag nach Velmora.",
        "Это, т. е. вся область, занимает 1,4 тыс. кв. км. в горах у г. Велмора.",
        "Він приїхав 5 травня 2022 р. до м. Велмора разом із А. В. Рудюком.",
        "Prezident přijel 24. února do Velmory např. s Ing. Novákem a dalšími.",
        "El Sr. Pérez llegó a EE. UU. el 5 de mayo con la Sra. Rojas.",
        "M. Dupont et Mme. Roux sont venus à Velmora avec le Dr. Petit.",
        "M. Le Roux est venu à Velmora avec Mme. La Tour et M. De Petit.",
        "“Is that so?” asked the mayor of the old harbour town.",
        "«Хорошо!» — сказал он журналистам на площади у моста.",
    ],
)
def test_stays_one(text: str) -> None:
    assert pieces(text) == [text]


@pytest.mark.parametrize("language", packs.languages())
def test_golden(language: str) -> None:
    path = GOLDEN / language / "sentences.json"
    for case in json.loads(path.read_text(encoding="utf-8")):
        assert pieces(case["text"], language) == case["sentences"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It rained. Then it stopped. “We saw it.” He left.", 4),
        ("Es war 2022. Der Krieg begann im Winter darauf nicht.", 2),
        ("Il est venu. « C'est bien. » Puis il est parti.", 3),
        ("Один ряд\nдругой ряд\r\nтретий ряд", 3),
        ("She works for the U.S. The others do not.", 2),
        ("他来了。她走了。", 2),
    ],
)
def test_splits(text: str, count: int) -> None:
    assert len(pieces(text)) == count


def test_each_sentence_has_its_language() -> None:
    text = (
        "Die alte Hafenbrücke ist nach einem schweren Sturm gesperrt worden.\n"
        "Engineers said that the repairs would take at least nine days.\nFerries run.\n"
        "Паромы перевозят пассажиров через реку до самого вечера."
    )
    assert [s.language for s in sentences(text)] == ["de", "en", "en", "ru"]


def test_short_sentence_follows_its_neighbours_and_the_hint_decides_last() -> None:
    assert [s.language for s in sentences("Kyiv.", "uk-UA")] == ["uk"]
    assert [s.language for s in sentences("Kyiv.")] == [None]
    assert {
        s.language for s in sentences("Ferries will carry commuters over the river. OK.", "de")
    } == {"en"}


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_read_in_bounded_work(text: str) -> None:
    for sentence in sentences(text):
        assert sentence.start < sentence.end <= len(text)


@given(
    st.text(alphabet=st.characters(), max_size=300)
    | st.text(alphabet="aZя. \n«»“”?1-(", max_size=120)
)
def test_covers_all_that_is_not_white_space(text: str) -> None:
    position = 0
    for sentence in sentences(text):
        assert not text[position : sentence.start].strip()
        assert sentence.start < sentence.end
        assert text[sentence.start : sentence.end] == text[sentence.start : sentence.end].strip()
        position = sentence.end
    assert not text[position:].strip()
