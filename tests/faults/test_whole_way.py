"""Bad input through the real command: each a line with input, stage and cause; the rest is read."""

from __future__ import annotations

import gzip
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from rashomon.archive import Archive

COMMAND = Path(sys.executable).parent / "rashomon"

GOOD = (
    "The breakwater of Velmora gave way shortly before noon on Tuesday, the harbour council said. "
    "Twelve people were hurt and four fishing boats sank at their moorings. "
    "Divers searched the outer basin until dusk and found nobody missing."
)
OTHER = (
    "Beekeepers in Tarnholt have brought in their largest harvest since 1998, their guild said. "
    "A mild spring had let the lime trees flower two weeks early."
)


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, *map(str, arguments)],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1"} | environment,
        timeout=600,
    )


def copies(path: Path, count: int, text: str = GOOD) -> Path:
    """A JSONL of so many copies of one article."""
    lines = (json.dumps({"id": f"copy{number:05}", "text": text}) for number in range(count))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def looped(folder: Path) -> None:
    (folder / "below").mkdir()
    (folder / "below" / "up").symlink_to(folder)
    (folder / "round").symlink_to(folder / "round")


def huge(folder: Path) -> None:
    with (folder / "huge.txt").open("wb") as file:
        file.write(GOOD.encode())
        file.truncate(200_000_000)


def written(name: str, content: bytes) -> Callable[[Path], None]:
    return lambda folder: (folder / name).write_bytes(content) and None


DEEP = b"<html><body>" + b"<div>" * 100_000 + GOOD.encode()
BROKEN = b"\n".join([json.dumps({"text": OTHER}).encode(), b'{"text": ', b"[]", b'{"title": "x"}'])

# What stands in the folder, and what is said of it: input, stage and a part of the cause.
BAD: list[tuple[Callable[[Path], None], dict[str, tuple[str, str]]]] = [
    (written("empty.txt", b""), {"empty.txt": ("acquire", "empty")}),
    (written("blank.txt", b" \n\xef\xbb\xbf\t"), {"blank.txt": ("acquire", "empty")}),
    (written("picture.png", b"\x89PNG\r\n\x1a\n\0\0"), {"picture.png": ("acquire", "binary")}),
    (written("zeros.txt", b"\0" * 4096), {"zeros.txt": ("acquire", "binary")}),
    (
        written("torn.txt.gz", gzip.compress(GOOD.encode())[:-9]),
        {"torn.txt.gz": ("acquire", "damaged gzip")},
    ),
    (huge, {"huge.txt": ("acquire", "")}),
    (written("deep.html", DEEP), {"deep.html": ("extract", "nested deeper")}),
    (
        written("script.html", b"<html><body><script>x()</script></body></html>"),
        {"script.html": ("extract", "no article text")},
    ),
    (
        written("broken.jsonl", BROKEN),
        {
            "broken.jsonl:2": ("acquire", "broken JSON"),
            "broken.jsonl:3": ("acquire", "array"),
            "broken.jsonl:4": ("acquire", '"text"'),
        },
    ),
    (looped, {"round": ("acquire", "too many levels of symbolic links")}),
]

# What is strange and read all the same.
STRANGE: dict[str, bytes] = {
    "word.txt": b"Closed",
    "mixed.txt": "Größe ".encode() * 9 + "Größe".encode("cp1252"),
    "koi8.txt": "Мост в Вельморе закрыт, сообщил городской совет во вторник.".encode("koi8-r"),
    "surrogates.jsonl": rb'{"id": "\udfff", "text": "The wall \ud800 fell\u0000 on Tuesday."}',
    "right-to-left.txt": "\u202bقال المجلس إن الجسر مغلق منذ الثلاثاء\u202c".encode(),
    "furniture.txt": b"Share\nSubscribe to our newsletter\nRead more\nAll rights reserved.\n",
}


