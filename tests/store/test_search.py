"""Word search, on both databases."""

from __future__ import annotations

from rashomon.language.searching import terms
from rashomon.store import Made, Store


def test_words_are_found_on_a_server_as_in_a_file(store: Store, entry, made: Made) -> None:
    texts = {
        "a": "The flood reached Kessin on Monday. Flood walls held, the mayor said.",
        "b": "Наводнение дошло до Кессина. Мэр города сообщил об этом.",
        "c": "洪水到达城市。市长说。",
        "d": "Walls of flood water, 12m high, it's said: C'est l'été à Kessin-les-Bains.",
    }
    store.add([entry(id, text) for id, text in texts.items()], made)

    def found(query: str) -> set[str]:
        return set(store.matching(terms(query)))

    assert found("flood") == {"a", "d"}
    assert found('"flood walls"') == {"a"}
    assert found("walls flood") == {"a", "d"}
    assert found("наводн*") == {"b"}
    assert found("洪水") == {"c"}
    assert found("ete") == {"d"}
    assert found('"closed flood"') == set()  # a phrase does not go from title to text
    assert found("bridge") == {"a", "b", "c", "d"}
    assert store.matching(terms("flood"))[0] == "a"
    assert store.matching(terms("flood"), 1) == ["d"]  # the newest
    assert set(store.matching(terms("bridge"), 3)) == {"b", "c", "d"}
    store.add([entry("a", "Nothing of the sort.")], made)
    assert found("flood") == {"d"}
    long = " ".join(f"word{n}" for n in range(40_000)) + " " + "x" * 3_000
    store.add([entry("long", long)], made)
    assert found("word7 word8") == {"long"}
