"""Laying two reports side by side: which sentences of the one stand in the other.

Word sequences are compared by their longest common subsequence (rapidfuzz), taken twice so that a
clause may have moved, meanings by the cosine of sentence vectors where these are given. Pairs are
taken best first; a sentence may meet two others where one was split or joined.

A translation keeps the order of its original, chance does not: of the sentences of two languages
that are nearest to each other only those in one ascending chain count (as in the alignment of
parallel texts since Gale and Church 1993).
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import LCSseq

from rashomon.encode.across import attainable, fidelity
from rashomon.model import Passage, Reuse, Span
from rashomon.reuse.shingles import word_spans, words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from rashomon.model import Sentence, Text
    from rashomon.settings import Reuse as Limits

# Words are one character each, from the first on; with so many no two long texts run out of them.
_FIRST_CODE = 0x100
_MOST_CODES = 500_000
# What stands between two spaces, with its signs and capitals: how many are remembered, and in how
# many characters; in scripts without spaces that is half a sentence, which does not recur.
_MOST_PIECES, _LONGEST_PIECE = 300_000, 40
_SHORTEST = 4  # words; a shorter sentence recurs by chance and is never a passage
_KEPT = 10_000  # pairs of sentences; what larger texts have in common is counted again


@dataclass(frozen=True, slots=True, eq=False)
class _Side:
    """One report's story: its sentences, these with white space folded, their words as one
    character each and how many; `length` counts the story's characters.

    `spoken` are the languages of the sentences, `tongues` where each sentence's stands in them."""

    text: Text
    sentences: tuple[Sentence, ...]
    told: tuple[str, ...]
    coded: tuple[str, ...]
    counts: NDArray[np.float64]
    length: int
    spoken: tuple[str, ...]
    tongues: NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class _Laid:
    """Two reports side by side: for every pair of sentences its common words over those of the
    longer and of the shorter (0..1), and the words of the shorter."""

    left: _Side
    right: _Side
    whole: NDArray[np.float64]
    part: NDArray[np.float64]
    shorter: NDArray[np.float64]


class _Codes(dict[str, str]):
    """One character for each word, given when it is first met."""

    def __missing__(self, word: str) -> str:
        self[word] = code = chr(_FIRST_CODE + len(self))
        return code


class _Pieces(dict[str, str]):
    """The codes of the words in what stands between two spaces: looked up, not split again."""

    def __init__(self, codes: _Codes) -> None:
        self._codes = codes

    def __missing__(self, piece: str) -> str:
        coded = "".join(map(self._codes.__getitem__, words(piece)))
        if len(piece) <= _LONGEST_PIECE:
            self[piece] = coded
        return coded


