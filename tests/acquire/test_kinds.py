"""The kind is told from content; the name is only a hint."""

import gzip
import json

import pytest

from rashomon.acquire.kinds import HEAD, Kind, kind

RECORD = json.dumps({"id": "a", "text": "The bridge is closed."})
PAGE = "<!doctype html><html><body><p>The bridge is closed.</p></body></html>"


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        ("The bridge is closed.", "a.txt", Kind.TEXT),
        ("The bridge is closed.", "a.html", Kind.TEXT),
        (PAGE, "a.txt", Kind.HTML),
        ("\n \ufeff<HTML lang=de><p>x", "a", Kind.HTML),
        ("<!-- saved -->\n<p>x</p>", "a", Kind.HTML),
        ("HTTP/1.1 200 OK\n\n<html><p>x", "a", Kind.HTML),
        ("Closed since <b>May</b>.", "a.html", Kind.HTML),
        ("Closed since <b>May</b>.", "a.txt", Kind.TEXT),
        ("<3 from the coast: all is < 5 and > 2.", "a.txt", Kind.TEXT),
        (f"{RECORD}\n{RECORD}\n", "a.html", Kind.LINES),
        (RECORD, "a", Kind.LINES),
        (RECORD, "a.json", Kind.JSON),
        (f"{RECORD}\n{RECORD}", "a.json", Kind.LINES),
        ("{broken\n" + RECORD, "a.jsonl", Kind.LINES),
        ('{"text": "cut\n' + RECORD, "a", Kind.LINES),
        ("garbage\n" + RECORD, "a.ndjson", Kind.LINES),
        ("garbage\n" + RECORD, "a.txt", Kind.TEXT),
        (PAGE, "a.jsonl", Kind.HTML),
        (f"[{RECORD},\n{RECORD}\n]", "a", Kind.JSON),
        (json.dumps({"text": "x", "more": {"a": {}}}, indent=0), "a", Kind.JSON),
        (json.dumps({"text": "x", "more": [{}]}, indent=2), "a.txt", Kind.JSON),
        ('{"text": "x",,}', "a.json", Kind.JSON),
        ("[Update] The bridge is open.", "a.txt", Kind.TEXT),
        ("{laughs} The bridge is open.", "a.txt", Kind.TEXT),
        ('{"text": "' + "long " * HEAD, "a", Kind.LINES),
        ('{\n"text": "' + "long " * HEAD, "a", Kind.JSON),
    ],
)
def test_text(content: str, name: str, expected: Kind) -> None:
    assert kind(content.encode()[:HEAD], name) is expected


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig", "cp1252"])
def test_text_of_other_encodings_is_not_binary(encoding: str) -> None:
    assert kind("Die Brücke ist gesperrt.".encode(encoding), "a.txt") is Kind.TEXT
    assert kind(PAGE.encode(encoding), "a.txt") is Kind.HTML


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"%PDF-1.7\nsome text",
        b"PK\x03\x04word/document.xml",
        b"{\\rtf1 The bridge}",
        bytes(range(256)) * 20,
        gzip.compress(b"a", mtime=0),
        b"\0" * 1000,
    ],
)
def test_binary(data: bytes) -> None:
    assert kind(data, "a.txt") is Kind.BINARY


def test_stray_zero_bytes_do_not_make_a_text_binary() -> None:
    assert kind(b"The bridge\0 is closed\0.", "a.txt") is Kind.TEXT


def test_a_character_cut_at_the_end_of_the_head_is_no_fault() -> None:
    assert kind("ж".encode() * 10 + b"\xd0", "a.txt") is Kind.TEXT
