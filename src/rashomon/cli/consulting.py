"""`rashomon trace`, `report`, `event`, `events`, `stories`: what an archive has already found."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from rashomon.cli.saying import say
from rashomon.exceptions import RashomonError

if TYPE_CHECKING:
    from rashomon.archive import Archive


class Form(StrEnum):
    """How a stemma is put out."""

    TREE = "tree"
    JSON = "json"
    DOT = "dot"
    GRAPHML = "graphml"
    SVG = "svg"


Db = Annotated[
    str,
    typer.Option(metavar="FILE|URL", help="The archive: a file, or postgresql://HOST/DATABASE."),
]
_Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
_Report = Annotated[str, typer.Argument(metavar="ID", help="A report's id, or its beginning.")]
_Event = Annotated[str, typer.Argument(metavar="ID", help="An event's id, or its beginning.")]
Language = Annotated[
    str | None,
    typer.Option(
        metavar="CODE", help="Titles in this language, as `de`, where a report of it gives one."
    ),
]


def trace(
    id: _Report,
    db: Db,
    form: Annotated[
        Form, typer.Option("--format", help="How to print the stemma; svg is a drawing.")
    ] = Form.TREE,
    json_: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
) -> None:
    """Show who derives from whom in a report's family, and on what evidence."""
    from rich.console import Console

    from rashomon.export import graphs, tracing
    from rashomon.export import json as as_json

    with opened(db) as archive:
        found = archive.family(archive.find("report", id))
    seen = tracing.whole(found)
    if json_ or form is Form.JSON:
        whole = as_json.result(found)
        put({key: whole[key] for key in ("format", "reports", "lineage", "origins")})
    elif form is Form.TREE:
        tracing.show(seen, Console())
    elif form is Form.SVG:
        drawing = graphs.svg(seen)
        if drawing is None:
            refuse("too many reports for a drawing that can be read: take --format graphml")
        sys.stdout.write(drawing)
    else:
        sys.stdout.write((graphs.dot if form is Form.DOT else graphs.graphml)(seen))


def compare(
    a: _Report,
    b: Annotated[str, typer.Argument(metavar="OTHER", help="The other report's id.")],
    db: Db,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write them as a page instead.")
    ] = None,
    json_: _Json = False,
) -> None:
    """Show two reports side by side: what they share, and what each has for itself."""
    from rich.console import Console

    from rashomon.export import comparing

    with opened(db) as archive:
        ends = archive.find("report", a), archive.find("report", b)
        found = comparing.comparison(archive.excerpt(ends), *ends)
        if found is None:
            refuse(f"{a}, {b}: not both in the archive")
        if html is not None:
            html.write_text(comparing.page(found), encoding="utf-8")
    if json_:
        put(comparing.contract(found))
    elif html is None:
        comparing.show(found, Console())


def report(id: _Report, db: Db, json_: _Json = False) -> None:
    """Show a report: where it is from, the state of its text, and the text."""
    from rich.console import Console
    from rich.text import Text as Line

    from rashomon.export import json as as_json
    from rashomon.export.view import outlet, states
    from rashomon.export.wording import clean, language, moment

    with opened(db) as archive:
        found = archive.family(full := archive.find("report", id))
    if json_:
        put(next(r for r in as_json.result(found)["reports"] if r["id"] == full))
        return
    text, console = found.texts[full], Console()
    told = text.report.published
    head = (clean(full), outlet(text), moment(told) if told else "time not known")
    console.print(Line(clean(text.report.title or full), "bold"))
    console.print(Line(" · ".join((*head, language(text.reading.language), *states(text))), "dim"))
    for sentence in text.reading.sentences:
        console.print(Line(clean(text.cut(sentence)), "" if sentence in text.body else "dim"))


def event(id: _Event, db: Db, language: Language = None, json_: _Json = False) -> None:
    """Show the account of one event."""
    from rich.console import Console

    from rashomon.export import json as as_json
    from rashomon.export import terminal
    from rashomon.export.view import view

    with opened(db) as archive:
        found = archive.told(archive.find("event", id)).titled(language)
    if json_:
        put(as_json.result(found))
    else:
        terminal.show(view(found), Console())


def events(
    db: Db,
    log: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="Which report entered or left this event, or which event this story, and when.",
        ),
    ] = None,
    language: Language = None,
    json_: _Json = False,
) -> None:
    """List the events, or the changes of one, or of a story."""
    from dataclasses import asdict

    from rashomon.archive.result import titled
    from rashomon.export.wording import clean, counted, day

    with opened(db) as archive:
        if log is not None:
            _changes(archive, log, json_)
            return
        found = [titled(event, language) for event in archive.events()]
    known = [
        (e.id, day(e.when) if e.when else "", counted(len(e.reports), "report"), clean(e.title))
        for e in found
    ]
    rows([asdict(e) for e in found], known, json_)


def stories(
    db: Db,
    log: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Which event entered or left this story, and when."),
    ] = None,
    language: Language = None,
    json_: _Json = False,
) -> None:
    """List the stories, events that continue one another, or the changes of one."""
    from rashomon.archive.result import titled
    from rashomon.export.json import story
    from rashomon.export.wording import clean

    with opened(db) as archive:
        if log is not None:
            _changes(archive, log, json_)
            return
        found = [titled(one, language) for one in archive.stories()]
    known = [(s.id, ", ".join(s.events), clean(s.title)) for s in found]
    rows([story(s) for s in found], known, json_)


def _changes(archive: Archive, id: str, json_: bool) -> None:
    """Prints the log of an event, or of a story, whose ids alone begin with an s."""
    from dataclasses import asdict

    if id.startswith("s"):
        turns = archive.turns(id)
        moved = [(t.at, t.event, t.old, t.new, t.why) for t in turns]
        values = [asdict(turn) for turn in turns]
    else:
        changes = archive.log(archive.find("event", id))
        moved = [(c.at, c.report, c.old, c.new, c.why) for c in changes]
        values = [asdict(change) for change in changes]
    lines = [
        (at, what, f"{old or '-'} → {new or '-'}", why or "") for at, what, old, new, why in moved
    ]
    rows(values, lines, json_)


@contextmanager
def opened(db: str) -> Iterator[Archive]:
    """An archive that is there; what goes wrong is one line, and exit code 2."""
    from rashomon.archive import Archive

    try:
        with Archive.open(existing(db)) as archive:
            yield archive
    except (RashomonError, OSError) as error:
        refuse(str(error))


def existing(db: str) -> str:
    """The place of an archive; raises `FileNotFoundError` where it is a file that is not there."""
    if "://" not in db and not Path(db).is_file():
        raise FileNotFoundError(
            f"{db}: no such archive; make one by `rashomon read PATH --db {db}`"
        )
    return db


def refuse(why: str) -> NoReturn:
    """Says why a command cannot be done, and ends it with exit code 2."""
    from rashomon.export.wording import clean

    say(clean(why), "error")
    raise typer.Exit(2)


def put(value: Any) -> None:
    """Prints JSON."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def rows(values: list[dict[str, Any]], lines: Sequence[tuple[str, ...]], json_: bool) -> None:
    """Prints values as JSON, or their lines, whose columns are parted by tabs."""
    from rashomon.export.wording import clean

    if json_:
        put(values)
        return
    for line in lines:
        typer.echo("\t".join(clean(cell) for cell in line))
