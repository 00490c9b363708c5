"""Language packs: what Rashomon knows of each language, as data.

A pack is the folder `packs/<language>/` with one TOML file a section; a stage reads its own
section and turns it into a typed value. A language without a pack, or a pack without a section,
means that the stage knows nothing of that language and stays silent.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from rashomon.exceptions import PackError


@cache
def languages() -> tuple[str, ...]:
    """ISO 639-1 codes of all languages that have a pack, sorted."""
    folder = files("rashomon.language") / "packs"
    return tuple(sorted(p.name for p in folder.iterdir() if p.is_dir()))


@cache
def section(language: str | None, name: str) -> Mapping[str, Any]:
    """One section of a language's pack; empty where the pack or the section is absent.

    Raises `PackError` if the file is not TOML.
    """
    if language not in languages():
        return {}
    path = files("rashomon.language") / "packs" / language / f"{name}.toml"
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise PackError(str(error), input=f"packs/{language}/{name}.toml", stage="packs") from error
