"""What commands say on stderr: lines for people, or lines of JSON where RASHOMON_LOG is "json"."""

from __future__ import annotations

import json
import logging
import os
from datetime import UTC, datetime

import typer

FORM = "RASHOMON_LOG"


def say(message: str, level: str = "info") -> None:
    """Says one thing; `level` (info, warning, error) stands in JSON alone."""
    if os.environ.get(FORM) != "json":
        typer.echo(f"rashomon: {message}", err=True)
        return
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    line = {"time": at, "level": level, "message": message}
    typer.echo(json.dumps(line, ensure_ascii=False), err=True)


class Heard(logging.Handler):
    """Says what libraries log, in the same form."""

    def emit(self, record: logging.LogRecord) -> None:
        """Says one record, with the trace of its error if it has one."""
        say(self.format(record), record.levelname.lower())


def hear() -> None:
    """Lets libraries be heard from their warnings on."""
    logging.basicConfig(handlers=[Heard()], level=logging.WARNING, force=True)
