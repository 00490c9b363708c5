"""Whether a clause asserts or denies, and whether it tells what happened or something weaker.

Shallow on purpose: negation words and their scope as lists in the packs (`statements.toml`), in the
spirit of NegEx (Chapman et al. 2001). A negation counts up to the first word that opens another
clause; "not only" and its kind do not negate; a verb of denial denies unless it is itself negated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal

from rashomon.language.forms import Phrases, Token, expand, tokens
from rashomon.language.packs import section

Polarity = Literal["asserted", "denied"]
Modality = Literal["happened", "planned", "alleged", "demanded", "possible"]

_WEAKER: tuple[Modality, ...] = ("planned", "alleged", "demanded", "possible")
# A clause is a sentence at most: what follows these tokens is not looked at.
_LONGEST = 400
# How far behind a verb its particle may stand ("trat dem Vorwurf entgegen").
_CLAUSE = 20
# How far before a verb of denial its own negation may stand ("has not yet publicly denied").
_NEGATED = 4


@dataclass(frozen=True, slots=True)
class _Knowledge:
    negations: Phrases[bool]
    exempt: Phrases[bool]
    limits: Phrases[bool]
    denials: Phrases[bool]
    split: tuple[tuple[str, str], ...]
    weaker: Phrases[Modality]


@cache
def _knowledge(language: str | None) -> _Knowledge | None:
    pack = section(language, "statements")
    if not pack:
        return None
    endings = pack.get("endings", {})
    polar, modal = pack.get("polarity", {}), pack.get("modality", {})

    def listed(name: str) -> Phrases[bool]:
        return Phrases((form, True) for form in expand(polar.get(name, ()), endings))

    return _Knowledge(
        listed("negations"),
        listed("exempt"),
        listed("limits"),
        listed("denials"),
        tuple(
            (first, last) for first, last in map(str.split, expand(polar.get("split", ()), endings))
        ),
        Phrases((form, kind) for kind in _WEAKER for form in expand(modal.get(kind, ()), endings)),
    )


def polarity(text: str, language: str | None) -> Polarity:
    """ "denied" where the clause is surely negated or a denial, else "asserted"."""
    known = _knowledge(language)
    if known is None:
        return "asserted"
    stream = tokens(text, 0, min(len(text), 16 * _LONGEST))[:_LONGEST]
    negations: list[int] = []
    index = 0
    while index < len(stream):
        exempt = known.exempt.at(stream, index)
        if exempt is not None:
            index = exempt[0]
            continue
        if _denied_at(stream, index, known):
            negated = any(0 < index - at <= _NEGATED for at in negations)
            return "asserted" if negated else "denied"
        if index and known.limits.at(stream, index) is not None:
            break
        if known.negations.at(stream, index) is not None:
            negations.append(index)
        index += 1
    return "denied" if negations else "asserted"


def denies(text: str, language: str | None) -> bool:
    """Whether a verb or noun of denial stands in `text`, negated or not."""
    known = _knowledge(language)
    if known is None:
        return False
    stream = tokens(text, 0, min(len(text), 16 * _LONGEST))[:_LONGEST]
    return any(_denied_at(stream, index, known) for index in range(len(stream)))


def _denied_at(stream: Sequence[Token], index: int, known: _Knowledge) -> bool:
    """Whether a denial begins here: whole, or the verb of one whose particle ends its clause."""
    if known.denials.at(stream, index) is not None:
        return True
    particles = {last for first, last in known.split if stream[index].low == first}
    return any(
        token.low in particles and (after is None or after.kind == "sign")
        for token, after in pairwise((*stream[index + 1 : index + _CLAUSE], None))
        if token is not None
    )


def modality(text: str, language: str | None) -> Modality:
    """How a clause stands to what happened: the first cue of a weaker kind decides."""
    known = _knowledge(language)
    if known is None:
        return "happened"
    stream = tokens(text, 0, min(len(text), 16 * _LONGEST))[:_LONGEST]
    index = 0
    while index < len(stream):
        exempt = known.exempt.at(stream, index)
        if exempt is not None:
            index = exempt[0]
            continue
        found = known.weaker.at(stream, index)
        if found is not None and not _is_name(stream, index):
            return found[1]
        index += 1
    return "happened"


def _is_name(stream: Sequence[Token], index: int) -> bool:
    """Whether a capital shows a name or a month ("on May 19"), not a modal verb."""
    return index > 0 and stream[index].capital and stream[index - 1].low not in ('"', "“", "«", "„")
