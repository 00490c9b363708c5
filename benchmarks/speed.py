"""Speed of the whole way on real pages, beside trafilatura alone on the same pages.

    python benchmarks/speed.py --data PATH [--every N] [--workers N] [--apart]

Both are timed in one run, on the same files, with the same number of worker processes: what
`rashomon read` does (reading, a fresh archive, relating, grouping, every account), and
`trafilatura.extract` with its defaults. With --apart both are walked once more in a single process
and their processor time is printed, stage by stage: on a machine that others use as well, it says
more than the clock.
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import multiprocessing
import os
import resource
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any
from unittest import mock

import trafilatura

from rashomon import archive, encode, pipeline
from rashomon.archive import Archive
from rashomon.encode.encoder import Encoder
from rashomon.garbage import collect_seldom
from rashomon.settings import Settings
from rashomon.store import Store

# Where each stage is called from: what stands for it in the table, and its name there.
STAGES: tuple[tuple[Any, str], ...] = (
    *(
        (pipeline, name)
        for name in (
            "_extracted", "sentences", "segment", "credits", "names", "times", "places",
            "quantities", "quotes", "flags", "dated", "keys",
        )
    ),
    (Store, "add"),
    (archive, "relate"),
    (archive, "group"),
    (archive, "tell_stories"),
    (Archive, "result"),
)  # fmt: skip


def peer(paths: list[Path], workers: int) -> None:
    """Extracts the main text of all pages with trafilatura alone."""
    with ProcessPoolExecutor(workers, multiprocessing.get_context("forkserver")) as pool:
        for _ in pool.map(_extract, paths, chunksize=8):
            pass


def _extract(path: Path) -> int:
    logging.disable(logging.CRITICAL)
    return len(trafilatura.extract(path.read_bytes()) or "")


def whole_way(paths: list[Path], workers: int) -> tuple[int, int]:
    """Reads all pages into a fresh archive and collates every account; reports and events."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Archive.open(Path(folder, "archive.db"), Settings(workers=workers)) as kept,
    ):
        kept.add(map(str, paths))
        result = kept.result()
        return len(result.texts), len(result.events)


def apart(paths: list[Path]) -> tuple[dict[str, float], float]:
    """Processor seconds of each stage, and of the whole way, in one process."""
    spent: dict[str, float] = defaultdict(float)
    active: list[float] = []  # seconds that inner stages took, per stage under way

    def timed(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*given: Any, **named: Any) -> Any:
            start = time.process_time()
            active.append(0.0)
            try:
                return work(*given, **named)
            finally:
                whole, inner = time.process_time() - start, active.pop()
                spent[name] += whole - inner
                if active:
                    active[-1] += whole

        return run

    class Timed:
        def __init__(self, encoder: Encoder) -> None:
            self.name, self.dimensions = encoder.name, encoder.dimensions
            self.encode = timed("encode", encoder.encode)

    load = encode.load
    with contextlib.ExitStack() as stack:
        for where, name in STAGES:
            wrapped = timed(name, getattr(where, name))
            stack.enter_context(mock.patch.object(where, name, wrapped))
        stack.enter_context(mock.patch.object(encode, "load", lambda s: Timed(load(s))))
        start = time.process_time()
        whole_way(paths, 1)
        return dict(spent), time.process_time() - start


def _table(spent: dict[str, float], whole: float, reports: int) -> Iterator[str]:
    rest = {"all": whole, "reading files, the rest": whole - sum(spent.values())}
    for name, seconds in sorted({**spent, **rest}.items(), key=lambda item: -item[1]):
        each = 1000 * seconds / reports
        yield f"  {name.strip('_'):<32}{each:8.2f} ms a report  {seconds / whole:6.1%}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--every", type=int, default=1, help="read every Nth page only")
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--apart", action="store_true", help="print each stage's time")
    options = parser.parse_args()
    paths = sorted((options.data / "html" / "trafilatura" / "pages").glob("*"))[:: options.every]
    if not paths:
        print("speed: skipped, html/trafilatura/pages is not in", options.data)
        return
    logging.disable(logging.CRITICAL)
    collect_seldom()  # as the command does
    begun = time.perf_counter()
    peer(paths, options.workers)
    between = time.perf_counter()
    reports, events = whole_way(paths, options.workers)
    alone, whole = between - begun, time.perf_counter() - between
    print(
        f"speed: {len(paths)} pages, {options.workers} workers, {reports} reports, {events} events"
    )
    for name, seconds in (("trafilatura.extract", alone), ("rashomon, the whole way", whole)):
        print(f"  {name:<26}{len(paths) / seconds:8.1f} pages a second  {seconds:7.1f} s")
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    most = max(resource.getrusage(kind).ru_maxrss for kind in kinds) / 1024
    print(f"  ratio {whole / alone:.2f}; largest process {most:.0f} MB")
    if options.apart:
        start = time.process_time()
        for path in paths:
            _extract(path)
        alone = time.process_time() - start
        spent, used = apart(paths)
        print("one process, processor time:")
        print(f"  {'trafilatura.extract':<32}{1000 * alone / len(paths):8.2f} ms a page")
        for line in _table(spent, used, reports):
            print(line)
        print(f"  ratio {used / alone:.2f}")


if __name__ == "__main__":
    main()
