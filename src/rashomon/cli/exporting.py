"""`rashomon export`: an event, a story or a family as a file for others."""

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
    FAMILY = "family"


class Form(StrEnum):
    """The forms of `rashomon.export.forms`, so that help needs no export module."""

    MARKDOWN = "md"
    HTML = "html"
    JSON = "json"
    CSV = "csv"
    GRAPHML = "graphml"
    DOT = "dot"
    SVG = "svg"
    ATOM = "atom"


def export(
    kind: Annotated[Kind, typer.Argument(help="What to export.")],
    id: Annotated[
        str, typer.Argument(metavar="ID", help="Its id; of a family, that of any report.")
    ],
    db: Db,
    form: Annotated[
        Form,
        typer.Option(
            "--format", help="graphml, dot and svg give the stemma: who derives from whom."
        ),
    ] = Form.MARKDOWN,
    output: Annotated[
        Path | None, typer.Option(help="Write to this file instead of standard output.")
    ] = None,
) -> None:
    """Export an event or a story, or the reports that derive from one another (a family).

    Every statement has its report, place and digest, every derivation its evidence.
    """
    from rashomon.export import forms

    with opened(db) as archive:
        if kind is Kind.EVENT:
            found = archive.told(archive.find("event", id))
            title = found.events[0].title
        elif kind is Kind.FAMILY:
            found = archive.family(archive.find("report", id))
            title = f"The family of {id}"
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
