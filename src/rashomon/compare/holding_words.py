"""Words of claims on who holds a place or a site, as the packs give them.

Each `[[holding]]` of a pack's `statements.toml` lists forms, where the one stands whom the claim is
about (`actor`: the subject, the object, between the parts of a discontinuous form, or the claimant
of the sentence), whether that one holds, whether the claim speaks of now, and what it `needs`, of
which one is enough:

    land    a word for land ("the region")
    place   a named place as what is held
    site    a dam, a bridge or the like (see `sites`)
    front   troops as the one who holds or loses, and for holding a named place

`[holdings]` has the words for all of these.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from rashomon.compare import sites
from rashomon.exceptions import PackError
from rashomon.language.forms import Phrases, expand, tokens
from rashomon.language.packs import section


@dataclass(frozen=True, slots=True)
class Pattern:
    """One form of a claim.

    `ongoing` may hang on the sentence: "undated" forms (perfects) speak of now unless a year stands
    beside them, "reported" ones (past states) only in reported speech, which shifts tenses back.
    """

    actor: Literal["subject", "object", "between", "claimant"]
    holds: bool
    ongoing: bool | Literal["undated", "reported"]
    needs: frozenset[str]
    keepers: bool
    parts: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a language knows of holding: its patterns, and the word groups of `[holdings]`."""

    patterns: Phrases[tuple[Pattern, ...]]
    claims: Phrases[bool]
    actors: frozenset[str]
    named: frozenset[str]
    capital_nouns: bool
    land: Phrases[bool]
    generic: Phrases[bool]
    bodies: frozenset[str]
    places: Phrases[bool]
    past: Phrases[bool]
    skips: Phrases[bool]
    since: Phrases[bool]
    doubts: Phrases[bool]
    partial: Phrases[bool]
    sites: sites.Sites


@cache
def knowledge(language: str | None) -> Knowledge | None:
    """The words of a language, None where its pack has no `[[holding]]`.

    Raises `PackError` for a pack that names an unknown actor.
    """
    pack = section(language, "statements")
    if "holding" not in pack:
        return None
    endings = pack.get("endings", {})
    words = pack.get("holdings", {})
    entries: dict[str, list[Pattern]] = {}
    for entry in pack["holding"]:
        if entry["actor"] not in ("subject", "object", "between", "claimant"):
            where = f"packs/{language}/statements.toml"
            raise PackError(f"unknown actor {entry['actor']}", input=where, stage="packs")
        for form in expand(entry["forms"], endings):
            head, *parts = form.split(" ~")
            pattern = Pattern(
                entry["actor"],
                entry["holds"],
                entry.get("ongoing", True),
                frozenset(entry.get("needs", "").split(" or ")) - {""},
                entry.get("keepers", True),
                tuple(tuple(token.low for token in tokens(part)) for part in parts),
            )
            entries.setdefault(head, []).append(pattern)

    def listed(name: str) -> Phrases[bool]:
        return Phrases((form, True) for form in expand(words.get(name, ()), endings))

    return Knowledge(
        Phrases((form, tuple(patterns)) for form, patterns in entries.items()),
        listed("claims"),
        frozenset(expand(words.get("actors", ()), endings)),
        frozenset(expand(words.get("named", ()), endings)),
        words.get("capital_nouns", False),
        listed("land"),
        listed("generic"),
        frozenset(expand(words.get("bodies", ()), endings)),
        listed("places"),
        listed("past"),
        listed("skips"),
        listed("since"),
        listed("doubts"),
        listed("partial"),
        sites.read(words, endings),
    )
