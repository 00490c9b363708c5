"""What can be compared in a sentence."""

from __future__ import annotations

import pytest

from rashomon.compare.statements import statements
from rashomon.model import Report, Text
from rashomon.pipeline import read


@pytest.mark.parametrize(
    ("sentence", "where"),
    [
        ("Eleven people were killed near Grunik, the regional police said on Monday.", True),
        ("Undici persone sono morte vicino a Grunik, ha detto la polizia regionale lunedì.", True),
        ("Jedenaście osób zginęło w Grunik, poinformowała w poniedziałek policja.", True),
        ("Eleven people were killed by Grunik fighters, the regional police said.", False),
        ("According to Grunik, eleven people were killed, the regional police said.", False),
    ],
)
def test_a_place_that_nobody_knows_is_told_by_the_word_before_it(
    sentence: str, where: bool
) -> None:
    report = Report("r", "r", sentence, "r")
    (found,) = statements(Text(report, read(report)), "o", {}, "en")
    assert bool([key for key in found.where if key.startswith("?")]) is where
