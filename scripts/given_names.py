"""Makes src/rashomon/language/packs/*/given.toml: the first names that a language's news holds.

    python scripts/given_names.py

Of Faker's lists of first names (MIT), by country. News in Latin letters names people of all of
Europe, so that a language in them has the names of all such lists that are no words of its own.
Left out are names that are mostly something else: words of the language by simplemma's dictionary
(MIT), and places that are known.
"""

from __future__ import annotations

import importlib
import textwrap
from collections.abc import Sequence, Set
from functools import cache
from pathlib import Path

from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from rashomon.annotate import gazetteer
from rashomon.annotate.declension import bases
from rashomon.annotate.gazetteer import key
from rashomon.language.packs import section

PACKS = Path(__file__).parent.parent / "src/rashomon/language/packs"
LATIN = {
    "en": ("en_US", "en_GB", "en_IE"),
    "de": ("de_DE", "de_AT", "de_CH"),
    "fr": ("fr_FR", "fr_CA"),
    "es": ("es_ES", "es_MX", "es_AR", "es_CO"),
    "it": ("it_IT",),
    "pt": ("pt_PT", "pt_BR"),
    "nl": ("nl_NL", "nl_BE"),
    "pl": ("pl_PL",),
    "cs": ("cs_CZ", "sk_SK"),
}
CYRILLIC = {"bg": ("bg_BG",), "ru": ("ru_RU",), "uk": ("uk_UA",)}
# Languages whose dictionaries keep names apart from other words by their capitals.
CAPITALS = frozenset(("en", "de", "pl", "cs", "bg", "ru", "uk"))
# Of more people no place is called by a first name alone.
PLACE = 50_000
SHORTEST = 3


def listed(country: str) -> set[str]:
    """Faker's first names of a country, in the form for look-ups."""
    names = vars(importlib.import_module(f"faker.providers.person.{country}").Provider)
    found = {
        key(name)
        for table, each in names.items()
        if table.startswith("first_name") and not callable(each)
        for name in each
    }
    return {name for name in found if len(name) >= SHORTEST and " " not in name}


def given(language: str, countries: Sequence[str]) -> set[str]:
    """The first names of a language's news that are nothing else in it."""
    words, english = _dictionary(language), _dictionary("en")
    own = set().union(*map(listed, countries))
    names = {name for name in own if name not in words or _small(language, name, words)}
    # What a pack lists by hand is a name, whatever place is called so.
    by_hand = {name for each in LATIN for name in section(each, "names")["given"].split()}
    if language in LATIN:
        others = by_hand.union(*(listed(c) for each in LATIN.values() for c in each)) - words
        # Nouns are capitalised in German, so that its dictionary tells no name from them.
        others = {n for n in others if language != "de" or n.capitalize() not in words}
        # "Anny" is the genitive of "Anna" in Polish before it is a German's name.
        home = names.union(section(language, "names")["given"].split())
        names |= {n for n in others if home.isdisjoint(bases(n, language)[1:])}
    return {
        name
        for name in names
        # English words are firms and products everywhere.
        if not (name in english and name.capitalize() not in english)
        and (name in by_hand or not _place(name))
    }


def _small(language: str, name: str, words: Set[str]) -> bool:
    """Whether a dictionary has a name in small letters too only for having all words so."""
    return language not in CAPITALS and name.capitalize() in words


@cache
def _dictionary(language: str) -> frozenset[str]:
    words = DefaultDictionaryFactory().get_dictionary(language)
    return frozenset(word.decode() if isinstance(word, bytes) else word for word in words)


def _place(name: str) -> bool:
    best, *_ = gazetteer.load().names.get(name, (None,))
    return best is not None and (best.kind != "city" or best.population >= PLACE)


def file(language: str) -> str:
    """What a language's given.toml holds."""
    countries = {**LATIN, **CYRILLIC}[language]
    lines = textwrap.wrap(" ".join(sorted(given(language, countries))), 100)
    head = "# By scripts/given_names.py, from Faker (MIT, Daniele Faraglia and contributors)."
    return "\n".join([head, 'given = """', *lines, '"""\n'])


if __name__ == "__main__":
    for language in (*LATIN, *CYRILLIC):
        (PACKS / language / "given.toml").write_text(file(language), encoding="utf-8")
