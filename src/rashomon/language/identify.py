"""The language of a text, and of neighbouring short ones together.

Scripts decide first, then letter statistics (eldc, a compiled n-gram classifier). A short string
of names may look like anything, so a guess says whether it is sure, and `settle` lets unsure
pieces follow their neighbours.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import eldc

from rashomon.language.scripts import letters, writes
from rashomon.settings import Language

# Neither words of a language nor safe to hand to a C library.
_NOISE = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|[\x00-\x1f\ud800-\udfff\d]")
DEFAULT = Language()

eldc.init()


@dataclass(frozen=True, slots=True)
class Guess:
    """The likeliest language, whether that is sure, and on how many letters it rests."""

    language: str | None
    sure: bool
    letters: int


def identify(text: str, limits: Language = DEFAULT) -> str | None:
    """ISO 639-1 code of the language that a text is mostly in, None where that is not sure."""
    found = guess(text, limits)
    return found.language if found.sure else None


def guess(text: str, limits: Language = DEFAULT) -> Guess:
    """The likeliest language of a text, taken to be in one language."""
    clean = _NOISE.sub(" ", text[: limits.longest_guess])
    counts = letters(clean)
    if not counts:
        return Guess(None, False, 0)
    # Kana tells Japanese though most letters be Han.
    main = "Kana" if counts.get("Kana", 0) > 3 else max(counts, key=lambda name: counts[name])
    # Capitals as in a headline mislead the statistics less when folded.
    result = eldc.detect_details(clean.lower() if clean.isupper() else clean)
    scores = {
        language: score for language, score in result.scores.items() if writes(main, language)
    }
    total = sum(counts.values())
    if not scores:
        return Guess(None, False, total)
    best = max(scores, key=lambda language: scores[language])
    reliable = result.reliable and best == result.language
    sure = total >= limits.letters_surely or (reliable and total >= limits.letters_at_least)
    return Guess(best, sure, total)


def settle(
    guesses: Sequence[Guess], hint: str | None = None, limits: Language = DEFAULT
) -> list[str | None]:
    """One language for each of a text's successive sentences.

    A guess that is sure stands; but a short sentence must not bring in a language in which next
    to nothing else of the text is. All others take the nearest standing one (the earlier of two),
    else `hint`, else the likeliest over all that is long enough to say anything.
    """
    sure = [found.language if found.sure else None for found in guesses]
    weights: Counter[str] = Counter()
    for found in guesses:
        if found.sure and found.language:
            weights[found.language] += found.letters
    whole = sum(weights.values())
    common = {code for code, weight in weights.items() if weight >= limits.common * whole}
    for index, found in enumerate(guesses):
        if sure[index] in common or found.letters >= limits.letters_surely:
            continue
        # A language seen nowhere else in the text must not rest on a short sentence.
        sure[index] = None
    if hint is None and not whole:
        loose: Counter[str] = Counter()
        for found in guesses:
            if found.language and found.letters >= limits.letters_at_least:
                loose[found.language] += found.letters
        hint = loose.most_common(1)[0][0] if loose else None
    return _spread(sure, hint)


def _spread(sure: Sequence[str | None], hint: str | None) -> list[str | None]:
    """Each None replaced by the nearest value, the earlier of two at one distance, else `hint`."""
    before: list[tuple[int, str | None]] = []
    last: tuple[int, str | None] = (-len(sure) - 1, None)
    for index, language in enumerate(sure):
        if language:
            last = (index, language)
        before.append(last)
    result: list[str | None] = [None] * len(sure)
    following: tuple[int, str | None] = (3 * len(sure) + 3, None)
    for index in range(len(sure) - 1, -1, -1):
        if sure[index]:
            following = (index, sure[index])
        near = before[index] if index - before[index][0] <= following[0] - index else following
        result[index] = near[1] or before[index][1] or following[1] or hint
    return result
