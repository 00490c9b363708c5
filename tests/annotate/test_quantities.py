"""Quantities: values, units, bounds, what is none, hostile text; units and their conversion."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.annotate import numerals, units
from rashomon.annotate.quantities import quantities
from rashomon.annotate.tokens import tokenise
from rashomon.language.packs import languages, section
from rashomon.model import Quantity, Sentence

GOLDEN = Path(__file__).parent.parent / "golden"
READ = [language for language in languages() if section(language, "quantities")]
DIMENSIONS = {"count", "people", "money", "other"} | {u.dimension for u in units.table().values()}
WORDS = re.findall(
    r"\S+",
    """1 2,000 3.5% $ € a half of hundred million - – to between 5 and 7 km / h people dozens
двести тысяч человек quatre vingt \ud800 \x00 ½ 99999999999999999999""",
)


def read(text: str, language: str = "en") -> list[Quantity]:
    return list(quantities(text, [Sentence(0, len(text), language)]))


def only(text: str, language: str = "en") -> Quantity:
    (found,) = read(text, language)
    return found


@pytest.mark.parametrize("language", READ)
def test_golden(language: str) -> None:
    for case in json.loads((GOLDEN / language / "quantities.json").read_text(encoding="utf-8")):
        text = case["text"]
        shown: list[list[Any]] = []
        for q in read(text, language):
            value = q.value if q.value is not None else [q.low, q.high]
            words = text[q.start : q.end]
            shown.append([words, value, q.unit, q.dimension, q.bound, q.change, q.of])
        assert shown == case["expected"], text


@pytest.mark.parametrize("language", READ)
def test_units_of_packs_are_known(language: str) -> None:
    pack = section(language, "quantities")
    assert set(pack["units"]) | set(pack.get("typed", {}).values()) <= set(units.table())
    assert set(pack["bounds"]) | set(pack["after"]) <= {"~", "<", ">"}
    assert set(pack["change"]) | set(pack.get("changed", ())) <= {"up", "down"}


@pytest.mark.parametrize(
    ("language", "words", "value"),
    [
        ("en", "1,400", 1400),
        ("en", "1.4", 1.4),
        ("de", "1.400", 1400),
        ("de", "1,4", 1.4),
        ("de", "1.234.567,5", 1234567.5),
        ("fr", "1 400", 1400),
        ("fr", "1\u202f400\u00a0000", 1_400_000),
        ("ru", "1 400 000", 1_400_000),
        ("en", "5 1/2", 5.5),
        ("en", "2½", 2.5),
        ("en", "two hundred and fifty", 250),
        ("en", "three million four hundred thousand and twenty-one", 3_400_021),
        ("de", "dreiundzwanzig", 23),
        ("de", "zweihundertfünfzigtausend", 250_000),
        ("nl", "drieëntwintig", 23),
        ("it", "duecentocinquantamila", 250_000),
        ("fr", "quatre-vingt-dix-sept", 97),
        ("fr", "soixante et onze", 71),
        ("es", "treinta y cinco", 35),
        ("ru", "двести пятьдесят тысяч", 250_000),
        ("uk", "п’ять тисяч", 5000),
        ("pl", "dwieście tysięcy", 200_000),
        ("cs", "dvacet tři", 23),
        ("bg", "двадесет и три", 23),
        ("pt", "duzentos e cinquenta", 250),
    ],
)
def test_numbers(language: str, words: str, value: float) -> None:
    lexicon = numerals.lexicon(language)
    assert lexicon is not None
    tokens = tokenise(words)
    number = numerals.read(tokens, 0, lexicon)
    assert number is not None
    assert (number.value, number.last) == (value, len(tokens))


@pytest.mark.parametrize("figures", ["1.2.3", "1,23,456", "1.234,567.8", "9" * 40, "0.000.000"])
def test_figures_of_no_format(figures: str) -> None:
    assert numerals.parse(figures, ",") is None


@given(st.integers(0, 999_999_999))
def test_grouped_figures_are_read_back(number: int) -> None:
    assert numerals.parse(f"{number:,}", ",") == number
    assert numerals.parse(f"{number:,}".replace(",", "."), ". ") == number


@pytest.mark.parametrize(
    "text",
    [
        "The Su-27 and the F-16 met over Article 5.",
        "Flight 123 carried COVID-19 tests to the G7.",
        "They won 2-1 and 3-3 on the 61st try.",
        "Call +380 44 123 or 555-1234 now.",
        "It opened on May 20, 2025 at 8:30 p.m.",
        "It was one of them, at one point.",
        "The iPhone 11 runs version 12.1.3.",
        "In 2014 and from 1991 to 1995 they waited.",
        "1. The first point",
        "They led 3 to 1 in the 25th minute.",
        "Call 0800 555 111 now.",
        "He met her at 10 Downing Street.",
    ],
)
def test_what_is_no_quantity(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize("language", ["es", "it", "pt"])
def test_a_verb_is_no_unit(language: str) -> None:
    assert all(q.unit != "hectare" for q in read("El 17 ha llegado.", language))


@pytest.mark.parametrize(
    ("text", "bound", "change"),
    [
        ("It has 12 ships.", "=", "="),
        ("It has about 12 ships.", "~", "="),
        ("It has nearly 12 ships.", "~", "="),
        ("It has more than 12 ships.", ">", "="),
        ("It has up to 12 ships.", "<", "="),
        ("It has 12 or more ships.", ">", "="),
        ("It rose by 12%.", "=", "up"),
        ("It fell by almost 12%.", "~", "down"),
        ("It saw a 12% increase.", "=", "up"),
    ],
)
def test_bounds_and_changes(text: str, bound: str, change: str) -> None:
    found = only(text)
    assert (found.value, found.bound, found.change) == (12, bound, change)


def test_ranges_have_ends_and_no_value() -> None:
    found = only("Some 500-600 people came.")
    assert (found.value, found.low, found.high, found.dimension) == (None, 500, 600, "people")
    found = only("Between 5 and 7 million people came.")
    assert (found.low, found.high) == (5e6, 7e6)


def test_people_are_told_by_noun_or_by_what_happened_to_them() -> None:
    assert only("It killed 300 Russian civilians.").of == "Russian civilians"
    assert only("Another 110,000 were displaced.").dimension == "people"
    assert only("They sent 14 packages of sanctions.").of == "packages of sanctions"


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "Some 300 were wounded and 1,400 evacuated.",
            [(300, "wounded"), (1400, "evacuated")],
        ),
        ("en", "Three American officials spoke.", [(3, "American officials")]),
        ("en", "They want eight more picks.", [(8, "more picks")]),
        ("de", "Rund 300 wurden verletzt.", [(300, "verletzt")]),
        ("fr", "Quelque 300 ont été blessés.", [(300, "blessés")]),
        ("es", "Unos 1.400 fueron evacuados.", [(1400, "evacuados")]),
        ("ru", "Около 300 ранены.", [(300, "ранены")]),
        ("uk", "Близько 300 поранено.", [(300, "поранено")]),
        ("it", "Circa 300 sono stati feriti.", [(300, "feriti")]),
    ],
)
def test_what_is_counted(language: str, text: str, expected: list[tuple[float, str]]) -> None:
    assert [(q.value, q.of) for q in read(text, language)] == expected


@pytest.mark.parametrize(
    ("language", "text", "ends"),
    [
        ("de", "Zölle von fünf bis zehn Prozent gelten.", [(5, 10)]),
        ("en", "A range from 252 to 287 miles is given.", [(252, 287)]),
        ("ru", "Пошлины от пяти до десяти процентов.", [(5, 10)]),
        ("en", "It rose from 5 percent to 7 percent.", [(None, None), (None, None)]),
    ],
)
def test_from_to_is_a_range_unless_something_changes(
    language: str, text: str, ends: list[tuple[float | None, float | None]]
) -> None:
    assert [(q.low, q.high) for q in read(text, language)] == ends


@pytest.mark.parametrize(
    ("language", "text", "value", "unit"),
    [
        ("en", "It took 5 more months.", 5, "month"),
        ("fr", "Les cinq derniers mois furent durs.", 5, "month"),
        ("uk", "За два останні десятиліття все змінилося.", 2, "decade"),
        ("fr", "Il donne 120 millions de livres sterling par an.", 1.2e8, "GBP / year"),
        ("en", "More than half the homes burned.", 0.5, "dimensionless"),
        ("es", "Exige una mayoría de dos tercios en la cámara.", 2 / 3, "dimensionless"),
        ("en", "It ended two years ago.", 2, "year"),
        ("ru", "Он ростом 6 футов.", 6, "foot"),
    ],
)
def test_units_at_a_distance(language: str, text: str, value: float, unit: str) -> None:
    found = only(text, language)
    assert (found.value, found.unit) == (pytest.approx(value), unit)


def test_money_and_rates() -> None:
    assert (only("It cost $2.3bn.").value, only("It cost $2.3bn.").unit) == (2.3e9, "USD")
    assert only("They get $800 a month.").unit == "USD / month"
    assert only("Es kostet 1,4 Mio. Euro.", "de").value == 1_400_000


def test_a_level_after_a_change_is_no_bound() -> None:
    found = read("Цены выросли на 3% до 800 рублей.", "ru")
    assert [(q.value, q.bound, q.change) for q in found] == [(3, "=", "up"), (800, "=", "=")]


def test_ages_are_quantities() -> None:
    assert only("Ana Velm, 44, spoke.").unit == "year"
    assert only("A 6-year-old boy spoke.").value == 6


@given(
    st.text(max_size=80)
    | st.lists(
        st.sampled_from(WORDS),
        max_size=25,
    ).map(" ".join),
    st.sampled_from(READ),
)
def test_any_text_gives_well_formed_quantities(text: str, language: str) -> None:
    found = read(text, language)
    end = 0
    for q in found:
        assert end <= q.start < q.end <= len(text)
        end = q.end
        assert (q.value is None) == (q.low is not None) == (q.high is not None)
        assert q.low is None or q.high is None or q.low < q.high
        assert q.dimension in DIMENSIONS
        assert all(math.isfinite(x) for x in (q.value, q.low, q.high) if x is not None)
        assert q.of is None or q.of in text


@pytest.mark.parametrize(
    "piece", ["1", "1 ", "111 ", "1,", "one ", "hundred ", "a ", "1-", "$", "dozens of ", "up to "]
)
@pytest.mark.parametrize("size", [20_000, pytest.param(200_000, marks=pytest.mark.slow)])
def test_long_hostile_text_is_read(piece: str, size: int) -> None:
    read(piece * (size // len(piece)))


def test_conversion_is_exact() -> None:
    assert units.to_base(500, "mile ** 2") == (1294.994055168, "kilometer ** 2")
    assert units.to_base(100, "degree_Celsius") == (373.15, "kelvin")
    assert units.to_base(36, "kilometer / hour") == (10.0, "meter / second")
    assert units.to_base(2, "year") == (24.0, "month")
    assert units.to_base(50, "percent") == (0.5, "dimensionless")


@pytest.mark.parametrize("unit", ["USD", "USD / month", "no such unit", "point"])
def test_money_rates_and_unknown_units_are_not_converted(unit: str) -> None:
    assert units.to_base(5, unit) is None


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_what_is_not_finite_is_not_converted(value: float) -> None:
    assert units.to_base(value, "meter") is None


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (1294.994, "kilometer ** 2", "1,295 km²"),
        (800, "USD", "$800"),
        (2.3e9, "USD", "$2.3 billion"),
        (800, "USD / month", "$800/month"),
        (5, "percent", "5%"),
        (110_000, None, "110,000"),
        (3.5, "BGN", "3.5 BGN"),
        (0.5, "dimensionless", "0.5"),
    ],
)
def test_spelling(value: float, unit: str | None, words: str) -> None:
    assert units.spell(value, unit) == words
