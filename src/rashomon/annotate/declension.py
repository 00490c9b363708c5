"""What a word may be a case form of, by the endings of its language's pack."""

from __future__ import annotations

from functools import cache, lru_cache

from rashomon.language import packs

# A stem shorter than this is not cut further: "Ира" is no form of "Ир".
_SHORTEST = 2


@cache
def _endings(language: str) -> dict[str, tuple[str, ...]]:
    """For each ending of a form, the endings its base form may have."""
    found: dict[str, dict[str, None]] = {}
    for line in packs.section(language, "names").get("declension", ()):
        base, _, forms = line.partition(":")
        for form in forms.split():
            found.setdefault(form, {}).setdefault(base)
    return {form: tuple(bases) for form, bases in found.items()}


@lru_cache(maxsize=100_000)
def bases(word: str, language: str | None) -> tuple[str, ...]:
    """The lower-case word itself, then what it may be a form of, longest ending first."""
    found = {word: None}
    if language is not None and (endings := _endings(language)):
        for length in range(min(4, len(word) - _SHORTEST), 0, -1):
            for base in endings.get(word[-length:], ()):
                found.setdefault(word[:-length] + base)
    return tuple(found)
