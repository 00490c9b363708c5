"""Where the bytes lie of all that servers answered, and the digests that prove them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from rashomon.store import schema
from rashomon.store.session import Session

_CAPTURES = schema.captures.c


@dataclass(frozen=True, slots=True)
class Kept:
    """A capture: what was asked when (ISO 8601, UTC), the status and digest of the answer.

    Its record has `length` bytes from `start` of `file`, which is None once that was given up;
    `same_as` is the number of the capture that had the same bytes first.
    """

    url: str
    at: str
    status: int
    digest: str
    file: str | None
    start: int
    length: int
    same_as: int | None = None
    number: int = 0


_NAMES = [field.name for field in fields(Kept)]


class Captures(Session):
    """Keeping the index of captures."""

    def put_capture(self, capture: Kept) -> int:
        """Keep where a capture lies; returns its number."""
        row = asdict(capture)
        del row["number"]
        with self.writing() as connection:
            done = connection.execute(insert(schema.captures).returning(_CAPTURES.number), row)
            return int(done.scalar_one())

    def capture(self, number: int) -> Kept | None:
        """A capture by its number, None if there is none."""
        with self.reading() as connection:
            statement = select(schema.captures).where(_CAPTURES.number == number)
            row = connection.execute(statement).one_or_none()
            return None if row is None else _kept(row)

    def same_bytes(self, digest: str) -> Kept | None:
        """The first capture of some bytes that still lies in a file, None if there is none."""
        statement = (
            select(schema.captures)
            .where(_CAPTURES.digest == digest, _CAPTURES.same_as.is_(None))
            .where(_CAPTURES.file.is_not(None))
            .order_by(_CAPTURES.number)
            .limit(1)
        )
        with self.reading() as connection:
            row = connection.execute(statement).one_or_none()
            return None if row is None else _kept(row)

    def captured(self) -> list[Kept]:
        """All captures, in their order."""
        with self.reading() as connection:
            rows = connection.execute(select(schema.captures).order_by(_CAPTURES.number))
            return [_kept(row) for row in rows]

    def capture_ends(self) -> dict[str, int]:
        """The end of the last known record of each file, in bytes."""
        statement = (
            select(_CAPTURES.file, func.max(_CAPTURES.start + _CAPTURES.length))
            .where(_CAPTURES.file.is_not(None))
            .group_by(_CAPTURES.file)
        )
        with self.reading() as connection:
            return {row[0]: row[1] for row in connection.execute(statement)}

    def give_up_captures(self, before: str) -> list[str]:
        """Note that files whose records are all older than a time are gone; returns their names.

        Digests and times stay, so that a text can still be compared with another's capture.
        """
        statement = (
            select(_CAPTURES.file)
            .where(_CAPTURES.file.is_not(None))
            .group_by(_CAPTURES.file)
            .having(func.max(_CAPTURES.at) < before)
        )
        with self.writing() as connection:
            files = list(connection.execute(statement).scalars())
            where = _CAPTURES.file.in_(files)
            connection.execute(update(schema.captures).where(where).values(file=None))
            return [str(file) for file in files]


def _kept(row: Row[Any]) -> Kept:
    return Kept(**{name: row._mapping[name] for name in _NAMES})
