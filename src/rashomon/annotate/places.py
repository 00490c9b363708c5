"""Places: which words name one, and which place it is.

Every candidate of the gazetteer gets points for how well it is known, for what stands beside the
name (a preposition, a kind word, the region or country that holds it) and for the other places
of the report; the best candidate stands if it has points enough, else nothing is said. The points
are set by hand (`settings.Annotate`); the order of the evidence follows what the literature finds
to matter: population, containment, nearness and one sense per report (Leidner, Toponym Resolution,
2007). Nearness is to what the other names may be, each candidate by how likely it is so far.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from rashomon.annotate import gazetteer
from rashomon.annotate.atlas import Atlas, Line, Match, atlas, is_town, read
from rashomon.annotate.bodies import bodies
from rashomon.annotate.gazetteer import Entry
from rashomon.annotate.lexicon import lexicon
from rashomon.annotate.people import people
from rashomon.model import Place, Sentence
from rashomon.settings import Annotate

_DEFAULT = Annotate()
# Capitals alone, and so few, are an acronym ("BAI") where the pack does not list them.
_ACRONYM = 4
# Of one name's places, the best known that are weighed; there are hundreds of some names.
_CANDIDATES = 40
# Names of a report that others are set beside, and of each the likeliest places.
_ANCHORS, _LIKELY = 30, 4
# Degrees of latitude (111 km) within which places of one report mostly lie.
_REACH = {"city": 1.0, "district": 1.0, "region": 4.0}


class _Mention(NamedTuple):
    """A name that may be a place: what speaks for it (`weight`), and for kinds of place."""

    line: int
    match: Match
    weight: float
    kind: str | None
    inside: Entry | None
    first: int
    last: int
    placed: bool = False
    doubtful: bool = False


class _Context(NamedTuple):
    """Of a report: how many names speak for each country, and for each region (ISO, code).

    `told` are the regions or countries that hold a name somewhere in it ("Paris, Texas").
    """

    countries: Counter[str]
    regions: Mapping[tuple[str, str], float]
    told: Mapping[str, Entry]


class _Anchor(NamedTuple):
    """A place that a name of the report may be, with how likely that is."""

    name: str
    entry: Entry
    share: float


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
    here = context._replace(told={})
    anchors = _anchors(mentions, context, limits)
    placed = {m.match.name for m in mentions if _is_placed(m)}
    found = []
    for mention in mentions:
        row = lines[mention.line].words
        rule = _rule(mention, lines[mention.line].language)
        start, end = row[mention.first].start, row[mention.last - 1].end
        # The last point of "U.S." is the name's own.
        end += "." in text[start:end] and text[end : end + 1] == "."
        name = text[start:end]
        if text[end : end + 1] == "$":
            continue
        if mention.match.demonym:
            entry = mention.match.entries[0]
            found.append(_place(start, end, name, entry, "demonym", 0.95, rule))
            continue
        ranked = _ranked(mention, context, limits, anchors)
        points, entry = ranked[0]
        if is_town(entry) and (mention.doubtful or mention.match.name not in placed):
            # Half of all words are a village somewhere: only what is spoken of as a place is one.
            continue
        if mention.last > mention.match.last and entry.kind != mention.kind:
            # "Laurel County" is no town of that name, and we know no such county.
            kind = mention.kind or "unknown"
            found.append(Place(start, end, name, None, None, None, kind, 0.5, f"{rule}, none such"))
            continue
        if (
            entry.kind == "district"
            and ranked[1:]
            and points - ranked[1][0] < limits.place_region / 2
        ):
            # Madison Counties are many, and no name beside it says which.
            found.append(Place(start, end, name, None, None, None, "district", 0.5, f"{rule}, any"))
            continue
        # What stands elsewhere tells which place is meant, not that one is.
        total = max(_points(e, mention, here, limits) for _, e in ranked) + mention.weight
        if total >= limits.place_points:
            rival = sum(math.exp(other - points) for other, e in ranked if _apart(e, entry))
            score = 1 / (1 + rival) / (1 + math.exp(limits.place_points - 1 - total))
            found.append(_place(start, end, name, entry, entry.kind, round(score, 3), rule))
    found += _features(text, sentences, lines)
    return tuple(sorted(found, key=lambda p: (p.start, p.end)))


def _is_placed(mention: _Mention) -> bool:
    """Whether what stands beside a name shows that it is a place's."""
    return mention.placed or mention.kind is not None or mention.inside is not None


def _rule(mention: _Mention, language: str | None) -> str:
    """What showed that a name is a place's, for `Place.rule`."""
    match, inside = mention.match, mention.inside
    known = "demonym" if match.demonym else "listed" if match.sure else "gazetteer"
    grounds = [
        f"best of {len(match.entries)}" if match.entries[1:] else "",
        "word before" if mention.placed else "",
        f"{mention.kind} beside" if mention.kind else "",
        f"in {inside.name}" if inside else "",
    ]
    return f"{language} place: {', '.join([known, *filter(None, grounds)])}"


def _ranked(
    mention: _Mention, context: _Context, limits: Annotate, anchors: Sequence[_Anchor] = ()
) -> list[tuple[float, Entry]]:
    """The candidates of a mention with their points, the best first."""
    match = mention.match
    ranked = [
        (
            _points(e, mention, context, limits) + limits.place_near * _nearness(e, match, anchors),
            e,
        )
        for e in match.entries[:_CANDIDATES]
    ]
    return sorted(ranked, key=lambda pair: (-pair[0], pair[1].geonames))


