"""What reports cost at scale: stage by stage, engine by engine, database by database.

    python -m benchmarks.scale [--data PATH] [--reports N ...] [--spark N] [--texts N] [--writers N]
    python -m benchmarks.scale --check | --keep

* reading: the stages of one report, on trafilatura's real pages, as `rashomon batch` takes them;
* sets: the stages across reports, on generated sketches (benchmarks/sketches.py), for each N;
* spark: the same on DuckDB and on Spark of this machine, where PySpark and Java are;
* peers: candidate pairs of generated texts beside datasketch's MinHash-LSH, if that is installed;
* writers: four processes that write reports into one archive, SQLite beside PostgreSQL.

Processor time is that of all processes together, Java included: on a machine that others use it
says more than the clock. --check measures the ratios of benchmarks/data/figures.json anew, in
small, and fails if one is more than a tenth above what is kept there; --keep writes them.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from itertools import combinations
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from tests.server import Server

from benchmarks import sketches
from benchmarks.newsroom import WORDS
from benchmarks.spent import Used, Watch
from rashomon.archive import Archive
from rashomon.engines import analysed, batch, parts, schemas
from rashomon.engines.batch import Batch
from rashomon.engines.engine import Engine
from rashomon.engines.local import Local
from rashomon.engines.statements import AFTER, BEFORE, statement
from rashomon.reuse.shingles import sentence_keys
from rashomon.settings import Settings

FIGURES = Path(__file__).parent / "data" / "figures.json"
SETTINGS = Settings()
MEMORY = "6GB"
# What a ratio may rise above the kept one, and how often it is measured; the least counts.
TOLERANCE, TRIES = 1.1, 3


def reading(data: Path, every: int) -> None:
    """Real pages through a batch of one and of two processes."""
    paths = sorted((data / "html" / "trafilatura" / "pages").glob("*"))[::every]
    if not paths:
        print("reading: skipped, html/trafilatura/pages is not in", data)
        return
    for workers in (1, 2):
        with tempfile.TemporaryDirectory() as folder, Watch() as watch:
            out = Path(folder)
            engine = Local(workers, out / ".spill")
            batch.run(map(str, paths), out, engine, SETTINGS, 25, watch)
            rows = parts.marked(out / "reports") or 0
        print(f"reading: {len(paths)} pages, {rows} reports, {workers} processes")
        table(watch, rows)


def sets(reports: int, engine: Callable[[Path], Engine]) -> Watch:
    """The stages across reports over so many sketches."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        sketches.write(out, reports)
        return crossed(out, engine)


def crossed(out: Path, engine: Callable[[Path], Engine]) -> Watch:
    """The stages across reports in a folder whose own stages are done."""
    with Watch() as watch:
        running = engine(out)
        Batch(out, (), running, SETTINGS, 1, watch).run()
        running.close()
    return watch


def local(out: Path) -> Engine:
    return Local(2, out / ".spill", MEMORY)


def table(watch: Watch, reports: int) -> None:
    """A line a stage: processor seconds a million reports, and reports a second of the clock."""
    whole = Used(
        sum(used.processor for used in watch.stages.values()),
        sum(used.wall for used in watch.stages.values()),
    )
    for name, used in {**watch.stages, "all": whole}.items():
        million = 1e6 * used.processor / reports
        pace = reports / used.wall if used.wall else 0.0
        print(
            f"  {name:<12}{million:12,.0f} s a million {pace:12,.0f} reports a second of the clock"
        )
    print(f"  most memory {watch.most / 1e6:,.0f} MB")


def total(watch: Watch) -> float:
    return sum(used.processor for used in watch.stages.values())


def spark(reports: int) -> None:
    """One machine, the same rows, both engines."""
    from rashomon.engines.spark import Spark  # noqa: PLC0415  (an extra)

    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        sketches.write(out, reports)
        took = {}
        for name, engine in (("DuckDB", local), ("Spark", lambda _: Spark("local[2]", "4GB"))):
            print(f"sets on {name}: {reports:,} reports")
            took[name] = crossed(out, engine)
            table(took[name], reports)
            for stage in (*BEFORE, *AFTER, ".rounds"):
                shutil.rmtree(out / stage, ignore_errors=True)
    ratio = total(took["DuckDB"]) / total(took["Spark"])
    print(f"  DuckDB takes {ratio:.3f} of Spark's processor time")


