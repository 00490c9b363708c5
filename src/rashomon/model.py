"""The domain: frozen values that travel between stages.

Offsets are code points into the text of the report that they belong to, end exclusive.
The words are the field's own (README, "Words"); a value names what a reader would point at,
never how it was computed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from rashomon.reasons import Reason


class Role(StrEnum):
    """What a span of a report is for. Only `TITLE`, `BODY` and `DATELINE` carry the story."""

    TITLE = "title"
    BYLINE = "byline"
    DATELINE = "dateline"
    BODY = "body"
    CREDIT = "credit"
    FURNITURE = "furniture"
    PAYWALL = "paywall"
    DISCLAIMER = "disclaimer"


class Flag(StrEnum):
    """Declared states of a degraded text."""

    PAYWALLED = "paywalled"
    TRUNCATED = "truncated"
    MACHINE_TRANSLATED = "machine_translated"
    MIXED_LANGUAGE = "mixed_language"
    REPUBLISHED = "republished"


class Kind(StrEnum):
    """How one report derives from another."""

    COPY = "copy"
    EXCERPT = "excerpt"
    REWRITE = "rewrite"
    TRANSLATION = "translation"
    VERSION = "version"


class Label(StrEnum):
    """How the positions of independent origins on one fact stand to each other."""

    AGREED = "agreed"
    DIFFERS = "differs"
    CONTRADICTED = "contradicted"
    SINGLE = "single"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of text: `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time as far as it is known.

    `value` is ISO 8601, cut to what is known ("2025", "2025-05-20", "2025-05-20T14:30:00+02:00");
    `precision` one of year, month, day, minute, second; `basis` says in a few words where the
    value comes from ("given", "meta article:published_time", "text: 'May 20'").
    """

    value: str
    precision: str
    basis: str


@dataclass(frozen=True, slots=True)
class Capture:
    """What was seen before it was understood: decoded content and what was said about it.

    `input` names it for people ("page.html", "dump.jsonl:17", "-"). Exactly one of the media
    "text" and "html" is carried in `content`. `digest` is the sha256 of the bytes as read.
    The remaining fields are what the input itself declares (a JSONL record's keys), else None.
    """

    input: str
    media: Literal["text", "html"]
    content: str
    digest: str
    id: str | None = None
    title: str | None = None
    url: str | None = None
    source: str | None = None
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    byline: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One version of one article's text, with what is known about it.

    `id` is the given id, else the input's stem; `digest` the sha256 of the text (UTF-8), so that
    two reports of one digest are the same text. `language` is only what the input declares.
    """

    id: str
    input: str
    text: str
    digest: str
    title: str | None = None
    url: str | None = None
    source: str | None = None
    published: Moment | None = None
    modified: Moment | None = None
    language: str | None = None
    byline: str | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A maximal run of one role and one language ("de", None where it cannot be told)."""

    start: int
    end: int
    language: str | None
    role: Role


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the language and role of the segment that it stands in."""

    start: int
    end: int
    language: str | None = None
    role: Role = Role.BODY


@dataclass(frozen=True, slots=True)
class Credit:
    """A credit to another source: its name as written and canonical, and the phrase itself.

    `url` is given where the credit links to one. `part` is set where only some of the text is said
    to come from there ("With reporting by ...").
    """

    start: int
    end: int
    name: str
    url: str | None = None
    part: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """A named entity. `id` is the same across spellings and scripts, None where not sure.

    `rule` says, here and in every mention and quote, which rule or model of which language found
    it, for people; two mentions that differ in nothing else are the same.
    """

    start: int
    end: int
    type: Literal["PER", "ORG", "LOC", "EVT", "PRO"]
    name: str
    id: str | None = None
    rule: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Place:
    """A place mention; without coordinates the place is not known.

    `geonames` is None for districts too, which are known by name, region and point alone.

    `kind` is one of country, region, city, district, feature, demonym, unknown;
    `score` in 0..1 is how sure the resolution is.
    """

    start: int
    end: int
    name: str
    lat: float | None
    lon: float | None
    geonames: int | None
    kind: str
    score: float
    rule: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression with its TIMEX3 value (TimeML 1.2.1), relative form if unresolved."""

    start: int
    end: int
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str
    precision: str
    rule: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A measured or counted amount.

    `value` is None for a range, whose ends are `low` and `high`. `unit` is the canonical unit as
    pint spells it ("kilometer ** 2"), an ISO 4217 code for money, None for plain counts.
    `dimension`: count, people, money, area, length, mass, volume, speed, temperature, time, share,
    magnitude (of an earthquake), energy, power, data, other. `bound`: "=" exact, "~" about, "<"
    less than, ">" more than.
    `change`: "=" a level, "up" or "down" a change by that much. `of`: what is counted, as written.
    """

    start: int
    end: int
    value: float | None
    low: float | None
    high: float | None
    unit: str | None
    dimension: str
    bound: Literal["=", "~", "<", ">"]
    change: Literal["=", "up", "down"]
    of: str | None
    rule: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Speaker:
    """The mention of a speaker beside the cue; `name` is who that is."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Reported speech: content, the cue that reports it, the speaker where sure."""

    kind: Literal["direct", "indirect", "mixed"]
    content: Span
    cue: Span | None
    speaker: Speaker | None
    rule: str = field(default="", compare=False)


# What is marked in a text, and who says what there.
Mention = Name | Place | Time | Quantity | Quote


