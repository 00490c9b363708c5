"""In what words reports tell the same: the acts, people and places that they name differently.

Words between which a writer chooses are data (the packs' `wording.toml`); names are told by their
ids. Nothing is weighed: who chose which word stands there with the sentence. Acts of two countries,
or on two, are not one act: that one side seized a town and the other liberated it is no choice of
words.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from rashomon.annotate import cues
from rashomon.annotate.gazetteer import load
from rashomon.annotate.lexicon import lexicon
from rashomon.language.forms import Phrases, Token, expand, tokens
from rashomon.language.packs import section
from rashomon.model import Worded, Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    import numpy as np
    from numpy.typing import NDArray

    from rashomon.compare.statements import Statement
    from rashomon.model import Text

# Words between the parts of "drove the enemy out", and between an act and who does or bears it.
_BETWEEN = 5
_REACH = 2
_NAMED = frozenset({"PER", "ORG"})
# Kinds of acts that one party seldom does twice in one event, whatever they are called.
_ADVANCES = frozenset({"entry", "gaining ground"})
_UNNAMED = frozenset({"country", "demonym"})


class _Choice(NamedTuple):
    """A word of a kind; `last` are the words of which one must follow."""

    kind: str
    name: str
    last: frozenset[str]


class Chosen(NamedTuple):
    """A listed word that stands in a sentence from `start` to `end`."""

    kind: str
    name: str
    written: str
    start: int
    end: int


class _Act(NamedTuple):
    """A word for an act in a statement, with the countries that do it and bear it, where known."""

    statement: int
    origin: str
    name: str
    written: str
    doer: str | None
    aim: str | None

    def may_be(self, other: _Act) -> bool:
        """Whether the two may be one act."""
        pairs = ((self.doer, other.doer), (self.aim, other.aim))
        return all(a == b for a, b in pairs if a and b)


# The acts that statements name by a listed word, by kind.
NamedActs: TypeAlias = "dict[str, list[_Act]]"


def wordings(
    statements: Sequence[Statement],
    texts: Mapping[str, Text],
    linked: NDArray[np.bool_],
    said: NamedActs,
) -> tuple[Wording, ...]:
    """How reports of several origins word the same, acts before names.

    `linked` says which statements are about one thing, `said` what acts they name. A word for an
    act counts only in statements of which another origin's, linked to it, has a word of that kind
    too.
    """
    return (*_acts(statements, linked, said), *_names(statements, texts))


def advances(said: NamedActs, total: int) -> list[frozenset[tuple[str, str]]]:
    """For each of `total` statements the advances that it names ("incursion", "seized"): their
    kind, and the country that makes them; none where that is not known."""
    named: list[set[tuple[str, str]]] = [set() for _ in range(total)]
    for kind in _ADVANCES & said.keys():
        for act in said[kind]:
            if act.doer:
                named[act.statement].add((kind, act.doer))
    return [frozenset(some) for some in named]


def named_acts(statements: Sequence[Statement], texts: Mapping[str, Text]) -> NamedActs:
    """The acts that statements name by a listed word, by kind."""
    said: dict[str, list[_Act]] = defaultdict(list)
    for index, statement in enumerate(statements):
        words = chosen(statement.raw, statement.language)
        named = list(_countries(texts[statement.report], statement)) if words else []
        for word in words:
            parties = _parties(word, statement, named)
            said[word.kind].append(_Act(index, statement.origin, word.name, word.written, *parties))
    return said


def _acts(
    statements: Sequence[Statement], linked: NDArray[np.bool_], said: NamedActs
) -> Iterator[Wording]:
    for kind, acts in said.items():
        met = [
            act
            for act in acts
            if any(
                linked[act.statement, other.statement]
                and act.origin != other.origin
                and act.may_be(other)
                for other in acts
            )
        ]
        for side in _sides(met):
            if len({act.name for act in side}) > 1:
                yield Wording("act", kind, _worded(statements, side))


def _sides(met: Iterable[_Act]) -> list[list[_Act]]:
    """Acts that may be one, together; those of which most is known are looked at first."""
    sides: list[list[_Act]] = []
    for act in sorted(met, key=lambda act: (act.doer is None) + (act.aim is None)):
        side = next((s for s in sides if all(map(act.may_be, s))), None)
        if side is None:
            sides.append([act])
        else:
            side.append(act)
    return [sorted(side, key=lambda act: act.statement) for side in sides]


def _parties(
    word: Chosen, statement: Statement, named: Iterable[tuple[int, str]]
) -> tuple[str | None, str | None]:
    """Which of the countries that are `named`, and where, do an act and bear it, as far as the
    order of words tells.

    The doer is named right before the word ("Russia's annexation"), else last before it but not
    behind a preposition; who bears it right behind the word and a preposition ("annexation of").
    """
    known = cues.lexicon(statement.language)
    words = known.words if known else {}
    governing = words.get("prepositions", frozenset()) | words.get("linkers", frozenset())
    # "since" may open a clause: what follows is its subject.
    opening = words.get("breaks", frozenset())
    doer = aim = None
    for start, name in named:
        governor = _governor(statement.raw[:start], words)
        if start < word.start:
            near = len(tokens(statement.raw, start, word.start)) <= 1 + _REACH
            doer = name if near or governor not in governing - opening else doer
        elif start >= word.end and governor in governing:
            near = len(tokens(statement.raw, word.end, start)) <= _REACH
            aim = name if near else aim
    return doer, aim


def _countries(text: Text, statement: Statement) -> Iterator[tuple[int, str]]:
    """Where in a statement places stand, and the countries in which these lie."""
    for place in text.reading.places:
        inside = statement.start <= place.start < statement.end
        entry = load().ids.get(place.geonames) if inside and place.geonames else None
        if entry:
            yield place.start - statement.start, entry.country


def _governor(before: str, words: Mapping[str, AbstractSet[str]]) -> str | None:
    """The word before a noun, or before its article."""
    last = [token.low for token in tokens(before)][-2:]
    if last and last[-1] in words.get("determiners", ()):
        last.pop()
    return last[-1] if last else None


def chosen(sentence: str, language: str | None) -> list[Chosen]:
    """The listed words of a sentence, as written.

    A capital in mid-sentence is part of a name ("World War"), but where all nouns have one.
    """
    known = _choices(language)
    nouns = lexicon(language).nouns_capitalised
    stream = tokens(sentence)
    found: list[Chosen] = []
    index = 0
    while index < len(stream):
        named = stream[index].capital and index > 0 and not nouns
        hit = None if named else known.at(stream, index)
        end = _end(stream, *hit) if hit is not None else None
        if hit is None or end is None:
            index += 1
            continue
        after, choice = hit
        first, last = stream[index].start, stream[after - 1].end
        written = sentence[first:last]
        if end > after:
            written += f" … {stream[end - 1].low}"
        found.append(Chosen(choice.kind, choice.name, written, first, last))
        index = after
    return found


def _end(stream: Sequence[Token], after: int, choice: _Choice) -> int | None:
    """Where a form ends, whose last word may stand some words on; None if it is not there."""
    if not choice.last:
        return after
    near = range(after, min(after + _BETWEEN, len(stream)))
    return next((k + 1 for k in near if stream[k].low in choice.last), None)


@cache
def _choices(language: str | None) -> Phrases[_Choice]:
    pack = section(language, "wording")
    endings = pack.get("endings", {})
    found: list[tuple[str, _Choice]] = []
    for kind, choices in pack.get("words", {}).items():
        for name, forms in choices.items():
            for form in forms:
                first, _, last = form.partition(" ... ")
                choice = _Choice(kind, name, frozenset(expand([last], endings) if last else ()))
                found += ((head, choice) for head in expand([first], endings))
    return Phrases(found)


def _worded(statements: Sequence[Statement], met: Iterable[_Act]) -> tuple[Worded, ...]:
    """The choices with the sentences they stand in, one a report, the most told first."""
    by: dict[str, dict[str, tuple[int, str]]] = defaultdict(dict)
    for act in met:
        report = statements[act.statement].report
        by[act.name].setdefault(report, (act.statement, act.written))
    ordered = sorted(by.values(), key=lambda cites: (-len(cites), min(cites.values())))
    return tuple(
        Worded(
            tuple(sorted({written.casefold() for _, written in cites.values()})),
            tuple(statements[index].citation for index, _ in cites.values()),
        )
        for cites in ordered
    )


def _names(statements: Sequence[Statement], texts: Mapping[str, Text]) -> Iterator[Wording]:
    """People, bodies and places that several reports of one language call by other names.

    A part of a longer name is no other name ("Putin", "Vladimir Putin"), nor is an inhabitant.
    """
    called: dict[str, dict[tuple[str | None, str], dict[str, Statement]]] = {}
    for statement in statements:
        text = texts[statement.report]
        for id, name in _named(text, statement):
            forms = called.setdefault(id, {})
            forms.setdefault((statement.language, name), {}).setdefault(statement.report, statement)
    for id, forms in called.items():
        apart = {
            form
            for form in forms
            if any(_other_name(form, other) for other in forms if other is not form)
        }
        origins = {s.origin for form in apart for s in forms[form].values()}
        if len(origins) < 2:
            continue
        ordered = sorted(apart, key=lambda form: (-len(forms[form]), form[1]))
        worded = tuple(
            Worded((name,), tuple(s.citation for s in forms[language, name].values()))
            for language, name in ordered
        )
        yield Wording("place" if id.startswith("geo:") else "name", ordered[0][1], worded)


def _named(text: Text, statement: Statement) -> Iterator[tuple[str, str]]:
    """Ids and names of what a statement names, names of people and bodies in their base form."""
    reading = text.reading
    for name in reading.names:
        if name.id and name.type in _NAMED and statement.start <= name.start < statement.end:
            yield name.id, name.name
    for place in reading.places:
        inside = statement.start <= place.start < statement.end
        if inside and place.geonames and place.kind not in _UNNAMED:
            yield f"geo:{place.geonames}", text.report.text[place.start : place.end]


def _other_name(one: tuple[str | None, str], other: tuple[str | None, str]) -> bool:
    """Whether two forms of one language are no parts of each other."""
    left, right = ({word.casefold() for word in name.split()} for _, name in (one, other))
    return one[0] == other[0] and not left <= right and not right <= left
