"""The commands that ask an archive: what they print, and how they refuse."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import Result
from typer.testing import CliRunner

from rashomon.archive import Archive
from rashomon.cli import app

BODY = (
    "The ferry Aldra ran aground on the sandbank off Kessin harbour before dawn on Tuesday. "
    "Lifeboats took all ninety passengers ashore within two hours, the harbour master said. "
    "Divers will inspect the hull as soon as the wind drops, the owner of the ship announced. "
    "The narrow channel stays closed to larger ships until the inspection has been completed. "
    "It is the third grounding in the channel since the autumn storms moved the sandbank. "
)
HOSTILE = '</text><script>alert("x")</script> \\" ]; \x1b[31m\u202e & more'
Run = Callable[..., Result]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ferry")
    reports = [
        {"id": "kessin-post", "source": "Kessin Post", "published": "2026-02-03T08:00:00Z"},
        {"id": "kessin-radio", "source": HOSTILE, "published": "2026-02-03T11:00:00Z"},
    ]
    lines = [json.dumps({**r, "title": HOSTILE, "text": BODY}) for r in reports]
    lines[1] = json.dumps({**reports[1], "title": HOSTILE, "text": BODY + "\nSource: Kessin Post"})
    (folder / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with Archive.open(folder / "ferry.db") as archive:
        assert archive.add([str(folder / "in.jsonl")]) == []
    return folder / "ferry.db"


@pytest.fixture
def run(db: Path) -> Run:
    return lambda *words: CliRunner().invoke(app, [*words, "--db", str(db)])


def test_trace_draws_the_tree(run: Run) -> None:
    found = run("trace", "kessin-r")
    assert found.exit_code == 0
    assert "kessin-post" in found.stdout
    assert "confidence" in found.stdout
    assert "\x1b" not in found.stdout
    assert "\u202e" not in found.stdout


def test_trace_as_json_has_the_lineage(run: Run) -> None:
    found = json.loads(run("trace", "kessin-post", "--json").stdout)
    assert [(e["child"], e["parent"]) for e in found["lineage"]] == [
        ("kessin-radio", "kessin-post")
    ]
    assert {r["event"] for r in found["reports"]} == {json_events(run)[0]["id"]}


@pytest.mark.parametrize("form", ["svg", "graphml"])
def test_hostile_names_stay_text_in_xml(run: Run, form: str) -> None:
    found = run("trace", "kessin-post", "--format", form).stdout
    tree = ElementTree.fromstring(found)
    assert not [e for e in tree.iter() if e.tag.endswith("script")]
    assert any("<script>" in (e.text or "") for e in tree.iter())
    assert "\x1b" not in found


@pytest.mark.parametrize("form", ["graphml", "dot", "svg", "json"])
def test_a_family_is_exported_as_it_is_traced(run: Run, form: str) -> None:
    traced = run("trace", "kessin-post", "--format", form).stdout
    exported = run("export", "family", "kessin-radio", "--format", form)
    assert exported.exit_code == 0
    if form != "json":
        assert exported.stdout == traced
        return
    one, other = json.loads(exported.stdout), json.loads(traced)
    assert {key: one[key] for key in other} == other
    assert len(one["lineage"]) == 1


def test_hostile_ids_stay_within_their_quotes_in_dot(tmp_path: Path) -> None:
    record = {"id": 'a"]; evil -> b [label="\\', "text": BODY}
    (tmp_path / "in.jsonl").write_text(json.dumps(record), encoding="utf-8")
    db = tmp_path / "a.db"
    with Archive.open(db) as archive:
        archive.add([str(tmp_path / "in.jsonl")])
    found = CliRunner().invoke(app, ["trace", "a", "--format", "dot", "--db", str(db)]).stdout
    assert r'n0 [label="a\"]; evil -> b [label=\"\\"];' in found


def json_events(run: Run) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(run("events", "--json").stdout)
    return found


def test_an_event_is_told_by_the_beginning_of_its_id(run: Run) -> None:
    (event,) = json_events(run)
    found = json.loads(run("event", str(event["id"])[:4], "--json").stdout)
    assert [e["id"] for e in found["events"]] == [event["id"]]
    assert found["accounts"]


def test_the_log_names_every_arrival(run: Run) -> None:
    (event,) = json_events(run)
    log = json.loads(run("events", "--log", str(event["id"]), "--json").stdout)
    assert [(c["report"], c["old"], c["new"]) for c in log] == [
        ("kessin-post", None, event["id"]),
        ("kessin-radio", None, event["id"]),
    ]


def test_a_report_is_shown_without_control_characters(run: Run) -> None:
    found = run("report", "kessin-post").stdout
    assert "ran aground" in found
    assert "\x1b" not in found
    assert json.loads(run("report", "kessin-post", "--json").stdout)["id"] == "kessin-post"


def test_two_reports_stand_side_by_side(run: Run) -> None:
    found = run("compare", "kessin-p", "kessin-r")
    assert found.exit_code == 0
    assert "5 passages in common: 100% of kessin-post" in " ".join(found.stdout.split())
    assert found.stdout.count("verbatim") == 5
    assert "\x1b" not in found.stdout
    assert "\u202e" not in found.stdout
    told = json.loads(run("compare", "kessin-p", "kessin-r", "--json").stdout)
    assert [p["kind"] for p in told["pairs"]].count("verbatim") == 5
    assert told["pairs"][0]["left"] == told["pairs"][0]["right"]


def test_two_reports_stand_side_by_side_on_a_page(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "beside.html"
    found = run("compare", "kessin-p", "kessin-r", "--html", str(file))
    assert (found.exit_code, found.stdout) == (0, "")
    page = file.read_text(encoding="utf-8")
    assert page.count('class="verbatim"') == 5
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert "href" not in page


def test_stories_may_be_none(run: Run) -> None:
    assert json.loads(run("stories", "--json").stdout) == []


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("trace", "nobody"), "no report has an id that begins so"),
        (("compare", "kessin-p", "nobody"), "no report has an id that begins so"),
        (("report", "kessin"), "begins 2 ids: kessin-post, kessin-radio"),
        (("event", ""), "no event has an id that begins so"),
        (("events", "--log", "zz\x1b"), "no event has an id that begins so"),
    ],
)
def test_what_names_nothing_is_refused(run: Run, words: tuple[str, ...], why: str) -> None:
    found = run(*words)
    assert found.exit_code == 2
    assert why in found.stderr
    assert "\x1b" not in found.stderr
    assert found.stdout == ""


def test_a_missing_archive_is_not_made(tmp_path: Path) -> None:
    db = tmp_path / "none.db"
    found = CliRunner().invoke(app, ["events", "--db", str(db)])
    assert found.exit_code == 2
    assert "no such archive" in found.stderr
    assert not db.exists()


def test_db_checks_and_copies(run: Run, tmp_path: Path) -> None:
    assert run("db", "check").stdout == "sound\n"
    assert run("db", "upgrade").exit_code == 0
    target = tmp_path / "copy.db"
    assert run("db", "backup", str(target)).exit_code == 0
    assert target.exists()
    assert run("db", "backup", str(target)).exit_code == 2


def test_a_judgement_is_made_listed_and_taken_back(db: Path, tmp_path: Path) -> None:
    own = shutil.copy(db, tmp_path / "own.db")

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, [*words, "--db", str(own)])

    (event,) = json_events(run)
    made = json.loads(
        run("judge", "split", str(event["id"]), "kessin-radio", "--by", "\x1bAnn", "--json").stdout
    )
    assert (made["kind"], made["subjects"]) == ("split", [event["id"], "kessin-radio"])
    assert len(json_events(run)) == 2
    listed = run("judge", "list").stdout
    assert made["id"] in listed
    assert "\x1b" not in listed
    assert json.loads(run("judge", "list", "--json").stdout) == [made]
    log = run("events", "--log", str(event["id"])).stdout
    assert f"split by Ann ({made['id']})" in log
    undone = json.loads(run("judge", "undo", made["id"], "--by", "Ben", "--json").stdout)
    assert undone["undone"]["by"] == "Ben"
    assert json_events(run) == [event]
    assert run("judge", "undo", made["id"]).exit_code == 2


def test_a_judgement_about_nothing_is_refused(run: Run) -> None:
    found = run("judge", "merge", "e", "zz")
    assert found.exit_code == 2
    assert "no event has an id that begins so" in found.stderr
