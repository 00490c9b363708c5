"""Who stands beside a cue: the noun phrase to its left or right, found without a parser.

A phrase is read token by token away from the cue. It may hold a determiner, which ends it unless a
linking preposition stands before ("a spokesman for the ministry"), and is let go if it shows no
sign of being a subject: a capital, a determiner, a pronoun, a word for speakers, the start of a
clause. Better no speaker than a wrong one.
"""

from __future__ import annotations

from collections.abc import Sequence

from rashomon.annotate.cues import Lexicon
from rashomon.language.forms import Token

_LONGEST = 14
_PARENTHESIS = 16
_ABBREVIATION = 4
# Longest phrase that is taken for a subject for standing between a cue and a sign alone.
_SHORT = 3
# How far back a clause may begin from its verb.
_CLAUSE = 50

Range = tuple[int, int]


def left(stream: Sequence[Token], cue: int, known: Lexicon) -> Range | None:
    """The phrase that ends before token `cue`, as a range of token indices."""
    end = _before_bracket(stream, before(stream, cue, known))
    if end > 0 and stream[end - 1].low == "," and cue - end <= 3:
        return _before_parenthesis(stream, end - 1, known)
    return _phrase_left(stream, end, known)


def owner(stream: Sequence[Token], end: int, known: Lexicon) -> Range | None:
    """The owner named before a genitive's sign at token `end` ("despite Russia's assertions")."""
    return _phrase_left(stream, end, known, governed=True)


def before(stream: Sequence[Token], cue: int, known: Lexicon) -> int:
    """Where a subject to the left of the cue would end: auxiliaries and adverbs left out."""
    end = cue
    while end > 0 and cue - end < 4 and known.among("beside", stream[end - 1].low):
        end -= 1
    return end


def right(stream: Sequence[Token], start: int, known: Lexicon) -> Range | None:
    """The phrase that begins at token `start`: the subject of an inverted cue or a source."""
    while start < len(stream) and known.among("beside", stream[start].low):
        start += 1
    end = start
    while end < len(stream) and end - start < _LONGEST:
        token = stream[end]
        following = stream[end + 1] if end + 1 < len(stream) else None
        if token.kind != "word":
            if not _inside_name(stream, end, following):
                break
        elif known.among("pronouns", token.low):
            if end == start:
                end += 1
            break
        elif known.among("linkers", token.low) or known.among("joins", token.low):
            if end == start or following is None or not _carries_on(token, following, known):
                break
        elif end > start and not known.among("determiners", token.low) and _bars(token, known):
            break
        elif end == start and not known.among("determiners", token.low) and _bars(token, known):
            return None
        elif (
            known.among("determiners", token.low)
            and end > start
            and not known.among("linkers", stream[end - 1].low)
        ):
            break
        if end > start and known.adverbials.at(stream, end):
            break
        if end > start and known.nouns_capitalised and _ends_noun(stream, end, known):
            break
        end += 1
    while end > start and stream[end - 1].low in ("'", "-", "."):
        end -= 1
    return _if_subject(stream, start, end, known)


def _ends_noun(stream: Sequence[Token], end: int, known: Lexicon) -> bool:
    """Whether a word in small letters behind a noun cannot belong to its phrase."""
    token = stream[end]
    return (
        stream[end - 1].capital
        and token.kind == "word"
        and not token.capital
        and not known.among("linkers", token.low)
        and not known.among("joins", token.low)
    )


def source(stream: Sequence[Token], start: int, known: Lexicon) -> Range | None:
    """The source named behind a preposition; without a comma behind it, only as far as sure."""
    found = right(stream, start, known)
    if known.articles:
        return found
    end = start
    while end < len(stream) and end - start < _LONGEST and stream[end].kind == "word":
        end += 1
    if found is None and start < end < len(stream) and stream[end].low == ",":
        return (start, end)
    if found is not None and found[1] < len(stream) and stream[found[1]].kind == "word":
        capitals = [i for i in range(*found) if stream[i].capital]
        return (start, capitals[-1] + 1) if capitals else (start, start + 1)
    return found or ((start, start + 1) if start < end else None)


