"""What a report says, sentence by sentence, and whose word each sentence is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import TYPE_CHECKING, Literal, NamedTuple

from rashomon.annotate.atlas import atlas
from rashomon.annotate.cues import cue_class
from rashomon.annotate.lexicon import lexicon
from rashomon.annotate.units import to_base
from rashomon.annotate.words import words
from rashomon.compare.polarity import denies, modality, polarity
from rashomon.compare.voices import hangs, reported, says_only, share, witness
from rashomon.events.represent import name_keys, proper_names
from rashomon.model import Citation, Flag, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rashomon.model import Name, Place, Quantity, Sentence, Speaker, Text, Time


# Who passes things on, media and bodies.
_BODIES = frozenset({"ORG", "PRO"})
_WIDE = frozenset({"country", "demonym"})

_WORD = re.compile(r"[^\W_]+")
# A question asserts nothing.
_ASKS = re.compile(r"[?？؟][\s\"'“”‘’«»‹›)\]]*$")
# "UTC", "GMT", "IST": how all languages write a zone, and how far behind a time it may stand.
_ZONE = re.compile(r"\b(?:UTC|[A-Z]{1,3}T)\b")
_ZONE_BEHIND = 5
_CLOCK = re.compile(r"T(\d\d)(?::(\d\d))?$")
# Longer than any word, and than any line that only dates a page: no need to look.
_LONGEST = 40
_SHORT = 80
# From here on in Unicode stand scripts that put no spaces between words.
_UNPARTED = "\u2e80"


class Day(NamedTuple):
    """A calendar day that a sentence names: `value` is XXXX-MM-DD where the year is not known."""

    value: str
    written: str


class Clock(NamedTuple):
    """A time of day that a sentence names: minutes after midnight, whether by a named zone."""

    minutes: int
    zoned: bool
    written: str


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of a report and whose word it is: all that is cited.

    `text` is the sentence with white space folded; `origin` is the id of the origin whose text it
    is; `speaker` whose word it is, None for the outlet's own; `position` is its place in the
    report's story, from 0 (first) to 1 (last); `awkward` says how little it suits to be shown;
    `voice` is what its report writes for who says it.
    """

    report: str
    start: int
    end: int
    text: str
    language: str | None
    origin: str
    speaker: str | None
    as_of: str | None
    position: float
    awkward: int
    voice: str | None = field(default=None, kw_only=True)

    @property
    def hangs(self) -> bool:
        """Whether it, or who says it, is told by a pronoun: another sentence names that."""
        return any(hangs(words, self.language) for words in (self.text, self.voice) if words)

    @property
    def citation(self) -> Citation:
        """Where it stands."""
        return Citation(self.report, self.start, self.end, self.speaker)

    @property
    def key(self) -> tuple[str, int]:
        """What orders statements: their report and place in it."""
        return self.report, self.start


@dataclass(frozen=True, slots=True)
class Statement(Said):
    """A sentence of a report, with what can be compared in it.

    `raw` is the sentence as it stands, `cue` the class of the verb that reports it; `ids` are those
    of the names and places in it, but for a body that says it, `named` where in `raw` names stand,
    `marks` what it has that is alike in every language (keys of proper names, figures, days and
    hours), `where` keys of its place names, or those of the sentence before it, countries left out,
    and with "?" before them where nobody knows the place; `years` those it speaks of, `days` and
    `clocks` those it names;
    `happened` the first time that it names (ISO 8601) if what it tells has happened; `quoted` says
    that most of it is quoted, `inherits` that its places are those of the sentence before it.
    """

    raw: str
    cue: str | None
    polarity: Literal["asserted", "denied"]
    modality: Literal["happened", "planned", "alleged", "demanded", "possible"]
    quantities: tuple[Quantity, ...]
    ids: frozenset[str]
    where: frozenset[str]
    years: frozenset[str]
    days: tuple[Day, ...] = ()
    clocks: tuple[Clock, ...] = ()
    named: tuple[Span, ...] = ()
    happened: str | None = None
    marks: frozenset[str] = frozenset()
    quoted: bool = False
    inherits: bool = False

    @property
    def denies(self) -> bool:
        """Whether its speaker denies something in it."""
        return self.cue != "accuse" and denies(self.text, self.language)


def figure(quantity: Quantity) -> str | None:
    """A quantity as a term that two sentences may have in common: twenty minutes are no twenty
    years, and half an hour is thirty minutes. None where it has no exact value."""
    if quantity.value is None:
        return None
    value, unit = quantity.value, quantity.unit
    if unit is not None:
        value, unit = to_base(value, unit) or (value, unit)
    return f"{value:g} {unit or quantity.dimension}"


def sentences(
    text: Text, origin: str, taken: Mapping[Span, str], reader: str | None
) -> tuple[Said, ...]:
    """The sentences of a report's story, as cited; furniture and credits never, nor single words.

    `taken` names the origin of passages that the report took over, where it has several; `reader`
    is the language in which facts are shown where they can be.
    """
    return _cited(text, _told(text), origin, taken, reader)


