"""A chat server in a process of its own, and a tiny NLI model."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest


@dataclass(frozen=True)
class Chat:
    """A running server: where it is, and what it is to say."""

    port: int
    says: Path

    def at(self, kind: str = "v1") -> str:
        return f"http://127.0.0.1:{self.port}/{kind}"

    def say(self, *pairs: dict[str, Any]) -> None:
        self.says.write_text(json.dumps({"pairs": list(pairs)}), encoding="utf-8")

    @property
    def asked(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.says.with_suffix(".asked").read_text("utf-8"))
        return found


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    says = tmp_path / "says.txt"
    says.write_text('{"pairs": []}', encoding="utf-8")
    script = Path(__file__).with_name("chat_server.py")
    with subprocess.Popen(
        [sys.executable, str(script), str(says)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield Chat(int(process.stdout.readline()), says)
        process.terminate()


WORDS = ("[UNK]", "dam", "broke", "held", "rain")
GRAPH = """
<ir_version: 8, opset_import: ["" : 17]>
nli (int64[batch, length] input_ids, int64[batch, length] attention_mask)
    => (float[batch, 3] logits)
    <float[5, 3] table> {
        rows = Gather(table, input_ids)
        axis = Constant<value: tensor = int64[1] {1}>()
        logits = ReduceSum<keepdims: int = 0>(rows, axis)
    }
"""


@pytest.fixture
def nli(tmp_path: Path) -> Path:
    """Sums scores of words: "dam" speaks for entailment, "held" against, "rain" for neither."""
    onnx = pytest.importorskip("onnx", reason="onnx, which makes the tiny model, is not installed")
    tokenizers = pytest.importorskip("tokenizers", reason="the extra `hub` is not installed")
    numpy = pytest.importorskip("numpy")
    folder = tmp_path / "nli"
    (folder / "onnx").mkdir(parents=True)
    table = numpy.array(
        [[0, 0, 0], [0, 0, 4], [0, 0, 2], [20, 0, 0], [0, 30, 0]], dtype=numpy.float32
    )
    graph = onnx.parser.parse_model(GRAPH)
    graph.graph.initializer.append(onnx.numpy_helper.from_array(table, "table"))
    onnx.save(graph, folder / "onnx" / "model.onnx")
    vocabulary = {word: number for number, word in enumerate(WORDS)}
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.WhitespaceSplit()
    tokenizer.save(str(folder / "tokenizer.json"))
    labels = {"0": "contradiction", "1": "neutral", "2": "ENTAILMENT"}
    (folder / "config.json").write_text(json.dumps({"id2label": labels}), encoding="utf-8")
    return folder
