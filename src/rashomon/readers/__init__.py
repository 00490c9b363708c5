"""Optional readers, off by default: an NLI model, and any OpenAI-compatible server.

They are asked of the pairs of which an account is least sure. What they answer is hostile until
`compare.proposals` has found it in the sentences; what fails is told with the account, and never
ends a run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from rashomon.compare.proposals import Opinion
from rashomon.exceptions import ReaderError
from rashomon.model import Failure
from rashomon.online import Readers as Limits

__all__ = ["Answers", "Reader", "Readers"]


class Reader(Protocol):
    """Says what pairs of sentences have to do with each other."""

    def read(self, pairs: Sequence[tuple[str, str]]) -> list[Opinion | None]:
        """An opinion of each pair, None where there is none; raises `ReaderError`."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What readers (by name) said of pairs, and who failed."""

    opinions: tuple[tuple[str, tuple[Opinion | None, ...]], ...] = ()
    failures: tuple[Failure, ...] = ()


class Readers:
    """The readers that the settings name, each loaded when it is first asked."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._makers: dict[str, Callable[[], Reader]] = {}
        if limits.nli:
            self._makers[f"nli {limits.nli}"] = self._nli
        if limits.endpoint:
            self._makers[f"model {limits.model or 'unnamed'}"] = self._endpoint
        self._made: dict[str, Reader] = {}
        self._failed = dict.fromkeys(self._makers, 0)

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._makers)

    def read(self, pairs: Sequence[tuple[str, str]]) -> Answers:
        """Asks all of them; one that has failed too often in a row is left alone."""
        opinions, failures = [], []
        for name in self._makers if pairs else ():
            try:
                opinions.append((name, tuple(self._ask(name, pairs))))
                self._failed[name] = 0
            except ReaderError as error:
                self._failed[name] += 1
                failures.append(Failure(name, "readers", error.cause))
        return Answers(tuple(opinions), tuple(failures))

    def _ask(self, name: str, pairs: Sequence[tuple[str, str]]) -> list[Opinion | None]:
        if self._failed[name] >= self.limits.failures:
            raise ReaderError("failed before in this run: not asked", input=name, stage="readers")
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name].read(pairs)

    def _nli(self) -> Reader:
        from rashomon.readers.nli import Nli  # noqa: PLC0415  (of the extra "hub")

        return Nli(self.limits)

    def _endpoint(self) -> Reader:
        from rashomon.readers.endpoint import Endpoint  # noqa: PLC0415  (opens connections)

        return Endpoint(self.limits)
