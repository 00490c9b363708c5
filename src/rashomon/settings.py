"""Every threshold and limit, in one typed, frozen tree, read from TOML and the environment.

`load()` reads defaults, then a TOML file (`$RASHOMON_SETTINGS` or an explicit path), then
variables such as `RASHOMON_ACQUIRE__MAX_BYTES`. Each setting's comment says how it was found.
"""

from __future__ import annotations

import hashlib
import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any

from rashomon.exceptions import SettingsError
from rashomon.online import Fetch, Follow, Readers, Search, Web
from rashomon.overlay import overlay


@dataclass(frozen=True, slots=True)
class Acquire:
    """Limits on what is read from outside."""

    # Largest file read, decompressed; a newspaper's longest page is under 5 MB.
    max_bytes: int = 50_000_000
    # Most files taken from one folder or glob; protects against a mistyped "/".
    max_files: int = 1_000_000
    # Most that gzip may expand once it has given max_bytes: ten thousand copies of one article
    # as JSONL shrink some 300-fold, zeros 1,030-fold.
    max_expansion: int = 500


@dataclass(frozen=True, slots=True)
class Extract:
    """How an article is found in a page."""

    # Longest text kept of one report, in code points: War and Peace has 3 million.
    max_characters: int = 2_000_000
    # Deepest HTML nesting parsed; browsers stop at 512, libxml2 at 2,048.
    max_depth: int = 1_000
    # Most elements of a page: the largest of 922 real ones has 10,106. trafilatura's time grows
    # with their square (25 s at 125,000 paragraphs of one letter, 2 s at this limit).
    max_elements: int = 40_000
    # Roles. A line of this many words that ends in a full stop may be story text: of our
    # labelled samples' furniture lines all but one in 79 are shorter or end otherwise.
    story_line: int = 8
    # A line of this many words is story text whatever ends it, and no headline.
    long_line: int = 25
    # A longer line (code points) is no paragraph: its sentences are judged one by one.
    longest_line: int = 1_500
    # Lines from the top among which titles and datelines are looked for.
    head_lines: int = 8
    # A paragraph with this share of words that sites use of themselves speaks of the site.
    site_words: float = 0.2
    # States. A story whose sentences are closed to this share, but whose last is not, breaks off.
    closed_sentences: float = 0.9
    # A body of at most this many words that ends in dots is a teaser: of 36 such texts in BSNLP
    # all but three are cut there, of the six longer ones one.
    teaser: int = 200
    # A second language makes a text mixed from this share and this many code points of its body:
    # a quotation left untranslated is shorter.
    mixed_share: float = 0.05
    mixed_length: int = 120
    # Traces of machine translation; one may be a slip of the keyboard.
    traces: int = 2


@dataclass(frozen=True, slots=True)
class Language:
    """How languages are told."""

    # From this many letters on the likeliest language is believed: of random NTREX pieces in the
    # twelve languages of the packs, 99.8 in 100 such guesses (of 8,665) are right.
    letters_surely: int = 50
    # Shorter pieces of at least this many letters are believed if the classifier calls its own
    # guess reliable (99.6 in 100 of 18,553 right); below, nothing is: names look like any language.
    letters_at_least: int = 15
    # A short sentence alone does not bring a language into a text; one that already has this
    # share of its letters may.
    common: float = 0.15
    # Characters that a guess reads: more change nothing and cost time.
    longest_guess: int = 600
    # A "sentence" longer than this (code points) is cut at white space; the longest in 900
    # BSNLP articles has 1,012.
    longest_sentence: int = 4_000