def of_clause(stream: Sequence[Token], cue: int, known: Lexicon) -> Range | None:
    """The subject that opens the clause of token `cue`, whatever tells about it in between.

    "My editor at the time argued", "Harvey, a delegate from Houston, Texas, said".
    """
    start = cue
    while start > 0 and cue - start < _CLAUSE and not _parts(stream[start - 1]):
        start -= 1
    if cue - start >= _CLAUSE:
        return None
    start = _past_opening(stream, start, cue, known)
    found = right(stream[:cue], start, known)
    if found is None or found[0] != start:
        return None
    if _has_verb(stream, found[1], cue, known):
        return None
    told = stream[found[1]].low in (",", "(") if found[1] < cue else True
    parted = any(stream[index].low == "," for index in range(found[1], cue))
    return found if told or not parted else None


def before_apposition(stream: Sequence[Token], comma: int, known: Lexicon) -> Range | None:
    """The subject of a clause that goes on with what it is, up to a last comma: "Harvey, a …,"."""
    found = of_clause(stream, comma, known)
    told = found is not None and found[1] < comma and stream[found[1]].low in (",", "(")
    return found if told else None


def _parts(token: Token) -> bool:
    """Whether a token ends the clause before it for sure."""
    return token.kind in ("speech", "fragment") or token.low in (";", ":", "—", "–", "!", "?", "…")


def _past_opening(stream: Sequence[Token], start: int, end: int, known: Lexicon) -> int:
    """Past what opens a clause before its subject: "But in a letter on Monday, "."""
    while start < end:
        token = stream[start]
        low = token.low
        aside = known.among("asides", low) or known.among("beside", low)
        opens = known.among("breaks", low) or known.among("joins", low) or known.among("as", low)
        comma = next((i for i in range(start, end) if stream[i].low == ","), end)
        if token.kind == "sign" or (opens and not known.among("prepositions", low)) or aside:
            start += 1
        elif comma < end and (known.among("prepositions", low) or known.among("breaks", low)):
            start = comma + 1
        else:
            break
    return start


def _has_verb(stream: Sequence[Token], start: int, end: int, known: Lexicon) -> bool:
    """Whether a finite verb outside relative clauses and commas parts subject and cue."""
    for index in range(start, before(stream, end, known)):
        if stream[index].low == "," or known.among("relatives", stream[index].low):
            return False
        if known.among("markers", stream[index].low):
            return True
    return False


def opening(stream: Sequence[Token], known: Lexicon, limit: int) -> Range | None:
    """The subject that a period opens with, as far as capitals show it, before token `limit`."""
    start = _past_opening(stream, 0, min(limit, len(stream)), known)
    if start >= min(limit, len(stream)):
        return None
    if known.among("pronouns", stream[start].low):
        return (start, start + 1)
    end = start
    capitals = 0
    while end < min(limit, start + _LONGEST, len(stream)):
        token = stream[end]
        following = stream[end + 1] if end + 1 < len(stream) else None
        if token.kind != "word" and not _inside_name(stream, end, following):
            break
        if capitals and token.kind == "word" and not token.capital:
            break
        if not token.capital and (_bars(token, known) or known.among("linkers", token.low)):
            return None
        capitals += token.capital and not known.among("determiners", token.low)
        end += 1
    while end > start and stream[end - 1].kind != "word":
        end -= 1
    return (start, end) if capitals else None


def _phrase_left(
    stream: Sequence[Token], end: int, known: Lexicon, governed: bool = False
) -> Range | None:
    start = end
    while start > 0 and end - start < _LONGEST:
        token = stream[start - 1]
        if token.kind != "word":
            following = stream[start] if start < end else None
            if not _inside_name(stream, start - 1, following):
                break
        elif known.among("pronouns", token.low):
            if start == end:
                return (start - 1, start)
            break
        elif known.among("determiners", token.low):
            start -= 1
            if start > 0 and known.among("linkers", stream[start - 1].low):
                continue
            break
        elif known.among("linkers", token.low):
            if start in (1, end) or not _is_inner(stream[start - 2], known):
                break
        elif known.among("joins", token.low):
            if start in (1, end) or not (stream[start].capital and stream[start - 2].capital):
                break
        elif _bars(token, known):
            break
        start -= 1
    adverbial = known.adverbials.at(stream, start) if start < end else None
    if adverbial is not None and adverbial[0] < end:
        start = adverbial[0]
    elif 0 < start < end and not governed:
        start = _without_object(stream, start, end, known)
    return _if_subject(stream, start, end, known)


