"""The sample corpus in every form that a batch reads, and what a batch gave."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pyarrow as pa
import pyarrow.parquet as pq

from rashomon.acquire.files import captures
from rashomon.engines import parts
from rashomon.model import Capture
from rashomon.settings import Settings

CORPUS = Path(__file__).parent.parent.parent / "examples" / "corpus"
# Tables whose rows say all that was found; the others lead to these.
TOLD = (
    "reports", "sentences", "mentions", "keys", "names", "leads", "failures", "unread",
    "candidates", "families", "nearest",
)  # fmt: skip


def records() -> list[dict[str, str]]:
    """The corpus's pages as reports in JSONL, under the ids that a folder gives them."""
    found = [c for c in captures([str(CORPUS)], Settings().acquire) if isinstance(c, Capture)]
    return [
        {"id": c.id or Path(c.input).name.split(".")[0], c.media: c.content}
        | {k: v for k in ("title", "url", "source", "published") if (v := getattr(c, k))}
        for c in found
    ]


def as_jsonl(path: Path) -> Path:
    text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records())
    path.write_bytes(gzip.compress(text.encode(), mtime=0))
    return path


def as_parquet(path: Path) -> Path:
    found = records()
    keys = sorted({key for record in found for key in record})
    columns = {key: [record.get(key) for record in found] for key in keys}
    pq.write_table(pa.table(columns), path)
    return path


def as_web_archives(folder: Path, each: int = 5) -> Path:
    """A folder in the layout of CC-NEWS: years, months, numbered archives."""
    pages = [r for r in records() if "html" in r]
    for number, start in enumerate(range(0, len(pages), each)):
        path = folder / "2026" / "03" / f"CC-NEWS-20260309-{number:05d}.warc.gz"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"".join(map(_record, pages[start : start + each])))
    return folder


def _record(page: dict[str, str]) -> bytes:
    """A page as a record of a web archive, each compressed by itself."""
    address = page.get("url") or f"https://news.example/{page['id']}"
    body = page["html"].encode()
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\n"
        f"WARC-Record-ID: <urn:uuid:{uuid5(NAMESPACE_URL, address)}>\r\n"
        f"WARC-Target-URI: {address}\r\nWARC-Date: 2026-03-09T12:00:00Z\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(answer)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + answer + b"\r\n\r\n", mtime=0)


def read(out: Path, table: str) -> list[dict[str, Any]]:
    """The rows of a table."""
    return [
        row
        for name in parts.parts(out / table)
        for row in pq.read_table(out / table / name).to_pylist()
    ]


def rows(out: Path, table: str) -> list[tuple[str, ...]]:
    """The rows of a table, sorted, to be compared."""
    return sorted(tuple(str(row[key]) for key in sorted(row)) for row in read(out, table))


def told(out: Path) -> dict[str, list[tuple[str, ...]]]:
    """All that a batch tells."""
    return {table: rows(out, table) for table in TOLD}
