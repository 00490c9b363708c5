from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rashomon.exceptions import StoreError
from rashomon.model import Failure
from rashomon.store import Made, Store


def test_an_archive_is_found_again(tmp_path: Path, entry, made: Made) -> None:
    path = tmp_path / "archive.db"
    with Store.open(path) as store:
        store.add([entry("a")], made)
    for place in (str(path), f"sqlite:///{path}"):
        with Store.open(place) as store:
            assert store.ids() == ["a"]


def test_relative_paths_and_odd_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in (":memory:", "file:x?mode=memory", "архів %41 #1.db"):
        Store.open(name).close()
        assert (tmp_path / name).is_file()


def test_a_clean_close_leaves_one_file(tmp_path: Path, entry, made: Made) -> None:
    with Store.open(tmp_path / "archive.db") as store:
        store.add([entry("a")], made)
        assert (tmp_path / "archive.db-wal").exists()
    assert os.listdir(tmp_path) == ["archive.db"]  # noqa: PTH208  (names alone)


def test_a_temporary_archive_is_removed() -> None:
    with Store.open(None) as store:
        assert Path(store.name).is_file()
    assert not Path(store.name).parent.exists()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.count()


def test_an_error_undoes_the_whole_transaction(store: Store, entry, made: Made) -> None:
    store.add([entry("a")], made)
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.add([entry("b", keys=(1,))], made)
        with store.transaction():
            store.settle(["a"])
        assert store.ids() == ["a", "b"]
        raise ZeroDivisionError
    assert store.ids() == store.pending() == ["a"]
    assert store.sharing([1]) == {}


def test_a_call_that_fails_inside_a_transaction_undoes_only_itself(
    store: Store, entry, made: Made
) -> None:
    with store.transaction():
        store.add([entry("a")], made)
        with pytest.raises(StoreError):
            store.add([entry("b"), entry("c", keys=(2**64,))], made)
    assert store.ids() == ["a"]


def test_errors_of_others_pass_through_a_transaction(store: Store) -> None:
    with pytest.raises(UnicodeEncodeError), store.transaction():
        "\ud800".encode()


def test_a_transaction_is_invisible_to_other_threads_until_done(
    store: Store, entry, made: Made
) -> None:
    seen: list[list[str]] = []

    def look() -> None:
        thread = threading.Thread(target=lambda: seen.append(store.ids()))
        thread.start()
        thread.join()

    with store.transaction():
        store.add([entry("a")], made)
        look()
    look()
    assert seen == [[], ["a"]]


def test_readings_within_a_reading_see_one_moment(tmp_path: Path, entry, made: Made) -> None:
    path = tmp_path / "archive.db"
    with Store.open(path) as store, Store.open(path) as other:
        with store.reading():
            assert store.ids() == []
            other.add([entry("a")], made)
            assert store.ids() == []
        assert store.ids() == ["a"]


def test_two_sessions_take_turns(tmp_path: Path, entry, made: Made) -> None:
    path = tmp_path / "archive.db"
    with Store.open(path) as one, Store.open(path) as other:
        one.add([entry("a")], made)
        other.add([entry("b")], made)
        assert one.ids() == other.ids() == ["a", "b"]


def test_processes_may_create_one_archive_at_the_same_time(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    code = f"from rashomon.store import Store\nStore.open({str(path)!r}).close()"
    started = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(2)]
    assert [process.wait(60) for process in started] == [0, 0]
    with Store.open(path) as store:
        assert store.check() == []


def test_threads_may_create_archives_at_the_same_time(tmp_path: Path) -> None:
    places = [tmp_path / f"{number % 2}.db" for number in range(8)]
    with ThreadPoolExecutor(8) as threads:
        problems = list(threads.map(created, places))
    assert problems == [[]] * 8


def test_an_archive_is_made_as_soon_as_another_that_holds_its_file_is_done(tmp_path: Path) -> None:
    # Another that makes it wrote its first page, and has not changed the journal yet.
    place = tmp_path / "archive.db"
    other = sqlite3.connect(place, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    other.execute("CREATE TABLE passing (number)")
    other.execute("DROP TABLE passing")
    threading.Timer(0.3, other.rollback).start()
    assert created(place) == []
    other.close()


def created(place: Path) -> list[str]:
    with Store.open(place) as store:
        return store.check()


@pytest.mark.parametrize(
    ("place", "cause"),
    [
        ("", "names no file"),
        ("a\0b", "names no file"),
        ("sqlite://", "names no file"),
        ("mysql://host/name", "only archives"),
        ("://", "not a database URL"),
        ("/nowhere/at/all/archive.db", "folder does not exist"),
    ],
)
def test_places_that_name_no_archive(place: str, cause: str) -> None:
    with pytest.raises(StoreError, match=cause) as raised:
        Store.open(place)
    assert raised.value.stage == "store"


def test_a_folder_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        Store.open(tmp_path)


@pytest.mark.parametrize("content", [b"garbage " * 1000, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_no_database_stays_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "archive.db"
    path.write_bytes(content)
    with pytest.raises(StoreError, match="database") as raised:
        Store.open(path)
    assert raised.value.input == str(path)
    assert path.read_bytes() == content


def test_another_programs_database_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "places.sqlite"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE reports (id TEXT)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="not an archive of Rashomon"):
        Store.open(path)
    assert path.read_bytes() == before


def test_an_empty_file_becomes_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    path.touch()
    with Store.open(path) as store:
        assert store.count() == 0


def test_a_truncated_archive_gives_store_errors(tmp_path: Path, entry, made: Made) -> None:
    path = tmp_path / "archive.db"
    with Store.open(path) as store:
        store.add([entry(f"{number:03}", text="word " * 2000) for number in range(50)], made)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(StoreError), Store.open(path) as store:
        assert store.check() != []
        store.reports()


def test_a_folder_without_permission(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)
    if os.access(folder, os.W_OK):
        folder = Path("/proc/self")  # where not even root may create a file
        if not folder.is_dir():
            pytest.skip("run by root, and there is no /proc: nowhere is read-only")
    with pytest.raises(StoreError, match="unable to open"):
        Store.open(folder / "archive.db")


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb"])
def test_lone_surrogates_are_refused_wherever_they_come(
    store: Store, entry, made: Made, text: str
) -> None:
    with pytest.raises(StoreError, match="surrogate"):
        store.known([text])
    with pytest.raises(StoreError, match="surrogate"):
        store.put_failures([Failure(text, "acquire", "empty")])
    with pytest.raises(StoreError, match="surrogate"):
        store.keep_vectors(text, {"digest": [1.0]})
    with pytest.raises(StoreError):
        store.put_neighbours([("a", text, 0.5)], made)
    assert store.count() == 0
