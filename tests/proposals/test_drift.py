"""Coherent point drift."""

import numpy as np
import pytest

from keras_creative.proposals import drift


def turn(degrees):
    angle = np.radians(degrees)
    return np.array(
        [[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]
    )


@pytest.mark.parametrize("motion", ["rigid", "affine"])
def test_a_turn_is_found_from_another_one(motion):
    """Four clusters at the corners of a square, from a start 20 degrees off."""
    rng = np.random.default_rng(0)
    corners = np.array([[1, 1], [1, -1], [-1, -1], [-1, 1]])
    points = np.repeat(corners, 50, 0) + 0.01 * rng.normal(size=(200, 2))
    (matrix,), (shift,) = drift(
        points, [turn(70)], [[0.1, -0.1]], (0.3, 0.01), motion
    )
    np.testing.assert_allclose(matrix, turn(90), atol=0.01)
    np.testing.assert_allclose(shift, 0, atol=0.01)


def test_points_without_a_counterpart_have_no_influence():
    points = np.array([[0.0, 0], [1, 0], [2, 0], [3, 0], [4, 0]] * 20)
    matrices, shifts = drift(points, [np.eye(2)], [[0.8, 0]], (0.3, 0.02))
    np.testing.assert_allclose(matrices[0], np.eye(2), atol=1e-3)
    np.testing.assert_allclose(shifts[0], [1, 0], atol=1e-3)


def test_all_starts_at_once():
    points = np.random.default_rng(0).normal(size=(30, 3))
    starts = np.stack([np.eye(3), -np.eye(3)]), np.zeros((2, 3))
    together = drift(points, *starts, (1.0, 0.1))
    alone = [
        drift(points, *(s[i : i + 1] for s in starts), (1.0, 0.1))
        for i in (0, 1)
    ]
    for both, *single in zip(together, *alone, strict=True):
        np.testing.assert_allclose(both, np.concatenate(single), atol=1e-4)
