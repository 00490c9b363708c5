"""`rashomon read`: read, relate, collate, show."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from rashomon.cli.consulting import Language
from rashomon.cli.saying import say
from rashomon.exceptions import RashomonError


def read(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH|URL...",
            help="Files, folders, globs, addresses (http, https) or - for standard input: "
            "text, HTML, JSONL, .gz of these.",
        ),
    ],
    db: Annotated[
        str | None,
        typer.Option(
            metavar="FILE|URL",
            help="Keep an archive in this file, or on a server (postgresql://HOST/DATABASE); "
            "later runs extend it.",
        ),
    ] = None,
    json_: Annotated[
        bool, typer.Option("--json", help="Print the result as JSON (format rashomon/1).")
    ] = False,
    html: Annotated[
        Path | None,
        typer.Option(
            help="Write the account as one self-contained page: a .html file, or a folder for it."
        ),
    ] = None,
    language: Language = None,
    settings: Annotated[Path | None, typer.Option(help="A TOML file of settings.")] = None,
) -> None:
    """Read reports and show the account of each event."""
    from rich.console import Console

    from rashomon.archive import Archive
    from rashomon.cli.progress import Reporter
    from rashomon.export import json as as_json
    from rashomon.export import terminal
    from rashomon.export.view import view
    from rashomon.settings import load

    page = None
    try:
        if html:
            from rashomon.export import html as as_page

            page = as_page.place(html)
        with Reporter() as progress, Archive.open(db, load(settings)) as archive:
            failures = archive.add(inputs, progress)
            found = archive.result(progress).titled(language)
        seen = view(found)
        if page:
            page.write_text(as_page.render(seen), encoding="utf-8")
    except (RashomonError, OSError) as error:
        say(str(error), "error")
        raise typer.Exit(2) from error
    for failure in failures:
        say(f"{failure.stage}: {failure.input}: {failure.error}", "warning")
    if json_:
        json.dump(as_json.result(found), sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        terminal.show(seen, Console())
    if page:
        say(f"the account as a page: {page}")
    raise typer.Exit(1 if failures else 0)
