"""Two reports side by side, in one language or two: what they share, and what both tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text as Line

from rashomon.archive import Result
from rashomon.export.html import styled
from rashomon.export.revisions import Run, runs
from rashomon.export.view import outlet
from rashomon.export.wording import clean, counted, harmless, moment
from rashomon.model import Fact, Label, Reuse, Sentence, Text

_COLOURS = {"verbatim": "green", "edited": "yellow", "translated": "cyan", "same fact": "magenta"}


@dataclass(frozen=True, slots=True)
class Pair:
    """One line of two reports side by side.

    `kind` says how the left stands in the right: verbatim, edited or translated where the text is
    shared; "same fact" where both tell, in words of their own, what the account takes for one
    thing. `fact` is then the fact and `label` its label. `words` are the edits, word by word.
    """

    left: str | None
    right: str | None
    kind: str | None = None
    left_language: str | None = None
    right_language: str | None = None
    fact: str | None = None
    label: str | None = None
    words: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two reports side by side, in the order of the first; what only one has stands alone.

    `event` is the event of both, None where they are of two or none.
    """

    a: Text
    b: Text
    pairs: tuple[Pair, ...]
    reuse: Reuse | None
    event: str | None


def comparison(result: Result, a: str, b: str) -> Comparison | None:
    """Two reports of a result laid side by side; None if it lacks either."""
    if a not in result.texts or b not in result.texts:
        return None
    one, other = result.texts[a], result.texts[b]
    reuse = next((r for r in result.reuses if {r.a, r.b} == {a, b}), None)
    both = [e for e in result.events if a in e.reports and b in e.reports]
    account = result.accounts.get(both[0].id) if both else None
    told = _told(one, other, account.facts if account else ())
    pairs = tuple(_pairs(one, other, _shared(one, other, reuse), told))
    return Comparison(one, other, pairs, reuse, both[0].id if both else None)


def show(found: Comparison, console: Console) -> None:
    """Prints two reports side by side: coloured where they share text, plain where they do not."""
    table = Table(show_lines=False, expand=True, pad_edge=False)
    table.add_column(_head(found.a), ratio=10)
    table.add_column("how", width=10)
    table.add_column(_head(found.b), ratio=10)
    for pair in found.pairs:
        how = pair.label or pair.kind or ""
        colour = _COLOURS.get(pair.kind or "", "")
        table.add_row(_words(pair, "out", colour), Line(how, "dim"), _words(pair, "in", colour))
    console.print(table)
    console.print(Line(summary(found), "bold"))


def page(found: Comparison) -> str:
    """Two reports side by side as one HTML page that asks nothing of any other."""
    return styled("side_by_side.html", found=found, summary=summary(found))


def contract(found: Comparison) -> dict[str, Any]:
    """Two reports side by side as the JSON that programs read."""
    return {
        "a": found.a.id,
        "b": found.b.id,
        "event": found.event,
        "pairs": [asdict(pair) for pair in found.pairs],
        "reuse": asdict(found.reuse) if found.reuse else None,
    }


def summary(found: Comparison) -> str:
    """How much each has of the other, in a line."""
    if found.reuse is None:
        return "These two share no text that was found."
    covered = {found.reuse.a: found.reuse.coverage_a, found.reuse.b: found.reuse.coverage_b}
    shares = (f"{covered[t.id]:.0%} of {clean(t.id)}" for t in (found.a, found.b))
    return f"{counted(len(found.reuse.passages), 'passage')} in common: {', '.join(shares)}."


def _head(text: Text) -> Line:
    told = text.report.published
    parts = (clean(text.report.title or text.id), outlet(text), moment(told) if told else None)
    return Line(" · ".join(part for part in parts if part))


def _words(pair: Pair, own: str, colour: str) -> Line:
    """One side of a pair; of edited sentences the words that only this side has stand out."""
    if not pair.words:
        return Line(clean((pair.left if own == "out" else pair.right) or ""), colour)
    line = Line(style=colour)
    for run in pair.words:
        if run.way in ("same", own):
            line.append(harmless(run.words), "bold reverse" if run.way == own else "")
    return line


def _pairs(
    one: Text,
    other: Text,
    shared: dict[Sentence, tuple[Sentence, str]],
    told: dict[Sentence, tuple[Sentence, Fact]],
) -> Iterator[Pair]:
    used = {match for match, _ in shared.values()}
    for left in one.reading.sentences:
        words = one.cut(left)
        if left in shared:
            right, kind = shared[left]
            there = other.cut(right)
            edits = runs(words, there) if kind == "edited" and words != there else ()
            yield Pair(words, there, kind, left.language, right.language, words=edits)
        elif left in told and told[left][0] not in used:
            right, fact = told[left]
            used.add(right)
            yield Pair(
                words, other.cut(right), "same fact", left.language, right.language, fact.id,
                str(fact.label),
            )  # fmt: skip
        else:
            yield Pair(words, None, left_language=left.language)
    for right in other.reading.sentences:
        if right not in used:
            yield Pair(None, other.cut(right), right_language=right.language)


def _shared(one: Text, other: Text, reuse: Reuse | None) -> dict[Sentence, tuple[Sentence, str]]:
    """For the sentences of the one that stand in the other: where, and how."""
    found: dict[Sentence, tuple[Sentence, str]] = {}
    for passage in reuse.passages if reuse else ():
        here, there = passage.a, passage.b
        if reuse and reuse.a != one.id:
            here, there = there, here
        match = next((s for s in other.reading.sentences if s.end > there.start), None)
        for sentence in one.reading.sentences:
            if match and sentence.start < here.end and sentence.end > here.start:
                found.setdefault(sentence, (match, passage.kind))
    return found


def _told(one: Text, other: Text, facts: tuple[Fact, ...]) -> dict[Sentence, tuple[Sentence, Fact]]:
    """Pairs of sentences that the account cites for one fact."""
    found: dict[Sentence, tuple[Sentence, Fact]] = {}
    for fact in facts:
        if fact.label is Label.SINGLE:
            continue
        cited = [c for p in fact.positions for c in p.statements]
        starts = {text.id: {c.start for c in cited if c.report == text.id} for text in (one, other)}
        lefts, rights = (
            [
                s
                for s in text.reading.sentences
                if any(s.start <= n < s.end for n in starts[text.id])
            ]
            for text in (one, other)
        )
        for left, right in zip(lefts, rights, strict=False):
            found.setdefault(left, (right, fact))
    return found
