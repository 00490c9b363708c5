"""Any sentence-transformers model that has an ONNX file: a local folder, or a name on the hub.

Layout as sentence-transformers writes it: `onnx/model.onnx` (or `model.onnx`), `tokenizer.json`,
`1_Pooling/config.json`, `modules.json`, `config_sentence_transformers.json`. A name may end in
"@REVISION". A model that was fetched once is read from the hub's cache, without network.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rashomon.encode.encoder import readable
from rashomon.exceptions import EncoderError
from rashomon.settings import Encode

ONNX = ("onnx/model.onnx", "model.onnx")
FILES = [*ONNX, "onnx/model.onnx_data", "*.json", "*/config.json"]
# Steps after the transformer that are done here; any other lies outside the ONNX file.
STEPS = {"Transformer", "Pooling", "Normalize"}
# Most tokens read where the tokenizer sets no limit of its own, as most models were trained.
MAX_TOKENS = 512


class Hub:
    """An `Encoder` by name."""

    def __init__(self, name: str, settings: Encode) -> None:
        """Fetch (once) and load. Raises `EncoderError` if it is absent or not such a model."""
        try:
            import onnxruntime  # noqa: PLC0415  (of the extra)
            from tokenizers import Tokenizer  # noqa: PLC0415  (of the extra)
        except ImportError as error:
            raise _unusable(name, f"{error.name} is missing: install rashomon[hub]") from error
        folder = folder_of(name)
        self.name = f"hub:{name}"
        self._limit = settings.max_characters
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = settings.threads
        options.log_severity_level = 3  # errors only: warnings would reach the user's terminal
        try:
            self._prefix = settings.prefix or _prompt(folder)
            self._first = _pools_first(folder)
            self._session = onnxruntime.InferenceSession(
                graph_of(folder), options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._tokenizer.no_padding()
            if self._tokenizer.truncation is None:
                self._tokenizer.enable_truncation(MAX_TOKENS)
            self._inputs = {item.name for item in self._session.get_inputs()}
            self.dimensions = len(self._vector("a"))
        except Exception as error:  # whatever a folder of another layout makes the libraries raise
            raise _unusable(name, str(error)) from error

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Encoder.encode`.

        One text at a time: padding, and the scales that a quantised model takes from its whole
        batch, would let a vector depend on its neighbours.
        """
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            if (start := readable(text, self._limit)) is not None:
                vectors[row] = self._vector(self._prefix + start)
        return vectors

    def _vector(self, text: str) -> NDArray[np.float32]:
        encoding = self._tokenizer.encode(text)
        ids = np.array([encoding.ids], dtype=np.int64)
        given = {
            "input_ids": ids,
            "attention_mask": np.ones_like(ids),
            "token_type_ids": np.zeros_like(ids),
            "position_ids": np.arange(ids.size)[None],
        }
        feed = {key: value for key, value in given.items() if key in self._inputs}
        found = np.asarray(self._session.run(None, feed)[0][0], dtype=np.float32)
        if found.ndim == 2:  # a vector for each token
            found = found[0] if self._first else found.mean(axis=0)
        length = float(np.linalg.norm(found))
        return found / length if length else found


def folder_of(name: str) -> Path:
    """The folder of a model: itself, or what the hub has by that name, fetched once.

    Raises `EncoderError` where it cannot be had.
    """
    if (local := Path(name)).is_dir():
        return local
    try:
        from huggingface_hub import snapshot_download  # noqa: PLC0415  (of the extra)
        from huggingface_hub.errors import LocalEntryNotFoundError  # noqa: PLC0415  (of the extra)
    except ImportError as error:
        raise _unusable(name, f"{error.name} is missing: install rashomon[hub]") from error
    repository, _, revision = name.partition("@")
    wanted: dict[str, Any] = {"revision": revision or None, "allow_patterns": FILES}
    try:
        try:
            return Path(snapshot_download(repository, local_files_only=True, **wanted))
        except LocalEntryNotFoundError:
            return Path(snapshot_download(repository, **wanted))
    except Exception as error:  # network, name, rights: all mean that it cannot be had
        raise _unusable(name, str(error)) from error


def graph_of(folder: Path) -> Path:
    """The ONNX file of a model; raises `ValueError` if it has none."""
    for file in ONNX:
        if (folder / file).is_file():
            return folder / file
    raise ValueError(f"has no {' or '.join(ONNX)}")


def config_of(folder: Path, file: str) -> Any:
    """What a JSON file of a model holds, empty if there is none."""
    path = folder / file
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _prompt(folder: Path) -> str:
    """What the model's authors say stands before every text."""
    config = config_of(folder, "config_sentence_transformers.json")
    return str(config.get("prompts", {}).get(config.get("default_prompt_name"), ""))


def _pools_first(folder: Path) -> bool:
    """Whether the first token's vector stands for the text; else it is the mean of all."""
    for module in config_of(folder, "modules.json"):
        if (step := str(module["type"]).rpartition(".")[2]) not in STEPS:
            raise ValueError(f"its step {step} is not part of its ONNX file")
    config = config_of(folder, "1_Pooling/config.json")
    modes = {key for key, value in config.items() if key.startswith("pooling_mode") and value}
    if modes - {"pooling_mode_mean_tokens"} == {"pooling_mode_cls_token"}:
        return True
    if modes - {"pooling_mode_mean_tokens"}:
        raise ValueError(f"pools by {', '.join(sorted(modes))}: only mean or first token is known")
    return False


def _unusable(name: str, cause: str) -> EncoderError:
    return EncoderError(cause, input=name, stage="encode")
