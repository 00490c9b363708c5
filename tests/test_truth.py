"""The score is full for the truth itself, and each kind of mistake lowers its own figure."""

from __future__ import annotations

import copy
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from benchmarks.truth import Spot, adjusted_rand_index, main, score
from hypothesis import given
from hypothesis import strategies as st

TRUTH: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "examples" / "truth.json").read_text(encoding="utf-8")
)


def _flawless() -> dict[str, Any]:
    """A reading that says just what the truth says, over texts of the cited sentences alone."""
    sentences: dict[str, list[str]] = defaultdict(list)
    cites = [
        cite
        for fact in TRUTH["facts"]
        for position in fact["positions"]
        for cite in position["statements"]
    ]
    for cite in cites + [cite for trap in TRUTH["never"] for cite in (trap["a"], trap["b"])]:
        if cite["sentence"] not in sentences[cite["report"]]:
            sentences[cite["report"]].append(cite["sentence"])
    for name, report in TRUTH["reports"].items():
        sentences[name] += [line["text"] for line in report["set_aside"]]
    texts = {name: "\n".join(lines) for name, lines in sentences.items()}
    shares: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for origin in TRUTH["origins"]:
        for name in origin["reports"]:
            shares[name].append({"origin": origin["name"], "share": 0.5})

    def statement(cite: dict[str, str]) -> dict[str, Any]:
        start = texts[cite["report"]].index(cite["sentence"])
        end = start + len(cite["sentence"])
        return {"report": cite["report"], "start": start, "end": end}

    def told(fact: dict[str, Any]) -> dict[str, Any]:
        return {
            "label": fact["label"],
            "text": fact["about"],
            "absent_from": fact["absent_from"],
            "positions": [
                {"statements": [statement(cite) for cite in position["statements"]]}
                for position in fact["positions"]
            ],
        }

    return {
        "reports": [
            {
                "id": name,
                "text": texts[name],
                "languages": report["languages"],
                "flags": report["flags"],
                "origin": shares[name][0]["origin"],
                "origins": shares[name],
            }
            for name, report in TRUTH["reports"].items()
        ],
        "lineage": [
            {key: edge[key] for key in ("child", "parent", "kind", "direction")}
            for edge in TRUTH["lineage"]
        ],
        "origins": [
            {"id": origin["name"], "root": origin["root"], "reports": origin["reports"]}
            for origin in TRUTH["origins"]
        ],
        "events": [
            {"id": name, "reports": event["reports"]} for name, event in TRUTH["events"].items()
        ],
        "stories": [{"events": story} for story in TRUTH["stories"]],
        "accounts": [
            {"event": name, "facts": [told(f) for f in TRUTH["facts"] if f["event"] == name]}
            for name in TRUTH["events"]
        ],
    }


FLAWLESS = _flawless()


@pytest.fixture
def reading() -> dict[str, Any]:
    return copy.deepcopy(FLAWLESS)


def _fact(reading: dict[str, Any], name: str) -> dict[str, Any]:
    about = next(fact["about"] for fact in TRUTH["facts"] if fact["id"] == name)
    return next(
        fact
        for account in reading["accounts"]
        for fact in account["facts"]
        if fact["text"] == about
    )


def test_the_truth_itself_scores_full() -> None:
    reached = score(FLAWLESS, TRUTH)
    assert reached.complaints == ()
    assert reached.edges_f1 == reached.origins_ari == 1
    assert reached.origins_exact
    assert reached.events_exact
    assert reached.stories_exact
    assert reached.facts_found == reached.labels_right == reached.facts_true == len(TRUTH["facts"])
    assert reached.absent_right == reached.absent_true > 0


def test_a_reversed_arrow_is_a_wrong_one(reading: dict[str, Any]) -> None:
    edge = reading["lineage"][0]
    edge["child"], edge["parent"] = edge["parent"], edge["child"]
    reached = score(reading, TRUTH)
    assert reached.wrong_arrows == 1
    assert reached.edges_f1 == 1


def test_an_undecided_direction_is_found_but_not_wrong(reading: dict[str, Any]) -> None:
    reading["lineage"][0]["direction"] = "unknown"
    reached = score(reading, TRUTH)
    assert (reached.wrong_arrows, reached.edges_f1) == (0, 1)
    assert len(reached.complaints) == 1


def test_an_invented_and_a_lost_edge_both_cost(reading: dict[str, Any]) -> None:
    lost = reading["lineage"].pop()
    reading["lineage"].append(lost | {"child": "le-fanal", "parent": "bereg"})
    reached = score(reading, TRUTH)
    assert reached.edges_f1 == pytest.approx(1 - 1 / len(TRUTH["lineage"]))
    assert reached.wrong_arrows == 1


