"""What a report is about."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import numpy as np

from rashomon.events.represent import Profile, closenesses, profile, timeless
from rashomon.model import Moment, Report, Text
from rashomon.pipeline import read
from rashomon.settings import Events

LIMITS = Events()
LEAD = np.array([1, 0], dtype=np.float32)


def reported(text: str, language: str) -> Profile:
    report = Report("r", "r", text, sha256(text.encode()).hexdigest(), language=language)
    return profile(Text(report, read(report)), LEAD, LIMITS)


def test_a_name_counts_by_its_mentions() -> None:
    found = reported(
        "The mayor of Sorvets met Ilse Marten. In Sorvets, as Marten said, all of Sorvets knew.",
        "en",
    )
    often = {word: found.mentions.get(key, 1) for key, word in found.names.items()}
    assert often["Sorvets"] == 3
    assert often["Marten"] == 2


def test_countries_and_great_cities_are_everywhere() -> None:
    found = reported("He flew from Moscow in Russia to Halm and from Halm back to Moscow.", "en")
    assert {found.names[key] for key in found.wide} == {"Moscow", "Russia"}


def test_known_events_count_also_where_they_are_written_small() -> None:
    small = reported("Posłowie głosowali nad umową o brexit i odłożyli brexit do jesieni.", "pl")
    great = reported("Members voted on Brexit, and put Brexit off until autumn.", "en")
    assert small.names.keys() & great.names.keys()


def test_a_womans_surname_meets_its_plain_form() -> None:
    czech = reported("Soud propustil Bibiovou. Advokát řekl, že je Bibiová volná.", "cs")
    english = reported("The court freed Bibi. Her lawyer said that Bibi was free.", "en")
    assert czech.names.keys() & english.names.keys()


def test_a_time_read_out_of_the_story_parts_less() -> None:
    early = Moment("2026-01-01", "day", "given")
    late = replace(early, value="2026-03-01")
    supposed = replace(late, basis="text: 'March 1'")
    one, other, maybe = (
        Profile(id, "en", LEAD, {}, frozenset(), when)
        for id, when in (("a", early), ("b", late), ("c", supposed))
    )
    similar = timeless([one, other, maybe], LIMITS) + closenesses([one, other, maybe], LIMITS)
    assert similar[0, 1] < similar[0, 2]
