import numpy as np
import pytest

from keras_creative import losses

RNG = np.random.default_rng(0)


def two_pixels(*values):
    """Features of one image of a row of pixels, one channel."""
    return np.array(values, "float32").reshape(1, 1, len(values), 1)


def test_statistics_are_those_of_numpy():
    features = RNG.normal(size=(3, 4, 5, 2)).astype("float32")
    mean, deviation = losses.instance_statistics(features)
    rows = features.reshape(3, 20, 2)
    np.testing.assert_allclose(mean, rows.mean(axis=1), atol=1e-6)
    expected = np.sqrt(rows.var(axis=1) + 1e-5)
    np.testing.assert_allclose(deviation, expected, rtol=1e-5)
    covariance = losses.channel_covariance(features)
    expected = [np.cov(row.T, bias=True) for row in rows]
    np.testing.assert_allclose(covariance, expected, atol=1e-5)


def test_the_deviation_of_one_color_is_that_of_epsilon():
    _, deviation = losses.instance_statistics(two_pixels(5, 5))
    np.testing.assert_allclose(deviation, [[np.sqrt(1e-5)]], rtol=1e-5)


def test_distance_by_hand():
    """Pixels 1 and 3 have mean 2 and variance 1; 0 and 4 have 2 and 4.

    Deviations differ by 1, variances by 3, and both are divided by 1.
    """
    style, made = two_pixels(1, 3), two_pixels(0, 4)
    distance = losses.style_distance([style], [made])
    np.testing.assert_allclose(distance, [0 + 1 + 9], rtol=1e-4)
    # The mean moves by 2, and the rest is the same.
    distance = losses.style_distance([style], [style + 2])
    np.testing.assert_allclose(distance, [4], rtol=1e-4)


def test_distance_has_no_scale():
    styles, made = RNG.normal(size=(2, 4, 6, 6, 3)).astype("float32")
    ours = losses.style_distance([styles], [made])
    hundred = losses.style_distance([100 * styles], [100 * made])
    np.testing.assert_allclose(ours, hundred, rtol=1e-3)


def test_distance_sees_correlations_and_sums_over_maps():
    x, y = RNG.normal(size=(2, 1, 20, 20, 1)).astype("float32")
    same = np.concatenate([x, x], axis=-1)
    other = np.concatenate([x, (y - y.mean()) / y.std() * x.std()], axis=-1)
    once = losses.style_distance([same], [other]).numpy()
    assert once > 0.2
    twice = losses.style_distance([same, same], [other, other])
    np.testing.assert_allclose(twice, 2 * once, rtol=1e-5)


def test_distance_needs_as_many_maps():
    x = two_pixels(1, 3)
    with pytest.raises(ValueError):
        losses.style_distance([x, x], [x])


def test_instance_discrimination_by_hand():
    """Two images whose views have the codes (1, 0) and (0, 1).

    A view has a cosine of 1 with its partner and 0 with two others.
    """
    codes = np.float32([[2, 0], [0, 3], [1, 0], [0, 1]])
    loss = losses.instance_discrimination(codes, temperature=0.5)
    np.testing.assert_allclose(loss, [np.log(np.exp(2) + 2) - 2] * 4, rtol=1e-5)
    # Partners that are strangers have the cosine 0, as one of the others.
    swapped = losses.instance_discrimination(codes[[0, 1, 3, 2]], 0.5)
    np.testing.assert_allclose(swapped, [np.log(np.exp(2) + 2)] * 4, rtol=1e-5)
