"""Makes src/rashomon/export/data/land.txt, the outline of land behind maps.

    npm pack world-atlas@2.0.2      (Natural Earth 1:50m, public domain; its topology ISC)
    tar xzf ... into a folder, then
    python scripts/outline.py FOLDER

One ring a line: longitude and latitude of its first point, then the differences of the next ones,
in hundredths of a degree. There are no borders in it, on purpose: a line between two countries
says whose the land on either side is (decision 3). Rings smaller than a quarter of a degree fall
out, and Antarctica does.
"""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parent.parent / "src/rashomon/export/data/land.txt"
SMALLEST, SOUTH = 25, -6000


def rings(topology: dict[str, Any]) -> list[list[tuple[int, int]]]:
    """The outer rings of all polygons, in hundredths of a degree."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((round((x * sx + tx) * 100), round((y * sy + ty) * 100)))
        arcs.append(points)
    found = []
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"]:
            points = []
            for number in polygon[0]:
                points += arcs[number] if number >= 0 else arcs[~number][::-1]
            found.append([p for p, q in zip(points, [None, *points], strict=False) if p != q])
    return found


def main() -> None:
    """Writes the file."""
    topology = json.loads(Path(sys.argv[1], "land-50m.json").read_text(encoding="utf-8"))
    lines = []
    for ring in sorted(rings(topology), key=len, reverse=True):
        xs, ys = zip(*ring, strict=True)
        if max(max(xs) - min(xs), max(ys) - min(ys)) < SMALLEST or max(ys) < SOUTH:
            continue
        steps = [
            ring[0],
            *((b[0] - a[0], b[1] - a[1]) for a, b in pairwise(ring)),
        ]
        lines.append(" ".join(f"{x},{y}" for x, y in steps))
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text("\n".join(lines) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
