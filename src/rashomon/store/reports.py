"""Reports, what was read in them, and which of them still wait for the stages across reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select

from rashomon.model import Moment, Reading, Report
from rashomon.signs import packed as signed
from rashomon.store import dialects, schema, search
from rashomon.store.codec import dumps, loads
from rashomon.store.keys import drop_keys, packed, put_keys, unpacked
from rashomon.store.rows import Made, among, ids_of, made_number, numbers, remove
from rashomon.store.session import Session
from rashomon.store.vectors import blob

_REPORTS = schema.reports.c
_FIELDS = [field.name for field in fields(Report)]
_COLUMNS = [schema.reports.c[name] for name in _FIELDS]
_MOMENTS = ("published", "modified")
_WHOLE = select(*_COLUMNS)
_DIGESTS = select(_REPORTS.id, _REPORTS.digest)
_DATED = select(_REPORTS.id, _REPORTS.digest, _REPORTS.published)
_READ = select(_REPORTS.id, schema.readings.c.reading).join(schema.readings)
_LAST = select(func.max(_REPORTS.number))


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """All that is known of one report by itself.

    `keys` are 64-bit candidate keys (signed or unsigned): reports that share one may share text.
    `lead` is the vector of its lead (float32, as long as the encoder's are), None without one.
    """

    report: Report
    reading: Reading
    keys: tuple[int, ...] = ()
    lead: NDArray[np.float32] | None = None


class Reports(Session):
    """Adding and getting reports."""

    def known(self, ids: Iterable[str]) -> dict[str, str]:
        """The text digest of each report among `ids` that the archive has."""
        with self.reading() as connection:
            return {row.id: row.digest for row in among(connection, _DIGESTS, _REPORTS.id, ids)}

    def beginning(self, prefix: str) -> list[str]:
        """The ids of the reports that begin with a prefix, in order."""
        begins = func.substr(_REPORTS.id, 1, len(prefix)) == prefix
        with self.reading() as connection:
            return sorted(connection.execute(select(_REPORTS.id).where(begins)).scalars())

    def add(self, entries: Sequence[Entry], made: Made) -> None:
        """Keep reports and mark them pending.

        A report that is there with the same digest changes nothing. One with another digest
        replaces it, and with it all that rested on the old text: reuse, neighbours, its event's
        account.
        """
        latest: dict[str, Entry] = {}
        for entry in entries:
            before = latest.get(entry.report.id)
            if before is None or before.report.digest != entry.report.digest:
                latest[entry.report.id] = entry
        with self.writing() as connection:
            known = self.known(latest)
            fresh = {
                id: entry for id, entry in latest.items() if known.get(id) != entry.report.digest
            }
            if not fresh:
                return
            if replaced := [id for id in fresh if id in known]:
                old = list(numbers(connection, replaced).values())
                search.unindex(connection, old)
                _clear(connection, old)
            rows = [_row(entry.report) for entry in fresh.values()]
            dialects.upsert(connection, schema.reports, rows, on=["id"])
            number_of = numbers(connection, fresh)
            texts = {
                number_of[id]: (entry.report.title, entry.report.text)
                for id, entry in fresh.items()
            }
            search.index(connection, texts)
            _put(
                connection,
                {number_of[id]: entry for id, entry in fresh.items()},
                made_number(connection, made),
            )

    def report(self, id: str) -> Report | None:
        """One report, None if the archive has none of this id."""
        return self.reports([id]).get(id)

    def reports(self, ids: Iterable[str] | None = None) -> dict[str, Report]:
        """The reports among `ids` that the archive has; all of them for None."""
        with self.reading() as connection:
            rows = among(connection, _WHOLE, _REPORTS.id, ids)
            return {row.id: _report(row._mapping) for row in rows}

    def latest(self, source: str, most: int) -> list[Report]:
        """The reports of a source that came last, at most so many."""
        statement = (
            select(*_COLUMNS)
            .where(_REPORTS.source == source)
            .order_by(_REPORTS.number.desc())
            .limit(most)
        )
        with self.reading() as connection:
            return [_report(row._mapping) for row in connection.execute(statement)]

    def readings(self, ids: Iterable[str] | None = None) -> dict[str, Reading]:
        """What was read in the reports among `ids`; in all of them for None."""
        # Copies share one reading: ten thousand of them cost the time and memory of one.
        read: dict[str, Reading] = {}
        found: dict[str, Reading] = {}
        with self.reading() as connection:
            for row in among(connection, _READ, _REPORTS.id, ids):
                if row.reading not in read:
                    read[row.reading] = loads(Reading, row.reading)
                found[row.id] = read[row.reading]
        return found

    def copies(self, ids: Iterable[str]) -> list[tuple[str, ...]]:
        """The ids of all reports that have a text in common with one among `ids`, text by text.

        The earliest published of a text comes first, those without a date last, then by id.
        """
        groups: defaultdict[str, dict[str, str | None]] = defaultdict(dict)
        with self.reading() as connection:
            digests = {row.digest for row in among(connection, _DIGESTS, _REPORTS.id, ids)}
            for row in among(connection, _DATED, _REPORTS.digest, digests):
                groups[row.digest][row.id] = row.published
        return sorted(_in_order(group) for group in groups.values())

    def crowded(self, most: int) -> list[str]:
        """One report's id for each text that more than `most` reports have, sorted."""
        many = select(func.min(_REPORTS.id)).group_by(_REPORTS.digest).having(func.count() > most)
        with self.reading() as connection:
            return sorted(connection.execute(many).scalars())

    def last(self) -> int:
        """The highest number of a report, 0 if there is none."""
        with self.reading() as connection:
            return int(connection.execute(_LAST).scalar() or 0)

    def before(self, newest: int) -> int:
        """The number after which the `newest` reports come that were added last, 0 if all do."""
        falling = select(_REPORTS.number).order_by(_REPORTS.number.desc())
        with self.reading() as connection:
            return int(connection.execute(falling.offset(newest).limit(1)).scalar() or 0)

    def ids(self) -> list[str]:
        """The ids of all reports, sorted."""
        with self.reading() as connection:
            return sorted(connection.execute(select(schema.reports.c.id)).scalars())

    def ids_at(self, numbers: Collection[int]) -> dict[int, str]:
        """The ids of the reports of some numbers, by number."""
        with self.reading() as connection:
            return ids_of(connection, numbers)

    def numbers(self, ids: Collection[str]) -> dict[str, int]:
        """The number of each report; raises `StoreError` for an id that the archive has not."""
        with self.reading() as connection:
            return numbers(connection, ids)

    def count(self) -> int:
        """How many reports there are."""
        with self.reading() as connection:
            statement = select(func.count()).select_from(schema.reports)
            return int(connection.execute(statement).scalar_one())

    def pending(self) -> list[str]:
        """The ids of reports that were added and not yet settled, sorted."""
        statement = select(schema.reports.c.id).join(schema.pending)
        with self.reading() as connection:
            return sorted(connection.execute(statement).scalars())

    def settle(self, ids: Collection[str]) -> None:
        """Say that the stages across reports have taken these reports in."""
        with self.writing() as connection:
            settled = numbers(connection, ids).values()
            remove(connection, schema.pending, schema.pending.c.report, settled)


def _in_order(published: dict[str, str | None]) -> tuple[str, ...]:
    """Ids by their times of publication, those without one last, then by id."""
    if len(published) == 1:
        return tuple(published)
    times = {id: loads(Moment, text).value if text else "9999" for id, text in published.items()}
    return tuple(sorted(times, key=lambda id: (times[id], id)))


def _put(connection: Connection, entries: dict[int, Entry], made: int) -> None:
    readings = [
        {
            "report": number,
            "made": made,
            "packed_keys": packed(entry.keys),
            "reading": dumps(Reading, entry.reading),
        }
        for number, entry in entries.items()
    ]
    leads = [
        {
            "report": number,
            "made": made,
            "vector": blob(entry.lead),
            "language": entry.reading.language,
        }
        for number, entry in entries.items()
        if entry.lead is not None
    ]
    dialects.upsert(connection, schema.readings, readings)
    signs = [
        {"report": number, "signs": signed(entry.lead)}
        for number, entry in entries.items()
        if entry.lead is not None
    ]
    dialects.upsert(connection, schema.leads, leads)
    dialects.upsert(connection, schema.lead_signs, signs)
    put_keys(connection, {number: entry.keys for number, entry in entries.items()})
    waiting = [{"report": number} for number in entries]
    dialects.upsert(connection, schema.pending, waiting, replace=False)


def _clear(connection: Connection, replaced: list[int]) -> None:
    """Remove what rests on the texts of reports that are about to be replaced."""
    readings, accounts = schema.readings.c, schema.accounts
    for row in among(
        connection, select(readings.report, readings.packed_keys), readings.report, replaced
    ):
        drop_keys(connection, row.report, unpacked(row.packed_keys))
    for table in (schema.leads, schema.lead_signs):
        remove(connection, table, table.c.report, replaced)
    for pairs in (schema.reuse, schema.neighbours):
        remove(connection, pairs, pairs.c.a, replaced)
        remove(connection, pairs, pairs.c.b, replaced)
    members = schema.event_reports.c
    events = [
        row.event for row in among(connection, select(members.event), members.report, replaced)
    ]
    remove(connection, accounts, accounts.c.event, events)


def _row(report: Report) -> dict[str, Any]:
    row = {name: getattr(report, name) for name in _FIELDS}
    for name in _MOMENTS:
        row[name] = None if row[name] is None else dumps(Moment, row[name])
    return row


def _report(row: Any) -> Report:
    values = dict(row)
    for name in _MOMENTS:
        values[name] = None if values[name] is None else loads(Moment, values[name])
    return Report(**values)
