"""A sentence as clauses with numbers in them and cues of what happened to those they count.

The words are data: `[outcomes]` in the packs' `statements.toml`, with the bounds of
`quantities.toml` and the prepositions of `quotes.toml`. What separates clauses is a sign, a
conjunction that opens another clause (`borders`) or one that joins (`joins`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from rashomon.annotate.amounts import Grammar, grammar
from rashomon.annotate.cues import Cue, lexicon
from rashomon.annotate.tokens import Token as Word
from rashomon.language.forms import Phrases, Token, expand, tokens
from rashomon.language.packs import section

OUTCOMES = (
    "dead",
    "injured",
    "missing",
    "displaced",
    "rescued",
    "detained",
    "affected",
    "damaged",
)
_KINDS = ("nouns", "happened", "done", "doing", "tolls", "groups")
# A clause is a sentence at most: what follows these tokens is not looked at.
LONGEST = 400
# Of a counted phrase, up to its head; and of the words around a number.
PHRASE = 4
_SIGNS = frozenset(",;()[]!?–—…")


class Hit(NamedTuple):
    """A cue at tokens `start` to `end`: which outcome it tells, and how (see outcomes.py)."""

    start: int
    end: int
    tells: str
    kind: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A language's words around counted people and things; packs/en says what each list is."""

    cues: Phrases[tuple[str, str]]
    joins: Phrases[bool]
    borders: Phrases[bool]
    beside: Phrases[bool]
    parts: Phrases[bool]
    rest: Phrases[bool]
    negations: Phrases[bool]
    things: frozenset[str]
    figures: frozenset[str]
    being: frozenset[str]
    having: frozenset[str]
    indefinite: frozenset[str]
    inverted: bool
    verb_final: bool
    prepositions: frozenset[str]
    linkers: frozenset[str]
    relatives: frozenset[str]
    verbs: Phrases[tuple[Cue, ...]]
    grammar: Grammar
    orders: frozenset[str]
    numbers: frozenset[str]
    single: frozenset[str]


@cache
def vocabulary(language: str | None) -> Vocabulary | None:
    """The vocabulary of a language, None where its packs do not know outcomes."""
    pack = section(language, "statements")
    words, numbers = lexicon(language), grammar(language)
    if "outcomes" not in pack or words is None or numbers is None:
        return None
    data, endings = pack["outcomes"], pack.get("endings", {})

    def listed(*forms: str) -> Phrases[bool]:
        return Phrases((form, True) for form in expand(forms, endings))

    def group(name: str) -> frozenset[str]:
        return frozenset(expand(data.get(name, ()), endings))

    bounds = section(language, "quantities").get("bounds", {})
    plain = (form for forms in bounds.values() for form in forms if not set(form) & set("*?|[]"))
    counts = numbers.lexicon
    return Vocabulary(
        Phrases(
            (form, (tells, kind))
            for tells in OUTCOMES
            for kind in _KINDS
            for form in expand(data.get(tells, {}).get(kind, ()), endings)
        ),
        listed(*data["joins"]),
        listed(*data["borders"]),
        listed(*data["beside"], *plain),
        listed(*data["parts"]),
        listed(*data.get("rest", ())),
        listed(*pack.get("polarity", {}).get("negations", ())),
        group("things"),
        group("figures"),
        group("being"),
        group("having"),
        group("indefinite"),
        data["inverted"],
        data.get("verb_final", False),
        words.words["prepositions"] | group("parents"),
        words.words["linkers"],
        words.words["relatives"],
        words.verbs,
        numbers,
        frozenset(numbers.orders),
        frozenset(word for word, value in counts.words.items() if value != 1)
        | frozenset(counts.magnitudes)
        | frozenset(numbers.orders),
        counts.articles | frozenset(word for word, value in counts.words.items() if value == 1),
    )