@dataclass(frozen=True, slots=True)
class Annotate:
    """How mentions are read."""

    # Longest quotation between two marks, in code points: of 5,551 marked stretches in 484 reports
    # of PolNeAR all but two stay under 1,300; three times that leaves room for speeches.
    longest_quote: int = 4_000
    # Longest sentence, in tokens, in which speakers are looked for: the longest of 5,250 in
    # PolNeAR has 229; beyond it a text has no sentences to speak of.
    longest_period: int = 1_000
    # Points for and against a place (annotate/places.py), on the scale of a city's
    # log10(population / 10,000). All were set by hand, with GeoVirus and LGL in view; on these a
    # shift of any by 0.5 moves no F1 of benchmarks/places.py by a point. What a place must have:
    place_points: float = 0.5
    # For what stands beside it: a preposition, a word of kind, the country or region that holds it.
    place_before: float = 1.5
    place_kind: float = 2.0
    place_inside: float = 4.0
    # For the other places of the report: of its country (times their share), of its region.
    place_country: float = 2.0
    place_region: float = 1.5
    # For lying beside other places of the report (a degree away: times 0.37).
    place_near: float = 3.5
    # For a name that the language's pack lists; against one that is not the place's first name.
    place_listed: float = 3.0
    place_alias: float = 1.0
    # Against words that are mostly something else: common words, given names, German nouns.
    place_common: float = 3.0
    place_given: float = 1.5
    place_noun: float = 1.0
    # Against a name where a sentence begins, and beside another capitalised word ("Paris Hilton").
    place_start: float = 0.5
    place_beside: float = 3.5
    # Against a region that is called after its town ("Kursk") where no word of kind stands.
    place_seat: float = 1.5
    # How many words away a cue of tense still tells whether "on Friday" looks ahead: half a clause;
    # on TimeBank 6 and 10 give the same F1 to a point.
    tense_reach: int = 8
    # A report's own day (annotate/dated.py): sentences that make the lead, days between mentions
    # that tell of one happening, days before publication after which a date is background.
    dated_lead: int = 3
    dated_near: int = 7
    dated_fresh: int = 31


@dataclass(frozen=True, slots=True)
class Encode:
    """Which sentence encoder makes the vectors."""

    # "use" is the bundled one; "hub:NAME" loads a sentence-transformers model that has an ONNX
    # file, from a folder or the hub (extra "hub"). docs/decisions/0002 compares the candidates.
    model: str = "use"
    # Written before each text for a model of the hub that wants it, as E5 wants "query: ".
    prefix: str = ""
    # A longer sentence is read up to here: the longest of 35,946 sentences of news in 18 languages
    # (NTREX) has 624 code points.
    max_characters: int = 1_000
    # Threads of one process; more than one pays only where no other worker wants the core.
    threads: int = 1


@dataclass(frozen=True, slots=True)
class Reuse:
    """When two reports share text, and when one derives from the other."""

    # Words a shingle: with three, common phrases ("said on Wednesday that") meet; five miss edits.
    shingle: int = 4
    # Sentences shorter than this recur by chance ("He declined to comment.").
    min_words: int = 6
    # Keys kept of each sentence: two find a sentence of which half the shingles changed.
    keys_per_sentence: int = 2
    # A key in more reports than this is a formula; only its first reports are looked at.
    max_reports_per_key: int = 200
    # Reports looked at closely for one new report, those with most shared keys first.
    max_candidates: int = 60
    # Sentences of a report laid beside another's: BSNLP's longest has 176; a book costs gigabytes.
    max_sentences: int = 2_000
    # Word similarity (longest common subsequence over the longer) from which a sentence is edited.
    edited: float = 0.55
    # The same over the shorter sentence, where one was split, cut or joined.
    contained: float = 0.8
    # Cosine from which two sentences of one language with some common words are a rewording, and
    # the encoder's fidelity from which that tells: in Romanian (.24) and Hebrew (.06) independent
    # reports of NTREX lay as near; Czech (.43), the lowest of those with a pack, is kept.
    reworded: float = 0.82
    known: float = 0.4
    # Least cosine of a perfect translation between two languages for which any is looked for: of
    # the wrong pairs of NTREX two thirds were Bulgarian or Ukrainian with Czech (.25), where other
    # sentences lie as near.
    attainable: float = 0.3
    # Cosine, as a share of that, from which two sentences of two languages that are nearest to each
    # other may be a translation. This one, the next two and the shares below were chosen on one
    # half of NTREX in twelve languages (benchmarks/reuse.py; on the other half F1 .98).
    translated: float = 0.6
    # The same for the leads of two reports, from which they are laid side by side by vectors.
    near_lead: float = 0.6
    # Nearest reports of each language kept for a report; it must be among theirs in turn. Twice as
    # many find .002 more of NTREX and cost twice the vectors.
    near_reports: int = 3
    # Share of either text up to which lines that close two texts of one outlet are its furniture.
    house_lines: float = 0.6
    # Share of the smaller text from which two sentences taken over make a derivation.
    derived: float = 0.3
    # Share from which even one makes it: a stub behind a paywall has no more.
    single_sentence: float = 0.5
    # Share of both texts together from which edited sentences make it: of BSNLP's weakest links
    # those of .53 to .57 were background paragraphs of one agency, those from .6 on rewrites.
    rewritten: float = 0.6
    # Unquoted sentences shared word for word that make one whatever the share.
    shared_sentences: int = 3
    # Least share of a text that must be common and not in quotation marks; what is quoted comes
    # from a common source.
    unquoted: float = 0.15
    # Share of both texts that four sentences of a translation must have, and that three must, and
    # their mean likeness: independent reports of one strike agreed in .46 of both or at .76.
    translated_share: float = 0.5
    translated_few: float = 0.7
    translated_alike: float = 0.8
    # Share of the shorter text alone, and mean likeness, where five sentences of a longer one were
    # translated: a brief of RT agreed with a long report of the same vote in .87 of it, at .86.
    translated_whole: float = 0.7
    translated_surely: float = 0.9
    # Likeness of passages from which they were copied, not reworded.
    copied: float = 0.85
    # Share of a text, each passage by its likeness, below which it is a rewrite unless half is
    # verbatim: planted heavy edits reach .73, light ones begin at .9.
    copied_closely: float = 0.8
    # Share of the parent from which a copy is whole, below it is an excerpt: of planted texts cut
    # to half their sentences some keep .63 of the letters.
    copied_whole: float = 0.8
    # Overlap (share of the smaller) under which two parents gave different passages.
    disjoint: float = 0.2
    # Share of a report standing in another from which it may be an excerpt of it.
    excerpted: float = 0.8
    # Share of a report that a further parent must have given.
    further_parent: float = 0.15
    # Text of its own from which a report cannot have been made from its sibling alone.
    beyond_sibling: float = 0.15
    # Log odds: a credit names its parent, and outweighs a time, which updates and zones falsify.
    credit_weight: float = 5.0
    own_tag_weight: float = 3.0
    time_weight: float = 2.5
    # Share of a text in that of another outlet from which being later tells that it was taken.
    time_share: float = 0.5
    # Traces of machine translation, or sentences left in the other text's language, in one of two
    # texts: of 19 pairs of NTREX and WMT22 that the latter decides all are right.
    translation_weight: float = 2.0
    # Log odds from which a direction is asserted (88%): any one of the above, none against it.
    decided: float = 2.0
    # Own share from which a report that took text is an origin as well.
    own_share: float = 0.5


