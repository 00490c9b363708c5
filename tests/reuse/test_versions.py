"""What changed between versions of one report, and which of them a copy took."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reuse.samples import DAM, told

from rashomon.model import Span
from rashomon.reuse.align import align
from rashomon.reuse.versions import changes, version_taken
from rashomon.settings import Reuse as Limits

LIMITS = Limits()
FIRST = DAM[:4]
EDITED = "Water covered the fields of fourteen villages within two hours of the breach."
SECOND = (DAM[0], EDITED, DAM[2], DAM[4])


@pytest.mark.parametrize(("old", "new"), [("a", "b"), ("b", "a")])
def test_what_changed(old: str, new: str) -> None:
    earlier, later = told(old, FIRST), told(new, SECOND)
    found = changes(earlier, later, align(earlier, later, LIMITS))

    def words(text: object, spans: tuple[Span, ...]) -> list[str]:
        body = (earlier if text is earlier else later).report.text
        return [body[s.start : s.end] for s in spans]

    assert words(earlier, found.removed) == [DAM[3]]
    assert words(later, found.added) == [DAM[4]]
    assert words(earlier, tuple(a for a, _ in found.edited)) == [DAM[1]]
    assert words(later, tuple(b for _, b in found.edited)) == [EDITED]


def test_a_copy_took_the_version_whose_words_it_has() -> None:
    versions = {"v1": told("v1", FIRST), "v2": told("v2", SECOND)}
    for took, lines in (("v1", FIRST), ("v2", SECOND)):
        copy = told("copy", (*lines, "Readers can send their pictures to the paper."))
        shared = {id: align(copy, text, LIMITS) for id, text in versions.items()}
        assert version_taken(copy, shared) == took


def test_what_both_versions_have_tells_neither() -> None:
    copy = told("copy", (DAM[0], DAM[2]))
    shared = {id: align(copy, told(id, some), LIMITS) for id, some in (("1", FIRST), ("2", SECOND))}
    assert version_taken(copy, shared) is None
    assert version_taken(copy, {}) is None


@given(st.lists(st.sampled_from(DAM), unique=True), st.lists(st.sampled_from(DAM), unique=True))
def test_every_sentence_is_kept_changed_or_new(old: list[str], new: list[str]) -> None:
    earlier, later = told("a", old), told("b", new)
    found = changes(earlier, later, align(earlier, later, LIMITS))
    assert len(found.removed) == len(set(old) - set(new))
    assert len(found.added) == len(set(new) - set(old))
    assert found.edited == ()
