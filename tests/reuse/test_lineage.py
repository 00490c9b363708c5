"""Small planted stemmas: who derives from whom, and what must not be said."""

from dataclasses import replace
from hashlib import sha256

import pytest
from tests.reuse.samples import DAM, DAMM, meanings, told

from rashomon.model import Credit, Kind, Moment, Quote, Reading, Report, Sentence, Span, Text
from rashomon.reuse.align import align
from rashomon.reuse.evidence import direction
from rashomon.reuse.lineage import stemma
from rashomon.settings import Reuse

AGENCY = (
    "The upper dam at Velmar gave way shortly after four in the morning.",
    "Water covered the fields of eleven villages within two hours of the breach.",
    "Rescue teams brought more than three hundred people to a school in Orlen.",
    "The provincial water board said it would publish its inspection records.",
    "Engineers had warned of seepage at the eastern shoulder since the spring.",
)
OTHER = (
    "Ministers of both countries met in the capital to discuss flood relief.",
    "They agreed on a fund of forty million crowns for the river towns.",
    "Opposition parties called the sum an insult to the people of the valley.",
    "A second meeting of the ministers is planned for the first week of June.",
)


AFTER = (
    "The reservoir had been filled to the brim after a week of steady rain.",
    "Repairs to the valley road are to begin as soon as the ground is dry.",
    "Schools on both banks stay closed until the end of the month at least.",
    "A fund for those who lost their homes was opened by the bank of Orlen.",
)


def text(
    id: str,
    *sentences: str,
    source: str | None = None,
    published: str | None = None,
    credit: str | None = None,
    url: str | None = None,
    quoted: tuple[str, ...] = (),
) -> Text:
    body = " ".join(sentences)
    spans, at = [], 0
    for sentence in sentences:
        spans.append(Sentence(at, at + len(sentence), "en"))
        at += len(sentence) + 1
    credits = (Credit(0, 10, credit),) if credit else ()
    quotes = tuple(
        Quote("direct", Span(body.index(q), body.index(q) + len(q)), None, None) for q in quoted
    )
    moment = Moment(published, "minute", "given") if published else None
    report = Report(
        id,
        id,
        body,
        sha256(body.encode()).hexdigest(),
        source=source,
        published=moment,
        url=url,
    )
    return Text(report, Reading("en", sentences=tuple(spans), credits=credits, quotes=quotes))


def grown(*texts: Text):
    limits = Reuse()
    ordered = sorted(texts, key=lambda t: t.id)
    reuses = [align(a, b, limits) for i, a in enumerate(ordered) for b in ordered[:i]]
    return stemma({t.id: t for t in texts}, [r for r in reuses if r.passages], limits)


def edges(found) -> set[tuple[str, str, str]]:
    return {(e.child, e.parent, e.direction) for e in found.lineage}


def test_nothing_decides_the_direction_of_two_equal_texts() -> None:
    found = grown(text("a", *AGENCY), text("b", *AGENCY))
    assert [(e.direction, e.kind) for e in found.lineage] == [("unknown", Kind.COPY)]
    assert [o.reports for o in found.origins] == [("a", "b")]
    assert found.origins[0].root is None


def test_time_decides() -> None:
    found = grown(
        text("a", *AGENCY, published="2031-05-03T09:00:00+00:00"),
        text("b", *AGENCY, published="2031-05-03T07:00:00+00:00"),
    )
    assert edges(found) == {("a", "b", "known")}
    assert found.origins[0].root == "b"


EARLY, LATE = "2031-05-03T07:00:00+00:00", "2031-05-09T07:00:00+00:00"


def test_time_does_not_decide_between_outlets_that_share_a_part() -> None:
    parts = ((*AGENCY[2:], *OTHER), (*AGENCY[2:], *AFTER))
    for source, way in (("Bote", "known"), ("Echo", "unknown")):
        found = grown(
            text("a", *parts[0], source="Bote", published=EARLY),
            text("b", *parts[1], source=source, published=LATE),
        )
        assert [e.direction for e in found.lineage] == [way]


def test_time_does_not_decide_against_a_text_that_an_agency_serves() -> None:
    found = grown(
        text("a", *AGENCY, source="Bote", credit="Reuters", published=EARLY),
        text("b", *AGENCY, source="Echo", published=LATE),
    )
    assert ("b", "a", "known") not in edges(found)


