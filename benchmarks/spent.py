"""Processor time, wall time and memory of a process and all that it started, Java included."""

from __future__ import annotations

import os
import threading
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

_TICK = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Used:
    """Seconds of all processors together, and of the clock."""

    processor: float
    wall: float


def family() -> list[int]:
    """This process and its living descendants."""
    children: defaultdict[int, list[int]] = defaultdict(list)
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            after = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children[int(after[1])].append(int(stat.parent.name))
    found = [os.getpid()]
    for process in found:
        found += children[process]
    return found


def processor() -> float:
    """Seconds that they used so far, with those of descendants that have ended."""
    total = 0
    for process in family():
        try:
            after = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(map(int, after[11:15]))
    return total / _TICK


def memory() -> int:
    """Bytes that they have in memory together; what they share counts several times."""
    total = 0
    for process in family():
        try:
            total += int(Path(f"/proc/{process}/statm").read_text().split()[1])
        except OSError:
            continue
    return total * _PAGE


class Watch:
    """Told of stages as a batch goes on, keeps what each used, and the most memory at any time."""

    def __init__(self) -> None:
        self.stages: dict[str, Used] = {}
        self.most = 0
        self._stage: str | None = None
        self._begun = (0.0, 0.0)
        self._over = threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._looking.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self("", 0, None)
        self._over.set()
        self._looking.join()

    def __call__(self, stage: str, _done: int, _total: int | None) -> None:
        if stage == self._stage:
            return
        now = (processor(), time.perf_counter())
        if self._stage:
            used = Used(now[0] - self._begun[0], now[1] - self._begun[1])
            self.stages[self._stage] = used
        self._stage, self._begun = stage, now

    def _look(self) -> None:
        while not self._over.wait(0.2):
            self.most = max(self.most, memory())
