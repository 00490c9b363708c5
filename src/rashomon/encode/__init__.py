"""Sentence vectors: one encoder comes with Rashomon, any other can be loaded by name."""

from __future__ import annotations

from functools import cache

from rashomon.encode.encoder import Encoder
from rashomon.exceptions import EncoderError
from rashomon.settings import Encode

__all__ = ["Encoder", "load", "name"]


def name(settings: Encode) -> str:
    """The name of the encoder that the settings name, without loading the one that comes along.

    Raises `EncoderError` as `load` does.
    """
    if settings.model == "use":
        from rashomon.encode.bundled import Bundled  # noqa: PLC0415  (a tenth of a second)

        return Bundled.name
    return load(settings).name


@cache
def load(settings: Encode) -> Encoder:
    """The encoder that the settings name, loaded once in a process.

    Raises `EncoderError` if no encoder has that name, or its weights are absent or changed.
    """
    if settings.model == "use":
        from rashomon.encode.bundled import Bundled  # noqa: PLC0415  (a second and 150 MB)

        return Bundled(settings)
    scheme, _, name = settings.model.partition(":")
    if scheme == "hub" and name:
        from rashomon.encode.hub import Hub  # noqa: PLC0415  (of the extra "hub")

        return Hub(name, settings)
    raise EncoderError('no such encoder: "use" or "hub:NAME"', input=settings.model, stage="encode")
