import pickle

import pytest

from rashomon import exceptions
from rashomon.exceptions import RashomonError

ERRORS = [
    kind
    for kind in vars(exceptions).values()
    if isinstance(kind, type) and issubclass(kind, RashomonError)
]


@pytest.mark.parametrize("kind", ERRORS)
def test_an_error_survives_the_way_between_processes(kind: type[RashomonError]) -> None:
    error = kind("is empty", input="a.html", stage="acquire")
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is kind
    assert (copy.cause, copy.input, copy.stage) == ("is empty", "a.html", "acquire")
    assert str(copy) == str(error)


@pytest.mark.parametrize(
    ("input", "stage", "expected"),
    [
        ("a.html", "acquire", "acquire: a.html: is empty"),
        ("a.html", "", "a.html: is empty"),
        ("", "acquire", "acquire: is empty"),
        ("", "", "is empty"),
    ],
)
def test_an_error_renders_what_it_knows(input: str, stage: str, expected: str) -> None:
    assert str(RashomonError("is empty", input=input, stage=stage)) == expected


def test_the_tree_is_drawn_whole() -> None:
    drawn = exceptions.__doc__ or ""
    assert [kind.__name__ for kind in ERRORS if kind.__name__ not in drawn] == []
