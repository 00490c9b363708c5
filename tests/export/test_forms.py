"""Exports: each form says the same of the same events, and nothing in it is a formula or markup."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from tests.export.results import hostile, sample
from typer.testing import CliRunner

from rashomon.archive import Result
from rashomon.cli import app
from rashomon.cli.exporting import Form as Offered
from rashomon.export import tables
from rashomon.export.forms import Form, export
from rashomon.export.markdown import plain
from rashomon.export.view import view
from rashomon.model import Stemma


def made(form: Form) -> str:
    return export(sample(), form, "event:e1", "Ferry").text


def test_the_command_offers_every_form() -> None:
    assert [form.value for form in Offered] == [form.value for form in Form]


def test_a_row_of_the_table_is_a_statement() -> None:
    rows = list(csv.DictReader(io.StringIO(made(Form.CSV))))
    found = sample()
    statements = [
        c
        for a in found.accounts.values()
        for f in a.facts
        for p in f.positions
        for c in p.statements
    ]
    assert len(rows) == len(statements)
    for row in rows:
        report = found.texts[row["report"]].report
        assert row["sha256"] == report.digest
        words = report.text[int(row["start"]) : int(row["end"])]
        assert " ".join(words.split()) == row["words"]
        assert row["origin"]


def test_no_cell_is_a_formula() -> None:
    seen = view(hostile())
    for row in csv.reader(io.StringIO(tables.statements(seen))):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


def test_markdown_cites_every_statement_it_marks() -> None:
    text = made(Form.MARKDOWN)
    marks = set(re.findall(r"\[\^(\d+)\](?!:)", text))
    notes = set(re.findall(r"^\[\^(\d+)\]:", text, flags=re.MULTILINE))
    assert marks == notes != set()
    assert "sha256:" in text


def test_markup_from_outside_is_text_in_markdown() -> None:
    assert plain("<b>*x*</b> [a](javascript:b) `c`").startswith("\\<b\\>\\*x\\*\\</b\\> \\[a\\](")
    assert "<script>" not in export(hostile(), Form.MARKDOWN, "event:e", "x").text


@pytest.mark.parametrize("found", [sample(), hostile()], ids=["sample", "hostile"])
def test_a_feed_is_well_formed_and_its_ids_are_told_apart(found: Result) -> None:
    text = export(found, Form.ATOM, "event:e1", "Ferry").text
    root = ElementTree.fromstring(text)
    entries = root.findall("{*}entry")
    assert entries
    assert all(e.find("{*}updated") is not None and e.find("{*}id") is not None for e in entries)
    assert not any(
        link.get("href", "").startswith("javascript") for link in root.findall(".//{*}link")
    )


def test_graph_and_json_are_those_of_the_other_commands() -> None:
    assert "graphml" in made(Form.GRAPHML)
    assert json.loads(made(Form.JSON))["format"] == "rashomon/1"


@pytest.mark.parametrize("found", [sample(), hostile()], ids=["sample", "hostile"])
def test_the_stemma_is_drawn_and_written_for_graphviz(found: Result) -> None:
    drawn = ElementTree.fromstring(export(found, Form.SVG, "event:e1", "Ferry").text)
    assert not [e for e in drawn.iter() if e.tag.endswith("script")]
    assert len(drawn.findall(".//{*}rect")) >= len(found.texts)
    written = export(found, Form.DOT, "event:e1", "Ferry").text
    nodes = found.texts.keys() | {edge.parent for edge in found.stemma.lineage}
    assert written.count("[label=") == len(nodes) + len(found.stemma.lineage)


def test_more_reports_than_can_be_drawn_are_counted() -> None:
    one = next(iter(sample().texts.values()))
    many = {f"r{n}": replace(one, report=replace(one.report, id=f"r{n}")) for n in range(60)}
    found = replace(sample(), texts=many, stemma=Stemma((), (), {}), events=(), accounts={})
    assert "60 reports" in export(found, Form.SVG, "event:e1", "Ferry").text


def test_what_is_not_there_is_no_traceback(tmp_path: object) -> None:
    run = CliRunner().invoke(app, ["export", "event", "e1", "--db", f"{tmp_path}/none.db"])
    assert run.exit_code == 2
    assert "no such archive" in run.output
