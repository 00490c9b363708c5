"""What an engine can do: work on parts wherever there is room, and SQL over folders of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

T = TypeVar("T")


class Engine(Protocol):
    """Two kinds of work. Folders are seen by all who work: on a cluster they are shared ones."""

    # Of how many reports a statement is asked for at once that has many rows for each; None: all.
    at_once: int | None

    def each(self, work: Callable[[T], int], items: Sequence[T]) -> Iterator[int]:
        """Does work for each item, in any order; gives what it returns, as it is done.

        `work` and items are sent to other processes and machines; work may be done twice.
        Raises `StageError` if a worker died, or keeps dying, over an item.
        """

    def table(self, name: str, folder: Path) -> None:
        """Lets statements call the Parquet files of a folder by a name; a second call replaces."""

    def save(self, selects: Sequence[str], folder: Path) -> None:
        """Writes the rows of statements as Parquet files into a folder, which is made anew."""

    def number(self, select: str) -> int:
        """The one number that a statement gives."""

    def close(self) -> None:
        """Lets workers and memory go."""
