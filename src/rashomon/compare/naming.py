"""In what words reports tell the same: the acts, people and places that they name differently.

Words between which a writer chooses are data (the packs' `wording.toml`); names are told by their
ids. Nothing is weighed: who chose which word stands there with the sentence.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from rashomon.annotate.lexicon import lexicon
from rashomon.language.forms import Phrases, Token, expand, tokens
from rashomon.language.packs import section
from rashomon.model import Worded, Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from rashomon.compare.statements import Statement
    from rashomon.model import Text

# Between the parts of "drove the enemy out".
_BETWEEN = 5
_NAMED = frozenset({"PER", "ORG"})
_UNNAMED = frozenset({"country", "demonym"})


class _Choice(NamedTuple):
    """A word of a kind; `last` are the words of which one must follow."""

    kind: str
    name: str
    last: frozenset[str]


def wordings(
    statements: Sequence[Statement], texts: Mapping[str, Text], linked: NDArray[np.bool_]
) -> tuple[Wording, ...]:
    """How reports of several origins word the same, acts before names.

    `linked` says which statements are about one thing. A word for an act counts only in statements
    of which another origin's, linked to it, has a word of that kind too.
    """
    return (*_acts(statements, linked), *_names(statements, texts))


def _acts(statements: Sequence[Statement], linked: NDArray[np.bool_]) -> Iterator[Wording]:
    said: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for index, statement in enumerate(statements):
        for kind, choice, written in chosen(statement.raw, statement.language):
            said[kind].append((index, choice, written))
    for kind, some in said.items():
        met = [
            (index, choice, written)
            for index, choice, written in some
            if any(
                linked[index, other] and statements[index].origin != statements[other].origin
                for other, _, _ in some
            )
        ]
        if len({choice for _, choice, _ in met}) > 1:
            yield Wording("act", kind, _worded(statements, met))


def chosen(sentence: str, language: str | None) -> list[tuple[str, str, str]]:
    """Kind, choice and form as written of each listed word in a sentence.

    A capital in mid-sentence is part of a name ("World War"), but where all nouns have one.
    """
    known = _choices(language)
    nouns = lexicon(language).nouns_capitalised
    stream = tokens(sentence)
    found: list[tuple[str, str, str]] = []
    index = 0
    while index < len(stream):
        named = stream[index].capital and index > 0 and not nouns
        hit = None if named else known.at(stream, index)
        end = _end(stream, *hit) if hit is not None else None
        if hit is None or end is None:
            index += 1
            continue
        after, choice = hit
        written = sentence[stream[index].start : stream[after - 1].end]
        if end > after:
            written += f" … {stream[end - 1].low}"
        found.append((choice.kind, choice.name, written))
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


def _worded(
    statements: Sequence[Statement], met: Iterable[tuple[int, str, str]]
) -> tuple[Worded, ...]:
    """The choices with the sentences they stand in, one a report, the most told first."""
    by: dict[str, dict[str, tuple[int, str]]] = defaultdict(dict)
    for index, choice, written in met:
        by[choice].setdefault(statements[index].report, (index, written))
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
