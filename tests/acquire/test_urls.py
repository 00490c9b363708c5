from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.acquire.urls import absolute, canonical, host
from rashomon.exceptions import InputError


@pytest.mark.parametrize(
    ("given_", "base", "expected"),
    [
        ("HTTP://Example.ORG", None, "http://example.org/"),
        ("https://example.org:443/a/../b/./c", None, "https://example.org/b/c"),
        ("//other.example/x?y#z", "https://example.org/", "https://other.example/x?y"),
        ("../up", "https://example.org/a/b/", "https://example.org/a/up"),
        ("https://user:secret@example.org/x", None, "https://example.org/x"),
        ("\thttps://exa\nmple.org/ä ö ", None, "https://example.org/%C3%A4%20%C3%B6"),
        ("https://bücher.example/", None, "https://xn--bcher-kva.example/"),
        ("http:\\\\example.org\\a?b\\c", None, "http://example.org/a?b\\c"),
        ("http://[2001:db8::1]:8080/", None, "http://[2001:db8::1]:8080/"),
    ],
)
def test_an_address_is_made_absolute_as_browsers_do_it(
    given_: str, base: str | None, expected: str
) -> None:
    assert absolute(given_, base) == expected


@pytest.mark.parametrize(
    "wrong",
    ["", "ftp://example.org/", "javascript:alert(1)", "http://", "http://a b/", "mailto:a@b.org",
     "http://example.org:99999/", "http://[::1", "file:/etc/passwd", "http://x/" + "a" * 9_000],
)  # fmt: skip
def test_what_is_no_address_is_refused(wrong: str) -> None:
    with pytest.raises(InputError):
        absolute(wrong)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a?utm_source=x&id=1&fbclid=z", "https://example.org/a?id=1"),
        ("https://example.org/%7euser/%2f", "https://example.org/~user/%2F"),
        ("https://example.org/a#part", "https://example.org/a"),
        ("https://example.org/a?", "https://example.org/a"),
        ("https://EXAMPLE.org./a".replace("./", "/"), "https://example.org/a"),
    ],
)
def test_addresses_of_one_page_are_one(one: str, other: str) -> None:
    assert canonical(one) == canonical(other) == other


def test_what_may_be_another_page_stays_another() -> None:
    pages = {
        "http://example.org/a", "https://example.org/a", "https://example.org/a/",
        "https://example.org/A", "https://example.org/a?b=1&c=2", "https://example.org/a?c=2&b=1",
    }  # fmt: skip
    assert {canonical(page) for page in pages} == pages


@given(st.text(max_size=60), st.sampled_from([None, "https://example.org/a/b?c"]))
def test_any_text_is_refused_or_made_canonical_for_good(text: str, base: str | None) -> None:
    for given_ in (text, f"http://example.org/{text}", f"https://{text}/"):
        try:
            found = canonical(given_, base)
        except InputError:
            continue
        assert found.isascii()
        assert canonical(found) == found
        assert found.startswith(("http://", "https://"))


def test_a_host_is_named_with_its_port() -> None:
    assert host("http://a:b@Example.org:8080/x") == "example.org:8080"