def texts(number: int) -> tuple[list[list[str]], set[tuple[int, int]]]:
    """Texts of some sentences, a third of them made from another, and which pairs share one."""
    chance = [int(n) for n in sketches.mixed(np.arange(number * 1500, dtype="u8"), 11)]
    made: list[list[str]] = []
    kin: list[int] = []
    for one in range(number):
        draw = iter(chance[one * 1500 : (one + 1) * 1500])
        lines = [
            " ".join(WORDS[next(draw) % len(WORDS)] for _ in range(12 + next(draw) % 12))
            for _ in range(20)
        ]
        kin.append(one)
        if one and next(draw) % 3 == 0:
            parent = next(draw) % one
            kin[one] = kin[parent]
            # Half of the parent's sentences, or nearly all of them.
            lines[: 10 if next(draw) % 2 else 18] = made[parent][: 10 if next(draw) % 2 else 18]
        made.append(lines)
    families: dict[int, list[int]] = {}
    for one, root in enumerate(kin):
        families.setdefault(root, []).append(one)
    true = {
        pair
        for members in families.values()
        for pair in combinations(members, 2)
        if len(set(made[pair[0]]) & set(made[pair[1]])) >= 5
    }
    return made, true


def ours(given: list[list[str]]) -> set[tuple[int, int]]:
    """Candidate pairs as a batch finds them."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        keys = [
            {"number": number, "key": key}
            for number, lines in enumerate(given)
            for line in lines
            for key in sorted(sentence_keys(line, SETTINGS.reuse))
        ]
        reports = [
            {"number": n, "id": f"{n:08d}", "digest": f"{n:064d}"} for n in range(len(given))
        ]
        for name, schema, rows in (
            ("keys", schemas.KEYS, keys),
            ("reports", schemas.REPORTS, reports),
        ):
            parts.write(out / name / "part.parquet", pa.Table.from_pylist(rows, schema))
        engine = Local(1, out / ".spill")
        for name in ("keys", "reports"):
            engine.table(name, out / name)
        for name in BEFORE[: BEFORE.index("candidates") + 1]:
            engine.save([statement(name, SETTINGS)], out / name)
            engine.table(name, out / name)
        engine.close()
        found = pq.read_table(out / "candidates").to_pylist()
        return {(row["a"], row["b"]) for row in found}


def theirs(given: list[list[str]]) -> set[tuple[int, int]]:
    """Candidate pairs by datasketch: MinHash of 128 permutations over shingles, LSH at .3."""
    from datasketch import (  # noqa: PLC0415  (a peer)
        MinHash,
        MinHashLSH,
    )

    index = MinHashLSH(threshold=0.3, num_perm=128)
    found = set()
    for number, lines in enumerate(given):
        words = " ".join(lines).split()
        size = SETTINGS.reuse.shingle
        sketch = MinHash(num_perm=128)
        sketch.update_batch(
            [" ".join(words[i : i + size]).encode() for i in range(len(words) - size + 1)]
        )
        found |= {(other, number) for other in index.query(sketch)}
        index.insert(number, sketch)
    return found


def peers(number: int) -> float:
    """Ours beside datasketch: what is found of pairs that share text, and at what cost."""
    given, true = texts(number)
    took = {}
    for name, find in (("Rashomon", ours), ("datasketch", theirs)):
        begun = time.process_time()
        found = find(given)
        took[name] = time.process_time() - begun
        recall = len(found & true) / len(true)
        print(
            f"  {name:<12}{1e3 * took[name] / number:8.2f} ms a text, {len(found):,} pairs, "
            f"{recall:.3f} of {len(true):,} that share five sentences or more"
        )
    return took["Rashomon"] / took["datasketch"]


def writers(number: int) -> float:
    """Four processes write into one archive; the clock of SQLite over that of PostgreSQL."""
    given, _ = texts(number)
    took = {}
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        out = Path(folder)
        rows = [
            {"number": n, "input": str(n), "media": "text", "content": ". ".join(lines) + ".",
             "digest": str(n), "id": f"w{n}"}
            for n, lines in enumerate(given)
        ]  # fmt: skip
        quarter = -(-len(rows) // 4)
        names = []
        for start in range(0, len(rows), quarter):
            names.append(f"{start:08d}.parquet")
            some = pa.Table.from_pylist(rows[start : start + quarter], schemas.CAPTURES)
            parts.write(out / "captures" / names[-1], some)
            analysed.read(names[-1], out, SETTINGS)
        places = {"SQLite": str(out / "archive.db")}
        if (why := Server.missing()) is not None:
            print("  PostgreSQL skipped:", why)
        else:
            places["PostgreSQL"] = running.enter_context(Server()).emptied()
        context = multiprocessing.get_context("forkserver")
        for name, place in places.items():
            Archive.open(place, SETTINGS).close()
            with ProcessPoolExecutor(4, context) as pool:
                list(pool.map(_nothing, range(4)))
                begun = time.perf_counter()
                written = sum(pool.map(_write, [(place, part, out) for part in names]))
                took[name] = time.perf_counter() - begun
            with Archive.open(place, SETTINGS) as archive:
                kept = archive.store.count()
            assert kept == written == number, (kept, written, number)
            print(
                f"  {name:<12}{number / took[name]:8.0f} reports a second by 4 writers, none lost"
            )
    return took["SQLite"] / took["PostgreSQL"] if len(took) > 1 else 0.0


def _nothing(_: int) -> None:
    time.sleep(0.05)


def _write(given: tuple[str, str, Path]) -> int:
    place, part, out = given
    waiting, done = [], 0
    with Archive.open(place, SETTINGS) as archive:
        for item in analysed.entries(part, out):
            waiting.append(item)
            if len(waiting) == 25:
                done += len(archive.keep(waiting))
                waiting = []
        return done + len(archive.keep(waiting))


def ratios() -> Iterator[tuple[str, Callable[[], float]]]:
    """What is kept and compared: ratios of processor times of one run, small ones first."""
    yield "candidates over datasketch, 1,000 texts", lambda: peers(1_000)
    yield "a report across 40,000 over 10,000", _growth
    yield "a report alone in a part of 80 over 20", _linear


def _growth() -> float:
    return (total(sets(40_000, local)) / 40_000) / (total(sets(10_000, local)) / 10_000)


def _linear() -> float:
    """What one report's stages cost must not depend on how many there are."""
    given, _ = texts(100)
    _alone(given[:2])  # what is loaded once
    return _alone(given[20:]) / _alone(given[:20])


