"""What servers answered, kept as WARC records (ISO 28500), so that every text can be proven.

A record holds the body as it was read, uncompressed; headers that spoke of how it travelled are
kept under names of their own. An answer whose body is there already becomes a revisit record.
"""

from __future__ import annotations

import io
import os
from base64 import b32encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha1, sha256
from http import HTTPStatus
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from rashomon.acquire.fetch import Fetched
from rashomon.exceptions import StoreError

# A file is named by when it was begun, in UTC.
_NAME = "rashomon-%Y%m%d%H%M%S%f.warc.gz"
_TRAVEL = frozenset({"transfer-encoding", "content-encoding", "content-length"})
_PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record lies: the name of its file, its first byte there, and how many it has."""

    file: str
    start: int
    length: int


def digest(body: bytes) -> str:
    """The digest that captures are known by: sha256, in hex."""
    return sha256(body).hexdigest()


class Recorder:
    """Writes records into files of a folder, the newest of at most some `most` bytes, and no longer
    than for a `span` of time, so that old records can be given up without waiting for new ones.

    A record counts once its `Place` is known to the archive: what a killed process left behind the
    last such one is cut off by `resume`.
    """

    def __init__(self, folder: Path, most: int, span: timedelta | None = None) -> None:
        self._folder = folder
        self._most = most
        self._span = span
        self._stream: BinaryIO | None = None
        self._name = ""

    def resume(self, ends: dict[str, int]) -> None:
        """Goes on in an archive that knows of records up to these `ends`, by file."""
        self.close()
        for path in sorted(self._folder.glob("rashomon-*.warc.gz")):
            end = ends.get(path.name, 0)
            if end == 0:
                path.unlink()
            elif path.stat().st_size > end:
                os.truncate(path, end)
        newest = max(ends, default="")
        if newest and ends[newest] < self._most and (self._folder / newest).exists():
            self._open(newest)

    def write(self, answer: Fetched, first: tuple[str, str] | None = None) -> Place:
        """Appends what a server answered; `first` is address and time of the same body before.

        Raises `StoreError` if the disk does not take it.
        """
        try:
            stream = self._file()
            start = stream.tell()
            writer = _Writer(stream, gzip=True, warc_version="1.1")
            writer.write_record(_record(writer, answer, first))
            stream.flush()
            return Place(self._name, start, stream.tell() - start)
        except OSError as error:
            raise StoreError(f"cannot be kept: {error}", input=str(self._folder)) from error

    def give_up(self, names: Iterable[str]) -> None:
        """Deletes files whose captures are kept no longer."""
        for name in names:
            if name == self._name:
                self.close()
            (self._folder / name).unlink(missing_ok=True)

    def sync(self) -> None:
        """Sees to it that what was written outlives a power cut."""
        if self._stream is not None:
            os.fsync(self._stream.fileno())

    def read(self, place: Place) -> bytes:
        """The bytes of a record, for those who show or check it."""
        with (self._folder / place.file).open("rb") as stream:
            stream.seek(place.start)
            return stream.read(place.length)

    def close(self) -> None:
        """Closes the file that is written to."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _file(self) -> BinaryIO:
        now = datetime.now(UTC)
        if self._stream is None or self._stream.tell() >= self._most or self._old(now):
            self.close()
            stream = self._open(now.strftime(_NAME))
            writer = _Writer(stream, gzip=True, warc_version="1.1")
            told = {"software": f"rashomon/{version('rashomon')}", "format": "WARC File Format 1.1"}
            writer.write_record(writer.create_warcinfo_record(self._name, told))
        assert self._stream is not None
        return self._stream

    def _old(self, now: datetime) -> bool:
        begun = datetime.strptime(self._name, _NAME).replace(tzinfo=UTC)
        return self._span is not None and now - begun >= self._span

    def _open(self, name: str) -> BinaryIO:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._name = name
        self._stream = (self._folder / name).open("ab")
        return self._stream


class _Writer(WARCWriter):  # type: ignore[misc]  # warcio is untyped
    """warcio's, without the temporary files that it leaves to be closed by chance."""

    @staticmethod
    def _create_temp_file() -> BinaryIO:
        return io.BytesIO()


def _record(writer: WARCWriter, answer: Fetched, first: tuple[str, str] | None) -> object:
    headers = [
        (f"x-archive-orig-{name}" if name in _TRAVEL else name, " ".join(value.splitlines()))
        for name, value in answer.headers
    ]
    headers.append(("content-length", str(len(answer.body))))
    try:
        phrase = HTTPStatus(answer.status).phrase
    except ValueError:
        phrase = ""
    http = StatusAndHeaders(f"{answer.status} {phrase}".strip(), headers, protocol="HTTP/1.1")
    at = answer.at.replace("+00:00", "Z")
    if first is None:
        return writer.create_warc_record(
            answer.url, "response", io.BytesIO(answer.body), http_headers=http,
            warc_headers_dict={"WARC-Date": at},
        )  # fmt: skip
    # SHA-1 in base 32 is what tools for these files check; the archive itself knows SHA-256.
    payload = "sha1:" + b32encode(sha1(answer.body, usedforsecurity=False).digest()).decode()
    url, when = first
    record = writer.create_revisit_record(
        answer.url, payload, url, when.replace("+00:00", "Z"), http_headers=http
    )
    record.rec_headers.replace_header("WARC-Profile", _PROFILE)
    record.rec_headers.replace_header("WARC-Date", at)
    return record
