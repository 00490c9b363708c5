"""What a language pack knows of names: the typed form of its section "names"."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from rashomon.annotate.declension import bases
from rashomon.annotate.gazetteer import key
from rashomon.annotate.words import Vocabulary
from rashomon.language import packs
from rashomon.remembered import Remembered


class Known(NamedTuple):
    """A body, event or place that has one id in all languages."""

    type: str
    id: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """See packs/en/names.toml for what each list is."""

    nouns_capitalised: bool
    title_case: bool
    lower_heads: bool
    two_surnames: bool
    honorifics: Vocabulary
    roles: Vocabulary
    particles: Vocabulary
    given: Vocabulary
    functions: Vocabulary
    common: Vocabulary
    foreign: Vocabulary
    heads: Vocabulary
    suffixes: Vocabulary
    links: Vocabulary
    tails: Vocabulary
    plain: Vocabulary
    small: Vocabulary
    feminine: tuple[str, ...]
    known: Mapping[str, Known]
    # Of a word, how many words a known name that begins with it has at most, and the forms that
    # the word may be of which one begins.
    begins: Mapping[str, tuple[int, tuple[str, ...]]]
    people: Mapping[str, tuple[str, str]]
    # Words of kind beside products ("missiles").
    kinds: Vocabulary


@cache
def shared() -> Mapping[str, Mapping[str, Any]]:
    """The names of products that all languages share; see products.toml."""
    return tomllib.loads((files("rashomon.annotate") / "products.toml").read_text("utf-8"))


@cache
def lexicon(language: str | None) -> Lexicon:
    """The names of a language; empty lists where there is no pack."""
    pack = packs.section(language, "names")
    bodies = pack.get("organisations", {})
    known = {
        key(phrase): Known("PRO", f"pro:{id}")
        for table in ("media", "things")
        for id, phrases in shared()[table].items()
        for phrase in phrases
        if pack
    }
    known |= {
        key(phrase): Known(type, f"{type.lower()}:{id}")
        for type, entries in pack.get("known", {}).items()
        for id, phrases in entries.items()
        for phrase in phrases
    }
    reach: dict[str, int] = {}
    for phrase in known:
        first, *rest = phrase.split()
        reach[first] = max(reach.get(first, 0), 1 + len(rest))
    people = {}
    for surname, full in pack.get("people", {}).items():
        given, _, last = full.rpartition(" ")
        people[key(surname)] = (given, last)

    def words(name: str) -> Vocabulary:
        return Vocabulary(pack.get(name, ""))

    def parts(name: str) -> Vocabulary:
        return Vocabulary(bodies.get(name, ""))

    return Lexicon(
        nouns_capitalised=bool(pack.get("nouns_capitalised")),
        title_case=bool(pack.get("title_case")),
        lower_heads=bool(bodies.get("lower_heads")),
        two_surnames=bool(pack.get("two_surnames")),
        honorifics=words("honorifics"),
        roles=words("roles"),
        particles=words("particles"),
        given=Vocabulary(
            f"{pack.get('given', '')} {packs.section(language, 'given').get('given', '')}"
        ),
        functions=words("functions"),
        common=words("common"),
        foreign=words("foreign"),
        heads=parts("heads"),
        suffixes=parts("suffixes"),
        links=parts("links"),
        tails=parts("tails"),
        plain=parts("not"),
        small=parts("small"),
        feminine=tuple(pack.get("feminine", ())),
        known=known,
        begins=Remembered(lambda word: _begins(word, language, reach)),
        people=people,
        kinds=Vocabulary(pack.get("products", {}).get("kinds", "")),
    )


def _begins(
    word: str, language: str | None, reach: Mapping[str, int]
) -> tuple[int, tuple[str, ...]]:
    forms = tuple(base for base in bases(word, language) if base in reach)
    return max((reach[form] for form in forms), default=0), forms
