"""Bad input: each gets a line that names the input, the stage and the cause; the rest is read."""

import gzip
import json
import os
import tracemalloc
from pathlib import Path

import pytest

from rashomon.acquire.files import captures
from rashomon.exceptions import StageError
from rashomon.extract.article import extract
from rashomon.model import Capture, Failure, Report
from rashomon.settings import Acquire, Extract

GOOD = "The harbour council of Velmora said on Tuesday that the breakwater had failed."


def read(folder: Path, **limits: int) -> tuple[dict[str, Report], dict[str, str]]:
    """Reports and causes of failure of a folder's files, by their input's name in the folder."""
    reports: dict[str, Report] = {}
    failures: dict[str, str] = {}
    for found in captures([str(folder)], Acquire(**limits)):
        name = found.input.removeprefix(f"{folder.name}/")
        if isinstance(found, Failure):
            assert found.stage == "acquire"
            failures[name] = found.error
            continue
        try:
            reports[name] = extract(found, Extract())
        except StageError as error:
            assert (error.input, error.stage) == (found.input, "extract")
            failures[name] = error.cause
    return reports, failures


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one good report, to which each test adds what is bad."""
    path = tmp_path / "in"
    path.mkdir()
    (path / "good.txt").write_text(GOOD)
    return path


@pytest.mark.parametrize(
    ("name", "content", "cause"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\xef\xbb\xbf", "empty"),
        ("a.txt", b"\0\0\0", "binary, not text"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "binary, not text"),
        ("a.txt.gz", gzip.compress(GOOD.encode(), mtime=0)[:-9], "damaged gzip"),
        ("a.txt.gz", b"\x1f\x8bnonsense", "damaged gzip"),
        ("a.gz.gz", gzip.compress(gzip.compress(b"x", mtime=0), mtime=0), "binary, not text"),
        ("truth.json", b'{"events": [], "facts": {}}', 'JSON without "text" or "html"'),
        ("a.json", b'{"text": "x"', "broken JSON"),
        ("deep.html", b"<html>" + b"<div>" * 100_000, "nested deeper than extract.max_depth"),
        ("furniture.html", b"<html><script>x()</script></html>", "no article text found"),
    ],
)
def test_a_bad_file_is_named_and_the_rest_is_read(
    folder: Path, name: str, content: bytes, cause: str
) -> None:
    (folder / name).write_bytes(content)
    reports, failures = read(folder)
    assert [report.text for report in reports.values()] == [GOOD]
    assert list(failures) == [name]
    assert cause in failures[name]


def test_a_missing_path() -> None:
    assert list(captures(["no/such.txt", "nul\0.txt"], Acquire())) == [
        Failure("no/such.txt", "acquire", "no such file or directory"),
        Failure("nul\0.txt", "acquire", "embedded null byte"),
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_what_may_not_be_read(folder: Path) -> None:
    (folder / "secret.txt").write_text(GOOD)
    (folder / "secret.txt").chmod(0)
    (folder / "closed").mkdir(mode=0)
    reports, failures = read(folder)
    assert list(reports) == ["good.txt"]
    assert failures == {"closed": "permission denied", "secret.txt": "permission denied"}


def test_a_file_that_refuses_to_be_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "secret.txt").write_text(GOOD)
    usual = Path.open

    def refuse(self: Path, *arguments: str) -> object:
        if self.name == "secret.txt":
            raise PermissionError(13, "Permission denied")
        return usual(self, *arguments)

    monkeypatch.setattr(Path, "open", refuse)
    assert read(folder)[1] == {"secret.txt": "permission denied"}


def test_folders_that_link_to_themselves_are_read_once(folder: Path) -> None:
    (folder / "below").mkdir()
    (folder / "below" / "up").symlink_to(folder)
    (folder / "self").symlink_to(folder)
    (folder / "round").symlink_to(folder / "round")
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    reports, failures = read(folder)
    assert list(reports) == ["good.txt"]
    assert set(failures) == {"round", "gone.txt"}


def test_a_pipe_in_a_folder_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    assert read(folder)[1] == {"pipe": "neither a file nor a folder"}


def test_a_file_too_large_is_not_loaded(folder: Path) -> None:
    with (folder / "huge.txt").open("wb") as file:
        file.write(GOOD.encode())
        file.seek(200_000_000)
        file.write(b".")
    tracemalloc.start()
    try:
        reports, failures = read(folder, max_bytes=1_000_000)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert failures["huge.txt"].startswith(("too large", "binary"))
    assert list(reports) == ["good.txt"]
    assert peak < 10_000_000


def test_a_text_of_many_words_too_large(folder: Path) -> None:
    (folder / "long.txt").write_text("word " * 30_000)
    (folder / "long.txt.gz").write_bytes(gzip.compress(b"word " * 30_000))
    reports, failures = read(folder, max_bytes=100_000)
    limit = "where acquire.max_bytes allows 100,000"
    assert failures == {
        "long.txt": f"too large: 150,000 bytes {limit}",
        "long.txt.gz": f"too large: more bytes {limit}",
    }
    assert list(reports) == ["good.txt"]


def test_a_gzip_bomb_stops_early(folder: Path) -> None:
    (folder / "bomb.txt.gz").write_bytes(gzip.compress(b" " * 5_000_000))
    line = json.dumps({"text": GOOD}).encode()
    (folder / "bomb.jsonl.gz").write_bytes(gzip.compress(line + b"\n" * 600_000))
    reports, failures = read(folder, max_bytes=200_000)
    assert failures["bomb.txt.gz"].startswith("too large")
    assert "max_expansion" in failures["bomb.jsonl.gz"]
    assert [report.text for report in reports.values()] == [GOOD, GOOD]


def test_broken_lines_cost_only_themselves(folder: Path) -> None:
    good = json.dumps({"text": GOOD}).encode()
    lines = [
        good, b"{", b"[]", b'{"text": 5}', b'{"text": "' + b"x" * 2000 + b'"}', b"\xff\xfe\xfd",
        b"[" * 1500, b"", good,
    ]  # fmt: skip
    (folder / "dump.jsonl").write_bytes(b"\n".join(lines))
    reports, failures = read(folder, max_bytes=1_600)
    assert list(reports) == ["dump.jsonl:1", "dump.jsonl:9", "good.txt"]
    assert {name: cause.split(":")[0] for name, cause in failures.items()} == {
        "dump.jsonl:2": "broken JSON",
        "dump.jsonl:3": 'a JSON array where an object with "text" or "html" should be',
        "dump.jsonl:4": '"text" is a JSON number, not a string',
        "dump.jsonl:5": "too large",
        "dump.jsonl:6": "broken JSON",
        "dump.jsonl:7": "broken JSON",
    }


def test_wrong_and_mixed_encodings_are_read(folder: Path) -> None:
    (folder / "mixed.txt").write_bytes("Größe ".encode() * 9 + "Größe".encode("cp1252"))
    (folder / "wrong.html").write_bytes(f"<meta charset=utf-8><p>Größe. {GOOD}".encode("cp1252"))
    reports, failures = read(folder)
    assert failures == {}
    assert reports["mixed.txt"].text == "Größe " * 9 + "Gr\ufffd\ufffde"
    assert GOOD in reports["wrong.html"].text


def test_lone_surrogates_and_zeros(folder: Path) -> None:
    (folder / "a.jsonl").write_text(
        r'{"id": "\udfff", "text": "a\ud800b\u0000c \ud83d\ude00", "title": "\ud800"}'
    )
    report = read(folder)[0]["a.jsonl:1"]
    assert (report.id, report.text, report.title) == (
        "\ufffd",
        "a\ufffdb\ufffdc \U0001f600",
        "\ufffd",
    )


def test_a_name_that_is_no_utf8(folder: Path) -> None:
    (folder / os.fsdecode(b"caf\xe9.txt")).write_text(GOOD)
    reports, _ = read(folder)
    assert set(reports) == {"good.txt", "caf\ufffd.txt"}
    assert reports["caf\ufffd.txt"].id == "caf\ufffd"


def test_right_to_left_text_and_one_word(folder: Path) -> None:
    (folder / "rtl.txt").write_text("\u202bقال المجلس إن الجسر مغلق\u202c")
    (folder / "word.txt").write_text("Closed")
    (folder / "word.html").write_text("<html><body><p>Closed</p></body></html>")
    reports, failures = read(folder)
    assert failures == {}
    assert reports["rtl.txt"].text.startswith("\u202bقال")
    assert reports["word.txt"].text == reports["word.html"].text == "Closed"


def test_ten_thousand_copies_in_one_file(folder: Path) -> None:
    line = (json.dumps({"text": GOOD * 20}) + "\n").encode()
    (folder / "copies.jsonl.gz").write_bytes(gzip.compress(line * 10_000))
    found = list(captures([str(folder / "copies.jsonl.gz")], Acquire(max_bytes=1_000_000)))
    assert len(found) == 10_000
    assert len({one.digest for one in found if isinstance(one, Capture)}) == 1
