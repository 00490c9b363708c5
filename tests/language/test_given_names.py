"""First names: each pack's given.toml is what scripts/given_names.py makes."""

import pytest
from scripts.given_names import CYRILLIC, LATIN, PACKS, file

# A dictionary of a language is large: two are read at once, the others where time is no matter.
QUICK = ("bg", "fr")


@pytest.mark.parametrize(
    "language",
    [
        pytest.param(each, marks=() if each in QUICK else pytest.mark.slow)
        for each in (*LATIN, *CYRILLIC)
    ],
)
def test_the_script_makes_the_list_that_is_here(language: str) -> None:
    assert (PACKS / language / "given.toml").read_text(encoding="utf-8") == file(language)
