"""What a server adds to a file: several writers, copies to and from it, passwords."""

from __future__ import annotations

import multiprocessing
import runpy
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from tests.server import Server
from tests.store.conftest import make_entry

from rashomon.exceptions import StoreError
from rashomon.model import Event, Failure
from rashomon.store import Made, Store, schema, search

pytestmark = pytest.mark.sockets

DATA = Path(__file__).parent / "data"
MADE = Made("test", 1, "0")


@pytest.fixture(scope="module")
def kept() -> dict[str, Any]:
    """What fills an archive with a row in every table, and tells its content."""
    return runpy.run_path(str(DATA / "make.py"))


def test_an_archive_moves_to_a_server_and_back(
    server: Server, tmp_path: Path, kept: dict[str, Any]
) -> None:
    with (
        Store.open(tmp_path / "first.db") as first,
        Store.open(server.fresh("moved")) as moved,
        Store.open(tmp_path / "second.db") as second,
    ):
        kept["fill"](first)
        moved.fill(first)
        second.fill(moved)
        content = kept["content"](first)
        assert kept["content"](moved) == content
        assert kept["content"](second) == content
        assert first.check() == moved.check() == second.check() == []
        with pytest.raises(StoreError, match="not empty"):
            moved.fill(first)
        # Numbers go on after those that came along.
        moved.add([make_entry("later")], MADE)
        moved.put_failures([Failure("x", "extract", "later\0")])
        assert moved.report("later") is not None
        assert moved.failures()[-1].error == "later\ufffd"


def test_a_backup_of_a_server_is_a_file(
    server: Server, tmp_path: Path, kept: dict[str, Any]
) -> None:
    with Store.open(server.fresh("kept")) as store:
        kept["fill"](store)
        store.backup(tmp_path / "copy.db")
        with Store.open(tmp_path / "copy.db") as copy:
            assert kept["content"](copy) == kept["content"](store)
        with pytest.raises(StoreError, match="exists already"):
            store.backup(tmp_path / "copy.db")


@pytest.mark.parametrize("old", sorted(DATA.glob("schema_*.db")), ids=lambda path: path.stem)
def test_every_earlier_schema_is_upgraded_on_a_server(
    server: Server, old: Path, kept: dict[str, Any]
) -> None:
    place = server.fresh("earlier")
    _as_it_was(old, place)
    with Store.open(place) as store, Store.open() as new:
        kept["fill"](new)
        assert kept["content"](store) == kept["content"](new)
        assert store.check() == []


def _as_it_was(old: Path, place: str) -> None:
    """A server's archive as the version of a kept file made it, with that file's rows."""
    source = sa.create_engine(f"sqlite:///{old}")
    target = sa.create_engine(place.replace("postgresql:", "postgresql+psycopg:"))
    config = Config()
    config.set_main_option("script_location", "rashomon.store:migrations")
    config.set_main_option("path_separator", "os")
    tables = sa.MetaData()
    with source.connect() as theirs, target.connect() as ours, ours.begin():
        version = theirs.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
        config.attributes["connection"] = ours
        command.upgrade(config, version)
        tables.reflect(ours)
        for table in tables.sorted_tables:
            if table.name in ("alembic_version", "search"):
                continue
            for row in theirs.execute(sa.select(table).order_by(*table.primary_key)).mappings():
                ours.execute(sa.insert(table), [dict(row)])
        if "search" in tables.tables:
            kept = ours.execute(sa.text("SELECT number, title, text FROM reports"))
            search.index(ours, {row.number: (row.title, row.text) for row in kept})
        ours.exec_driver_sql(f"COMMENT ON TABLE alembic_version IS '{0x52534D4E}'")
    source.dispose()
    target.dispose()


def test_another_database_is_left_alone(server: Server) -> None:
    place = server.fresh("others")
    server.execute("CREATE TABLE reports (id int)", "others")
    with pytest.raises(StoreError, match="not an archive"):
        Store.open(place)
    assert (
        server.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", "others") == 1
    )


def test_a_password_is_never_told(server: Server) -> None:
    place = server.address("nowhere").replace("rashomon@", "rashomon:secret@")
    with pytest.raises(StoreError) as told:
        Store.open(place)
    assert "nowhere" in str(told.value)
    assert "secret" not in str(told.value)


def _writes(place: str, writer: int) -> None:
    """Adds reports of its own and some that all writers add, and puts them into events."""
    with Store.open(place) as store:
        for start in range(0, 40, 8):
            some = [make_entry(f"own-{writer}-{n}", keys=(n, 99)) for n in range(start, start + 8)]
            shared = [make_entry(f"shared-{n}", keys=(n, 77)) for n in range(start, start + 8)]
            store.add([*some, *shared], MADE)
            ids = tuple(sorted(entry.report.id for entry in some))
            store.put_events(ids, [Event(f"e-{writer}-{start}", "t", ids)], MADE)
            store.put_failures([Failure("same", "extract", "once"), Failure(f"{writer}", "x", "y")])
            store.settle(ids)


def together(work: Callable[..., None], place: str) -> None:
    with ProcessPoolExecutor(4, multiprocessing.get_context("spawn")) as pool:
        for done in [pool.submit(work, place, writer) for writer in range(4)]:
            done.result()


def test_four_writers_at_once_double_and_lose_nothing(server: Server) -> None:
    place = server.fresh("busy")  # not even its tables are there: all four find that out
    together(_writes, place)
    with Store.open(place) as store:
        own = {f"own-{writer}-{n}" for writer in range(4) for n in range(40)}
        assert set(store.ids()) == own | {f"shared-{n}" for n in range(40)}
        assert len(store.events()) == 20
        assert set(store.pending()) == {f"shared-{n}" for n in range(40)}
        assert len(store.failures()) == 5
        assert store.key_counts([99, 77]) == {99: 160, 77: 40}
        with store.reading() as connection:
            count = connection.execute(sa.select(sa.func.count()).select_from(schema.made))
            assert count.scalar_one() == 1
        assert store.check() == []
