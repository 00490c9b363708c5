"""A Spark cluster of the tests' own: a master and workers, each a process on loopback."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

_PATIENCE = 120.0


def missing() -> str | None:
    """Why there can be no Spark here, in a line; None if there can."""
    if importlib.util.find_spec("pyspark") is None:
        return "no PySpark here: `make spark` installs it"
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        return "no Java here: `make spark` installs it"
    return None


def environment() -> dict[str, str]:
    """Spark bound to loopback, with the Python of the tests."""
    return os.environ | {"SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}


class Cluster:
    """A master and some workers of one core each; a worker can be killed with all it started."""

    def __init__(self, folder: Path, workers: int) -> None:
        self._folder = folder
        self._number = workers
        self._running: list[subprocess.Popen[bytes]] = []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.url = f"spark://127.0.0.1:{free.getsockname()[1]}"

    def __enter__(self) -> Self:
        port = self.url.rpartition(":")[2]
        self._start("master", "master.Master", "--port", port)
        self._await("master", "I have been elected leader")
        for number in range(self._number):
            work = self.work(number)
            work.mkdir()
            told = ("--cores", "1", "--memory", "1g", "--work-dir", str(work), self.url)
            self._start(f"worker{number}", "worker.Worker", *told)
        for number in range(self._number):
            self._await(f"worker{number}", "Successfully registered with master")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in reversed(self._running):
            _kill(process)

    def work(self, worker: int) -> Path:
        """Where a worker keeps what it runs: a folder for each application."""
        return self._folder / f"work{worker}"

    def kill(self, worker: int) -> None:
        """Ends a worker at once, with its executors."""
        _kill(self._running[1 + worker])

    def _start(self, name: str, main: str, *told: str) -> None:
        import pyspark  # noqa: PLC0415  (may not be installed)

        command = Path(pyspark.__file__).parent / "bin" / "spark-class"
        asked = [command, f"org.apache.spark.deploy.{main}", "--host", "127.0.0.1"]
        with (self._folder / f"{name}.log").open("wb") as log:
            self._running.append(
                subprocess.Popen(
                    [*asked, "--webui-port", "0", *told],
                    stdout=log,
                    stderr=log,
                    env=environment(),
                    start_new_session=True,
                )
            )

    def _await(self, name: str, line: str) -> None:
        log = self._folder / f"{name}.log"
        begun = time.monotonic()
        while line not in log.read_text(encoding="utf-8", errors="replace"):
            if time.monotonic() - begun > _PATIENCE:
                raise RuntimeError(f"{name} did not start: {log.read_text(errors='replace')}")
            time.sleep(0.05)


def _kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
