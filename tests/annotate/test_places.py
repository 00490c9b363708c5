"""Places: golden pairs in every language, the policy on names, evidence, and hostile text."""

import json
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.annotate import gazetteer
from rashomon.annotate.places import places
from rashomon.language import packs
from rashomon.model import Place, Sentence

GOLDEN = Path(__file__).parent.parent / "golden"


def read(text: str, language: str | None = "en") -> list[Place]:
    return list(places(text, [Sentence(0, len(text), language)]))


def known(text: str, language: str = "en") -> list[tuple[str, int | None]]:
    return [(p.name, p.geonames) for p in read(text, language)]


@pytest.mark.parametrize("language", packs.languages())
def test_golden(language: str) -> None:
    for case in json.loads((GOLDEN / language / "places.json").read_text(encoding="utf-8")):
        text = case["text"]
        found = places(text, [Sentence(a, b, language) for a, b in case["sentences"]])
        shown = [[text[p.start : p.end], p.kind, p.geonames] for p in found]
        assert shown == case["places"]
        assert all(p.rule.startswith(f"{language} place: ") for p in found)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "They met in Kiev."),
        ("en", "They met in Kyiv."),
        ("de", "Sie trafen sich in Kiew."),
        ("fr", "Ils se virent à Kiev."),
        ("ru", "Они встретились в Киеве."),
        ("uk", "Вони зустрілися в Києві."),
        ("pl", "Spotkali się w Kijowie."),
        ("cs", "Setkali se v Kyjevě."),
    ],
)
def test_one_place_in_all_spellings_under_the_reports_own_name(language: str, text: str) -> None:
    (place,) = read(text, language)
    assert place.geonames == 703448
    assert place.name == text[place.start : place.end]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "They live in Moscow."),
        ("de", "Sie leben in Moskau."),
        ("fr", "Ils vivent à Moscou."),
        ("es", "Viven en Moscú."),
        ("ru", "Они живут в Москве."),
    ],
)
def test_moscow(language: str, text: str) -> None:
    assert [number for _, number in known(text, language)] == [524901]


def test_disputed_region_follows_iso_3166() -> None:
    (place,) = read("The bridge to Crimea was closed.")
    entry = gazetteer.load().ids[place.geonames or 0]
    assert (entry.kind, entry.country) == ("region", "UA")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "They crossed the Kursk region."),
        ("en", "They crossed Kursk Oblast."),
        ("de", "Sie zogen durch das Gebiet Kursk."),
        ("ru", "Они прошли через Курскую область."),
        ("uk", "Вони пройшли через Курську область."),
    ],
)
def test_a_word_of_kind_makes_it_the_region(language: str, text: str) -> None:
    assert [p.geonames for p in read(text, language)] == [538555]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The storm came from the sea. Coast and harbour were closed."),
        ("es", "El ministro del Interior visitó el puerto."),
        ("fr", "Le vent du Littoral a fermé le port."),
        ("ru", "Ураган накрыл Центр."),
    ],
)
def test_a_common_word_is_no_region_that_is_called_so(language: str, text: str) -> None:
    assert read(text, language) == []


def test_a_region_called_by_a_common_word_is_one_beside_its_kind_or_country() -> None:
    assert ("Coast province", 199247) in known("The police of Coast province in Kenya slept.")


def test_a_place_tells_what_showed_it() -> None:
    kursk, paris = read("They crossed the Kursk region and slept in Paris, Texas.")[:2]
    assert kursk.rule.endswith("region beside")
    assert paris.rule.startswith("en place: gazetteer, best of ")
    assert paris.rule.endswith("word before, in Texas")


def test_a_bare_name_is_the_town() -> None:
    assert known("They stayed in Kursk.") == [("Kursk", 538560)]


def test_the_holder_after_a_comma_decides() -> None:
    assert known("She was born in Paris, Texas.")[0] == ("Paris", 4717560)
    assert known("She was born in Paris, France.")[0] == ("Paris", 2988507)


