"""Every benchmark can be started: what it takes from others is there."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent.parent / "benchmarks"
NAMES = sorted(path.stem for path in FOLDER.glob("*.py"))


@pytest.mark.parametrize("name", NAMES)
def test_it_can_be_imported(name: str) -> None:
    importlib.import_module(f"benchmarks.{name}")
