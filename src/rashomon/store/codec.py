"""Values of the domain as compact JSON and back, by their type hints.

A dataclass is written as the array of its fields in their order, a tuple as an array, an enum as
its value; None, numbers, strings and dicts with string keys as themselves. Arrays instead of
objects make a reading a third as long and faster to decode. The price: a stored class may only
grow at its end, by fields with defaults (an array that is too short then takes the defaults);
any other change needs a migration.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from rashomon.exceptions import StoreError, UnfitError

# None stands for "as it is", so that plain values cost no call.
Converter = Callable[[Any], Any] | None

_PLAIN = (str, int, float, bool, NoneType)
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def dumps(hint: Any, value: Any) -> str:
    """JSON of a value of the type `hint` (a class of the model, `tuple[Passage, ...]`, ...).

    Raises `UnfitError` for text that no encoding can carry (a lone surrogate).
    """
    convert = _encoder(hint)
    text = _encode(value if convert is None else convert(value))
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UnfitError(f"text with a lone surrogate: {error}", stage="store") from error
    return text


def loads(hint: Any, text: str) -> Any:
    """The value of the type `hint` that `dumps` wrote; raises `StoreError` for anything else."""
    convert = _decoder(hint)
    try:
        value = json.loads(text)
        return value if convert is None else convert(value)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        cause = f"a stored value is damaged: {type(error).__name__}: {error}"
        raise StoreError(cause, stage="store") from error


@cache
def _encoder(hint: Any) -> Converter:
    if is_dataclass(hint):
        names, converters = _fields(hint, _encoder)
        get = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)
        return _converting(get, converters, lambda *values: values)
    # The JSON encoder itself writes a string enum as its value.
    if isinstance(hint, type) and issubclass(hint, Enum):
        return None
    return _compound(hint, _encoder)


@cache
def _decoder(hint: Any) -> Converter:
    if is_dataclass(hint):
        assert isinstance(hint, type)
        return _converting(None, _fields(hint, _decoder)[1], hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {member.value: member for member in hint}.__getitem__
    return _compound(hint, _decoder)


def _fields(
    hint: Any, converter: Callable[[Any], Converter]
) -> tuple[list[str], list[tuple[int, Callable[[Any], Any]]]]:
    """Names of the fields, and the converters of those that need one, by position."""
    hints = get_type_hints(hint)
    names = [field.name for field in fields(hint)]
    converters = [(index, converter(hints[name])) for index, name in enumerate(names)]
    return names, [(index, convert) for index, convert in converters if convert is not None]


def _converting(
    get: Callable[[Any], Any] | None,
    converters: list[tuple[int, Callable[[Any], Any]]],
    build: Callable[..., Any],
) -> Converter:
    """Get the field values (None: the value is the array), convert some, build from all."""

    def convert(value: Any) -> Any:
        values = list(value if get is None else get(value))
        for index, convert_field in converters:
            if index < len(values):
                values[index] = convert_field(values[index])
        return build(*values)

    if not converters:
        return get if get is not None else (lambda value: build(*value))
    return convert


def _compound(hint: Any, converter: Callable[[Any], Converter]) -> Converter:
    """What encoding and decoding share: plain values, optional ones, tuples and dicts."""
    origin, arguments = get_origin(hint), get_args(hint)
    if hint in _PLAIN or origin is Literal:
        return None
    if origin in (Union, UnionType):
        return _optional(hint, arguments, converter)
    if origin is tuple:
        return _tuple(arguments, converter)
    if origin is dict and arguments[0] is str:
        item = converter(arguments[1])
        if item is None:
            return dict
        return lambda value: {key: item(part) for key, part in value.items()}
    raise TypeError(f"no codec for {hint!r}")


def _optional(
    hint: Any, arguments: tuple[Any, ...], converter: Callable[[Any], Converter]
) -> Converter:
    some = [argument for argument in arguments if argument is not NoneType]
    if len(some) != 1:
        raise TypeError(f"no codec for {hint!r}: JSON would not say which type it was")
    item = converter(some[0])
    if item is None:
        return None
    return lambda value: None if value is None else item(value)


def _tuple(arguments: tuple[Any, ...], converter: Callable[[Any], Converter]) -> Converter:
    if arguments[1:] == (Ellipsis,):
        item = converter(arguments[0])
        return tuple if item is None else (lambda value: tuple([item(part) for part in value]))
    items = [converter(argument) for argument in arguments]

    def convert(value: Any) -> tuple[Any, ...]:
        return tuple(
            part if item is None else item(part) for item, part in zip(items, value, strict=True)
        )

    return convert
