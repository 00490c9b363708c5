"""Cues of reported speech: the words that say that somebody said something, and how.

A pack's `quotes.toml` lists cues by class (say, report, claim, confirm, deny, accuse, demand,
promise, threaten, call, write, ask, judge, think, intend) together with what each may take:

    speech      words in quotation marks beside it, and a clause that it follows ("…, X said")
    that        a clause opened by a complementiser
    clause      a clause opened by nothing ("X said it was over"), if its first words show it
    bare        the same, whatever its words are ("X said taxing fuel helps")
    question    a clause opened by a word of asking ("asked whether", "explained how")
    infinitive  "claimed to hold"
    request     "urged both sides to agree"
    person      one who is told stands between cue and clause ("told the paper that")
    object      what is denied, demanded or judged, as a noun phrase to the end of the clause
    finding     the same, if the subject is a document or a survey ("the poll shows")
    fragment    an object part of which stands in quotation marks ("called it “massive”")
    opening     the cue opens a participle clause: its subject is that of the main clause
    impersonal  nobody is named ("it is reported that")
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from rashomon.exceptions import PackError
from rashomon.language.forms import Phrases, Token, expand, tokens
from rashomon.language.packs import section

CLASSES = frozenset(
    [
        "say",
        "report",
        "claim",
        "confirm",
        "deny",
        "accuse",
        "demand",
        "promise",
        "threaten",
        "call",
        "write",
        "ask",
        "judge",
        "think",
        "intend",
    ]
)
# What is in somebody's mind or taste: reported, but nobody's word that something is so.
ATTITUDES = frozenset(["judge", "think", "intend"])
TAKES = frozenset(
    [
        "speech",
        "that",
        "clause",
        "bare",
        "question",
        "infinitive",
        "request",
        "person",
        "object",
        "finding",
        "fragment",
        "opening",
        "impersonal",
    ]
)


@dataclass(frozen=True, slots=True)
class Cue:
    """What a cue's form says: its class, what it takes, a particle that must follow."""

    cue_class: str
    takes: frozenset[str]
    particle: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A preposition that names a source ("according to"); `after` it, or before it.

    A `closing` one is one only behind what is said: «…, so der Sprecher».
    """

    after: bool
    closing: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A language's knowledge of reported speech, ready to be matched on tokens."""

    verbs: Phrases[tuple[Cue, ...]]
    nouns: Phrases[Cue]
    sources: Phrases[Source]
    not_sources: Phrases[bool]
    complementisers: Phrases[bool]
    adverbials: Phrases[bool]
    words: Mapping[str, frozenset[str]]
    persons: tuple[frozenset[str], ...]
    roles: tuple[frozenset[str], ...]
    inversion: bool
    comma_clause: bool
    articles: bool
    nouns_capitalised: bool

    def among(self, group: str, word: str) -> bool:
        """Whether a folded word belongs to one of the language's closed word groups."""
        return word in self.words[group]


# Words that only hold a sentence together.
CLOSED = (
    "as",
    "auxiliaries",
    "determiners",
    "infinitives",
    "joins",
    "linkers",
    "personal",
    "possessives",
    "prepositions",
    "pronouns",
    "questions",
    "relatives",
)
_GROUPS = (
    *CLOSED,
    "addressees",
    "asides",
    "authors",
    "beside",
    "breaks",
    "findings",
    "idle",
    "markers",
    "openers",
    "passives",
    "speakers",
    "stops",
)


@cache
def lexicon(language: str | None) -> Lexicon | None:
    """The lexicon of a language, None where its pack has no quotes.

    Raises `PackError` for a pack that names an unknown class or frame.
    """
    pack = section(language, "quotes")
    if not pack:
        return None
    endings = pack.get("endings", {})

    def words(name: str) -> tuple[str, ...]:
        return expand(pack.get(name, ()), endings)

    return Lexicon(
        verbs=Phrases(_verbs(_cues(pack, "cue", language))),
        nouns=Phrases(_cues(pack, "noun", language)),
        sources=Phrases(
            (form, Source(not entry.get("postposition", False), entry.get("closing", False)))
            for entry in pack.get("source", ())
            for form in expand(entry["forms"], endings)
        ),
        not_sources=Phrases((form, True) for form in words("not_sources")),
        complementisers=Phrases((form, True) for form in words("complementisers")),
        adverbials=Phrases((form, True) for form in words("adverbials")),
        words={name: frozenset(words(name)) for name in _GROUPS},
        persons=tuple(frozenset(expand(group)) for group in pack.get("persons", ())),
        roles=tuple(frozenset(map(_words, expand(g, endings))) for g in pack.get("roles", ())),
        inversion=pack.get("inversion", True),
        comma_clause=pack.get("comma_clause", False),
        articles=pack.get("articles", True),
        nouns_capitalised=pack.get("nouns_capitalised", False),
    )


def _words(form: str) -> str:
    """A form without its signs, as a mention's words are compared: "chef de l état"."""
    return " ".join(token.low for token in tokens(form) if token.kind == "word")


def _cues(pack: Mapping[str, Any], table: str, language: str | None) -> Sequence[tuple[str, Cue]]:
    entries: list[tuple[str, Cue]] = []
    for group in pack.get(table, ()):
        takes = frozenset(group.get("takes", ("that",)))
        if group["class"] not in CLASSES or not takes <= TAKES:
            raise PackError(
                f"unknown class or frame in {group['class']}: {sorted(takes)}",
                input=f"packs/{language}/quotes.toml",
                stage="packs",
            )
        for form in expand(group["forms"], pack.get("endings", {})):
            verb, _, particle = form.partition(" ~")
            entries.append((verb, Cue(group["class"], takes, particle or None)))
    return entries


def _verbs(entries: Sequence[tuple[str, Cue]]) -> Iterator[tuple[str, tuple[Cue, ...]]]:
    """The cues of each form: one for each particle ("wies … hin", "wies … zurück"), one plain."""
    forms: dict[str, dict[str | None, Cue]] = {}
    for form, cue in entries:
        forms.setdefault(form, {}).setdefault(cue.particle, cue)
    for form, cues in forms.items():
        yield form, tuple(cues.values())


def cue_class(text: str, language: str | None) -> str | None:
    """The class of a cue as written ("denied again"), None where it is not known.

    The longest known cue in `text` decides, of several the first.
    """
    known = lexicon(language)
    if known is None:
        return None
    stream: list[Token] = tokens(text[:200])
    best: tuple[int, str] | None = None
    for index in range(len(stream)):
        verb, noun = known.verbs.at(stream, index), known.nouns.at(stream, index)
        found = (verb[0], verb[1][0]) if verb else noun
        if found is not None and (best is None or found[0] - index > best[0]):
            best = (found[0] - index, found[1].cue_class)
    return best[1] if best else None
