"""JSON records become captures, by the contract "Report in" of DESIGN.

A record is an object with "text" or "html", and at will "id", "title", "url", "source",
"published", "modified", "language" and "byline": strings, or null; "id" may be a whole number.
Other keys are left alone. Where both "text" and "html" are given, "text" is read.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from rashomon.acquire.encodings import decode
from rashomon.exceptions import InputError
from rashomon.model import Capture

_DECLARED = ("title", "url", "source", "published", "modified", "language", "byline")


def parse(data: bytes, input: str) -> Any:
    """The JSON value that `data` holds. Raises `InputError` if it is none."""
    try:
        return json.loads(decode(data))
    except json.JSONDecodeError as error:
        where = f"column {error.colno}" if error.lineno == 1 else f"line {error.lineno}"
        cause = f"broken JSON: {error.msg}, {where}"
    except (ValueError, RecursionError):
        cause = "broken JSON: nested too deep or a number too long"
    raise InputError(cause, input=input, stage="acquire")


def capture(record: Any, input: str, digest: str) -> Capture:
    """A record as a capture. Raises `InputError` where it breaks the contract."""

    def refuse(cause: str) -> InputError:
        return InputError(cause, input=input, stage="acquire")

    if not isinstance(record, dict):
        raise refuse(f'a JSON {_name(record)} where an object with "text" or "html" should be')
    media = "text" if record.get("text") is not None else "html"
    content = record.get(media)
    if content is None:
        raise refuse('JSON without "text" or "html"')
    declared: dict[str, str | None] = {key: record.get(key) for key in _DECLARED}
    for key, value in {media: content, **declared}.items():
        if not isinstance(value, str | None):
            raise refuse(f'"{key}" is a JSON {_name(value)}, not a string')
    given = record.get("id")
    if isinstance(given, bool) or not isinstance(given, str | int | None):
        raise refuse(f'"id" is a JSON {_name(given)}, not a string')
    if not content.strip():
        raise refuse(f'empty: "{media}" has no characters but spaces')
    return Capture(
        input=input,
        media="text" if media == "text" else "html",
        content=content,
        digest=digest,
        id=None if given is None or given == "" else str(given),
        **{key: value or None for key, value in declared.items()},
    )


def element_digest(record: Any) -> str:
    """sha256 of one element of a JSON array, written canonically: it has no bytes of its own."""
    return sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()


def _name(value: Any) -> str:
    names = {
        type(None): "null",
        bool: "boolean",
        int: "number",
        float: "number",
        str: "string",
        list: "array",
    }
    return names.get(type(value), "object")
