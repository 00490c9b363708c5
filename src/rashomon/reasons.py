"""Why something holds: sentences by code, and what stands in their gaps.

Stages give a code and values. JSON, files and the terminal have the sentence in English, as here;
the reading room has it in the reader's language, by its catalogues.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

SENTENCES = {
    # Who derives from whom.
    "credit": "%(child)s credits %(name)s: “%(words)s”",
    "own tag": "%(report)s carries the tag of %(name)s, its own outlet",
    "translation traces": "%(child)s shows traces of machine translation, %(parent)s none",
    "remnants": "%(child)s has left %(count)s sentence in the language of %(parent)s",
    "earlier": "%(report)s is of %(time)s, %(other)s of %(later)s",
    "shared": "%(count)s sentence in common",
    "nothing shared": "no text in common",
    "beside": "%(count)s sentence also stands in %(other)s, which credits %(name)s",
    "own text": "%(share)s of %(report)s does not stand in %(other)s: not made from it alone",
    "paywall": "%(report)s ends in a paywall notice, %(other)s has none: not taken from it",
    "judged": "%(name)s judged %(child)s to be taken from %(parent)s (%(day)s, %(id)s)",
    "version taken": "%(child)s has the words of %(parent)s rather than of %(others)s",
    # What makes an event or a story.
    "named by most": "named by most: %(names)s",
    "days": "%(count)s day from the first to the last",
    "within a day": "less than a day from the first to the last",
    "alike": "mean likeness of leads %(likeness)s",
    "all name": "all name %(names)s",
    "most name": "most name %(names)s",
    # How positions stand to each other.
    "below": "%(low)s is %(share)s below %(high)s",
    "below, both about": "%(low)s is %(share)s below %(high)s; both are approximate",
    "below, one about": "%(low)s is %(share)s below %(high)s; one is approximate",
    "rounded": "%(value)s is %(high)s, rounded",
    "rising": "later reports put it higher: %(steps)s",
    "figure": "%(value)s, as %(told)s of these %(all)s reports say",
    "in dispute": "reports differ on what is said in it: %(values)s",
    "of one origin": "texts of one origin give different figures: a change between its versions",
    "within": "%(report)s gives both %(values)s",
    "proposed": "proposed by %(name)s, not found by Rashomon itself",
    "word of": "%(value)s: the word of %(names)s",
    "sentence of": "%(words)s: the word of %(names)s",
    "given otherwise": "given differently: %(values)s",
    "hold ground": "whether %(name)s still hold ground: some say yes, some no",
    "two hold": "two parties are said to hold the %(name)s",
    "denied": "one party says so, another denies it",
    # As an archive kept it before sentences had codes.
    "told": "%(words)s",
}
# The same of several; the gap "count" tells how many.
OF_SEVERAL = {
    "remnants": "%(child)s has left %(count)s sentences in the language of %(parent)s",
    "shared": "%(count)s sentences in common",
    "beside": "%(count)s sentences also stand in %(other)s, which credits %(name)s",
    "days": "%(count)s days from the first to the last",
}
# Gaps with ids of reports, with times (ISO 8601), and with values and figures.
REPORTS = frozenset({"child", "parent", "report", "other", "others"})
TIMES = frozenset({"time", "later", "day"})
VALUES = frozenset({"value", "low", "high", "share", "likeness", "steps"})


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something holds: the code of a sentence and, gap by gap, what stands in it."""

    code: str
    gaps: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __str__(self) -> str:
        """The sentence in English."""
        return told(self)

    @property
    def count(self) -> int:
        """How many things the sentence counts; 1 where it counts none."""
        return int(next((values[0] for gap, values in self.gaps if gap == "count"), "1"))


def reason(code: str, **gaps: str | int | Iterable[str]) -> Reason:
    """A reason; raises `KeyError` unless there is such a sentence, and the gaps are its own."""
    filled = tuple(
        (gap, (str(value),) if isinstance(value, str | int) else tuple(value))
        for gap, value in gaps.items()
    )
    made = Reason(code, filled)
    told(made)
    return made


def in_english(reason: Reason) -> str:
    """The sentence of a reason, with its gaps."""
    several = OF_SEVERAL.get(reason.code) if reason.count != 1 else None
    return several or SENTENCES[reason.code]


def told(
    reason: Reason,
    sentence: Callable[[Reason], str] = in_english,
    shown: Callable[[str, str], str] = lambda _gap, value: value,
) -> str:
    """A reason in words: its sentence filled in; `shown` puts a value of a gap before a reader."""
    gaps = {gap: ", ".join(shown(gap, v) for v in values) for gap, values in reason.gaps}
    return sentence(reason) % gaps