def _cited(
    text: Text,
    body: Sequence[Sentence],
    origin: str,
    taken: Mapping[Span, str],
    reader: str | None,
) -> tuple[Said, ...]:
    garbled = Flag.MACHINE_TRANSLATED in text.reading.flags
    found = []
    for index, sentence in enumerate(body):
        quote = reported(text, sentence)
        voice = quote.speaker if quote else None
        found.append(
            Said(
                text.id,
                sentence.start,
                sentence.end,
                text.cut(sentence),
                sentence.language,
                next((o for span, o in taken.items() if share(span, sentence) > 0.5), origin),
                witness(text, quote, sentence.language) if quote else None,
                _as_of(text, sentence),
                index / max(len(body) - 1, 1),
                2 if garbled else int(sentence.language != reader),
                voice=text.report.text[voice.start : voice.end] if voice else None,
            )
        )
    return tuple(found)


def statements(
    text: Text, origin: str, taken: Mapping[Span, str], reader: str | None
) -> tuple[Statement, ...]:
    """The same with what can be compared in them."""
    proper = frozenset(proper_names(text))
    sites = _sites(text) & proper
    found: list[Statement] = []
    body = _told(text)
    for sentence, cited in zip(body, _cited(text, body, origin, taken, reader), strict=True):
        own = _where(text, sentence, sites)
        where = own or (found[-1].where if found else frozenset())
        found.append(replace(_statement(text, sentence, cited, where, proper), inherits=not own))
    return tuple(found)


def _told(text: Text) -> list[Sentence]:
    """The sentences that tell something: not a stray quotation mark, nor "WOW!", nor a question;
    nor what only dates the page ("Updated: 9 May, 10:34") or says that somebody spoke."""
    return [
        s
        for s in text.body
        if (s.end - s.start > _LONGEST or _two_words(text.cut(s)))
        and (
            s.end - s.start > _SHORT
            or not (_is_bare(text, s) or says_only(text.cut(s), s.language))
        )
        and not _ASKS.search(text.report.text, s.start, s.end)
    ]


def _is_bare(text: Text, sentence: Sentence) -> bool:
    """Whether a sentence has but figures, or times with no more than one word beside them."""
    times = [Span(t.start, t.end) for t in text.reading.times if _inside(t, sentence)]
    figures = [Span(q.start, q.end) for q in text.reading.quantities if _inside(q, sentence)]
    rest = text.report.text[sentence.start : sentence.end]
    for span in (*times, *figures):
        start, end = span.start - sentence.start, span.end - sentence.start
        rest = rest[:start] + " " * (end - start) + rest[end:]
    left = [w for w in _WORD.findall(rest) if not w.isdecimal()]
    return len(left) <= (1 if times else 0)


def _two_words(sentence: str) -> bool:
    """Whether there are two words, or where these are not parted by spaces, as many letters."""
    found = _WORD.findall(sentence)
    return len(found) > 1 or any(word[0] >= _UNPARTED and len(word) > 1 for word in found)


def _statement(
    text: Text, sentence: Sentence, cited: Said, where: frozenset[str], proper: frozenset[str]
) -> Statement:
    quote = reported(text, sentence)
    outlets = _outlets(text, sentence)
    cue = cue_class(text.cut(quote.cue), sentence.language) if quote and quote.cue else None
    return Statement(
        cited.report,
        cited.start,
        cited.end,
        cited.text,
        cited.language,
        cited.origin,
        cited.speaker,
        cited.as_of,
        cited.position,
        cited.awkward,
        voice=cited.voice,
        raw=text.report.text[sentence.start : sentence.end],
        cue=cue,
        polarity="denied" if cue == "deny" else polarity(cited.text, sentence.language),
        modality=modality(cited.text, sentence.language),
        quantities=tuple(q for q in text.reading.quantities if _inside(q, sentence)),
        ids=_ids(text, sentence, outlets),
        marks=_marks(text, sentence, proper) - {f"name {key}" for key in _keys_in(text, outlets)},
        where=where,
        years=_years(text, sentence),
        days=_days(text, sentence),
        clocks=_clocks(text, sentence),
        named=_named(text, sentence, outlets),
        happened=_happened(text, sentence),
        quoted=bool(quote and quote.kind == "direct"),
    )


def _years(text: Text, sentence: Sentence) -> frozenset[str]:
    """The years that a sentence names, else that of its report; none where neither is known."""
    named = frozenset(
        t.value[:4]
        for t in text.reading.times
        if _inside(t, sentence) and t.type == "DATE" and t.value[:4].isdigit()
    )
    published = text.report.published
    return named or frozenset({published.value[:4]} if published else ())


def _days(text: Text, sentence: Sentence) -> tuple[Day, ...]:
    """The calendar days that a sentence names, but for those told from a weekday or "yesterday"."""
    named = (
        Day(t.value, text.report.text[t.start : t.end])
        for t in text.reading.times
        if _inside(t, sentence) and t.type == "DATE" and t.precision == "day"
    )
    return tuple(day for day in named if re.search(r"\d", day.written))


