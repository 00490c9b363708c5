"""The NLI reader on a model of five words that the test writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rashomon.exceptions import ReaderError
from rashomon.model import Label
from rashomon.online import Readers as Limits
from rashomon.readers import Readers

pytest.importorskip("onnxruntime", reason="the extra `hub` is not installed")


def test_what_follows_is_one_thing_and_what_excludes_is_opposed(nli: Path) -> None:
    from rashomon.readers.nli import Nli  # noqa: PLC0415  (an extra)

    found = Nli(Limits(nli=str(nli))).read(
        [("dam broke", "dam"), ("dam", "held"), ("dam", "rain"), ("x", "y")]
    )
    assert [o and o.label for o in found] == [Label.AGREED, Label.CONTRADICTED, None, None]
    assert all(o is None or o.words is None for o in found)


def test_an_endless_sentence_is_cut(nli: Path) -> None:
    from rashomon.readers.nli import Nli  # noqa: PLC0415  (an extra)

    (found,) = Nli(Limits(nli=str(nli))).read([("dam " * 100_000, "\ud800" * 100_000)])
    assert found is None or found.label is Label.AGREED


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("config.json", {}),
        ("config.json", {"id2label": {"0": "LABEL_0", "1": "LABEL_1"}}),
        ("config.json", {"id2label": {"0": "contradiction", "1": "entailment"}}),
        ("tokenizer.json", {}),
    ],
)
def test_a_model_of_another_make_is_refused(nli: Path, file: str, content: object) -> None:
    from rashomon.readers.nli import Nli  # noqa: PLC0415  (an extra)

    (nli / file).write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(ReaderError, match="is no usable NLI model"):
        Nli(Limits(nli=str(nli)))


def test_a_broken_model_is_told_and_ends_nothing(nli: Path) -> None:
    (nli / "onnx" / "model.onnx").write_bytes(b"\x00broken")
    readers = Readers(Limits(nli=str(nli), failures=2))
    first, _, third = (readers.read([("a", "b")]) for _ in range(3))
    (failure,) = first.failures
    assert (failure.input, failure.stage) == (f"nli {nli}", "readers")
    assert "is no usable NLI model" in failure.error
    assert third.failures[0].error == "failed before in this run: not asked"
    assert first.opinions == ()
