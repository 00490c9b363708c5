"""Cues: the wordings by which a sentence shows that it is not part of the story.

They are data (`packs/<language>/roles.toml`). Every sentence is read with the cues of its own
language and of English, for sites of all languages carry English furniture.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

from rashomon.exceptions import PackError
from rashomon.language import packs
from rashomon.language.agencies import agency
from rashomon.language.phrases import Hit, Phrases, words
from rashomon.model import Role

CUED = (Role.PAYWALL, Role.DISCLAIMER, Role.CREDIT, Role.BYLINE, Role.FURNITURE)
_SITE = re.compile(r"[\w-]{2,40}\.[a-z]{2,10}\b")
_QUOTED = re.compile(r"[“„«\"][^“”„«»\"\n]{1,600}[”“»\"]")


@dataclass(frozen=True, slots=True)
class Book:
    """A language's cues: phrases, tagged "role" or "role:list", and words typical of a role."""

    phrases: Phrases
    whole: dict[Role, frozenset[str]]
    beginnings: dict[Role, tuple[str, ...]]

    def typical(self, role: Role, word: str) -> bool:
        """Whether a folded word is typical of a role."""
        return word in self.whole[role] or word.startswith(self.beginnings[role] or ("\0",))


@cache
def book(language: str | None) -> Book:
    """The cues of a language together with those of English.

    Raises `PackError` for a malformed phrase template.
    """
    codes = dict.fromkeys(("en", language))
    templates: dict[str, list[str]] = {}
    listed: dict[Role, list[str]] = {role: [] for role in CUED}
    for code in codes:
        data = packs.section(code, "roles")
        for role in CUED:
            for name, values in data.get(role, {}).items():
                if name == "words":
                    listed[role] += values.split()
                else:
                    tag = role.value if name == "phrases" else f"{role}:{name}"
                    templates.setdefault(tag, []).extend(values)
    try:
        phrases = Phrases(templates)
    except ValueError as error:
        raise PackError(str(error), input=f"packs/{language}/roles.toml", stage="packs") from error
    return Book(
        phrases,
        {role: frozenset(w for w in some if not w.endswith("*")) for role, some in listed.items()},
        {role: tuple(w[:-1] for w in some if w.endswith("*")) for role, some in listed.items()},
    )


@cache
def _hanging(language: str | None) -> frozenset[str]:
    return frozenset(packs.section(language, "roles").get("hanging", {}).get("words", "").split())


def hanging(word: str, language: str | None) -> bool:
    """Whether it is a word that no sentence ends on ("the", "und")."""
    return word.casefold() in _hanging(language)


@cache
def labels() -> frozenset[str]:
    """Folded words of all languages that lead into a report in capitals and are no place."""
    return frozenset(
        word
        for code in packs.languages()
        for word in packs.section(code, "roles").get("dateline", {}).get("labels", "").split()
    )


def cues(text: str, start: int, end: int, language: str | None) -> tuple[Hit, ...]:
    """The cues in a sentence, those that it quotes or that name nothing name-like left out."""
    quoted = [(m.start(), m.end()) for m in _QUOTED.finditer(text, start, end)]
    return tuple(
        hit
        for hit in book(language).phrases.find(text, words(text, start, end))
        if not any(left < hit.start < right for left, right in quoted)
        and (not hit.name or _named(hit, language))
    )


def called(hit: Hit, language: str | None) -> str:
    """What fills a name slot, less what follows the name where the phrase leaves no doubt of one.

    "Coast Live and is republished here" is Coast Live; one small word may be the name's own
    ("Новая газета"), and so may all small words that stand between names ("Bank of the West").
    """
    clause = hit.name
    if not hit.tag.endswith(":republished"):
        return clause
    joiners = book(language).whole[Role.BYLINE]
    pieces = list(re.finditer(r"\S+", clause))
    small = [piece[0][0].islower() for piece in pieces]
    for index in range(1, len(pieces) - 1):
        if small[index - 1] or not (small[index] and small[index + 1]) or len(pieces[index][0]) > 4:
            continue
        run = takewhile(lambda piece: piece[0][0].islower(), pieces[index:])
        if any(piece[0].casefold() not in joiners for piece in run):
            return clause[: pieces[index].start()]
    return clause


def _named(hit: Hit, language: str | None) -> bool:
    """Whether what fills a name slot looks like a name: capitals, an agency, a site."""
    name = called(hit, language).strip(" \"'«»„“”‘’*_@")
    if agency(name):
        return True
    pieces = [piece for piece in re.split(r"[\s,&/+]+", name) if piece]
    if not pieces or len(pieces) > 12:
        return False
    if hit.tag != Role.BYLINE:
        small = sum(piece[0].islower() for piece in pieces)
        # An article may come first: "Source: the Velmora Times".
        article = len(pieces) > 1 and pieces[0].islower() and len(pieces[0]) <= 3
        head = pieces[1] if article else pieces[0]
        return bool(_SITE.match(name)) or (not head[0].islower() and small * 2 <= len(pieces))
    joiners = book(language).whole[Role.BYLINE]
    people = [piece for piece in pieces if piece not in joiners]
    known = len(people) > 1 or bool(_SITE.match(name))
    return known and not any(piece[0].islower() and "." not in piece for piece in people)