@dataclass(frozen=True, slots=True)
class Failure:
    """What could not be read: which input, at which stage, and why."""

    input: str
    stage: str
    error: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read in one report, by itself: the result of `rashomon annotate`.

    `failures` are stages that failed on this report; what they would have given is empty."""

    language: str | None
    segments: tuple[Segment, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    names: tuple[Name, ...] = ()
    places: tuple[Place, ...] = ()
    times: tuple[Time, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    quotes: tuple[Quote, ...] = ()
    credits: tuple[Credit, ...] = ()
    flags: tuple[Flag, ...] = ()
    dated: Moment | None = None
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A report together with its reading: what the stages across reports work on."""

    report: Report
    reading: Reading

    @property
    def id(self) -> str:
        """The report's id."""
        return self.report.id

    @property
    def body(self) -> tuple[Sentence, ...]:
        """The sentences that tell the story: furniture, credits, titles left out."""
        return tuple(s for s in self.reading.sentences if s.role is Role.BODY)

    def cut(self, span: Span | Sentence | Citation) -> str:
        """The text of a span, white space folded."""
        return " ".join(self.report.text[span.start : span.end].split())


@dataclass(frozen=True, slots=True)
class Passage:
    """Aligned spans of two reports; `kind` says how the one stands in the other.

    `score` in 0..1 is the similarity on which the alignment rests."""

    a: Span
    b: Span
    kind: Literal["verbatim", "edited", "translated"]
    score: float


@dataclass(frozen=True, slots=True)
class Reuse:
    """The passages that reports `a` and `b` (ids, a < b) share.

    A coverage is the share (0..1) of a report's own characters, furniture left out, that stands in
    the other. `quoted` is the share of the common text that is quoted speech: two reports that
    share only quotations share a source, neither derives from the other."""

    a: str
    b: str
    passages: tuple[Passage, ...]
    coverage_a: float
    coverage_b: float
    quoted: float = 0.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an arrow: its type (credit, time, shared_text, ...) and why."""

    type: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Lineage:
    """Report `child` derives from `parent` (a report's id or an unseen origin's).

    With direction "unknown" the two share text and nothing says which was first; the child is then
    merely the one of which more stands in the other."""

    child: str
    parent: str
    kind: Kind
    direction: Literal["known", "unknown"]
    confidence: float
    coverage: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """A root of a lineage family: the unit of independence between texts.

    `root` is the id of the root report, None if the origin is not in the archive or cannot be told
    among `reports`. `name` is what to call it: a credited source, a report's source or id."""

    id: str
    root: str | None
    name: str
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """The part (0..1) of a report's text that comes from an origin."""

    origin: str
    share: float


@dataclass(frozen=True, slots=True)
class Stemma:
    """Who derives from whom among some reports: edges, origins, each report's shares of origins."""

    lineage: tuple[Lineage, ...] = ()
    origins: tuple[Origin, ...] = ()
    shares: dict[str, tuple[Share, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Event:
    """Reports of one happening; `titles` are by language. `first` and `last` bound the happening
    itself, by what its reports say of it, where they do, the others when they were published."""

    id: str
    title: str
    reports: tuple[str, ...]
    first: Moment | None = None
    last: Moment | None = None
    places: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    published_first: Moment | None = None
    published_last: Moment | None = None
    titles: dict[str, str] = field(default_factory=dict)

    @property
    def when(self) -> Moment | None:
        """When it happened; where no report says, when the first of them was published."""
        return self.first or self.published_first


@dataclass(frozen=True, slots=True)
class Story:
    """Events that continue one another, in their order in time; `titles` are by language."""

    id: str
    title: str
    events: tuple[str, ...]
    reasons: tuple[Reason, ...] = ()
    titles: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a position stands: a span of a report, and who says it there (None: the outlet)."""

    report: str
    start: int
    end: int
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """One answer to what a fact asks, with all who give it.

    `text` is a span of a cited sentence, never words of our own. `value` is the typed value in
    words a reader can check ("1,400 km²", "no"), None for plain agreement. `as_of` is the time
    for which it holds. `origins` are ids; `witnesses` are the people or bodies whose word it is.
    """

    text: str
    value: str | None
    as_of: str | None
    origins: tuple[str, ...]
    witnesses: tuple[str, ...]
    statements: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """Statements of different reports about the same thing, collated.

    `absent_from` are ids of reports that surely do not tell it; `alluded_in` of those that only
    hint at it. `reasons` say why the label holds."""

    id: str
    label: Label
    text: str
    positions: tuple[Position, ...]
    absent_from: tuple[str, ...] = ()
    alluded_in: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Worded:
    """A word or name, in the forms in which reports have it, and a sentence of each report."""

    words: tuple[str, ...]
    statements: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """What reports call the same; `about` is the kind of act, or the name most used."""

    of: Literal["act", "name", "place"]
    about: str
    worded: tuple[Worded, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """An event's facts, in the order in which to read them, and what reports call differently.

    `within` are figures of one thing that one report gives and that cannot both hold: no dispute,
    as none but that report has a part in it. `proposed` is what optional readers (by name) say of
    two statements and the statements carry; it is no part of `facts`. `unread` are readers that
    failed."""

    event: str
    facts: tuple[Fact, ...]
    wordings: tuple[Wording, ...] = ()
    within: tuple[Fact, ...] = ()
    proposed: tuple[tuple[str, Fact], ...] = ()
    unread: tuple[Failure, ...] = ()
