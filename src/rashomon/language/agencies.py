"""News agencies: every spelling of their names, and the one name for each."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

_SPACE = re.compile(r"[\s\u00a0]+")


@cache
def _spellings() -> tuple[dict[str, str], dict[str, str]]:
    """Canonical names by exact spelling (those wholly in capitals) and by folded spelling."""
    text = (files("rashomon.language") / "agencies.toml").read_text(encoding="utf-8")
    exact: dict[str, str] = {}
    folded: dict[str, str] = {}
    for name, spellings in tomllib.loads(text).items():
        for spelling in spellings:
            if spelling.isupper() and len(spelling) <= 5:
                exact[spelling] = name
            else:
                folded[spelling.casefold()] = name
    return exact, folded


def agency(name: str) -> str | None:
    """The canonical name of the news agency that a name, as written, is; None for any other."""
    clean = _SPACE.sub(" ", name).strip(" \"'«»„“”")
    exact, folded = _spellings()
    return exact.get(clean) or folded.get(clean.casefold())
