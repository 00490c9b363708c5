"""One report with its marks on a terminal: what was read in it, and which rule read it so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Line

from rashomon.annotate.units import spell
from rashomon.export.wording import clean, counted, harmless, language, moment, shortened
from rashomon.model import (
    Mention,
    Name,
    Place,
    Quantity,
    Quote,
    Reading,
    Report,
    Role,
    Sentence,
    Span,
    Time,
)

# What each kind of mark is called, and its colour.
_KINDS: dict[type, tuple[str, str]] = {
    Name: ("name", "cyan"),
    Place: ("place", "green"),
    Time: ("time", "yellow"),
    Quantity: ("quantity", "magenta"),
    Quote: ("quote", "blue"),
}
_STORY = frozenset({Role.TITLE, Role.DATELINE, Role.BODY})
_BOUNDS = {"~": "about ", "<": "at most ", ">": "more than ", "=": ""}
# Longest words of a mark that the list below its sentence repeats, in characters.
_WORDS = 40


def show(report: Report, reading: Reading, console: Console) -> None:
    """Prints a report's sentences, a number before each mark, and below what the marks mean.

    A quote is marked where its content begins. Sentences that are no part of the story are dim.
    """
    marks: list[Mention] = sorted(
        (*reading.names, *reading.places, *reading.times, *reading.quantities, *reading.quotes),
        key=lambda mark: (_span(mark).start, -_span(mark).end, _KINDS[type(mark)]),
    )
    console.print(*_head(report, reading), sep="\n")
    numbered = list(enumerate(marks, 1))
    at = 0
    for sentence in sorted(reading.sentences, key=lambda s: s.start):
        first = at
        while at < len(marks) and _span(marks[at]).start < sentence.end:
            at += 1
        console.print(Padding(_marked(report.text, sentence, numbered[first:at]), (1, 0, 0, 0)))
        if at > first:
            console.print(_table(report.text, numbered[first:at]))
    for failure in reading.failures:
        console.print(Line(clean(f"{failure.stage} failed: {failure.error}"), "red"))


def _head(report: Report, reading: Reading) -> Iterator[Line]:
    yield Line(clean(report.id), "bold")
    sentences = counted(len(reading.sentences), "sentence")
    yield Line(f"{language(reading.language)} · {sentences}", "dim")
    for what, when in (("published", report.published), ("tells of", reading.dated)):
        if when is not None:
            yield Line(f"{what} {moment(when)} ({clean(when.basis)})", "dim")


def _span(mark: Mention) -> Span:
    return mark.content if isinstance(mark, Quote) else Span(mark.start, mark.end)


def _marked(text: str, sentence: Sentence, marks: Sequence[tuple[int, Mention]]) -> Line:
    """The sentence, coloured where it is marked, a number before each mark."""
    line = Line(harmless(text[sentence.start : sentence.end]))
    if sentence.role not in _STORY:
        line.stylize("dim")
    for _, mark in marks:
        span = _span(mark)
        line.stylize(_KINDS[type(mark)][1], span.start - sentence.start, span.end - sentence.start)
    pieces = line.divide(_span(mark).start - sentence.start for _, mark in marks)
    whole = Line().append_text(pieces[0])
    for (number, mark), piece in zip(marks, pieces[1:], strict=True):
        whole.append(f"[{number}]", f"dim {_KINDS[type(mark)][1]}").append_text(piece)
    return whole


def _table(text: str, marks: Sequence[tuple[int, Mention]]) -> Padding:
    """For each mark its number, kind, words, meaning and rule."""
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", style="dim")
    table.add_column(no_wrap=True)
    for share in (3, 4, 4):
        table.add_column(ratio=share)
    for number, mark in marks:
        kind, style = _KINDS[type(mark)]
        span = _span(mark)
        words = shortened(clean(text[span.start : span.end]), _WORDS)
        meaning = Line(clean(_meaning(text, mark)))
        table.add_row(str(number), kind, Line(words, style), meaning, Line(clean(mark.rule), "dim"))
    return Padding(table, (0, 0, 0, 4))


def _meaning(text: str, mark: Mention) -> str:
    """What a mark stands for, in a few words."""
    parts: list[str | None]
    match mark:
        case Name():
            parts = [mark.type, mark.name, mark.id]
        case Place():
            known = mark.lat is not None and mark.lon is not None
            where = f"{mark.lat:.2f}, {mark.lon:.2f}" if known else "not known"
            parts = [mark.kind, where, f"score {mark.score:.2f}"]
        case Time():
            parts = [mark.type, mark.value, mark.precision]
        case Quantity():
            ends = (mark.value,) if mark.value is not None else (mark.low, mark.high)
            amount = " to ".join(spell(end, mark.unit) for end in ends if end is not None)
            change = {"up": "a rise", "down": "a fall", "=": None}[mark.change]
            parts = [_BOUNDS[mark.bound] + amount, mark.dimension, change, mark.of]
        case Quote():
            cue = f"“{text[mark.cue.start : mark.cue.end]}”" if mark.cue else None
            parts = [mark.kind, cue, mark.speaker.name if mark.speaker else "speaker not known"]
    return " · ".join(part for part in parts if part)
