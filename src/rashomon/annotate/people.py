"""People named in a report, each under one name, with a key that is one in all spellings.

Full names are found by titles, first names, initials or, where only names are capitalised, by two
capitals in a row; a surname alone is a person where the report tells who it is (a full name or a
title), or where a pack lists it. Rules of our own; precision first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rashomon.annotate.atlas import Line, atlas, read
from rashomon.annotate.declension import bases
from rashomon.annotate.lexicon import Lexicon, lexicon
from rashomon.annotate.spelling import given, skeleton
from rashomon.annotate.words import Word, joined
from rashomon.model import Sentence

_LONGEST = 6
# Languages that leave foreign names in Latin letters now and then.
_CYRILLIC = frozenset(("bg", "ru", "uk"))
# Of more people of one surname no one is compared; no honest report names as many.
_NAMESAKES = 50


class Person(NamedTuple):
    """`text[start:end]` names a person; the words are those of the line, title left out."""

    line: int
    first: int
    last: int
    name: str
    id: str | None
    shown: str


class _Mention(NamedTuple):
    """A person's name as written; the surname is `words[at]`, `shown` what shows it is one."""

    line: int
    first: int
    last: int
    words: tuple[Word, ...]
    language: str | None
    shown: str
    at: int = -1

    @property
    def surname(self) -> Word:
        return self.words[self.at]

    @property
    def given(self) -> Word | None:
        return self.words[0] if len(self.words) > 1 else None


@lru_cache(maxsize=4)
def people(text: str, sentences: tuple[Sentence, ...]) -> tuple[Person, ...]:
    """The people of a report in the order of their mentions."""
    lines = read(text, sentences)
    small = {word.bare for line in lines for word in line.words if not word.capital}
    told = [line for line in lines if not line.loud]
    inner = {word.bare for line in told for word in line.words[1:] if word.capital}
    mentions: list[_Mention] = []
    for number, line in enumerate(lines):
        mentions += _full(number, line, small, inner)
    mentions += _short(lines, mentions)
    mentions.sort(key=lambda m: (m.line, m.first))
    return tuple(_resolved(text, mentions))


def runs(line: Line, words: Lexicon) -> Iterator[tuple[int, int]]:
    """Maximal runs `first:last` of capitalised words, particles and initials included."""
    row = line.words
    i = 0
    while i < len(row):
        if not row[i].capital:
            i += 1
            continue
        j = i + 1
        while j < len(row):
            word, before = row[j], row[j - 1]
            pointed = word.gap in (".", ". ", ".\N{NO-BREAK SPACE}") and (
                len(before.text) == 1 or before.bare in words.honorifics
            )
            if not (word.glued or pointed):
                break
            if not word.capital and not _particles_lead_on(row, j, words):
                break
            j += 1
        yield i, j
        i = j


def _particles_lead_on(row: Sequence[Word], j: int, words: Lexicon) -> bool:
    for k in range(j, min(j + 3, len(row))):
        if not row[k].glued:
            return False
        if row[k].capital:
            return True
        if row[k].bare not in words.particles:
            return False
    return False


def _is_given(word: Word, language: str | None, words: Lexicon) -> bool:
    if word.latin and language in _CYRILLIC:
        words = lexicon("en")
    return any(base in words.given for base in bases(word.bare, language))


