from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.encode import bundled, load, name
from rashomon.exceptions import EncoderError
from rashomon.settings import Encode

SAMPLES = (
    "The minister opened the new bridge over the river on Friday.",
    "Die Ministerin weihte am Freitag die neue Brücke über den Fluss ein.",
    "В пятницу министр открыла новый мост через реку.",
    "В п'ятницю міністр відкрив новий міст через річку.",
    "La ministre a inauguré vendredi le nouveau pont sur la rivière.",
)
OTHER = "Bakers in the old town are on strike for higher wages."
anything = st.text(st.characters(), max_size=80)  # lone surrogates, NULs and all


def test_a_translation_is_nearer_than_another_matter() -> None:
    vectors = load(Encode()).encode([*SAMPLES, OTHER])
    cosines = vectors @ vectors.T
    assert cosines[:-1, :-1].min() > cosines[:-1, -1].max() + 0.1


def test_ukrainian_is_read_through_its_russian_cognates() -> None:
    encoder = load(Encode())
    ukrainian, respelled = encoder.encode(["Їхній міністр є в Києві", "Ихний министр е в Киеви"])
    assert ukrainian == pytest.approx(respelled, abs=1e-6)


def test_the_protocol_is_kept() -> None:
    encoder = load(Encode())
    vectors = encoder.encode(SAMPLES)
    assert vectors.shape == (len(SAMPLES), encoder.dimensions)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert encoder.encode([]).shape == (0, encoder.dimensions)


@given(st.lists(anything, max_size=6))
def test_a_row_depends_on_its_text_alone(texts: list[str]) -> None:
    encoder = load(Encode())
    together = encoder.encode(texts)
    for row, text in enumerate(texts):
        assert together[row] == pytest.approx(encoder.encode([text])[0], abs=1e-5)


@given(anything)
def test_a_row_has_length_one_or_says_nothing(text: str) -> None:
    (vector,) = load(Encode()).encode([text])
    says = any(map(str.isalnum, text.encode("utf-8", "replace").decode()))
    assert np.linalg.norm(vector) == pytest.approx(1.0 if says else 0.0, abs=1e-5)


@pytest.mark.parametrize(
    "unit", ["a", "слово и ", "\ufdfa", "\u0300", "（", "\U0001f600", "\ud800"]
)
def test_an_endless_sentence_is_cut(unit: str) -> None:
    encoder = load(Encode())
    limit = Encode().max_characters
    long, cut = encoder.encode([unit * 200_000, (unit * limit)[:limit]])
    assert long == pytest.approx(cut, abs=1e-5)


def test_an_encoder_is_loaded_once() -> None:
    assert load(Encode()) is load(Encode())


def test_its_name_is_known_before_it_is_loaded() -> None:
    assert name(Encode()) == load(Encode()).name


def test_changed_weights_are_refused(tmp_path: Path) -> None:
    (tmp_path / "weights.npz").write_bytes(b"other")
    with pytest.raises(EncoderError, match=r"encode: weights.npz: these are not the weights"):
        bundled.check(tmp_path, {"weights.npz": "0" * 64})


def test_absent_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"encode: sp.model: .*No such file"):
        bundled.check(tmp_path, bundled.WEIGHTS)


@pytest.mark.parametrize("model", ["", "hub:", "e5", "USE"])
def test_an_unknown_encoder_is_refused(model: str) -> None:
    with pytest.raises(EncoderError, match="no such encoder"):
        load(Encode(model=model))
    with pytest.raises(EncoderError, match="no such encoder"):
        name(Encode(model=model))
