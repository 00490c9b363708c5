"""Names: golden pairs in every language, one id for all spellings, and hostile text."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.annotate.declension import bases
from rashomon.annotate.gazetteer import key
from rashomon.annotate.lexicon import lexicon, shared
from rashomon.annotate.names import names
from rashomon.annotate.spelling import given as given_key
from rashomon.annotate.spelling import skeleton
from rashomon.language import packs
from rashomon.model import Name, Sentence

GOLDEN = Path(__file__).parent.parent / "golden"
HOSTILE = [
    "A" * 200_000,
    "Иванову" * 28_000,
    "A " * 10_000,
    "Anna " * 4_000,
    "Ministry of " * 2_000,
    "de la " * 4_000,
    "Партия «" * 2_000,
    "A. B. " * 4_000,
    "\ud800\x00 Anna\u202e Becker " * 1_000,
    "Соединённых " * 2_000,
    "New York " * 2_000,
    "Ukrainian North Korean " * 1_000,
]

_WORDS = "Anna Becker Mr. President Ministry of the Kursk Kyiv said, (EU) «Партия» Путина U.S. von"
PARTS = [*_WORDS.split(), "de", "New", "York", "-", "'", "O'Leary", "Иван", "Петров", "В.",
         "\ud800", "\x00", "МИД", "России", "Paris,", "Texas"]  # fmt: skip


def read(text: str, language: str | None = "en") -> list[Name]:
    return list(names(text, [Sentence(0, len(text), language)]))


def people(text: str, language: str = "en") -> list[tuple[str, str | None]]:
    return [(text[n.start : n.end], n.id) for n in read(text, language) if n.type == "PER"]


@pytest.mark.parametrize("language", packs.languages())
def test_golden(language: str) -> None:
    for case in json.loads((GOLDEN / language / "names.json").read_text(encoding="utf-8")):
        text = case["text"]
        found = names(text, [Sentence(a, b, language) for a, b in case["sentences"]])
        shown = [[text[n.start : n.end], n.type, n.name, n.id] for n in found]
        assert shown == case["names"]
        assert all(n.rule.startswith(f"{language} ") for n in found)


@pytest.mark.parametrize(
    "spellings",
    [
        "Zelensky Zelenskyy Zelenskiy Selenskyj Zełenski Зеленський Зеленский Зеленски",
        "Putin Poutine Poetin Путин Путін",
        "Peskov Peskow Песков",
        "Lavrov Lawrow Ławrow Лавров",
        "Khinshtein Chinschtejn Хинштейн",
        "Lukashenko Lukaschenko Łukaszenka Лукашенко Лукашэнка",
        "Gorbachev Gorbatschow Горбачёв",
        "Trump Трамп",
        "Rubio Рубио",
        "Erdogan Erdoğan Эрдоган Ердоган",
        "Netanyahu Netanjahu Nétanyahou Нетаньяху",
    ],
)
def test_one_key_for_all_spellings(spellings: str) -> None:
    assert len({skeleton(word) for word in spellings.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("Barnier", "Brenner"), ("Putin", "Peskov"), ("Macron", "Merkel"), ("Novak", "Nemec")],
)
def test_other_names_have_other_keys(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


def test_given_names_of_neighbouring_languages_are_one() -> None:
    assert given_key("Volodymyr") == given_key("Владимир") == given_key("Wladimir")
    assert given_key("Oleksandr") == given_key("Alexander")
    assert given_key("Anna") != given_key("Maria")


def test_short_name_is_resolved_to_the_full_one() -> None:
    found = read("The visitor, Emil J. Harkov, spoke first. Later Mr. Harkov left. Harkov slept.")
    assert [n.name for n in found] == ["Emil J. Harkov"] * 3
    assert len({n.id for n in found}) == 1


def test_two_people_of_one_surname_stay_apart_and_the_bare_surname_is_not_known() -> None:
    found = people("The twins Anna Becker and Thomas Becker met; Becker was late.")
    assert found[0][1] != found[1][1]
    assert found[2] == ("Becker", None)


def test_the_surname_of_somebody_better_known_is_not_given_to_a_namesake() -> None:
    found = people("Trump spoke on Friday. Melania Trump sat in the front row.")
    assert found == [("Trump", None), ("Melania Trump", "per:tr_mp-m_l_n")]
    # A longer form of a first name is no other person; and of most surnames nobody is better known.
    for text in ("Joseph Biden landed. Biden left.", "Lina Kovarik spoke. Kovarik left."):
        (full, short) = people(text)
        assert full[1] == short[1] is not None


def test_case_forms_are_one_person_under_the_base_form() -> None:
    text = "Встреча Ивана Рудакова с прессой сорвалась; Рудаковым недовольны, Рудакову не верят."
    found = [n for n in read(text, "ru") if n.type == "PER"]
    assert {n.name for n in found} == {"Иван Рудаков"}
    assert len(found) == 3


def test_a_person_is_one_across_scripts_and_languages() -> None:
    spoken = [
        ("A deal was struck by Petro Rudenko.", "en"),
        ("Угоду уклав Петро Руденко.", "uk"),
        ("Соглашение подписал Пётр Руденко.", "ru"),
        ("Unterschrieben hat Präsident Petro Rudenko.", "de"),
    ]
    assert len({people(text, language)[0][1] for text, language in spoken}) == 1


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The White House and the Second World War are no people.", "en"),
        ("Ende Mai stieg die Zahl der Toten im Krankenhaus auf sieben.", "de"),
        ("Вчера Верховный суд рассмотрел жалобу на Новый год.", "ru"),
        ("La Seconde Guerre mondiale commença en Pologne.", "fr"),
    ],
)
def test_what_is_no_person(text: str, language: str) -> None:
    assert people(text, language) == []


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Mr. Harkov spoke; Anna Becker left.", ["en person: title", "en person: first name"]),
        ("Anna Becker left. Becker slept.", ["en person: surname of one named in full"]),
        (
            "They closed some offices of the Velmora Health Agency in Oslo.",
            ["en body: head noun", "en place: gazetteer"],
        ),
        ("The United Nations met.", ["en body: listed"]),
    ],
)
def test_a_name_tells_which_rule_found_it(text: str, rules: list[str]) -> None:
    told = [name.rule for name in read(text)]
    assert all(any(rule in one for one in told) for rule in rules), told


def test_german_nouns_are_no_names() -> None:
    assert read("Die Regierung will den Haushalt der Städte prüfen.", "de") == []


def test_a_dateline_in_capitals_is_no_acronym() -> None:
    lines = ["HALM, March 9 (Norda) — A dam broke on Monday.", "Later it rained in Halm."]
    text = " ".join(lines)
    spans = [Sentence(0, len(lines[0]), "en"), Sentence(len(lines[0]) + 1, len(text), "en")]
    assert [n.type for n in names(text, spans) if text[n.start : n.end] == "HALM"] == []


def test_a_first_name_of_abroad_parts_a_person_from_the_word_before() -> None:
    text = "Глава управления Дренны Томас Брандль молчит."
    assert [words for words, _ in people(text, "ru")] == ["Томас Брандль"]


def test_irish_names_are_one_word_in_all_scripts() -> None:
    latin = people("The firm's chief is Michael O'Leary. O’Leary left.")
    cyrillic = people("Фирму возглавляет Майкл О'Лири.", "ru")
    assert [words for words, _ in latin] == ["Michael O'Leary", "O’Leary"]
    assert len({id for _, id in latin + cyrillic}) == 1


def test_an_acronym_in_brackets_has_the_id_of_the_long_name() -> None:
    found = read("The Velmora Health Agency (VHA) closed. The VHA said nothing.")
    assert len(found) == 3
    assert len({n.id for n in found}) == 1


def test_known_bodies_have_one_id_in_all_languages() -> None:
    said = {
        "en": "It was the European Union.",
        "de": "Es war die Europäische Union.",
        "fr": "C'était l'Union européenne.",
        "es": "Fue la Unión Europea.",
        "ru": "Это был Европейский союз.",
        "uk": "Це був Європейський Союз.",
    }
    ids = {next(n.id for n in read(text, lang) if n.type == "ORG") for lang, text in said.items()}
    assert ids == {"org:eu"}


def test_unknown_language_is_read_without_a_pack() -> None:
    assert read("Anna Becker kom til Oslo.", None) is not None


def test_bases_of_a_form() -> None:
    assert "курск" in bases("курске", "ru")
    assert "путин" in bases("путиным", "ru")
    assert "київ" in bases("києві", "uk")
    assert bases("kursk", "en") == ("kursk",)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("language", ["en", "ru", None])
def test_hostile_text_is_read(text: str, language: str | None) -> None:
    read(text, language)


@given(st.lists(st.sampled_from(PARTS), max_size=25), st.sampled_from([*packs.languages(), None]))
def test_names_are_in_order_inside_the_text_and_do_not_overlap(
    parts: list[str], language: str | None
) -> None:
    text = " ".join(parts)
    found = read(text, language)
    assert found == read(text, language)
    for name in found:
        assert 0 <= name.start < name.end <= len(text)
        assert name.name
    for one, other in pairwise(found):
        assert one.end <= other.start


@given(st.text(max_size=60))
def test_keys_are_stable_and_never_empty(word: str) -> None:
    assert skeleton(word)
    assert skeleton(word) == skeleton(word.upper()) or not word.isascii()


def products(text: str, language: str = "en") -> list[str]:
    return [text[n.start : n.end] for n in read(text, language) if n.type == "PRO"]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("A Boeing 737-800 and an Airbus A320 landed.", "en", ["Boeing 737-800", "Airbus A320"]),
        ("Patriot missiles came; the Patriot Act passed.", "en", ["Patriot"]),
        ("John Abrams watched a leopard.", "en", []),
        ("The sun rose. The Sun said so.", "en", ["The Sun"]),
        ("Covid-19, the G-20, A-10 000 and F-16:9.", "en", []),
        ("Write to anna@example.com or see example.com.", "en", ["example.com"]),
        ("Союз России и град над Курском.", "ru", []),
        ("Комплексы «Искандер» и Ту-154М.", "ru", ["Искандер", "Ту-154М"]),
    ],
)
def test_products_show_that_they_are(text: str, language: str, expected: list[str]) -> None:
    assert products(text, language) == expected


def test_a_product_has_one_id_in_every_script() -> None:
    ids = {
        n.id
        for text, language in (
            ("A Su-27 flew.", "en"),
            ("Су-27 взлетел.", "ru"),
            ("Злетів Су-27.", "uk"),
        )
        for n in read(text, language)
        if n.type == "PRO"
    }
    assert ids == {"pro:su-27"}


def test_every_shared_product_is_found_by_each_of_its_spellings() -> None:
    for table in ("media", "things"):
        for id, spellings in shared()[table].items():
            for spelling in spellings:
                language = "ru" if spelling > "\u0400" else "en"
                assert lexicon(language).known[key(spelling)].id == f"pro:{id}", spelling


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Il vint à Stamford Bridge avec les autres.", "fr"),
        ("Estuvo en la Cromwell Society ayer.", "es"),
        ("Wstąpił do Cromwell Society dawno.", "pl"),
    ],
)
def test_what_is_no_person_in_english_is_none_elsewhere(text: str, language: str) -> None:
    assert [name for name in read(text, language) if name.type == "PER"] == []


def test_a_state_that_is_no_more_is_a_place() -> None:
    for text, language in (
        ("In the Soviet Union", "en"),
        ("В Советском Союзе", "ru"),
        ("En EE.\u00a0UU.", "es"),
    ):
        assert [name.type for name in read(text, language)] == ["LOC"], text
