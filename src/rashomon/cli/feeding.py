"""`rashomon feed`: what an archive has of a story, a source or a search, for readers of feeds."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from rashomon.cli.consulting import Db, opened, refuse


def feed(
    db: Db,
    story: Annotated[str | None, typer.Option(help="Reports of this story, by its id.")] = None,
    source: Annotated[str | None, typer.Option(help="Reports of this source.")] = None,
    search: Annotated[str | None, typer.Option(help="Reports that a search finds.")] = None,
) -> None:
    """Write an Atom feed of a story, a source or a search."""
    from rashomon.export.atom import atom

    given = {"story": story, "source": source, "search": search}
    named = {key: value for key, value in given.items() if value is not None}
    if len(named) != 1:
        refuse("one of --story, --source and --search says what the feed is of")
    ((kind, value),) = named.items()
    with opened(db) as archive:
        found = archive.told_by(story=story, source=source, words=search)
    sys.stdout.write(atom(f"Rashomon: {value}", f"{kind}:{value}", found))
