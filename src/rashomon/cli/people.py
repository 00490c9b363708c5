"""`rashomon people`: who may enter a reading room, and who may judge there."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rashomon.cli.consulting import refuse
from rashomon.exceptions import SettingsError

if TYPE_CHECKING:
    from rashomon.web.people import People

app = typer.Typer(no_args_is_help=True, help="Say who may enter the reading room, and who judges.")


class Role(StrEnum):
    """What a person may do."""

    READER = "reader"
    EDITOR = "editor"


_File = Annotated[Path, typer.Argument(metavar="FILE", help="The file of people.")]
_Name = Annotated[str, typer.Argument(metavar="NAME", help="The name under which one enters.")]


@app.command()
def put(
    file: _File,
    name: _Name,
    role: Annotated[Role, typer.Option(help="editor: judges as well.")] = Role.READER,
    password: Annotated[
        str,
        typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for."),
    ] = "",
) -> None:
    """Add a person, or give one a new role and password."""
    from rashomon.web.people import People

    known = _load(file) if file.exists() else People({})
    try:
        known.put(name, "editor" if role is Role.EDITOR else "reader", password)
        known.save(file)
    except (SettingsError, OSError) as error:
        refuse(str(error))


@app.command()
def remove(file: _File, name: _Name) -> None:
    """Take a person off; a running room must be started again to know it."""
    known = _load(file)
    if not known.remove(name):
        refuse(f"{file}: nobody is called {name}")
    known.save(file)


@app.command("list")
def list_(file: _File) -> None:
    """List people with their roles."""
    for person in _load(file).everyone():
        typer.echo(f"{person.name}\t{person.role}")


def _load(file: Path) -> People:
    from rashomon.web.people import People

    try:
        return People.load(file)
    except (SettingsError, OSError) as error:
        refuse(str(error))
