"""The parts of an event's page: time, claims, voices, citations, annotations, versions."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests.export.results import hostile, sample, text

from rashomon.archive import Result
from rashomon.export.annotated import fragments, mentions
from rashomon.export.chronicle import LEFT, WIDTH, chronicle
from rashomon.export.citing import citations, sources
from rashomon.export.claims import claims
from rashomon.export.revisions import revisions, runs
from rashomon.export.view import view
from rashomon.export.voices import voices
from rashomon.export.wording import clean
from rashomon.model import (
    Citation,
    Evidence,
    Fact,
    Kind,
    Label,
    Lineage,
    Moment,
    Name,
    Passage,
    Position,
    Quantity,
    Quote,
    Reuse,
    Role,
    Share,
    Span,
    Speaker,
    Stemma,
    Text,
    Time,
)
from rashomon.reasons import reason


def told(*texts: Text) -> Result:
    shares = {t.id: (Share(t.id, 1.0),) for t in texts}
    return Result({t.id: t for t in texts}, Stemma((), (), shares), (), (), {}, ())


def cited(text: Text, number: int, speaker: str | None = None) -> Citation:
    sentence = text.reading.sentences[number]
    return Citation(text.id, sentence.start, sentence.end, speaker)


def fact(*statements: Citation) -> Fact:
    position = Position("", None, None, (), (), statements)
    return Fact("f", Label.AGREED, "", (position,))


def test_reports_stand_where_they_were_published() -> None:
    found = sample()
    one = view(found).events[0]
    drawn = chronicle(one.event, one.origins, found)
    assert drawn is not None
    marks = [mark for lane in drawn.lanes for mark in lane.reports]
    dated = [r for r in one.event.reports if found.texts[r].report.published]
    assert sorted(mark.report for mark in marks) == sorted(dated)
    assert set(drawn.undated) == set(one.event.reports) - set(dated)
    assert all(LEFT <= mark.x <= WIDTH for mark in marks)
    ordered = sorted(marks, key=lambda m: m.moment.value)
    assert [m.x for m in ordered] == sorted(m.x for m in marks)


def test_a_day_is_a_stretch_and_a_minute_a_point() -> None:
    found = sample()
    one = view(found).events[0]
    first = found.texts[one.event.reports[0]]
    day = replace(first, report=replace(first.report, published=Moment("2026-03-09", "day", "")))
    drawn = chronicle(one.event, one.origins, replace(found, texts={**found.texts, day.id: day}))
    assert drawn is not None
    until = {m.report: m.until for lane in drawn.lanes for m in lane.reports}
    assert until[day.id] is not None


def test_nothing_hostile_breaks_a_drawing() -> None:
    found = hostile()
    for one in view(found).events:
        chronicle(one.event, one.origins, found)
        voices(one.event.reports, found)
        assert all(line == clean(line) for f in one.differ for line in citations(f, found))


def test_who_holds_a_place_is_told_as_a_claim() -> None:
    moment = Moment("2026-03-09T08:00:00+00:00", "second", "given")
    one = text("one", ("Border guards of the Republic of Taldova hold the dam.", Role.BODY))
    two = text(
        "two", ("Ukrainian forces still hold territory in Kursk.", Role.BODY), published=moment
    )
    found = claims([fact(cited(one, 0, "Lina Kovarik")), fact(cited(two, 0))], told(one, two))
    assert [(c.actor, c.holds, c.what, c.at) for c in found] == [
        ("Ukrainian forces", True, "Kursk", moment.value),
        ("Border guards of the Republic of Taldova", True, "dam", None),
    ]
    assert found[1].cited.speaker == "Lina Kovarik"


def test_a_claim_that_two_may_have_made_is_nobodys() -> None:
    one = text("one", ("Border guards of the Republic of Taldova hold the dam.", Role.BODY))
    both = [fact(cited(one, 0, "Lina Kovarik")), fact(cited(one, 0, "Pavel Dorosh"))]
    (claim,) = claims(both, told(one))
    assert claim.cited.speaker is None


def test_words_quoted_alike_are_one_saying_of_several_reports() -> None:
    speaker = Speaker(0, 4, "Anna")
    made = []
    for id in ("one", "two"):
        plain = text(id, ("Anna said: we had no time.", Role.BODY))
        quote = Quote("direct", Span(11, 26), None, speaker)
        made.append(replace(plain, reading=replace(plain.reading, quotes=(quote,))))
    (voice,) = voices(["two", "one"], told(*made))
    assert voice.name == "Anna"
    assert [(s.words, [c.report for c in s.cited]) for s in voice.sayings] == [
        ("we had no time.", ["one", "two"])
    ]


def test_a_citation_can_be_found_again() -> None:
    found = sample()
    for one in view(found).events:
        for told_by_many in (*one.all_tell, *one.several_tell, *one.differ, *one.contradict):
            for source in sources(told_by_many, found):
                report = found.texts[source.report].report
                assert source.digest == report.digest
                assert " ".join(report.text[source.start : source.end].split()) == source.words
            assert all("sha256:" in line for line in citations(told_by_many, found))


@given(st.data())
def test_fragments_are_the_sentence(data: st.DataObject) -> None:
    words = data.draw(st.text(st.characters(codec="utf-8"), min_size=1, max_size=60))
    plain = text("t", (words, Role.BODY))
    spans = st.tuples(st.integers(0, len(words)), st.integers(0, len(words))).map(sorted)
    names = tuple(
        Name(a, b, "PER", "x") for a, b in data.draw(st.lists(spans, max_size=4)) if a < b
    )
    marked = replace(plain, reading=replace(plain.reading, names=names))
    sentence = marked.reading.sentences[0]
    pieces = list(fragments(marked, sentence, mentions(marked)))
    assert "".join("".join(p.words for p in pieces).split()) == "".join(clean(words).split())


def test_an_annotation_says_what_was_read() -> None:
    plain = text("t", ("About 4,200 hectares on Monday.", Role.BODY))
    quantity = Quantity(0, 20, 4200, None, None, "hectare", "area", "~", "=", None)
    time = Time(24, 30, "DATE", "2026-03-09", "day")
    reading = replace(plain.reading, quantities=(quantity,), times=(time,))
    found = mentions(replace(plain, reading=reading))
    assert [a.read for a in found] == ["about 4,200 hectare", "2026-03-09"]


def test_what_changed_between_versions() -> None:
    old = text("old", ("Some 2300 houses are damaged.", Role.BODY), ("It rains.", Role.BODY))
    new = text("new", ("Some 230 houses are damaged.", Role.BODY), ("We regret this.", Role.BODY))
    passage = Passage(Span(0, 28), Span(0, 29), "edited", 0.9)
    why = Evidence("time", reason("told", words="later"))
    edge = Lineage(
        "new",
        "old",
        Kind.VERSION,
        "known",
        0.9,
        0.9,
        (why,),
    )
    plain = told(old, new)
    reuse = Reuse("new", "old", (passage,), 0.9, 0.9)
    result = replace(plain, stemma=replace(plain.stemma, lineage=(edge,)), reuses=(reuse,))
    (found,) = revisions("new", result)
    assert (found.earlier, found.later) == ("old", "new")
    assert (found.removed, found.added) == (("It rains.",), ("We regret this.",))
    assert [(r.way, r.words) for r in found.edited[0]][1:3] == [("out", "2300"), ("in", "230")]


@given(st.text(max_size=80), st.text(max_size=80))
def test_runs_hold_both_wordings(before: str, after: str) -> None:
    found = runs(before, after)
    squeezed = [
        "".join("".join(r.words for r in found if r.way != way).split()) for way in ("in", "out")
    ]
    assert squeezed == ["".join(clean(before).split()), "".join(clean(after).split())]