def _full(number: int, line: Line, small: set[str], inner: set[str]) -> Iterator[_Mention]:
    """Mentions that show by themselves that they name a person."""
    words = lexicon(line.language)
    row = line.words
    for first, end in runs(line, words):
        i, j = first, end
        titled = _titled(row, i, words)
        k = i
        # What stands before the name itself: "On", "Russian", "President", "State", "London Mayor".
        while k < j:
            word = row[k]
            if word.bare in words.honorifics or word.bare in words.roles:
                i, titled = k + 1, word.bare in words.honorifics or "role"
            elif k == i and _no_name(line, k, j, words, inner):
                i = line.places[k].last if k in line.places else k + 1
                k = max(k, i - 1)
            k += 1
        i = next(
            (
                k
                for k in range(i, j - 1)
                if j - i > 2 and row[k].gap != "-" and _is_given(row[k], line.language, words)
            ),
            i,
        )
        j = _without_rest(line, i, j, words)
        if not i < j <= i + _LONGEST:
            continue
        if shown := _shown(line, i, j, words, titled, small):
            at = -1
            if words.two_surnames and j - i > 2 and not _is_given(row[j - 2], line.language, words):
                at = -1 if row[j - 2].bare in words.particles else -2
            yield _Mention(number, i, j, row[i:j], line.language, shown, at)


def _without_rest(line: Line, i: int, j: int, words: Lexicon) -> int:
    """Where a name ends that goes on with a place or body: "Putin" of "Putin von Russland"."""
    row = line.words
    for k in range(i + 1, j - 1):
        if row[k].bare not in words.particles:
            continue
        n = next((n for n in range(k, j) if row[n].bare not in words.particles), j - 1)
        place = line.places.get(n)
        if (
            row[n].bare in words.heads
            or row[n].shouted
            or (
                place is not None
                and place.last >= j
                and (place.sure or place.entries[0].kind == "country")
            )
        ):
            j = k
            break
    while j > i and (row[j - 1].bare in words.particles or not row[j - 1].capital):
        j -= 1
    return j


def _titled(row: Sequence[Word], i: int, words: Lexicon) -> bool | str:
    if i == 0 or row[i].gap not in (" ", ". ", "\N{NO-BREAK SPACE}"):
        return False
    before = row[i - 1]
    if before.bare in words.honorifics:
        return True
    return "role" if before.bare in words.roles and row[i].gap != ". " else False


def _no_name(line: Line, k: int, end: int, words: Lexicon, inner: set[str]) -> bool:
    """Whether word `k` cannot begin a person's name that goes on to `end`.

    `inner` are the words that the report capitalises within sentences: what it capitalises only
    where one begins ("Pilots Ryanair …") is not known to be a name.
    """
    word = line.words[k]
    if _is_given(word, line.language, words):
        return False
    if k == 0 and end - k > 1 and len(word.text) > 1 and word.bare not in inner:
        return True
    if any(base in words.known for base in bases(word.bare, line.language)):
        return True
    place = line.places.get(k)
    return (
        (k == 0 and word.bare in words.functions)
        or word.bare in words.functions
        or word.bare in words.common
        or word.bare in words.heads
        or (word.shouted and end - k > 1 and not line.words[k + 1].shouted)
        or (
            place is not None
            and place.last < end
            and (place.demonym or place.sure or place.entries[0].kind == "country")
        )
    )


def _shown(
    line: Line,
    i: int,
    j: int,
    words: Lexicon,
    titled: bool | str,
    small: set[str],
) -> str:
    """What shows that the words `i:j` name a person; empty if nothing does."""
    row = line.words[i:j]
    surname = row[-1]
    title = "title" if titled is True else "office" if titled else ""
    if len(surname.text) < 2 or surname.bare in words.functions or surname.bare in words.common:
        alone = titled is True and len(row) == 1 and surname.bare not in words.functions
        return title if alone else ""
    if any(w.bare in words.heads or w.bare in words.suffixes for w in row):
        return ""
    if any(
        joined(row[n:m]) in words.known for n in range(len(row)) for m in range(n + 1, j - i + 1)
    ):
        return ""
    if len(row) == 1:
        doubtful = titled is not True and (
            surname.shouted
            or surname.bare in small
            or line.places.get(i) is not None
            or (words.nouns_capitalised and surname.bare not in words.foreign)
        )
        return "" if doubtful else title
    if _is_given(row[0], line.language, words):
        return "" if line.place(i, j) and titled is not True else "first name"
    if any(w.shouted for w in row) or len({w.text[0] > "\u0400" for w in row}) > 1:
        return ""
    if titled:
        return "" if line.place(i, j) or any(w.bare in words.common for w in row) else title
    if any(len(w.text) == 1 for w in row[:-1]):
        pointed = all(b.gap[:1] == "." for a, b in pairwise(row) if len(a.text) == 1)
        return "initials" if pointed and not words.nouns_capitalised else ""
    named = (
        not words.nouns_capitalised
        and not line.loud
        and len(row) <= 4
        and any(w.gap != "-" for w in row[1:])
        and surname.bare not in small
        and (surname.text[0] > "\u0400") == (line.words[0].text[0] > "\u0400")
        and not any(
            w.bare in words.common or w.bare in words.functions or w.bare in words.tails
            for w in row
        )
        and not any(_well_known(line, n) for n in range(i, j))
    )
    # News in every language leaves names of English bodies and things as they are ("Stamford
    # Bridge"): what is no person's name in English is none elsewhere.
    english = lexicon("en")
    if any(w.bare in english.heads or w.bare in english.common for w in row):
        named = False
    return "capitals" if named else ""


