"""What people decide, and no stage overrules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["merge", "split", "move", "copy", "not-a-copy"]


@dataclass(frozen=True, slots=True)
class Undone:
    """Who took a judgement back, and when (ISO 8601, UTC)."""

    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's decision, which no stage overrules until a person takes it back.

    `subjects` are ids as resolved when it was made: events for a merge; an event and the reports
    that leave it for a split; a report and the event it goes to for a move; child and parent for a
    copy; two reports for not-a-copy. `by` and `at` (ISO 8601, UTC) say whose it is and since when.
    `sides` are the reports that an event's subjects then stood for: those of each merged event;
    those that leave and those that stay; the moved one, those it goes to and those it leaves.
    """

    id: str
    kind: Kind
    subjects: tuple[str, ...]
    by: str
    at: str
    undone: Undone | None = None
    sides: tuple[tuple[str, ...], ...] = ()
