"""Ids that stay when members come and go."""

from __future__ import annotations

import pytest

from rashomon.archive.grouping import kept_ids
from rashomon.model import Story

BEFORE = {"a": "s1", "b": "s1", "c": "s1", "d": "s2"}
LIVING = {id: Story(id, "", ()) for id in ("s1", "s2", "new-x")}


@pytest.mark.parametrize(
    ("groups", "ids"),
    [
        (["abc", "d"], ["s1", "s2"]),
        # An earlier one joins.
        (["0abc", "d"], ["s1", "s2"]),
        # One becomes two: the larger part keeps the id.
        (["a", "bc"], ["new-a", "s1"]),
        # Two become one.
        (["abcd"], ["s1"]),
        (["ef"], ["new-e"]),
        # A new id is never that of another.
        (["xy"], ["new-x~"]),
    ],
)
def test_an_id_goes_where_most_of_its_members_are(groups: list[str], ids: list[str]) -> None:
    found = kept_ids([tuple(g) for g in groups], BEFORE, lambda m: f"new-{m}", lambda _: LIVING)
    assert found == ids
