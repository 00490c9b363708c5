"""What Python programs call; docs/guide/python.md shows it at work and is tested as well."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import rashomon
from rashomon.exceptions import StageError, StoreError
from rashomon.model import Report

TEXT = "The ferry to Lindsay was cancelled on Monday, the harbour office said."


def test_a_text_and_its_report_read_the_same() -> None:
    report = Report("ferry", "ferry.txt", TEXT, digest="")
    assert rashomon.read_text(TEXT) == rashomon.read_text(report)
    assert rashomon.read_text(TEXT).language == "en"


def test_what_a_report_declares_is_used() -> None:
    report = Report("ferry", "ferry.txt", TEXT, digest="")
    dated = replace(report, published=rashomon.model.Moment("2026-03-10", "day", "given"))
    assert [t.value for t in rashomon.read_text(dated).times] == ["2026-03-09"]


def test_an_empty_text_is_an_error() -> None:
    with pytest.raises(StageError):
        rashomon.read_text(" \n")


def test_settings_hold_for_what_is_read(tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text(TEXT, encoding="utf-8")
    narrow = rashomon.settings.Extract(max_characters=10)
    found = rashomon.read(tmp_path, settings=rashomon.Settings(extract=narrow))
    assert [failure.stage for failure in found.failures] == ["extract"]
    assert not found.texts


def test_an_archive_keeps_what_was_added(tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text(TEXT, encoding="utf-8")
    for _ in range(2):
        with rashomon.open(tmp_path / "a.db") as archive:
            archive.add([str(tmp_path / "ferry.txt")])
            assert list(archive.result().texts) == ["ferry"]


def test_a_file_that_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_text("no archive", encoding="utf-8")
    with pytest.raises(StoreError):
        rashomon.open(tmp_path / "a.db")


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        _ = rashomon.nonsense


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        (
            rashomon.Settings(language=replace(rashomon.Settings().language, longest_sentence=20)),
            "sentences",
        ),
        (
            rashomon.Settings(annotate=replace(rashomon.Settings().annotate, longest_quote=3)),
            "quotes",
        ),
        (
            rashomon.Settings(annotate=replace(rashomon.Settings().annotate, place_points=99.0)),
            "places",
        ),
        (rashomon.Settings(annotate=replace(rashomon.Settings().annotate, tense_reach=0)), "times"),
        (rashomon.Settings(annotate=replace(rashomon.Settings().annotate, dated_lead=0)), "dated"),
    ],
)
def test_settings_of_every_stage_hold(changed: rashomon.Settings, part: str) -> None:
    text = (
        '"The port will open again on Friday," said Mayor Ada Morrow in Berlin on 3 March 2026. '
        "The council of Paris will meet on Thursday."
    )
    report = Report(
        "port", "port.txt", text, "", published=rashomon.model.Moment("2026-03-04", "day", "given")
    )
    assert getattr(rashomon.read_text(report, changed), part) != getattr(
        rashomon.read_text(report), part
    )
