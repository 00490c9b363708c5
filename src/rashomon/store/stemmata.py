"""Who derives from whom: lineage, origins, and each report's shares of origins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Column, Connection, select

from rashomon.model import Evidence, Kind, Lineage, Origin, Share, Stemma
from rashomon.store import dialects, listings, schema
from rashomon.store.codec import dumps, loads
from rashomon.store.rows import Made, among, made_number, numbers, remove
from rashomon.store.session import Session

_LINEAGE, _ORIGINS = schema.lineage.c, schema.origins.c
_MEMBERS, _SHARES = schema.origin_reports.c, schema.shares.c
_REPORTS = schema.reports.c
_EVENTS = schema.event_reports.c
# What names an origin, by the column that does.
_NAMED = {column: select(column) for column in (_MEMBERS.origin, _SHARES.origin, _LINEAGE.parent)}
_TOLD = select(_EVENTS.event)


class Stemmata(Session):
    """Keeping the stemma, family by family."""

    def put_stemma(self, reports: Collection[str], stemma: Stemma, made: Made) -> None:
        """Replace all lineage from or to these reports, their places in origins and their shares.

        An origin that is already there keeps its other reports; one that nothing names any more
        is gone.
        """
        with self.writing() as connection:
            mine = numbers(connection, reports)
            number = made_number(connection, made)
            touched = _forget(connection, mine)
            named = {id for o in stemma.origins for id in (o.root, *o.reports) if id is not None}
            named.update(stemma.shares, (edge.child for edge in stemma.lineage))
            number_of = mine | numbers(connection, named - mine.keys())
            others = [number_of[id] for id in stemma.shares.keys() - mine.keys()]
            remove(connection, schema.shares, _SHARES.report, others)
            _put_origins(connection, stemma.origins, number, number_of)
            _put_shares(connection, stemma.shares, number, number_of)
            _put_lineage(connection, stemma.lineage, number, number_of)
            touched.update(origin.id for origin in stemma.origins)
            for naming, statement in _NAMED.items():
                touched -= {row[0] for row in among(connection, statement, naming, touched)}
            remove(connection, schema.origins, _ORIGINS.id, touched)
            told = among(connection, _TOLD, _EVENTS.report, mine.values())
            listings.renew(connection, {row.event for row in told})

    def stemma(self, ids: Collection[str] | None = None) -> Stemma:
        """The lineage from or to these reports, their origins (whole) and shares; all for None."""
        with self.reading() as connection:
            wanted = None if ids is None else numbers(connection, ids)
            lineage, shares = _lineage(connection, wanted), _shares(connection, wanted)
            named = {share.origin for mine in shares.values() for share in mine}
            named.update(edge.parent for edge in lineage)
            return Stemma(lineage, _origins(connection, wanted, named), shares)

    def families(self, ids: Collection[str]) -> dict[str, str]:
        """The origin that each of some reports has most of its text from."""
        statement = select(_REPORTS.id, _SHARES.origin).join_from(schema.shares, schema.reports)
        first = statement.where(_SHARES.position == 0)
        with self.reading() as connection:
            return {row.id: row.origin for row in among(connection, first, _REPORTS.id, ids)}

    def kin(self, ids: Collection[str]) -> set[str]:
        """All reports of the origins that `stemma` gives of these reports."""
        statement = select(_REPORTS.id).join_from(schema.origin_reports, schema.reports)
        with self.reading() as connection:
            wanted = numbers(connection, ids)
            origins = {
                row[0]
                for naming, end, values in _naming(wanted)
                for row in among(connection, _NAMED[naming], end, values)
            }
            return {row.id for row in among(connection, statement, _MEMBERS.origin, origins)}


def _forget(connection: Connection, mine: Mapping[str, int]) -> set[str]:
    """Remove what is known of these reports; returns the ids of the origins that it named."""
    named: set[str] = set()
    for naming, report, values in _naming(mine):
        if rows := list(among(connection, _NAMED[naming], report, values)):
            named.update(row[0] for row in rows)
            remove(connection, naming.table, report, values)
    return named


def _naming(
    mine: Mapping[str, int],
) -> tuple[tuple[Column[Any], Column[Any], Collection[Any]], ...]:
    """Where origins stand, which column names the reports, and the values of some of these."""
    return (
        (_MEMBERS.origin, _MEMBERS.report, mine.values()),
        (_SHARES.origin, _SHARES.report, mine.values()),
        (_LINEAGE.parent, _LINEAGE.child, mine.values()),
        (_LINEAGE.parent, _LINEAGE.parent, mine),
    )


def _put_origins(
    connection: Connection, origins: Collection[Origin], made: int, number_of: Mapping[str, int]
) -> None:
    rows = [
        {
            "id": origin.id,
            "made": made,
            "root": None if origin.root is None else number_of[origin.root],
            "name": origin.name,
        }
        for origin in origins
    ]
    members = [
        {"origin": origin.id, "report": number_of[id], "position": position}
        for origin in origins
        for position, id in enumerate(origin.reports)
    ]
    dialects.upsert(connection, schema.origins, rows)
    dialects.upsert(connection, schema.origin_reports, members)


def _put_shares(
    connection: Connection,
    shares: Mapping[str, tuple[Share, ...]],
    made: int,
    number_of: Mapping[str, int],
) -> None:
    rows = [
        {
            "report": number_of[id],
            "made": made,
            "position": position,
            "origin": share.origin,
            "share": share.share,
        }
        for id, mine in shares.items()
        for position, share in enumerate(mine)
    ]
    dialects.upsert(connection, schema.shares, rows)


def _put_lineage(
    connection: Connection, lineage: Collection[Lineage], made: int, number_of: Mapping[str, int]
) -> None:
    rows = [
        {
            "child": number_of[edge.child],
            "parent": edge.parent,
            "made": made,
            "kind": edge.kind.value,
            "direction": edge.direction,
            "confidence": edge.confidence,
            "coverage": edge.coverage,
            "evidence": dumps(tuple[Evidence, ...], edge.evidence),
        }
        for edge in lineage
    ]
    dialects.upsert(connection, schema.lineage, rows)


def _lineage(connection: Connection, wanted: Mapping[str, int] | None) -> tuple[Lineage, ...]:
    statement = select(_REPORTS.id, schema.lineage).join(schema.reports)
    ends: list[tuple[Any, Collection[Any] | None]] = [(_LINEAGE.child, None)]
    if wanted is not None:
        ends = [(_LINEAGE.child, wanted.values()), (_LINEAGE.parent, wanted)]
    found = {
        (row.id, row.parent): Lineage(
            row.id,
            row.parent,
            Kind(row.kind),
            row.direction,
            row.confidence,
            row.coverage,
            loads(tuple[Evidence, ...], row.evidence),
        )
        for end, values in ends
        for row in among(connection, statement, end, values)
    }
    return tuple(found[edge] for edge in sorted(found))


def _origins(
    connection: Connection, wanted: Mapping[str, int] | None, named: Collection[str]
) -> tuple[Origin, ...]:
    ids = None
    if wanted is not None:
        rows = among(connection, select(_MEMBERS.origin), _MEMBERS.report, wanted.values())
        ids = {row.origin for row in rows}.union(named)
    members: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    statement = select(_MEMBERS.origin, _MEMBERS.position, _REPORTS.id)
    for row in among(connection, statement.join(schema.reports), _MEMBERS.origin, ids):
        members[row.origin].append((row.position, row.id))
    root = select(_ORIGINS.id, _ORIGINS.name, _REPORTS.id.label("root"))
    rows = among(connection, root.outerjoin(schema.reports), _ORIGINS.id, ids)
    origins = [
        Origin(row.id, row.root, row.name, tuple(id for _, id in sorted(members[row.id])))
        for row in rows
    ]
    return tuple(sorted(origins, key=lambda origin: origin.id))


def _shares(
    connection: Connection, wanted: Mapping[str, int] | None
) -> dict[str, tuple[Share, ...]]:
    statement = select(_REPORTS.id, _SHARES.position, _SHARES.origin, _SHARES.share)
    statement = statement.join_from(schema.shares, schema.reports)
    numbers = None if wanted is None else wanted.values()
    found: defaultdict[str, list[tuple[int, Share]]] = defaultdict(list)
    for row in among(connection, statement, _SHARES.report, numbers):
        found[row.id].append((row.position, Share(row.origin, row.share)))
    return {
        id: tuple(share for _, share in sorted(found[id], key=lambda item: item[0]))
        for id in sorted(found)
    }