def _anchors(
    mentions: Sequence[_Mention], context: _Context, limits: Annotate
) -> tuple[_Anchor, ...]:
    """The towns and regions that the report's names may be, before any is set beside another."""
    found: dict[str, list[_Anchor]] = {}
    for mention in mentions:
        name = mention.match.name
        if mention.match.demonym or name in found or len(found) == _ANCHORS:
            continue
        ranked = _ranked(mention, context, limits)[:_LIKELY]
        if ranked[0][0] + mention.weight < limits.place_points:
            continue
        total = sum(math.exp(points - ranked[0][0]) for points, _ in ranked)
        found[name] = [
            _Anchor(name, entry, math.exp(points - ranked[0][0]) / total)
            for points, entry in ranked
            if entry.kind in _REACH
        ]
    return tuple(anchor for each in found.values() for anchor in each)


def _nearness(entry: Entry, match: Match, anchors: Sequence[_Anchor]) -> float:
    """How near an entry lies to what other names may be: 1 for one place beside it, at most 1.5."""
    if entry.kind not in _REACH or not anchors or _has_seat(entry, match):
        return 0.0
    reach = _REACH[entry.kind]
    narrow = max(0.1, math.cos(math.radians(entry.lat)))
    near = 0.0
    for other in anchors:
        if other.name != match.name:
            north = other.entry.lat - entry.lat
            east = (other.entry.lon - entry.lon) * narrow
            near += other.share * math.exp(-math.hypot(north, east) / reach)
    return min(near, 1.5)


def _place(
    start: int, end: int, name: str, entry: Entry, kind: str, score: float, rule: str
) -> Place:
    known = entry.geonames if entry.geonames > 0 else None
    return Place(start, end, name, entry.lat, entry.lon, known, kind, score, rule)


def _apart(one: Entry, other: Entry) -> bool:
    """Whether two namesakes are not a city and its region, nor two records of one place."""
    return abs(one.lat - other.lat) > 1.5 or abs(one.lon - other.lon) > 1.5


def _features(text: str, sentences: tuple[Sentence, ...], lines: Sequence[Line]) -> Iterator[Place]:
    """Seas and regions that packs know and the gazetteer does not."""
    for body in bodies(text, sentences):
        if body.type == "LOC":
            row = lines[body.line].words
            start, end = row[body.first].start, row[body.last - 1].end
            rule = f"{lines[body.line].language} place: {body.shown}"
            yield Place(start, end, text[start:end], None, None, None, "feature", 0.9, rule)


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
        free = 0
        for i, match in line.named.items():
            if i < free or any((number, n) in taken for n in range(i, match.last)):
                continue
            mention = _weighed(number, line, match, local, small, taken, limits)
            if mention is not None:
                free = mention.last
                yield mention


def _weighed(
    number: int,
    line: Line,
    match: Match,
    local: Atlas,
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
    placed = before is not None and before.bare in local.before
    placed = placed and not (i > 1 and row[i - 2].bare in local.unless)
    if placed:
        weight += limits.place_before
    elif words.nouns_capitalised:
        weight -= limits.place_noun
    elif before is None and i == 0:
        weight -= limits.place_start
    common = j - i == 1 and (
        (match.name in local.regions and not match.sure)
        or any(
            word in mostly
            for word in (match.name, row[i].bare)
            for mostly in (local.common, words.common)
        )
    )
    if common:
        weight -= limits.place_common
    if before is not None and before.bare in local.articles and not match.sure:
        weight -= limits.place_common * (match.entries[0].kind == "city")
    written_small = j - i == 1 and row[i].bare in small
    if written_small:
        weight -= limits.place_common
    function = j - i == 1 and row[i].bare in words.functions
    if function:
        weight -= limits.place_common
    if j - i == 1 and row[i].bare in words.given:
        weight -= limits.place_given
    doubtful = common or written_small or function
    if after is not None and after.glued and after.capital and after.bare in local.streets:
        return None
    if j - i == 1 and row[i].shouted and len(row[i].text) <= _ACRONYM and not match.sure:
        return None
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
    if kind is None and not line.loud and not words.nouns_capitalised:
        for n, gap in ((i - 1, row[i].gap), (j, after.gap if after else "")):
            if gap in (" ", "-") and n >= 0 and row[n].capital and (number, n) not in taken:
                own = row[n].bare in words.functions or row[n].bare in words.roles
                weight -= 0 if own else limits.place_beside
    inside = _inside(line, j)
    if inside is not None:
        weight += limits.place_inside
    end = last if kind == "region" else j
    return _Mention(number, match, weight, kind, inside, first, end, placed, doubtful)


def _inside(line: Line, j: int) -> Entry | None:
    """The region or country named after a comma: "Paris, Texas"."""
    row = line.words
    if j >= len(row) or row[j].gap not in (", ", " ("):
        return None
    match = line.named.get(j)
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
    holder = mention.inside or context.told.get(mention.match.name)
    if holder is not None:
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
    if entry.kind in ("feature", "district"):
        return 4
    holder = gazetteer.load().countries.get(entry.country)
    points = 1.5 + 0.5 * math.log10((holder.population if holder else 0) / 1e7 + 0.1)
    # A region called after its town ("Kursk") is meant only where a word of kind says so.
    return points - limits.place_seat * _has_seat(entry, mention.match)


def _has_seat(entry: Entry, match: Match) -> bool:
    """Whether a region is called after a town in it."""
    return entry.kind == "region" and any(
        e.kind == "city" and not _apart(e, entry) for e in match.entries
    )


def _context(mentions: Sequence[_Mention]) -> _Context:
    """How often a report speaks of each country and region, each name voting once."""
    countries: Counter[str] = Counter()
    regions: dict[tuple[str, str], float] = defaultdict(float)
    heard: set[tuple[str, Entry | None]] = set()
    told: dict[str, Entry] = {}
    for mention in mentions:
        match, inside = mention.match, mention.inside
        if inside is not None:
            told.setdefault(match.name, inside)
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
    return _Context(countries, regions, told)
