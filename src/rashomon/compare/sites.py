"""Sites in a sentence: dams, bridges, airports and the like, which one party at a time controls.

A word for a site counts only as the head of a noun phrase ("the Sorvets dam", not "the dam's
gates" or "the airport road"), and that phrase must stand right where a claim wants its object or,
in passives and fronted orders, its subject. The words are data (`[holdings]` in the packs'
`statements.toml`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rashomon.annotate.cues import Lexicon
from rashomon.language.forms import Phrases, Token, expand

# Words before the head ("the old railway bridge") and behind it ("the dam on the Drenna").
_MODIFIERS = 6
_TAIL = 6


@dataclass(frozen=True, slots=True)
class Sites:
    """What a language knows of sites.

    `forms` maps each form of a noun to its base; `keepers` are words for those who can hold a site
    without being troops. `follows` are words that do not lengthen a noun before them: a language
    that lists any joins nouns, so that another word behind one makes that other word the head.
    """

    forms: Phrases[str]
    keepers: frozenset[str]
    follows: Phrases[bool]
    joins_nouns: bool
    leaving: frozenset[str]


def read(words: Mapping[str, Any], endings: Mapping[str, Sequence[str]]) -> Sites:
    """Sites as a pack's `[holdings]` gives them; the first form of an entry is its base."""
    forms = [
        (form, expand([entry], endings)[0])
        for entry in words.get("sites", ())
        for form in expand([entry], endings)
    ]
    follows = expand(words.get("follows", ()), endings)
    return Sites(
        Phrases(forms),
        frozenset(expand(words.get("keepers", ()), endings)),
        Phrases((form, True) for form in (*follows, *expand(words.get("places", ()), endings))),
        bool(follows),
        frozenset(words.get("leaving", ())),
    )


def behind(stream: Sequence[Token], start: int, known: Sites, words: Lexicon) -> str | None:
    """The site that the noun phrase at token `start` names."""
    found = _opening(stream, start, known, words)
    return found[1] if found else None


def left(stream: Sequence[Token], start: int, known: Sites, words: Lexicon) -> str | None:
    """The site that was left, behind "from" or "of" at token `start`."""
    if start < len(stream) and stream[start].low in known.leaving:
        start += 1
    return behind(stream, start, known, words)


def inside(
    stream: Sequence[Token], start: int, end: int, known: Sites, words: Lexicon
) -> str | None:
    """The site that is the object between the two parts of a verb, behind its determiner."""
    for index in range(start, end):
        determined = words.among("determiners", stream[index].low)
        if index == start or (determined and not _leads(stream, index, known, words)):
            site = behind(stream, index, known, words)
            if site is not None:
                return site
    return None


def before(
    stream: Sequence[Token], end: int, known: Sites, words: Lexicon, *, fronted: bool
) -> str | None:
    """The site whose noun phrase ends before token `end`.

    Unless it is a `fronted` object, which case endings show, it must open a clause, so that an
    object of an earlier verb is not taken for a subject.
    """
    stream = stream[:end]
    for begin in range(end - 1, max(-1, end - _MODIFIERS - _TAIL), -1):
        token = stream[begin]
        if token.kind != "word" and token.low != "-":
            return None
        found = _opening(stream, begin, known, words)
        if found is None or not _is_tail(stream[found[0] :], known, words):
            continue
        if _opens_clause(stream, begin, words) or (
            fronted and not words.articles and not _leads(stream, begin, known, words)
        ):
            return found[1]
    return None


def _opening(
    stream: Sequence[Token], start: int, known: Sites, words: Lexicon
) -> tuple[int, str] | None:
    """End and base of the site that heads the noun phrase at `start`."""
    for index in range(start, min(len(stream), start + _MODIFIERS)):
        token = stream[index]
        found = known.forms.at(stream, index)
        if found is not None and (index > start or _stands_alone(stream, start, words)):
            if _is_head(stream, found[0], known, words):
                return found
        elif index == start and words.among("determiners", token.low):
            continue
        elided = token.low == "'" and index > start
        if _ends(token, words) or (token.kind != "word" and token.low != "-" and not elided):
            return None
    return None


def _stands_alone(stream: Sequence[Token], start: int, words: Lexicon) -> bool:
    """Whether a noun may stand without an article, which a linker can have taken in ("du")."""
    linked = start > 0 and words.among("linkers", stream[start - 1].low)
    return linked or stream[start].capital or not words.articles


def _is_head(stream: Sequence[Token], end: int, known: Sites, words: Lexicon) -> bool:
    if end >= len(stream):
        return True
    token = stream[end]
    if token.kind != "word":
        joined = token.start == stream[end - 1].end
        return not (joined and token.low in "'-/")
    return (
        not known.joins_nouns
        or _ends(token, words)
        or words.among("beside", token.low)
        or words.adverbials.at(stream, end) is not None
        or known.follows.at(stream, end) is not None
    )


def _ends(token: Token, words: Lexicon) -> bool:
    return any(
        words.among(group, token.low)
        for group in ("breaks", "prepositions", "linkers", "joins", "pronouns", "relatives")
    )


def _is_tail(stream: Sequence[Token], known: Sites, words: Lexicon) -> bool:
    """Whether tokens only say which site it is ("of Sorvets", "on the Drenna")."""
    return all(
        token.kind == "word"
        and (
            token.capital
            or any(
                words.among(group, token.low)
                for group in ("determiners", "prepositions", "linkers")
            )
            or known.follows.at(stream, index) is not None
        )
        for index, token in enumerate(stream)
    )


def _leads(stream: Sequence[Token], start: int, known: Sites, words: Lexicon) -> bool:
    """Whether the phrase at `start` hangs on a preposition."""
    return start > 0 and (
        words.among("prepositions", stream[start - 1].low)
        or words.among("linkers", stream[start - 1].low)
        or known.follows.ending(stream, start)
    )


def _opens_clause(stream: Sequence[Token], start: int, words: Lexicon) -> bool:
    if start == 0:
        return True
    previous = stream[start - 1]
    if previous.kind != "word":
        return previous.low not in "'-"
    if words.among("prepositions", previous.low) or words.among("linkers", previous.low):
        return False
    return (
        words.among("breaks", previous.low)
        or words.adverbials.ending(stream, start)
        or words.verbs.ending(stream, start)
    )
