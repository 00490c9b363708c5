"""Credits of the text, and none for what somebody told an agency."""

import pytest

from rashomon.extract.credits import credits
from rashomon.extract.furniture import segment
from rashomon.language.sentences import sentences

BODY = (
    "The old harbour bridge was closed on Tuesday after a storm tore two cables loose.\n"
    "Ferries will carry commuters until it opens again, the mayor told Reuters.\n"
    "Repairs will take nine days, engineers said."
)


def names(text: str) -> list[str]:
    return [credit.name for credit in credits(text, segment(text, sentences(text), None)[1])]


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ("", []),
        (" (Reuters)", ["Reuters"]),
        (" (dpa/AFP)", ["dpa", "AFP"]),
        ("/БТА", ["BTA"]),
        (" /TASS/", ["TASS"]),
        ("\nSource: Reuters", ["Reuters"]),
        ("\nSource: the Velmora Times", ["Velmora Times"]),
        ("\nThis article first appeared on New York Times", ["New York Times"]),
        ("\nWith inputs from PTI and Reuters", ["PTI", "Reuters"]),
        ("\n(Reporting by Ann Reed; editing by Jo Marsh)", []),
        ("\nThe Associated Press contributed to this report.", ["AP"]),
        ("\nJo Marsh contributed to this report.", []),
        (
            "\nWith reporting by the Velmora Times and Bay Courier.",
            ["Bay Courier", "Velmora Times"],
        ),
        ("\nSource: Times and Star", ["Times and Star"]),
        ("\nSource: Bank of the West", ["Bank of the West"]),
        ("\nThis story first appeared on Bay Courier and is used with leave.", ["Bay Courier"]),
        ("\n(dpa/lno)", ["dpa"]),
        ("\nTranslated by Ann Reed", []),
        (" (laughs)", []),
    ],
)
def test_credits(tail: str, expected: list[str]) -> None:
    assert names(BODY + tail) == expected


def test_dateline_and_link() -> None:
    text = "KYIV, May 20 (Reuters) — " + BODY + "\nSource: Bay Courier https://example.org/a"
    told = credits(text, segment(text, sentences(text), None)[1])
    assert [(credit.name, credit.url) for credit in told] == [
        ("Reuters", None),
        ("Bay Courier", "https://example.org/a"),
    ]
    assert text[told[0].start : told[0].end] == "Reuters"


@pytest.mark.parametrize(("tail", "part"), [("With inputs from", True), ("Source:", False)])
def test_contributors_are_credited_with_a_part(tail: str, part: bool) -> None:
    text = f"{BODY}\n{tail} Reuters"
    told = credits(text, segment(text, sentences(text), None)[1])
    assert [credit.part for credit in told] == [part]
