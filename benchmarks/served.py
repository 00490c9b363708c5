"""A reading room as a user starts it: when it is ready, the memory it holds, what a search takes.

    python -m benchmarks.served --db FILE

`rashomon serve` runs over an archive that `benchmarks.web --keep` made, or any other. Printed are,
by its processor time and by the clock: the seconds from its start until it answers at all and until
it has answered a search; the milliseconds of searches for words of its titles, each new; and the
memory of its process, then and at its highest.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import httpx


@contextmanager
def room(db: Path) -> Iterator[tuple[str, int]]:
    """The address and the process of a reading room over an archive, as soon as it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    program = str(Path(sys.executable).with_name("rashomon"))
    command = [program, "serve", "--db", str(db), "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as serving:
        try:
            while not _answers(f"{address}/api/v1/revision"):
                if serving.poll() is not None:
                    raise SystemExit(f"the room over {db} ended with {serving.returncode}")
                time.sleep(0.2)
            yield address, serving.pid
        finally:
            serving.terminate()


def _answers(address: str) -> bool:
    try:
        httpx.get(address, timeout=60)
    except httpx.ConnectError:
        return False
    return True


def memory(process: int) -> tuple[int, int]:
    """Megabytes that a process has in memory and had at most; of the archive's file what it maps
    is left out of the first."""
    told = dict(
        re.findall(r"(\w+):\s+(\d+) kB", Path(f"/proc/{process}/status").read_text("ascii"))
    )
    return int(told["RssAnon"]) // 1024, int(told["VmHWM"]) // 1024


def processor(process: int) -> float:
    """Seconds of processors that a process has used."""
    after = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(after[11]) + int(after[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Starts a room and searches it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", type=Path, required=True)
    parser.add_argument("--asked", type=int, default=60, help="searches")
    given = parser.parse_args()
    begun = time.perf_counter()
    with room(given.db) as (address, process), httpx.Client(timeout=600) as client:
        for what, page in (("answers", "/api/v1/revision"), ("has searched", "/search?q=any")):
            client.get(address + page).raise_for_status()
            used, seconds = processor(process), time.perf_counter() - begun
            print(f"{what:12} after {used:6.1f} s of processors, {seconds:.1f} by the clock")
        idle = False
        while not idle:  # what is made ready behind the first pages
            time.sleep(2)
            idle, used = processor(process) < used + 0.05, processor(process)
        listed = client.get(f"{address}/api/v1/events?limit=200").raise_for_status().json()
        words = sorted({w for e in listed["events"] for w in e["title"].split() if w.isalpha()})
        random.Random(5).shuffle(words)
        times, used = [], processor(process)
        for word in words[: given.asked]:
            start = time.perf_counter()
            client.get(f"{address}/search?q={quote(word)}").raise_for_status()
            times.append((time.perf_counter() - start) * 1e3)
        each = (processor(process) - used) / len(times) * 1e3
        times.sort()
        print(
            f"a search: {each:.0f} ms of processors; by the clock median "
            f"{times[len(times) // 2]:.0f}, 95th percentile {times[int(len(times) * 0.95)]:.0f}"
        )
        print("memory: {} MB, at most {} MB".format(*memory(process)))


if __name__ == "__main__":
    main()
