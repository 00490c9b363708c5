from __future__ import annotations

import contextlib
from dataclasses import dataclass, is_dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rashomon import model
from rashomon.exceptions import StoreError
from rashomon.model import Account, Flag, Moment, Reading, Report, Reuse, Role, Segment, Stemma
from rashomon.store.codec import dumps, loads

MODEL = [kind for kind in vars(model).values() if is_dataclass(kind)]
ODD = "\ufffd \u202eمرحبا\u202c 𝒜𐍈 Київ\0\r\n\u2028"


@pytest.mark.parametrize("kind", [Report, Reading, Reuse, Stemma, Account])
@given(data=st.data())
@settings(max_examples=15, suppress_health_check=list(HealthCheck))
def test_values_come_back_as_they_were(kind: type, data: st.DataObject) -> None:
    value = data.draw(st.from_type(kind))
    # By repr, because no two NaNs are equal.
    assert repr(loads(kind, dumps(kind, value))) == repr(value)


@pytest.mark.parametrize("kind", MODEL, ids=lambda kind: kind.__name__)
def test_the_whole_model_has_a_codec(kind: type) -> None:
    with contextlib.suppress(StoreError):
        loads(kind, "[]")


def test_json_is_an_array_per_value() -> None:
    reading = Reading("en", (Segment(0, 5, None, Role.BODY),), flags=(Flag.PAYWALLED,))
    text = dumps(Reading, reading)
    assert text == '["en",[[0,5,null,"body"]],[],[],[],[],[],[],[],["paywalled"],null,[]]'
    assert loads(Reading, text) == reading


def test_enums_come_back_as_enums() -> None:
    segment = loads(Segment, '[0,5,"en","title"]')
    assert segment.role is Role.TITLE


def test_text_of_all_kinds_comes_back() -> None:
    moment = Moment(ODD, "day", "given")
    assert loads(Moment, dumps(Moment, moment)) == moment


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(StoreError, match="surrogate"):
        dumps(Moment, Moment("\ud800", "day", "given"))


@dataclass(frozen=True, slots=True)
class Earlier:
    name: str


@dataclass(frozen=True, slots=True)
class Later:
    name: str
    since: Moment | None = None
    words: tuple[str, ...] = ("none",)


def test_fields_added_later_take_their_defaults() -> None:
    assert loads(Later, dumps(Earlier, Earlier("a"))) == Later("a")


@pytest.mark.parametrize(
    ("hint", "value"),
    [
        (Moment | None, None),
        (dict[str, tuple[int, ...]], {"a": (1, 2), "": ()}),
        (tuple[tuple[str, tuple[float, ...]], ...], (("a", (0.5, float("inf"))),)),
        (dict[str, float], {"a": 1e-300}),
    ],
)
def test_types_nest(hint: Any, value: object) -> None:
    assert loads(hint, dumps(hint, value)) == value


@pytest.mark.parametrize("hint", [list[int], int | str, set[str], bytes])
def test_a_type_without_a_rule_is_refused(hint: Any) -> None:
    with pytest.raises(TypeError, match="no codec"):
        dumps(hint, None)


@given(st.text() | st.from_regex(r'\[[\[\]",0-9a-z]{0,40}\]', fullmatch=True))
def test_damaged_values_raise_nothing_but_store_errors(text: str) -> None:
    with contextlib.suppress(StoreError):
        loads(Reading, text)


@pytest.mark.parametrize(
    "text", ["", "{", "[1,2,3]", '[0,1,"en","no role"]', "[" * 200_000, "9" * 5000]
)
def test_damage_is_named(text: str) -> None:
    with pytest.raises(StoreError, match="a stored value is damaged"):
        loads(Segment, text)
