"""How near a reading comes to a planted truth: pure functions, and a printout of what is amiss.

    rashomon read examples/corpus --json > result.json
    python benchmarks/truth.py result.json examples/truth.json

A reading is what `rashomon read --json` prints (format "rashomon/1"); examples/README.md describes
the truth. A truth cites whole sentences; a reading's statement stands for a sentence when their
overlap is at least half of the shorter one, so that clauses and whole sentences both count.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import comb
from pathlib import Path
from typing import Any, NamedTuple

Json = Mapping[str, Any]


class Spot(NamedTuple):
    """A stretch of a report's text."""

    report: str
    start: int
    end: int

    def meets(self, other: Spot) -> bool:
        """Whether both share at least half of the shorter one."""
        shared = min(self.end, other.end) - max(self.start, other.start)
        shorter = min(self.end - self.start, other.end - other.start)
        return self.report == other.report and shared > 0 and 2 * shared >= shorter


@dataclass(frozen=True)
class Score:
    """What was right out of how much, what was wrong, and each complaint in words.

    `strangers` are facts that several origins are said to tell, and of which no two sentences of
    different reports stand in one fact of the truth; a few are true all the same.
    """

    edges_found: int
    edges_claimed: int
    edges_true: int
    wrong_arrows: int
    wrong_kinds: int
    origins_ari: float
    origins_exact: bool
    events_exact: bool
    stories_exact: bool
    wrong_languages: int
    wrong_flags: int
    facts_found: int
    facts_true: int
    labels_right: int
    mixed_positions: int
    false_contradicted: int
    told_by_several: int
    strangers: int
    traps: int
    absent_right: int
    absent_true: int
    false_absent: int
    furniture_cited: int
    complaints: tuple[str, ...] = field(default=(), repr=False)

    @property
    def edges_f1(self) -> float:
        """Harmonic mean of the lineage's precision and recall; 1 where nothing was to be found."""
        claimed_and_true = self.edges_claimed + self.edges_true
        return 2 * self.edges_found / claimed_and_true if claimed_and_true else 1.0

    def table(self) -> str:
        """The figures, one a line."""
        rows = {
            "lineage F1": f"{self.edges_f1:.3f}",
            "wrong arrows": self.wrong_arrows,
            "wrong kinds": self.wrong_kinds,
            "origins ARI": f"{self.origins_ari:.3f}",
            "origins exact": self.origins_exact,
            "events exact": self.events_exact,
            "stories exact": self.stories_exact,
            "wrong languages": self.wrong_languages,
            "wrong flags": self.wrong_flags,
            "facts found": f"{self.facts_found}/{self.facts_true}",
            "labels right": f"{self.labels_right}/{self.facts_found}",
            "mixed positions": self.mixed_positions,
            "false contradicted": self.false_contradicted,
            "of strangers": f"{self.strangers}/{self.told_by_several}",
            "traps violated": self.traps,
            "absences found": f"{self.absent_right}/{self.absent_true}",
            "false absences": self.false_absent,
            "furniture cited": self.furniture_cited,
        }
        return "\n".join(f"{name:20} {value}" for name, value in rows.items())


def score(result: Json, truth: Json) -> Score:
    """Compare a reading with a truth; see the module for when two spans are the same."""
    complaints: list[str] = []
    finder = _Finder(result)
    figures = {
        **_lineage(result, truth, complaints),
        **_origins(result, truth, complaints),
        **_groups(result, truth, complaints),
        **_states(result, truth, complaints),
        **_facts(result, truth, finder, complaints),
        **_traps(result, truth, finder, complaints),
    }
    return Score(**figures, complaints=tuple(complaints))


def adjusted_rand_index(one: Mapping[str, str], other: Mapping[str, str]) -> float:
    """Agreement of two partitions of the same keys: 1 the same, about 0 by chance.

    Hubert and Arabie, "Comparing partitions", Journal of Classification 2 (1985).
    """
    keys = sorted(one.keys() & other.keys())
    together = sum(comb(n, 2) for n in Counter((one[key], other[key]) for key in keys).values())
    ones = sum(comb(n, 2) for n in Counter(one[key] for key in keys).values())
    others = sum(comb(n, 2) for n in Counter(other[key] for key in keys).values())
    chance = ones * others / max(1, comb(len(keys), 2))
    most = (ones + others) / 2
    return 1.0 if most == chance else (together - chance) / (most - chance)


