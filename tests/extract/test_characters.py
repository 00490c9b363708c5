"""Characters that no text means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from rashomon.extract.characters import clean, clean_markup


@given(st.text(alphabet=st.characters()))
def test_what_is_clean_keeps_its_length_and_fits_into_xml(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) == len(text)
    assert clean(cleaned) == cleaned
    etree.Element("p").text = cleaned


@given(
    st.integers(0, 0x11FFFF),
    st.sampled_from(["&#{};", "&#{:x};", "&#x{:x};", "&#X00{:X}a", "&#{}"]),
)
def test_references_in_a_page_fit_into_xml(number: int, form: str) -> None:
    page = html.document_fromstring(clean_markup(f"<p>a{form.format(number)} b</p>"))
    etree.Element("p").text = clean(page.text_content())


@pytest.mark.parametrize(
    "kept", ["&#9;", "&#10;", "&#13;", "&#x9;", "&#100;", "&#x10a;", "&#1270;"]
)
def test_other_references_stay(kept: str) -> None:
    assert clean_markup(kept) == kept


@pytest.mark.parametrize(
    "gone", ["&#0;", "&#1", "&#x1F;", "&#X0b;", "&#127;", "&#65535;", "&#xFFFE;"]
)
def test_references_to_the_meaningless_go(gone: str) -> None:
    assert clean_markup(gone) == "\ufffd"
