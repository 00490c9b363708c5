from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.export.wording import (
    clean,
    counted,
    day,
    direction,
    instant,
    language,
    listed,
    period,
    shortened,
    site,
    web,
)
from rashomon.model import Moment

ANYTHING = st.text(st.characters(codec=None, exclude_categories=()))


def at(value: str) -> Moment:
    return Moment(value, "day", "given")


@given(ANYTHING)
def test_clean_text_is_harmless_and_stays_so(text: str) -> None:
    shown = clean(text)
    assert not {unicodedata.category(c) for c in shown} & {"Cc", "Cs", "Co"}
    assert not {unicodedata.bidirectional(c) for c in shown} & {
        "LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI",
    }  # fmt: skip
    assert clean(shown) == shown
    assert shown == shown.strip()
    shown.encode()


@given(st.text(st.characters(categories=["L", "N", "P"])))
def test_cleaning_leaves_words_alone(text: str) -> None:
    assert clean(text) == text


@given(ANYTHING, st.integers(2, 60))
def test_shortened_text_is_short_and_begins_the_same(text: str, most: int) -> None:
    short = shortened(text, most)
    assert len(short) <= most
    assert short == text or text.startswith(short.removesuffix("…"))


def test_text_is_cut_between_words() -> None:
    assert shortened("The ferry to Lindsay, it sank", 23) == "The ferry to Lindsay…"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2026", "2026"),
        ("2026-03", "March 2026"),
        ("2026-03-09", "9 March 2026"),
        ("2026-03-09T14:20:00+02:00", "9 March 2026, 14:20 +02:00"),
        ("2026-03-09T14:20:31Z", "9 March 2026, 14:20 UTC"),
        ("XXXX-05-20", "20 May, year not stated"),
        ("XXXX-05", "May, year not stated"),
        ("2026-99-09", "9 99 2026"),
        ("P3D", "P3D"),
        ("\x1b[2J", "[2J"),
    ],
)
def test_moments_in_words(value: str, words: str) -> None:
    assert instant(value) == words


@given(ANYTHING)
def test_no_moment_is_too_strange(value: str) -> None:
    assert instant(value) == clean(instant(value))
    assert day(at(value)) == clean(day(at(value)))
    assert period(at(value), at("2026-03-09"))


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2026-03-09", "2026-03-09T10:00:00Z", "9 March 2026"),
        ("2026-03-09", "2026-03-11", "9 to 11 March 2026"),
        ("2026-02-28", "2026-03-01", "28 February 2026 to 1 March 2026"),
        ("2026-02", "2026-03", "February 2026 to March 2026"),
        ("2025", "2026-03", "2025 to March 2026"),
    ],
)
def test_periods_in_words(first: str, last: str, words: str) -> None:
    assert period(at(first), at(last)) == words


@pytest.mark.parametrize(
    "url", ["https://a.example/b?c=d#e", "http://a.example", "https://ä.example/"]
)
def test_web_addresses_pass(url: str) -> None:
    assert web(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "data:text/html,x",
        "file:" + "///etc/passwd",
        "//a.example",
        "https://",
        "https:a",
        "https://user@a.example",
        "https://a.example/ b",
        "https://a.example/\u202eb",
        "java\nscript:alert(1)",
        "https:\\\\a.example",
        "https://[::1",
        "https://a.example/" + "a" * 3_000,
    ],
)
def test_no_other_address_passes(url: str | None) -> None:
    assert web(url) is None


@given(ANYTHING)
def test_an_address_passes_or_not_and_never_fails(text: str) -> None:
    for url in (text, f"https://{text}"):
        if web(url):
            assert site(url) == clean(site(url))


def test_small_words() -> None:
    assert counted(1, "story", "stories") == "1 story"
    assert counted(2_000, "report") == "2,000 reports"
    assert listed(["A"]) == "A"
    assert listed(["A", "B", "C"]) == "A, B and C"
    assert [language("de"), language("xx"), language(None)] == [
        "German",
        "xx",
        "language not known",
    ]
    assert [direction("he"), direction("en"), direction(None)] == ["rtl", "ltr", "auto"]
