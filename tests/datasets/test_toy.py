import inspect

import numpy as np
import pytest
import tensorflow as tf
from scipy import stats

from keras_creative import datasets

ALL = datasets.TOY_DATASETS


def test_ring_geometry():
    ring = datasets.load_toy("8Gaussians")
    np.testing.assert_allclose(ring.std, 0.0354, atol=5e-5)
    np.testing.assert_allclose(
        np.linalg.norm(ring.centers, axis=1), 1.4144, atol=1e-4
    )
    np.testing.assert_allclose(ring.centers[0], [0, 1.4144], atol=1e-4)
    np.testing.assert_allclose(ring.centers[1], [1.0002, 1.0002], atol=1e-4)
    np.testing.assert_allclose(ring.centers[2], [1.4144, 0], atol=1e-4)


def test_imbalanced_ring_geometry():
    ring = datasets.load_toy("Imbal-8Gaussians")
    np.testing.assert_allclose(ring.centers[0], [1.4144, 0], atol=1e-4)
    np.testing.assert_allclose(ring.centers[3], [-1.4144, 0], atol=1e-4)
    np.testing.assert_allclose(ring.shares[:2], 0.25)
    np.testing.assert_allclose(ring.shares[2:], 1 / 12)


def test_grid_geometry():
    grid = datasets.load_toy("25Gaussians", scale=1.0)
    assert grid.num_classes == 25
    np.testing.assert_allclose(grid.centers[0], [-1.4144, -1.4144], atol=1e-4)
    np.testing.assert_allclose(grid.centers[1], [-1.4144, -0.7072], atol=1e-4)
    np.testing.assert_allclose(grid.std, 0.05 / 2.828)


def test_swiss_roll_geometry():
    roll = datasets.load_toy("swissroll", scale=1.0)
    turn = 1.5 * np.pi * (1 + 2 * (np.array([0, 7]) + 0.5) / 8)
    expected = np.stack([turn * np.cos(turn), turn * np.sin(turn)], 1) / 15
    np.testing.assert_allclose(roll.centers[[0, 7]], expected, atol=2e-3)
    np.testing.assert_allclose(roll.std, 0.25 / 15)
    gaps = np.linalg.norm(np.diff(roll.components, axis=0), axis=1)
    assert gaps.max() < 0.3 * roll.std


@pytest.mark.parametrize("name", ALL)
def test_scale_scales_and_plots_hold_the_data(name):
    small = datasets.load_toy(name, scale=1.0)
    large = datasets.load_toy(name, scale=3.0)
    np.testing.assert_allclose(
        3 * small.components, large.components, rtol=1e-5
    )
    points, _ = large.sample(2000)
    assert np.abs(points).max() < large.half_width
    assert large.half_width >= 3.0


@pytest.mark.parametrize("name", ALL)
def test_points_follow_the_shares_and_the_deviation(name):
    """n=8000, seed 3; chi-square at p > 1e-4, deviation within 3 %."""
    data = datasets.load_toy(name)
    points, labels = data.sample(8000, seed=3)
    counts = np.bincount(labels, minlength=data.num_classes)
    assert stats.chisquare(counts, 8000 * data.shares).pvalue > 1e-4
    if name != "swissroll":
        deviations = points - data.centers[labels]
        np.testing.assert_allclose(deviations.std(), data.std, rtol=0.03)
        assert (
            stats.kstest((deviations / data.std).ravel(), "norm").pvalue > 1e-4
        )


@pytest.mark.parametrize("name", ALL)
def test_what_grows_with_the_scale(name):
    """As in the program of 2019, which divides the rings' noise by 1.414."""
    small, large = (datasets.load_toy(name, scale) for scale in (2.0, 4.0))
    np.testing.assert_allclose(large.components, 2 * small.components)
    grown = 1 if name.endswith("8Gaussians") else 2
    assert large.std == pytest.approx(grown * small.std)