def _alone(given: list[list[str]]) -> float:
    rows = [
        {"number": n, "input": str(n), "media": "text", "content": ". ".join(lines) + "."}
        for n, lines in enumerate(given)
    ]
    captures = pa.Table.from_pylist(rows, schemas.CAPTURES)
    begun = time.process_time()
    analysed.tables(captures, SETTINGS)
    return (time.process_time() - begun) / len(given)


def compare(keep: bool) -> int:
    """Measures all ratios; returns how many are too high."""
    measured = {name: min(find() for _ in range(TRIES)) for name, find in ratios()}
    if keep:
        rounded = {name: round(value, 3) for name, value in measured.items()}
        FIGURES.write_text(json.dumps(rounded, indent=1) + "\n", encoding="utf-8")
        return 0
    kept = json.loads(FIGURES.read_text(encoding="utf-8"))
    worse = 0
    for name, value in measured.items():
        bad = value > kept[name] * TOLERANCE
        worse += bad
        print(f"{'WORSE' if bad else 'ok':<6}{name}: {value:.3f}, kept {kept[name]:.3f}")
    return worse


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, help="read trafilatura's pages in this folder")
    parser.add_argument("--every", type=int, default=5, help="read every Nth page only")
    parser.add_argument("--reports", type=int, nargs="*", default=[], help="sketches")
    parser.add_argument("--spark", type=int, default=0, help="sketches on both engines")
    parser.add_argument("--texts", type=int, default=0, help="texts for the peer")
    parser.add_argument("--writers", type=int, default=0, help="reports that four write")
    parser.add_argument("--check", action="store_true", help="fail where a ratio has risen")
    parser.add_argument("--keep", action="store_true", help="keep the ratios of now")
    options = parser.parse_args()
    if options.check or options.keep:
        sys.exit(1 if compare(options.keep) else 0)
    if options.data:
        reading(options.data, options.every)
    for number in options.reports:
        print(f"sets: {number:,} reports, DuckDB with {MEMORY}")
        table(sets(number, local), number)
    if options.spark:
        spark(options.spark)
    if options.texts:
        print(f"candidates of {options.texts:,} texts, one process")
        peers(options.texts)
    if options.writers:
        print(f"writers: {options.writers:,} reports")
        writers(options.writers)


if __name__ == "__main__":
    main()
