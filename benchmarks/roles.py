"""Roles and languages of lines: precision and recall on labelled samples, beside a simple peer.

    python benchmarks/roles.py [--half "held out"|writing] [--show]

The samples (`benchmarks/data/roles.jsonl`, our own words, twelve languages) are lists of lines,
each a list of [role, language, text]. Half of them was seen while the phrases were written. The
other half is no longer untouched: its missed paywall lines (first score: paywall recall 0 of 8,
body precision .831) led to one general rule and three German words, and its lines have the same
author as the phrases. Both halves share their story texts. Trust the scores no further.

The peer knows one language a document (eldc over the whole text) and takes short lines after the
last long one for furniture.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import eldc

from rashomon.extract.furniture import segment
from rashomon.language.sentences import sentences

SAMPLES = Path(__file__).parent / "data" / "roles.jsonl"
LONG = 60  # characters of a line that the peer takes for text

Part = tuple[int, int, str, str]  # start, end, role, language


def lay(lines: list[list[list[str]]]) -> tuple[str, list[Part]]:
    """The text of a sample and its labelled parts."""
    text, parts = "", []
    for line in lines:
        for index, (role, language, words) in enumerate(line):
            text += " " if index else ""
            parts.append((len(text), len(text) + len(words), role, language))
            text += words
        text += "\n"
    return text, parts


def ours(text: str) -> list[Part]:
    """Roles and languages as Rashomon tells them."""
    told, _ = segment(text, sentences(text), None)
    return [(s.start, s.end, s.role.value, s.language or "") for s in told]


def peer(text: str) -> list[Part]:
    """One language for all; short lines at the end are furniture, else body."""
    language = eldc.detect(text)
    spans, start = [], 0
    for line in text.splitlines():
        spans.append((start, start + len(line)))
        start += len(line) + 1
    last = max((i for i, (a, b) in enumerate(spans) if b - a >= LONG), default=-1)
    return [
        (a, b, "body" if i <= last else "furniture", language) for i, (a, b) in enumerate(spans)
    ]


def compare(half: str, tell: object, show: bool) -> Iterator[tuple[str, str, bool, int]]:
    """(wanted role, told role, language right, letters) of every labelled part."""
    assert callable(tell)
    for line in SAMPLES.read_text(encoding="utf-8").splitlines():
        sample = json.loads(line)
        if half not in ("all", sample["half"]):
            continue
        text, parts = lay(sample["lines"])
        told: list[Part] = tell(text)
        for start, end, role, language in parts:
            over = Counter[tuple[str, str]]()
            for a, b, found, tongue in told:
                over[found, tongue] += max(0, min(end, b) - max(start, a))
            (found, tongue), _ = over.most_common(1)[0]
            if show and (found != role or tongue != language):
                print(
                    f"{sample['id']}: {role}/{language} told as {found}/{tongue}: {text[start:end]}"
                )
            yield role, found, tongue == language, end - start


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--half", default="held out", choices=("held out", "writing", "all"))
    options.add_argument("--show", action="store_true", help="print what is told wrongly")
    chosen = options.parse_args()
    for name, tell in (("rashomon", ours), ("peer", peer)):
        rows = list(compare(chosen.half, tell, chosen.show and name == "rashomon"))
        right = sum(row[2] for row in rows)
        print(f"{name}: {chosen.half} half, language right in {right} of {len(rows)} parts")
        for role in sorted({row[0] for row in rows}):
            hit = sum(wanted == found == role for wanted, found, _, _ in rows)
            told = sum(found == role for _, found, _, _ in rows)
            wanted = sum(row[0] == role for row in rows)
            precision = f"{hit / told:.3f}" if told else "  -  "
            print(f"  {role:<11} precision {precision}  recall {hit / wanted:.3f}  of {wanted}")


if __name__ == "__main__":
    main()
