"""Progress on stderr, with counts and time left, for whatever takes longer than a second."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_PATIENCE = 1.0  # seconds


class Reporter:
    """Shows progress on a terminal, stays silent elsewhere; use as a context manager."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._bars: Progress | None = None
        self._tasks: dict[str, TaskID] = {}
        self._begun = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bars:
            self._bars.stop()

    def __call__(self, what: str, done: int, total: int | None) -> None:
        """Notes that `done` of `total` (None: not known) are done."""
        if not self._terminal or (
            self._bars is None and time.monotonic() - self._begun < _PATIENCE
        ):
            return
        if self._bars is None:
            self._bars = _bars()
            self._bars.start()
        task = self._tasks.get(what)
        if task is None:
            task = self._tasks[what] = self._bars.add_task(what, total=total)
        self._bars.update(task, completed=done, total=total)


def _bars() -> Progress:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
