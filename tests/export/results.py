"""Results made by hand: a small archive with one of everything, and one of nothing but malice."""

from __future__ import annotations

from rashomon.archive import Result
from rashomon.model import (
    Account,
    Citation,
    Event,
    Evidence,
    Fact,
    Failure,
    Flag,
    Kind,
    Label,
    Lineage,
    Moment,
    Origin,
    Passage,
    Position,
    Reading,
    Report,
    Reuse,
    Role,
    Segment,
    Sentence,
    Share,
    Span,
    Stemma,
    Story,
    Text,
)
from rashomon.reasons import reason

DAY = Moment("2026-03-09T14:20:00+02:00", "second", "given")
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> \u202eevil\x1b[31m\x00\ud800"


def text(
    id: str,
    *parts: tuple[str, Role],
    language: str = "en",
    title: str | None = None,
    source: str | None = None,
    url: str | None = None,
    published: Moment | None = None,
    flags: tuple[Flag, ...] = (),
) -> Text:
    """A report of one sentence a line, each with its role."""
    sentences, segments, start = [], [], 0
    for words, role in parts:
        end = start + len(words)
        sentences.append(Sentence(start, end, language, role))
        segments.append(Segment(start, end, language, role))
        start = end + 1
    whole = "\n".join(words for words, _ in parts)
    report = Report(id, f"{id}.txt", whole, id, title, url, source, published)
    reading = Reading(language, tuple(segments), tuple(sentences), flags=flags)
    return Text(report, reading)


def cite(text: Text, number: int, speaker: str | None = None) -> Citation:
    sentence = text.reading.sentences[number]
    return Citation(text.id, sentence.start, sentence.end, speaker)


def position(text: Text, number: int, origin: str, value: str | None = None) -> Position:
    cited = cite(text, number, "the ministry")
    return Position(text.cut(cited), value, None, (origin,), ("the ministry",), (cited,))


def sample() -> Result:
    """Four reports of one event, of three origins, one of them unseen; an older event before it."""
    first = text(
        "first",
        ("The ferry to Lindsay sank at noon.", Role.BODY),
        ("Nine people were on board.", Role.BODY),
        ("Subscribe to read more", Role.PAYWALL),
        title="Ferry sinks off Lindsay",
        source="The Harbour Post",
        url="https://harbour.example/ferry?a=1&b=2",
        published=DAY,
        flags=(Flag.PAYWALLED,),
    )
    copy = text(
        "copy_0123456789abcdef",
        ("The ferry to Lindsay sank at noon.", Role.BODY),
        ("Source: The Harbour Post", Role.CREDIT),
        flags=(Flag.REPUBLISHED,),
    )
    other = text(
        "other",
        ("Паром затонул около полудня.", Role.BODY),
        ("На борту было одиннадцать человек.", Role.BODY),
        language="ru",
        source="Гавань",
        url="javascript:alert(1)",
    )
    right = text("right", ("غرقت العبّارة ظهرا.", Role.BODY), language="ar")
    old = text("old", ("The ferry was inspected in May.", Role.BODY))
    texts = {t.id: t for t in (first, copy, other, right, old)}
    harbour, haven, wire, past = "origin:first", "origin:other", "unseen:wire/right", "origin:old"
    at_noon = Position(
        first.cut(cite(first, 0)),
        None,
        None,
        (harbour, haven),
        (),
        (cite(first, 0), cite(copy, 0), cite(other, 0)),
    )
    facts = (
        Fact("f1", Label.AGREED, at_noon.text, (at_noon,), absent_from=("right",)),
        Fact(
            "f2",
            Label.CONTRADICTED,
            first.cut(cite(first, 1)),
            (position(first, 1, harbour, "9"), position(other, 1, haven, "11")),
            reasons=(
                reason("below", low="9", share="18%", high="11"),
                reason("word of", value="9", names="the ministry"),
            ),
        ),
        Fact("f3", Label.SINGLE, right.cut(cite(right, 0)), (position(right, 0, wire),)),
    )
    earlier = reason(
        "earlier", report="first", time="2026-03-09T14:20:00+02:00",
        other="copy_0123456789abcdef", later="2026-03-09T15:00:00+02:00",
    )  # fmt: skip
    why = (Evidence("time", earlier),)
    return Result(
        texts,
        Stemma(
            (
                Lineage(copy.id, "first", Kind.COPY, "known", 0.9, 1.0, why),
                Lineage("right", wire, Kind.TRANSLATION, "known", 0.8, 0.7, ()),
                Lineage("other", "right", Kind.REWRITE, "unknown", 0.5, 0.4, ()),
            ),
            (
                Origin(harbour, "first", "The Harbour Post", ("copy_0123456789abcdef", "first")),
                Origin(haven, "other", "Гавань", ("other",)),
                Origin(wire, None, "Wire", ("right",)),
                Origin(past, "old", "old", ("old",)),
            ),
            {
                "first": (Share(harbour, 1.0),),
                copy.id: (Share(harbour, 1.0),),
                "other": (Share(haven, 0.6), Share(wire, 0.4)),
                "right": (Share(wire, 1.0),),
                "old": (Share(past, 1.0),),
            },
        ),
        (
            Event("e1", "Ferry sinks off Lindsay", (copy.id, "first", "other", "right"), DAY),
            Event("e2", "Ferry inspected", ("old",), Moment("XXXX-05-20", "day", "text")),
        ),
        (Story("s1", "The ferry", ("e2", "e1")),),
        {"e1": Account("e1", facts)},
        (Failure("broken.jsonl:2", "acquire", "no JSON"),),
        (
            Reuse(
                copy.id,
                "first",
                (Passage(Span(0, 34), Span(0, 34), "verbatim", 1.0),),
                1.0,
                0.6,
            ),
        ),
    )


def hostile() -> Result:
    """Two reports whose every word tries to be markup, an escape sequence or a lone surrogate."""
    one = text(
        f"a {HOSTILE}",
        (HOSTILE, Role.BODY),
        language='"><script>',
        title=HOSTILE,
        source=HOSTILE,
        url=f"https://evil.example/{HOSTILE}",
        published=Moment(HOSTILE, "day", HOSTILE),
    )
    two = text("b", (HOSTILE, Role.FURNITURE), url="javascript:alert(1)", title=HOSTILE)
    said = Position(
        HOSTILE, HOSTILE, HOSTILE, ("o1", "o2"), (HOSTILE,), (cite(one, 0, HOSTILE), cite(two, 0))
    )
    facts = tuple(Fact(f"f{n}", label, HOSTILE, (said,)) for n, label in enumerate(Label))
    why = Evidence("credit", reason("credit", child="b", name=HOSTILE, words=HOSTILE))
    lineage = Lineage("b", one.id, Kind.COPY, "known", 1.0, 1.0, (why,))
    return Result(
        {one.id: one, "b": two},
        Stemma(
            (lineage,),
            (Origin("o1", None, HOSTILE, (one.id, "b")), Origin("o2", "b", HOSTILE, ("b",))),
            {one.id: (Share("o1", 1.0),), "b": (Share("o1", 0.5), Share("o2", 0.5))},
        ),
        (Event("e1", HOSTILE, (one.id, "b"), places=(HOSTILE,)),),
        (Story("s1", HOSTILE, ("e1",)),),
        {"e1": Account("e1", tuple(reversed(facts)))},
        (Failure(HOSTILE, HOSTILE, HOSTILE),),
    )
