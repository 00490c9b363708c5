"""What could not be read, and what people decided."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import select

from rashomon.model import Failure
from rashomon.store import dialects, schema
from rashomon.store.codec import dumps, loads
from rashomon.store.session import Session


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's decision: `who`, `at` which time (ISO 8601, UTC), of which `kind` (merge, split,
    copy, ...), about which reports or events. Once taken back it stays, as `undone`."""

    id: str
    at: str
    who: str
    kind: str
    subjects: tuple[str, ...]
    undone: bool = False


class Records(Session):
    """Keeping what no stage may change."""

    def put_failures(self, failures: Iterable[Failure]) -> None:
        """Keep failures; the same one twice is kept once."""
        rows = [{"digest": _digest(failure), **asdict(failure)} for failure in failures]
        with self.writing() as connection:
            dialects.upsert(connection, schema.failures, rows, on=["digest"], replace=False)

    def failures(self) -> list[Failure]:
        """All failures, in the order in which they came."""
        statement = select(schema.failures).order_by(schema.failures.c.number)
        with self.reading() as connection:
            rows = connection.execute(statement)
            return [Failure(row.input, row.stage, row.error) for row in rows]

    def put_judgement(self, judgement: Judgement) -> None:
        """Keep a judgement in place of what was kept under its id."""
        row = asdict(judgement) | {"subjects": dumps(tuple[str, ...], judgement.subjects)}
        with self.writing() as connection:
            dialects.upsert(connection, schema.judgements, [row])

    def judgements(self) -> list[Judgement]:
        """All judgements, those undone too, oldest first."""
        with self.reading() as connection:
            found = [
                Judgement(
                    row.id,
                    row.at,
                    row.who,
                    row.kind,
                    loads(tuple[str, ...], row.subjects),
                    row.undone,
                )
                for row in connection.execute(select(schema.judgements))
            ]
        return sorted(found, key=lambda judgement: (judgement.at, judgement.id))


def _digest(failure: Failure) -> str:
    return hashlib.sha256(dumps(Failure, failure).encode()).hexdigest()
