"""Languages of strings: sure ones told, others not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.language.identify import guess, identify, settle


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The old bridge was closed on Tuesday after a storm.", "en"),
        ("Die alte Brücke wurde am Dienstag gesperrt.", "de"),
        ("Le vieux pont a été fermé mardi après la tempête.", "fr"),
        ("El viejo puente fue cerrado el martes por la tarde.", "es"),
        ("Старый мост закрыли во вторник после сильной бури.", "ru"),
        ("Старий міст закрили у вівторок після сильної бурі.", "uk"),
        ("Старият мост беше затворен във вторник след буря.", "bg"),
        ("桥在星期二关闭了，市长说。修理需要九天。", "zh"),
        ("", None),
        ("Kyiv", None),
        ("12:30, 5.5.2025 — !!!", None),
        ("\ud800\x00\u202e", None),
    ],
)
def test_identify(text: str, language: str | None) -> None:
    assert identify(text) == language


@given(st.lists(st.text(max_size=60), max_size=12))
def test_settle_gives_one_language_for_each_and_keeps_order(texts: list[str]) -> None:
    guesses = [guess(text) for text in texts]
    told = settle(guesses)
    assert len(told) == len(texts)
    # Either every sentence gets a language, or none of the text can be told.
    assert all(told) or not any(told)
