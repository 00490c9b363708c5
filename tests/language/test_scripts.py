"""Scripts: letters counted by writing, and which languages are written in which."""

import pytest

from rashomon.language.scripts import letters, writes


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("", {}),
        ("12:30 !", {}),
        ("Velmora", {"Latin": 7}),
        ("Čtk и ТАСС", {"Latin": 3, "Cyrillic": 5}),
        ("東京 タワー", {"Han": 2, "Kana": 3}),
        ("\ud800\x00\u202e", {}),
    ],
)
def test_letters(text: str, counts: dict[str, int]) -> None:
    assert letters(text) == counts


@pytest.mark.parametrize(
    ("script", "language", "written"),
    [
        ("Latin", "de", True),
        ("Latin", "ru", False),
        ("Cyrillic", "uk", True),
        ("Cyrillic", "en", False),
        ("Latin", "sr", True),
        ("Kana", "ja", True),
    ],
)
def test_writes(script: str, language: str, written: bool) -> None:
    assert writes(script, language) is written