def test_a_text_taken_whole_derives_though_most_of_it_is_speech() -> None:
    speech = (
        "We will rebuild every house that the water took from you this spring,",
        "and nobody in this valley will have to ask for it a second time.",
    )
    short = text("a", *speech, AGENCY[3], quoted=speech)
    found = grown(short, text("b", *AGENCY[:3], *speech, *AGENCY[3:], quoted=speech))
    assert [e.kind for e in found.lineage] == [Kind.EXCERPT]


def test_edited_background_alone_makes_no_derivation() -> None:
    background = (
        "The airline flies to dozens of countries and has its seat in Orlen.",
        "Since the spring it could not agree with several unions on conditions.",
    )
    again = (
        "It flies to dozens of countries of Europe and has its seat in Orlen.",
        "Since then it has not been able to agree with some unions on conditions.",
    )
    found = grown(text("a", *OTHER, *background), text("b", *AGENCY, *AFTER, *again))
    assert found.lineage == ()


def test_a_credit_outweighs_time() -> None:
    found = grown(
        text("a", *AGENCY, source="Norda", published="2031-05-03T09:00:00+00:00"),
        text("b", *AGENCY, credit="Norda", published="2031-05-03T07:00:00+00:00"),
    )
    assert edges(found) == {("b", "a", "known")}


def test_a_credited_absent_source_is_an_unseen_origin() -> None:
    early = (*AGENCY[:4], "The mayor of Orlen asked neighbours to bring blankets and lamps.")
    found = grown(text("a", *AGENCY, credit="Norda"), text("b", *early))
    (origin,) = found.origins
    assert origin.root is None
    assert origin.name == "Norda"
    assert origin.reports == ("a", "b")
    assert edges(found) == {("a", origin.id, "known"), ("b", origin.id, "known")}


def test_whole_copies_beside_a_credited_one_are_not_claimed_for_the_unseen() -> None:
    found = grown(text("a", *AGENCY, credit="Norda"), text("b", *AGENCY))
    assert ("a", "b", "unknown") in edges(found) or ("b", "a", "unknown") in edges(found)


def test_a_merge_of_two_texts_does_not_fuse_their_families() -> None:
    found = grown(
        text("a", *AGENCY, published="2031-05-03T05:00:00+00:00"),
        text("b", *OTHER, published="2031-05-03T06:00:00+00:00"),
        text("c", *AGENCY[:3], *OTHER[:3], published="2031-05-03T08:00:00+00:00"),
    )
    assert edges(found) == {("c", "a", "known"), ("c", "b", "known")}
    assert {o.reports for o in found.origins} == {("a", "c"), ("b", "c")}
    assert {s.origin for s in found.shares["c"]} == {"origin:a", "origin:b"}


def test_copies_of_a_merge_do_not_fuse_its_families() -> None:
    merge = (*AGENCY[:3], *OTHER[:3])
    found = grown(
        text("a", *AGENCY, published="2031-05-03T05:00:00+00:00"),
        text("b", *OTHER, published="2031-05-03T06:00:00+00:00"),
        text("c", *merge, published="2031-05-03T08:00:00+00:00"),
        text("d", *merge, published="2031-05-03T09:00:00+00:00"),
        text("e", *merge, published="2031-05-03T10:00:00+00:00"),
    )
    assert edges(found) == {
        ("c", "a", "known"),
        ("c", "b", "known"),
        ("d", "c", "known"),
        ("e", "c", "known"),
    }
    assert {o.root: o.reports for o in found.origins} == {
        "a": ("a", "c", "d", "e"),
        "b": ("b", "c", "d", "e"),
    }


def test_excerpts_of_one_text_are_one_family() -> None:
    found = grown(text("a", *AGENCY[:2]), text("b", *AGENCY[3:]), text("c", *AGENCY))
    assert [o.reports for o in found.origins] == [("a", "b", "c")]


def test_a_common_quotation_is_no_derivation() -> None:
    speech = (
        "We will rebuild every house that the water took from you this spring,",
        "and nobody in this valley will have to ask for it a second time.",
    )
    found = grown(
        text("a", *AGENCY, *speech, quoted=speech), text("b", *OTHER, *speech, quoted=speech)
    )
    assert found.lineage == ()
    assert len(found.origins) == 2


def test_a_chain_keeps_no_short_cut() -> None:
    found = grown(
        text("a", *AGENCY, source="Norda", published="2031-05-03T05:00:00+00:00"),
        text("b", *AGENCY, source="Bote", credit="Norda", published="2031-05-03T06:00:00+00:00"),
        text("c", *AGENCY, source="Echo", credit="Bote", published="2031-05-03T07:00:00+00:00"),
    )
    assert edges(found) == {("b", "a", "known"), ("c", "b", "known")}


