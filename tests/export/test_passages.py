from __future__ import annotations

from dataclasses import replace

from tests.export.results import sample, text

from rashomon.export.passages import Addresses, full_texts, language_of
from rashomon.model import Citation, Passage, Reading, Reuse, Role, Span


def test_addresses_are_safe_and_tell_reports_apart() -> None:
    awkward = ["a b", "a/b", "a?b", "ä", "é", "a" * 300]
    result = replace(sample(), texts={id: text(id, ("One.", Role.BODY)) for id in awkward})
    addresses = Addresses(awkward, result)
    found = [addresses.report(id) for id in awkward]
    assert len(set(found)) == len(awkward)
    assert all(a and a.isascii() and " " not in a and len(a) < 120 for a in found)


def test_a_citation_within_a_sentence_leads_to_it() -> None:
    result = sample()
    addresses = Addresses(["first"], result)
    second = result.texts["first"].reading.sentences[1]
    for start in (second.start, second.start + 4):
        cited = Citation("first", start, second.end)
        assert addresses.citation(cited) == "report-first.2"
    assert addresses.citation(Citation("other", 0, 1)) is None
    assert language_of(Citation("other", 0, 1), result) == "ru"


def test_all_of_a_report_is_shown() -> None:
    result = sample()
    addresses = Addresses(result.texts, result)
    for full in full_texts(result.texts, (), result, addresses):
        shown = " ".join(piece.text for p in full.paragraphs for piece in p.pieces)
        assert shown == " ".join(full.text.report.text.split())
        assert not full.cut


def test_a_report_whose_reading_failed_is_shown_all_the_same() -> None:
    plain = text("a", ("One sentence.", Role.BODY))
    result = replace(sample(), texts={"a": replace(plain, reading=Reading(None))})
    (full,) = full_texts(["a"], (), result, Addresses(["a"], result))
    assert [piece.text for p in full.paragraphs for piece in p.pieces] == ["One sentence."]


def test_of_a_very_long_report_the_rest_is_left_out() -> None:
    long = text("a", *[("A sentence of a book.", Role.BODY)] * 6_000)
    result = replace(sample(), texts={"a": long})
    (full,) = full_texts(["a"], (), result, Addresses(["a"], result))
    assert full.cut
    assert 4_000 < len(full.paragraphs) < 6_000


def test_a_run_of_sentences_from_one_report_says_so_once() -> None:
    result = sample()
    (full,) = full_texts(["first"], (), result, Addresses(result.texts, result))
    marks = [piece.marks for p in full.paragraphs for piece in p.pieces]
    assert [[(m.way, m.report, m.anchor) for m in some] for some in marks] == [
        [("into", "copy_0123456789abcdef", "report-copy_0123456789abcdef.1")],
        [],
        [],
    ]


def test_where_a_sentence_was_taken_from_is_named_its_copies_counted() -> None:
    result = sample()
    spans = Span(0, 20), Span(0, 20)
    more = Reuse("copy_0123456789abcdef", "old", (Passage(*spans, "edited", 0.8),), 0.5, 0.5)
    result = replace(result, reuses=(*result.reuses, more))
    (full,) = full_texts(["copy_0123456789abcdef"], (), result, Addresses(result.texts, result))
    piece = full.paragraphs[0].pieces[0]
    assert [(m.way, m.report) for m in piece.marks] == [("from", "first")]
    assert piece.more == 1
