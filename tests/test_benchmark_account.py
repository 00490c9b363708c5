"""Labels are held to their texts, and each kind of mistake lowers its own figure."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from benchmarks.account import (
    Score,
    above,
    main,
    nearest,
    over,
    score,
    shared_words,
    verdicts,
)
from benchmarks.labelled import TRAP, Cited, Group, Pair, clean, digest, events, load
from benchmarks.sets import Document

from rashomon.compare.statements import Statement
from rashomon.model import Citation, Event, Fact, Label, Position, Quantity, Stemma

TEXTS = {
    "one": "The bridge fell at noon. Four people were hurt. The mayor will resign.",
    "two": "At noon the bridge fell. Five people were hurt. The mayor has resigned.",
}
SENTENCES = {
    id: [
        (0, text.index(".") + 1),
        (text.index(".") + 2, text.index("The mayor") - 1),
        (text.index("The mayor"), len(text)),
    ]
    for id, text in TEXTS.items()
}


def _statement(id: str, number: int, people: float | None = None) -> Statement:
    start, end = SENTENCES[id][number]
    hurt = Quantity(start, end, people, None, None, None, "people", "=", "=", "people")
    return Statement(
        report=id,
        start=start,
        end=end,
        text=TEXTS[id][start:end],
        language="en",
        origin=id,
        speaker=None,
        polarity="asserted",
        modality="happened",
        quantities=(hurt,) if people else (),
        ids=frozenset(),
        as_of=None,
        position=number / 2,
        awkward=0,
        raw=TEXTS[id][start:end],
        cue=None,
        where=frozenset(),
        years=frozenset(),
    )


SAID = [
    _statement("one", 0),
    _statement("one", 1, 4.0),
    _statement("one", 2),
    _statement("two", 0),
    _statement("two", 1, 5.0),
    _statement("two", 2),
]


def _cited(id: str, number: int) -> Cited:
    return Cited(id, *SENTENCES[id][number])


PAIRS = [
    Pair("made", _cited("one", 0), _cited("two", 0), "agreed", "tune"),
    Pair("made", _cited("two", 1), _cited("one", 1), "differs", "tune"),
    Pair("made", _cited("one", 2), _cited("two", 2), TRAP, "tune"),
]
GROUP = Group(
    Event("e", "", ("one", "two")),
    {},
    Stemma(),
    (),
    SAID,
    {s.text: row for s, row in zip(SAID, np.eye(3, dtype=np.float32)[[0, 1, 2] * 2], strict=True)},
    PAIRS,
)
FLAWLESS = {(0, 3): "agreed", (1, 4): "differs"}


def test_flawless_verdicts_score_full() -> None:
    figures = score(GROUP, FLAWLESS, "tune")
    assert (figures.precision, figures.recall) == (1.0, 1.0)
    assert figures.f1 == pytest.approx(1.0)
    assert (figures.disputes, figures.disputes_right, figures.disputes_labelled) == (1, 1, 1)
    assert (figures.pieces, figures.facts, figures.strays) == (2, 2, 0)


def test_a_found_trap_costs_precision() -> None:
    figures = score(GROUP, FLAWLESS | {(2, 5): "contradicted"}, "tune")
    assert figures.precision == pytest.approx(2 / 3)
    assert figures.recall == 1.0
    assert (figures.traps_contradicted, figures.contradictions_right) == (1, 0)
    assert figures.disputes == 2


def test_a_missed_pair_costs_recall_and_splits_its_fact() -> None:
    figures = score(GROUP, {(1, 4): "differs"}, "tune")
    assert (figures.precision, figures.recall) == (1.0, 0.5)
    assert (figures.pieces, figures.facts) == (3, 2)


def test_a_stray_is_half_a_false_pair_and_counts_once_an_end() -> None:
    # Sentence 0's partner is 3, not 4; and 4's is 1: both ends go astray.
    assert score(GROUP, FLAWLESS | {(0, 4): "agreed"}, "tune").strays == 2
    # 5 is in no pair of one thing, so only 0's end is astray, beside 4 only once.
    assert score(GROUP, FLAWLESS | {(0, 4): "agreed", (0, 5): "agreed"}, "tune").strays == 2
    assert score(GROUP, FLAWLESS | {(0, 5): "agreed"}, "tune").precision == pytest.approx(2 / 2.5)


def test_agreement_said_to_differ_costs_only_the_dispute() -> None:
    figures = score(GROUP, {(0, 3): "differs", (1, 4): "agreed"}, "tune")
    assert (figures.disputes, figures.disputes_right) == (1, 0)
    assert figures.f1 == pytest.approx(1.0)


def test_the_other_half_counts_nothing() -> None:
    assert score(GROUP, FLAWLESS, "test") == Score()


def test_a_sentence_that_no_statement_covers_is_missed() -> None:
    lost = replace(GROUP, pairs=[replace(PAIRS[0], a=Cited("one", 900, 950))])
    figures = score(lost, FLAWLESS, "tune")
    assert (figures.found, figures.positives, figures.recall) == (0, 1, 0.0)


def test_scores_add_up() -> None:
    once = score(GROUP, FLAWLESS, "tune")
    assert over([once, once]).positives == 4
    assert over([]).f1 == 0.0


def test_positions_of_one_fact_carry_its_label_and_the_strongest_counts() -> None:
    def position(*numbers: int) -> Position:
        cited = tuple(Citation(SAID[n].report, SAID[n].start, SAID[n].end) for n in numbers)
        return Position("", None, None, (), (), cited)

    facts = [
        Fact("a", Label.AGREED, "", (position(0, 3),)),
        Fact("b", Label.CONTRADICTED, "", (position(1, 3), position(4))),
        Fact("c", Label.AGREED, "", (position(1, 4),)),
        Fact("d", Label.SINGLE, "", (position(2), position(5))),
    ]
    assert verdicts(GROUP, facts) == {
        (0, 3): "agreed",
        (1, 3): "agreed",
        (1, 4): "contradicted",
        (3, 4): "contradicted",
        (2, 5): "agreed",
    }


def test_peers_pair_by_vectors_and_by_words_and_see_other_figures() -> None:
    assert nearest(GROUP) == {(0, 3): 1.0, (1, 4): 1.0, (2, 5): 1.0}
    words = shared_words(GROUP)
    assert max(words, key=lambda pair: words[pair]) == (0, 3)
    assert (0, 1) not in words
    said = above(GROUP, {(0, 3): 0.9, (1, 4): 0.9, (2, 5): 0.1}, 0.5)
    assert said == {(0, 3): "agreed", (1, 4): "differs"}


def test_events_are_found_by_digest_and_other_texts_refused() -> None:
    documents = [Document(id, text, "bridge") for id, text in TEXTS.items()]
    one, two = (digest(TEXTS[id]) for id in ("one", "two"))
    pair = Pair("made", Cited(one, 0, 4), Cited(two, 0, 4), "agreed", "tune")
    apart = Document("three", "Another matter.", "other")
    assert events([pair], {"made": [*documents, apart]}) == [([pair], documents)]
    changed = [documents[0], Document("two", TEXTS["two"] + " ", "bridge")]
    with pytest.raises(ValueError, match=two):
        events([pair], {"made": changed})


def test_labels_are_read_from_lines(tmp_path: Path) -> None:
    cited = {"id": "x", "digest": "d", "start": 1, "end": 2}
    record = {"set": "made", "a": cited, "b": cited, "label": "agreed", "half": "test", "note": ""}
    path = tmp_path / "pairs.jsonl"
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    assert load(path) == [Pair("made", Cited("d", 1, 2), Cited("d", 1, 2), "agreed", "test")]


def test_paragraph_tokens_become_line_breaks_of_equal_length() -> None:
    assert clean("End . \\n Start") == "End .  \n Start"


def test_the_committed_labels_are_many_and_no_text_is_in_both_halves() -> None:
    pairs = load()
    labels = Counter(pair.label for pair in pairs)
    assert set(labels) == {"agreed", "differs", "contradicted", TRAP}
    assert labels[TRAP] >= 110
    assert labels.total() - labels[TRAP] >= 130
    halves: dict[str, set[str]] = {"tune": set(), "test": set()}
    for pair in pairs:
        assert pair.a.digest != pair.b.digest
        assert 0 <= pair.a.start < pair.a.end
        halves[pair.half] |= {pair.a.digest, pair.b.digest}
    assert not halves["tune"] & halves["test"]
    assert len({frozenset((p.a, p.b)) for p in pairs}) == len(pairs)


def test_absent_data_is_said_and_no_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--data", str(tmp_path)])
    assert ended.value.code == 0
    assert "skipped" in capsys.readouterr().err