def test_each_bad_input_is_named_and_all_else_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD)
    expected: dict[str, tuple[str, str]] = {}
    for make, said in BAD:
        make(folder)
        expected |= {f"in/{name}": words for name, words in said.items()}
    for name, content in STRANGE.items():
        (folder / name).write_bytes(content)
    missing = str(tmp_path / "missing.txt")
    expected[missing] = ("acquire", "no such file")

    done = run("read", folder, missing, "--json")

    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if line]
    for input, (stage, cause) in expected.items():
        (line,) = [line for line in lines if f" {input}: " in line]
        assert line.startswith(f"rashomon: {stage}: {input}: ")
        assert cause in line
    assert len(lines) == len(expected)
    result = json.loads(done.stdout)
    assert {f["input"] for f in result["failures"]} == set(expected)
    ids = {report["id"] for report in result["reports"]}
    assert {"good", "broken:1", "word", "mixed", "koi8", "right-to-left", "furniture"} <= ids
    assert len(ids) == 1 + 1 + len(STRANGE)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD)
    (tmp_path / "closed.txt").write_text(GOOD)
    (tmp_path / "closed.txt").chmod(0)
    done = run("read", tmp_path, "--json")
    assert done.returncode == 1
    assert "closed.txt: permission denied" in done.stderr


def test_limits_are_settings(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD)
    (tmp_path / "long.txt").write_text(GOOD * 20)
    done = run("read", tmp_path, "--json", RASHOMON_ACQUIRE__MAX_BYTES="2000")
    assert done.returncode == 1
    assert "too large" in done.stderr
    assert "long.txt" in done.stderr
    assert [report["id"] for report in json.loads(done.stdout)["reports"]] == ["good"]


def one_of_one_text(result: dict[str, Any], count: int) -> None:
    assert len(result["reports"]) == count
    assert len(result["origins"]) == len(result["events"]) == len(result["accounts"]) == 1
    assert len(result["events"][0]["reports"]) == count
    assert len(result["lineage"]) == count - 1
    (account,) = result["accounts"]
    assert [fact["label"] for fact in account["facts"]] == ["single"] * 3
    assert all(not fact["absent_from"] for fact in account["facts"])


def test_copies_of_one_article_are_one_origin(tmp_path: Path) -> None:
    done = run("read", copies(tmp_path / "copies.jsonl", 400), "--json")
    assert done.returncode == 0, done.stderr
    one_of_one_text(json.loads(done.stdout), 400)


@pytest.mark.slow
def test_ten_thousand_copies_in_a_folder(tmp_path: Path) -> None:
    for number in range(10_000):
        (tmp_path / f"copy{number:05}.txt").write_text(GOOD)
    done = run("read", tmp_path, "--json")
    assert done.returncode == 0, done.stderr
    one_of_one_text(json.loads(done.stdout), 10_000)


def rows(db: Path, table: str) -> int:
    """How many rows a table of an archive has that another process is writing; 0 if none yet."""
    try:
        with closing(sqlite3.connect(f"file:{db}?mode=ro", uri=True)) as connection:
            return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    except sqlite3.Error:
        return 0


def test_a_killed_run_goes_on_to_the_same_end(tmp_path: Path) -> None:
    texts = [f"{GOOD} It was the {n}th accident there." for n in range(10)]
    texts += [f"{OTHER} Hive {n} gave most." for n in range(10)]
    lines = [json.dumps({"id": f"a{n}", "text": text}) for n, text in enumerate(texts)]
    articles = tmp_path / "articles.jsonl"
    articles.write_text("\n".join(lines), encoding="utf-8")
    whole = run("read", articles, "--json", "--db", tmp_path / "whole.db")
    assert whole.returncode == 0, whole.stderr

    db = tmp_path / "killed.db"
    # Killed once when reports are stored but not related, once when they are but have no events.
    for table in ("pending", "reuse"):
        process = subprocess.Popen(
            [COMMAND, "read", str(articles), "--db", str(db), "--json"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # its workers are killed with it
        )
        while not rows(db, table) and process.poll() is None:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
        with Archive.open(db) as archive:
            assert archive.check() == []
    again = run("read", articles, "--json", "--db", db)
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout) == json.loads(whole.stdout)
    with Archive.open(db) as archive:
        assert archive.check() == []