def _well_known(line: Line, n: int) -> bool:
    place = line.places.get(n)
    return place is not None and (
        place.demonym
        or place.sure
        or place.entries[0].kind != "city"
        or place.entries[0].population > 100_000
    )


def _short(lines: Sequence[Line], full: Sequence[_Mention]) -> Iterator[_Mention]:
    """Surnames alone, of people whom the report or a pack tells."""
    taken = {(m.line, n) for m in full for n in range(m.first, m.last)}
    surnames = {base for m in full for base in bases(m.surname.bare, m.language)}
    for number, line in enumerate(lines):
        words = lexicon(line.language)
        local = atlas(line.language)
        for n, word in enumerate(line.words):
            if not word.capital or (number, n) in taken or len(word.text) < 2:
                continue
            forms = bases(word.bare, line.language)
            told = any(form in surnames for form in forms)
            if not told and not any(form in words.people for form in forms):
                continue
            after = line.words[n + 1] if n + 1 < len(line.words) else None
            before = line.words[n - 1] if n else None
            # "the Trump Organization", "Paris" after "in", «den Rücktritt»: not this person.
            if (
                word.bare in words.functions
                or (words.nouns_capitalised and before and before.bare in local.articles)
                or (
                    after is not None
                    and after.capital
                    and after.gap == " "
                    and after.bare in words.heads
                )
                or (
                    (n in line.places or word.bare in words.common)
                    and (before is None or before.bare in local.before)
                )
            ):
                continue
            shown = "surname of one named in full" if told else "listed surname"
            yield _Mention(number, n, n + 1, (word,), line.language, shown)


def _resolved(text: str, mentions: Sequence[_Mention]) -> Iterator[Person]:
    """Each mention under the fullest name that the report gives its person."""
    groups: list[list[_Mention]] = []
    by_surname: dict[str, list[int]] = {}
    group_of: dict[_Mention, int | None] = {}
    for mention in sorted(mentions, key=lambda m: len(m.words) < 2 or len(m.words[0].text) < 2):
        forms = bases(mention.surname.bare, mention.language)
        found = list(
            dict.fromkeys(g for form in forms for g in by_surname.get(form, ())[:_NAMESAKES])
        )
        if mention.given is not None:
            found = [g for g in found if _same_given(groups[g][0], mention)]
        known = [groups[g][0] for g in found]
        if mention.given is None and (len(found) > 1 or any(_another(m, mention) for m in known)):
            group_of[mention] = None
            continue
        if found:
            groups[found[0]].append(mention)
            group_of[mention] = found[0]
        else:
            groups.append([mention])
            group_of[mention] = len(groups) - 1
            for form in forms:
                by_surname.setdefault(form, []).append(len(groups) - 1)
    called = [_called(text, group) for group in groups]
    for mention in mentions:
        number = group_of[mention]
        start, end = mention.words[0].start, mention.words[-1].end
        name, id = (text[start:end], None) if number is None else called[number]
        yield Person(mention.line, mention.first, mention.last, name, id, mention.shown)


