"""What every test may rely on: the data folder, steady hypothesis, and no network.

The data (`$RASHOMON_DATA`, else `../shared/data`) belongs to its publishers and is not part of the
project: a test that needs it skips where it is absent.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from tests.server import Server

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = Path("/usr/bin/chromium")

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")

_sockets_allowed = False


def _refuse_sockets(event: str, arguments: tuple[Any, ...]) -> None:
    """Audit hook: sees every connection and name look-up, from whatever library."""
    if _sockets_allowed or event not in {"socket.connect", "socket.getaddrinfo"}:
        return
    address = arguments[1] if event == "socket.connect" else arguments[0]
    if event == "socket.connect" and isinstance(address, str | bytes):
        return  # a local (Unix) socket
    raise RuntimeError(f"this test opens a socket to {address!r}; mark it with `sockets` if it may")


sys.addaudithook(_refuse_sockets)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    global _sockets_allowed  # noqa: PLW0603  (an audit hook cannot be removed, only told)
    _sockets_allowed = any(item.iter_markers("sockets")) or any(item.iter_markers("browser"))
    try:
        return (yield)
    finally:
        _sockets_allowed = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if not CHROMIUM.exists():
        skip = pytest.mark.skip(reason=f"no Chromium at {CHROMIUM}: run `make browser`")
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(skip)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server of the tests' own, on loopback."""
    if (why := Server.missing()) is not None:
        pytest.skip(why)
    with Server() as running:
        yield running


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real data sets."""
    folder = Path(os.environ.get("RASHOMON_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no data at {folder}: set RASHOMON_DATA to where the data sets are")
    return folder


@pytest.fixture(scope="session")
def seeds(data: Path) -> Path:
    """The five reports that the project was created from."""
    folder = data / "seeds"
    if not folder.is_dir():
        pytest.skip(f"no seeds at {folder}")
    return folder
