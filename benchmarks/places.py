"""Scores places on LGL (local news) and GeoVirus (epidemics): precision, recall, F1.

Usage: python benchmarks/places.py [--data PATH]. "found" is a span that overlaps a labelled one;
"161 km" one that besides lies within 161 km (100 miles) of the labelled point, the measure of the
field; labels without a point count for the first only. Neither set labels inhabitants and
adjectives throughout, so that ours is scored with and without them. The peer names every
capitalised name of the same gazetteer and takes the most populous place of that name.
"""

from __future__ import annotations

import argparse
import math
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from rashomon.annotate import atlas, gazetteer
from rashomon.annotate.places import places
from rashomon.language.sentences import sentences


class Label(NamedTuple):
    start: int
    end: int
    point: tuple[float, float] | None


class Document(NamedTuple):
    text: str
    labels: list[Label]


def _number(element: ET.Element, path: str) -> float | None:
    found = element.findtext(path)
    return float(found) if found else None


def read(path: Path) -> Iterator[Document]:
    for article in ET.parse(path).getroot().iter("article"):
        labels = []
        for item in [*article.iter("toponym"), *article.iter("location")]:
            lat = _number(item, "gaztag/lat") or _number(item, "lat")
            lon = _number(item, "gaztag/lon") or _number(item, "lon")
            point = (lat, lon) if lat is not None and lon is not None else None
            start, end = _number(item, "start"), _number(item, "end")
            if start is not None and end is not None:
                labels.append(Label(int(start), int(end), point))
        yield Document(article.findtext("text") or "", labels)


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The great-circle distance, by the haversine formula."""
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, p)) for p in (a, b))
    h = math.sin((lat2 - lat1) / 2) ** 2
    h += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371 * math.asin(min(1, math.sqrt(h)))


def ours(document: Document, demonyms: bool) -> list[Label]:
    found = places(document.text, sentences(document.text, "en"))
    return [
        Label(p.start, p.end, None if p.lat is None or p.lon is None else (p.lat, p.lon))
        for p in found
        if demonyms or p.kind != "demonym"
    ]


def most_populous(document: Document) -> list[Label]:
    found = []
    for line in atlas.read(document.text, sentences(document.text, "en")):
        free = 0
        for i, match in line.places.items():
            if i >= free and not match.demonym:
                best = max(match.entries, key=lambda e: e.population)
                span = line.words[i].start, line.words[match.last - 1].end
                found.append(Label(*span, (best.lat, best.lon)))
                free = match.last
    return found


def score(
    documents: list[Document], reader: Callable[[Document], list[Label]]
) -> tuple[float, ...]:
    given = wanted = pointed = spans = near = 0
    for document in documents:
        labels = sorted(document.labels)
        left = list(labels)
        wanted += len(labels)
        pointed += sum(label.point is not None for label in labels)
        for mine in reader(document):
            given += 1
            hit = next((x for x in left if x.start < mine.end and mine.start < x.end), None)
            if hit is not None:
                left.remove(hit)
                spans += 1
                if hit.point and mine.point and kilometres(hit.point, mine.point) <= 161:
                    near += 1
    unpointed = wanted - pointed
    return (
        spans / given,
        spans / wanted,
        2 * spans / (given + wanted),
        2 * near / (max(given - unpointed, near) + pointed),
    )


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, default=Path("../shared/data"))
    data = arguments.parse_args().data
    if not (data / "places").is_dir():
        raise SystemExit(f"no places at {data / 'places'}: skipped")
    gazetteer.load()
    readers: dict[str, Callable[[Document], list[Label]]] = {
        "ours": lambda document: ours(document, demonyms=False),
        "ours, demonyms too": lambda document: ours(document, demonyms=True),
        "most populous": most_populous,
    }
    print(f"{'set':10}{'reader':20}{'P':>7}{'R':>7}{'found F1':>10}{'161 km F1':>11}{'docs/s':>8}")
    for name in ("lgl.xml", "GeoVirus.xml"):
        documents = list(read(data / "places" / name))
        for label, reader in readers.items():
            begun = time.perf_counter()
            figures = score(documents, reader)
            speed = len(documents) / (time.perf_counter() - begun)
            p, r, found, near = figures
            print(f"{name[:-4]:10}{label:20}{p:7.3f}{r:7.3f}{found:10.3f}{near:11.3f}{speed:8.0f}")
