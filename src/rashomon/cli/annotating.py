"""`rashomon annotate`: JSONL in, JSONL out, in order, streaming; or each report explained."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from rashomon.cli.saying import say
from rashomon.exceptions import RashomonError


def annotate(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILES|-]", help="Files to read, or - for standard input."),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show each report with its marks and their rules.")
    ] = False,
    json_: Annotated[
        bool, typer.Option("--json", help="With --explain: lines of JSON that tell the rules.")
    ] = False,
    settings: Annotated[Path | None, typer.Option(help="A TOML file of settings.")] = None,
) -> None:
    """Read reports one by one and print what was read in each, a line of JSON a report."""
    from rashomon.acquire.files import captures
    from rashomon.export import json as as_json
    from rashomon.export.explaining import show
    from rashomon.extract.article import extract
    from rashomon.model import Failure
    from rashomon.pipeline import read
    from rashomon.settings import load

    screen = Console()
    failed = False
    try:
        limits = load(settings)
    except RashomonError as error:
        say(str(error), "error")
        raise typer.Exit(2) from error
    for capture in captures(inputs or ["-"], limits.acquire):
        try:
            if isinstance(capture, Failure):
                raise RashomonError(capture.error, input=capture.input, stage=capture.stage)
            report = extract(capture, limits.extract)
        except RashomonError as error:
            say(str(error), "error")
            failed = True
            continue
        reading = read(report, limits)
        failed = failed or bool(reading.failures)
        if explain and not json_:
            show(report, reading, screen)
        else:
            text = report.text if capture.media == "html" else None
            line = as_json.annotated(report.id, text, reading, explain)
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    raise typer.Exit(1 if failed else 0)
