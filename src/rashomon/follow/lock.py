"""One process at a time fetches for an archive; a killed one holds nothing back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rashomon.exceptions import StoreError

try:
    import fcntl
except ImportError:  # where there are no such locks, people see to it
    fcntl = None  # type: ignore[assignment]  # a module elsewhere


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Holds the lock of a folder of captures. Raises `StoreError` if another process does."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if fcntl is not None:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                cause = "another process is fetching for this archive"
                raise StoreError(cause, input=str(folder)) from error
        yield
    finally:
        os.close(handle)
