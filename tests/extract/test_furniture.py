"""Roles: golden pairs of twelve languages, the story kept whole, invariants, hostile text."""

import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.extract.credits import credits
from rashomon.extract.furniture import segment
from rashomon.extract.states import flags
from rashomon.language import packs
from rashomon.language.sentences import sentences
from rashomon.model import Role, Segment, Sentence

GOLDEN = Path(__file__).parent.parent / "golden"
BODY = (
    "The old harbour bridge was closed on Tuesday after a storm tore two cables loose.\n"
    "Ferries will carry commuters until it opens again, the mayor told reporters.\n"
)


def told(text: str, title: str | None = None) -> list[tuple[Role, str]]:
    found, _ = segment(text, sentences(text), title)
    return [(part.role, text[part.start : part.end]) for part in found]


@pytest.mark.parametrize("language", packs.languages())
def test_golden(language: str) -> None:
    cases = json.loads((GOLDEN / language / "roles.json").read_text(encoding="utf-8"))
    assert cases
    for case in cases:
        text = case["text"]
        found, roled = segment(text, sentences(text), None)
        assert [[s.role, s.language, text[s.start : s.end]] for s in found] == case["segments"]
        credited = credits(text, roled)
        assert [credit.name for credit in credited] == case["credits"]
        assert list(flags(text, roled, credited)) == case["flags"]


@pytest.mark.parametrize(
    "line",
    [
        "“Subscribe to our newsletter, they told us, and read more,” the baker said with a laugh.",
        "By Friday the engineers had replaced both of the cables with new ones.",
        "Source material for the cables comes from a mill in the north of the country.",
        "The newspaper lost 2,000 subscribers in May, its owner said.",
        "The city takes no responsibility for the damage, its lawyer told the court.",
        "If you like it, said the mayor, read more: the city has a leaflet on the old bridge.",
        "Share prices of the ferry company rose by a tenth on Wednesday morning.",
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_story_sentences_with_telling_words_stay_body(line: str, place: int) -> None:
    lines = BODY.strip().split("\n")
    text = "\n".join([*lines[:place], line, *lines[place:]])
    assert [role for role, _ in told(text)] == [Role.BODY]


def test_unknown_lines_after_the_story_are_furniture_once_furniture_began() -> None:
    text = BODY + "Related articles\nTen walks by the sea\nCrossword No 512\n"
    assert [role for role, _ in told(text)] == [Role.BODY, Role.FURNITURE]


def test_short_lines_alone_do_not_make_furniture() -> None:
    text = BODY + "Ten walks by the sea\nA bridge of sighs\n"
    assert [role for role, _ in told(text)] == [Role.BODY]


def test_repeated_headline_is_title_once() -> None:
    text = "Bridge Closed After Storm\n\nBridge Closed After Storm\n\n" + BODY
    assert [role for role, _ in told(text)] == [Role.TITLE, Role.FURNITURE, Role.BODY]


def test_known_title_is_found_though_it_ends_with_a_full_stop() -> None:
    text = "Bridge closed after a storm in the bay.\n" + BODY
    assert told(text)[0][0] is Role.BODY
    assert told(text, "Bridge closed after a storm in the bay")[0][0] is Role.TITLE


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ("KYIV, May 20 (Reuters) —", True),
        ("МОСКВА, 20 мая — РИА Новости.", True),
        ("МОСКВА, 20 мая. /ТАСС/.", True),
        ("BERLIN (dpa) –", True),
        ("(ANSA) - ROMA, 20 MAG -", True),
        ("PORTLAND, Maine —", True),
        ("The bridge —", False),
        ("Boeing 737 –", False),
        ("Moscow —", False),
        ("NEW YORK -", True),
        ("NEWPORT NEWS, Va. -", True),
        ("EXCLUSIVE -", False),
        ("FERRYWATCH VIA EMAIL! -", False),
        ("ЭКСКЛЮЗИВ -", False),
        ("¿QUIÉN? -", False),
        ("He told Reuters.", False),
    ],
)
def test_dateline(head: str, found: bool) -> None:
    text = f"{head} The old harbour bridge was closed on Tuesday after a storm.\n{BODY}"
    parts = told(text)
    assert (parts[0] == (Role.DATELINE, head)) is found


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Reporting by Anna Reed in Velmora; editing by Jo Marsh", Role.BYLINE),
        ("(Reporting by Anna Reed and Jo Marsh; Writing by Lee Ward; Editing by Kim)", Role.BYLINE),
        ("Jo Marsh contributed to this report.", Role.BYLINE),
        ("The Associated Press contributed to this report.", Role.CREDIT),
        ("With reporting by Bay Courier and Velmora Times.", Role.CREDIT),
        ("This article first appeared on Bay Courier. Read the original.", Role.CREDIT),
        ("(dpa/lno)", Role.CREDIT),
        ("This text was translated by Google. It may contain mistakes.", Role.DISCLAIMER),
        ("Its reports are republished here not as an endorsement of anybody.", Role.DISCLAIMER),
        ("You are receiving this email because you subscribed to Bay Notes.", Role.FURNITURE),
        ("Continue reading", Role.FURNITURE),
        ("Machine translation of the sagas has become good enough for most readers.", Role.BODY),
        ("The ferry contracts may be cancelled at any time, the mayor told reporters.", Role.BODY),
    ],
)
def test_line_after_the_story(line: str, role: Role) -> None:
    assert told(BODY + line)[-1][0] is role


