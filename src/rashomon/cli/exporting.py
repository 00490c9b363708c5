"""`rashomon export`: an event or a story as a file for others."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rashomon.cli.consulting import Db, opened, refuse


class Kind(StrEnum):
    """What is exported."""

    EVENT = "event"
    STORY = "story"


class Form(StrEnum):
    """The forms of `rashomon.export.forms`, so that help needs no export module."""

    MARKDOWN = "md"
    HTML = "html"
    JSON = "json"
    CSV = "csv"
    GRAPHML = "graphml"
    ATOM = "atom"


def export(
    kind: Annotated[Kind, typer.Argument(help="What to export.")],
    id: Annotated[str, typer.Argument(metavar="ID", help="Its id; of an event, the beginning.")],
    db: Db,
    form: Annotated[
        Form,
        typer.Option("--format", help="md, html and csv are for people, the others for programs."),
    ] = Form.MARKDOWN,
    output: Annotated[
        Path | None, typer.Option(help="Write to this file instead of standard output.")
    ] = None,
) -> None:
    """Export an event or a story: every statement with its report, place and digest."""
    from rashomon.export import forms

    with opened(db) as archive:
        if kind is Kind.EVENT:
            found = archive.told(archive.find("event", id))
            title = found.events[0].title
        else:
            story = archive.story(id)
            if story is None:
                refuse(f"no story has the id {id}")
            found, title = story, story.stories[0].title
    made = forms.export(found, forms.Form(form.value), f"{kind}:{id}", title)
    if output is None:
        sys.stdout.write(made.text)
        return
    try:
        output.write_text(made.text, encoding="utf-8", newline="")
    except OSError as error:
        refuse(f"{output}: {error.strerror}")
