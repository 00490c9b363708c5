"""What could not be read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import select

from rashomon.model import Failure
from rashomon.store import dialects, schema
from rashomon.store.codec import dumps
from rashomon.store.session import Session


class Failures(Session):
    """Keeping failures."""

    def put_failures(self, failures: Iterable[Failure]) -> None:
        """Keep failures; the same one twice is kept once."""
        # A parser may quote what it met; a server's text holds no NUL.
        rows = [
            {"digest": _digest(failure)}
            | {name: text.replace("\0", "\ufffd") for name, text in asdict(failure).items()}
            for failure in failures
        ]
        with self.writing() as connection:
            dialects.upsert(connection, schema.failures, rows, on=["digest"], replace=False)

    def failures(self) -> list[Failure]:
        """All failures, in the order in which they came."""
        statement = select(schema.failures).order_by(schema.failures.c.number)
        with self.reading() as connection:
            rows = connection.execute(statement)
            return [Failure(row.input, row.stage, row.error) for row in rows]


def _digest(failure: Failure) -> str:
    return hashlib.sha256(dumps(Failure, failure).encode()).hexdigest()
