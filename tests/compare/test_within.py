"""Orders of magnitude that one report gives for one thing, and what only looks so."""

from __future__ import annotations

import pytest

from rashomon.compare.account import account
from rashomon.encode import load
from rashomon.model import Account, Event, Label, Report, Share, Stemma, Text
from rashomon.pipeline import read
from rashomon.settings import Compare, Encode


def collated(*reports: str) -> Account:
    texts = {}
    for number, text in enumerate(reports):
        report = Report(f"r{number}", f"r{number}", text, f"r{number}")
        texts[report.id] = Text(report, read(report))
    shares = {id: (Share(f"origin:{id}", 1.0),) for id in texts}
    sentences = sorted({t.cut(s) for t in texts.values() for s in t.body})
    vectors = dict(zip(sentences, load(Encode()).encode(sentences), strict=True))
    event = Event("e", "", tuple(texts))
    return account(event, texts, Stemma(shares=shares), (), vectors, Compare())


REST = "The river Orle rose in the night. The mayor of Halm spoke of a hard week ahead."
GOLDEN = [
    (
        "Tens of thousands of people fled the fighting around Halm. {rest} "
        "Hundreds of thousands of people have fled the fighting, the report says."
    ),
    (
        "Zehntausende Menschen sind vor den Kämpfen um Halm geflohen. Der Bürgermeister sprach von "
        "einer schweren Woche. Hunderttausende Menschen sind vor den Kämpfen geflohen."
    ),
    (
        "Des dizaines de milliers de personnes ont fui les combats autour de Halm. Le maire "
        "a parlé d’une semaine difficile. Des centaines de milliers de personnes ont "
        "fui les combats."
    ),
    (
        "Десятки тысяч человек бежали от боёв у Хальма. Мэр говорил о тяжёлой неделе. "
        "Сотни тысяч человек бежали от боёв."
    ),
    (
        "Decenas de miles de personas huyeron de los combates cerca de Halm. El alcalde "
        "habló de una semana difícil. Cientos de miles de personas huyeron de los combates."
    ),
    # The sentence between names another place.
    (
        "Tens of thousands of people fled the fighting around Halm on Monday, the governor said. "
        "The river Orle rose in the night. Hundreds of thousands of people have fled the "
        "fighting, a spokeswoman of the Red Cross said."
    ),
    (
        "Dozens of people were killed when the Sorvets dam broke. {rest} "
        "Thousands of people were killed when the dam broke."
    ),
]
OTHERWISE = [
    # Two places.
    (
        "Tens of thousands of people fled the fighting in Halm. {rest} "
        "Hundreds of thousands of people fled the fighting in Kyiv."
    ),
    # Two outcomes.
    (
        "Tens of thousands of people were killed in the fighting. {rest} "
        "Hundreds of thousands of people fled the fighting."
    ),
    # Two years.
    (
        "Tens of thousands of people fled the fighting in 2014. {rest} "
        "Hundreds of thousands of people fled the fighting in 2022."
    ),
    # Two days.
    (
        "Tens of thousands of people fled the fighting by 3 March. {rest} "
        "Hundreds of thousands of people fled the fighting by 9 March."
    ),
    # Two things.
    (
        "Tens of thousands of books burnt in the library. {rest} "
        "Hundreds of thousands of people live along the river."
    ),
    # The same, and one within the other.
    (
        "Tens of thousands of people fled the fighting. {rest} "
        "Tens of thousands of people have fled the fighting, the report says."
    ),
    # Exact counts, of which a report has many.
    "Three people died in the flood at Halm. {rest} Twelve people died in the flood at Halm.",
]


@pytest.mark.parametrize("text", GOLDEN)
def test_one_report_that_gives_two_orders_of_magnitude(text: str) -> None:
    (found,) = collated(text.format(rest=REST)).within
    low, high = found.positions
    assert found.label is Label.SINGLE
    assert found.reasons[0].code == "within"
    assert {c.report for p in (low, high) for c in p.statements} == {"r0"}
    assert low.value != high.value
    assert low.statements[0].start < high.statements[0].start


@pytest.mark.parametrize("text", OTHERWISE)
def test_two_things_in_one_report(text: str) -> None:
    assert collated(text.format(rest=REST)).within == ()


def test_it_is_no_dispute_between_origins_whoever_else_tells_it() -> None:
    both = GOLDEN[0].format(rest=REST)
    other = "Tens of thousands of people fled the fighting around Halm, the mayor said. " + REST
    found = collated(both, other)
    assert [f.positions[0].statements[0].report for f in found.within] == ["r0"]
    assert all(f.label is not Label.CONTRADICTED for f in found.facts)


def test_a_copy_does_not_tell_it_again() -> None:
    both = GOLDEN[0].format(rest=REST)
    assert len(collated(both, both).within) == 1
