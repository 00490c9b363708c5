from __future__ import annotations

import gzip
import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from rashomon.acquire import content
from rashomon.acquire.fetch import Fetched
from rashomon.acquire.recording import Recorder, digest
from rashomon.model import Capture, Failure
from rashomon.settings import Acquire

PAGE = b"<html><body><p>The bridge at Orlen was closed on Monday.</p></body></html>"
AT = "2026-03-09T08:00:00+00:00"


def answered(url: str = "https://example.org/a", body: bytes = PAGE) -> Fetched:
    headers = (("content-type", "text/html"), ("content-encoding", "gzip"), ("x", "a\r\nb: c"))
    return Fetched(url, 200, body, headers, None, AT)


def read(path: Path) -> list[Capture | Failure]:
    with path.open("rb") as stream:
        return list(content.read(stream, path.name, Acquire()))


def test_what_is_kept_can_be_read_and_proven(tmp_path: Path) -> None:
    with Recorder(tmp_path, 10**9) as recorder:
        place = recorder.write(answered())
        again = recorder.write(answered(), ("https://example.org/a", AT))
        raw = recorder.read(place)
    (path,) = tmp_path.glob("*.warc.gz")
    (found,) = read(path)  # the revisit says that nothing is new
    assert isinstance(found, Capture)
    assert (found.url, found.digest, found.content) == (
        "https://example.org/a", digest(PAGE), PAGE.decode(),
    )  # fmt: skip
    assert PAGE in gzip.decompress(raw)
    assert again.start == place.start + place.length
    with path.open("rb") as stream:
        records = [
            (r.rec_type, r.rec_headers.get_header("WARC-Date"), r.digest_checker.passed)
            for r in _consumed(ArchiveIterator(stream, check_digests=True))
        ]
    assert [(kind, ok is not False) for kind, _, ok in records] == [
        ("warcinfo", True), ("response", True), ("revisit", True),
    ]  # fmt: skip
    assert {at for _, at, _ in records[1:]} == {"2026-03-09T08:00:00Z"}


def _consumed(records: ArchiveIterator) -> list[object]:
    found = []
    for record in records:
        record.content_stream().read()
        found.append(record)
    return found


def test_a_new_file_is_begun_when_one_is_full(tmp_path: Path) -> None:
    with Recorder(tmp_path, 500) as recorder:
        places = [recorder.write(answered(f"https://example.org/{n}")) for n in range(4)]
    assert len({place.file for place in places}) > 1
    assert sum(len(read(path)) for path in tmp_path.glob("*.warc.gz")) == 4


def test_a_new_file_is_begun_when_one_is_old(tmp_path: Path) -> None:
    with Recorder(tmp_path, 10**9, timedelta(0)) as recorder:
        places = [recorder.write(answered(f"https://example.org/{n}")) for n in range(3)]
    assert len({place.file for place in places}) == 3
    with Recorder(tmp_path, 10**9, timedelta(days=1)) as recorder:
        recorder.resume({place.file: place.start + place.length for place in places})
        assert recorder.write(answered()).file == places[-1].file


@pytest.mark.parametrize("left", [b"", b"half a rec", b"\x1f\x8b" + bytes(300)])
def test_what_a_killed_process_left_is_cut_off(tmp_path: Path, left: bytes) -> None:
    with Recorder(tmp_path, 10**9) as recorder:
        place = recorder.write(answered())
        recorder.write(answered("https://example.org/unknown"))
    path = tmp_path / place.file
    with path.open("ab") as stream:
        stream.write(left)
    (tmp_path / "rashomon-0.warc.gz").write_bytes(b"no record of it is known")
    with Recorder(tmp_path, 10**9) as recorder:
        recorder.resume({place.file: place.start + place.length})
        third = recorder.write(answered("https://example.org/third"))
    assert third.start == place.start + place.length
    urls = [c.url for c in read(path) if isinstance(c, Capture)]
    assert urls == ["https://example.org/a", "https://example.org/third"]
    assert [p.name for p in tmp_path.glob("*.warc.gz")] == [place.file]


def test_files_of_others_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.warc.gz").write_bytes(b"x")
    Recorder(tmp_path, 10**9).resume({})
    assert (tmp_path / "mine.warc.gz").exists()


def test_given_up_files_are_gone(tmp_path: Path) -> None:
    with Recorder(tmp_path, 10**9) as recorder:
        place = recorder.write(answered())
        recorder.give_up([place.file, "never-there.warc.gz"])
        assert list(tmp_path.glob("*.warc.gz")) == []
        recorder.write(answered())


# Archives of others


def bundle(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        for name, data in members.items():
            file.writestr(name, data)
    return path


def test_a_wacz_is_the_archives_in_it(tmp_path: Path) -> None:
    with Recorder(tmp_path, 10**9) as recorder:
        place = recorder.write(answered())
    data = (tmp_path / place.file).read_bytes()
    members = {"datapackage.json": b"{}", "archive/data.warc.gz": data, "pages/pages.jsonl": b""}
    (found,) = read(bundle(tmp_path / "site.wacz", members))
    assert isinstance(found, Capture)
    assert (found.url, found.input) == ("https://example.org/a", "site.wacz/archive/data.warc.gz:2")


@pytest.mark.parametrize("data", [b"PK\x03\x04" + bytes(100), b"PK", b"PK\x05\x06" + bytes(18)])
def test_a_damaged_wacz_says_so(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "site.wacz").write_bytes(data)
    (found,) = read(tmp_path / "site.wacz")
    assert isinstance(found, Failure)


def test_a_bomb_in_an_archive_is_bounded(tmp_path: Path) -> None:
    body = gzip.compress(bytes(3_000_000))
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
    told = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:x>\r\n"
        b"WARC-Date: 2026-03-09T08:00:00Z\r\nWARC-Target-URI: https://example.org/\r\n"
        b"Content-Type: application/http; msgtype=response\r\nContent-Length: "
    )
    size = str(len(head) + len(body)).encode()
    data = told + size + b"\r\n\r\n" + head + body + b"\r\n\r\n"
    (found,) = content.read(io.BytesIO(data), "x.warc", Acquire(max_bytes=1_000_000))
    assert isinstance(found, Failure)
    assert "too large" in found.error


@pytest.mark.parametrize("data", [b"WARC/1.0\r\n\r\n", b"WARC/", b"WARC/1.0\r\nA: b\r\n\r\nrest",
                                  b"filedesc://x 0 0 0 0\n"])  # fmt: skip
def test_a_broken_archive_says_so(data: bytes) -> None:
    found = list(content.read(io.BytesIO(data), "x.warc", Acquire()))
    assert [type(one) for one in found] == [Failure]
