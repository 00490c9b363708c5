"""`rashomon db`: checking an archive, bringing it to the newest schema, copying it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rashomon.cli.consulting import Db, opened, put, refuse
from rashomon.cli.saying import say
from rashomon.exceptions import RashomonError

app = typer.Typer(no_args_is_help=True, help="Check, upgrade, copy or back up an archive.")

_Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def check(db: Db, json_: _Json = False) -> None:
    """Look for damage; exit code 1 if there is any."""
    with opened(db) as archive:
        found = archive.check()
    if json_:
        put(found)
    else:
        typer.echo("\n".join(found) or "sound")
    raise typer.Exit(1 if found else 0)


@app.command()
def upgrade(db: Db, json_: _Json = False) -> None:
    """Bring an archive to the newest schema, as every command does on opening it."""
    with opened(db):
        pass
    if json_:
        put({"db": _shown(db)})
    else:
        typer.echo("the archive has the newest schema")


@app.command()
def backup(
    to: Annotated[Path, typer.Argument(metavar="FILE", help="A file that does not exist yet.")],
    db: Db,
    json_: _Json = False,
) -> None:
    """Copy an archive to a new file, while others may read and write it."""
    with opened(db) as archive:
        archive.backup(to)
    if json_:
        put({"backup": str(to)})
    else:
        say(f"copied to {to}")


@app.command()
def copy(
    source: Annotated[
        str, typer.Argument(metavar="FROM", help="An archive: a file, or postgresql://…")
    ],
    to: Annotated[
        str, typer.Argument(metavar="TO", help="A new file, or a server's empty database.")
    ],
    json_: _Json = False,
) -> None:
    """Copy an archive between a file and a server, while others may use the first."""
    _copied(source, to)
    if json_:
        put({"copy": _shown(to)})
    else:
        say(f"copied to {_shown(to)}")


@app.command()
def restore(
    backup: Annotated[str, typer.Argument(metavar="FILE", help="What `db backup` has written.")],
    db: Db,
    json_: _Json = False,
) -> None:
    """Make an archive of a backup; where `--db` leads, nothing may be yet."""
    _copied(backup, db)
    if json_:
        put({"db": _shown(db)})
    else:
        say(f"restored to {_shown(db)}")


@app.command(name="import")
def import_(
    source: Annotated[Path, typer.Argument(metavar="DIR", help="What `batch` has written.")],
    db: Db,
    settings: Annotated[Path | None, typer.Option(help="A TOML file of settings.")] = None,
    json_: _Json = False,
) -> None:
    """Bring the reports of a batch into an archive, and relate them to what it has."""
    from rashomon.archive import Archive
    from rashomon.cli.progress import Reporter
    from rashomon.settings import load

    try:
        from rashomon.archive.importing import bring

        with Reporter() as told, Archive.open(db, load(settings)) as archive:
            failures = bring(archive, source, told)
            reports = archive.store.count()
    except ModuleNotFoundError as error:
        refuse(f"{error.name} is missing: install rashomon[batch]")
    except (RashomonError, OSError) as error:
        refuse(str(error))
    for failure in failures:
        say(f"{failure.stage}: {failure.input}: {failure.error}", "warning")
    if json_:
        put({"db": _shown(db), "reports": reports})
    else:
        say(f"{_shown(db)} has {reports} reports")
    raise typer.Exit(1 if failures else 0)


def _copied(source: str, to: str) -> None:
    from rashomon.archive import Archive

    with opened(source) as archive:
        if "://" not in to and Path(to).exists():
            refuse(f"{to}: exists already")
        with Archive.open(to) as copy:
            copy.fill(archive)


def _shown(place: str) -> str:
    """An archive's place without the password."""
    from rashomon.store.session import address, named

    return named(address(place))
