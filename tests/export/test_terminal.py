from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console
from tests.export.results import hostile, sample

from rashomon.archive import Result
from rashomon.export.html import render
from rashomon.export.markdown import account as in_markdown
from rashomon.export.terminal import show
from rashomon.export.view import view
from rashomon.model import Failure, Stemma

EMPTY = Result({}, Stemma(), (), (), {}, (Failure("x", "acquire", "empty"),))


def shown(result: Result, width: int = 100) -> str:
    console = Console(file=io.StringIO(), width=width)
    show(view(result), console)
    return console.file.getvalue()


@pytest.mark.parametrize("make", [sample, hostile, lambda: EMPTY])
@pytest.mark.parametrize("width", [40, 80, 120])
def test_it_fits_the_screen_and_holds_no_control_characters(make, width: int) -> None:
    told = shown(make(), width)
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", told
    )
    assert max(map(cell_len, told.splitlines())) <= width


def test_the_order_is_that_of_a_reader() -> None:
    told = shown(sample())
    titles = re.findall(r"^([A-Z][A-Z ]{3,}[A-Z])\b", told, re.MULTILINE)
    assert titles == [
        "STORY",
        "EVENT",
        "STEMMA",
        "WHAT SEVERAL TELL",
        "WHERE THEY CONTRADICT",
        "WHAT ONLY ONE TELLS",
        "WHAT EACH LEAVES OUT",
        "STATE OF THE TEXTS",
        "TOLD BY ONE REPORT ONLY",
        "WHAT COULD NOT BE READ",
    ]


def test_a_value_of_one_alone_stands_before_the_sentence_that_others_tell_as_well() -> None:
    result = sample()
    (id, account), *_ = result.accounts.items()
    *others, single = account.facts
    valued = replace(single, positions=(replace(single.positions[0], value="46"),))
    accounts = {**result.accounts, id: replace(account, facts=(*others, valued))}
    told = replace(result, accounts=accounts)
    seen = view(told)
    for form in (shown(told), in_markdown(seen), render(seen)):
        assert re.search(rf"46(:|</b>) (<q[^>]*>(<[^>]*>)?)?{single.text[:20]}", form)
        assert "another may tell it in other words" in form


def test_origins_are_counted_not_reports() -> None:
    told = shown(sample())
    assert "4 reports · 3 independent origins" in told
    assert re.search(r"sank at noon\..*first, other +2/3", told)


def test_a_position_stands_beside_its_source() -> None:
    told = shown(sample())
    assert re.search(r"9 is 18% below 11", told)
    assert re.search(r" 11 .*“На борту было одиннадцать человек\.”.* other", told)
    assert "word of the ministry" in told


def test_the_stemma_says_what_is_not_here_and_what_is_not_known() -> None:
    told = shown(sample())
    assert "○ Wire  not here, named in a credit" in told
    assert "which was first is not known" in told
    assert re.search(r"└── ● copy .*copy, 100% of it", told)


def test_failures_are_listed() -> None:
    assert re.search(r"broken\.jsonl:2\n +acquire: no JSON", shown(sample()))
