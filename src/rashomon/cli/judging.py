"""`rashomon judge`: what a person decides, which the machine does not overrule."""

from __future__ import annotations

import getpass
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from rashomon.cli.consulting import Db, opened, put, rows

if TYPE_CHECKING:
    from rashomon.judgements import Judgement

app = typer.Typer(
    no_args_is_help=True,
    help="Decide what the machine must not overrule: which reports are one event, who copies whom.",
)

_By = Annotated[
    str | None, typer.Option(metavar="NAME", help="Whose judgement it is; default: your login.")
]
_Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
_Event = Annotated[str, typer.Argument(metavar="EVENT", help="An event's id, or its beginning.")]
_Events = Annotated[
    list[str], typer.Argument(metavar="EVENT...", help="Ids of two or more events.")
]
_Report = Annotated[str, typer.Argument(metavar="REPORT", help="A report's id, or its beginning.")]
_Reports = Annotated[
    list[str], typer.Argument(metavar="REPORT...", help="Ids of the reports that leave it.")
]
_Other = Annotated[str, typer.Argument(metavar="OTHER", help="The other report's id.")]


@app.command()
def merge(events: _Events, db: Db, by: _By = None, json_: _Json = False) -> None:
    """Make events one; all their ids lead to it."""
    _judge(db, by, json_, "merge", *events)


@app.command()
def split(event: _Event, reports: _Reports, db: Db, by: _By = None, json_: _Json = False) -> None:
    """Make some reports of an event an event of their own."""
    _judge(db, by, json_, "split", event, *reports)


@app.command()
def move(report: _Report, event: _Event, db: Db, by: _By = None, json_: _Json = False) -> None:
    """Put a report into another event."""
    _judge(db, by, json_, "move", report, event)


@app.command()
def copy(report: _Report, parent: _Other, db: Db, by: _By = None, json_: _Json = False) -> None:
    """Say that a report was taken from another."""
    _judge(db, by, json_, "copy", report, parent)


@app.command("not-a-copy")
def not_a_copy(
    report: _Report, other: _Other, db: Db, by: _By = None, json_: _Json = False
) -> None:
    """Say that neither of two reports was taken from the other."""
    _judge(db, by, json_, "not-a-copy", report, other)


@app.command()
def undo(
    judgement: Annotated[
        str, typer.Argument(metavar="ID", help="A judgement's id, or its beginning.")
    ],
    db: Db,
    by: _By = None,
    json_: _Json = False,
) -> None:
    """Take a judgement back; it stays on record."""
    with opened(db) as archive:
        found = archive.undo(judgement, _name(by))
    _show(found, json_)


@app.command("list")
def list_(db: Db, json_: _Json = False) -> None:
    """List all judgements, those taken back too."""
    with opened(db) as archive:
        found = archive.judgements()
    rows([asdict(j) for j in found], [_line(j) for j in found], json_)


def _judge(db: str, by: str | None, json_: bool, kind: str, *subjects: str) -> None:
    with opened(db) as archive:
        found = archive.judge(kind, *subjects, by=_name(by))
    _show(found, json_)


def _name(by: str | None) -> str:
    """Whose judgement it is: as given, else the login."""
    if by:
        return by
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


def _show(judgement: Judgement, json_: bool) -> None:
    if json_:
        put(asdict(judgement))
    else:
        rows([], [_line(judgement)], json_)


def _line(judgement: Judgement) -> tuple[str, ...]:
    undone = judgement.undone
    return (
        judgement.id,
        judgement.at[:19],
        judgement.by,
        judgement.kind,
        " ".join(judgement.subjects),
        f"taken back by {undone.by}, {undone.at[:19]}" if undone else "",
    )
