"""Spark gives what one machine gives, on a real cluster too, of which a worker dies."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest
from tests.contracts.test_commands import COMMAND
from tests.engines import corpus
from tests.engines.cluster import Cluster, environment, missing

pytestmark = [
    pytest.mark.slow,
    pytest.mark.sockets,
    pytest.mark.skipif(missing() is not None, reason=missing() or ""),
]


def asked(out: Path, *more: str) -> list[str]:
    return [str(COMMAND), "batch", str(corpus.CORPUS), "--out", str(out), "--part", "2", *more]


def run(command: list[str]) -> None:
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=1200, env=environment()
    )
    assert done.returncode == 0, done.stderr[-4000:]


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus as a batch of one machine."""
    out = tmp_path_factory.mktemp("local")
    run(asked(out))
    return out


def test_spark_goes_on_with_a_batch_and_gives_the_same_rows(local: Path, tmp_path: Path) -> None:
    """Half of the parts were done here before, as by a batch that was interrupted."""
    out = tmp_path / "out"
    run(asked(out))
    kept = sorted((out / "reports").glob("*.parquet"))[::2]
    for path in {*(out / "reports").glob("*.parquet")} - {*kept}:
        path.unlink()
    for marked in out.glob("*/done"):
        if marked.parent.name not in {"captures", "unread"}:
            marked.unlink()
    before = {path: path.stat().st_mtime_ns for path in kept}
    run(asked(out, "--engine", "spark", "--master", "local[2]"))
    assert corpus.told(out) == corpus.told(local)
    assert {path: path.stat().st_mtime_ns for path in kept} == before


def test_a_cluster_that_loses_a_worker_ends_with_the_right_answer(
    local: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    with Cluster(tmp_path, workers=2) as cluster:
        command = asked(out, "--engine", "spark", "--master", cluster.url)
        log = tmp_path / "batch.log"
        with (
            log.open("wb") as told,
            subprocess.Popen(command, stdout=told, stderr=told, env=environment()) as running,
        ):
            begun = time.monotonic()
            while not list((out / "reports").glob("[!.]*.parquet")):
                assert running.poll() is None, log.read_text()[-4000:]
                assert time.monotonic() - begun < 600
                time.sleep(0.02)
            assert all(list(cluster.work(number).glob("app-*")) for number in (0, 1))
            done = len(list((out / "reports").glob("[!.]*.parquet")))
            assert done < len(list((out / "captures").glob("*.parquet")))
            cluster.kill(0)
            assert running.wait(timeout=1200) == 0, log.read_text()[-4000:]
    assert "ExecutorLost" in log.read_text() or "Lost executor" in log.read_text()
    assert corpus.told(out) == corpus.told(local)
