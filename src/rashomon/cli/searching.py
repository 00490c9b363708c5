"""`rashomon search`: reports, events and stories by words, meaning and filters."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from rashomon.cli.consulting import Db, opened, put
from rashomon.cli.saying import say


def search(
    query: Annotated[
        str,
        typer.Argument(
            help='Words, "a phrase", begin*; "" finds all that the filters leave, the latest first.'
        ),
    ],
    db: Db,
    source: Annotated[str | None, typer.Option(help="Only reports of this source.")] = None,
    language: Annotated[str | None, typer.Option(help="Only of this language, as `de`.")] = None,
    place: Annotated[
        str | None, typer.Option(help="Only those that name this place, in any spelling.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DAY", help="Only from this day, month or year on.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DAY", help="Only up to this day, month or year.")
    ] = None,
    flag: Annotated[
        str | None, typer.Option(help="Only texts of this state, as `paywalled`.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="Most of each to show.")] = 20,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Find reports, events and stories: by words in all scripts, and by meaning."""
    from rich.console import Console
    from rich.text import Text as Line

    from rashomon.archive import Query
    from rashomon.export.wording import clean

    with opened(db) as archive:
        asked = Query(query, source, language, place, since, until, flag)
        found = archive.search(asked, limit)
    if json_:
        put(asdict(found))
        return
    console = Console()
    for name, hits in (
        ("STORIES", found.stories),
        ("EVENTS", found.events),
        ("REPORTS", found.reports),
    ):
        if hits:
            console.print(Line(name, "bold"))
        for hit in hits:
            console.print(Line(f"{clean(hit.id)}  {clean(hit.title)}"))
            if hit.kind == "report" and hit.text:
                console.print(Line(f"    {clean(hit.text)}", "dim"))
    if not found.reports:
        say("nothing found")
