"""`rashomon readers`: are the optional readers there, and what do they say of a pair?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rashomon.cli.saying import say
from rashomon.exceptions import RashomonError

# Two sentences that tell one thing, for who wants to see that a reader answers.
_ONE = "Three people died when the Sorvets dam broke on Monday."
_OTHER = "The breach of the Sorvets dam on Monday killed three people."


def readers(
    one: Annotated[str, typer.Argument(metavar="SENTENCE", help="A sentence.")] = _ONE,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Another.")] = _OTHER,
    settings: Annotated[Path | None, typer.Option(help="A TOML file of settings.")] = None,
) -> None:
    """Ask the optional readers of the settings what two sentences have to do with each other."""
    from rashomon.export.wording import clean
    from rashomon.readers import Readers
    from rashomon.settings import load

    try:
        asked = Readers(load(settings).readers)
    except RashomonError as error:
        say(str(error), "error")
        raise typer.Exit(2) from error
    if not asked:
        say("no reader is named: see readers.nli and readers.endpoint in the settings")
        return
    answers = asked.read([(one, other)])
    for name, opinions in answers.opinions:
        found = opinions[0] if opinions else None
        words = " / ".join(found.words) if found and found.words else ""
        typer.echo(f"{clean(name)}\t{found.label if found else 'nothing'}\t{clean(words)}".rstrip())
    for failure in answers.failures:
        say(f"{failure.stage}: {failure.input}: {failure.error}", "warning")
    raise typer.Exit(1 if answers.failures else 0)
