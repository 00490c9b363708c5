"""What is kept of a reader's opinions: only what the two sentences carry."""

from __future__ import annotations

import pytest

from rashomon.compare.account import account, collect
from rashomon.compare.proposals import Doubts, Opinion
from rashomon.encode import load
from rashomon.model import Event, Fact, Label, Report, Share, Stemma, Text
from rashomon.pipeline import read
from rashomon.settings import Compare, Encode

LIMITS = Compare()


def doubts(one: str, other: str) -> Doubts:
    texts = {}
    for id, text in (("a", one), ("b", other)):
        report = Report(id, id, text, id)
        texts[id] = Text(report, read(report))
    stemma = Stemma(shares={id: (Share(f"origin:{id}", 1.0),) for id in texts})
    sentences = sorted({t.cut(s) for t in texts.values() for s in t.body})
    vectors = dict(zip(sentences, load(Encode()).encode(sentences), strict=True))
    event = Event("e", "", ("a", "b"))
    said = collect(event, texts, stemma, ())
    assert len(said) == 2
    found = account(event, texts, stemma, (), vectors, LIMITS).facts
    return Doubts(said, [f for f in found if f.label is not Label.AGREED], vectors, LIMITS)


def kept(one: str, other: str, label: Label, *words: str) -> Fact | None:
    quoted = (words[0], words[1]) if words else None
    return doubts(one, other).carried((0, 1), Opinion(label, quoted), "tiny")


BROKE = "The Sorvets dam broke on Monday and flooded the lower town of Halm."
FLOODED = "Water from the Sorvets dam stands in the lower town of Halm since Monday."
THREE = "Three people died when the Sorvets dam broke above the town of Halm."
FIVE = "Five people died when the Sorvets dam broke above the town of Halm."
OTHER = "The festival of films begins with a prize for young actors in spring."
DENIED = "The ministry denied that it had opened the gates of the Sorvets dam."
OPENED = "The ministry opened the gates of the Sorvets dam in the night."


def test_a_match_is_kept_and_marked() -> None:
    found = kept(BROKE, FLOODED, Label.AGREED, "Sorvets dam broke", "lower town of Halm")
    assert found is not None
    assert found.label is Label.AGREED
    assert str(found.reasons[0]) == "proposed by tiny, not found by Rashomon itself"
    assert {c.report for p in found.positions for c in p.statements} == {"a", "b"}


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (BROKE, OTHER, ()),  # nothing in common
        (THREE, FIVE, ()),  # other figures of one thing
        (OPENED, DENIED, ()),  # one denies
        (BROKE, FLOODED, ("Sorvets dam burst", "Sorvets dam")),  # not its words
        (BROKE, FLOODED, ("dam", "the lower town")),  # too few to rest on
        (BROKE, FLOODED, ("", "")),
    ],
)
def test_a_match_that_the_sentences_do_not_carry_is_dropped(
    one: str, other: str, words: tuple[str, ...]
) -> None:
    assert kept(one, other, Label.AGREED, *words) is None


def test_a_difference_takes_values_that_differ() -> None:
    found = kept(THREE, FIVE, Label.DIFFERS)
    assert found is not None
    assert (found.label, [p.value for p in found.positions]) == (Label.DIFFERS, ["3", "5"])
    assert kept(BROKE, FLOODED, Label.DIFFERS) is None
    assert kept(THREE, THREE.replace("Three", "3"), Label.DIFFERS) is None


def test_no_reader_makes_a_contradiction_that_typed_values_do_not() -> None:
    """The worst error: at most a difference is left of it, and mostly nothing."""
    assert kept(BROKE, FLOODED, Label.CONTRADICTED) is None
    found = kept(THREE, FIVE, Label.CONTRADICTED)
    assert found is not None
    assert found.label is Label.DIFFERS


def test_a_denial_carries_a_contradiction() -> None:
    found = kept(OPENED, DENIED, Label.CONTRADICTED)
    assert found is not None
    assert found.label is Label.CONTRADICTED
    assert {p.value for p in found.positions} == {"asserted", "denied"}
    assert kept(DENIED, OTHER, Label.CONTRADICTED) is None


def test_bounds_that_exclude_each_other_carry_one() -> None:
    over = "More than 500 people died when the Sorvets dam broke above the town of Halm."
    under = "Fewer than 300 people died when the Sorvets dam broke above the town of Halm."
    found = kept(over, under, Label.CONTRADICTED)
    assert found is not None
    assert found.label is Label.CONTRADICTED


def test_only_pairs_of_two_origins_are_asked_of_the_least_sure_first() -> None:
    asked = doubts(BROKE, FLOODED)
    assert asked.pairs(0) == []
    assert asked.pairs(10) == [(0, 1)]
    assert asked.texts((0, 1)) == (BROKE, FLOODED)
