"""What a report is about: its lead as a vector, whom and where it names, and when.

The lead is what is encoded: background paragraphs at the end of a report must not pull it into an
old event. Names are compared by the spelling keys of capitalised words, which are the same across
spellings and scripts and need no dictionary: a village that no gazetteer has is the best evidence.
Figures need no translation at all. Both count by their rarity; countries and their inhabitants are
named in most reports of a matter and count for less. Arabic and Hebrew write no capitals and few
vowels: there, names of others are looked for among all words, by their consonants.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from rashomon.annotate.spelling import consonants, skeleton, vowelless
from rashomon.encode.across import reliability, scaled_leads
from rashomon.events.sharing import in_common
from rashomon.model import Moment, Role, Sentence
from rashomon.moments import days_apart

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
    their spelling keys, `wide` the keys among them of countries and inhabitants; `when` is the time
    of the report or of what it tells, None where not known; `figures` are numbers in digits;
    `words` the consonants of all words in a script without vowels.
    """

    id: str
    language: str | None
    lead: NDArray[np.float32]
    names: Mapping[str, str]
    wide: frozenset[str]
    when: Moment | None
    figures: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()


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


def profile(text: Text, lead: NDArray[np.float32]) -> Profile:
    """Gathers what a report names."""
    names = proper_names(text)
    wide = {
        key
        for place in text.reading.places
        if place.kind in _WIDE
        for key in name_keys(text.report.text[place.start : place.end])
    }
    when = text.report.published or text.reading.dated
    story = " ".join(_pieces(text))
    return Profile(
        text.id,
        text.reading.language,
        lead,
        names,
        frozenset(wide & names.keys()),
        when,
        figures(story),
        frozenset().union(*map(consonants, set(vowelless(story)))),
    )


def similarities(profiles: list[Profile], limits: Limits) -> NDArray[np.float64]:
    """How likely each pair of reports tells of one happening: meaning, names, figures and time.

    A symmetric matrix, roughly in -1..1, to be compared with thresholds in settings only.
    """
    leads = np.stack([p.lead for p in profiles]).astype(np.float64)
    languages = [p.language for p in profiles]
    meaning = scaled_leads(leads @ leads.T, languages)
    telling = reliability(languages, limits.mute, limits.telling)
    weight = limits.vector_weight * telling
    named = 1 - limits.vector_weight
    matrix = (weight * meaning + named * in_common(profiles, limits)) / (weight + named)
    times = _closenesses([p.when for p in profiles], limits)
    np.fill_diagonal(times, 0.0)
    return matrix + times


def _closenesses(moments: Sequence[Moment | None], limits: Limits) -> NDArray[np.float64]:
    """What time adds or takes off for each pair; each two distinct times are weighed once."""
    values = [m.value if m else None for m in moments]
    distinct = dict(zip(values, moments, strict=True))
    row = {value: number for number, value in enumerate(distinct)}
    times = np.zeros((len(distinct), len(distinct)))
    some = list(distinct.values())
    for i, one in enumerate(some):
        for j, other in enumerate(some[: i + 1]):
            times[i, j] = times[j, i] = _closeness(one, other, limits)
    rows = [row[value] for value in values]
    return times[np.ix_(rows, rows)]


def _closeness(a: Moment | None, b: Moment | None, limits: Limits) -> float:
    """What nearness in time adds and distance takes off; nothing where a time is not known."""
    days = None if a is None or b is None else _days(a, b)
    if days is None:
        return 0.0
    if days <= limits.near_days:
        return limits.time_bonus
    return -limits.time_penalty * min(1.0, (days - limits.near_days) / limits.time_span)


def _days(a: Moment, b: Moment) -> float | None:
    """Days between two moments; where a year is not stated, between their days of the year."""
    known = days_apart(a, b)
    if known is not None:
        return known
    try:
        one, other = (date.fromisoformat(f"2024{m.value[4:10]}") for m in (a, b))
    except ValueError:
        return None
    apart = abs((one - other).days)
    return float(min(apart, 366 - apart))


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


def _pieces(text: Text) -> Iterator[str]:
    """The headline and the sentences of the story."""
    yield text.report.title or ""
    for sentence in text.reading.sentences:
        if sentence.role in (Role.TITLE, Role.BODY):
            yield text.cut(sentence)


def proper_names(text: Text) -> dict[str, str]:
    """Names as written, by their keys: words capitalised in mid-sentence, or twice at a beginning.

    Names of days and months are none; they stand in the text's time expressions.
    """
    counts: Counter[str] = Counter()
    written: dict[str, str] = {}
    dates = {
        w for t in text.reading.times for w in _WORD.findall(text.report.text[t.start : t.end])
    }
    for piece in _pieces(text):
        for found in _WORD.finditer(piece):
            word = found[0]
            if len(word) < 4 or not word[0].isupper() or word in dates:
                continue
            before = piece[: found.start()].rstrip(" ")[-1:]
            opens = not before or before in _OPENING
            for key in name_keys(word):
                counts[key] += 1 if opens else 2
                written.setdefault(key, _GENITIVE.sub("", word))
    return {key: written[key] for key in sorted(counts) if counts[key] >= 2}


def name_keys(words: str) -> Iterable[str]:
    """The spelling keys of words, those too short to tell anything left out."""
    keys = (skeleton(_GENITIVE.sub("", word)) for word in _WORD.findall(words))
    return (key for key in keys if len(key) >= 3)
