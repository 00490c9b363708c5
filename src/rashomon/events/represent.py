"""What a report is about: its lead as a vector, whom and where it names, and when.

The lead is what is encoded: background paragraphs at the end of a report must not pull it into an
old event. Names are compared by the spelling keys of capitalised words, which are the same across
spellings and scripts and need no dictionary: a village that no gazetteer has is the best evidence.
Figures need no translation at all. Both count by their rarity, a name also by how often it is
mentioned; countries, their inhabitants and cities of millions are named in most reports of a matter
and count for less. Arabic and Hebrew write no capitals and few
vowels: there, names of others are looked for among all words, by their consonants.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from rashomon.annotate import gazetteer
from rashomon.annotate.declension import bases
from rashomon.annotate.lexicon import lexicon
from rashomon.annotate.spelling import consonants, skeleton, vowelless
from rashomon.encode.across import reliability, scaled_leads
from rashomon.events.sharing import Counts, in_common
from rashomon.events.times import distance
from rashomon.model import Moment, Role, Sentence

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rashomon.model import Text
    from rashomon.settings import Events as Limits

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_GENITIVE = re.compile(r"['’]s$")
_OPENING = frozenset('.!?\n:“”"«„(—–•')
_FIGURE = re.compile(r"\d+(?:[.,\u00a0\u202f\u066b\u066c ]\d{3})*(?!\d)")
_WIDE = frozenset({"country", "demonym"})


@dataclass(frozen=True, slots=True)
class Profile:
    """What one report is about.

    `language` is that of most of it; `lead` is a unit vector; `names` are names as written, by
    their spelling keys, `wide` the keys among them of countries, inhabitants and great cities;
    `when` is the time of the report or of what it tells, None where not known; `figures` are
    numbers in digits; `words` the consonants of all words in a script without vowels; `mentions`
    says how often a name is mentioned, where that is more than once; `nouns` are the keys of words
    that a language writes like names, and that are known to be none.
    """

    id: str
    language: str | None
    lead: NDArray[np.float32]
    names: Mapping[str, str]
    wide: frozenset[str]
    when: Moment | None
    figures: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    mentions: Mapping[str, int] = field(default_factory=dict)
    nouns: frozenset[str] = frozenset()


def lead_sentences(text: Text, limits: Limits) -> tuple[Sentence, ...]:
    """The first sentences of the story."""
    return text.body[: limits.lead_sentences]


def lead_text(text: Text, limits: Limits) -> str:
    """What is encoded for a report: headline, where there is one, and first sentences."""
    parts = [headline(text) or "", *(text.cut(s) for s in lead_sentences(text, limits))]
    return " ".join(p for p in parts if p)[: limits.lead_characters]


def headline(text: Text) -> str | None:
    """A report's own headline: the declared title, else its title line."""
    if text.report.title:
        return text.report.title
    for segment in text.reading.segments:
        if segment.role is Role.TITLE:
            return " ".join(text.report.text[segment.start : segment.end].split())
    return None


def profile(text: Text, lead: NDArray[np.float32], limits: Limits) -> Profile:
    """Gathers what a report names."""
    named = _Named(text)
    wide = {
        key
        for place in text.reading.places
        if place.kind in _WIDE or _inhabitants(place.geonames) >= limits.great_city
        for key in name_keys(text.report.text[place.start : place.end])
    }
    story = " ".join(piece for piece, _ in _pieces(text))
    return Profile(
        text.id,
        text.reading.language,
        lead,
        named.written,
        frozenset(wide & named.written.keys()),
        text.report.published or text.reading.dated,
        figures(story),
        frozenset().union(*map(consonants, set(vowelless(story)))),
        {key: count for key, count in named.mentions.items() if count > 1},
        frozenset(_nouns(text) & named.written.keys()),
    )


def _inhabitants(geonames: int | None) -> int:
    """How many people live in a city, 0 for other places."""
    found = None if geonames is None else gazetteer.load().ids.get(geonames)
    return found.population if found and found.kind == "city" else 0


def timeless(
    profiles: list[Profile], limits: Limits, counts: Counts | None = None
) -> NDArray[np.float64]:
    """How likely each pair of reports tells of one happening, by meaning, names and figures alone.

    `counts` tells of all reports among which a name is rare or common; these, where it is None.

    A symmetric matrix; with `closenesses` added roughly in -1..1, to be compared with thresholds
    in settings only.
    """
    leads = np.stack([p.lead for p in profiles]).astype(np.float64)
    languages = [p.language for p in profiles]
    meaning = scaled_leads(leads @ leads.T, languages)
    telling = reliability(languages, limits.telling)
    weight = limits.vector_weight * telling
    named = 1 - limits.vector_weight
    matrix: NDArray[np.float64] = weight * meaning + named * in_common(profiles, limits, counts)
    return matrix / (weight + named)


def closenesses(profiles: Sequence[Profile], limits: Limits) -> NDArray[np.float64]:
    """What time adds or takes off for each pair; each two distinct times are weighed once."""
    moments = [p.when for p in profiles]
    values = [(m.value, supposed(m)) if m else None for m in moments]
    distinct = dict(zip(values, moments, strict=True))
    row = {value: number for number, value in enumerate(distinct)}
    times = np.zeros((len(distinct), len(distinct)))
    some = list(distinct.values())
    for i, one in enumerate(some):
        for j, other in enumerate(some[: i + 1]):
            times[i, j] = times[j, i] = _closeness(one, other, limits)
    rows = [row[value] for value in values]
    every: NDArray[np.float64] = times[np.ix_(rows, rows)]
    np.fill_diagonal(every, 0.0)
    return every


