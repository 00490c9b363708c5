from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rashomon.export.stemma import BOX_HEIGHT, BOX_WIDTH, draw
from rashomon.model import Kind, Lineage

IDS = st.sampled_from("abcdefgh")
EDGES = st.lists(
    st.builds(
        Lineage,
        IDS,
        IDS,
        st.sampled_from(list(Kind)),
        st.sampled_from(["known", "unknown"]),
        st.just(1.0),
        st.floats(0, 1),
        st.just(()),
    ).filter(lambda e: e.child != e.parent),
    max_size=12,
)


def edge(child: str, parent: str) -> Lineage:
    return Lineage(child, parent, Kind.COPY, "known", 1.0, 1.0, ())


@given(st.lists(IDS, min_size=1), EDGES)
def test_boxes_never_overlap_and_lie_within_the_frame(ids: list[str], edges: list[Lineage]) -> None:
    drawing = draw(ids, edges)
    assert drawing is not None
    assert sorted(b.id for b in drawing.boxes) == sorted(set(ids))
    for box in drawing.boxes:
        assert 0 <= box.x <= drawing.width - BOX_WIDTH
        assert 0 <= box.y <= drawing.height - BOX_HEIGHT
        for other in drawing.boxes:
            apart = abs(box.x - other.x) >= BOX_WIDTH or abs(box.y - other.y) >= BOX_HEIGHT
            assert box.id == other.id or apart
    inside = [e for e in edges if {e.child, e.parent} <= set(ids)]
    assert len(drawing.lines) == len(inside)


def test_a_child_is_drawn_right_of_its_parents() -> None:
    drawing = draw(["c", "b", "a"], [edge("b", "a"), edge("c", "b"), edge("c", "a")])
    assert drawing is not None
    places = {b.id: b.x for b in drawing.boxes}
    assert places["a"] < places["b"] < places["c"]


def test_two_lines_into_one_box_end_apart() -> None:
    drawing = draw(["a", "b", "c"], [edge("c", "a"), edge("c", "b")])
    assert drawing is not None
    one, other = drawing.lines
    assert abs(one.y - other.y) >= 12


def test_too_many_boxes_are_not_drawn() -> None:
    assert draw([str(n) for n in range(200)], []) is None
    assert draw([], []) is None
