"""The table of places is what scripts/places.py makes now."""

from itertools import islice

from scripts.places import CITIES, DATA, cities, table

from rashomon.annotate import gazetteer


def test_the_table_is_up_to_date() -> None:
    assert (DATA / "places.table").read_bytes() == table(), "run `make places`"
    assert CITIES.read_text(encoding="utf-8") == cities(), "run `make places`"


def test_every_name_leads_to_its_places_best_known_first() -> None:
    world = gazetteer.load()
    assert world.names["paris"][0][:2] == (2988507, "Paris")
    for entries in world.names["springfield"], world.names["київ"]:
        known = [entry.population for entry in entries]
        assert known == sorted(known, reverse=True)
    assert world.reach["new"] >= 2
    assert world.countries["UA"] == world.ids[690791]
    assert "nowhere at all" not in world.names
    assert "" not in world.reach
    assert world.names.get("#1") is None
    assert all(len(word.split()) == 1 for word in islice(world.reach, 100))
