"""The contract "Report in", record by record."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.acquire.records import capture, parse
from rashomon.exceptions import InputError
from rashomon.model import Capture

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["text", "id", "x"]), inner)
    ),
    max_leaves=6,
)


def test_all_that_a_record_declares_is_carried() -> None:
    record = {
        "id": "r1",
        "html": "<p>The bridge is closed.</p>",
        "title": "Bridge closed",
        "url": "https://courier.example/bridge",
        "source": "Courier",
        "published": "2025-05-20",
        "modified": "2025-05-21",
        "language": "en",
        "byline": "Ann Lee",
        "section": ["ignored"],
    }
    known = {key: value for key, value in record.items() if key not in ("html", "section")}
    expected = Capture("a:1", "html", record["html"], "d", **known)
    assert capture(record, "a:1", "d") == expected


def test_text_goes_before_html_and_nulls_are_nothing() -> None:
    record = {"text": "The bridge.", "html": "<p>x</p>", "title": None, "url": "", "id": None}
    assert capture(record, "a", "d") == Capture("a", "text", "The bridge.", "d")
    assert capture({"text": None, "html": "<p>x</p>"}, "a", "d").media == "html"


def test_a_number_may_be_an_id() -> None:
    assert capture({"id": 0, "text": "x"}, "a", "d").id == "0"


@pytest.mark.parametrize(
    ("record", "cause"),
    [
        ({}, 'without "text" or "html"'),
        ({"text": None}, 'without "text" or "html"'),
        ({"text": 3}, '"text" is a JSON number'),
        ({"html": ["x"]}, '"html" is a JSON array'),
        ({"text": "x", "title": {"a": 1}}, '"title" is a JSON object'),
        ({"text": "x", "id": True}, '"id" is a JSON boolean'),
        ({"text": "x", "id": 1.5}, '"id" is a JSON number'),
        ({"text": " \n"}, "empty"),
        (["x"], "a JSON array where an object"),
        (None, "a JSON null where"),
    ],
)
def test_a_breach_is_named(record: Any, cause: str) -> None:
    with pytest.raises(InputError, match=cause) as caught:
        capture(record, "dump.jsonl:3", "d")
    assert caught.value.input == "dump.jsonl:3"
    assert caught.value.stage == "acquire"


@pytest.mark.parametrize(
    "data",
    [b"{", b'{"a": 1,}', b"nothing", b"[" * 100_000, b'{"id": ' + b"9" * 5000 + b"}", b"\xff\xfe{"],
)
def test_broken_json_is_an_input_error(data: bytes) -> None:
    with pytest.raises(InputError, match="broken JSON"):
        parse(data, "a")


@given(ANYTHING)
def test_a_record_is_a_capture_or_an_input_error(record: Any) -> None:
    try:
        found = capture(record, "a", "d")
    except InputError as error:
        assert error.cause
    else:
        assert found.content.strip()
