"""What a text has dated already, for expressions that count from there ("the next day")."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from rashomon.annotate.timeml import Timex

# For how many sentences a date that a text names stands for "then", and a quarter for its results.
_NEAR = 2
_QUARTERLY = 8


class Told(NamedTuple):
    """What a text has dated before an expression, for those that count from there.

    `here` is the day or quarter that the sentence itself named last, `near` the date that this
    sentence or the two before it named last, `quarter` the last quarter of the last sentences.
    """

    here: str | None = None
    near: str | None = None
    quarter: str | None = None


class Memory:
    """What a text has dated so far, sentence by sentence."""

    def __init__(self) -> None:
        self._number = -1
        self._here: str | None = None
        self._near: tuple[str, int] | None = None
        self._quarter: tuple[str, int] | None = None

    def at(self, number: int) -> Told:
        """What has been dated when the text comes to an expression of its sentence `number`."""
        if number != self._number:
            self._number, self._here = number, None
        return Told(
            self._here, self._recent(self._near, _NEAR), self._recent(self._quarter, _QUARTERLY)
        )

    def _recent(self, named: tuple[str, int] | None, sentences: int) -> str | None:
        return named[0] if named is not None and self._number - named[1] <= sentences else None

    def keep(self, timex: Timex, rule: Mapping[str, Any]) -> None:
        """Remembers what an expression read by `rule` dates; "the next day" moves nothing on."""
        if timex.type == "DATE" and (timex.precision == "day" or "-Q" in timex.value):
            self._here = timex.value
        if timex.type in ("DATE", "TIME") and timex.value[:4].isdecimal() and "from" not in rule:
            self._near = timex.value, self._number
        if rule["reads"] == "date" and "-Q" in timex.value and timex.value[0] != "X":
            self._quarter = timex.value, self._number
