"""Places: which words name one, and which place it is.

Every candidate of the gazetteer gets points for how well it is known, for what stands beside the
name (a preposition, a kind word, the region or country that holds it) and for the other places
of the report; the best candidate stands if it has points enough, else nothing is said. The points
are set by hand (`settings.Annotate`); the order of the evidence follows what the literature finds
to matter: population, containment, and one sense per report (Leidner, Toponym Resolution, 2007).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from rashomon.annotate import gazetteer
from rashomon.annotate.atlas import Atlas, Line, Match, atlas, read
from rashomon.annotate.bodies import bodies
from rashomon.annotate.gazetteer import Entry
from rashomon.annotate.lexicon import lexicon
from rashomon.annotate.people import headline, people
from rashomon.model import Place, Sentence
from rashomon.settings import Annotate

_DEFAULT = Annotate()


class _Mention(NamedTuple):
    """A name that may be a place: what speaks for it (`weight`), and for kinds of place."""

    line: int
    match: Match
    weight: float
    kind: str | None
    inside: Entry | None
    first: int
    last: int


class _Context(NamedTuple):
    """Of a report: how many names speak for each country, and for each region (ISO, code)."""

    countries: Counter[str]
    regions: Mapping[tuple[str, str], float]


def places(
    text: str, sentences: Sequence[Sentence], limits: Annotate = _DEFAULT
) -> tuple[Place, ...]:
    """The places named in some sentences, sorted by start; never raises.

    Display names are the report's own; a place without GeoNames id is named but not known. The
    country of a disputed region follows ISO 3166 (docs/decisions/0003-names-of-places.md).
    """
    return _places(text, tuple(sentences), limits)


@lru_cache(maxsize=4)
def _places(text: str, sentences: tuple[Sentence, ...], limits: Annotate) -> tuple[Place, ...]:
    lines = read(text, sentences)
    mentions = list(_mentions(text, sentences, lines, limits))
    context = _context(mentions)
    found = []
    for mention in mentions:
        row = lines[mention.line].words
        start, end = row[mention.first].start, row[mention.last - 1].end
        # The last point of "U.S." is the name's own.
        end += "." in text[start:end] and text[end : end + 1] == "."
        name = text[start:end]
        if mention.match.demonym:
            entry = mention.match.entries[0]
            found.append(_place(start, end, name, entry, "demonym", 0.95))
            continue
        ranked = sorted(
            ((_points(e, mention, context, limits), e) for e in mention.match.entries),
            key=lambda pair: (-pair[0], pair[1].geonames),
        )
        points, entry = ranked[0]
        if mention.last > mention.match.last and entry.kind != mention.kind:
            # "Laurel County" is no town of that name, and we know no such county.
            found.append(Place(start, end, name, None, None, None, mention.kind or "unknown", 0.5))
            continue
        total = points + mention.weight
        if total >= limits.place_points:
            rival = sum(math.exp(other - points) for other, e in ranked if _apart(e, entry))
            score = 1 / (1 + rival) / (1 + math.exp(limits.place_points - 1 - total))
            found.append(_place(start, end, name, entry, entry.kind, round(score, 3)))
    found += _features(text, sentences, lines)
    return tuple(sorted(found, key=lambda p: (p.start, p.end)))


def _place(start: int, end: int, name: str, entry: Entry, kind: str, score: float) -> Place:
    return Place(start, end, name, entry.lat, entry.lon, entry.geonames, kind, score)


def _apart(one: Entry, other: Entry) -> bool:
    """Whether two namesakes are not a city and its region, nor two records of one place."""
    return abs(one.lat - other.lat) > 1.5 or abs(one.lon - other.lon) > 1.5


def _features(text: str, sentences: tuple[Sentence, ...], lines: Sequence[Line]) -> Iterator[Place]:
    """Seas and regions that packs know and the gazetteer does not."""
    for body in bodies(text, sentences):
        if body.type == "LOC":
            row = lines[body.line].words
            start, end = row[body.first].start, row[body.last - 1].end
            yield Place(start, end, text[start:end], None, None, None, "feature", 0.9)


def _mentions(
    text: str, sentences: tuple[Sentence, ...], lines: Sequence[Line], limits: Annotate
) -> Iterator[_Mention]:
    taken = {(p.line, n) for p in people(text, sentences) for n in range(p.first, p.last)}
    # What a pack lists is one thing, whatever place it is called by; other bodies' names may
    # hold a place ("Bank of England").
    taken |= {
        (b.line, n) for b in bodies(text, sentences) if b.listed for n in range(b.first, b.last)
    }
    small = {word.bare for line in lines for word in line.words if not word.capital}
    for number, line in enumerate(lines):
        local = atlas(line.language)
        loud = headline(line)
        free = 0
        for i, match in line.places.items():
            if i < free or any((number, n) in taken for n in range(i, match.last)):
                continue
            mention = _weighed(number, line, match, local, loud, small, taken, limits)
            if mention is not None:
                free = mention.last
                yield mention


def _weighed(
    number: int,
    line: Line,
    match: Match,
    local: Atlas,
    loud: bool,
    small: set[str],
    taken: set[tuple[int, int]],
    limits: Annotate,
) -> _Mention | None:
    row = line.words
    i, j = match.first, match.last
    if match.demonym:
        return _Mention(number, match, 0, None, None, i, j)
    if j - i == 1 and any(row[i].bare in vocabulary for vocabulary in local.kinds.values()):
        return None
    before = row[i - 1] if i and row[i].gap == " " else None
    after = row[j] if j < len(row) else None
    words = lexicon(line.language)
    weight = 0.0
    if before is not None and before.bare in local.before:
        weight += limits.place_before
    elif words.nouns_capitalised:
        weight -= limits.place_noun
    elif before is None and i == 0:
        weight -= limits.place_start
    common = j - i == 1 and any(
        word in mostly
        for word in (match.name, row[i].bare)
        for mostly in (local.common, words.common)
    )
    if common:
        weight -= limits.place_common
    if before is not None and before.bare in local.articles and not match.sure:
        weight -= limits.place_common * (match.entries[0].kind == "city")
    if j - i == 1 and row[i].bare in small:
        weight -= limits.place_common
    if j - i == 1 and row[i].bare in words.functions:
        weight -= limits.place_common
    if j - i == 1 and row[i].bare in words.given:
        weight -= limits.place_given
    kind, first, last = None, i, j
    for each, vocabulary in local.kinds.items():
        if after is not None and after.gap == " " and after.bare in vocabulary:
            kind, last = each, j + 1
        elif before is not None and (
            before.bare in vocabulary
            or (i > 1 and before.bare in local.links and row[i - 2].bare in vocabulary)
        ):
            kind = each
    if kind is not None:
        weight += limits.place_kind
        last = j if kind == "city" else last
    if kind is None and not loud and not words.nouns_capitalised:
        for n, gap in ((i - 1, row[i].gap), (j, after.gap if after else "")):
            if gap in (" ", "-") and n >= 0 and row[n].capital and (number, n) not in taken:
                own = row[n].bare in words.functions or row[n].bare in words.roles
                weight -= 0 if own else limits.place_beside
    inside = _inside(line, j)
    if inside is not None:
        weight += limits.place_inside
    return _Mention(number, match, weight, kind, inside, first, last if kind == "region" else j)


def _inside(line: Line, j: int) -> Entry | None:
    """The region or country named after a comma: "Paris, Texas"."""
    row = line.words
    if j >= len(row) or row[j].gap not in (", ", " ("):
        return None
    match = line.places.get(j)
    if match is None or match.demonym:
        return None
    for entry in match.entries:
        if entry.kind in ("country", "region"):
            return entry
    return None


def _points(entry: Entry, mention: _Mention, context: _Context, limits: Annotate) -> float:
    """How well an entry fits a mention, given the other places of the report."""
    points = _fame(entry, mention, limits)
    if gazetteer.key(entry.name) != mention.match.name:
        points -= limits.place_alias
    if mention.match.sure:
        points += limits.place_listed
    if mention.kind is not None and mention.kind == entry.kind:
        points += limits.place_kind
    if mention.inside is not None:
        holder = mention.inside
        if entry.country == holder.country and holder.region in ("", entry.region):
            points += limits.place_inside * (entry.kind != "country")
    elif total := context.countries.total():
        points += limits.place_country * context.countries[entry.country] / total
        if entry.kind == "country":
            points += limits.place_region * (context.countries[entry.country] > 0)
        else:
            own = 1 / len(mention.match.entries)
            others = context.regions.get((entry.country, entry.region), 0) - own
            points += limits.place_region * min(max(others, 0), 1)
    return points


def _fame(entry: Entry, mention: _Mention, limits: Annotate) -> float:
    if entry.kind == "city":
        return math.log10(entry.population + 1) - 4
    if entry.kind == "country":
        return min(4, math.log10(entry.population + 1) - 2)
    if entry.kind == "feature":
        return 4
    holder = gazetteer.load().countries.get(entry.country)
    points = 1.5 + 0.5 * math.log10((holder.population if holder else 0) / 1e7 + 0.1)
    # A region called after its town ("Kursk") is meant only where a word of kind says so.
    seat = any(e.kind == "city" and not _apart(e, entry) for e in mention.match.entries)
    return points - limits.place_seat * seat


def _context(mentions: Sequence[_Mention]) -> _Context:
    """How often a report speaks of each country and region, each name voting once."""
    countries: Counter[str] = Counter()
    regions: dict[tuple[str, str], float] = defaultdict(float)
    heard: set[tuple[str, Entry | None]] = set()
    for mention in mentions:
        match, inside = mention.match, mention.inside
        if (match.name, inside) in heard or (mention.weight < 0 and inside is None):
            continue
        heard.add((match.name, inside))
        if inside is not None:
            countries[inside.country] += 2
            regions[inside.country, inside.region] += 2
            continue
        share = 1 / len(match.entries)
        for country, region in {(e.country, e.region) for e in match.entries}:
            regions[country, region] += share
        if match.sure or len({e.country for e in match.entries}) == 1:
            countries[match.entries[0].country] += 1
    return _Context(countries, regions)