class Desk:
    """Where reports are laid side by side, each read once until the desk is cleared."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._codes = _Codes()
        self._pieces = _Pieces(self._codes)
        self._sides: dict[str, _Side] = {}
        # Pairs that were asked about and are not aligned yet.
        self._laid: dict[tuple[str, str], _Laid] = {}

    def clear(self) -> None:
        """Takes all reports off; words keep their codes."""
        self._sides, self._laid = {}, {}

    def in_question(self, a: Text, b: Text) -> set[str]:
        """The sentences of two reports, white space folded, whose meanings can matter.

        Those of two languages that a translation may join, and of one language those with enough
        words in common to be a rewording. What no vector can change is not worth encoding.
        """
        left, right = self._pair(a, b)
        if not left.sentences or not right.sentences:
            return set()
        laid = _lay(left, right)
        if laid.whole.size <= _KEPT:
            self._laid[a.id, b.id] = laid
        cells = _rewordable(laid, self._limits) | _translatable(laid, self._limits)
        found = {left.told[i] for i in np.flatnonzero(cells.any(axis=1)).tolist()}
        return found | {right.told[j] for j in np.flatnonzero(cells.any(axis=0)).tolist()}

    def align(
        self, a: Text, b: Text, vectors: Mapping[str, NDArray[np.float32]] | None = None
    ) -> Reuse:
        """The passages that two reports share, with coverages; `a.id < b.id` is not required.

        Without `vectors` only common words are seen, and no translation is found. They are unit
        vectors by sentence, white space folded, of all that are `in_question`.
        """
        if b.id < a.id:
            a, b = b, a
        if a.report.digest == b.report.digest:
            return _same(a, b)
        limits = self._limits
        left, right = self._pair(a, b)
        if not left.sentences or not right.sentences:
            return Reuse(a.id, b.id, (), 0.0, 0.0)
        laid = self._laid.pop((a.id, b.id), None) or _lay(left, right)
        score, kind = _compare(laid, limits, vectors)
        chosen = _choose(score, kind)
        if _house_lines(left, right, chosen, limits):
            chosen = []
        passages = tuple(
            Passage(*_spans(left, i, right, j, kind[i, j]), _KINDS[kind[i, j]], round(s, 3))
            for i, j, s in chosen
        )
        return Reuse(
            a.id,
            b.id,
            passages,
            _covered(left, [p.a for p in passages]),
            _covered(right, [p.b for p in passages]),
            # A missing mark hides the speech of one side.
            max(_quoted(a, [p.a for p in passages]), _quoted(b, [p.b for p in passages])),
        )

    def _pair(self, a: Text, b: Text) -> tuple[_Side, _Side]:
        if len(self._codes) > _MOST_CODES or len(self._pieces) > _MOST_PIECES:
            self._codes, self._sides = _Codes(), {}
            self._pieces = _Pieces(self._codes)
        return self._side(a), self._side(b)

    def _side(self, text: Text) -> _Side:
        if text.id not in self._sides:
            body = text.body
            sentences = body[: self._limits.max_sentences]
            pieces = [text.report.text[s.start : s.end].split() for s in sentences]
            coded = tuple("".join(map(self._pieces.__getitem__, some)) for some in pieces)
            languages = [s.language or "" for s in sentences]
            spoken = tuple(sorted(set(languages)))
            self._sides[text.id] = _Side(
                text,
                sentences,
                tuple(map(" ".join, pieces)),
                coded,
                np.array([len(some) for some in coded], np.float64),
                sum(s.end - s.start for s in body),
                spoken,
                np.array([spoken.index(language) for language in languages], np.intp),
            )
        return self._sides[text.id]


def align(
    a: Text,
    b: Text,
    limits: Limits,
    vectors: Mapping[str, NDArray[np.float32]] | None = None,
) -> Reuse:
    """The same for two reports alone; meanings are compared where vectors are given."""
    return Desk(limits).align(a, b, vectors)


def coverage(text: Text, spans: Sequence[Span]) -> float:
    """Share (0..1) of a story's characters that the spans take; overlaps count once."""
    return _share(spans, sum(s.end - s.start for s in text.body))


_EDITED, _VERBATIM, _TRANSLATED, _JOINED = 1, 2, 3, 4
_KINDS: dict[int, Literal["verbatim", "edited", "translated"]] = {
    _EDITED: "edited",
    _VERBATIM: "verbatim",
    _TRANSLATED: "translated",
    _JOINED: "edited",
}


def _compare(
    laid: _Laid, limits: Limits, vectors: Mapping[str, NDArray[np.float32]] | None
) -> tuple[NDArray[np.float64], NDArray[np.int8]]:
    """Similarity and kind (0: none) of every pair of sentences."""
    score, kind = _by_words(laid, limits)
    if vectors is not None:
        cosine = _cosines(laid.left, laid.right, vectors)
        reworded = _rewordable(laid, limits) & (kind == 0) & (cosine >= limits.reworded)
        kind[reworded] = _EDITED
        score[reworded] = cosine[reworded] * 0.9
        likely = _translatable(laid, limits) & (kind == 0)
        # Not cut at 1: where a translation attains little, much lies as high, and one is nearest.
        best = _between(laid.left, laid.right, attainable)
        alike = np.divide(cosine, best, out=np.zeros_like(score), where=likely)
        for i, j in _translations(alike, limits):
            kind[i, j], score[i, j] = _TRANSLATED, min(alike[i, j], 1.0)
    verbatim = (laid.whole == 1.0) & (laid.shorter >= _SHORTEST)
    kind[verbatim], score[verbatim] = _VERBATIM, 1.0
    return score, kind


