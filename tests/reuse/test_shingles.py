"""Keys under which reports meet, in scripts with and without spaces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reuse.samples import told

from rashomon.reuse.align import align
from rashomon.reuse.evidence import derives
from rashomon.reuse.shingles import keys, sentence_keys, words
from rashomon.settings import Reuse

LIMITS = Reuse()
DAM = (
    "星期一清晨四点多,韦尔马尔上游的大坝决口。",
    "洪水在两小时内淹没了十一个村庄的田地。",
    "救援人员把三百多人送到奥尔伦的一所学校。",
    "省水务局说,它将公布检查记录。",
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The dam, built in 1971", ("the", "dam", "built", "in", "1971")),
        ("大坝决口。", ("大坝", "坝决", "决口", "口")),
        ("据BBC报道,2024年", ("据", "bbc", "报道", "道", "2024", "年")),
        ("ダムが決壊", ("ダム", "ムが", "が決", "決壊", "壊")),
        ("السد انهار", ("السد", "انهار")),
        ("", ()),
    ],
)
def test_words(text: str, expected: tuple[str, ...]) -> None:
    assert words(text) == expected


def test_a_sentence_taken_into_a_longer_one_keeps_its_last_letter() -> None:
    long = f"救援队星期二说,{DAM[1][:-1]},但没有人死亡,所有居民都已经安全离开。"
    found = align(told("a", [DAM[1]], "zh"), told("b", [long], "zh"), LIMITS)
    (passage,) = found.passages
    assert long[passage.b.start : passage.b.end] == DAM[1][:-1]


def test_a_sentence_without_spaces_has_keys_that_an_edited_one_keeps() -> None:
    one = sentence_keys("洪水在两小时内淹没了十一个村庄的田地。", LIMITS)
    other = sentence_keys("据报道,洪水在两小时内淹没了十一个村庄的田地。", LIMITS)
    assert one & other
    assert not sentence_keys("他没有说。", LIMITS)


def test_a_copy_in_chinese_is_found_and_a_stranger_is_not() -> None:
    edited = (DAM[0], "洪水在短短两小时内淹没了十一个村庄的大片田地。", *DAM[2:])
    copy = align(told("a", DAM, "zh"), told("b", edited, "zh"), LIMITS)
    assert [p.kind for p in copy.passages] == ["verbatim", "edited", "verbatim", "verbatim"]
    assert derives(copy, LIMITS)
    strange = (
        "星期一,奥尔伦市长在学校向三百多名学生讲话。",
        "省教育局说,新学校将在两年内建成。",
    )
    other = told("c", strange, "zh")
    assert not align(told("a", DAM, "zh"), other, LIMITS).passages
    assert set(keys(told("a", DAM, "zh"), LIMITS)).isdisjoint(keys(other, LIMITS))


@given(st.text(st.characters() | st.sampled_from(" \n\t\u3000ßİΣσ中文ไทยあ’-"), max_size=60))
def test_the_words_of_a_text_are_those_of_what_stands_between_its_spaces(text: str) -> None:
    assert words(text) == tuple(word for piece in text.split() for word in words(piece))
