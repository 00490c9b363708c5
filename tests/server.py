"""A PostgreSQL server for tests: a real one, in a folder of its own, on loopback."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import create_engine, text

from rashomon.store import Store

# What a server for tests can do without: surviving a power cut.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=40"


class Server:
    """Runs while it is a context; `emptied()` is the address of an archive without reports."""

    @staticmethod
    def missing() -> str | None:
        """Why no server can be started here, None if one can."""
        if _program("initdb") is None:
            return "no PostgreSQL: run `make postgresql`"
        try:
            import psycopg  # noqa: F401, PLC0415  (an extra: only asked whether it is there)
        except ImportError:
            return "no psycopg: install rashomon[postgresql]"
        if os.geteuid() == 0 and (shutil.which("setpriv") is None or _user() is None):
            return "PostgreSQL refuses to run as root, and setpriv or its user is missing"
        return None

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="rashomon-postgresql-"))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = int(free.getsockname()[1])
        self._made: set[str] = set()

    def __enter__(self) -> Self:
        user = _user() if os.geteuid() == 0 else None
        if user is not None:
            os.chown(self._folder, user.pw_uid, user.pw_gid)
        data = str(self._folder / "data")
        self._run("initdb", "-D", data, "-A", "trust", "-U", "rashomon", "-E", "UTF8", "--no-sync")
        options = f"{FAST} -p {self._port} -c listen_addresses=127.0.0.1 -k {self._folder}"
        log = str(self._folder / "log")
        self._run("pg_ctl", "-D", data, "-o", options, "-l", log, "-w", "-t", "60", "start")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)

    def address(self, database: str) -> str:
        """Where a database is."""
        return f"postgresql://rashomon@127.0.0.1:{self._port}/{database}"

    def fresh(self, database: str) -> str:
        """The address of a database without any table."""
        self.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        self.execute(f"CREATE DATABASE {database}")
        return self.address(database)

    def emptied(self) -> str:
        """The address of an archive without reports, always the same."""
        place = self.address("emptied")
        if "emptied" not in self._made:
            self._made.add("emptied")
            Store.open(self.fresh("emptied")).close()
        tables = "SELECT string_agg(quote_ident(relname), ',') FROM pg_class WHERE relkind = 'r'"
        tables += " AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'"
        found = self.execute(tables, "emptied")
        self.execute(f"TRUNCATE {found} RESTART IDENTITY CASCADE", "emptied")
        return place

    def execute(self, statement: str, database: str = "postgres") -> object:
        """Runs one statement; the first value of its result, if it has one."""
        address = self.address(database).replace("postgresql:", "postgresql+psycopg:")
        engine = create_engine(address, isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                result = connection.execute(text(statement))
                return result.scalar() if result.returns_rows else None
        finally:
            engine.dispose()

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(_program(program)), *arguments]
        if (user := _user()) is not None and os.geteuid() == 0:
            ids = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
            command = ["setpriv", *ids, *command]
        # Its server inherits the pipes of pg_ctl: waiting for their end would never end.
        with (self._folder / f"{program}.out").open("w") as out:
            subprocess.run(command, check=True, stdout=out, stderr=out, cwd="/", timeout=120)


def _program(name: str) -> Path | None:
    """The newest version of a program of PostgreSQL's."""
    if found := shutil.which(name):
        return Path(found)
    return max(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), default=None)


def _user() -> pwd.struct_passwd | None:
    """An ordinary user to run the server as."""
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None
