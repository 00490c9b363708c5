"""The columns of what a batch writes.

`number` names a report within one batch: its input's number and its place there, so that it is the
same on every engine and in every run.
"""

from __future__ import annotations

from dataclasses import fields

import pyarrow as pa

from rashomon.model import Capture, Failure
from rashomon.signs import WORDS

_NUMBER = ("number", pa.int64())
_SPAN = [("start", pa.int64()), ("end", pa.int64())]

CAPTURES = pa.schema([_NUMBER, *((field.name, pa.string()) for field in fields(Capture))])

# `published` and `modified` are values of moments; `main` the language of most of a story, `day`
# the days since 1970 of its time, `reading` all that was read, as the store keeps it.
REPORTS = pa.schema(
    [
        _NUMBER,
        *(
            (name, pa.string())
            for name in ("id", "input", "text", "digest", "title", "url", "source")
        ),
        *(
            (f"{moment}{part}", pa.string())
            for moment in ("published", "modified")
            for part in ("", "_precision", "_basis")
        ),
        ("language", pa.string()),
        ("byline", pa.string()),
        ("main", pa.string()),
        ("day", pa.int32()),
        ("flags", pa.list_(pa.string())),
        ("reading", pa.string()),
        ("lead", pa.list_(pa.float32())),
    ]
)
SENTENCES = pa.schema(
    [
        _NUMBER,
        *_SPAN,
        ("language", pa.string()),
        ("role", pa.string()),
        ("text", pa.string()),
    ]
)
# `kind` is one of name, place, time, quantity, quote; `type` that kind's own; `value` who, where,
# when, how much, or who speaks; `key` an id, a number of GeoNames or a unit.
MENTIONS = pa.schema(
    [
        _NUMBER,
        ("kind", pa.string()),
        ("type", pa.string()),
        *_SPAN,
        ("text", pa.string()),
        ("value", pa.string()),
        ("key", pa.string()),
        ("lat", pa.float64()),
        ("lon", pa.float64()),
    ]
)
# Candidate keys, and names and figures: what reports meet under.
KEYS = pa.schema([_NUMBER, ("key", pa.int64())])
NAMES = pa.schema([_NUMBER, ("name", pa.string())])
# The signs of a lead's vector, in words of 64.
LEADS = pa.schema([_NUMBER, *((f"w{word}", pa.int64()) for word in range(WORDS))])
FAILURES = pa.schema([(field.name, pa.string()) for field in fields(Failure)])
