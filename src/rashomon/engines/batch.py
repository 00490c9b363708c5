"""The stages of a batch, in their order; each leaves a folder, and a whole one is not made again.

    captures → reports → named → copies → holders → sharing → candidates → edges → families → rare
        → namesakes → nearest

Beside `reports` stand `sentences`, `mentions`, `keys`, `names`, `leads` and `failures`. A killed
batch goes on where it was: with the first stage without a mark, and there with the first part that
is not there.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from math import ceil
from pathlib import Path
from typing import Any, TypeVar

from rashomon.acquire.files import found
from rashomon.engines import analysed, captured, parts, statements
from rashomon.engines.captured import Input
from rashomon.engines.engine import Engine
from rashomon.exceptions import StageError
from rashomon.model import Failure
from rashomon.pipeline import VERSION
from rashomon.settings import Settings, digest

# Called with the stage, how many of its parts or rounds are done, and of how many (None: unknown).
Progress = Callable[[str, int, int | None], None]

T = TypeVar("T")

_PLAN = "batch.json"
# Rounds of stars: they grow with the logarithm of the largest component; this is never reached.
_ROUNDS = 100


@dataclass(frozen=True, slots=True)
class Batch:
    """One batch: its folder, its inputs, the engine that does the work."""

    out: Path
    inputs: tuple[Input, ...]
    engine: Engine
    settings: Settings
    most: int
    told: Progress

    def run(self) -> dict[str, int]:
        """Does what is left to do; returns the rows of each stage."""
        self._captures()
        self._reports()
        for name in (*analysed.TABLES, "unread"):
            self.engine.table(name, self.out / name)
        for name in statements.BEFORE:
            self._save(name)
        self._components()
        for name in statements.AFTER:
            self._save(name)
        stages = ("captures", *analysed.TABLES, *statements.BEFORE, *statements.AFTER, "unread")
        return {name: parts.marked(self.out / name) or 0 for name in stages}

    def _captures(self) -> None:
        folder = self.out / "captures"
        if parts.marked(folder) is not None:
            return
        done = set(parts.parts(self.out / "unread"))
        left = [i for i in self.inputs if f"{i.number:06d}.parquet" not in done]
        work = partial(captured.take, out=self.out, most=self.most, settings=self.settings)
        self._each("captures", work, left, len(self.inputs))
        parts.mark(self.out / "unread")
        parts.mark(folder)

    def _reports(self) -> None:
        if parts.marked(self.out / "reports") is not None:
            return
        every = parts.parts(self.out / "captures")
        if not every:
            raise StageError("nothing in the input could be read", stage="captures")
        done = set(parts.parts(self.out / "reports"))
        left = [name for name in every if name not in done]
        work = partial(analysed.read, out=self.out, settings=self.settings)
        self._each("reports", work, left, len(every))
        for name in analysed.TABLES:
            parts.mark(self.out / name)

    def _each(self, stage: str, work: Callable[[T], int], left: list[T], every: int) -> None:
        done = every - len(left)
        self.told(stage, done, every)
        for _ in self.engine.each(work, left):
            done += 1
            self.told(stage, done, every)

    def _save(self, name: str) -> None:
        folder = self.out / name
        if parts.marked(folder) is None:
            self.told(name, 0, None)
            slices = self._slices() if name in statements.SLICED else 1
            each = [statements.statement(name, self.settings, n, slices) for n in range(slices)]
            self.engine.save(each, folder)
            parts.mark(folder)
            self.told(name, 1, 1)
        self.engine.table(name, folder)

    def _slices(self) -> int:
        reports = parts.marked(self.out / "named") or 0
        return ceil(reports / self.engine.at_once) or 1 if self.engine.at_once else 1

    def _components(self) -> None:
        """Hangs every node of `edges` from the smallest of its component, round by round."""
        if parts.marked(self.out / "families") is not None:
            return
        latest = self.out / "edges"
        for number in range(_ROUNDS):
            self.told("components", number, None)
            self.engine.table("before", latest)
            made = self.out / ".rounds" / str(number)
            for name in statements.STARS:
                self.engine.save([statements.statement(name, self.settings)], made / name)
                self.engine.table("edges", made / name)
            latest = made / statements.STARS[-1]
            if not self.engine.number(statements.statement("moved", self.settings)):
                return
        raise StageError(f"components did not settle in {_ROUNDS} rounds", stage="components")


def run(
    given: Iterable[str],
    out: Path,
    engine: Engine,
    settings: Settings,
    most: int,
    told: Progress,
) -> tuple[dict[str, int], list[Failure]]:
    """Runs a batch, or what is left of one; returns the rows of each stage, and unread inputs.

    Raises `StageError` if the folder holds a batch of other inputs, settings or of another version.
    """
    every = list(found(given))
    failures = [item for item in every if isinstance(item, Failure)]
    inputs = list(captured.inputs(item for item in every if not isinstance(item, Failure)))
    _agree(out, inputs, settings, most)
    try:
        rows = Batch(out, tuple(inputs), engine, settings, most, told).run()
    finally:
        engine.close()
    shutil.rmtree(out / ".rounds", ignore_errors=True)
    return rows, failures


def decisive(settings: Settings) -> str:
    """The digest of all settings that decide what is found: the number of workers does not."""
    return digest(replace(settings, workers=0))


def made_with(out: Path) -> str:
    """The digest of the settings that a batch was made with, as `decisive` tells it.

    Raises `StageError` for a folder without a batch.
    """
    plan = _plan(out)
    if plan is None:
        raise StageError("holds no batch", input=str(out), stage="batch")
    return str(plan.get("settings"))


def _plan(out: Path) -> dict[str, Any] | None:
    """What a folder's batch is of; None without one."""
    file = out / _PLAN
    try:
        plan: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise StageError(str(error), input=str(file), stage="batch") from error
    return plan


def _agree(out: Path, inputs: list[Input], settings: Settings, most: int) -> None:
    """Writes what a batch is of, or compares it with what stands there."""
    plan = {
        "format": "rashomon-batch/1",
        "version": VERSION,
        "settings": decisive(settings),
        "part": most,
        "inputs": [{"number": i.number, "files": [list(file) for file in i.files]} for i in inputs],
    }
    out.mkdir(parents=True, exist_ok=True)
    before = _plan(out)
    if before is None:
        unfinished = out / f".{_PLAN}"
        unfinished.write_text(json.dumps(plan, indent=1) + "\n", encoding="utf-8")
        unfinished.replace(out / _PLAN)
        return
    differing = sorted(key for key in plan if before.get(key) != plan[key])
    if differing:
        cause = f"holds another batch: its {', '.join(differing)} differ; choose another folder"
        raise StageError(cause, input=str(out), stage="batch")
