"""Who lacks a labelled fact, and how blame is counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

from benchmarks.labelled import TRAP, Cited, Group, Pair, Unblamed, load, unblamed
from benchmarks.omission import Asked, accused, asked, blame, everybody, labelled_facts, unpaired

from rashomon.compare.statements import Statement
from rashomon.model import (
    Citation,
    Event,
    Fact,
    Flag,
    Label,
    Moment,
    Position,
    Reading,
    Report,
    Stemma,
    Text,
)

REPORTS = ("one", "two", "three", "four")
A, B = (0, 9), (10, 19)


def _statement(report: str, span: tuple[int, int]) -> Statement:
    return Statement(
        report, *span, report, "en", f"origin:{report}", None, None, 0.0, 0, report, None,
        "asserted", "happened", (), frozenset(), frozenset(), frozenset(),
    )  # fmt: skip


def _text(id: str, day: str | None = None, *flags: Flag) -> Text:
    published = Moment(day, "day", "given") if day else None
    return Text(Report(id, id, "", id, published=published), Reading("en", flags=flags))


SAID = [_statement(report, span) for report in REPORTS for span in (A, B)]
# "one" and "two" tell the first thing; "one" and "three" the second; "four" tells neither.
PAIRS = [
    Pair("made", Cited("one", *A), Cited("two", *A), "agreed", "tune"),
    Pair("made", Cited("one", *B), Cited("three", *B), "differs", "tune"),
    Pair("made", Cited("one", *B), Cited("four", *B), TRAP, "tune"),
    Pair("made", Cited("one", *B), Cited("four", *B), "agreed", "test"),
]
GROUP = Group(
    Event("e", "", REPORTS), {id: _text(id) for id in REPORTS}, Stemma(), (), SAID, {}, PAIRS
)


def _lacking(group: Group, spared: list[Unblamed]) -> set[tuple[str, tuple[int, ...]]]:
    return {(a.report, a.others) for a in asked(group, "tune", spared) if a.lacks}


def test_who_has_no_sentence_of_a_labelled_fact_lacks_it() -> None:
    first, second = labelled_facts(GROUP, "tune")
    assert {c.digest for c in first} == {"one", "two"}
    assert {c.digest for c in second} == {"one", "three"}
    assert _lacking(GROUP, []) == {
        ("three", (0, 2)), ("four", (0, 2)), ("two", (1, 5)), ("four", (1, 5)),
    }  # fmt: skip


def test_stubs_earlier_reports_and_those_read_again_are_spared() -> None:
    texts = {
        "one": _text("one", "2020-05-02"),
        "two": _text("two", "2020-05-02"),
        "three": _text("three", "2020-05-01"),
        "four": _text("four", "2020-05-02", Flag.TRUNCATED),
    }
    spared = [Unblamed(Cited("three", 12, 14), "two", "alludes")]
    assert _lacking(replace(GROUP, texts=texts), spared) == set()


def test_many_reports_are_not_asked() -> None:
    crowd = replace(GROUP, event=Event("e", "", (*REPORTS, "five", "six")))
    assert list(asked(crowd, "tune", [])) == []


def test_blame_is_right_only_for_what_is_lacking() -> None:
    found = blame(GROUP, "tune", [], everybody)
    assert (found.said, found.right, found.true) == (8, 4, 4)
    assert found.f1 == 2 * 4 / 12


def test_an_account_accuses_by_the_fact_that_cites_most_of_it() -> None:
    def fact(id: str, absent: tuple[str, ...], *cited: tuple[str, int]) -> Fact:
        statements = tuple(Citation(report, start, start + 9) for report, start in cited)
        position = Position("", None, None, ("x",), (), statements)
        return Fact(id, Label.AGREED, "", (position,), absent_from=absent)

    whole = fact("f1", ("three", "four"), ("one", 0), ("two", 0))
    part = fact("f2", ("two",), ("one", 0))
    lacks = accused(GROUP, [part, whole])
    assert lacks(Asked("four", (0, 2), True))
    assert not lacks(Asked("two", (0, 2), False))
    assert not lacks(Asked("four", (6,), True))  # cited by no fact


def test_the_peer_misses_what_nothing_is_paired_with() -> None:
    lacks = unpaired(GROUP, {(0, 2): 0.9, (0, 6): 0.3}, 0.5)
    assert lacks(Asked("four", (0,), True))
    assert not lacks(Asked("two", (0,), False))


def test_the_second_reading_is_of_labelled_facts_of_their_half() -> None:
    spared = unblamed()
    assert Counter(s.how for s in spared).keys() == {"tells", "alludes", "early"}
    cited = {c for pair in load() if pair.label != TRAP for c in (pair.a, pair.b)}
    for one in spared:
        assert any(one.fact.meets(c) for c in cited)
        assert one.report != one.fact.digest
    lines = Path("benchmarks/data/silences.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(spared)
