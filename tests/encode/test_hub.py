"""The hub encoder on a model of 4 dimensions that the test writes."""

import json
from pathlib import Path

import numpy as np
import pytest

from rashomon.encode import load
from rashomon.exceptions import EncoderError
from rashomon.settings import Encode

pytest.importorskip("onnxruntime", reason="the extra `hub` is not installed")
pytest.importorskip("huggingface_hub", reason="the extra `hub` is not installed")
tokenizers = pytest.importorskip("tokenizers", reason="the extra `hub` is not installed")
onnx = pytest.importorskip("onnx", reason="onnx, which makes the tiny model, is not installed")

WORDS = ("[UNK]", "river", "Fluss", "strike", "query:")
VECTORS = np.array(
    [[0, 0, 0, 1], [3, 1, 0, 0], [1, 3, 0, 0], [0, 0, 2, 0], [0, 0, 0, 5]], dtype=np.float32
)
GRAPH = """
<ir_version: 8, opset_import: ["" : 17]>
words (int64[batch, length] input_ids, int64[batch, length] attention_mask)
    => (float[batch, length, 4] last_hidden_state)
    <float[5, 4] table> { last_hidden_state = Gather(table, input_ids) }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    graph = onnx.parser.parse_model(GRAPH)
    graph.graph.initializer.append(onnx.numpy_helper.from_array(VECTORS, "table"))
    (tmp_path / "onnx").mkdir()
    onnx.save(graph, tmp_path / "onnx" / "model.onnx")
    vocabulary = {word: number for number, word in enumerate(WORDS)}
    model = tokenizers.models.WordLevel(vocabulary, unk_token="[UNK]")
    tokenizer = tokenizers.Tokenizer(model)
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.WhitespaceSplit()
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    return tmp_path


def write(folder: Path, file: str, content: object) -> None:
    path = folder / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")


def unit(*vector: float) -> np.ndarray:
    return np.array(vector, dtype=np.float32) / np.linalg.norm(vector)


def test_the_mean_of_the_tokens_stands_for_the_text(folder: Path) -> None:
    encoder = load(Encode(model=f"hub:{folder}"))
    vectors = encoder.encode(["river Fluss", "strike", "...", ""])
    assert (encoder.name, encoder.dimensions) == (f"hub:{folder}", 4)
    assert vectors.dtype == np.float32
    assert vectors[0] == pytest.approx(unit(1, 1, 0, 0))
    assert vectors[1] == pytest.approx(unit(0, 0, 1, 0))
    assert not vectors[2:].any()


def test_the_first_token_where_the_model_says_so(folder: Path) -> None:
    write(folder, "1_Pooling/config.json", {"pooling_mode_cls_token": True})
    (vector,) = load(Encode(model=f"hub:{folder}")).encode(["river Fluss"])
    assert vector == pytest.approx(unit(3, 1, 0, 0))


def test_a_prefix_of_the_settings_or_of_the_model(folder: Path) -> None:
    expected = unit(0, 0, 2, 5)
    (given,) = load(Encode(model=f"hub:{folder}", prefix="query: ")).encode(["strike"])
    prompts = {"prompts": {"query": "query: "}, "default_prompt_name": "query"}
    write(folder, "config_sentence_transformers.json", prompts)
    (found,) = load(Encode(model=f"hub:{folder}")).encode(["strike"])
    assert given == pytest.approx(expected)
    assert found == pytest.approx(expected)


def test_an_endless_sentence_is_cut(folder: Path) -> None:
    encoder = load(Encode(model=f"hub:{folder}"))
    vectors = encoder.encode(["river " * 50_000, "\ud800" * 50_000 + "a", "river \ud800\x00"])
    assert np.isfinite(vectors).all()


@pytest.mark.parametrize(
    ("file", "content", "cause"),
    [
        ("1_Pooling/config.json", {"pooling_mode_max_tokens": True}, "pooling_mode_max_tokens"),
        ("modules.json", [{"type": "sentence_transformers.models.Dense"}], "its step Dense"),
        ("modules.json", ["?"], "string indices"),
        ("tokenizer.json", {}, "."),
    ],
)
def test_a_model_of_another_make_is_refused(
    folder: Path, file: str, content: object, cause: str
) -> None:
    write(folder, file, content)
    with pytest.raises(EncoderError, match=cause):
        load(Encode(model=f"hub:{folder}"))


def test_a_folder_without_onnx_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"has no onnx/model\.onnx or model\.onnx"):
        load(Encode(model=f"hub:{tmp_path}"))


def test_a_broken_graph_is_refused(folder: Path) -> None:
    (folder / "onnx" / "model.onnx").write_bytes(b"\x00broken")
    with pytest.raises(EncoderError):
        load(Encode(model=f"hub:{folder}"))


def test_a_fetched_model_is_read_from_the_cache(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, object]] = []

    def fetched(repository: str, **wanted: object) -> str:
        asked.append({"repository": repository, **wanted})
        return str(folder)

    monkeypatch.setattr("huggingface_hub.snapshot_download", fetched)
    assert load(Encode(model="hub:someone/tiny@v2")).dimensions == 4
    (only,) = asked
    assert (only["repository"], only["revision"]) == ("someone/tiny", "v2")
    assert only["local_files_only"] is True


def test_a_model_that_cannot_be_had_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(EncoderError, match="someone/absent"):
        load(Encode(model="hub:someone/absent"))