def _clocks(text: Text, sentence: Sentence) -> tuple[Clock, ...]:
    """The times of day that a sentence names to the minute or the hour: "7:37 a.m."."""
    found = []
    for t in text.reading.times:
        clock = _CLOCK.search(t.value) if t.type == "TIME" and _inside(t, sentence) else None
        if clock is not None:
            minutes = 60 * int(clock[1]) + int(clock[2] or 0)
            zoned = _ZONE.search(text.report.text, t.start, t.end + _ZONE_BEHIND) is not None
            found.append(Clock(minutes, zoned, text.report.text[t.start : t.end]))
    return tuple(found)


def _sites(text: Text) -> frozenset[str]:
    """Keys of names that nobody knows and that stand where a place does: "in Grunik", "near Halm".

    Where nouns are capitalised, only known places can be told.
    """
    found: set[str] = set()
    for sentence in text.body:
        if lexicon(sentence.language).nouns_capitalised:
            continue
        local = atlas(sentence.language)
        row = words(text.report.text, sentence)
        for i, word in enumerate(row):
            undone = i > 0 and row[i - 1].bare in local.unless
            if word.bare in local.before and not undone:
                for named in takewhile(lambda w: w.capital and w.glued, row[i + 1 :]):
                    found.update(name_keys(named.text))
    return frozenset(found)


def _where(text: Text, sentence: Sentence, sites: frozenset[str]) -> frozenset[str]:
    """Keys of the place names in a sentence: known places, and with "?" names that stand as such.

    A capital that speaks ("Kyiv said") is no place.
    """
    reading = text.reading
    voices = [q.speaker for q in reading.quotes if q.speaker and _inside(q.speaker, sentence)]
    wide = [p for p in reading.places if p.kind in _WIDE and _inside(p, sentence)]
    bodies = [n for n in reading.names if n.type != "LOC" and _inside(n, sentence)]
    away = _keys_in(text, (*voices, *wide, *bodies))
    found = _keys_in(text, [p for p in reading.places if _inside(p, sentence)])
    unknown = sites.intersection(name_keys(text.cut(sentence))) - found - away
    return frozenset(found - away) | {f"?{key}" for key in unknown}


def _keys_in(text: Text, mentions: Iterable[Speaker | Place | Name]) -> set[str]:
    return {key for m in mentions for key in name_keys(text.report.text[m.start : m.end])}


def _as_of(text: Text, sentence: Sentence) -> str | None:
    """The date that a sentence names, else that of its report."""
    named = _named_times(text, sentence)
    if named:
        return named[0]
    return text.report.published.value if text.report.published else None


def _named_times(text: Text, sentence: Sentence) -> list[str]:
    return [
        t.value
        for t in text.reading.times
        if _inside(t, sentence) and t.type in ("DATE", "TIME") and t.value[:4].isdigit()
    ]


def _happened(text: Text, sentence: Sentence) -> str | None:
    if modality(text.cut(sentence), sentence.language) != "happened":
        return None
    return min(_named_times(text, sentence), default=None)


def _outlets(text: Text, sentence: Sentence) -> tuple[Name, ...]:
    """The media and bodies whose word a sentence is: who passes a thing on is no part of it."""
    voices = [q.speaker for q in text.reading.quotes if q.speaker and _inside(q.speaker, sentence)]
    return tuple(
        n
        for n in text.reading.names
        if n.type in _BODIES and any(v.start <= n.start and n.end <= v.end for v in voices)
    )


def _ids(text: Text, sentence: Sentence, outlets: Sequence[Name]) -> frozenset[str]:
    names = {n.id for n in text.reading.names if n.id and _inside(n, sentence) and n not in outlets}
    places = {
        f"geo:{p.geonames}" for p in text.reading.places if p.geonames and _inside(p, sentence)
    }
    return frozenset(names | places)


def _named(text: Text, sentence: Sentence, outlets: Sequence[Name]) -> tuple[Span, ...]:
    reading = text.reading
    names = [n for n in reading.names if (n.id or n in outlets) and _inside(n, sentence)]
    places = [p for p in reading.places if p.geonames and _inside(p, sentence)]
    spans = [*((n.start, n.end) for n in names), *((p.start, p.end) for p in places)]
    return tuple(Span(start - sentence.start, end - sentence.start) for start, end in spans)


def _marks(text: Text, sentence: Sentence, proper: frozenset[str]) -> frozenset[str]:
    """What a sentence has that is alike in every language."""
    reading = text.reading
    figures = (figure(q) for q in reading.quantities if _inside(q, sentence))
    # Years apart: one report dates what another leaves to its dateline.
    times = (t.value[-5:] for t in reading.times if _inside(t, sentence) and t.type != "SET")
    return frozenset(
        {f"name {key}" for key in proper.intersection(name_keys(text.cut(sentence)))}
        | {f"figure {told}" for told in figures if told}
        | {f"time {value}" for value in times if value[-1:].isdigit()}
    )


def _inside(mention: Name | Place | Time | Quantity | Speaker, sentence: Sentence) -> bool:
    return sentence.start <= mention.start < sentence.end
