"""The sample corpus and its planted truth hold together, whatever Rashomon makes of them."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from rashomon.model import Flag, Kind, Label, Role

EXAMPLES = Path(__file__).parent.parent / "examples"
TRUTH: dict[str, Any] = json.loads((EXAMPLES / "truth.json").read_text(encoding="utf-8"))
REPORTS: dict[str, Any] = TRUTH["reports"]
FACTS: list[dict[str, Any]] = TRUTH["facts"]


class _Text(HTMLParser):
    """What a reader of a page sees, a blank between elements."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.hidden = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.hidden = tag in {"script", "style", "title"}
        if tag not in {"a", "em", "i", "strong"}:
            self.pieces.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self.hidden = False
        if tag not in {"a", "em", "i", "strong"}:
            self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.pieces.append(data)


def _visible(page: str) -> str:
    parser = _Text()
    parser.feed(page)
    return "".join(parser.pieces)


def _texts() -> dict[str, str]:
    texts = {}
    for path in sorted((EXAMPLES / "corpus").iterdir()):
        content = path.read_text(encoding="utf-8")
        if path.suffix == ".jsonl":
            for line in content.splitlines():
                record = json.loads(line)
                texts[record["id"]] = record.get("text") or _visible(record["html"])
        else:
            texts[path.stem] = _visible(content) if path.suffix == ".html" else content
    return {name: " ".join(text.split()) for name, text in texts.items()}


TEXTS = _texts()


def _cites(fact: dict[str, Any]) -> list[dict[str, str]]:
    return [cite for position in fact["positions"] for cite in position["statements"]]


def test_the_truth_speaks_of_exactly_the_reports_in_the_corpus() -> None:
    assert REPORTS.keys() == TEXTS.keys()
    files = {path.name for path in (EXAMPLES / "corpus").iterdir()}
    assert {report["file"] for report in REPORTS.values()} == files


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact["id"])
def test_every_cited_sentence_stands_in_its_report(fact: dict[str, Any]) -> None:
    for cite in _cites(fact):
        assert cite["sentence"] in TEXTS[cite["report"]]


def test_every_trap_and_every_line_set_aside_stands_in_its_report() -> None:
    for trap in TRUTH["never"]:
        for cite in (trap["a"], trap["b"]):
            assert cite["sentence"] in TEXTS[cite["report"]]
    for name, report in REPORTS.items():
        for line in report["set_aside"]:
            assert line["text"] in TEXTS[name]


def test_every_report_is_in_one_event_and_has_an_origin() -> None:
    members = [name for event in TRUTH["events"].values() for name in event["reports"]]
    assert sorted(members) == sorted(REPORTS)
    for name, event in TRUTH["events"].items():
        assert all(REPORTS[report]["event"] == name for report in event["reports"])
    assert {name for origin in TRUTH["origins"] for name in origin["reports"]} == REPORTS.keys()


def test_edges_join_reports_of_one_origin_and_never_form_a_ring() -> None:
    parents: dict[str, set[str]] = {}
    for edge in TRUTH["lineage"]:
        assert edge["child"] in REPORTS
        assert edge.get("unseen", False) == (edge["parent"] not in REPORTS)
        parents.setdefault(edge["child"], set()).add(edge["parent"])
        assert any(
            edge["child"] in origin["reports"]
            and edge["parent"] in [origin["name"], origin["root"]]
            for origin in TRUTH["origins"]
        )
    for name in parents:
        above, seen = {name}, set[str]()
        while above:
            above = set().union(*(parents.get(one, set()) for one in above)) - seen
            seen |= above
        assert name not in seen


def test_stories_are_sequences_of_events() -> None:
    assert all(len(story) > 1 for story in TRUTH["stories"])
    assert {name for story in TRUTH["stories"] for name in story} <= TRUTH["events"].keys()


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact["id"])
def test_a_label_fits_its_origins_and_positions(fact: dict[str, Any]) -> None:
    origins = {
        origin["name"]
        for origin in TRUTH["origins"]
        for cite in _cites(fact)
        if cite["report"] in origin["reports"] and cite["report"] != "morning-digest"
    }
    match fact["label"]:
        case Label.SINGLE:
            assert len(origins) == 1
        case Label.AGREED:
            assert len(origins) > 1
            assert len(fact["positions"]) == 1
        case _:
            assert len(origins) > 1
            assert len(fact["positions"]) > 1


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact["id"])
def test_a_fact_stays_in_its_event_and_none_is_silent_who_speaks(fact: dict[str, Any]) -> None:
    told = {cite["report"] for cite in _cites(fact)}
    silent = set(fact["absent_from"]) | set(fact["absent_possible"]) | set(fact["alluded_in"])
    assert all(REPORTS[name]["event"] == fact["event"] for name in told | silent)
    assert not told & silent


def test_no_trap_is_laid_inside_one_answer() -> None:
    for trap in TRUTH["never"]:
        pair = [trap["a"], trap["b"]]
        for fact in FACTS:
            for position in fact["positions"]:
                assert not all(cite in position["statements"] for cite in pair)
            if trap["rule"] == "apart":
                assert not all(cite in _cites(fact) for cite in pair)


def test_the_words_are_the_models() -> None:
    assert {edge["kind"] for edge in TRUTH["lineage"]} == set(Kind)
    assert {fact["label"] for fact in FACTS} == set(Label)
    assert {flag for report in REPORTS.values() for flag in report["flags"]} == set(Flag)
    roles = {line["role"] for report in REPORTS.values() for line in report["set_aside"]}
    assert roles <= set(Role)
    assert roles >= {Role.CREDIT, Role.DISCLAIMER, Role.FURNITURE, Role.PAYWALL}


def test_the_corpus_has_what_it_was_made_to_show() -> None:
    languages = {language for report in REPORTS.values() for language in report["languages"]}
    assert languages == {"en", "de", "fr", "es", "ru", "uk"}
    assert {Path(report["file"]).suffix for report in REPORTS.values()} == {
        ".html",
        ".txt",
        ".jsonl",
    }
    parents = [edge["child"] for edge in TRUTH["lineage"]]
    assert len(parents) > len(set(parents)), "a text made of two"
    assert any(edge.get("unseen") for edge in TRUTH["lineage"])
    witnesses = [
        fact
        for fact in FACTS
        if fact["label"] == "agreed"
        and any("witness" in position for position in fact["positions"])
    ]
    assert witnesses, "one quotation in several origins"
    assert any("as_of" in position for fact in FACTS for position in fact["positions"])
    assert {trap["rule"] for trap in TRUTH["never"]} == {"apart", "not_contradicted"}
