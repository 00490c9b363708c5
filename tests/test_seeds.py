"""The five reports that this project was made from: what it must see in them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from rashomon.cli import app

UNSEEN = "New York Times"


@pytest.fixture(scope="module")
def result(seeds: Path) -> dict[str, Any]:
    done = CliRunner().invoke(app, ["read", str(seeds), "--json"])
    assert done.exit_code == 0, done.output
    loaded: dict[str, Any] = json.loads(done.stdout)
    return loaded


def _short(names: list[str]) -> set[str]:
    """Reports by the number with which their files begin."""
    return {name[:3] for name in names}


def _roles(result: dict[str, Any], number: str) -> dict[str, str]:
    """The text of each kind of segment of a report, joined."""
    report = next(r for r in result["reports"] if r["id"].startswith(number))
    found: dict[str, str] = {}
    for segment in report["segments"]:
        text = report["text"][segment["start"] : segment["end"]]
        found[segment["role"]] = f"{found.get(segment['role'], '')}\n{text}"
    return found


def _cited(result: dict[str, Any], fact: dict[str, Any]) -> dict[str, list[str]]:
    """The sentences that each position of a fact cites, by its value, or its text."""
    text = {r["id"]: r["text"] for r in result["reports"]}
    return {
        position["value"] or position["text"]: [
            f"{c['report'][:3]}: {text[c['report']][c['start'] : c['end']]}"
            for c in position["statements"]
        ]
        for position in fact["positions"]
    }


def _facts(result: dict[str, Any], label: str) -> list[dict[str, list[str]]]:
    return [
        _cited(result, fact)
        for account in result["accounts"]
        for fact in account["facts"]
        if fact["label"] == label
    ]


def test_the_visit_and_the_talks_are_two_events_of_one_story(result: dict[str, Any]) -> None:
    events = {event["id"]: _short(event["reports"]) for event in result["events"]}
    assert sorted(map(sorted, events.values())) == [["000", "001", "003", "004"], ["002"]]
    (story,) = result["stories"]
    assert set(story["events"]) == set(events)


def test_the_visit_has_three_origins_one_of_them_not_here(result: dict[str, Any]) -> None:
    visit = [o for o in result["origins"] if "002" not in _short(o["reports"])]
    assert sorted(sorted(_short(o["reports"])) for o in visit) == [["000"], ["001", "003"], ["004"]]
    (unseen,) = (o for o in visit if o["root"] is None)
    assert (unseen["name"], _short(unseen["reports"])) == (UNSEEN, {"001", "003"})


def test_neither_text_of_the_newspaper_is_said_to_come_from_the_other(
    result: dict[str, Any],
) -> None:
    assert {(e["child"][:3], e["parent"].startswith("unseen:")) for e in result["lineage"]} == {
        ("001", True),
        ("003", True),
    }


def test_languages(result: dict[str, Any]) -> None:
    languages = {r["id"][:3]: r["languages"] for r in result["reports"]}
    assert languages.pop("000") == ["en", "de"]
    assert set(map(tuple, languages.values())) == {("en",)}


@pytest.mark.parametrize(
    ("number", "role", "words"),
    [
        ("001", "paywall", "Thank you for your patience"),
        ("002", "furniture", "Read more"),
        ("002", "disclaimer", "RT (Russia Today)"),
        ("003", "furniture", "Putin Visits Kursk for First Time"),
        ("003", "credit", "This article first appeared on New York Times"),
        ("003", "furniture", "proudly sponsored"),
    ],
)
def test_what_is_no_story_is_set_aside(
    result: dict[str, Any], number: str, role: str, words: str
) -> None:
    roles = _roles(result, number)
    assert words in roles[role]
    assert words not in roles["body"]


@pytest.mark.parametrize(
    ("words", "reports"),
    [
        ("first", {"000", "003", "004"}),  # visit since the Ukrainian forces were driven out
        ("volunteers", {"001", "003", "004"}),
        ("three years", {"000", "001", "003"}),
    ],
)
def test_facts_across_the_origins(result: dict[str, Any], words: str, reports: set[str]) -> None:
    agreed = [
        {line[:3] for lines in positions.values() for line in lines}
        for positions in _facts(result, "agreed")
        if any(words in line for lines in positions.values() for line in lines)
    ]
    assert any(reports <= cited for cited in agreed)


def test_what_all_tell_is_shown_in_words_that_all_would_own(result: dict[str, Any]) -> None:
    shown = [
        fact["text"]
        for account in result["accounts"]
        for fact in account["facts"]
        if fact["label"] == "agreed" and len(fact["positions"][0]["origins"]) == 3
    ]
    assert [text for text in shown if "visit" in text and "first" in text] == shown != []


def test_how_much_land_was_held_differs(result: dict[str, Any]) -> None:
    (positions,) = _facts(result, "differs")
    assert {value: {line[:3] for line in lines} for value, lines in positions.items()} == {
        "about 1,400 km²": {"000"},
        "about 500 sq mi": {"001", "003"},
    }
    reasons = [
        reason
        for account in result["accounts"]
        for fact in account["facts"]
        if fact["label"] == "differs"
        for reason in fact["reasons"]
    ]
    assert any("1,295 km²" in reason and "both are approximate" in reason for reason in reasons)


def test_who_holds_land_is_contradicted_claim_by_claim(result: dict[str, Any]) -> None:
    (positions,) = _facts(result, "contradicted")
    assert {value: {line[:3] for line in lines} for value, lines in positions.items()} == {
        "no": {"000", "004"},
        "yes": {"001", "004"},
    }


def test_what_only_one_origin_tells(result: dict[str, Any]) -> None:
    alone = "\n".join(
        line
        for positions in _facts(result, "single")
        for lines in positions.values()
        for line in lines
    )
    for words in ("110,000", "$800", "packages of sanctions", "monument"):
        assert words in alone, words


def test_a_report_that_hints_at_it_is_not_blamed_for_silence(result: dict[str, Any]) -> None:
    """000 has "several local groups" where others tell of the volunteers."""
    facts = [
        fact
        for account in result["accounts"]
        for fact in account["facts"]
        if len({o for p in fact["positions"] for o in p["origins"]}) > 1
        if any("volunteers" in line for lines in _cited(result, fact).values() for line in lines)
    ]
    assert facts
    assert not any("000" in _short(fact["absent_from"]) for fact in facts)


def test_a_name_in_common_is_no_agreement(result: dict[str, Any]) -> None:
    agreed = [cites for fact in _facts(result, "agreed") for cites in fact.values()]
    assert not [c for cites in agreed for c in cites if "deadliest conflict in Europe" in c]
