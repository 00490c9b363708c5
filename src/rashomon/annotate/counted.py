"""What is counted: the noun phrase after a number, and whether it denotes people."""

from __future__ import annotations

from collections.abc import Sequence

from rashomon.annotate.amounts import Grammar, changes
from rashomon.annotate.tokens import Token

# Letters of a designation before its figure.
_DESIGNATION = 3
# How many tokens before what they are people may be named ("the dead in the town of Halm are").
_SUBJECT = 6


def counted(tokens: Sequence[Token], i: int, known: Grammar) -> tuple[int, int] | None:
    """The tokens of the counted phrase that begins at `i`, up to its head; None if none is told.

    A head is told by its form (the pack's `heads`), by its capital (German), or as the first word
    that is no modifier (`modifiers`); the phrase ends at a stop word, a sign or a figure. What
    stands after a linking word ("packages of sanctions") belongs to it.
    """
    end = _head(tokens, i, known)
    if end is None:
        return None
    if end + 1 < len(tokens) and known.said("of", tokens[end].key):
        start = end + 1
        while start < len(tokens) and known.said("articles", tokens[start].key):
            start += 1
        last = start
        while last < len(tokens) and last - start < known.most and _inner(tokens, last, known):
            last += 1
        end = last if last > start else end
    return i, end


def _inner(tokens: Sequence[Token], k: int, known: Grammar) -> bool:
    token = tokens[k]
    if _model(tokens, k):
        return True
    if token.text.isalpha() or "'" in token.key[1:]:
        return not known.said("stop", token.key)
    if k == 0 or k + 1 >= len(tokens) or token.key != "-":
        return False
    # "AK-47 rifles": a designation belongs to what it designates.
    designates = tokens[k - 1].text.isupper() and tokens[k + 1].figure
    joined = tokens[k + 1].text.isalpha() or designates
    return joined and tokens[k - 1].end == token.start and token.end == tokens[k + 1].start


def _model(tokens: Sequence[Token], k: int) -> bool:
    """Whether token `k` is the figure of a designation: "12 AK 47 rifles", "two F 16 jets"."""
    return (
        0 < k < len(tokens) - 1
        and tokens[k].figure
        and tokens[k - 1].text.isalpha()
        and tokens[k - 1].text.isupper()
        and len(tokens[k - 1].text) <= _DESIGNATION
        and tokens[k + 1].text.isalpha()
        and tokens[k + 1].text.islower()
    )


def _joins(tokens: Sequence[Token], k: int, known: Grammar) -> bool:
    """Whether token `k` joins two names that modify one head: "Somali and Yemeni pirates"."""
    return (
        0 < k < len(tokens) - 1
        and known.said("and", tokens[k].key)
        and tokens[k - 1].capital
        and tokens[k + 1].capital
        and not known.heads.at(tokens, k - 1)
        and not known.people.at(tokens, k - 1)
    )


def _head(tokens: Sequence[Token], i: int, known: Grammar) -> int | None:
    """Where the counted phrase's head ends."""
    told: int | None = None
    k = i
    most = i + known.most
    while k < min(most, len(tokens)) and (_inner(tokens, k, known) or _joins(tokens, k, known)):
        token = tokens[k]
        if token.key == "-" or (k > i and _joins(tokens, k, known)):
            # Neither these nor what they join lengthen the phrase.
            most += 2
            k += 2 if token.key == "-" else 1
            continue
        if known.capital:
            if token.capital:
                return k + 1
        elif known.heads.at(tokens, k):
            told = k + 1
        elif known.people.at(tokens, k):
            told = k + 1
            # "American officials", "Russian civilians": the first word is no head either.
            more = k + 1 < len(tokens) and (
                known.people.at(tokens, k + 1) or known.heads.at(tokens, k + 1)
            )
            if not more and not known.modifiers.at(tokens, k):
                return told
        elif told is not None:
            return told
        elif known.plain and not known.modifiers.at(tokens, k):
            return k + 1
        k += 1
    return told


def people(tokens: Sequence[Token], phrase: tuple[int, int], known: Grammar) -> bool:
    """Whether a counted phrase denotes people."""
    return any(known.people.at(tokens, k) is not None for k in range(*phrase))


def concludes(tokens: Sequence[Token], first: int, last: int, known: Grammar) -> bool:
    """Whether a number at `tokens[first:last]` that ends its clause is what something rose to ("the
    toll rose to eleven"), or what people are said to be."""
    if first < 2 or (last < len(tokens) and tokens[last].text.isalnum()):
        return False
    if known.said("single", tokens[first].key):
        return False
    prior = tokens[first - 1].key
    level = known.said("level", prior) and not known.said("hours", prior)
    return (level and changes(tokens, first, known)) or _are(tokens, first, known)


def _are(tokens: Sequence[Token], i: int, known: Grammar) -> bool:
    """Whether people are said to be as many as the number at `i`: "the dead in Halm are now"."""
    ends = next((k for k in (i - 1, i - 2) if known.said("auxiliaries", tokens[k].key)), 0)
    before = range(max(0, ends - _SUBJECT), ends)
    return any(known.people.at(tokens, k) is not None for k in before)


def fate(tokens: Sequence[Token], i: int, known: Grammar) -> tuple[int, int] | None:
    """What is said of people whom no noun names, after the number that ends at `i`.

    "110,000 were displaced" counts people.
    """
    k = i
    while k < len(tokens) and k - i < 3 and known.said("auxiliaries", tokens[k].key):
        k += 1
    return (k, k + 1) if k < len(tokens) and known.people.at(tokens, k) is not None else None
