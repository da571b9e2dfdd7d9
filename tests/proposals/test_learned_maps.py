"""Learned maps that carry points on to themselves."""

import numpy as np
import pytest

from keras_creative.proposals import LearnedMaps, find_symmetries


@pytest.mark.slow
def test_a_reflection_is_learned():
    """Two clusters, 6 starts: some map exchanges them and bends little."""
    rng = np.random.default_rng(0)
    sides = np.repeat([[-1.0, 0.0], [1.0, 0.0]], 30, axis=0)
    points = sides + 0.03 * rng.normal(size=(60, 2))
    maps = LearnedMaps(points, 6, (0.4, 0.05), seed=0)
    moved = np.stack([maps.single(i)(sides) for i in range(6)])
    distances = np.abs(moved + sides).max(axis=(1, 2))
    assert distances.min() < 0.1
    assert maps.bending(points).shape == (6,)
    assert maps.bending(points).min() < 0.05


def test_bending_against_finite_differences():
    points = np.random.default_rng(0).normal(size=(20, 3))
    maps = LearnedMaps(points, 2, (1.0, 0.5), seed=0)
    h = 1e-4
    for i, bending in enumerate(maps.bending(points)):
        rows = [
            maps.single(i)(points + h * axis)
            - maps.single(i)(points - h * axis)
            for axis in np.eye(3)
        ]
        jacobians = np.stack(rows, axis=1) / (2 * h)
        change = jacobians - np.roll(jacobians, -10, axis=0)
        lengths = np.einsum("mde,mdf->mef", jacobians, jacobians) - np.eye(3)
        expected = (change**2).sum((1, 2)) / 2 + (lengths**2).sum((1, 2))
        np.testing.assert_allclose(bending, expected.mean(), rtol=1e-3)


@pytest.mark.slow
def test_learned_symmetries_of_a_ring(ring):
    """5 modes of 6: the maps found turn or mirror the ring."""
    data, _ = ring(6, missing=[1])
    examples = data.sample(400, seed=0)
    found = find_symmetries(examples, "learned", starts=40)
    assert found
    assert all(symmetry.share > 0.7 for symmetry in found)
    assert all("learned map" in str(symmetry) for symmetry in found)
    assert found[0].inverse() is None
    np.testing.assert_allclose(
        np.linalg.norm(found[0](data.centers), axis=1), 1.5, atol=0.05
    )
