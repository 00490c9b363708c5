"""`rashomon db`: checking an archive, bringing it to the newest schema, copying it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rashomon.cli.consulting import opened, put

app = typer.Typer(no_args_is_help=True, help="Check, upgrade or back up an archive.")

_Db = Annotated[Path, typer.Option(help="The archive's file.")]
_Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def check(db: _Db, json_: _Json = False) -> None:
    """Look for damage; exit code 1 if there is any."""
    with opened(db) as archive:
        found = archive.check()
    if json_:
        put(found)
    else:
        typer.echo("\n".join(found) or "sound")
    raise typer.Exit(1 if found else 0)


@app.command()
def upgrade(db: _Db, json_: _Json = False) -> None:
    """Bring an archive to the newest schema, as every command does on opening it."""
    with opened(db):
        pass
    if json_:
        put({"db": str(db)})
    else:
        typer.echo("the archive has the newest schema")


@app.command()
def backup(
    to: Annotated[Path, typer.Argument(metavar="FILE", help="A file that does not exist yet.")],
    db: _Db,
    json_: _Json = False,
) -> None:
    """Copy an archive to a new file, while others may read and write it."""
    with opened(db) as archive:
        archive.backup(to)
    if json_:
        put({"backup": str(to)})
    else:
        typer.echo(f"rashomon: copied to {to}", err=True)
