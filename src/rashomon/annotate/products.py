"""Products, works, media and weapons whose names show by themselves that they are such.

A designation ("Su-27", «С-400», "Boeing 737-800"), a name that counts with a figure or a word of
kind beside it ("Leopard 2", "Patriot missiles"), or the address of a site ("news.bg"). Names
that need nothing beside them are known bodies (`lexicon.Lexicon.known`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from rashomon.annotate.atlas import Line, read
from rashomon.annotate.declension import bases
from rashomon.annotate.gazetteer import key
from rashomon.annotate.lexicon import lexicon, shared
from rashomon.annotate.words import Word
from rashomon.model import Sentence
from rashomon.remembered import Remembered

# Ends of addresses by which news calls sites; not after "@" or "/", where they belong to more.
_SITE = re.compile(
    r"(?<![\w@/.-])[^\W_][\w-]*\.(?:com|org|net|info|eu|tv|bg|cz|pl|ru|ua|uk|de|fr|es|it|pt|nl)"
    r"(?![\w@/-]|\.\w)"
)
# What may follow a name that counts with a figure: " 2", "-737-800", " 2A6".
_FIGURE = re.compile(
    r"[ \N{NO-BREAK SPACE}-]?[A-ZА-Я]?\d{1,4}(?:-\d{1,4})?(?:[A-ZА-Я]{1,2}\d{0,2})?"
    r"(?!\w|[.,-]\d|%| \d{3}| [%$€£])"
)
_OPENING = frozenset("«„“\"”'‘")


class Product(NamedTuple):
    """`text[start:end]` names a product; `shown` is what shows it."""

    start: int
    end: int
    id: str
    shown: str


@cache
def _designations() -> tuple[re.Pattern[str], Mapping[str, tuple[str, frozenset[str]]]]:
    """What finds designations, and of each prefix its id and the numbers it goes with."""
    known = {
        form: (id, frozenset(numbers.split()))
        for id, (forms, numbers) in shared()["designations"].items()
        for form in forms.split()
    }
    prefixes = "|".join(sorted(map(re.escape, known), key=len, reverse=True))
    # "Su-27SM" and "Ка-52М", not "F-16:9" nor "A-10 000".
    end = r"(?![\w]|[.,:]\d| \d{3})"
    pattern = rf"(?<![\w-])({prefixes})[-‐‑](\d{{1,4}})[A-Za-zА-Яа-я]{{0,3}}\d?{end}"
    return re.compile(pattern), known


def products(text: str, sentences: tuple[Sentence, ...]) -> list[Product]:
    """The products named in some sentences, sorted by start, none overlapping another."""
    found = [product for line in read(text, sentences) for product in _line(text, line)]
    found.sort(key=lambda product: (product.start, -product.end))
    kept: list[Product] = []
    for product in found:
        if not kept or product.start >= kept[-1].end:
            kept.append(product)
    return kept


def _line(text: str, line: Line) -> Iterator[Product]:
    start, end, language = line.sentence.start, line.sentence.end, line.language
    pattern, known = _designations()
    for match in pattern.finditer(text, start, end):
        id, numbers = known[match[1]]
        if "*" in numbers or match[2] in numbers:
            yield Product(*match.span(), f"pro:{id}-{match[2]}", f"{language} product: designation")
    for match in _SITE.finditer(text, start, end):
        site = match[0].lower()
        yield Product(*match.span(), f"pro:{site}", f"{language} product: address")
    ids = _ids(language)
    for i, word in enumerate(line.words):
        if word.capital and (name := ids[word.bare]):
            figure = _FIGURE.match(text, word.end, end)
            if figure:
                number = key(figure[0]).replace(" ", "-")
                shown = f"{language} product: figure behind"
                yield Product(word.start, figure.end(), f"pro:{name}-{number}", shown)
            elif _kind_beside(line.words, i, language):
                shown = f"{language} product: word of kind beside"
                yield Product(word.start, word.end, f"pro:{name}", shown)


@cache
def _ids(language: str | None) -> Mapping[str, str | None]:
    """Of a word, the id of the name of other things as well that it may be a form of."""
    known = {key(form): id for id, forms in shared()["doubtful"].items() for form in forms}
    return Remembered(
        lambda word: next((known[base] for base in bases(word, language) if base in known), None)
    )


def _kind_beside(row: Sequence[Word], i: int, language: str | None) -> bool:
    """Whether a word of kind stands before the name ("ракеты Patriot") or after it."""
    kinds = lexicon(language).kinds
    gap = row[i].gap.strip()
    before = i > 0 and (row[i].gap in (" ", "-") or (gap and gap in _OPENING))
    if before and row[i - 1].bare in kinds:
        return True
    after = row[i + 1] if i + 1 < len(row) else None
    return after is not None and after.gap in (" ", "-") and after.bare in kinds
