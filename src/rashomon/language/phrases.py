"""Phrase templates: how a language pack writes down the wordings it knows.

A template is words, matched whole and without regard to case; all punctuation but the colon and
the copyright sign is passed over. In it `a/b` is either word, `word*` any word that begins so,
`(word)` a word that may be missing, `..` up to four words of any kind, `^` at the front the
beginning of the sentence, `$` at the back its end, and `{name}` after the last word the rest of
the clause, which is handed out. Matching takes time linear in the text: templates are looked up by
their first word and a gap is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

WORD = re.compile(r"[^\W_]+|[:©]")
_CLAUSE = re.compile(r"[^\n;|()\[\]—–:,!?]{0,100}")
_GAP = 4
_KEY = 3  # letters by which templates are looked up
# `Word(...)` takes three times as long, and this is done for every word of every report.
_made = tuple.__new__


class Word(NamedTuple):
    """A word of a text, folded, with its offsets."""

    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A template found: what it stands for, where, and the words of its name slot ("" if none)."""

    tag: str
    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class _Slot:
    whole: frozenset[str]
    beginnings: tuple[str, ...]
    gap: bool = False

    def takes(self, word: str) -> bool:
        return word in self.whole or word.startswith(self.beginnings or ("\0",))


@dataclass(frozen=True, slots=True)
class _Template:
    tag: str
    slots: tuple[_Slot, ...]
    first: bool
    last: bool
    named: bool


def words(text: str, start: int, end: int) -> list[Word]:
    """The words of `text[start:end]`."""
    return [_made(Word, (m[0].casefold(), *m.span())) for m in WORD.finditer(text, start, end)]


class Phrases:
    """Templates of several tags, compiled together."""

    def __init__(self, templates: Mapping[str, Iterable[str]]) -> None:
        """`templates` maps tags to templates; raises `ValueError` for a malformed one."""
        self._index: dict[str, list[_Template]] = {}
        for tag, lines in templates.items():
            for line in dict.fromkeys(lines):
                for template in _compile(tag, line):
                    slot = template.slots[0]
                    for key in {word[:_KEY] for word in (*slot.whole, *slot.beginnings)}:
                        self._index.setdefault(key, []).append(template)

    def find(self, text: str, read: Sequence[Word]) -> Iterator[Hit]:
        """All templates that match, by where they begin, within the words of one sentence."""
        for index, word in enumerate(read):
            for template in self._index.get(word.folded[:_KEY], ()):
                if template.first and index:
                    continue
                last = template.last and not template.named
                end = _match(template.slots, read, index, last=last)
                if end is None:
                    continue
                stop, name = read[end - 1].end, ""
                if template.named:
                    clause = _CLAUSE.match(text, stop, read[-1].end)
                    name = clause.group() if clause else ""
                    stop += len(name)
                    name = name.strip()
                    if not name or (template.last and stop < read[-1].end):
                        continue
                yield Hit(template.tag, word.start, stop, name)


def _match(slots: tuple[_Slot, ...], read: Sequence[Word], index: int, *, last: bool) -> int | None:
    """The index after the last word that `slots` take from `index` on, None if they do not."""
    for position, slot in enumerate(slots):
        if slot.gap:
            for skipped in range(_GAP + 1):
                end = _match(slots[position + 1 :], read, index + skipped, last=last)
                if end is not None:
                    return end
            return None
        if index >= len(read) or not slot.takes(read[index].folded):
            return None
        index += 1
    return index if not last or index == len(read) else None


def _compile(tag: str, line: str) -> Iterator[_Template]:
    body = line.strip()
    first, last = body.startswith("^"), body.endswith("$")
    body = body.removeprefix("^").removesuffix("$")
    named = body.endswith("{name}")
    body = body.removesuffix("{name}")
    for variant in _variants(body.split()):
        slots = tuple(_slots(variant))
        if not slots or slots[0].gap or sum(slot.gap for slot in slots) > 2:
            raise ValueError(f"phrase template {line!r} needs a first word and at most two gaps")
        yield _Template(tag, slots, first, last, named)


def _variants(pieces: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The template with each optional word present and absent."""
    if not pieces:
        yield ()
        return
    for rest in _variants(pieces[1:]):
        if pieces[0].startswith("("):
            yield (pieces[0].strip("()"), *rest)
            yield rest
        else:
            yield (pieces[0], *rest)


def _slots(pieces: Iterable[str]) -> Iterator[_Slot]:
    for piece in pieces:
        if piece == "..":
            yield _Slot(frozenset(), (), gap=True)
        elif "/" in piece or "*" in piece:
            choices = [choice.casefold() for choice in piece.split("/")]
            yield _Slot(
                frozenset(choice for choice in choices if not choice.endswith("*")),
                tuple(choice[:-1] for choice in choices if choice.endswith("*")),
            )
        else:
            for word in WORD.findall(piece.casefold()):
                yield _Slot(frozenset({word}), ())