@dataclass(frozen=True, slots=True)
class Events:
    """When reports tell of one happening, and events continue one another (decision 25)."""

    # Sentences of the lead (whole texts blur an event), and the most characters of it encoded.
    lead_sentences: int = 3
    lead_characters: int = 1_000
    # Weight of the lead's vector against names and figures in common.
    vector_weight: float = 0.4
    # A cosine counts in full where a perfect translation gets `telling`; a name or figure by its
    # rarity, as if among `rarity_prior` more reports without it.
    telling: float = 0.5
    rarity_prior: int = 50
    # Weight of a figure against a name, of one of two digits against a longer one, and of the name
    # of a country, its inhabitants or a city with at least `great_city` of them.
    figure_weight: float = 2.0
    short_figure: float = 0.5
    wide_weight: float = 0.15
    great_city: int = 1_000_000
    # Scripts without vowels: of what a report names its translation shows about `shown` and must
    # show `shown_least`; a name of the fewest consonants weighs `short_name`; a word in a larger
    # share of texts than `common_word` tells nothing (decision 19, on a grid).
    shown: float = 0.6
    shown_least: float = 1.5
    short_name: float = 0.4
    common_word: float = 0.2
    # What dates at most `near_days` apart add; what more takes off, in full `time_span` days on.
    time_bonus: float = 0.1
    near_days: float = 2.0
    time_penalty: float = 0.3
    time_span: float = 14.0
    # Share of that taken off by a time that is only read out of the story.
    supposed: float = 0.5
    # Mean similarity from which reports are one event.
    same_event: float = 0.375
    # A report alone joins an event of so many, less similar by so much, so far ahead (decision 36).
    edge_reports: int = 6
    edge: float = 0.075
    edge_ahead: float = 0.03
    # Likeliest others kept for each report; how far below `same_event` two are still laid side by
    # side; bearers from which a name is passed over then: one that 500 of 100,000 bear is at most a
    # twentieth of a likeness. With these, 15 of 31,879 pairs of NTREX are missed (decision 30).
    neighbours: int = 30
    short_of: float = 0.05
    # How far below `same_event`, once those names are counted too, a pair is still kept for later:
    # rarity drifts as an archive grows. From .005 to .05 nothing changes in three orders of ECB+.
    drift: float = 0.005
    most_bearers: int = 500
    # Most places named for an event.
    event_places: int = 3
    # Names in common without which two events are no story, the weight of their leads against
    # names, and the mean similarity from which they are one.
    story_names: int = 3
    story_meaning: float = 0.7
    same_story: float = 0.48
    # A name is a story's own if it is among the `foremost` of so many events, which are this share
    # of those that bear it and are so alike (decision 25).
    foremost: int = 3
    own_events: int = 8
    own_share: float = 0.5
    own_likeness: float = 0.52
    # Share of a name's events with a commoner own name that makes it part of that one's story.
    part_of_story: float = 0.5


