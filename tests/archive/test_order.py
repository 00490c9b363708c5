"""Events do not depend on the order in which reports arrive."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.acquire.files import captures
from rashomon.archive import Archive
from rashomon.pipeline import Analysed, analyse
from rashomon.settings import Settings

CORPUS = Path(__file__).parents[2] / "examples" / "corpus"


@cache
def corpus() -> tuple[Analysed, ...]:
    chosen = Settings()
    found = (analyse(c, chosen) for c in captures([str(CORPUS)], chosen.acquire, chosen.fetch))
    return tuple(item for item in found if isinstance(item, Analysed))


def told(batches: list[list[Analysed]]) -> tuple[list[tuple[str, ...]], list[int]]:
    """The reports of each event, and how many events each story has."""
    with Archive.open() as archive:
        for batch in batches:
            archive.keep(batch)
            archive.update()
        events = sorted(event.reports for event in archive.events())
        return events, sorted(len(story.events) for story in archive.stories())


@settings(max_examples=3, deadline=None)
@given(st.permutations(range(25)), st.sets(st.integers(1, 24), max_size=3))
def test_any_order_of_arrival_gives_the_same_events(order: list[int], cuts: set[int]) -> None:
    items = [corpus()[place] for place in order]
    ends = [0, *sorted(cuts), len(items)]
    assert told([items[a:b] for a, b in pairwise(ends)]) == told([list(corpus())])
