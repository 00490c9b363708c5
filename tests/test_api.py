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
