"""What programs call: `rashomon.open`, `rashomon.read` and `rashomon.read_text`.

The last is what the command line calls `annotate`, a name that a package has here.
"""

from __future__ import annotations

from pathlib import Path

from rashomon import pipeline
from rashomon.archive import Archive, Result
from rashomon.extract.article import extract
from rashomon.model import Capture, Reading, Report
from rashomon.settings import Settings

# Workers import a program's own file anew, which must guard for that: none unless asked for.
_ALONE = Settings(workers=1)


def open(path: str | Path | None = None, settings: Settings | None = None) -> Archive:
    """Opens an archive, made if absent; without a path one that is gone when closed.

    Raises `StoreError` if the file is no archive, is damaged or of a newer version.
    """
    return Archive.open(path, settings or _ALONE)


def read(*inputs: str | Path, settings: Settings | None = None) -> Result:
    """Reads files, folders, globs or "-" and tells all that they hold, as `rashomon read` does.

    What cannot be read is in the result's `failures`.
    """
    with Archive.open(settings=settings or _ALONE) as archive:
        archive.add(map(str, inputs))
        return archive.result()


def read_text(text: str | Report, settings: Settings | None = None) -> Reading:
    """Reads one report by itself: roles, names, places, times, quantities, quotes.

    Offsets are code points into the text. Raises `StageError` if the text is empty or too long.
    """
    settings = settings or Settings()
    if isinstance(text, str):
        text = extract(Capture("text", "text", text, digest=""), settings.extract)
    return pipeline.read(text, settings)
