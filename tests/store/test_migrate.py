from __future__ import annotations

import runpy
import shutil
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from rashomon.exceptions import StoreError
from rashomon.store import Store, dialects, schema

DATA = Path(__file__).parent / "data"


def test_the_migrations_make_the_schema(store: Store) -> None:
    with store.reading() as connection:
        # The word index is made by the dialect, and keeps tables of its own.
        options = {"include_name": lambda name, kind, _: not (name or "").startswith("search")}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, schema.metadata) == []


def test_a_file_is_clustered_and_indexed(empty: Path) -> None:
    with Store.open(empty) as store, store.reading() as connection:
        rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master")
        made = {name: sql or "" for name, sql in rows if not name.startswith("search")}
    clustered = {table.name for table in schema.metadata.sorted_tables if not rowid(table)}
    assert {name for name, sql in made.items() if "WITHOUT ROWID" in sql} == clustered
    indexes = {
        str(index.name) for table in schema.metadata.tables.values() for index in table.indexes
    }
    assert indexes <= set(made)


def rowid(table: object) -> bool:
    return table.dialect_options["sqlite"]["with_rowid"]


def test_the_newest_migration_is_the_version_that_the_code_knows() -> None:
    config = Config()
    config.set_main_option("script_location", "rashomon.store:migrations")
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_heads() == [schema.VERSION]


@pytest.mark.parametrize("old", sorted(DATA.glob("schema_*.db")), ids=lambda path: path.stem)
def test_an_archive_of_every_earlier_version_is_read(tmp_path: Path, old: Path) -> None:
    shutil.copy(old, tmp_path / "archive.db")
    had = tables(tmp_path / "archive.db")
    make = runpy.run_path(str(DATA / "make.py"))
    with Store.open(tmp_path / "archive.db") as store, Store.open() as fresh:
        make["fill"](fresh)
        assert make["content"](store) == make["content"](fresh)
        if "feeds" in had:
            make["follow"](fresh)
            assert make["followed"](store) == make["followed"](fresh)
        assert store.check() == fresh.check() == []
        for table in had & set(schema.metadata.tables):
            with store.reading() as connection:
                assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar(), table


def tables(path: Path) -> set[str]:
    """The tables that a file has before it is migrated."""
    file = sqlite3.connect(path)
    found = {
        name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    }
    file.close()
    return found


def test_the_files_of_earlier_versions_are_there() -> None:
    assert [path.stem for path in sorted(DATA.glob("schema_*.db"))] == [
        f"schema_{number:04}" for number in range(1, int(schema.VERSION) + 1)
    ]


def test_an_archive_of_a_newer_version_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    Store.open(path).close()
    newer = sqlite3.connect(path)
    newer.execute("UPDATE alembic_version SET version_num = '0999'")
    newer.commit()
    newer.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"newer version of Rashomon \(schema 0999"):
        Store.open(path)
    assert path.read_bytes() == before


def test_an_archive_without_its_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    Store.open(path).close()
    other = sqlite3.connect(path)
    other.execute("DELETE FROM alembic_version")
    other.commit()
    other.close()
    with pytest.raises(StoreError):
        Store.open(path)


def test_the_mark_is_in_the_file(empty: Path) -> None:
    with Store.open(empty) as store, store.reading() as connection:
        assert dialects.application(connection) == dialects.APPLICATION
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
