"""What stands between two reports: shared text, and likeness of what they tell.

A pair is kept once, with `a` before `b` in the order of ids.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from rashomon.exceptions import StoreError
from rashomon.model import Passage, Reuse
from rashomon.store import dialects, schema
from rashomon.store.codec import dumps, loads
from rashomon.store.rows import Made, among, ids_of, made_number, numbers
from rashomon.store.session import Session

_REUSE = schema.reuse.c
_SHARED = select(schema.reuse)


class Pairs(Session):
    """Edges between reports, found from either end."""

    def put_reuse(self, items: Sequence[Reuse], made: Made) -> None:
        """Keep shared passages; those of a pair replace what was kept of it."""
        with self.writing() as connection:
            rows = [
                {
                    **row,
                    "coverage_a": item.coverage_a,
                    "coverage_b": item.coverage_b,
                    "quoted": item.quoted,
                    "passages": dumps(tuple[Passage, ...], item.passages),
                }
                for item, row in zip(
                    items,
                    _ends(connection, [(item.a, item.b) for item in items], made),
                    strict=True,
                )
            ]
            dialects.upsert(connection, schema.reuse, rows)

    def reuse_touching(self, ids: Collection[str], but: Collection[str] = ()) -> list[Reuse]:
        """All reuse in which one of the reports takes part and none of `but`, by its ids `a` and
        `b`."""
        with self.reading() as connection:
            found = [
                Reuse(
                    a,
                    b,
                    loads(tuple[Passage, ...], row.passages),
                    row.coverage_a,
                    row.coverage_b,
                    row.quoted,
                )
                for a, b, row in _touching(connection, ids, but)
            ]
        return sorted(found, key=lambda item: (item.a, item.b))

    def put_neighbours(self, items: Sequence[tuple[str, str, float]], made: Made) -> None:
        """Keep how alike (0..1) two reports are in what they tell; replaces a pair's old score."""
        with self.writing() as connection:
            pairs = [(min(a, b), max(a, b)) for a, b, _ in items]
            rows = [
                {**row, "score": score}
                for (_, _, score), row in zip(items, _ends(connection, pairs, made), strict=True)
            ]
            dialects.upsert(connection, schema.neighbours, rows)

    def neighbours(self, ids: Collection[str]) -> list[tuple[str, str, float]]:
        """All pairs of neighbours in which one of the reports takes part, sorted."""
        one, other = schema.reports.alias(), schema.reports.alias()
        pairs = schema.neighbours.c
        statement = (
            select(one.c.id.label("one"), other.c.id.label("other"), pairs.score)
            .join_from(schema.neighbours, one, one.c.number == pairs.a)
            .join(other, other.c.number == pairs.b)
        )
        with self.reading() as connection:
            wanted = numbers(connection, ids).values()
            found = {
                (row.one, row.other, row.score)
                for end in (pairs.a, pairs.b)
                for row in among(connection, statement, end, wanted)
            }
        return sorted(found)


def _ends(
    connection: Connection, pairs: Sequence[tuple[str, str]], made: Made
) -> list[dict[str, Any]]:
    """The columns that every pair's row begins with."""
    for a, b in pairs:
        if not a < b:
            raise StoreError(f"no pair in order: {a!r}, {b!r}", stage="store")
    number_of = numbers(connection, {id for pair in pairs for id in pair})
    number = made_number(connection, made) if pairs else 0
    return [{"a": number_of[a], "b": number_of[b], "made": number} for a, b in pairs]


def _touching(
    connection: Connection, ids: Collection[str], but: Collection[str]
) -> list[tuple[str, str, Row[Any]]]:
    """Each row of reuse with an end among the reports and none among `but`, once, with the ids of
    its ends."""
    wanted, avoided = numbers(connection, ids).values(), set(numbers(connection, but).values())
    found = {
        (row.a, row.b): row
        for end in (_REUSE.a, _REUSE.b)
        for row in among(connection, _SHARED, end, wanted)
        if avoided.isdisjoint((row.a, row.b))
    }
    ends = {number for pair in found for number in pair}
    id_of = ids_of(connection, ends)
    return [(id_of[a], id_of[b], row) for (a, b), row in found.items()]
