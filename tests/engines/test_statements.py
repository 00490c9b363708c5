"""The statements against plain Python that says the same: what SQL must not get wrong."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st

from rashomon.engines import parts, schemas
from rashomon.engines.batch import Batch
from rashomon.engines.local import Local
from rashomon.engines.statements import BEFORE, SLICED, statement
from rashomon.model import Reuse
from rashomon.reuse.families import components, neighbours
from rashomon.settings import Settings

EDGES = pa.schema([("a", pa.int64()), ("b", pa.int64())])
Rows = list[dict[str, Any]]


def silent(stage: str, done: int, total: int | None) -> None:
    pass


def put(out: Path, name: str, schema: pa.Schema, rows: Rows) -> None:
    parts.write(out / name / "part.parquet", pa.Table.from_pylist(rows, schema))


def got(out: Path, name: str) -> Rows:
    files = [out / name / part for part in parts.parts(out / name)]
    return [row for file in files for row in pq.read_table(file).to_pylist()]


def reference(
    keys: Mapping[int, set[int]], digests: Mapping[int, str], settings: Settings
) -> dict[tuple[int, int], int]:
    """Candidates as an archive finds them; numbers are in the order of ids."""
    limits = settings.reuse
    standing = {n for n in keys if sum(digests[m] == digests[n] for m in keys if m < n) < 8}
    found: dict[tuple[int, int], int] = {}
    for report in sorted(standing):
        counts = Counter(
            other
            for key in sorted(keys[report])
            for other in sorted(n for n in standing if key in keys[n])[: limits.max_reports_per_key]
            if other != report
        )
        best = sorted(counts, key=lambda other: (-counts[other], other))[: limits.max_candidates]
        for other in best:
            if digests[other] != digests[report]:
                pair = (min(report, other), max(report, other))
                found[pair] = max(found.get(pair, 0), counts[other])
    return found


@tried(max_examples=30)
@given(
    st.lists(st.tuples(st.sets(st.integers(1, 12), max_size=6), st.integers(0, 25)), max_size=30),
    st.integers(1, 5),
    st.integers(1, 5),
    st.integers(1, 3),
)
def test_candidates_are_those_that_an_archive_finds(
    reports: list[tuple[set[int], int]], per_key: int, most: int, slices: int
) -> None:
    limits = replace(Settings().reuse, max_reports_per_key=per_key, max_candidates=most)
    settings = replace(Settings(), reuse=limits)
    keys = {number: held for number, (held, _) in enumerate(reports)}
    digests = {number: f"{text:02d}" for number, (_, text) in enumerate(reports)}
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        put(out, "reports", schemas.REPORTS,
            [{"number": n, "id": f"r{n:03d}", "digest": digests[n]} for n in keys])  # fmt: skip
        put(out, "keys", schemas.KEYS, [{"number": n, "key": k} for n in keys for k in keys[n]])
        engine = Local(1, out / ".spill")
        for name in ("reports", "keys"):
            engine.table(name, out / name)
        for name in BEFORE[: BEFORE.index("candidates") + 1]:
            parted = slices if name in SLICED else 1
            engine.save([statement(name, settings, n, parted) for n in range(parted)], out / name)
            engine.table(name, out / name)
        found = {(row["a"], row["b"]): row["shared"] for row in got(out, "candidates")}
        engine.close()
    assert found == reference(keys, digests, settings)


@tried(max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=60))
def test_stars_find_connected_components(pairs: list[tuple[int, int]]) -> None:
    edges = {(max(pair), min(pair)) for pair in pairs if pair[0] != pair[1]}
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        put(out, "edges", EDGES, [{"a": a, "b": b} for a, b in sorted(edges)])
        engine = Local(1, out / ".spill")
        engine.table("edges", out / "edges")
        Batch(out, (), engine, Settings(), 1, silent)._components()
        last = max((out / ".rounds").iterdir(), key=lambda path: int(path.name))
        stars = {(row["a"], row["b"]) for row in got(last, "small_star")}
        engine.close()
    near = neighbours(Reuse(f"{b:02d}", f"{a:02d}", (), 1.0, 1.0) for a, b in edges)
    parted = components((f"{n:02d}" for pair in edges for n in pair), near)
    wanted = {(int(member), int(part[0])) for part in parted for member in part[1:]}
    assert stars == wanted


def test_two_texts_of_one_id_are_told_apart_as_in_an_archive(tmp_path: Path) -> None:
    rows = [
        {"number": 0, "id": "a", "digest": "1" * 64},
        {"number": 1, "id": "a", "digest": "2" * 64},
        {"number": 2, "id": "a", "digest": "1" * 64},
        {"number": 3, "id": "b", "digest": "1" * 64},
    ]
    put(tmp_path, "reports", schemas.REPORTS, rows)
    engine = Local(1, tmp_path / ".spill")
    engine.table("reports", tmp_path / "reports")
    engine.save([statement("named", Settings())], tmp_path / "named")
    engine.close()
    found = {row["number"]: row["id"] for row in got(tmp_path, "named")}
    assert found == {0: "a", 1: "a~22222222", 3: "b"}
