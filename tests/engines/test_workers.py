"""Worker processes: started when worth it, in order, gone when they should be."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from rashomon.engines.workers import Workers
from rashomon.exceptions import StageError

# Says which process looks.
SELF = "/proc/self"

# A signal just before a read that blocks would wait for its end: so it asks again and again.
HELD = """
import os
import select
import sys
from rashomon.engines.workers import Workers
if __name__ == "__main__":
    workers = Workers(2)
    print(*set(workers.each(os.path.realpath, ["/proc/self"] * 20, "test", much=True)), flush=True)
    while not select.select([sys.stdin], [], [], 0.05)[0]:
        pass
"""


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    one = Workers(2)
    yield one
    one.close()


def test_little_work_is_done_here() -> None:
    one = Workers(2)
    assert set(one.each(os.path.realpath, [SELF], "test")) == {f"/proc/{os.getpid()}"}
    one.close()


def test_one_worker_is_this_process() -> None:
    found = Workers(1).each(os.path.realpath, [SELF] * 9, "test", much=True)
    assert set(found) == {f"/proc/{os.getpid()}"}


def test_what_is_made_comes_in_order(workers: Workers) -> None:
    assert list(workers.each(abs, range(-40, 0), "test", much=True)) == list(range(40, 0, -1))


def test_workers_that_run_do_little_work_too(workers: Workers) -> None:
    list(workers.each(abs, [1], "test", much=True))
    assert f"/proc/{os.getpid()}" not in workers.each(os.path.realpath, [SELF], "test")


def test_an_error_of_the_work_is_the_caller_s(workers: Workers) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        list(workers.each(int, ["1", "one", "2"], "test", much=True))
    assert list(workers.each(int, ["1"], "test")) == [1]


def test_a_dead_worker_is_told_and_replaced(workers: Workers) -> None:
    with pytest.raises(StageError, match="encode: a worker died"):
        list(workers.each(signal.raise_signal, [signal.SIGKILL] * 9, "encode", much=True))
    assert list(workers.each(abs, [-1], "test", much=True)) == [1]


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT])
def test_no_worker_is_left_behind(tmp_path: Path, sign: signal.Signals) -> None:
    script = tmp_path / "held.py"
    script.write_text(HELD, encoding="utf-8")
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, script], stdin=pipe, stdout=pipe, stderr=pipe) as held:
        assert held.stdout is not None
        workers = [Path(place) for place in held.stdout.readline().decode().split()]
        assert workers
        assert all(worker.exists() for worker in workers)
        held.send_signal(sign)
        held.wait(timeout=60)
        until = time.monotonic() + 60
        while any(worker.exists() for worker in workers) and time.monotonic() < until:
            time.sleep(0.05)
        assert not any(worker.exists() for worker in workers)