def test_site_words_before_a_whole_story_in_one_line_do_not_swallow_it() -> None:
    line = "Follow us on Facebook and sign up for our letter. " + " ".join(BODY.split("\n") * 3)
    assert Role.BODY in {role for role, _ in told(line)}


def test_bare_agency_is_a_picture_credit_within_the_story() -> None:
    first, second = BODY.strip().split("\n")
    assert [role for role, _ in told(f"{first}\n(AP)\n{second}")] == [Role.BODY]


@pytest.mark.parametrize(
    "line",
    ["5 min read", "Updated 4:12 PM EST, Mon February 3, 2025", "View this email in your browser"],
)
def test_site_lines_above_the_story(line: str) -> None:
    text = f"{line}\nStorm shuts harbour bridge\n{BODY}"
    assert [role for role, _ in told(text)] == [Role.FURNITURE, Role.TITLE, Role.BODY]


def test_questions_among_the_headlines_below_do_not_end_the_story() -> None:
    text = BODY + "Most read\nTen walks by the sea\nQuiz: how well do you know the old harbour?\n"
    assert [role for role, _ in told(text)] == [Role.BODY, Role.FURNITURE]


LINES = st.sampled_from(
    [
        "Read more",
        "By Anna Reed",
        "KYIV (Reuters) - Two cables broke on Tuesday, said the mayor of the town.",
        "© 2025",
        "Already subscribed? Log in",
        "",
        " \t",
        "Старый мост закрыли во вторник после сильной бури, сообщили в мэрии.",
        "\u202e\x00\ud800",
        "Weather",
        *BODY.split("\n"),
    ]
)


@given(st.lists(LINES | st.text(max_size=40), max_size=14).map("\n".join), st.none() | st.text())
def test_segments_cover_the_text_in_order_and_agree_with_sentences(
    text: str, title: str | None
) -> None:
    parts, roled = segment(text, sentences(text), title)
    for spans in (parts, roled):
        assert_covers(text, spans)
    for one, other in pairwise(parts):
        assert (one.role, one.language) != (other.role, other.language)
    for sentence in roled:
        assert any(
            part.start <= sentence.start and sentence.end <= part.end and part.role is sentence.role
            for part in parts
        )
    flags(text, roled, credits(text, roled))


def assert_covers(text: str, spans: Sequence[Segment] | Sequence[Sentence]) -> None:
    position = 0
    for span in spans:
        assert position <= span.start < span.end
        assert not text[position : span.start].strip()
        position = span.end
    assert not text[position:].strip()


@pytest.mark.parametrize(
    "text",
    [
        "Source: " * 8_000,
        "((((" * 10_000,
        '"a' * 20_000,
        "KYIV, May 20 (" * 3_000,
        "Read more\n" * 5_000,
        "(AP)\n" * 5_000,
        "This article was originally published by A and b c d\n" * 500,
        "a/b/" * 10_000 + "\n" + "- " * 10_000,
    ],
    ids=range(8),
)
def test_hostile_text(text: str) -> None:
    _, roled = segment(text, sentences(text), None)
    flags(text, roled, credits(text, roled))
