"""States of degraded texts, and none for ordinary ones."""

import os
from pathlib import Path

import pytest

from rashomon.extract.credits import credits
from rashomon.extract.furniture import segment
from rashomon.extract.states import flags
from rashomon.language.sentences import sentences
from rashomon.model import Flag, Role

BODY = (
    "The old harbour bridge was closed on Tuesday after a storm tore two cables loose.\n"
    "Ferries will carry commuters until it opens again, the mayor told reporters.\n"
    "Repairs will take nine days, engineers said.\n"
)
GERMAN = (
    "Die alte Hafenbrücke ist am Dienstag nach einem schweren Sturm gesperrt worden. "
    "Bis zur Wiedereröffnung sollen Fähren die Pendler über den Fluss bringen.\n"
)
DATA = Path(os.environ.get("RASHOMON_DATA") or Path(__file__).parents[3] / "shared" / "data")


def told(text: str) -> tuple[Flag, ...]:
    roled = segment(text, sentences(text), None)[1]
    return flags(text, roled, credits(text, roled))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (BODY, ()),
        ("", ()),
        (BODY + "They waited…", ()),
        (BODY + "The mayor then turned to the question of whether the", (Flag.TRUNCATED,)),
        (BODY + "The mayor then turned to the question [...]", (Flag.TRUNCATED,)),
        (BODY + "The mayor then turned [+1234 chars]", (Flag.TRUNCATED,)),
        (BODY + "The mayor then turned to…\nRead more", (Flag.TRUNCATED,)),
        (BODY + "The captain of the oldest ferry told the mayor on Friday…", (Flag.TRUNCATED,)),
        (BODY * 8 + "The captain of the oldest ferry told the mayor on Friday…", ()),
        (BODY + "Then they waited…\nThe captain of the ferry told the mayor on Friday…", ()),
        (BODY.rstrip() + " The captain of the ferry told the mayor on", (Flag.TRUNCATED,)),
        (BODY.rstrip() + " The captain of the ferry told the mayor off. /BAY", ()),
        (BODY + "Captain of the oldest ferry tells the mayor off in public", ()),
        (BODY + "Weather in the bay", ()),
        (BODY + "Already subscribed? Log in", (Flag.PAYWALLED,)),
        (BODY + GERMAN, (Flag.MIXED_LANGUAGE,)),
        (BODY + "You receive this because you subscribed to our newsletter.", ()),
        (BODY + "You are receiving this email because you subscribed to Bay.", ()),
        (BODY + "Its reports are republished here not as an endorsement.", (Flag.REPUBLISHED,)),
        (BODY + "Source: Reuters", ()),
        (BODY + "This article first appeared on Bay Courier", (Flag.REPUBLISHED,)),
        (BODY + "This is a machine translation.", (Flag.MACHINE_TRANSLATED,)),
        (
            BODY + "A cross -border ferry and a small -scale repair were planned.",
            (Flag.MACHINE_TRANSLATED,),
        ),
        (BODY + "A cross -border ferry was planned.", ()),
    ],
)
def test_flags(text: str, expected: tuple[Flag, ...]) -> None:
    assert told(text) == expected


def test_seeds() -> None:
    folder = DATA / "seeds"
    if not folder.is_dir():
        pytest.skip(f"no seeds at {folder}")
    texts = {p.name[:3]: p.read_text(encoding="utf-8") for p in folder.glob("*.txt")}
    assert {key: told(text) for key, text in texts.items()} == {
        "000": (Flag.MIXED_LANGUAGE,),
        "001": (Flag.PAYWALLED, Flag.MACHINE_TRANSLATED),
        "002": (Flag.REPUBLISHED,),
        "003": (Flag.REPUBLISHED,),
        "004": (),
    }
    roles = {
        key: [(s.language, s.role) for s in segment(text, sentences(text), None)[0]]
        for key, text in texts.items()
    }
    assert roles["000"] == [("de", Role.BODY), ("en", Role.BODY)]
    assert [role for _, role in roles["001"]] == [Role.BODY, Role.PAYWALL]
    assert [role for _, role in roles["002"]] == [
        Role.TITLE,
        Role.BODY,
        Role.FURNITURE,
        Role.BODY,
        Role.DISCLAIMER,
    ]
    assert [role for _, role in roles["003"]] == [
        Role.TITLE,
        Role.FURNITURE,
        Role.BODY,
        Role.CREDIT,
        Role.FURNITURE,
    ]
    assert roles["004"] == [("en", Role.BODY)]
