"""A report with its marks: every mark has its line, its rule, and shows nothing harmful."""

from __future__ import annotations

import io
import re

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from rashomon.export.explaining import show
from rashomon.model import Moment, Name, Place, Quote, Reading, Report, Sentence, Span, Time
from rashomon.pipeline import read

NOTE = (
    "Some 500 people left Kyiv on Monday, the mayor Ivan Petrov said. "
    "“We lost 1,400 square kilometres last month,” he added."
)


def shown(report: Report, reading: Reading) -> str:
    stream = io.StringIO()
    show(report, reading, Console(file=stream, width=140))
    return stream.getvalue()


def test_every_mark_stands_in_its_sentence_and_in_the_list() -> None:
    report = Report("a", "a", NOTE, "", published=Moment("2024-05-22", "day", "given"))
    reading = read(report)
    page = shown(report, reading)
    marks = [reading.names, reading.places, reading.times, reading.quantities, reading.quotes]
    total = sum(map(len, marks))
    assert total >= 7
    for number in range(1, total + 1):
        assert f"[{number}]" in page
        assert re.search(rf"^ +{number}  ", page, re.MULTILINE)
    assert "]Monday" in page
    assert "DATE · 2024-05-20 · day" in page
    assert "en date: SUREWEEKDAY; from 2024-05-22" in page
    assert "1,400 km² · area" in page
    assert "en number: figures, bound, counted phrase" in page
    assert "published 22 May 2024 (given)" in page


def test_what_has_no_rule_and_no_value_is_shown_all_the_same() -> None:
    text = "\x1b[31mAt \u202eNowhere\u202c, she spoke."
    marks = Reading(
        None,
        sentences=(Sentence(0, len(text)),),
        names=(Name(9, 16, "LOC", "\x1bNowhere"),),
        places=(Place(9, 16, "Nowhere", None, None, None, "unknown", 0.5),),
        times=(Time(5, 7, "DATE", "PAST_REF", "unknown", "a \u202e rule"),),
        quotes=(Quote("direct", Span(0, 4), None, None),),
    )
    page = shown(Report("\x1ba", "a", text, ""), marks)
    assert not re.search("[\x1b\u202e\u202c]", page)
    assert "not known" in page
    assert "speaker not known" in page


@given(st.text(max_size=60), st.data())
def test_marks_anywhere_are_shown(text: str, data: st.DataObject) -> None:
    at = st.integers(0, len(text))
    spans = [sorted((data.draw(at), data.draw(at))) for _ in range(3)]
    names = tuple(Name(a, b, "PER", text[a:b]) for a, b in spans)
    sentences = (Sentence(0, len(text) // 2), Sentence(len(text) // 2, len(text)))
    page = shown(Report("a", "a", text, ""), Reading(None, sentences=sentences, names=names))
    assert page.count("name ") >= sum(a < len(text) for a, _ in spans)
