"""Files, folders, globs and standard input: what is given is a capture or a failure."""

import gzip
import io
import json
import os
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from rashomon.acquire.files import captures
from rashomon.model import Capture, Failure
from rashomon.settings import Acquire

PAGE = "<!doctype html><html><body><p>The bridge is closed.</p></body></html>"


def read(*paths: object, **limits: int) -> list[Capture | Failure]:
    return list(captures([str(path) for path in paths], Acquire(**limits)))


def inputs(found: list[Capture | Failure]) -> list[str]:
    return [one.input for one in found]


def line(**record: Any) -> str:
    return json.dumps(record) + "\n"


def test_a_text_is_carried_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"  The bridge\r\nis closed.\n\n")
    digest = sha256(path.read_bytes()).hexdigest()
    assert read(path) == [
        Capture(str(path), "text", "  The bridge\r\nis closed.\n\n", digest),
    ]


def test_the_kind_comes_from_the_content(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE)
    (tmp_path / "lines.html").write_text(line(text="One.") + line(html="<p>Two."))
    assert [(c.input, c.media) for c in read(tmp_path) if isinstance(c, Capture)] == [
        (f"{tmp_path.name}/lines.html:1", "text"),
        (f"{tmp_path.name}/lines.html:2", "html"),
        (f"{tmp_path.name}/page.txt", "html"),
    ]


def test_a_folder_is_read_in_the_order_of_names_without_hidden_entries(tmp_path: Path) -> None:
    folder = tmp_path / "set"
    for name in ("b.txt", "a/z.txt", "a/c/y.txt", ".hidden", ".git/x.txt", "ä.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("The bridge.")
    assert inputs(read(folder)) == ["set/a/c/y.txt", "set/a/z.txt", "set/b.txt", "set/ä.txt"]


def test_the_present_folder_has_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("The bridge.")
    monkeypatch.chdir(tmp_path)
    assert inputs(read(".")) == inputs(read("a.txt")) == inputs(read("*.txt")) == ["a.txt"]


def test_a_glob_is_read_in_order_and_says_if_nothing_matches(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.md"):
        (tmp_path / name).write_text("The bridge.")
    assert inputs(read(f"{tmp_path}/*.txt")) == [f"{tmp_path}/a.txt", f"{tmp_path}/b.txt"]
    assert read(f"{tmp_path}/*.pdf") == [
        Failure(f"{tmp_path}/*.pdf", "acquire", "nothing matches this pattern")
    ]


def test_a_file_whose_name_looks_like_a_pattern(tmp_path: Path) -> None:
    (tmp_path / "a[1].txt").write_text("The bridge.")
    assert inputs(read(tmp_path / "a[1].txt")) == [f"{tmp_path}/a[1].txt"]


def test_jsonl_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "dump.jsonl"
    path.write_text(
        line(id="x", text="One.") + "\n" + "{broken\n" + line(id=7, text="Two.") + line(title="No.")
    )
    found = read(path)
    assert inputs(found) == [f"{path}:{number}" for number in (1, 3, 4, 5)]
    assert [one.id for one in found if isinstance(one, Capture)] == ["x", "7"]
    assert [one.error[:11] for one in found if isinstance(one, Failure)] == [
        "broken JSON",
        "JSON withou",
    ]
    first = found[0]
    assert isinstance(first, Capture)
    assert first.digest == sha256(line(id="x", text="One.").strip().encode()).hexdigest()


def test_one_json_object_and_an_array(tmp_path: Path) -> None:
    one, many = tmp_path / "one.json", tmp_path / "many.json"
    one.write_text(json.dumps({"text": "One.", "id": "x"}, indent=2))
    many.write_text(json.dumps([{"text": "One."}, {"texts": "Two."}, 3], indent=2))
    assert inputs(read(one)) == [str(one)]
    found = read(many)
    assert inputs(found) == [f"{many}:1", f"{many}:2", f"{many}:3"]
    assert [type(each) for each in found] == [Capture, Failure, Failure]


def test_an_array_without_any_object_is_one_failure(tmp_path: Path) -> None:
    path = tmp_path / "words.json"
    path.write_text(json.dumps(["a"] * 1000))
    assert inputs(read(path)) == [str(path)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig"])
def test_jsonl_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "dump.jsonl"
    text = json.dumps({"text": "Über die Brücke."}, ensure_ascii=False)
    path.write_bytes(f"{text}\n{text}\n".encode(encoding))
    assert [one.content for one in read(path) if isinstance(one, Capture)] == [
        "Über die Brücke.",
        "Über die Brücke.",
    ]


@pytest.mark.parametrize("content", [b"The bridge.", PAGE.encode(), line(text="One.").encode() * 3])
def test_gzip_reads_the_same(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a").write_bytes(content)
    (tmp_path / "a.gz").write_bytes(gzip.compress(content))
    plain, zipped = read(tmp_path / "a"), read(tmp_path / "a.gz")
    assert [(c.content, c.digest, c.media) for c in plain if isinstance(c, Capture)] == [
        (c.content, c.digest, c.media) for c in zipped if isinstance(c, Capture)
    ]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Piped:
        buffer = io.BytesIO((line(text="One.") + "{broken\n" + line(text="Two.")).encode())

    monkeypatch.setattr(sys, "stdin", Piped())
    found = read("-")
    assert inputs(found) == ["-:1", "-:2", "-:3"]
    assert isinstance(found[1], Failure)


def test_a_slow_pipe_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    source, sink = os.pipe()
    with os.fdopen(source, "rb") as reader, os.fdopen(sink, "wb", buffering=0) as writer:

        class Piped:
            buffer = reader

        monkeypatch.setattr(sys, "stdin", Piped())
        found = captures(["-"], Acquire())
        for number in range(1, 4):
            writer.write(line(text=f"Report {number}.").encode())
            assert next(found).input == f"-:{number}"
        writer.close()
        assert list(found) == []


def test_no_more_files_than_allowed(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text("The bridge.")
    found = read(tmp_path, max_files=3)
    assert [type(one) for one in found] == [Capture] * 3 + [Failure]
    assert read(tmp_path, max_files=5) == read(tmp_path)


def test_the_seeds(seeds: Path) -> None:
    found = read(seeds)
    assert [type(one) for one in found] == [Capture] * 5
    assert inputs(found)[0].startswith("seeds/000")