class Clauses:
    """One sentence: its tokens, and where cues, numbers and the borders of clauses stand."""

    def __init__(self, sentence: str, known: Vocabulary) -> None:
        self.known = known
        self.stream = tokens(sentence)[:LONGEST]
        self.hits = list(self._find(known.cues))
        self.starts = {hit.start: hit for hit in self.hits}
        self.joins, self.borders = self._limits()
        self.numbers = {i for i, token in enumerate(self.stream) if self._is_number(token)}
        self.free = {i for i in self.numbers if not self.is_governed(self.front(i))}

    def _find(self, cues: Phrases[tuple[str, str]]) -> Iterator[Hit]:
        index = 0
        while index < len(self.stream):
            found = cues.at(self.stream, index)
            if found is not None:
                yield Hit(index, found[0], *found[1])
            index = found[0] if found is not None else index + 1

    def _limits(self) -> tuple[set[int], set[int]]:
        """The tokens of words that join, and of all that separates clauses, outside of phrases."""
        inner = {i for hit in self.hits for i in range(hit.start, hit.end)}
        for index in range(len(self.stream)):
            # "as many as", "no fewer than".
            found = self.known.beside.at(self.stream, index)
            inner.update(range(index, found[0]) if found is not None else ())
        joins: set[int] = set()
        borders: set[int] = set()
        for index, token in enumerate(self.stream):
            if index in inner:
                continue
            joined = self.known.joins.at(self.stream, index)
            if joined is not None:
                joins.update(range(index, joined[0]))
            limit = self.known.borders.at(self.stream, index)
            if limit is not None:
                borders.update(range(index, limit[0]))
            if token.low in _SIGNS or self._is_dash(index) or self._is_stop(index):
                borders.add(index)
        return joins, borders | joins

    def _is_dash(self, index: int) -> bool:
        """Whether this is a hyphen between spaces."""
        last = len(self.stream) - 1
        return (
            self.stream[index].low == "-"
            and 0 < index < last
            and self.stream[index - 1].end < self.stream[index].start
            and self.stream[index].end < self.stream[index + 1].start
        )

    def _is_stop(self, index: int) -> bool:
        """Whether this is a full stop that abbreviates nothing ("3 тыс. человек")."""
        return self.stream[index].low == "." and (
            index + 1 == len(self.stream) or self.stream[index + 1].capital
        )

    def _is_number(self, token: Token) -> bool:
        return token.low[0].isdecimal() or token.low in self.known.numbers

    def is_person(self, index: int) -> bool:
        """Whether the word at `index` denotes people."""
        low = self.stream[index].low
        return self.known.grammar.people.at([Word(0, len(low), low, low)], 0) is not None

    def low(self, index: int) -> str:
        """The word at `index`, empty outside of the sentence."""
        return self.stream[index].low if 0 <= index < len(self.stream) else ""

    def front(self, index: int) -> int:
        """Where the words begin that belong to a number ("at least another")."""
        for _ in range(PHRASE):
            for begin in range(max(0, index - PHRASE), index):
                found = self.known.beside.at(self.stream, begin)
                if found is not None and found[0] == index:
                    index = begin
                    break
            else:
                break
        return index

    def behind(self, index: int, stop: int) -> int:
        """Past the words after a number that belong to it ("12 others", "hundreds of")."""
        if self.low(index) in self.known.linkers:
            index += 1
        for _ in range(PHRASE):
            found = self.known.beside.at(self.stream, index) if index < stop else None
            if found is None or found[0] > stop:
                break
            index = found[0]
        return min(index, stop)

    def is_governed(self, front: int) -> bool:
        """Whether a preposition stands before a number, which is no conjunction there."""
        low = self.low(front - 1)
        if front - 1 in self.borders:
            return False
        # "des dizaines": an article here, a preposition elsewhere.
        if low in self.known.indefinite and self.low(front) in self.known.orders:
            return False
        return low in self.known.prepositions or low in self.known.linkers

    def clause(self, first: int, last: int) -> tuple[int, int]:
        """Where the clause around tokens `first` to `last` begins and ends."""
        begin, stop = first, last
        while begin > 0 and begin - 1 not in self.borders:
            begin -= 1
        while stop < len(self.stream) and stop not in self.borders:
            stop += 1
        return begin, stop

    def has(self, words: frozenset[str], start: int, end: int) -> bool:
        """Whether one of `words` stands between `start` and `end`."""
        return any(token.low in words for token in self.stream[start:end])

    def is_denied(self, start: int, end: int) -> bool:
        """Whether a negation stands between `start` and `end`."""
        return any(self.known.negations.at(self.stream, i) for i in range(start, end))

    def next(self, index: int) -> int:
        """The first token from `index` on that is no border."""
        while index in self.borders:
            index += 1
        return index

    def opening(self, begin: int, stop: int) -> int | None:
        """The end of the number with which a clause opens."""
        end = begin = self.behind(begin, stop)
        while end < stop and end in self.numbers:
            end += 1
        return end if end > begin else None

    def phrase(self, last: int, stop: int) -> range:
        """The words after a number up to a preposition."""
        begin = end = self.behind(last, stop)
        while end < min(stop, begin + PHRASE) and not self.is_governed(end + 1):
            end += 1
        return range(begin, end)

    def is_phrase(self, last: int, stop: int) -> bool:
        """Whether a number with what it counts is all there is before the next phrase."""
        words = self.phrase(last, stop)
        if words.stop < stop and not self.is_governed(words.stop + 1):
            return False
        return not words or self.is_person(words[-1]) or self.is_thing(words[-1])

    def is_thing(self, index: int) -> bool:
        """Whether the word at `index` denotes things that people are not."""
        return self.low(index) in self.known.things