def _by_words(laid: _Laid, limits: Limits) -> tuple[NDArray[np.float64], NDArray[np.int8]]:
    """The same by words alone."""
    score, kind = np.zeros_like(laid.whole), np.zeros(laid.whole.shape, np.int8)
    likely = (laid.whole >= limits.edited / 2) | (laid.part >= limits.contained)
    # Few pairs of sentences have as much in common: each is looked at by itself.
    rows, columns = np.nonzero(likely & (laid.shorter >= limits.min_words))
    for i, j in zip(rows.tolist(), columns.tolist(), strict=True):
        found, height, common = 0, laid.whole[i, j], laid.whole[i, j]
        if (
            common < 1.0
            and laid.part[i, j] >= limits.contained
            and laid.shorter[i, j] >= limits.min_words + 2
            and _runs_in(laid.left.coded[i], laid.right.coded[j])
        ):
            found, height = _JOINED, laid.part[i, j] * 0.9
        if common >= limits.edited:
            found = _EDITED
        elif common >= limits.edited / 2:
            # The longer of two clauses that changed places is at least half of what is common.
            moved = _with_moved(laid.left.coded[i], laid.right.coded[j])
            if moved >= limits.edited and moved > height:
                found, height = _EDITED, moved
        if found:
            kind[i, j], score[i, j] = found, height
    return score, kind


def _lay(left: _Side, right: _Side) -> _Laid:
    common = process.cdist(
        left.coded, right.coded, scorer=LCSseq.similarity, dtype=np.int32
    ).astype(np.float64)
    n, m = left.counts[:, None], right.counts[None, :]
    shorter = np.minimum(n, m)
    whole, part = common / np.maximum(np.maximum(n, m), 1), common / np.maximum(shorter, 1)
    return _Laid(left, right, whole, part, shorter)


def _rewordable(laid: _Laid, limits: Limits) -> NDArray[np.bool_]:
    """Which two sentences of one language could be rewordings, for all that their words say."""

    def told(one: str, other: str) -> bool:
        # Only of a language in which cosines tell rewordings.
        return one == other and fidelity(one) >= limits.known

    found = _between(laid.left, laid.right, told) & (laid.shorter >= limits.min_words)
    return found & (laid.whole >= 0.25) & (laid.whole < limits.edited)


def _translatable(laid: _Laid, limits: Limits) -> NDArray[np.bool_]:
    """Which two sentences are of two languages that a translation between can be told in."""

    def told(one: str, other: str) -> bool:
        return one != other and attainable(one, other) >= limits.attainable

    return _between(laid.left, laid.right, told) & (laid.shorter >= _SHORTEST)


def _with_moved(one: str, other: str) -> float:
    """Common words, in order, and of what is left those in order again, over the longer."""
    changes = LCSseq.editops(one, other)
    left = "".join(one[e.src_pos] for e in changes if e.tag == "delete")
    added = "".join(other[e.dest_pos] for e in changes if e.tag == "insert")
    longer = max(len(one), len(other))
    return (len(one) - len(left) + LCSseq.similarity(left, added)) / longer


def _translations(alike: NDArray[np.float64], limits: Limits) -> list[tuple[int, int]]:
    """The longest ascending chain of cells that lead their row and their column."""
    leading = (alike >= alike.max(axis=1, keepdims=True)) & (
        alike >= alike.max(axis=0, keepdims=True)
    )
    found = np.argwhere(leading & (alike >= limits.translated))
    return _ascending([(int(i), int(j)) for i, j in found])


