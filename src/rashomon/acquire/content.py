"""One stream of bytes becomes captures, whatever it holds.

Text, HTML and JSON are read whole, at most `max_bytes`; JSONL line by line, each line at most
`max_bytes`, so that a file of any size needs the memory of its longest line; web archives record
by record. gzip is undone
on the way. A digest is of the bytes after that, so that a file and its .gz have the same.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from hashlib import sha256
from typing import BinaryIO, Protocol, cast

from rashomon.acquire import archives, records
from rashomon.acquire.encodings import decode, unmarked_utf16
from rashomon.acquire.kinds import HEAD, Kind, is_record, kind
from rashomon.exceptions import InputError
from rashomon.model import Capture, Failure
from rashomon.settings import Acquire


class Stream(Protocol):
    """What is read from: a file, standard input, or either of them decompressed."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; fewer only at the end."""

    def readline(self, size: int, /) -> bytes:
        """At most `size` bytes, up to and with a line feed."""


def read(
    stream: BinaryIO,
    input: str,
    limits: Acquire,
    size: int | None = None,
    charset: str | None = None,
) -> Iterator[Capture | Failure]:
    """All captures in a stream called `input`; what cannot be read is a failure, never an error.

    `size` is the file's size in bytes where it is known, so that a file too large is not loaded;
    `charset` what its server calls its encoding.
    """
    try:
        lead = stream.read(2)
        rejoined = _Rejoined(lead, stream)
        if lead == b"PK" and input.lower().endswith(".wacz") and stream.seekable():
            stream.seek(0)
            yield from archives.bundled(stream, input, limits)
        elif lead == b"\x1f\x8b":
            yield from _read(_Inflated(rejoined, limits), input, limits, None, charset)
        else:
            yield from _read(rejoined, input, limits, size, charset)
    except InputError as error:
        yield Failure(error.input or input, "acquire", error.cause)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield Failure(input, "acquire", f"damaged gzip: {error}")
    except OSError as error:
        yield Failure(input, "acquire", f"cannot be read: {error.strerror or error}")


def _read(
    stream: Stream, input: str, limits: Acquire, size: int | None, charset: str | None
) -> Iterator[Capture | Failure]:
    head = b""
    while not head.strip() and len(head) < HEAD and (line := stream.readline(HEAD - len(head))):
        head += line
    if input == "-" and is_record(head):  # JSONL at sight: a slow pipe is not waited for
        what = Kind.LINES
    else:
        head += stream.read(max(0, HEAD - len(head)))
        if archives.is_archive(head):
            yield from archives.read(_Rejoined(head, stream), input, limits)
            return
        what = kind(head, input)
    if what is Kind.BINARY:
        raise InputError("binary, not text")
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or unmarked_utf16(head) is not None
    if what is Kind.LINES and not wide:
        yield from _lines(_Rejoined(head, stream), input, limits)
        return
    if size is not None and size > limits.max_bytes:
        raise _too_large(f"{size:,} bytes", limits)
    data = head + stream.read(max(0, limits.max_bytes - len(head)) + 1)
    if len(data) > limits.max_bytes:
        raise _too_large("more bytes", limits)
    if what is Kind.LINES:
        yield from _lines(io.BytesIO(decode(data).encode("utf-8", "replace")), input, limits)
    elif what is Kind.JSON:
        yield from _json(data, input)
    else:
        content = decode(data, markup=what is Kind.HTML, charset=charset)
        if not content.strip("\ufeff \t\r\n\f\v\0\xa0"):
            raise InputError("empty")
        yield Capture(input, "html" if what is Kind.HTML else "text", content, _digest(data))


def _lines(stream: Stream, input: str, limits: Acquire) -> Iterator[Capture | Failure]:
    number = 0
    while line := stream.readline(limits.max_bytes + 1):
        number += 1
        name = f"{input}:{number}"
        if len(line) > limits.max_bytes:
            while not line.endswith(b"\n") and (line := stream.readline(HEAD)):
                pass
            yield Failure(name, "acquire", _too_large("more bytes", limits).cause)
        elif line.strip(b"\xef\xbb\xbf \t\r\n\0"):
            try:
                record = records.parse(line.strip(), name)
                yield records.capture(record, name, _digest(line.strip()))
            except InputError as error:
                yield Failure(name, "acquire", error.cause)


def _json(data: bytes, input: str) -> Iterator[Capture | Failure]:
    value = records.parse(data, input)
    if not isinstance(value, list) or not any(isinstance(item, dict) for item in value):
        yield records.capture(value, input, _digest(data))
        return
    for number, record in enumerate(value, start=1):
        name = f"{input}:{number}"
        try:
            yield records.capture(record, name, records.element_digest(record))
        except InputError as error:
            yield Failure(name, "acquire", error.cause)


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def _too_large(what: str, limits: Acquire) -> InputError:
    return InputError(f"too large: {what} where acquire.max_bytes allows {limits.max_bytes:,}")


class _Rejoined:
    """A stream whose first bytes were read ahead and are given again."""

    def __init__(self, head: bytes, rest: Stream) -> None:
        self._head = io.BytesIO(head)
        self._rest = rest

    def read(self, size: int, /) -> bytes:
        data = self._head.read(size)
        return data + self._rest.read(size - len(data)) if len(data) < size else data

    def readline(self, size: int, /) -> bytes:
        line = self._head.readline(size)
        if len(line) < size and not line.endswith(b"\n"):
            line += self._rest.readline(size - len(line))
        return line


class _Inflated:
    """gzip undone, as far as it is honest: beyond `max_bytes` its expansion has a limit."""

    def __init__(self, source: Stream, limits: Acquire) -> None:
        self._source = _Counted(source)
        self._limits = limits
        # To read on, GzipFile asks nothing of its source but read().
        self._file = gzip.GzipFile(fileobj=cast(BinaryIO, self._source))

    def read(self, size: int, /) -> bytes:
        return self._bounded(self._file.read(size))

    def readline(self, size: int, /) -> bytes:
        return self._bounded(self._file.readline(size))

    def _bounded(self, data: bytes) -> bytes:
        given, most = self._file.tell(), self._limits.max_expansion
        if given > self._limits.max_bytes and given > most * self._source.taken:
            raise InputError(f"expands more than acquire.max_expansion allows ({most}-fold)")
        return data


class _Counted:
    """A stream that counts what was taken from it, in bytes."""

    def __init__(self, source: Stream) -> None:
        self._source = source
        self.taken = 0

    def read(self, size: int, /) -> bytes:
        data = self._source.read(size)
        self.taken += len(data)
        return data
