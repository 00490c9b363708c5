"""Renews the account shown in README.md: what `rashomon read examples/corpus` prints, cut short.

    make docs

Shown is all up to the end of the first event; of each paragraph the first lines, whole items only.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

import rashomon
from rashomon.export import terminal
from rashomon.export.view import view

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
# The fenced block after the line that names the command.
BLOCK = re.compile(r"(?<=^\$ rashomon read examples/corpus\n).*?(?=^```)", re.DOTALL | re.MULTILINE)
LINES = 8  # of one paragraph
# Where an item begins: at its count of origins where the paragraph has such, else at its indent.
COUNT, INDENT = re.compile(r".*\d/\d+$"), re.compile(r"  \S")


def printed() -> str:
    """What the command prints on a terminal of 80 columns, without colours."""
    found = rashomon.read(ROOT / "examples" / "corpus")
    paper = io.StringIO()
    terminal.show(view(found), Console(file=paper, width=80, color_system=None))
    return paper.getvalue()


def cut(output: str) -> str:
    """The first event of an output, each of its paragraphs cut short."""
    lines = [line.rstrip() for line in output.splitlines()]
    rules = [number for number, line in enumerate(lines) if line.startswith("───")]
    paragraphs = "\n".join(lines[: rules[1] if len(rules) > 1 else None]).strip().split("\n\n")
    return "\n\n".join("\n".join(shortened(p.splitlines())) for p in paragraphs) + "\n"


def shortened(paragraph: list[str]) -> Iterator[str]:
    """A paragraph's first items, as many as have room, one at least."""
    item = COUNT if any(map(COUNT.match, paragraph)) else INDENT
    starts = [n for n, line in enumerate(paragraph) if item.match(line)] + [len(paragraph)]
    end = max((n for n in starts if n <= LINES), default=LINES)
    if end <= 1 < len(starts):
        end = starts[1]
    yield from paragraph[:end]
    if end < len(paragraph):
        yield "  …"


def renewed(readme: str) -> str:
    """README with the output as it is now."""
    return BLOCK.sub(lambda _: cut(printed()), readme, count=1)


if __name__ == "__main__":
    README.write_text(renewed(README.read_text(encoding="utf-8")), encoding="utf-8")