class _Finder:
    """Finds a truth's sentences in the texts of a reading, whatever its white space."""

    def __init__(self, result: Json) -> None:
        self._texts = {report["id"]: report.get("text", "") for report in result["reports"]}

    def spot(self, report: str, sentence: str) -> Spot | None:
        pattern = r"\s+".join(re.escape(word) for word in sentence.split())
        match = re.search(pattern, self._texts.get(report, ""))
        return Spot(report, *match.span()) if match else None

    def spots(self, cites: Iterable[Json]) -> list[Spot]:
        found = (self.spot(cite["report"], cite["sentence"]) for cite in cites)
        return [spot for spot in found if spot]


def _lineage(result: Json, truth: Json, complaints: list[str]) -> dict[str, Any]:
    names = {
        origin["id"]: origin.get("name") or origin["id"]
        for origin in result["origins"]
        if not origin.get("root")
    }
    wanted = {(edge["child"], _plain(edge["parent"])): edge for edge in truth["lineage"]}
    siblings = defaultdict(set)
    for edge in truth["lineage"]:
        if edge.get("unseen"):
            siblings[_plain(edge["parent"])].add(edge["child"])
    found: set[tuple[str, str]] = set()
    claimed = wrong_arrows = wrong_kinds = 0
    for edge in result["lineage"]:
        child, parent = edge["child"], _plain(names.get(edge["parent"], edge["parent"]))
        says = f"{child} -> {parent} ({edge['kind']}, direction {edge['direction']})"
        known = edge["direction"] == "known"
        claimed += 1
        if not known and (families := [p for p, c in siblings.items() if {child, parent} <= c]):
            # Two texts of one unseen origin: all but one of them hang on each other.
            open_edges = [(c, families[0]) for c in (parent, child)]
            found.update([key for key in open_edges if key not in found][:1])
            continue
        key = (child, parent) if (child, parent) in wanted else (parent, child)
        if key not in wanted:
            wrong_arrows += known
            complaints.append(f"lineage: not so: {says}")
            continue
        found.add(key)
        if known != (wanted[key]["direction"] == "known") or (known and key != (child, parent)):
            wrong_arrows += known
            complaints.append(f"lineage: wrong direction: {says}")
        if edge["kind"] not in wanted[key].get("kinds", [wanted[key]["kind"]]):
            wrong_kinds += 1
            complaints.append(f"lineage: is a {wanted[key]['kind']}: {says}")
    complaints += [
        f"lineage: missing: {child} -> {parent} ({wanted[child, parent]['kind']})"
        for child, parent in sorted(wanted.keys() - found)
    ]
    return {
        "edges_found": len(found),
        "edges_claimed": claimed,
        "edges_true": len(wanted),
        "wrong_arrows": wrong_arrows,
        "wrong_kinds": wrong_kinds,
    }


def _plain(name: str) -> str:
    return re.sub(r"^the\s+", "", name.casefold().strip())


def _origins(result: Json, truth: Json, complaints: list[str]) -> dict[str, Any]:
    mine, main = defaultdict(set), {}
    for report in result["reports"]:
        main[report["id"]] = str(report["origin"])
        for share in report.get("origins") or [{"origin": report["origin"]}]:
            mine[str(share["origin"])].add(report["id"])
    their_main: dict[str, str] = {}
    for origin in truth["origins"]:
        for report in origin["reports"]:
            their_main.setdefault(report, origin["name"])
    have = {frozenset(reports) for reports in mine.values()}
    want = {frozenset(origin["reports"]) for origin in truth["origins"]}
    _differences("origins", have, want, complaints)
    return {
        "origins_ari": adjusted_rand_index(main, their_main),
        "origins_exact": have == want,
    }


def _groups(result: Json, truth: Json, complaints: list[str]) -> dict[str, Any]:
    events = {event["id"]: frozenset(event["reports"]) for event in result["events"]}
    wanted = {name: frozenset(event["reports"]) for name, event in truth["events"].items()}
    have, want = set(events.values()), set(wanted.values())
    _differences("events", have, want, complaints)
    # A story of one event is that event: only longer ones say something.
    told = {tuple(events[event] for event in story["events"]) for story in result["stories"]}
    stories = {story for story in told if len(story) > 1}
    right = stories == {tuple(wanted[name] for name in story) for story in truth["stories"]}
    if not right:
        complaints.append(f"stories: {sorted(len(story) for story in told)} events each, not so")
    return {"events_exact": have == want, "stories_exact": right}


