"""Signs of hyperplanes tell the angle between vectors."""

from __future__ import annotations

import math

import numpy as np
import pytest

from rashomon.signs import BITS, WORDS, packed, signs


def differing(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    return sum(((a ^ b) & (2**64 - 1)).bit_count() for a, b in zip(one, other, strict=True))


def test_the_share_of_differing_bits_tells_the_cosine() -> None:
    chance = np.random.default_rng(3)
    errors = []
    for wanted in np.linspace(-0.9, 0.95, 60):
        one, rest = np.linalg.qr(chance.standard_normal((512, 2)))[0].T
        other = wanted * one + math.sqrt(1 - wanted**2) * rest
        bits = differing(signs(one.astype(np.float32)), signs(other.astype(np.float32)))
        errors.append(math.cos(math.pi * bits / BITS) - wanted)
    assert abs(np.mean(errors)) < 0.03
    assert np.std(errors) < 0.08


def test_the_planes_are_at_right_angles_where_there_are_as_many_as_parts() -> None:
    axes = np.eye(BITS, dtype=np.float32)
    # The bits of an axis are a column of the planes' signs.
    columns = np.array([np.unpackbits(np.frombuffer(packed(axis), np.uint8)) for axis in axes])
    planes = 2.0 * columns.T - 1
    np.testing.assert_array_equal(planes @ planes.T, BITS * np.eye(BITS))


@pytest.mark.parametrize("dimensions", [1, 4, 384, 600])
def test_vectors_of_any_length_have_as_many_words(dimensions: int) -> None:
    vector = np.linspace(-1, 1, dimensions).astype(np.float32)
    assert len(signs(vector)) == WORDS
    assert signs(vector) == signs(2 * vector)


def test_the_planes_are_the_same_on_every_machine() -> None:
    """What a batch has kept must be compared with what a later one makes."""
    assert signs(np.array([1, 0, 0, 0], dtype=np.float32))[0] == -4245413984064628569
