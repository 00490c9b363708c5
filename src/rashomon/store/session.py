"""An open archive: its file, its transactions, its errors."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import URL, Connection, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    SQLAlchemyError,
)

from rashomon.exceptions import StoreError, UnfitError
from rashomon.store import dialects, migrate

# What the driver raises for values that no column can hold: lone surrogates, huge integers.
_UNFIT = (UnicodeEncodeError, OverflowError)


class Session:
    """What every part of the store works through. Threads may share one; each has its own
    transactions."""

    def __init__(self, url: URL, folder: tempfile.TemporaryDirectory[str] | None = None) -> None:
        """Of the database at an address, which `open` makes ready; `folder` goes on closing."""
        self.name = named(url)
        self._folder = folder
        self._engine = dialects.engine(url)
        self._local = threading.local()
        self._closed = False

    @classmethod
    def open(cls, url_or_path: str | os.PathLike[str] | None = None) -> Self:
        """Open an archive by path or address (sqlite, postgresql), creating or migrating it; None:
        a temporary one.

        Raises `StoreError` for a file that cannot be opened or written, is no archive, is
        damaged, or was written by a newer version.
        """
        folder = None
        if url_or_path is None:
            folder = tempfile.TemporaryDirectory(prefix="rashomon-")
            store = cls(_file(str(Path(folder.name, "archive.db"))), folder)
        else:
            store = cls(address(os.fspath(url_or_path)))
        try:
            with store._errors():
                migrate.upgrade(store._engine)
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Close the file; a temporary archive is gone with it. Closing twice is no error."""
        self._closed = True
        self._engine.dispose()
        if self._folder is not None:
            self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make all that happens inside atomic: an error undoes it, nested calls join it."""
        with self._errors(), self._write():
            yield

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection with one consistent view of the archive, that of an open transaction or of
        a reading that is open around this one."""
        with self._errors(*_UNFIT):
            current = self._current() or getattr(self._local, "view", None)
            if current is not None:
                yield current
                return
            with self._engine.connect() as connection:
                self._local.view = connection
                try:
                    yield connection
                finally:
                    self._local.view = None

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in a transaction; inside another one it is a savepoint of that."""
        with self._errors(*_UNFIT), self._write() as connection:
            yield connection

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        if (current := self._current()) is not None:
            with current.begin_nested():
                yield current
            return
        connection = self._engine.connect().execution_options(writes=True)
        with connection, connection.begin():
            self._local.connection = connection
            try:
                yield connection
            finally:
                self._local.connection = None

    def _current(self) -> Connection | None:
        if self._closed:
            raise StoreError("the archive is closed", input=self.name, stage="store")
        return getattr(self._local, "connection", None)

    @contextmanager
    def _errors(self, *more: type[Exception]) -> Iterator[None]:
        """Turn what the database raises, and `more`, into `StoreError`, and name the file; what it
        says of values, into `UnfitError`."""
        kinds: tuple[type[Exception], ...] = (SQLAlchemyError, sqlite3.Error, *more)
        try:
            yield
        except StoreError as error:
            if not error.input:
                raise type(error)(error.cause, input=self.name, stage="store") from error
            raise
        except kinds as error:
            cause = error.orig if isinstance(error, DBAPIError) else error
            unfit = isinstance(error, (DataError, IntegrityError, *_UNFIT))
            kind = UnfitError if unfit else StoreError
            raise kind(str(cause), input=self.name, stage="store") from error


def address(place: str) -> URL:
    """The address of an archive that a path, a SQLite or a PostgreSQL URL names.

    Raises `StoreError` for one that can hold none.
    """
    if "://" not in place:
        return _file(place)
    try:
        url = make_url(place)
    except ArgumentError as error:
        shown = f"{place.partition('://')[0]}://…"  # what follows may hold a password
        raise StoreError("not a database URL", input=shown, stage="store") from error
    backend = url.get_backend_name()
    if backend in ("postgresql", "postgres"):
        return url.set(drivername="postgresql")
    if backend != "sqlite":
        cause = "only archives of SQLite and PostgreSQL can be opened"
        raise StoreError(cause, input=named(url), stage="store")
    return _file(url.database or "", place)


def named(url: URL) -> str:
    """What to call an archive: its file, or its address without the password."""
    if url.get_backend_name() == "sqlite":
        return url.database or ""
    return url.render_as_string(hide_password=True)


def _file(name: str, place: str | None = None) -> URL:
    """The file of a name, in a folder that exists."""
    place = place or name
    if not name or "\0" in name:
        raise StoreError("names no file", input=place, stage="store")
    path = Path(name).absolute()
    if path.is_dir():
        raise StoreError("is a folder, not an archive", input=place, stage="store")
    if not path.parent.is_dir():
        raise StoreError("its folder does not exist", input=place, stage="store")
    return URL.create("sqlite", database=str(path))