def _differences(
    what: str, have: set[frozenset[str]], want: set[frozenset[str]], complaints: list[str]
) -> None:
    complaints += [f"{what}: not so: {', '.join(group)}" for group in _ordered(have - want)]
    complaints += [f"{what}: missing: {', '.join(group)}" for group in _ordered(want - have)]


def _ordered(groups: Iterable[frozenset[str]]) -> list[list[str]]:
    return sorted(sorted(group) for group in groups)


def _states(result: Json, truth: Json, complaints: list[str]) -> dict[str, Any]:
    reports = {report["id"]: report for report in result["reports"]}
    wrong = Counter[str]()
    for name, wanted in truth["reports"].items():
        if name not in reports:
            wrong.update(("language", "flag"))
            complaints.append(f"reports: missing: {name}")
            continue
        languages, flags = set(reports[name]["languages"]), set(reports[name]["flags"])
        if languages != set(wanted["languages"]):
            wrong["language"] += 1
            complaints.append(f"languages: {name}: {sorted(languages)}, not {wanted['languages']}")
        must, may = set(wanted["flags"]), set(wanted.get("flags_possible", ()))
        if not must <= flags <= must | may:
            wrong["flag"] += 1
            complaints.append(f"flags: {name}: {sorted(flags)}, not {sorted(must)}")
    return {"wrong_languages": wrong["language"], "wrong_flags": wrong["flag"]}


def _positions(fact: Json) -> list[list[Spot]]:
    return [
        [Spot(cite["report"], cite["start"], cite["end"]) for cite in position["statements"]]
        for position in fact["positions"]
    ]


def _told(result: Json) -> Iterator[tuple[Json, list[list[Spot]]]]:
    for account in result["accounts"]:
        for fact in account["facts"]:
            yield fact, _positions(fact)


def _facts(result: Json, truth: Json, finder: _Finder, complaints: list[str]) -> dict[str, Any]:
    origins: dict[str, set[str]] = defaultdict(set)
    for origin in truth["origins"]:
        for report in origin["reports"]:
            origins[report].add(origin["name"])
    told = list(_told(result))
    wanted = [
        [finder.spots(position["statements"]) for position in fact["positions"]]
        for fact in truth["facts"]
    ]
    pairs = _pair(told, wanted, origins)
    tally = Counter[str]()
    for number, fact in enumerate(truth["facts"]):
        name = f"fact {fact['id']}"
        if number not in pairs:
            complaints.append(f"{name}: missing: {fact['about']} ({fact['label']})")
            continue
        mine, positions = told[pairs[number]]
        tally["found"] += 1
        if mine["label"] == fact["label"]:
            tally["labels"] += 1
        else:
            complaints.append(f"{name}: {mine['label']}, not {fact['label']}: {fact['why']}")
        if _mixed(positions, wanted[number]):
            tally["mixed"] += 1
            complaints.append(f"{name}: one position holds two answers")
        if fact["label"] != "single":
            absent, want = set(mine["absent_from"]), set(fact["absent_from"])
            tally["absent"] += len(absent & want)
            tally["absent true"] += len(want)
            wrong = absent - want - set(fact["absent_possible"])
            tally["false absent"] += len(wrong)
            complaints += [f"{name}: not absent from {report}" for report in sorted(wrong)]
    tally["false contradicted"] = sum(
        _falsely_contradicted(fact, positions, truth, wanted, complaints)
        for fact, positions in told
    )
    return {
        "facts_found": tally["found"],
        "facts_true": len(truth["facts"]),
        "labels_right": tally["labels"],
        "mixed_positions": tally["mixed"],
        "false_contradicted": tally["false contradicted"],
        **_strangers(told, wanted, complaints),
        "absent_right": tally["absent"],
        "absent_true": tally["absent true"],
        "false_absent": tally["false absent"],
    }


def _strangers(
    told: Sequence[tuple[Json, list[list[Spot]]]],
    wanted: Sequence[Sequence[Sequence[Spot]]],
    complaints: list[str],
) -> dict[str, int]:
    cites = [(fact, [spot for spots in positions for spot in spots]) for fact, positions in told]
    several = [(fact, cited) for fact, cited in cites if fact["label"] != "single"]
    planted = [[spot for spots in positions for spot in spots] for positions in wanted]
    strangers = [
        fact
        for fact, cited in several
        if all(
            len({s.report for s in cited if any(s.meets(spot) for spot in spots)}) < 2
            for spots in planted
        )
    ]
    complaints += [f"fact of strangers: {fact.get('text', fact['label'])}" for fact in strangers]
    return {"told_by_several": len(several), "strangers": len(strangers)}


