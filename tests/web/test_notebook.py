"""The notebook of the guide runs as it stands, on the archive of the sample corpus."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rashomon.archive import Archive

NOTEBOOK = Path(__file__).resolve().parents[2] / "docs" / "guide" / "analysis.ipynb"


def test_every_cell_runs(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.backup(tmp_path / "news.db")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)
    assert len(names["told"].texts) == 19
    assert len(names["table"]) >= 4
    assert names["report"].text[names["cited"].start : names["cited"].end]
