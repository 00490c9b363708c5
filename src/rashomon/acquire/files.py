"""Files, folders, globs and standard input become captures, one after the other.

A folder is read to the bottom in the order of names; entries whose names begin with "." are
passed over, and a folder that was read already, by whatever link, is not read again. Binary files
and JSON that is no report are failures like any other: what was given and not read is said.
"""

from __future__ import annotations

import glob
import io
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rashomon.acquire import content
from rashomon.exceptions import InputError
from rashomon.model import Capture, Failure
from rashomon.online import Fetch
from rashomon.settings import Acquire

if TYPE_CHECKING:
    from rashomon.acquire.fetch import Fetcher

_STAGE = "acquire"


def captures(
    paths: Iterable[str], limits: Acquire, fetch: Fetch | None = None
) -> Iterator[Capture | Failure]:
    """All captures of some paths, in their order, lazily; never more than one file in memory.

    A path is a file, a folder, a glob, "-" for standard input, or an address (http,
    https). `Capture.input` is a file's path or an address as given, in a folder the folder's name
    and the way from there ("seeds/000.txt"), with ":17" for line 17 of JSONL or element 17 of a
    JSON array. Nothing raises: what cannot be read is a `Failure` at its place.
    """
    visited: set[tuple[int, int]] = set()
    fetcher: Fetcher | None = None
    for given in paths:
        if given == "-":
            yield from content.read(sys.stdin.buffer, "-", limits)
            continue
        if given.lower().startswith(("http://", "https://")):
            if fetcher is None:
                # An HTTP client takes a tenth of a second to import: files need none.
                from rashomon.acquire.fetch import Fetcher  # noqa: PLC0415  (slow)

                fetcher = Fetcher(fetch or Fetch())
            yield from fetched(given, fetcher, limits)
            continue
        count = 0
        for file in _files(given, visited):
            if isinstance(file, Failure):
                yield file
                continue
            if (count := count + 1) > limits.max_files:
                most = f"acquire.max_files allows {limits.max_files:,}"
                yield Failure(
                    _shown(given), _STAGE, f"more files than {most}; the rest is not read"
                )
                break
            yield from of_file(*file, limits)


def fetched(url: str, fetcher: Fetcher, limits: Acquire) -> Iterator[Capture | Failure]:
    """The captures of what is at an address; one that cannot be fetched is a failure."""
    try:
        page = fetcher.page(url)
    except InputError as error:
        yield Failure(url, _STAGE, error.cause)
        return
    for found in content.read(io.BytesIO(page.body), url, limits, len(page.body), page.charset):
        yield replace(found, url=found.url or page.url) if isinstance(found, Capture) else found


def found(paths: Iterable[str]) -> Iterator[tuple[Path, str] | Failure]:
    """The files of some files, folders and globs, each with its name for people, unread."""
    visited: set[tuple[int, int]] = set()
    for given in paths:
        yield from _files(given, visited)


def of_file(path: Path, input: str, limits: Acquire) -> Iterator[Capture | Failure]:
    """The captures of one file, which is called `input`; what cannot be read is a failure."""
    try:
        with path.open("rb") as stream:
            status = os.fstat(stream.fileno())
            size = status.st_size if stat.S_ISREG(status.st_mode) else None
            yield from content.read(stream, input, limits, size)
    except OSError as error:
        yield _failure(input, error)


def _files(given: str, visited: set[tuple[int, int]]) -> Iterator[tuple[Path, str] | Failure]:
    """The files that a given path stands for, each with its name for people."""
    try:
        folder = stat.S_ISDIR(Path(given).stat().st_mode)
    except (OSError, ValueError) as error:
        # A name may hold the signs of a pattern: it is one only where there is no such file.
        if not glob.has_magic(given):
            yield _failure(_shown(given), error)
            return
        matches = sorted(glob.glob(given, recursive=True))  # noqa: PTH207 - Path's takes no "/a/*"
        for match in matches:
            yield from _files(match, visited)
        if not matches:
            yield Failure(_shown(given), _STAGE, "nothing matches this pattern")
        return
    if folder:
        yield from _walk(Path(given), visited)
    else:
        yield Path(given), _shown(given)


def _walk(folder: Path, visited: set[tuple[int, int]]) -> Iterator[tuple[Path, str] | Failure]:
    # Depth first with a list of its own: a hostile tree may be deeper than Python's stack.
    waiting = [(folder, folder.name.replace("..", ""))]
    while waiting:
        path, input = waiting.pop()
        try:
            status = path.stat()
            if stat.S_ISREG(status.st_mode):
                yield path, _shown(input)
            elif not stat.S_ISDIR(status.st_mode):
                yield Failure(_shown(input), _STAGE, "neither a file nor a folder")
            elif (status.st_dev, status.st_ino) not in visited:
                visited.add((status.st_dev, status.st_ino))
                names = sorted(entry.name for entry in path.iterdir())
                waiting.extend(
                    (path / name, f"{input}/{name}" if input else name)
                    for name in reversed(names)
                    if not name.startswith(".")
                )
        except OSError as error:
            yield _failure(_shown(input or str(folder)), error)


def _failure(input: str, error: Exception) -> Failure:
    cause = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return Failure(input, _STAGE, cause[:1].lower() + cause[1:])


def _shown(name: str) -> str:
    """A path as text that can be printed anywhere: bytes that are no UTF-8 as U+FFFD."""
    return name.replace(os.sep, "/").encode("utf-8", "surrogateescape").decode("utf-8", "replace")