def test_an_earlier_text_that_has_less_is_no_parent() -> None:
    found = grown(
        text("a", *AGENCY, *OTHER),
        text("b", *AGENCY[:3], published="2031-05-03T05:00:00+00:00"),
        text("c", *AGENCY, *OTHER[:3], published="2031-05-03T07:00:00+00:00"),
    )
    assert edges(found) == {("b", "a", "unknown"), ("c", "a", "unknown")}


def test_who_has_the_edits_of_a_text_hangs_from_it() -> None:
    edited = [" ".join(s.split()[1:]) for s in AGENCY]
    found = grown(text("a", *AGENCY), text("b", *edited), text("c", *edited[:4]))
    assert {e.child for e in found.lineage if "b" in (e.child, e.parent)} >= {"c"}
    assert not any({e.child, e.parent} == {"a", "c"} for e in found.lineage)


def test_a_later_text_at_one_address_is_a_version() -> None:
    changed = (*AGENCY[:4], "Engineers had warned of seepage at the western shoulder since March.")
    found = grown(
        text("a", *AGENCY, url="https://bote.example/1", published="2031-05-03T05:00:00+00:00"),
        text("b", *changed, url="https://bote.example/1", published="2031-05-03T09:00:00+00:00"),
    )
    assert [(e.child, e.kind) for e in found.lineage] == [("b", Kind.VERSION)]


def test_a_copy_says_which_version_it_took() -> None:
    changed = (*AGENCY[:4], "Engineers had warned of seepage at the western shoulder since March.")
    found = grown(
        text("a", *AGENCY, url="https://bote.example/1", published="2031-05-03T05:00:00+00:00"),
        text("b", *changed, url="https://bote.example/1", published="2031-05-03T09:00:00+00:00"),
        text("c", *changed, source="Echo", published="2031-05-03T11:00:00+00:00"),
        text("d", *AGENCY[:4], source="Post", published="2031-05-03T12:00:00+00:00"),
    )
    told = {
        e.child: [str(i.reason) for i in e.evidence if i.type == "version"] for e in found.lineage
    }
    assert told["b"] == told["d"] == []
    assert told["c"] == ["c has the words of b rather than of a"]
    assert ("c", "b", "known") in edges(found)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_order_changes_nothing(order: tuple[int, ...]) -> None:
    texts = [
        text("a", *AGENCY, published="2031-05-03T05:00:00+00:00"),
        text("b", *AGENCY[:4]),
        text("c", *AGENCY[1:], published="2031-05-04T05:00:00+00:00"),
    ]
    assert grown(*(texts[i] for i in order)) == grown(*texts)


@pytest.mark.parametrize(("part", "unseen"), [(True, False), (False, True)])
def test_who_contributed_a_part_is_not_the_origin_of_the_whole(part: bool, unseen: bool) -> None:
    report = text("a", *AGENCY, source="Bote")
    credit = Credit(0, 10, "Norda", part=part)
    found = grown(replace(report, reading=replace(report.reading, credits=(credit,))))
    assert [o.id.startswith("unseen:") for o in found.origins] == [unseen]


def half_translated(id: str, *left: int, spoken: bool = False) -> Text:
    """The German text, in which some sentences are still the English ones."""
    lines = [DAM[n] if n in left else line for n, line in enumerate(DAMM)]
    text = told(id, lines, "de")
    split = tuple(
        replace(s, language="en" if n in left else "de")
        for n, s in enumerate(text.reading.sentences)
    )
    quotes = tuple(
        Quote("direct", Span(s.start, s.end), None, None)
        for n, s in enumerate(split)
        if spoken and n in left
    )
    return replace(text, reading=replace(text.reading, sentences=split, quotes=quotes))


@pytest.mark.parametrize(
    ("left", "spoken", "parent"),
    [((4,), False, "english"), ((4,), True, None), ((), False, None)],
)
def test_what_is_left_in_another_language_tells_the_original(
    left: tuple[int, ...], spoken: bool, parent: str | None
) -> None:
    english, german = told("english", DAM), half_translated("german", *left, spoken=spoken)
    shared = align(english, german, Reuse(), meanings(DAM, DAMM))
    found = direction(english, german, shared, Reuse())
    assert found.parent == parent
    assert [e.type for e in found.evidence] == (["remnants"] if parent else [])
