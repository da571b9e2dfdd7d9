import numpy as np
import pytest

from keras_creative.metrics import feature_sets, neighborhood_measures


def brute_force(real, made, k, density_k):
    """The four numbers from the complete matrices of distances."""

    def distances(x, y):
        return np.linalg.norm(x[:, None] - y[None], axis=2)

    def radii(x, k):
        return np.sort(distances(x, x), axis=1)[:, k]

    pairs = distances(real, made)
    dense = pairs <= radii(real, density_k)[:, None]
    return {
        "precision": (pairs <= radii(real, k)[:, None]).any(axis=0).mean(),
        "recall": (pairs <= radii(made, k)).any(axis=1).mean(),
        "density": dense.sum() / (density_k * len(made)),
        "coverage": dense.any(axis=1).mean(),
    }


def test_values_by_hand():
    """Radii of real examples: 1, 1, 1, 8; of samples: 1, .1, .1, .5, .5."""
    real = [[0.0], [1.0], [2.0], [10.0]]
    made = [[0.5], [1.5], [1.6], [20.0], [20.5]]
    found = neighborhood_measures(real, made, k=1, density_k=1)
    assert found == {
        "precision": 0.6,
        "recall": 0.5,
        "density": 1.2,
        "coverage": 0.75,
    }


def test_further_neighbors_by_hand():
    """The 2nd nearest of 0, 1, 3, 7 are at 3, 2, 3 and 6."""
    real = [[0.0], [1.0], [3.0], [7.0]]
    made = [[-2.5], [14.0], [2.0], [2.2]]
    found = neighborhood_measures(real, made, k=1, density_k=2)
    np.testing.assert_allclose(found["density"], (1 + 0 + 4 + 4) / 8)
    assert found["coverage"] == 1.0


def test_an_example_is_not_its_own_neighbor():
    """Otherwise every ball would be a point at k = 1."""
    found = neighborhood_measures([[0.0], [2.0]], [[1.0], [1.0]], 1, 1)
    assert found["precision"] == found["coverage"] == 1.0
    assert found["recall"] == 0.0


def test_copies_are_inside():
    """Far from the origin, where rounding errors are largest."""
    real = np.repeat(np.random.default_rng(0).normal(1e4, 1, (3, 7)), 6, axis=0)
    found = neighborhood_measures(real, real)
    assert found["precision"] == found["recall"] == found["coverage"] == 1.0


def test_it_is_the_brute_force_in_blocks(monkeypatch):
    monkeypatch.setattr(feature_sets, "_BLOCK", 500)
    rng = np.random.default_rng(0)
    real, made = rng.normal(size=(90, 5)), rng.normal(0.3, 0.9, (70, 5))
    found = neighborhood_measures(real, made, k=3, density_k=5)
    expected = brute_force(real, made, 3, 5)
    for name, value in expected.items():
        np.testing.assert_allclose(found[name], value, err_msg=name)
    assert 0.1 < found["precision"] < 0.95


@pytest.mark.slow
def test_two_normal_sets_of_1000_dimensions():
    """Rates of the published check, at a tenth of its size."""
    rng = np.random.default_rng(0)
    real, made = rng.normal(size=(2, 300, 1000))
    expected = brute_force(real, made, 5, 5)
    found = neighborhood_measures(real, made, k=5)
    for name, value in expected.items():
        np.testing.assert_allclose(found[name], value, err_msg=name)


@pytest.mark.slow
def test_the_published_check_values():
    """Naeem et al.: N(0, I) in 1,000 dimensions, 10,000 examples each, k=5."""
    rng = np.random.default_rng(0)
    real, made = rng.normal(size=(2, 10_000, 1000))
    found = neighborhood_measures(real, made, k=5)
    # The values of one draw, with three standard deviations over 4 seeds.
    published = {
        "precision": (0.477, 0.05),
        "recall": (0.471, 0.03),
        "density": (1.056, 0.2),
        "coverage": (0.974, 0.025),
    }
    for name, (value, spread) in published.items():
        assert abs(found[name] - value) < spread, name
    # Those of the package prdc 0.2 for the draw of this seed.
    exact = {
        "precision": 0.4563,
        "recall": 0.4858,
        "density": 0.91246,
        "coverage": 0.9563,
    }
    for name, value in exact.items():
        np.testing.assert_allclose(found[name], value, atol=1e-3, err_msg=name)


@pytest.mark.parametrize(
    ("real", "made", "told"),
    [
        ((5, 2), (9, 2), "`real_features` .* n at least 6.*=.5, 2"),
        ((9, 2), (3, 2), "`features` .* n at least 4.*=.3, 2"),
        ((9, 2), (9, 3), "`features` .* as many features as `real_fe.*9, 3"),
        ((9,), (9, 3), "`real_features` must have the shape"),
    ],
)
def test_bad_shapes(real, made, told):
    with pytest.raises(ValueError, match=told):
        neighborhood_measures(np.zeros(real), np.zeros(made))


def test_numbers_that_are_not_finite_are_named():
    for name in ("real_features", "features"):
        sets = {
            "real_features": np.zeros((9, 2)),
            "features": np.zeros((9, 2)),
        }
        sets[name][3, 1] = np.nan
        with pytest.raises(ValueError, match=f"`{name}` must be finite.*1 of"):
            neighborhood_measures(**sets)


def test_ranks_are_checked():
    with pytest.raises(ValueError, match="`k` .*Received: k=0"):
        neighborhood_measures(np.zeros((9, 2)), np.zeros((9, 2)), k=0)
