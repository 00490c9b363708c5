"""Main text and metadata of real pages: ours beside trafilatura's defaults, in one run.

    python benchmarks/extract.py --data PATH [--pages N] [--every]

`PATH/html/trafilatura/evaldata.json` lists passages that must and must not stand in the main
text, and titles, authors and dates. Without --every, N pages spread over the list are read.
"""

from __future__ import annotations

import argparse
import json
import logging
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import trafilatura

from rashomon.acquire.files import captures
from rashomon.exceptions import StageError
from rashomon.extract.article import extract
from rashomon.model import Capture, Report
from rashomon.settings import Acquire, Extract


@dataclass
class Score:
    """Counts over pages, and seconds; `metadata` counts (right, given, known) by field."""

    found: int = 0
    missed: int = 0
    kept_out: int = 0
    let_in: int = 0
    seconds: float = 0.0
    metadata: dict[str, list[int]] = field(default_factory=dict)

    def add(self, text: str, wanted: list[str], unwanted: list[str]) -> None:
        hits = sum(passage in text for passage in wanted)
        slips = sum(passage in text for passage in unwanted)
        self.found += hits
        self.missed += len(wanted) - hits
        self.let_in += slips
        self.kept_out += len(unwanted) - slips

    def judge(self, key: str, known: str, given: str | None) -> None:
        counts = self.metadata.setdefault(key, [0, 0, 0])
        counts[0] += given is not None and _same(key, known, given)
        counts[1] += given is not None
        counts[2] += 1

    def row(self, name: str, pages: int) -> str:
        precision = self.found / max(1, self.found + self.let_in)
        recall = self.found / max(1, self.found + self.missed)
        both = 2 * precision * recall / max(1e-9, precision + recall)
        fields = "  ".join(f"{key} {a}/{b}/{c}" for key, (a, b, c) in self.metadata.items())
        return (
            f"{name:<28} P {precision:.3f}  R {recall:.3f}  F {both:.3f}  "
            f"{1000 * self.seconds / pages:6.1f} ms/page  {fields}"
        )


def _same(key: str, known: str, given: str) -> bool:
    a, b = (" ".join(re.findall(r"\w+", text.casefold())) for text in (known, given))
    if key == "date":
        return known.startswith(given[:10])
    return a == b or (key == "author" and bool(a) and (a in b or b in a))


def _ours(capture: Capture) -> Report | None:
    try:
        return extract(capture, Extract())
    except StageError:
        return None


def _with_metadata(html: str) -> Any:
    return trafilatura.bare_extraction(html, with_metadata=True)


def _pages(data: Path, most: int | None) -> list[tuple[Capture, dict[str, Any]]]:
    folder = data / "html" / "trafilatura"
    known = json.loads((folder / "evaldata.json").read_text(encoding="utf-8"))
    paths = [
        (path, entry)
        for entry in known.values()
        for path in (folder / "pages" / entry["file"], folder / "cache" / entry["file"])
        if path.exists()
    ]
    step = max(1, len(paths) // most) if most else 1
    pages = []
    for path, entry in paths[::step]:
        capture = next(captures([str(path)], Acquire()))
        if isinstance(capture, Capture):
            pages.append((capture, entry))
    return pages


def _timed(score: Score, action: Callable[[Any], Any], page: object) -> Any:
    start = time.perf_counter()
    result = action(page)
    score.seconds += time.perf_counter() - start
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--every", action="store_true")
    options = parser.parse_args()
    if not (options.data / "html" / "trafilatura" / "evaldata.json").exists():
        print("extract: skipped, html/trafilatura is not in", options.data)
        return
    logging.disable(logging.CRITICAL)
    pages = _pages(options.data, None if options.every else options.pages)
    ours, plain, with_metadata = Score(), Score(), Score()
    trafilatura.extract(pages[0][0].content)  # loads what is loaded once
    for capture, entry in pages:
        html, wanted, unwanted = capture.content, entry["with"], entry["without"]
        report = _timed(ours, _ours, capture)
        ours.add(report.text if report else "", wanted, unwanted)
        text = _timed(plain, trafilatura.extract, html)
        plain.add(text or "", wanted, unwanted)
        document = _timed(with_metadata, _with_metadata, html)
        with_metadata.add(getattr(document, "text", None) or "", wanted, unwanted)
        published = report.published.value if report and report.published else None
        for score, title, author, date in (
            (ours, report and report.title, report and report.byline, published),
            (
                with_metadata,
                getattr(document, "title", None),
                getattr(document, "author", None),
                getattr(document, "date", None),
            ),
        ):
            for key, given in (("title", title), ("author", author), ("date", date)):
                if isinstance(entry.get(key), str) and entry[key]:
                    score.judge(key, entry[key], given)
    print(f"extract: {len(pages)} pages; metadata as right/given/known")
    print(ours.row("rashomon", len(pages)))
    print(plain.row("trafilatura.extract", len(pages)))
    print(with_metadata.row("trafilatura with metadata", len(pages)))
    print(f"time, rashomon / trafilatura.extract: {ours.seconds / plain.seconds:.2f}")


if __name__ == "__main__":
    main()
