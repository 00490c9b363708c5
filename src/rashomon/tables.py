"""Read-only tables in files: look-ups at once, without loading what is not asked for.

A constant database after D. J. Bernstein's cdb (https://cr.yp.to/cdb.html): the file is mapped into
memory, so that opening costs nothing and all processes share its pages. All numbers little-endian:

    magic, u32 slots (a power of two), u32 entries
    slots times u32: where an entry begins, 0 for none; an entry's slot is the crc32 of its key
        modulo the slots, or the next free one
    entries: u16 length of the key, u32 length of the value, key and value in UTF-8
"""

from __future__ import annotations

import mmap
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from struct import Struct
from typing import TypeVar, overload
from zlib import crc32

MAGIC = b"RSMTAB1\n"

_HEAD = Struct("<8sII")
_SLOT = Struct("<I")
_ENTRY = Struct("<HI")

T = TypeVar("T")


class Table(Mapping[str, str]):
    """The table in a file, which must not change while this is in use.

    Raises `OSError` if the file cannot be read, `ValueError` if it holds no table.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        with Path(path).open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if len(self._map) < _HEAD.size:
            raise ValueError("no table")
        magic, slots, count = _HEAD.unpack_from(self._map)
        self._count: int = count
        self._first = _HEAD.size + slots * _SLOT.size
        if magic != MAGIC or slots & (slots - 1) or len(self._map) < self._first:
            raise ValueError("no table")
        self._mask = slots - 1

    @overload
    def get(self, key: str) -> str | None: ...
    @overload
    def get(self, key: str, default: str | T) -> str | T: ...
    def get(self, key: str, default: str | T | None = None) -> str | T | None:
        """The value of a key."""
        found = self._find(key)
        return default if found is None else found

    def __getitem__(self, key: str) -> str:
        found = self._find(key)
        if found is None:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self._find(key) is not None

    def __iter__(self) -> Iterator[str]:
        at = self._first
        for _ in range(self._count):
            size, length = _ENTRY.unpack_from(self._map, at)
            at += _ENTRY.size
            yield self._map[at : at + size].decode()
            at += size + length

    def __len__(self) -> int:
        return self._count

    def _find(self, key: str) -> str | None:
        sought = key.encode("utf-8", "surrogatepass")
        slot = crc32(sought) & self._mask
        while at := _SLOT.unpack_from(self._map, _HEAD.size + slot * _SLOT.size)[0]:
            size, length = _ENTRY.unpack_from(self._map, at)
            at += _ENTRY.size
            if size == len(sought) and self._map[at : at + size] == sought:
                return self._map[at + size : at + size + length].decode()
            slot = (slot + 1) & self._mask
        return None


def packed(entries: Mapping[str, str]) -> bytes:
    """The bytes of a table; the same whatever the order of the entries."""
    slots = 1 << max(2 * len(entries), 1).bit_length()
    index = [0] * slots
    body = bytearray()
    first = _HEAD.size + slots * _SLOT.size
    for key in sorted(entries):
        name, value = key.encode(), entries[key].encode()
        slot = crc32(name) & (slots - 1)
        while index[slot]:
            slot = (slot + 1) & (slots - 1)
        index[slot] = first + len(body)
        body += _ENTRY.pack(len(name), len(value)) + name + value
    return _HEAD.pack(MAGIC, slots, len(entries)) + b"".join(map(_SLOT.pack, index)) + body


def write(path: Path, entries: Mapping[str, str]) -> None:
    """Writes a table; whoever opens `path` meanwhile finds the old file or the new one, whole."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        try:
            file.write(packed(entries))
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink()
            raise
