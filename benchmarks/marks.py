"""Time and memory of reading the marks of reports: names, places, times, quantities and quotes.

    python -m benchmarks.marks --data PATH [--every N]

Processor time of each reader on trafilatura's pages, in milliseconds per 500 words of main text,
one process, what they share (words, sentences' tokens) counted to whom it falls first; then the
memory of the process once it has read every language that has a pack.
"""

from __future__ import annotations

import argparse
import json
import logging
import resource
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from rashomon.acquire.files import captures
from rashomon.annotate.dated import dated
from rashomon.annotate.names import names
from rashomon.annotate.places import places
from rashomon.annotate.quantities import quantities
from rashomon.annotate.quotes import quotes
from rashomon.annotate.times import times
from rashomon.exceptions import RashomonError
from rashomon.extract.article import extract
from rashomon.extract.furniture import segment
from rashomon.language import packs
from rashomon.language.sentences import sentences
from rashomon.model import Failure, Report, Role
from rashomon.settings import Settings

T = TypeVar("T")

_LIMITS = Settings()
_STORY = frozenset({Role.TITLE, Role.DATELINE, Role.BODY})
_GOLDEN = Path(__file__).parent.parent / "tests" / "golden"


def reports(paths: list[str]) -> Iterator[Report]:
    for capture in captures(paths, _LIMITS.acquire):
        if not isinstance(capture, Failure):
            try:
                yield extract(capture, _LIMITS.extract)
            except RashomonError:
                continue


def mark(report: Report, spent: defaultdict[str, float]) -> None:
    """Reads the marks of a report, adding the seconds of each reader to `spent`."""
    text, limits = report.text, _LIMITS.annotate
    split = sentences(text, report.language, _LIMITS.language)
    _, split = segment(text, split, report.title, _LIMITS.extract)
    story = [sentence for sentence in split if sentence.role in _STORY]

    def timed(name: str, work: Callable[[], T]) -> T:
        start = time.process_time()
        found = work()
        spent[name] += time.process_time() - start
        return found

    named = timed("names", lambda: names(text, story, limits))
    when = timed("times", lambda: times(text, story, report.published, limits))
    timed("places", lambda: places(text, story, limits))
    timed("quantities", lambda: quantities(text, story))
    timed("quotes", lambda: quotes(text, story, named, limits))
    timed("dated", lambda: dated(text, story, when, report.published, limits))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--every", type=int, default=1, help="read every Nth page only")
    options = parser.parse_args()
    pages = options.data / "html" / "trafilatura" / "pages"
    paths = [str(path) for path in sorted(pages.glob("*"))[:: options.every]]
    if not paths:
        print("marks: skipped, html/trafilatura/pages is not in", options.data)
        return
    logging.disable(logging.CRITICAL)
    spent: defaultdict[str, float] = defaultdict(float)
    read = words = 0
    for report in reports(paths):
        if not read:
            mark(report, defaultdict(float))  # what a language costs once is not a report's
        mark(report, spent)
        read, words = read + 1, words + len(report.text.split())
    print(f"marks: {read} reports, {words} words; ms of processor time per 500 words:")
    for name, seconds in [("all", sum(spent.values())), *spent.items()]:
        print(f"  {name:<12}{500_000 * seconds / words:7.1f}")
    for language in packs.languages():
        for case in json.loads((_GOLDEN / language / "names.json").read_text(encoding="utf-8")):
            mark(Report("", "", case["text"], "", language=language), defaultdict(float))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {len(packs.languages())} languages read, {most:.0f} MB at most")


if __name__ == "__main__":
    main()
