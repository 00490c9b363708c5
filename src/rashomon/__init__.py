"""Rashomon: one event, every account.

    found = rashomon.read("reports/")              # files, folders, globs: a Result
    with rashomon.open("archive.db") as archive:   # kept in a file that later runs extend
        archive.add(["reports/"])
    reading = rashomon.read_text("The ferry …")    # one text by itself: a Reading

Importing this costs next to nothing: each name is loaded when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rashomon.api import open, read, read_text
    from rashomon.archive import Archive, Result
    from rashomon.exceptions import RashomonError
    from rashomon.model import Reading, Report
    from rashomon.settings import Settings

__all__ = [
    "Archive",
    "RashomonError",
    "Reading",
    "Report",
    "Result",
    "Settings",
    "open",
    "read",
    "read_text",
]

_LOADED_LATE = {
    "Archive": "rashomon.archive",
    "RashomonError": "rashomon.exceptions",
    "Reading": "rashomon.model",
    "Report": "rashomon.model",
    "Result": "rashomon.archive",
    "Settings": "rashomon.settings",
    "open": "rashomon.api",
    "read": "rashomon.api",
    "read_text": "rashomon.api",
}


def __getattr__(name: str) -> object:
    """Loads the module behind a name of `__all__` when it is first asked for."""
    if name not in _LOADED_LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(_LOADED_LATE[name]), name)
    return found
