"""What a cosine between two languages can be."""

from __future__ import annotations

import pytest

from rashomon.encode.across import attainable, fidelity
from rashomon.settings import Reuse


@pytest.mark.parametrize("code", ["ar", "tr", "zh", "de", "ru", "uk"])
def test_translations_are_looked_for_where_the_encoder_was_measured(code: str) -> None:
    assert Reuse().attainable <= attainable("en", code) < 1.0


@pytest.mark.parametrize("code", ["he", "ro", "fa", "ja", "sl", None])
def test_and_not_where_it_fails_or_was_not(code: str | None) -> None:
    assert attainable("en", code) < Reuse().attainable


def test_a_language_only_named_by_its_makers_is_taken_to_be_known() -> None:
    assert fidelity("ja") > fidelity("sl") > 0
    assert attainable("ja", "ja") == attainable(None, None) == 1.0
