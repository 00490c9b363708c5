"""Bytes of any encoding become text; what cannot be told stays readable around the damage."""

import codecs
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.acquire.encodings import charset_of, decode
from rashomon.language import packs

GOLDEN = Path(__file__).parent.parent / "golden"
RUSSIAN = "Губернатор сообщил во вторник, что мост через реку закрыт до конца недели."


def languages_with_letters() -> list[str]:
    return [name for name in packs.languages() if packs.section(name, "letters")]


@pytest.mark.parametrize("language", languages_with_letters())
def test_letters_of_a_language_tell_its_encoding(language: str) -> None:
    golden = json.loads((GOLDEN / language / "letters.json").read_text(encoding="utf-8"))
    for encoding in golden["encodings"]:
        assert decode(golden["text"].encode(encoding)) == golden["text"], encoding


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("市长周二表示，这座桥将关闭到周末，居民必须绕行。", "gb18030"),
        ("橋は火曜日から週末まで閉鎖されると市長が発表した。", "cp932"),
        ("Ο δήμαρχος ανακοίνωσε την Τρίτη ότι η γέφυρα έκλεισε.", "cp1253"),
    ],
)
def test_other_scripts(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_a_short_text_in_koi8() -> None:
    assert decode("Мост закрыт до конца недели".encode("koi8_r")) == "Мост закрыт до конца недели"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_mark_decides_and_is_taken_off(mark: bytes, encoding: str) -> None:
    assert decode(mark + RUSSIAN.encode(encoding)) == RUSSIAN


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [RUSSIAN, "The bridge is closed.\n"])
def test_utf16_without_a_mark(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_a_page_says_its_charset() -> None:
    page = f'<html><head><meta charset="windows-1251"></head><p>Да</p>{"x" * 500}</html>'
    assert decode(page.encode("cp1251"), markup=True) == page
    old = '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r"><p>Да</p>'
    assert decode(old.encode("koi8_r"), markup=True) == old
    latin = '<meta charset="iso-8859-1"><p>“Größe”</p>'
    assert decode(latin.encode("cp1252"), markup=True) == latin


def test_a_page_in_utf8_that_claims_another_charset_is_utf8() -> None:
    page = f'<meta charset="windows-1251"><p>{RUSSIAN}</p>'
    assert decode(page.encode(), markup=True) == page


@pytest.mark.parametrize(
    ("page", "encoding", "media"),
    [
        # What the server says stands above what the page says, and both below what is proven.
        ('<meta charset="koi8-r"><p>Да</p>', "cp1251", "text/html; charset=windows-1251"),
        ('<?xml version="1.0" encoding="koi8-r"?><p>Да</p>', "cp1251", 'text/xml;charset="CP1251"'),
        ('<meta charset="windows-1251"><p>Да</p>', "cp1251", "text/html; charset=utf-8"),
        ('<meta charset="windows-1251"><p>Да</p>', "cp1251", "text/html; charset=utf-7"),
        ('<meta charset="windows-1251"><p>Да</p>', "cp1251", "text/html"),
        (RUSSIAN, "utf-8", "text/plain; charset=windows-1251"),
        ("\ufeffДа", "utf-16-le", "text/plain; charset=windows-1251"),
        ("Да, это так", "koi8_r", "text/plain; format=flowed; Charset=KOI8-R"),
    ],
)
def test_a_server_says_the_charset(page: str, encoding: str, media: str) -> None:
    found = decode(page.encode(encoding), markup="<" in page, charset=charset_of(media))
    assert found == page.removeprefix("\ufeff")


@given(st.text(max_size=200), st.binary(max_size=100))
def test_no_server_makes_it_raise(media: str, data: bytes) -> None:
    assert isinstance(decode(data, charset=charset_of(f"text/html; charset={media}")), str)


@pytest.mark.parametrize(
    "label", ["rot13", "unicode_escape", "punycode", "no-such", "utf-7", "zip"]
)
def test_a_dishonest_charset_is_not_believed(label: str) -> None:
    page = f'<meta charset="{label}"><p>{RUSSIAN}</p>'
    assert RUSSIAN in decode(page.encode("cp1251"), markup=True)


def test_utf8_with_some_damage_keeps_the_rest() -> None:
    broken = RUSSIAN.encode() + b" \xff\x92 " + RUSSIAN.encode()
    assert decode(broken) == f"{RUSSIAN} \ufffd\ufffd {RUSSIAN}"


@given(st.binary(max_size=300), st.booleans())
def test_nothing_raises(data: bytes, markup: bool) -> None:
    assert isinstance(decode(data, markup=markup), str)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff\0")))
def test_utf8_round_trips(text: str) -> None:
    assert decode(text.encode()) == text
