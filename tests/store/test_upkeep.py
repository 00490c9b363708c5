from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from rashomon.exceptions import StoreError
from rashomon.model import Account, Event
from rashomon.store import Made, Store


def test_a_backup_is_an_archive(tmp_path: Path, abc: Store, entry, made: Made) -> None:
    abc.backup(tmp_path / "copy.db")
    abc.add([entry("e")], made)
    assert [path.name for path in tmp_path.iterdir()] == ["copy.db"]
    with Store.open(tmp_path / "copy.db") as copy:
        assert copy.check() == []
        assert copy.reports() == abc.reports("abcd")


def test_a_backup_within_a_transaction_waits_for_nothing(tmp_path: Path, abc: Store) -> None:
    with abc.transaction():
        abc.backup(tmp_path / "copy.db")
    with Store.open(tmp_path / "copy.db") as copy:
        assert copy.count() == 4


def test_a_backup_never_overwrites(tmp_path: Path, abc: Store) -> None:
    target = tmp_path / "copy.db"
    target.write_text("precious")
    with pytest.raises(StoreError, match="exists already"):
        abc.backup(target)
    assert target.read_text() == "precious"


def test_a_backup_left_unfinished_is_in_nobodys_way(tmp_path: Path, abc: Store) -> None:
    (tmp_path / "copy.db.part").write_text("half")
    abc.backup(tmp_path / "copy.db")
    assert [path.name for path in tmp_path.iterdir()] == ["copy.db"]


@pytest.mark.parametrize("place", ["/nowhere/at/all/copy.db", "/\0", "/", ""])
def test_a_backup_to_nowhere(abc: Store, place: str) -> None:
    with pytest.raises(StoreError):
        abc.backup(place)


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        ("DELETE FROM readings", "report a has no reading"),
        ("DELETE FROM reports", "readings: row 1 refers to no row of reports"),
        ("DELETE FROM event_reports", "event e has no reports"),
        ("UPDATE accounts SET account = '[1]'", "a stored value is damaged"),
        ("UPDATE readings SET made = 99", "readings: row 1 refers to no row of made"),
    ],
)
def test_damage_is_found(tmp_path: Path, entry, made: Made, damage: str, problem: str) -> None:
    path = tmp_path / "archive.db"
    with Store.open(path) as store:
        store.add([entry("a")], made)
        store.put_events("a", [Event("e", "", ("a",))], made)
        store.put_account(Account("e", ()), made)
        assert store.check() == []
    other = sqlite3.connect(path)
    other.execute(damage)
    other.commit()
    other.close()
    with Store.open(path) as store:
        assert any(line.startswith(problem) for line in store.check())
