from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rashomon.language.searching import Term, searchable, terms


@pytest.mark.parametrize(
    ("text", "indexed"),
    [
        ("The Sorvets dam", "the sorvets dam"),
        ("Straße, Évian — naïve", "strasse evian naive"),
        ("Йорданов їде", "йорданов їде"),
        ("习近平访问莫斯科。", "习近 近平 平访 访问 问莫 莫斯 斯科"),
        ("在 2025年", "在 2025 年"),
        ("सरकार ने", "सरकार ने"),
        ("1,400 km²", "1 400 km2"),
        ("", ""),
    ],
)
def test_words_of_all_scripts(text: str, indexed: str) -> None:
    assert searchable(text) == indexed


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("dam burst", (Term(("dam",)), Term(("burst",)))),
        ('"dam burst" Halm', (Term(("dam", "burst")), Term(("halm",)))),
        ("Sorv*", (Term(("sorv",), open=True),)),
        ("莫斯科", (Term(("莫斯", "斯科")),)),
        ("水", (Term(("水",), open=True),)),
        ("dam dam", (Term(("dam",)),)),
        ("--- !", ()),
        ('"dam', (Term(("dam",)),)),
    ],
)
def test_what_a_query_asks_for(query: str, asked: tuple[Term, ...]) -> None:
    assert terms(query) == asked


@given(st.text())
@example("℠ ™ Ⅷ ㎏ ẞ İ ŉ")
def test_indexing_twice_changes_nothing(text: str) -> None:
    once = searchable(text)
    assert " ".join(once.split()) == once
    assert set(searchable(once).split()) <= set(once.split())
