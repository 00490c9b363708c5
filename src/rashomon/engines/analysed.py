"""A part of captures becomes parts of reports and of what was read in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from rashomon.engines import parts, schemas
from rashomon.events.represent import profile
from rashomon.exceptions import StageError
from rashomon.model import Capture, Failure, Moment, Reading, Report, Text
from rashomon.moments import bounds
from rashomon.pipeline import Analysed, analyse
from rashomon.settings import Settings
from rashomon.signs import signs
from rashomon.store.codec import dumps, loads

Row = dict[str, Any]

_TABLES = {
    "sentences": schemas.SENTENCES,
    "mentions": schemas.MENTIONS,
    "keys": schemas.KEYS,
    "names": schemas.NAMES,
    "leads": schemas.LEADS,
    "failures": schemas.FAILURES,
    "reports": schemas.REPORTS,
}
TABLES = tuple(_TABLES)
# What of a report is a column as it is.
_PLAIN = (
    "id", "input", "text", "digest", "title", "url", "source", "language", "byline",
)  # fmt: skip
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def read(name: str, out: Path, settings: Settings) -> int:
    """Takes the captures of a part through all stages of their own; returns the reports made.

    What fails is a row of `failures`. `reports` is written last: with it a part is done.
    """
    found = tables(pq.read_table(out / "captures" / name), settings)
    for folder, table in found.items():
        parts.write(out / folder / name, table)
    return int(found["reports"].num_rows)


def tables(captures: pa.Table, settings: Settings) -> dict[str, pa.Table]:
    """What is read in some captures, by the names of the tables; a pure function."""
    rows: dict[str, list[Row]] = {folder: [] for folder in _TABLES}
    for row in captures.to_pylist():
        number = row.pop("number")
        item = analyse(Capture(**row), settings)
        if isinstance(item, Failure):
            rows["failures"].append(asdict(item))
            continue
        try:
            made = dict(_rows(number, item, settings))
        except Exception as error:  # one report's oddity must not cost a part
            told = f"{type(error).__name__}: {error}"
            rows["failures"].append(asdict(Failure(row["input"], "write", told)))
            continue
        for folder, some in made.items():
            rows[folder] += some
    return {f: pa.Table.from_pylist(rows[f], schema) for f, schema in _TABLES.items()}


def _rows(number: int, item: Analysed, settings: Settings) -> Iterator[tuple[str, list[Row]]]:
    """All rows that one report gives, table by table."""
    text, report = item.text, item.text.report
    for name, some in (
        ("sentences", [_sentence(text, s) for s in text.reading.sentences]),
        ("mentions", list(_mentions(text))),
        ("keys", [{"key": key} for key in item.keys]),
        ("names", [{"name": name} for name in _named(item, settings)]),
        ("leads", [] if item.lead is None else [_signs(item.lead)]),
        ("failures", [asdict(failure) for failure in text.reading.failures]),
        ("reports", [_report(report, item)]),
    ):
        yield name, some if name == "failures" else [{"number": number, **row} for row in some]


def _report(report: Report, item: Analysed) -> Row:
    reading = item.text.reading
    when = report.published or reading.dated
    known = bounds(when) if when else None
    plain = {name: getattr(report, name) for name in _PLAIN}
    return {
        **plain,
        **_moment("published", report.published),
        **_moment("modified", report.modified),
        "main": reading.language,
        "day": (known[0] - _EPOCH).days if known else None,
        "flags": [flag.value for flag in reading.flags],
        "reading": dumps(Reading, reading),
        "lead": None if item.lead is None else item.lead.tolist(),
    }


def _moment(name: str, moment: Moment | None) -> Row:
    if moment is None:
        return {}
    return {
        name: moment.value,
        f"{name}_precision": moment.precision,
        f"{name}_basis": moment.basis,
    }


def _named(item: Analysed, settings: Settings) -> list[str]:
    """Names by their spelling keys and figures, as `events` compares them."""
    lead = np.zeros(1, dtype=np.float32) if item.lead is None else item.lead
    found = profile(item.text, lead, settings.events)
    return [*sorted(found.names.keys() - found.wide), *(f"#{f}" for f in sorted(found.figures))]


def _signs(lead: NDArray[np.float32]) -> Row:
    return {f"w{place}": word for place, word in enumerate(signs(lead))}


def _sentence(text: Text, sentence: Any) -> Row:
    return {
        "start": sentence.start,
        "end": sentence.end,
        "language": sentence.language,
        "role": sentence.role.value,
        "text": text.cut(sentence),
    }


def _mentions(text: Text) -> Iterator[Row]:
    reading = text.reading

    def row(kind: str, type: str, span: Any, value: str | None, key: object = None) -> Row:
        return {
            "kind": kind,
            "type": type,
            "start": span.start,
            "end": span.end,
            "text": text.cut(span),
            "value": value,
            "key": None if key is None else str(key),
        }

    for name in reading.names:
        yield row("name", name.type, name, name.name, name.id)
    for place in reading.places:
        found = row("place", place.kind, place, place.name, place.geonames)
        yield {**found, "lat": place.lat, "lon": place.lon}
    for time in reading.times:
        yield row("time", time.type, time, time.value)
    for quantity in reading.quantities:
        ends = (quantity.low, quantity.high)
        value = "..".join(map(str, ends)) if quantity.value is None else str(quantity.value)
        yield row("quantity", quantity.dimension, quantity, value, quantity.unit)
    for quote in reading.quotes:
        speaker = quote.speaker.name if quote.speaker else None
        yield row("quote", quote.kind, quote.content, speaker)


def done(out: Path) -> list[str]:
    """The names of all parts of a batch whose reports are done; raises `StageError` if not all."""
    if parts.marked(out / "reports") is None:
        raise StageError("its reports are not done yet", input=str(out), stage="batch")
    return parts.parts(out / "reports")


def failed(out: Path) -> Iterator[Failure]:
    """What could not be read, of inputs and of reports."""
    for folder in ("unread", "failures"):
        for name in parts.parts(out / folder):
            yield from (Failure(**row) for row in pq.read_table(out / folder / name).to_pylist())


def entries(name: str, out: Path) -> Iterator[Analysed]:
    """The reports of a part as they were analysed, one by one."""
    held: dict[int, list[int]] = {}
    for row in pq.read_table(out / "keys" / name).to_pylist():
        held.setdefault(row["number"], []).append(row["key"])
    for batch in pq.ParquetFile(out / "reports" / name).iter_batches(64):
        for row in batch.to_pylist():
            lead = None if row["lead"] is None else np.array(row["lead"], dtype=np.float32)
            yield Analysed(_text(row), tuple(held.get(row["number"], ())), lead)


def _text(row: Row) -> Text:
    """A report with its reading, as a row of `reports` keeps them."""
    moments: Row = {
        name: Moment(row[name], row[f"{name}_precision"], row[f"{name}_basis"])
        for name in ("published", "modified")
        if row[name] is not None
    }
    values: Row = {name: row[name] for name in _PLAIN}
    return Text(Report(**values, **moments), loads(Reading, row["reading"]))
