"""Blocks: the lines of a report (or the sentences of an over-long line), with their shape."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rashomon.extract.cues import book, cues
from rashomon.language.phrases import Hit, words
from rashomon.model import Role, Sentence
from rashomon.settings import Extract

BREAK = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_STOPPED = re.compile(r"[.!?…。！？؟।۔][\"'“”’»›)\]}*_]*\s?\Z")
_SPACE = re.compile(r"\W+")


@dataclass(slots=True)
class Block:
    """Neighbouring sentences that are judged together, and the role found for each.

    `roles` has one entry a sentence, None as long as nothing but body has been told.
    `size` is in words, for writing without spaces in sixths of its letters.
    """

    text: str
    sentences: Sequence[Sentence]
    hits: list[tuple[Hit, ...]]
    sizes: list[int]
    roles: list[Role | None] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Words in all sentences."""
        return sum(self.sizes)

    @property
    def stopped(self) -> bool:
        """Whether the block ends as a sentence does, a short tag after it allowed for."""
        last = self.text.rstrip()
        return bool(_STOPPED.search(last[-8:])) or bool(re.search(r"[.!?…][^.!?…]{0,14}\Z", last))

    @property
    def closed(self) -> bool:
        """Whether a full stop (no other mark) ends the block, as it ends no headline."""
        return self.text.rstrip("\"'“”’»)").endswith(".")

    @property
    def key(self) -> str:
        """The block's words alone, by which repeated lines are known."""
        return _SPACE.sub(" ", self.text[:400]).casefold().strip()

    @property
    def role(self) -> Role | None:
        """The role of all its sentences, None if they differ or nothing is told."""
        return self.roles[0] if len(set(self.roles)) == 1 else None

    def give(self, role: Role) -> None:
        """The role for every sentence that has none."""
        self.roles = [known or role for known in self.roles]

    def typical(self, role: Role, unless: Role | None = None) -> float:
        """The share of its words that are typical of a role (and not of another)."""
        count = 0
        for sentence in self.sentences:
            known = book(sentence.language)
            start, end = sentence.start - self.start, sentence.end - self.start
            for word in words(self.text, start, end):
                count += known.typical(role, word.folded) and not (
                    unless and known.typical(unless, word.folded)
                )
        return count / max(1, self.size)

    @property
    def start(self) -> int:
        """Where the block begins in the report."""
        return self.sentences[0].start

    def tells(self, limits: Extract) -> bool:
        """Whether it has the shape of story text: long enough, and closed by a full stop."""
        return self.size >= limits.long_line or (self.size >= limits.story_line and self.stopped)


def blocks(text: str, sentences: Sequence[Sentence], limits: Extract) -> list[Block]:
    """All blocks of a report, in order."""
    return [_block(text, group) for line in _lines(text, sentences) for group in _cut(line, limits)]


def _lines(text: str, sentences: Sequence[Sentence]) -> Iterator[list[Sentence]]:
    line: list[Sentence] = []
    for sentence in sentences:
        if line and BREAK.search(text, line[-1].end, sentence.start):
            yield line
            line = []
        line.append(sentence)
    if line:
        yield line


def _cut(line: list[Sentence], limits: Extract) -> Iterator[list[Sentence]]:
    if line[-1].end - line[0].start <= limits.longest_line:
        yield line
    else:
        yield from ([sentence] for sentence in line)


def _block(text: str, group: Sequence[Sentence]) -> Block:
    hits = [cues(text, s.start, s.end, s.language) for s in group]
    sizes = [_size(text[s.start : s.end]) for s in group]
    roles: list[Role | None] = [None] * len(group)
    return Block(text[group[0].start : group[-1].end], group, hits, sizes, roles)


def _size(text: str) -> int:
    spaced = len(text.split())
    return max(spaced, sum(map(str.isalpha, text)) // 6) if spaced < 4 else spaced