def _closeness(a: Moment | None, b: Moment | None, limits: Limits) -> float:
    """What nearness in time adds and distance takes off; nothing where a time is not known."""
    days = None if a is None or b is None else distance(a, b)
    if days is None:
        return 0.0
    if days <= limits.near_days:
        return limits.time_bonus
    sure = limits.supposed if supposed(a) or supposed(b) else 1.0
    return -limits.time_penalty * sure * min(1.0, (days - limits.near_days) / limits.time_span)


def supposed(moment: Moment | None) -> bool:
    """Whether a time is only read out of the story, and may be that of something it tells of."""
    return moment is not None and moment.basis.startswith("text")


def figures(text: str) -> frozenset[str]:
    """The numbers of two digits or more that a text writes in digits, as plain digits.

    Marks between thousands are dropped: "1.400", "1,400" and "١٤٠٠" are one.
    """
    found = set()
    for number in _FIGURE.findall(text):
        digits = "".join(str(unicodedata.digit(c)) for c in number if c.isdecimal()).lstrip("0")
        if len(digits) > 1:
            found.add(digits)
    return frozenset(found)


def _pieces(text: Text) -> Iterator[tuple[str, str | None]]:
    """The headline and the sentences of the story, each with its language."""
    yield text.report.title or "", text.reading.language
    for sentence in text.reading.sentences:
        if sentence.role in (Role.TITLE, Role.BODY):
            yield text.cut(sentence), sentence.language


def proper_names(text: Text) -> dict[str, str]:
    """Names as written, by their keys: words capitalised in mid-sentence, or twice at a beginning.

    Names of days and months are none; they stand in the text's time expressions.
    """
    return _proper(Counter(_capitalised(text)))


def _proper(capitalised: Mapping[tuple[str, bool], int]) -> dict[str, str]:
    counts: Counter[str] = Counter()
    written: dict[str, str] = {}
    for (word, opens), times in capitalised.items():
        for key in name_keys(word):
            counts[key] += times if opens else 2 * times
            written.setdefault(key, _GENITIVE.sub("", word))
    return {key: written[key] for key in sorted(counts) if counts[key] >= 2}


def _capitalised(text: Text) -> Iterator[tuple[str, bool]]:
    """Capitalised words of the story, and whether each opens a sentence; no days or months."""
    dates = {
        w for t in text.reading.times for w in _WORD.findall(text.report.text[t.start : t.end])
    }
    for piece, _ in _pieces(text):
        for found in _WORD.finditer(piece):
            word = found[0]
            if len(word) < 4 or not word[0].isupper() or word in dates:
                continue
            before = piece[: found.start()].rstrip(" ")[-1:]
            yield word, not before or before in _OPENING


class _Named:
    """The names that reports are told together by: also known ones that a language writes small
    ("brexit"), and of a woman's surname what men are called (Bibiová: Bibi)."""

    def __init__(self, text: Text) -> None:
        capitalised = Counter(_capitalised(text))
        names = _proper(capitalised)
        counts: Counter[str] = Counter()
        for (word, _), times in capitalised.items():
            for key in name_keys(word):
                counts[key] += times
        for name in text.reading.names:
            words = text.report.text[name.start : name.end]
            if words.islower() and name.type != "LOC":
                for key in name_keys(words):
                    names.setdefault(key, words)
                    counts[key] += 1
        self.written: dict[str, str] = {}
        self.mentions: Counter[str] = Counter()
        for key, word in sorted(names.items()):
            plain = _plain(key, word, text.reading.language)
            self.written.setdefault(plain, word)
            self.mentions[plain] += counts[key]


def _nouns(text: Text) -> set[str]:
    """The keys of words that stand only in a language that capitalises every noun, in no name."""
    if not any(lexicon(language).nouns_capitalised for _, language in _pieces(text)):
        return set()
    named = {
        word
        for some in (text.reading.names, text.reading.places)
        for mention in some
        for word in _WORD.findall(text.report.text[mention.start : mention.end])
    }
    nouns: set[str] = set()
    others: set[str] = set()
    for piece, language in _pieces(text):
        words = set(_WORD.findall(piece))
        plain = words - named if lexicon(language).nouns_capitalised else set()
        nouns.update(key for word in plain for key in name_keys(word))
        others.update(key for word in words - plain for key in name_keys(word) if word[0].isupper())
    return nouns - others


def _plain(key: str, word: str, language: str | None) -> str:
    """The key of a surname without the ending that a language adds for women, in any case."""
    for ending in lexicon(language).feminine:
        for base in bases(word.lower(), language):
            if base.endswith(ending):
                return next(iter(name_keys(base.removesuffix(ending))), key)
    return key


@lru_cache(maxsize=50_000)
def name_keys(words: str) -> tuple[str, ...]:
    """The spelling keys of words, those too short to tell anything left out."""
    keys = (skeleton(_GENITIVE.sub("", word)) for word in _WORD.findall(words))
    return tuple(key for key in keys if len(key) >= 3)