def test_texts_of_one_unseen_origin_may_hang_on_each_other(reading: dict[str, Any]) -> None:
    edge = next(edge for edge in reading["lineage"] if edge["child"] == "harbour-notes")
    edge |= {"parent": "millfield-news", "direction": "unknown"}
    assert score(reading, TRUTH).complaints == ()
    edge["direction"] = "known"
    assert score(reading, TRUTH).wrong_arrows == 1


def test_an_unseen_origin_is_known_by_its_name(reading: dict[str, Any]) -> None:
    for edge in reading["lineage"]:
        edge["parent"] = edge["parent"].replace("The Aldern Times", "unseen-1")
    for origin in reading["origins"]:
        if origin["root"] is None:
            origin |= {"id": "unseen-1", "name": "Aldern Times"}
    assert score(reading, TRUTH).complaints == ()


def test_groups_must_be_exact(reading: dict[str, Any]) -> None:
    reading["events"][0]["reports"] = reading["events"][0]["reports"][1:]
    reading["stories"] = []
    reading["reports"][0] |= {"origin": "x", "origins": [], "languages": ["pl"], "flags": ["odd"]}
    reached = score(reading, TRUTH)
    assert not reached.events_exact
    assert not reached.stories_exact
    assert not reached.origins_exact
    assert reached.origins_ari < 1
    assert (reached.wrong_languages, reached.wrong_flags) == (1, 1)


def test_a_false_contradiction_is_counted(reading: dict[str, Any]) -> None:
    _fact(reading, "toll-halm")["label"] = "contradicted"
    reached = score(reading, TRUTH)
    assert reached.false_contradicted == 1
    assert reached.labels_right == reached.facts_true - 1
    assert reached.traps == 2  # the two pairs of figures that rose


def test_two_things_in_one_fact_spring_a_trap(reading: dict[str, Any]) -> None:
    halm, grunik = _fact(reading, "toll-halm"), _fact(reading, "toll-grunik")
    halm["positions"] += grunik["positions"]
    assert score(reading, TRUTH).traps == 2


def test_answers_must_not_share_a_position(reading: dict[str, Any]) -> None:
    fact = _fact(reading, "area")
    one, other = fact["positions"]
    fact["positions"] = [{"statements": one["statements"] + other["statements"]}]
    assert score(reading, TRUTH).mixed_positions == 1


def test_a_lost_fact_and_a_false_absence_are_told(reading: dict[str, Any]) -> None:
    _fact(reading, "bridge")["positions"] = []
    _fact(reading, "warning")["absent_from"] = ["telvia", "lantern"]
    _fact(reading, "hospital")["absent_from"].append("norda")  # written too early to be sure
    reached = score(reading, TRUTH)
    assert reached.facts_found == reached.facts_true - 1
    assert reached.false_absent == 1
    assert any("fact bridge: missing" in line for line in reached.complaints)


def test_cited_furniture_is_told(reading: dict[str, Any]) -> None:
    line = TRUTH["reports"]["lantern"]["set_aside"][0]["text"]
    text = next(report["text"] for report in reading["reports"] if report["id"] == "lantern")
    start = text.index(line)
    cite = {"report": "lantern", "start": start, "end": start + len(line)}
    _fact(reading, "bridge")["positions"][0]["statements"].append(cite)
    assert score(reading, TRUTH).furniture_cited == 1


def test_clauses_stand_for_their_sentence() -> None:
    sentence = Spot("a", 10, 110)
    assert sentence.meets(Spot("a", 20, 40))
    assert sentence.meets(Spot("a", 90, 125))
    assert not sentence.meets(Spot("a", 100, 160))
    assert not sentence.meets(Spot("b", 10, 110))


@given(st.lists(st.sampled_from("abc"), min_size=2), st.permutations("abc"))
def test_the_rand_index_ignores_names(groups: list[str], names: list[str]) -> None:
    one = {str(number): group for number, group in enumerate(groups)}
    renamed = {key: names["abc".index(group)] for key, group in one.items()}
    assert adjusted_rand_index(one, renamed) == 1


def test_the_rand_index_of_a_published_example() -> None:
    # Hubert and Arabie's correction on the contingency table 1 1 0 / 1 2 1 / 0 0 4.
    one = dict(enumerate("aabbbbcccc"))
    other = dict(enumerate("xyxyyzzzzz"))
    index = adjusted_rand_index(
        {str(k): v for k, v in one.items()}, {str(k): v for k, v in other.items()}
    )
    assert index == pytest.approx(0.31257344, abs=1e-8)


def test_it_prints_what_is_amiss(
    reading: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [tmp_path / "result.json", tmp_path / "truth.json"]
    files[1].write_text(json.dumps(TRUTH), encoding="utf-8")
    files[0].write_text(json.dumps(reading), encoding="utf-8")
    assert main([str(file) for file in files]) == 0
    reading["stories"] = []
    files[0].write_text(json.dumps(reading), encoding="utf-8")
    assert main([str(file) for file in files]) == 1
    assert "stories: " in capsys.readouterr().out
    assert main([]) == 2
