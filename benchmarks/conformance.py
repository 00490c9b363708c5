"""Feeds, archives, robots files and addresses of other readers' suites: what we make of them.

    python -m benchmarks.conformance --data PATH [--show N]

Every file must be read or refused with its reason; none may raise, hang or make memory grow. What
the suites expect is compared wherever it is about something that we keep: the rest is counted as
not kept. Markup is compared by the text that a reader sees.
"""

from __future__ import annotations

import argparse
import ast
import html
import json
import re
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nh3

from rashomon.acquire import content
from rashomon.acquire.feeds import Feed, keys, parse
from rashomon.acquire.robots import rules
from rashomon.acquire.urls import absolute, canonical
from rashomon.exceptions import InputError
from rashomon.model import Failure
from rashomon.settings import Acquire

BASE = "http://example.org/feed.xml"
EXPECTED = re.compile(r"Expect:\s*(.+?)\s*(?:-->|\n\s*\n|\n[A-Z][a-z]+:|$)", re.DOTALL)


class NotKeptError(Exception):
    """An expectation about something that we do not keep."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--show", type=int, default=0, help="disagreements printed of each suite")
    given = parser.parse_args()
    folder = given.data / "conformance"
    for name, suite in (("feeds", feeds), ("warc", archives), ("robots", robots), ("urls", urls)):
        before, begun = memory(), time.perf_counter()
        counts, differing = suite(folder / name)
        took = time.perf_counter() - begun
        print(f"\n{name}: {took:.1f} s, slowest {counts.pop('slowest ms')} ms, "
              f"memory grew by {memory() - before:.0f} MB")  # fmt: skip
        for what, count in counts.most_common():
            print(f"{count:7,}  {what}")
        for line in differing[: given.show]:
            print("   ", line)


def tried(paths: Iterator[Path] | list[Path], read: Callable[[Path], Counter[str]]) -> Counter[str]:
    """Counts of all files together; what raises is counted too."""
    counts: Counter[str] = Counter()
    slowest = 0.0
    for path in paths:
        begun = time.perf_counter()
        try:
            counts += read(path)
        except Exception as error:
            counts[f"RAISED {type(error).__name__}: {path.name}"] += 1
        slowest = max(slowest, time.perf_counter() - begun)
    counts["slowest ms"] = round(slowest * 1e3)
    return counts


def files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "LICENSE")


def feeds(folder: Path) -> tuple[Counter[str], list[str]]:
    differing: list[str] = []

    def read(path: Path) -> Counter[str]:
        data = path.read_bytes()
        try:
            found = parse(data, BASE)
        except InputError as error:
            return Counter({"files": 1, f"refused: {error.cause[:30]}": 1})
        counts = Counter({"files": 1, f"read as {found.kind}": 1})
        assert len(keys(found.items)) == len(found.items)
        if "feedparser" in path.parts and (asked := EXPECTED.search(text_of(data))):
            try:
                agrees = holds(ast.parse(asked[1], mode="eval").body, found)
                counts["expectations met" if agrees else "expectations not met"] += 1
                if not agrees:
                    differing.append(f"{path.relative_to(folder)}: {asked[1][:120]}")
            except (NotKeptError, SyntaxError, ValueError):
                counts["expectations about what is not kept"] += 1
        return counts

    return tried(files(folder), read), differing


def text_of(data: bytes) -> str:
    for encoding in ("utf-8", "utf-16", "utf-32", "latin-1"):
        try:
            if "Expect:" in (text := data.decode(encoding)):
                return text
        except UnicodeError:
            continue
    return ""


def holds(node: ast.AST, feed: Feed) -> bool:
    """Whether what a test of feedparser expects is so, as far as it is about what we keep."""
    match node:
        case ast.BoolOp(ast.And(), values):
            kept = [v for v in values if not about_form(v)]
            if not kept:
                raise NotKeptError
            return all(holds(v, feed) for v in kept)
        case ast.Compare(left, [ast.Eq()], [right]):
            want = ast.literal_eval(right)
            got = value(left, feed)
            return bool((got or "") == seen(want) or seen(got) == seen(want))
    raise NotKeptError


def about_form(node: ast.AST) -> bool:
    """Whether it is about the XML being well formed, which we do not judge."""
    return ast.unparse(node) in {"bozo", "not bozo"}


def value(node: ast.AST, feed: Feed) -> Any:
    path: list[Any] = []
    while True:
        match node:
            case ast.Subscript(inner, ast.Constant(key)):
                path.insert(0, key)
                node = inner
            case ast.Attribute(inner, key):
                path.insert(0, key)
                node = inner
            case ast.Call(ast.Name("len"), [ast.Name("entries")]):
                return len(feed.items)
            case ast.Name(root):
                break
            case _:
                raise NotKeptError
    if root == "feed" and len(path) == 1 and path[0] in ("title", "link", "language"):
        return {"title": feed.title, "link": feed.url, "language": feed.language}[path[0]]
    if root != "entries" or len(path) < 2:
        raise NotKeptError
    item = feed.items[path[0]] if path[0] < len(feed.items) else None
    known = {
        ("title",): "title", ("link",): "url", ("id",): "id", ("guid",): "id",
        ("published",): "published", ("updated",): "updated", ("modified",): "updated",
        ("summary",): "summary", ("description",): "summary", ("content", 0, "value"): "content",
        ("title_detail", "value"): "title", ("summary_detail", "value"): "summary",
        ("source", "title"): "source", ("author",): "author", ("author_detail", "name"): "author",
    }  # fmt: skip
    if tuple(path[1:]) not in known:
        raise NotKeptError
    part = known[tuple(path[1:])]
    # Like feedparser, let the content stand for a summary that is not there.
    return getattr(item, part, None) or (part == "summary" and item and item.content) or None


def seen(text: Any) -> Any:
    """What a reader sees of markup."""
    if not isinstance(text, str):
        return text or ""
    return " ".join(html.unescape(nh3.clean(text, tags=set())).split())


def archives(folder: Path) -> tuple[Counter[str], list[str]]:
    def read(path: Path) -> Counter[str]:
        counts = Counter({"files": 1})
        with path.open("rb") as stream:
            found = list(content.read(stream, path.name, Acquire()))
        failures = [f for f in found if isinstance(f, Failure)]
        counts["pages"] = len(found) - len(failures)
        counts["failures with a reason"] = len(failures)
        counts["silent"] = not found
        return counts

    return tried(files(folder), read), []


def robots(folder: Path) -> tuple[Counter[str], list[str]]:
    def read(path: Path) -> Counter[str]:
        found = rules(path.read_bytes().decode("utf-8", "replace"), "rashomon")
        open_ = found.allow(f"https://{path.name}/")
        return Counter(
            {
                "files": 1,
                "front page allowed": open_,
                "front page refused": not open_,
                "with a delay": found.delay > 0,
                "with sitemaps": bool(found.sitemaps),
            }
        )

    return tried(files(folder), read), []


def urls(folder: Path) -> tuple[Counter[str], list[str]]:
    differing: list[str] = []
    cases = [
        case
        for case in json.loads((folder / "whatwg-httpx.json").read_text(encoding="utf-8"))
        if isinstance(case, dict)
    ]
    counts: Counter[str] = Counter()
    slowest = 0.0
    for case in cases:
        begun = time.perf_counter()
        want = None
        if case.get("protocol") in {"http:", "https:"}:
            search = case["search"] if case["search"] != "?" else ""
            want = f"{case['protocol']}//{case['host']}{case['pathname']}{search}"
        try:
            got = absolute(case["input"], case["base"])
            assert canonical(canonical(got)) == canonical(got)
        except InputError:
            got = None
        counts["cases"] += 1
        counts["agree" if got == want else "differ"] += 1
        if got != want:
            differing.append(f"{case['input']!r}: {got}, expected {want}")
        slowest = max(slowest, time.perf_counter() - begun)
    counts["slowest ms"] = round(slowest * 1e3)
    return counts, differing


def memory() -> float:
    """The most memory that this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


if __name__ == "__main__":
    main()
