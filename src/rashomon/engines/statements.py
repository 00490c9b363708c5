"""The stages across reports: one file of SQL each, in `sql/`, with the settings' values in it.

A stage reads earlier ones by their names. Statements are written in what DuckDB and Spark SQL have
in common; `differing`, the number of bits in which two integers differ, is what every engine adds.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from string import Template

from rashomon.settings import Settings

# In this order; the components of families stand between `edges` and `families`.
BEFORE = ("named", "copies", "holders", "sharing", "candidates", "edges")
STARS = ("large_star", "small_star")
AFTER = ("families", "rare", "namesakes", "nearest")

# Those that look at one report after the other, so that reports come in slices.
SLICED = frozenset({"sharing", "namesakes"})

# Reports of one text that stand for themselves, as in an archive.
_STANDING = 8


def statement(name: str, settings: Settings, slice: int = 0, slices: int = 1) -> str:
    """The text of a statement; the same for every engine.

    What has many rows for each report is asked for slice by slice, of so many.
    """
    reuse, events = settings.reuse, settings.events
    return _text(name).substitute(
        slice=slice,
        slices=slices,
        standing=_STANDING,
        reports_per_key=reuse.max_reports_per_key,
        candidates=reuse.max_candidates,
        derived=reuse.derived,
        near=settings.batch.near_leads,
        neighbours=events.neighbours,
        # Farther apart in time counts as far as can be.
        window=int(events.near_days + events.time_span),
    )


@cache
def _text(name: str) -> Template:
    return Template(files(__package__).joinpath("sql", f"{name}.sql").read_text(encoding="utf-8"))