def _another(full: _Mention, short: _Mention) -> bool:
    """Whether a surname alone may as well be that of somebody better known: "Trump", where only
    Melania Trump is named in full."""
    listed = _listed([short])
    if listed is None or full.given is None:
        return False
    forms = {given(base) for base in bases(full.given.bare, full.language)}
    # Joe Biden is Joseph as well.
    return given(listed[0]) not in forms and listed[0][0].lower() != full.given.bare[0]


def _listed(group: Sequence[_Mention]) -> tuple[str, str] | None:
    """The first name and surname under which a pack lists somebody of a surname."""
    return next(
        (
            p
            for m in group
            for b in bases(m.surname.bare, m.language)
            if (p := lexicon(m.language).people.get(b))
        ),
        None,
    )


def _same_given(one: _Mention, other: _Mention) -> bool:
    if one.given is None or other.given is None:
        return True
    a, b = one.given, other.given
    if len(a.text) == 1 or len(b.text) == 1:
        return a.bare[0] == b.bare[0]
    forms = {given(base) for base in bases(a.bare, one.language)}
    return any(given(base) in forms for base in bases(b.bare, other.language))


def _called(text: str, group: Sequence[_Mention]) -> tuple[str, str]:
    """The name to show and the id of one person."""
    most = max(
        group, key=lambda m: (m.given is not None and len(m.given.text) > 1, len(m.words) > 1)
    )
    listed = _listed(group)
    surname = _base(group, most)
    if most.given is None or len(most.given.text) == 1:
        name = surname if most.given is None else f"{most.given.text}. {surname}"
        if listed is not None:
            return name, f"per:{skeleton(listed[1])}-{given(listed[0])}"
        return name, f"per:{_root(surname, most)}"
    first = _given_base(most)
    name = " ".join([first, *(w.text for w in most.words[1 : most.at]), surname])
    if first == most.given.text and surname == most.surname.text:
        name = text[most.words[0].start : most.words[-1].end]
    if listed is not None and given(listed[0]) == given(first):
        return name, f"per:{skeleton(listed[1])}-{given(listed[0])}"
    return name, f"per:{_root(surname, most)}-{given(first)}"


def _root(surname: str, mention: _Mention) -> str:
    """The key of a surname without the ending that one language adds for women ("-ová")."""
    for ending in lexicon(mention.language).feminine:
        surname = surname.removesuffix(ending)
    return skeleton(surname)


def _given_base(mention: _Mention) -> str:
    word = mention.words[0]
    words = lexicon(mention.language)
    if word.bare in words.given:
        return word.text
    base = next((b for b in bases(word.bare, mention.language) if b in words.given), None)
    return word.text if base is None else _cased(base, word)


def _base(group: Sequence[_Mention], most: _Mention) -> str:
    """The base form of a surname: what most of its mentions may be a form of."""
    votes: Counter[str] = Counter()
    for mention in group:
        votes.update(set(bases(mention.surname.bare, mention.language)))
    seen = {m.surname.bare: m.surname.text for m in group}
    oblique = most.given is not None and _given_base(most) != most.given.text
    if most.given is not None and most.given.bare in lexicon(most.language).given:
        return most.surname.text
    order = bases(most.surname.bare, most.language)
    soft = most.given is not None and _given_base(most)[-1] in "аяa"

    def rank(form: str) -> tuple[int, bool, bool, bool, int]:
        plain = oblique and form == most.surname.bare
        ends = form[-1:] in "аяa" if soft else form[-1:] not in "аяоеыиьaoey"
        rank = -order.index(form)
        return votes[form], not plain, form in seen, oblique and ends, rank

    best = max(order, key=rank)
    return seen.get(best) or _cased(best, most.surname)


def _cased(base: str, word: Word) -> str:
    return base.upper() if word.shouted else base[:1].upper() + base[1:]