def _without_object(stream: Sequence[Token], start: int, end: int, known: Lexicon) -> int:
    """Past what belongs to a preposition before the phrase ("On Wednesday the ministry").

    What opens a clause as well ("since Marland claimed") leaves a name its phrase.
    """
    previous = stream[start - 1].low
    if not (known.among("prepositions", previous) or known.among("linkers", previous)):
        return start
    clause = known.among("breaks", previous)
    if clause and any(token.capital for token in stream[start : min(end, start + 2)]):
        return start
    found = known.adverbials.at(stream, start - 1) or known.adverbials.at(stream, start)
    if found and found[0] < end:
        return found[0]
    for index in range(start + 1, end):
        if stream[index].capital and not stream[index - 1].capital:
            return index
    return start + 1 if start + 1 < end and stream[start + 1].capital else end


def _before_bracket(stream: Sequence[Token], end: int) -> int:
    """Where the phrase before "(D-N.Y.)" ends, else `end`."""
    if end and stream[end - 1].low == ")":
        for index in range(end - 2, max(0, end - _PARENTHESIS), -1):
            if stream[index].low == "(":
                return index
    return end


def _before_parenthesis(stream: Sequence[Token], comma: int, known: Lexicon) -> Range | None:
    """The phrase before ", the spokesman," or ", for instance,"."""
    for index in range(comma - 1, max(0, comma - _PARENTHESIS), -1):
        if stream[index].kind in ("speech", "fragment") or stream[index].low in ".;:!?":
            return None
        if stream[index].low == ",":
            return _phrase_left(stream, index, known)
    return None


def _if_subject(stream: Sequence[Token], start: int, end: int, known: Lexicon) -> Range | None:
    if start >= end:
        return None
    inside = stream[start:end]
    if not any(token.kind == "word" for token in inside):
        return None
    first = inside[0]
    initial = start == 0 or stream[start - 1].kind != "word"
    shows = (
        any(token.capital for token in (inside[1:] if initial else inside))
        or known.among("determiners", first.low)
        or known.among("pronouns", first.low)
        or any(known.among("speakers", token.low) for token in inside)
        or (initial and (first.capital or not known.articles))
        or (not known.articles and _closed(stream, end) and end - start <= _SHORT)
        or (start > 0 and stream[start - 1].low == "," and end - start <= _SHORT)
    )
    return (start, end) if shows else None


def _closed(stream: Sequence[Token], end: int) -> bool:
    return end >= len(stream) or stream[end].kind != "word"


def _bars(token: Token, known: Lexicon) -> bool:
    """Whether a word cannot stand inside a subject."""
    return (
        known.among("breaks", token.low)
        or known.among("prepositions", token.low)
        or known.among("auxiliaries", token.low)
        or known.among("as", token.low)
    ) and not token.low.isdigit()


def _is_inner(token: Token, known: Lexicon) -> bool:
    return token.kind == "word" and not _bars(token, known)


def _carries_on(token: Token, following: Token, known: Lexicon) -> bool:
    """Whether a phrase goes on behind "of" or "and"."""
    if following.kind != "word":
        return False
    if known.among("joins", token.low):
        return following.capital
    return following.capital or not _bars(following, known)


def _inside_name(stream: Sequence[Token], index: int, following: Token | None) -> bool:
    """Whether a sign belongs to a name: "V.", "Mr.", "Sinn-Féin", "O'Neill", "Russia's"."""
    sign = stream[index].low
    if following is None or index == 0 or following.kind != "word":
        return False
    previous = stream[index - 1]
    if sign in "-'":
        return previous.end == stream[index].start and stream[index].end == following.start
    return (
        sign == "."
        and previous.capital
        and following.capital
        and previous.end - previous.start <= _ABBREVIATION
        and previous.end == stream[index].start
    )
