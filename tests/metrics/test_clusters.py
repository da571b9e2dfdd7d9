import numpy as np
import pytest

from keras_creative import metrics

RNG = np.random.default_rng(0)
CORNERS = np.array([[0.0, 0.0], [9.0, 0.0], [0.0, 9.0], [9.0, 9.0]])


def around(centers, each, shape=(2,)):
    """Examples with a deviation of 0.1 around each center."""
    noise = 0.1 * RNG.normal(size=(len(centers) * each, *shape))
    return np.repeat(centers, each, axis=0) + noise


@pytest.mark.parametrize("seed", range(5))
def test_corners_are_found(seed):
    found = metrics.find_clusters(around(CORNERS, 50), count=4, seed=seed)
    np.testing.assert_allclose(found, found.round(), atol=0.1)
    assert sorted(found.round().tolist()) == sorted(CORNERS.tolist())


def test_centers_move_to_the_means():
    """Two far groups: whichever examples are drawn, the means by hand."""
    points = [[0.0, 0.0], [2.0, 0.0], [50.0, 1.0], [50.0, 3.0]]
    found = metrics.find_clusters(points, count=2)
    assert sorted(found.tolist()) == [[1.0, 0.0], [50.0, 2.0]]


def test_center_of_one_example_moves_to_it():
    """Seed 25 draws 1 and 0: 3.2 moves 1 to 2.1, which loses 1 to 0."""
    found = metrics.find_clusters([[0.0], [1.0], [3.2]], 2, seed=25)
    np.testing.assert_allclose(sorted(found[:, 0]), [0.5, 3.2])


def test_center_without_examples_stays():
    """Seed 0 draws 22, 2 and 5: 13 moves 5 to 9, the others then 22 to 17."""
    points = np.array([[2.0], [5.0], [13.0], [14.0], [15.0], [22.0]])
    found = metrics.find_clusters(points, 3, seed=0)
    np.testing.assert_allclose(sorted(found[:, 0]), [3.5, 9.0, 16.0])


def test_pictures_have_clusters_of_their_shape():
    black, white = -np.ones((1, 4, 4, 3)), np.ones((1, 4, 4, 3))
    pictures = around(np.concatenate([black, white]), 20, (4, 4, 3))
    found = metrics.find_clusters(pictures, count=2)
    assert found.shape == (2, 4, 4, 3)
    np.testing.assert_allclose(sorted(found.mean((1, 2, 3))), [-1, 1], atol=0.1)


def test_fewer_examples_than_clusters():
    found = metrics.find_clusters([[1.0], [1.0], [2.0]], count=5)
    assert sorted(found[:, 0]) == [1.0, 2.0]


def test_seed_fixes_the_clusters():
    points = RNG.normal(size=(200, 2))
    first, again, other = (
        metrics.find_clusters(points, 10, seed) for seed in (0, 0, 1)
    )
    np.testing.assert_array_equal(first, again)
    assert np.any(first != other)


def test_shares_by_hand():
    shares = metrics.cluster_shares(
        [[1.0, 0.0], [8.0, 1.0], [9.0, 9.0], [8.0, 8.0], [np.nan, 0.0]],
        CORNERS,
    )
    np.testing.assert_allclose(shares, [1 / 5, 1 / 5, 0, 2 / 5])


def test_hits_by_hand():
    """A cluster needs a fifth of its share; the empty one does not count."""
    real = [0.5, 0.25, 0.25, 0.0]
    hits = metrics.clusters_hit([0.9, 0.051, 0.049, 0.0], real)
    assert hits == (2, 3)
    assert metrics.clusters_hit([0.9, 0.05, 0.05, 0.0], real, 0.3) == (1, 3)
    assert metrics.clusters_hit([0.25, 0.25, 0.5], [0.5, 0.25, 0.25], 1) == (
        2,
        3,
    )


def test_one_cluster_is_the_mean():
    np.testing.assert_allclose(metrics.find_clusters(CORNERS, 1), [[4.5] * 2])


@pytest.mark.parametrize(
    "bad, message",
    [
        (lambda: metrics.find_clusters(CORNERS, 0), "Received: count=0"),
        (lambda: metrics.find_clusters(CORNERS[:0]), r"shape=\(0, 2\)"),
        (lambda: metrics.find_clusters([[np.nan]]), "must be finite"),
        (
            lambda: metrics.cluster_shares(np.zeros((3, 4)), CORNERS),
            r"samples.shape=\(3, 4\), centers.shape=\(4, 2\)",
        ),
        (lambda: metrics.cluster_shares(CORNERS[:0], CORNERS), r"\(0, 2\)"),
        (lambda: metrics.clusters_hit([1], [1], 0), "Received: least=0"),
        (lambda: metrics.clusters_hit([1], [1], 1.5), "Received: least=1.5"),
        (lambda: metrics.clusters_hit([1], [0]), "must be positive for"),
    ],
)
def test_bad_arguments_of_clusters(bad, message):
    with pytest.raises(ValueError, match=message):
        bad()
