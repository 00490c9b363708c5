"""`rashomon batch`: archives too large for one process, as folders of Parquet."""

from __future__ import annotations

import signal
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rashomon.cli.saying import say
from rashomon.exceptions import RashomonError

if TYPE_CHECKING:
    from rashomon.engines.engine import Engine
    from rashomon.settings import Settings


class Which(StrEnum):
    """What does the work."""

    LOCAL = "local"
    SPARK = "spark"


def batch(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...",
            help="Files, folders or globs: WARC, JSONL, Parquet, pages, .gz of these.",
        ),
    ],
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="Where results go; an unfinished batch goes on.")
    ],
    engine: Annotated[
        Which,
        typer.Option(help="What does the work: processes and DuckDB on this machine, or Spark."),
    ] = Which.LOCAL,
    master: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Spark's master; without it, what Spark is set to."),
    ] = None,
    part: Annotated[int, typer.Option(min=1, help="Most reports of one part.")] = 250,
    memory: Annotated[
        str | None,
        typer.Option(metavar="SIZE", help="Most memory of stages across reports, as 4GB."),
    ] = None,
    settings: Annotated[Path | None, typer.Option(help="A TOML file of settings.")] = None,
) -> None:
    """Read an archive of any size into Parquet: reports, mentions, families, nearest reports."""
    from rashomon.cli.progress import Reporter
    from rashomon.settings import load

    try:
        from rashomon.engines.batch import run

        limits = load(settings)
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        with Reporter() as told:
            rows, failures = run(
                inputs, out, _engine(engine, master, out, memory, limits), limits, part, told
            )
    except KeyboardInterrupt as stopped:
        say("stopped; the same command goes on")
        raise typer.Exit(130) from stopped
    except (RashomonError, OSError) as error:
        say(str(error), "error")
        raise typer.Exit(2) from error
    except ModuleNotFoundError as error:
        extra = "spark" if engine is Which.SPARK else "batch"
        say(f"{error.name} is missing: install rashomon[{extra}]", "error")
        raise typer.Exit(2) from error
    for failure in failures:
        say(f"{failure.stage}: {failure.input}: {failure.error}", "warning")
    for stage, count in rows.items():
        typer.echo(f"{stage}\t{count}")
    raise typer.Exit(1 if failures or rows["failures"] or rows["unread"] else 0)


def _engine(
    which: Which, master: str | None, out: Path, memory: str | None, settings: Settings
) -> Engine:
    if which is Which.SPARK:
        from rashomon.engines.spark import Spark

        return Spark(master, memory)
    from rashomon.archive.working import cores
    from rashomon.engines.local import Local

    return Local(settings.workers or cores(), out / ".spill", memory)
