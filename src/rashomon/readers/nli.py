"""A model of natural language inference, by name: does one sentence follow from the other?

Any sequence classifier with an ONNX file (`onnx/model.onnx` or `model.onnx`), a `tokenizer.json`
and a `config.json` whose `id2label` names entailment and contradiction.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rashomon.compare.proposals import Opinion
from rashomon.encode.hub import MAX_TOKENS, config_of, folder_of, graph_of
from rashomon.exceptions import EncoderError, ReaderError
from rashomon.model import Label
from rashomon.online import Readers

# Longest sentence read, in characters; the longest of 35,946 of news has 624.
_LONGEST = 1_000


class Nli:
    """A `Reader` by name."""

    def __init__(self, limits: Readers) -> None:
        """Fetch (once) and load. Raises `ReaderError` if it is absent or no such model."""
        self._name, self._sure = limits.nli, limits.nli_sure
        try:
            import onnxruntime  # noqa: PLC0415  (an extra)
            from tokenizers import Tokenizer  # noqa: PLC0415  (an extra)

            folder = folder_of(self._name)
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            options.log_severity_level = 3  # errors only: warnings would reach the terminal
            self._session = onnxruntime.InferenceSession(
                graph_of(folder), options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._tokenizer.no_padding()
            self._tokenizer.enable_truncation(MAX_TOKENS)
            self._inputs = {item.name for item in self._session.get_inputs()}
            labels = {
                str(label).casefold(): int(index)
                for index, label in config_of(folder, "config.json")["id2label"].items()
            }
            self._entails = labels["entailment"]
            self._contradicts = labels["contradiction"]
            self._labels = len(labels)
            self._chances("a", "b")
        except ImportError as error:
            cause = f"{error.name} is missing: install rashomon[hub]"
            raise ReaderError(cause, input=self._name, stage="readers") from error
        except EncoderError as error:
            raise ReaderError(error.cause, input=self._name, stage="readers") from error
        except Exception as error:  # whatever a model of another make lets the libraries raise
            raise self._unusable(error) from error

    def read(self, pairs: Sequence[tuple[str, str]]) -> list[Opinion | None]:
        """See `Reader.read`: one thing if either follows from the other, a contradiction if each
        contradicts the other."""
        try:
            return [self._opinion(one, other) for one, other in pairs]
        except Exception as error:
            raise self._unusable(error) from error

    def _opinion(self, one: str, other: str) -> Opinion | None:
        there, back = self._chances(one, other), self._chances(other, one)
        if max(there[self._entails], back[self._entails]) >= self._sure:
            return Opinion(Label.AGREED)
        if min(there[self._contradicts], back[self._contradicts]) >= self._sure:
            return Opinion(Label.CONTRADICTED)
        return None

    def _chances(self, one: str, other: str) -> NDArray[np.float64]:
        encoding = self._tokenizer.encode(_readable(one), _readable(other))
        ids = np.array([encoding.ids], dtype=np.int64)
        given = {
            "input_ids": ids,
            "attention_mask": np.ones_like(ids),
            "token_type_ids": np.array([encoding.type_ids], dtype=np.int64),
        }
        feed = {key: value for key, value in given.items() if key in self._inputs}
        found = np.asarray(self._session.run(None, feed)[0], dtype=np.float64)
        if found.shape != (1, self._labels) or not np.isfinite(found).all():
            raise ValueError(f"gives no chance for each of its {self._labels} labels")
        powers = np.exp(found[0] - found[0].max())
        chances: NDArray[np.float64] = powers / powers.sum()
        return chances

    def _unusable(self, error: Exception) -> ReaderError:
        cause = str(error)[:300] or type(error).__name__
        return ReaderError(f"is no usable NLI model: {cause}", input=self._name, stage="readers")


def _readable(sentence: str) -> str:
    """The beginning of a sentence, without what no tokenizer takes (lone surrogates)."""
    return sentence[:_LONGEST].encode("utf-8", "replace").decode()