@dataclass(frozen=True, slots=True)
class Batch:
    """What only archives on an engine ask (docs/guide/large-archives.md)."""

    # Cosine of leads from which two families with rare names in common are paired for `nearest`,
    # which keeps the likeliest `events.neighbours`: the floor of an archive before decision 30.
    near_leads: float = 0.25


@dataclass(frozen=True, slots=True)
class Compare:
    """When statements are about the same thing, and how their values stand to each other."""

    # Share of the event's mean vector taken off each statement's: average precision of pairs on
    # the five reports rose from .46 (none) over .52 (half) to .60 (all).
    theme: float = 1.0
    # Weight of common words beside the cosine: .60 rose to .64 with a half, not further with one.
    words: float = 0.5
    # Likeness from which one statement comes near enough to another to deny or to allude to it.
    same_thing: float = 0.45
    # Chance from which statements are about one thing, chosen for precision: F1 of the tuning half
    # is .741 here and best at .38 with .763 (decision 9).
    one_thing: float = 0.55
    # The same from which groups that share half of the smaller are one: fewer facts, F1 kept.
    no_strangers: float = 0.1
    # Share of the smaller of two groups from which both are one, whatever else they have, and of
    # what several tell from which a fact with a value for it tells it: F1 of the tuning half is
    # .763 at .7, .765 at .75, .768 from .8 on.
    mostly: float = 0.8
    # The logistic model of that chance: its constant, fitted with the weights that follow.
    chance: float = -2.55
    # Weights of the cosine, of common words, and of how much nearer two statements are to each
    # other than to the rest of their reports, as seen from either and from both. Fitted to the
    # tuning half of the labelled pairs by `benchmarks.account --fit` (decision 9).
    chance_meaning: float = 0.95
    chance_words: float = 5.76
    chance_either: float = 2.49
    chance_both: float = 3.43
    # Cosine and 1.5 common words without which nearest is not near: the highest that costs no F1.
    near_enough: float = 0.75
    # Across languages: weights of names, figures and times in common, by themselves and beside all
    # that two sentences tell, and of the cosine's cube. With the last two, strangers were taken for
    # one in 5.1 of 100 sentences across eight languages, 4.9 within one, and in 7.8 across twelve
    # (benchmarks/strangers.py; decision 9).
    marks_across: float = 0.5
    matter_across: float = 2.0
    meaning_across: float = 0.45
    # Cosine that a perfect translation gets between two languages from which cosines count in full:
    # the highest that loses no fact of the sample corpus.
    reliable: float = 0.7
    # Weight of what nobody else tells in a sentence, where one is chosen to show what several tell.
    # Of two sentences any weight chooses the same; .25, .5 and 1 differ little (decision 9).
    own_telling: float = 0.5
    # What it costs a sentence there that its subject is a pronoun: chosen, less than a view costs
    # that is half of what the sentence tells.
    hanging: float = 0.2
    # Likeness to all others, as a share of the likest one's, below which no sentence shows a fact
    # if another can: what a common word brought there is not to stand for all. Chosen.
    central: float = 0.5
    # Common words (cosine) of quotations from which two speakers are given one and the same.
    own_words: float = 0.5
    # Likeness from which an assertion and a denial are of one proposition.
    same_proposition: float = 0.35
    # Words up to which a denial says nothing of what it denies, and up to which it may, after an
    # accusation, still be taken to deny that ("X, who heads the water board, rejected the charge").
    bare_denial: int = 8
    short_denial: int = 14
    # Likeness of statements whose equal figures, or figures of one outcome, are of one thing.
    same_figure: float = 0.15
    # The same for different values of a measure (areas, sums of money).
    same_measure: float = 0.3
    # The same for different plain counts, of which an event has many: the highest that costs the
    # tuning half nothing.
    same_count: float = 0.45
    # Counts that are written as words, and so few that two things are often as many: chosen.
    few: int = 12
    # Values further apart than this factor are taken for two things.
    value_ratio: float = 4.0
    # The same in statements that are not told as one thing, but for tolls: of ten differences in
    # unlabelled events that this took away nine were wrong, and the tuning half loses none.
    near_value: float = 1.25
    # The same of two values of one report of which one may be the other, rounded: where they are
    # compared exactly instead, right differences are lost (decision 9).
    rounded: float = 1.05
    # Magnitudes further apart are of two shocks: agencies seldom differ by as much on one, and the
    # largest aftershock is some 1.2 below its earthquake (Båth 1965).
    magnitude_apart: float = 0.6
    # Days of one thing that differ by more are of two things: chosen; a week lay between an act and
    # what was told beside it (decision 9), and the tuning half has but one difference.
    days_apart: int = 3
    # The same of hours on the clock: chosen.
    hours_apart: float = 2.0
    # Relative difference up to which values are the same. A rounded one differs, by the labelling
    # guide: recall of disputes on the tuning half was .41 at .02 and is .46 from .005 down.
    same_value: float = 0.0001
    # The same between two units at most, where one figure may be the other rounded.
    same_converted: float = 0.05
    # The same up to which the only areas or sums in two reports are of one place, whatever places
    # their sentences name; a rounding or another source's figure is seldom further off.
    close_value: float = 0.1
    # Likeness to what each origin of a fact tells, their mean, below which a report surely does not
    # tell it. F1 of the tuning half is best from .28 to .32; at .36 two more are blamed wrongly.
    silent: float = 0.32
    # The same where no sentence stands out, and by how much the nearest is then ahead of the next
    # at most: F1 of the tuning half is .77 so.
    silent_level: float = 0.44
    silent_ahead: float = 0.12
    # Common words from which two orders of magnitude in one report are of one thing. Chosen: in no
    # real set does a report give two.
    within_words: float = 0.25
    # Facts that only one origin tells, listed per event at most.
    single_facts: int = 200
    # Sentences compared in one account: their matrices, each 8 bytes a pair, then take some 400 MB.
    sentences: int = 3_000


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole tree."""

    acquire: Acquire = field(default_factory=Acquire)
    extract: Extract = field(default_factory=Extract)
    language: Language = field(default_factory=Language)
    annotate: Annotate = field(default_factory=Annotate)
    encode: Encode = field(default_factory=Encode)
    reuse: Reuse = field(default_factory=Reuse)
    events: Events = field(default_factory=Events)
    compare: Compare = field(default_factory=Compare)
    search: Search = field(default_factory=Search)
    batch: Batch = field(default_factory=Batch)
    web: Web = field(default_factory=Web)
    fetch: Fetch = field(default_factory=Fetch)
    follow: Follow = field(default_factory=Follow)
    readers: Readers = field(default_factory=Readers)
    # Worker processes; 0 means one per core.
    workers: int = 0


def digest(part: object) -> str:
    """Twelve hex digits that change when any value of a settings dataclass changes."""
    assert is_dataclass(part) and not isinstance(part, type)
    return hashlib.sha256(json.dumps(asdict(part), sort_keys=True).encode()).hexdigest()[:12]


def load(path: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """Defaults, overlaid by a TOML file, overlaid by the environment.

    Raises `SettingsError` for an unreadable file, an unknown name or a value of a wrong type.
    """
    environment = os.environ if environment is None else environment
    if path is None and (named := environment.get("RASHOMON_SETTINGS")):
        path = Path(named)
    tree: dict[str, Any] = {}
    if path is not None:
        try:
            tree = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise SettingsError(str(error), input=str(path), stage="settings") from error
    for variable, text in environment.items():
        if variable.startswith("RASHOMON_") and variable != "RASHOMON_SETTINGS":
            section, _, name = variable.removeprefix("RASHOMON_").lower().partition("__")
            value = _parse(text)
            if name:
                part = tree.setdefault(section, {})
                if not isinstance(part, dict):
                    raise SettingsError("is no section", input=section, stage="settings")
                part[name] = value
            elif section in {item.name for item in fields(Settings)}:
                tree[section] = value
    settings: Settings = overlay(Settings(), tree)
    return settings


def _parse(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