def _pair(
    told: Sequence[tuple[Json, list[list[Spot]]]],
    wanted: Sequence[list[list[Spot]]],
    origins: Mapping[str, set[str]],
) -> dict[int, int]:
    """True fact to told fact, one to one, the largest common share of origins first.

    A fact counts as found when the told one has at least half of its origins, and two if it has two
    or more.
    """
    candidates = []
    for number, positions in enumerate(wanted):
        spots = [spot for position in positions for spot in position]
        needed = set().union(*(origins[spot.report] for spot in spots))
        for index, (_, mine) in enumerate(told):
            cited = [spot for position in mine for spot in position]
            met = [spot for spot in spots if any(spot.meets(cite) for cite in cited)]
            have = set().union(*(origins[spot.report] for spot in met))
            stray = sum(not any(cite.meets(spot) for spot in spots) for cite in cited)
            if have and len(have) >= min(2, len(needed)) and 2 * len(have) >= len(needed):
                candidates.append((-len(have) / len(needed), stray, number, index))
    pairs: dict[int, int] = {}
    for _, _, number, index in sorted(candidates):
        if number not in pairs and index not in pairs.values():
            pairs[number] = index
    return pairs


def _mixed(mine: Sequence[Sequence[Spot]], wanted: Sequence[Sequence[Spot]]) -> bool:
    """Whether some position holds statements that belong to different answers only."""
    for position in mine:
        answers = [
            {number for number, spots in enumerate(wanted) if any(map(cite.meets, spots))}
            for cite in position
        ]
        answers = [answer for answer in answers if answer]
        if answers and not set.intersection(*answers):
            return True
    return False


def _falsely_contradicted(
    fact: Json,
    positions: Sequence[Sequence[Spot]],
    truth: Json,
    wanted: Sequence[Sequence[Sequence[Spot]]],
    complaints: list[str],
) -> bool:
    if fact["label"] != "contradicted":
        return False
    for true_fact, answers in zip(truth["facts"], wanted, strict=True):
        spots = [spot for answer in answers for spot in answer]
        met = sum(any(map(cite.meets, spots)) for position in positions for cite in position)
        if true_fact["label"] == "contradicted" and met >= 2:
            return False
    complaints.append(f"falsely contradicted: {fact['text']}")
    return True


def _traps(result: Json, truth: Json, finder: _Finder, complaints: list[str]) -> dict[str, Any]:
    told = list(_told(result))
    violated = 0
    for trap in truth["never"]:
        one, other = finder.spots([trap["a"]]), finder.spots([trap["b"]])
        for fact, positions in told:
            ones = {n for n, cites in enumerate(positions) if _any_meet(one, cites)}
            others = {n for n, cites in enumerate(positions) if _any_meet(other, cites)}
            apart = trap["rule"] == "apart" and ones and others
            contradicted = fact["label"] == "contradicted" and ones and others and ones != others
            if apart or contradicted:
                violated += 1
                complaints.append(f"trap: {trap['why']}: in one fact, {fact['label']}")
                break
    aside = [
        spot
        for name, report in truth["reports"].items()
        for line in report["set_aside"]
        if (spot := finder.spot(name, line["text"]))
    ]
    cited = [spot for _, positions in told for cites in positions for spot in cites]
    furniture = [spot for spot in cited if _any_meet([spot], aside)]
    complaints += [f"furniture cited: {spot.report} {spot.start}-{spot.end}" for spot in furniture]
    return {"traps": violated, "furniture_cited": len(furniture)}


def _any_meet(ones: Iterable[Spot], others: Sequence[Spot]) -> bool:
    return any(one.meets(other) for one in ones for other in others)


def main(arguments: Sequence[str]) -> int:
    """Print the figures and every complaint; 1 if there is any, 2 for bad use."""
    if len(arguments) != 2:
        print("use: truth.py RESULT.json TRUTH.json", file=sys.stderr)
        return 2
    result, truth = (json.loads(Path(name).read_text(encoding="utf-8")) for name in arguments)
    reached = score(result, truth)
    print(reached.table(), *reached.complaints, sep="\n")
    return 1 if reached.complaints else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
