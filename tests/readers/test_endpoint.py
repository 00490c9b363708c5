"""The endpoint reader against a server in a process of its own, which behaves and does not."""

from __future__ import annotations

import json
import socket

import pytest

from rashomon.compare.proposals import Opinion
from rashomon.exceptions import ReaderError
from rashomon.model import Label
from rashomon.online import Readers as Limits
from rashomon.readers import Readers
from rashomon.readers.endpoint import Endpoint

from .conftest import Chat

pytestmark = pytest.mark.sockets
PAIRS = [("The dam broke.", "The dam has broken."), ("It rains.", "Two died.")]


def reader(address: str, **more: object) -> Endpoint:
    return Endpoint(Limits(endpoint=address, model="tiny", **{"seconds": 10.0, **more}))


def test_pairs_go_as_data_and_opinions_come_back(chat: Chat) -> None:
    chat.say({"n": 1, "relation": "same", "a": "The dam", "b": "The dam"})
    found = reader(chat.at()).read(PAIRS)
    assert found == [Opinion(Label.AGREED, ("The dam", "The dam")), None]
    asked = chat.asked
    assert asked["path"] == "/v1/chat/completions"
    assert asked["body"]["model"] == "tiny"
    assert "Authorization" not in asked["headers"]
    system, user = asked["body"]["messages"]
    assert (system["role"], user["role"]) == ("system", "user")
    assert json.loads(user["content"])[1] == {"n": 2, "a": "It rains.", "b": "Two died."}


def test_pairs_go_in_parts(chat: Chat) -> None:
    chat.say({"n": 1, "relation": "differ", "a": "x", "b": "y"})
    found = reader(chat.at(), at_once=1).read(PAIRS)
    assert [o and o.label for o in found] == [Label.DIFFERS, Label.DIFFERS]
    assert len(json.loads(chat.asked["body"]["messages"][1]["content"])) == 1


def test_words_around_the_json_do_not_matter(chat: Chat) -> None:
    row = {"n": 1, "relation": "contradict", "a": "x", "b": "y"}
    chat.says.write_text(f"Sure!\n```json\n{json.dumps({'pairs': [row]})}\n```", encoding="utf-8")
    (first, _) = reader(chat.at()).read(PAIRS)
    assert first is not None
    assert first.label is Label.CONTRADICTED


@pytest.mark.parametrize(
    "row",
    [
        {"n": 9, "relation": "same", "a": "x", "b": "y"},
        {"n": True, "relation": "same", "a": "x", "b": "y"},
        {"n": "1", "relation": "same", "a": "x", "b": "y"},
        {"n": 1, "relation": "agreed", "a": "x", "b": "y"},
        {"n": 1, "relation": ["same"], "a": "x", "b": "y"},
        {"n": 1, "relation": "same", "a": None, "b": "y"},
        {"n": 1, "relation": "same"},
        "same",
        None,
    ],
)
def test_rows_of_another_make_say_nothing(chat: Chat, row: object) -> None:
    chat.says.write_text(json.dumps({"pairs": [row]}), encoding="utf-8")
    assert reader(chat.at()).read(PAIRS) == [None, None]


def test_the_first_row_of_a_pair_counts_and_quotations_are_cut(chat: Chat) -> None:
    chat.say(
        {"n": 1, "relation": "none", "a": "", "b": ""},
        {"n": 1, "relation": "contradict", "a": "x", "b": "y"},
        {"n": 2, "relation": "same", "a": "x" * 5_000, "b": "y"},
    )
    first, second = reader(chat.at()).read(PAIRS)
    assert first is None
    assert second is not None
    assert second.words is not None
    assert len(second.words[0]) == 1_000


@pytest.mark.parametrize(
    ("kind", "cause"),
    [
        ("broken", "answered 500"),
        ("away", "answered 302"),
        ("garbage", "no chat completion"),
        ("empty", "no chat completion"),
        ("silent", "without words"),
        ("huge", "too large"),
        ("slow", "no answer in time"),
    ],
)
def test_a_server_that_misbehaves_is_an_error(chat: Chat, kind: str, cause: str) -> None:
    with pytest.raises(ReaderError, match=cause):
        reader(chat.at(kind), seconds=1.0 if kind == "slow" else 10.0).read(PAIRS)


@pytest.mark.parametrize("words", ["", "I cannot say.", "{", '{"pairs"', '{"n": 1}', "[" * 9_000])
def test_an_answer_that_is_no_json_is_an_error(chat: Chat, words: str) -> None:
    chat.says.write_text(words, encoding="utf-8")
    with pytest.raises(ReaderError, match="not the JSON asked for"):
        reader(chat.at()).read(PAIRS)


def test_nobody_there_is_told_and_ends_nothing() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    readers = Readers(Limits(endpoint=f"http://127.0.0.1:{port}/v1", model="tiny", failures=1))
    first, second = readers.read(PAIRS), readers.read(PAIRS)
    assert "cannot be fetched" in first.failures[0].error
    assert second.failures[0].error == "failed before in this run: not asked"
    assert first.failures[0].input == "model tiny"


def test_a_key_is_sent_and_stands_in_no_message(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAT_KEY", "very-secret")
    chat.say()
    reader(chat.at(), key_from="CHAT_KEY").read(PAIRS)
    assert chat.asked["headers"]["Authorization"] == "Bearer very-secret"
    with pytest.raises(ReaderError) as raised:
        reader(chat.at("broken"), key_from="CHAT_KEY").read(PAIRS)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    ("address", "key", "cause"),
    [
        ("ftp://example.org/v1", None, "no http"),
        ("example.org/v1", None, "no http"),
        ("http://user:word@example.org/v1", None, "no user, password"),
        ("http://example.org/v1?key=x", None, "or query"),
        ("http://example.org/v1", "abc", "over https or to this machine"),
        ("https://example.org/v1", "", "has no key"),
        ("https://example.org/v1", "a\nb", "has no key"),
    ],
)
def test_unsafe_addresses_and_keys_are_refused(
    address: str, key: str | None, cause: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if key is not None:
        monkeypatch.setenv("CHAT_KEY", key)
    with pytest.raises(ReaderError, match=cause) as raised:
        Endpoint(Limits(endpoint=address, key_from="" if key is None else "CHAT_KEY"))
    assert "word" not in str(raised.value) or "user:word" not in raised.value.cause
