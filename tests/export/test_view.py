from __future__ import annotations

from dataclasses import replace

from tests.export.results import sample, text

from rashomon.export.view import (
    cited,
    evidence,
    given_alone,
    languages,
    outlet,
    short_names,
    states,
    view,
)
from rashomon.export.wording import because
from rashomon.model import Citation, Event, Fact, Flag, Kind, Label, Lineage, Role, Segment, Stemma
from rashomon.reasons import reason


def chain(length: int, closed: bool = False) -> tuple[Lineage, ...]:
    edges = [
        Lineage(f"r{n + 1}", f"r{n}", Kind.VERSION, "known", 1.0, 1.0, ()) for n in range(length)
    ]
    if closed:
        edges.append(Lineage("r0", f"r{length}", Kind.VERSION, "known", 1.0, 1.0, ()))
    return tuple(edges)


def drawn(nodes) -> list[str]:
    return [id for node in nodes for id in (node.id, *drawn(node.children))]


def test_facts_are_sorted_by_what_they_are_to_a_reader() -> None:
    (one,) = view(sample()).events
    assert [f.id for f in one.all_tell] == []
    assert [f.id for f in one.several_tell] == ["f1"]
    assert [f.id for f in one.contradict] == ["f2"]
    assert {o: [f.id for f in facts] for o, facts in one.only_one.items()} == {
        "unseen:wire/right": ["f3"]
    }
    assert {r: [f.id for f in facts] for r, facts in one.left_out.items()} == {"right": ["f1"]}


def test_values_that_one_alone_gives_stand_together_before_their_sentence() -> None:
    result = sample()
    (event,) = view(result).events
    account = result.accounts[event.event.id]
    (single,) = event.only_one["unseen:wire/right"]
    (said,) = single.positions
    dozen, five = (
        replace(single, id=value, positions=(replace(said, value=value),)) for value in ("12", "5")
    )

    def told(*facts: Fact) -> list[str]:
        accounts = {event.event.id: replace(account, facts=facts)}
        (one,) = view(replace(result, accounts=accounts)).events
        return [given_alone(fact) for some in one.only_one.values() for fact in some]

    assert told(dozen, five) == ["12, 5"]
    # Where the sentence itself is told by one alone, so are all values in it.
    assert told(dozen, single) == [""]
    # A value that several give is given by none alone, whatever sentence it stands in.
    (disputed,) = (f for f in account.facts if len(f.positions) > 1)
    shared = replace(dozen, positions=(replace(said, value=disputed.positions[0].value),))
    assert told(disputed, shared, five) == ["5"]
    rounded = replace(
        shared, positions=(replace(said, value=f"about {shared.positions[0].value}"),)
    )
    assert told(disputed, rounded, five) == ["5"]
    (agreed,) = (f for f in account.facts if f.label is Label.AGREED)
    counted = replace(
        agreed, reasons=(reason("figure", value="about 12 boats", told="2", all="3"),)
    )
    assert told(counted, dozen, five) == ["5"]
    assert [given_alone(fact) for fact in account.facts] == ["", "", ""]
    (of_both,) = (f for f in account.facts if len(f.positions) > 1)
    assert of_both.positions[0].value


def test_of_what_is_disputed_no_one_position_is_left_out() -> None:
    result = sample()
    (event,) = view(result).events
    id = event.event.id
    account = result.accounts[id]
    facts = [
        replace(f, absent_from=("right",)) if len(f.positions) > 1 else f for f in account.facts
    ]
    told = replace(result, accounts={id: replace(account, facts=tuple(facts))})
    (one,) = view(told).events
    lacking = {f.id: f for f in one.left_out["right"]}
    assert lacking["f1"].reasons == ()
    (disputed,) = lacking["f2"].reasons
    assert because(disputed).startswith("reports differ on what is said in it: ")


def test_origins_have_letters_the_largest_first() -> None:
    (one,) = view(sample()).events
    assert list(one.letters.items()) == [
        ("origin:first", "A"),
        ("origin:other", "B"),
        ("unseen:wire/right", "C"),
    ]


def test_the_head_counts_reports_languages_events_stories_failures() -> None:
    assert view(sample()).head == (
        "5 reports",
        "English 3, Russian 1, Arabic 1",
        "2 events",
        "1 story",
        "1 failure",
    )


def test_a_digest_is_left_out_of_a_name_unless_only_it_tells() -> None:
    result = sample()
    assert short_names(result)["copy_0123456789abcdef"] == "copy"
    assert short_names(result)["origin:first"] == "first"
    assert short_names(result)["unseen:wire/right"] == "Wire"
    twin = text("copy_fedcba9876543210", ("A sentence.", Role.BODY))
    names = short_names(replace(result, texts={**result.texts, twin.id: twin}))
    assert names[twin.id] == twin.id
    assert names["copy_0123456789abcdef"] == "copy_0123456789abcdef"


def test_an_event_of_one_report_is_told_apart() -> None:
    seen = view(sample())
    assert [e.event.id for e in seen.events] == ["e1"]
    assert [e.event.id for e in seen.lone] == ["e2"]
    assert seen.lone[0].when == "20 May, year not stated (text)"


def test_every_report_is_drawn_however_long_the_chain_or_closed_the_circle() -> None:
    texts = {f"r{n}": text(f"r{n}", ("A sentence.", Role.BODY)) for n in range(1_501)}
    for edges in (chain(1_500), chain(1_500, closed=True)):
        result = replace(
            sample(), texts=texts, stemma=Stemma(edges), events=(Event("e", "E", tuple(texts)),)
        )
        (one,) = view(result).events
        assert set(drawn(one.stemma)) == set(texts)


def test_a_report_with_two_parents_hangs_from_both() -> None:
    result = sample()
    more = Lineage("other", "first", Kind.EXCERPT, "known", 0.9, 0.5, ())
    again = Lineage("other", "right", Kind.EXCERPT, "known", 0.9, 0.5, ())
    (one,) = view(replace(result, stemma=replace(result.stemma, lineage=(more, again)))).events
    assert drawn(one.stemma).count("other") == 2


def test_evidence_names_reports_shortly_and_times_in_words() -> None:
    result = sample()
    assert evidence(result.stemma.lineage[0], short_names(result)) == (
        "first is of 9 March 2026, 14:20 +02:00, copy of 9 March 2026, 15:00 +02:00",
    )


def test_a_span_on_the_word_of_several_stands_once() -> None:
    spans = [Citation("a", 0, 9), Citation("a", 0, 9, "Kyiv"), Citation("a", 10, 12, "Kyiv")]
    assert cited(spans) == ((Citation("a", 0, 9), ("Kyiv",)), (Citation("a", 10, 12), ("Kyiv",)))


def test_the_state_of_a_text() -> None:
    texts = sample().texts
    assert states(texts["first"]) == ("paywalled", "paywall notice set aside")
    assert states(texts["other"]) == ()
    assert outlet(texts["first"]) == "The Harbour Post"
    assert outlet(texts["right"]) == "no outlet named"


def test_languages_beside_its_own_count_where_a_text_mixes_them() -> None:
    plain = text("a", ("Ein Satz.", Role.BODY), language="de")
    reading = replace(
        plain.reading, segments=(*plain.reading.segments, Segment(0, 1, "en", Role.BODY))
    )
    assert languages(replace(plain, reading=reading)) == ("de",)
    mixed = replace(reading, flags=(Flag.MIXED_LANGUAGE,))
    assert languages(replace(plain, reading=mixed)) == ("de", "en")
