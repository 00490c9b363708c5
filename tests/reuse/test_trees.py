"""The best tree: against every tree there is."""

from itertools import pairwise, product

from hypothesis import given
from hypothesis import strategies as st

from rashomon.reuse.trees import best_tree

NODES = "abcde"
ARCS = [(child, parent) for child in NODES for parent in NODES if child != parent]


def _hangs(tree: dict[str, str], node: str) -> bool:
    """Whether a way up from a node ends."""
    seen = set()
    while node in tree and node not in seen:
        seen.add(node)
        node = tree[node]
    return node not in tree


def _best(gains: dict[tuple[str, str], int]) -> tuple[int, int]:
    """Edges and sum of gains of the best tree, by trying all."""
    best = (0, 0)
    choices = [[None, *(p for c, p in gains if c == node)] for node in NODES]
    for parents in product(*choices):
        tree = {c: p for c, p in zip(NODES, parents, strict=True) if p is not None}
        if all(_hangs(tree, node) for node in NODES):
            best = max(best, (len(tree), sum(gains[pair] for pair in tree.items())))
    return best


@given(st.dictionaries(st.sampled_from(ARCS), st.integers(0, 9), max_size=12))
def test_no_tree_hangs_more_or_gains_more(gains: dict[tuple[str, str], int]) -> None:
    tree = best_tree(gains, NODES)
    assert all(_hangs(tree, node) for node in NODES)
    assert (len(tree), sum(gains[pair] for pair in tree.items())) == _best(gains)


@given(
    st.dictionaries(st.sampled_from(ARCS), st.integers(0, 2), max_size=20),
    st.randoms(use_true_random=False),
)
def test_the_order_of_gains_changes_nothing(gains, chance) -> None:
    mixed = list(gains.items())
    chance.shuffle(mixed)
    assert best_tree(dict(mixed), NODES) == best_tree(gains, NODES)


def test_among_equals_the_first_is_root_and_parent() -> None:
    gains = dict.fromkeys(((c, p) for c, p in ARCS if {c, p} <= set("abc")), 5)
    assert best_tree(gains, "abc") == {"b": "a", "c": "a"}


def test_a_long_chain_of_pairs_is_hung() -> None:
    nodes = [f"n{number:03}" for number in range(300)]
    near = list(pairwise(nodes))
    gains = {pair: number % 7 for number, (a, b) in enumerate(near) for pair in ((a, b), (b, a))}
    assert len(best_tree(gains, nodes)) == 299


def test_thousands_of_copies_of_one_text_hang_from_it() -> None:
    nodes = [f"n{number:04}" for number in range(5_000)]
    first, *copies = nodes
    gains = {pair: 200 for copy in copies for pair in ((copy, first), (first, copy))}
    assert best_tree(gains, nodes) == dict.fromkeys(copies, first)