def test_the_other_places_of_the_report_decide() -> None:
    text = "Judges in Louisiana met in Baton Rouge; the driver came from Alexandria."
    assert ("Alexandria", 4314550) in known(text)


@pytest.mark.parametrize(
    "text",
    [
        "It was a nice day of reading in March.",
        "Split the bill and be nice, he said.",
        "Nice people came. Reading is fun.",
        "Of all things, May was the worst.",
        "Later Paris Hilton left the room.",
    ],
)
def test_common_words_and_people_are_no_places(text: str) -> None:
    assert read(text) == []


def test_a_common_word_with_evidence_is_a_place() -> None:
    assert ("Nice", 2990440) in known("They flew to Nice, France.")


def test_demonyms_name_their_country() -> None:
    (place,) = read("ukrainische Truppen", "de")
    assert (place.kind, place.geonames) == ("demonym", 690791)
    (place,) = read("the North Korean delegation")
    assert (place.name, place.geonames) == ("North Korean", 1873107)


def test_a_county_of_many_has_no_coordinates_until_its_state_is_named() -> None:
    (place,) = read("The flood reached Madison County.")
    assert (place.kind, place.geonames, place.lat, place.lon) == ("district", None, None, None)
    place, _ = read("The flood reached Madison County, Ala., at noon.")
    assert (place.kind, place.geonames, place.lat) == ("district", None, 34.764)


def test_a_village_is_one_where_words_say_so() -> None:
    assert ("Sudzha", 486816) in known("Shells fell on the town of Sudzha.")
    assert read("Sudzha said so.", "en") == []
    assert ("Суджа", 486816) in known("Бои шли в городе Суджа.", "ru")


def test_the_other_places_of_a_report_tell_which_one_is_meant() -> None:
    text = "Officials in Georgia, Alabama and Florida met."
    assert ("Georgia", 4197000) in known(text)
    assert ("Georgia", 614540) in known("Officials in Georgia, Armenia and Azerbaijan met.")


def test_a_street_and_a_currency_are_no_places() -> None:
    assert read("She lives in Dublin Road and paid US$400.") == []


def test_made_up_places_are_not_known() -> None:
    assert read("They marched from Velmoria to Qazrun.") == []


def test_every_country_has_a_point_and_gazetteer_names_are_keys() -> None:
    world = gazetteer.load()
    assert len(world.countries) > 240
    assert all(abs(e.lat) <= 90 and abs(e.lon) <= 180 for e in world.ids.values())
    assert all(gazetteer.key(name) == name for name in islice(world.names, 0, 20_000, 500))


HOSTILE = [
    "Paris " * 4_000,
    "Paris, " * 4_000,
    "San " * 6_000,
    "U.S." * 4_000,
    "Saint-" * 4_000,
    "Київ" * 6_000,
    "Нижнем Новгороде " * 1_000,
    "\ud800 Paris \x00\u202e" * 1_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("language", ["en", "ru", None])
def test_hostile_text_is_read(text: str, language: str | None) -> None:
    read(text, language)


_WORDS = "Paris Texas , Kursk region Nice of in the New York Georgia Russian U.S. (France) West"
PARTS = [*_WORDS.split(), "Курской", "области", "Киева", "\ud800", "Москва-на", "County"]


@given(st.lists(st.sampled_from(PARTS), max_size=25), st.sampled_from([*packs.languages(), None]))
def test_places_are_in_order_and_known_ones_have_points(
    parts: list[str], language: str | None
) -> None:
    text = " ".join(parts)
    found = read(text, language)
    assert found == sorted(found, key=lambda p: (p.start, p.end))
    for place in found:
        assert text[place.start : place.end] == place.name
        assert 0 < place.score <= 1
        assert (place.lat is None) == (place.lon is None)
        # A county of the United States has a point and no GeoNames id.
        assert (place.geonames is None) == (place.lat is None or place.kind == "district")
