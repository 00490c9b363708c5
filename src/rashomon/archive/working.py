"""Worker processes for the stages that look at one report at a time."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain, islice

from rashomon.engines.workers import Workers
from rashomon.model import Capture, Failure
from rashomon.pipeline import Analysed, analyse
from rashomon.settings import Settings

# Fewer captures than this are read here: starting workers costs more than they save.
_WORTH_WORKERS = 24
# Captures sent to a worker at once.
_BATCH = 8
# Characters from which a batch is sent before it is full.
_LARGE = 2_000_000


def analysed(
    captured: Iterable[Capture | Failure], settings: Settings, workers: Workers
) -> Iterator[Analysed | Failure]:
    """Analyses captures in the order in which they come, in parallel where there are many."""
    stream = iter(captured)
    head = list(islice(stream, _WORTH_WORKERS))
    much = len(head) == _WORTH_WORKERS
    work, batches = partial(_analyse, settings), _batches(chain(head, stream))
    for batch in workers.each(work, batches, "analyse", much=much):
        yield from batch


def cores() -> int:
    """The cores that this process may use; where a system does not say, all that it has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _analyse(settings: Settings, batch: list[Capture | Failure]) -> list[Analysed | Failure]:
    return [i if isinstance(i, Failure) else analyse(i, settings) for i in batch]


def _batches(items: Iterable[Capture | Failure]) -> Iterator[list[Capture | Failure]]:
    """Small batches, smaller still where captures are large: some of them wait in memory."""
    batch: list[Capture | Failure] = []
    size = 0
    for item in items:
        batch.append(item)
        size += len(item.content) if isinstance(item, Capture) else 0
        if len(batch) == _BATCH or size > _LARGE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
