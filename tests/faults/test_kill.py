"""An archive whose writer is killed opens, checks clean, and goes on where it was."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from rashomon.store import Store

# Adds batches of three reports for ever, each batch in one transaction with all that rests on it.
WRITER = """
import sys, itertools
import numpy as np
from rashomon.model import Event, Reading, Report, Reuse
from rashomon.store import Entry, Made, Store

made = Made("read", 1, "")
with Store.open(sys.argv[1]) as store:
    for batch in itertools.count(store.count() // 3):
        ids = [f"{batch:06}-{part}" for part in range(3)]
        keys = tuple(range(batch, batch + 50))
        lead = np.ones(512, np.float32)
        entries = [
            Entry(Report(id, id, "text " * 1000, id), Reading("en"), keys, lead) for id in ids
        ]
        with store.transaction():
            store.add(entries, made)
            store.put_reuse([Reuse(ids[0], ids[1], (), 1.0, 1.0)], made)
            store.put_events(ids, [Event(f"e{batch}", "", tuple(ids))], made)
            store.settle(ids[:2])
        print(batch, flush=True)
"""

# Creates one archive after the other for ever.
CREATOR = """
import sys, itertools
from rashomon.store import Store

for number in itertools.count():
    Store.open(f"{sys.argv[1]}/{number}.db").close()
    print(number, flush=True)
"""


def kill_at_random(code: str, argument: Path, chance: random.Random) -> int:
    """Run code until it has printed a few lines and a moment more; returns its last number."""
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(argument)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    for _ in range(chance.randint(1, 12)):
        assert process.stdout.readline()
    time.sleep(chance.uniform(0, 0.05))
    process.kill()
    rest, _ = process.communicate()
    assert process.returncode == -signal.SIGKILL
    return int(rest.split()[-1]) if rest.split() else 0


def test_a_killed_writer(tmp_path: Path) -> None:
    chance, path, before = random.Random(1), tmp_path / "archive.db", 0
    for _ in range(3):
        told = kill_at_random(WRITER, path, chance)
        with Store.open(path) as store:
            assert store.check() == []
            count = store.count()
            assert count % 3 == 0
            assert count > before
            assert count >= 3 * told
            assert len(store.pending()) == len(store.events()) == count // 3
            assert len(store.reuse_touching(store.ids())) == count // 3
            assert len(store.sharing([count // 3 - 1])[count // 3 - 1]) == 3 * min(count // 3, 50)
            before = count
        assert [file.name for file in tmp_path.iterdir()] == ["archive.db"]


def test_a_killed_creator(tmp_path: Path) -> None:
    kill_at_random(CREATOR, tmp_path, random.Random(2))
    for path in tmp_path.glob("*.db"):
        with Store.open(path) as store:
            assert store.check() == []
            assert store.count() == 0