def _ascending(cells: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest chain of cells in which rows and columns ascend (Fredman 1975)."""
    # Of each row the larger column first, so that one row gives one cell.
    order = sorted(cells, key=lambda cell: (cell[0], -cell[1]))
    ends: list[int] = []
    tops: list[int] = []
    before: list[int | None] = []
    for index, (_, column) in enumerate(order):
        place = bisect_left(ends, column)
        before.append(tops[place - 1] if place else None)
        ends[place : place + 1] = [column]
        tops[place : place + 1] = [index]
    chain = []
    at = tops[-1] if tops else None
    while at is not None:
        chain.append(order[at])
        at = before[at]
    return chain[::-1]


def _choose(score: NDArray[np.float64], kind: NDArray[np.int8]) -> list[tuple[int, int, float]]:
    """Best pairs first, each sentence once, but for a sentence that was split or joined."""
    rows, columns = (found.tolist() for found in np.nonzero(kind))
    order = sorted(zip(rows, columns, strict=True), key=lambda p: (-score[p], abs(p[0] - p[1]), p))
    seen_rows: dict[int, int] = {}
    seen_columns: dict[int, int] = {}
    chosen = []
    for i, j in order:
        joined = kind[i, j] == _JOINED
        if (i in seen_rows and not (joined and j not in seen_columns)) or (
            j in seen_columns and not (joined and i not in seen_rows)
        ):
            continue
        seen_rows.setdefault(i, j)
        seen_columns.setdefault(j, i)
        chosen.append((i, j, float(score[i, j])))
    return sorted(chosen)


def _house_lines(
    left: _Side, right: _Side, chosen: list[tuple[int, int, float]], limits: Limits
) -> bool:
    """Whether two texts of one outlet share nothing but the lines that close both."""
    one, other = left.text.report.source, right.text.report.source
    if one is None or one != other:
        return False
    closing = {
        (len(left.sentences) - k, len(right.sentences) - k) for k in range(1, len(chosen) + 1)
    }
    shared = (
        _covered(left, [_span(left.sentences[i]) for i, _, _ in chosen]),
        _covered(right, [_span(right.sentences[j]) for _, j, _ in chosen]),
    )
    return {(i, j) for i, j, _ in chosen} == closing and max(shared) < limits.house_lines


def _spans(left: _Side, i: int, right: _Side, j: int, kind: int) -> tuple[Span, Span]:
    """The spans of two sentences; of a longer one only what stands in the shorter."""
    a, b = _span(left.sentences[i]), _span(right.sentences[j])
    if kind != _JOINED:
        return a, b
    if len(left.coded[i]) > len(right.coded[j]):
        return _run(left, i, right.coded[j]), b
    return a, _run(right, j, left.coded[i])


def _run(side: _Side, index: int, shorter: str) -> Span:
    """The stretch of a sentence from its first to its last run of three words of a shorter one."""
    longer, sentence = side.coded[index], side.sentences[index]
    runs = {shorter[k : k + 3] for k in range(len(shorter) - 2)}
    found = [k for k in range(len(longer) - 2) if longer[k : k + 3] in runs]
    places = word_spans(side.text.report.text, sentence.start, sentence.end)
    if not found or len(places) != len(longer):  # case folding can split a word
        return _span(sentence)
    return Span(places[found[0]][0], places[found[-1] + 2][1])


def _runs_in(a: str, b: str) -> bool:
    """Whether the shorter sentence stands in the longer in runs, not as scattered common words."""
    shorter, longer = sorted((a, b), key=len)
    runs = {longer[k : k + 3] for k in range(len(longer) - 2)}
    grams = [shorter[k : k + 3] for k in range(len(shorter) - 2)]
    return sum(g in runs for g in grams) >= len(grams) / 2


def _cosines(
    left: _Side, right: _Side, vectors: Mapping[str, NDArray[np.float32]]
) -> NDArray[np.float32]:
    """How alike the meanings of every pair of sentences are, 0 where one is not in question."""
    size = next((len(vector) for vector in vectors.values()), 1)
    none = np.zeros(size, np.float32)
    one, other = (
        np.array([vectors.get(told, none) for told in side.told]) for side in (left, right)
    )
    cosines: NDArray[np.float32] = one @ other.T
    return cosines


def _between(left: _Side, right: _Side, told: Callable[[str, str], Any]) -> NDArray[Any]:
    """What is told of two languages, for every pair of sentences by theirs."""
    found = np.array([[told(one, other) for other in right.spoken] for one in left.spoken])
    return found[left.tongues[:, None], right.tongues]


def _same(a: Text, b: Text) -> Reuse:
    """Two reports of one digest: every sentence is verbatim."""
    passages = tuple(Passage(_span(s), _span(s), "verbatim", 1.0) for s in a.body)
    whole = 1.0 if passages else 0.0
    return Reuse(a.id, b.id, passages, whole, whole, _quoted(a, [p.a for p in passages]))


def _quoted(text: Text, spans: Sequence[Span]) -> float:
    """Share of the spans that is speech in quotation marks."""
    speech = [q.content for q in text.reading.quotes if q.kind != "indirect"]
    inside = [
        Span(max(s.start, q.start), min(s.end, q.end))
        for s in spans
        for q in speech
        if s.start < q.end and q.start < s.end
    ]
    return _share(inside, _measure(spans))


def _covered(side: _Side, spans: Sequence[Span]) -> float:
    return _share(spans, side.length)


def _share(spans: Sequence[Span], total: int) -> float:
    return round(_measure(spans) / total, 4) if total else 0.0


def _measure(spans: Sequence[Span]) -> int:
    """Characters covered by spans that may overlap."""
    covered, reached = 0, -1
    for span in sorted(spans):
        start = max(span.start, reached)
        covered += max(0, span.end - start)
        reached = max(reached, span.end)
    return covered


def _span(sentence: Sentence) -> Span:
    return Span(sentence.start, sentence.end)
