"""`rashomon serve` and `rashomon mcp`: an archive for readers, and for assistants."""

from __future__ import annotations

import getpass
import os
from pathlib import Path
from typing import Annotated

import typer

from rashomon.cli.consulting import Db, existing
from rashomon.cli.saying import hear, say
from rashomon.exceptions import RashomonError

_TOKEN = "RASHOMON_TOKEN"
_SHORTEST = 16
# Seconds that requests under way have when the room is closed.
_PATIENCE = 10

_Settings = Annotated[Path | None, typer.Option(help="A TOML file of settings.")]


def serve(
    db: Db,
    host: Annotated[
        str,
        typer.Option(
            help=f"Address to listen on; one beyond this machine needs --people or {_TOKEN}."
        ),
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65_535, help="Port to listen on.")] = 8200,
    people: Annotated[
        Path | None,
        typer.Option(help="A file of people who enter by name; `rashomon people put` makes it."),
    ] = None,
    name: Annotated[
        list[str] | None,
        typer.Option(help="A host name that readers use; others are refused. May be repeated."),
    ] = None,
    settings: _Settings = None,
) -> None:
    """Open the reading room: pages and a JSON API over an archive."""
    # Before numpy is loaded: threads of its own for each reader's search would wait for one
    # another, and take twice the processor time.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    import uvicorn

    from rashomon.archive import Archive
    from rashomon.settings import load
    from rashomon.web import create
    from rashomon.web.access import Doors, loopback
    from rashomon.web.people import People

    token = os.environ.get(_TOKEN) or None
    if not loopback(host) and people is None and (token is None or len(token) < _SHORTEST):
        say(
            f"{host} is reached from other machines: give --people, or set {_TOKEN} to "
            f"a secret of at least {_SHORTEST} characters that readers enter",
            "error",
        )
        raise typer.Exit(2)
    names = {"localhost", "127.0.0.1", "::1", host, *(n.lower() for n in name or ())}
    try:
        limits = load(settings)
        with Archive.open(existing(db), limits, limits.follow.recent) as archive:
            known = People.load(people) if people else None
            # On this machine alone, its user reads and judges.
            own = _login() if known is None and token is None else None
            app = create(archive, limits.web, Doors(frozenset(names), token, known, own))
            shown = f"[{host}]" if ":" in host else host
            say(f"the reading room is at http://{shown}:{port}/")
            hear()
            uvicorn.run(
                app,
                host=host,
                port=port,
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=_PATIENCE,
            )
    except (RashomonError, OSError) as error:
        say(str(error), "error")
        raise typer.Exit(2) from error


def mcp(db: Db, settings: _Settings = None) -> None:
    """Serve an archive to assistants: read-only MCP tools over standard input and output."""
    from rashomon.archive import Archive
    from rashomon.settings import load
    from rashomon.web.assistants import server
    from rashomon.web.room import Room

    try:
        limits = load(settings)
        with Archive.open(existing(db), limits) as archive:
            server(Room(archive, limits.web)).run()
    except (RashomonError, OSError) as error:
        say(str(error), "error")
        raise typer.Exit(2) from error


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "nobody"