def test_mean_and_deviation_of_a_class_by_hand():
    """Variances 3 and 0 of the means, in the shares 3 to 1, beside 1."""
    data = datasets.GaussianMixture(
        [[0.0, 5.0], [4.0, 5.0], [2.0, 0.0]],
        1.0,
        labels=[0, 0, 1],
        weights=[3.0, 1.0, 7.0],
    )
    np.testing.assert_allclose(data.means, [[1, 5], [2, 0]])
    np.testing.assert_allclose(data.deviations, [np.sqrt(1 + 3 / 2), 1])


@pytest.mark.parametrize("name", ALL)
def test_density_integrates_to_one(name):
    data = datasets.load_toy(name, holdout=[0])
    edge = data.half_width
    side = 100
    axis = (np.arange(side) + 0.5) / side * 2 * edge - edge
    grid = np.stack(np.meshgrid(axis, axis), -1).reshape(-1, 2)
    total = sum(
        np.exp(data.log_density(part)).sum() for part in np.split(grid, 100)
    )
    assert abs(total * (2 * edge / side) ** 2 - 1) < 5e-3


def test_log_density_by_hand():
    mixture = datasets.GaussianMixture(
        [[0, 0], [3, 0]], std=0.5, weights=[3, 1]
    )
    expected = np.log(
        0.75 * stats.multivariate_normal.pdf([1, 1], [0, 0], 0.25)
        + 0.25 * stats.multivariate_normal.pdf([1, 1], [3, 0], 0.25)
    )
    np.testing.assert_allclose(mixture.log_density([[1, 1]]), [expected])


@pytest.mark.parametrize("name", ALL)
def test_held_out_labels_are_never_drawn(name):
    data = datasets.load_toy(name, holdout=[0, 3])
    _, labels = data.sample(3000)
    _, batch_labels = next(iter(data.batches(3000)))
    everything = set(range(data.num_classes))
    assert set(labels) == set(batch_labels.numpy()) == everything - {0, 3}
    assert data.shares[0] == data.shares[3] == 0
    np.testing.assert_allclose(data.shares.sum(), 1)


def test_held_out_reference_can_be_requested():
    data = datasets.load_toy("8Gaussians", holdout=[3])
    points, labels = data.sample(500, labels=data.holdout)
    assert set(labels) == {3}
    np.testing.assert_allclose(points.mean(0), data.centers[3], atol=0.01)
    assert data.log_density(points).max() < -50
    assert data.log_density(points, labels=[3]).min() > -20


def test_batches_are_a_function_of_seed_and_step():
    data = datasets.load_toy("8Gaussians")
    first = list(data.batches(8, seed=1).take(3))
    resumed = next(iter(data.batches(8, seed=1, first_step=2)))
    np.testing.assert_array_equal(first[2][0], resumed[0])
    np.testing.assert_array_equal(first[2][1], resumed[1])
    assert not np.allclose(first[0][0], first[1][0])
    other = next(iter(data.batches(8, seed=2)))
    assert not np.allclose(first[0][0], other[0])


def test_batch_shapes_are_static():
    data = datasets.load_toy("8Gaussians")
    points, labels = data.batches(400).element_spec
    assert points.shape == (400, 2) and labels.shape == (400,)
    assert data.batches(400, labelled=False).element_spec.shape == (400, 2)


def test_batches_are_traced_without_autograph(monkeypatch):
    callers = []
    split = tf.random.split

    def recorded(seed, num):
        callers.append(inspect.currentframe().f_back.f_code.co_filename)
        return split(seed, num)

    monkeypatch.setattr(tf.random, "split", recorded)
    datasets.load_toy("8Gaussians").batches(8)
    (caller,) = callers
    assert caller == inspect.getfile(datasets.GaussianMixture)


def test_bad_input():
    with pytest.raises(ValueError, match="Received: name='9Gaussians'"):
        datasets.load_toy("9Gaussians")
    with pytest.raises(ValueError, match="`scale`.*Received: scale=0"):
        datasets.load_toy("8Gaussians", scale=0)
    with pytest.raises(ValueError, match=r"0 to 7.*holdout=\(8,\)"):
        datasets.load_toy("8Gaussians", holdout=[8])
    with pytest.raises(ValueError, match="at least one label"):
        datasets.load_toy("8Gaussians", holdout=range(8))
