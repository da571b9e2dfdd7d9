import numpy as np
import pytest

from keras_creative.models.style.transfer import (
    Style,
    adaptive_instance_norm,
    color_statistics,
    match_colors,
    style_from_vectors,
)

RNG = np.random.default_rng(0)


def test_adaptive_instance_norm_by_hand():
    """1, 2 and 6 have the mean 3 and the variance 14/3.

    With the mean 10 and the deviation 2 they are 10 + 2 (x - 3) / 2.1602.
    """
    features = np.float32([1, 2, 6]).reshape(1, 1, 3, 1)
    mean, deviation = np.float32([[10]]), np.float32([[2]])
    made = adaptive_instance_norm(features, mean, deviation)
    expected = 10 + 2 * np.array([-2, -1, 3]) / np.sqrt(14 / 3)
    np.testing.assert_allclose(np.ravel(made), expected, rtol=1e-5)


def test_own_statistics_make_no_difference():
    features = RNG.normal(size=(2, 6, 5, 3)).astype("float32")
    rows = features.reshape(2, 30, 3)
    own = rows.mean(axis=1), np.sqrt(rows.var(axis=1) + 1e-5)
    np.testing.assert_allclose(
        adaptive_instance_norm(features, *own), features, atol=1e-5
    )
    target = RNG.uniform(1, 2, (2, 2, 3)).astype("float32")
    whole = adaptive_instance_norm(features, *target)
    part = adaptive_instance_norm(features[:, :2], *target, own)
    np.testing.assert_allclose(part, whole[:, :2], atol=1e-5)


def test_colors_have_the_statistics_of_the_style():
    rng = np.random.default_rng(0)
    mixing = rng.normal(size=(2, 1, 1, 3, 3))
    images, styles = (
        (rng.normal(size=(1, 16, 16, 1, 3)) @ mixing[i])[..., 0, :] + i
        for i in range(2)
    )
    mean, covariance = color_statistics(styles)
    made = color_statistics(match_colors(images, (mean, covariance)))
    np.testing.assert_allclose(made[0], mean, atol=1e-4)
    np.testing.assert_allclose(made[1], covariance, rtol=0.02, atol=0.01)


def test_colors_move_least():
    """Between diagonal covariances the map scales each channel."""
    images = RNG.normal(size=(1, 400, 1, 2)) * [1.0, 2.0]
    mean, covariance = color_statistics(images)
    target = np.float32([[[4, 0], [0, 4]]]) * covariance
    made = match_colors(images, (mean, target))
    center = np.asarray(mean)[:, None, None]
    variances = np.diag(covariance[0])
    np.testing.assert_allclose(variances, [1, 4], rtol=0.2)
    assert np.abs(made - (center + 2 * (images - center))).max() < 0.4


def test_gray_images_get_no_noise():
    """The last bits of a gray image are not stretched to colors."""
    gray = RNG.uniform(-1, 1, (1, 32, 32, 1)) + np.zeros(3)
    gray += 1e-3 * RNG.normal(size=gray.shape)
    style = np.stack([RNG.uniform(-1, 1, (1, 32, 32))] * 3, axis=-1)
    style = style * [1.0, 0.5, -0.5]
    made = np.asarray(match_colors(gray, color_statistics(style)))
    residual = np.linalg.svd((made - made.mean((1, 2)))[0].reshape(-1, 3))[1]
    assert residual[1] < 0.05 * residual[0]


def test_vectors_of_styles():
    colors = RNG.normal(size=(4, 3)), RNG.normal(size=(4, 3, 3))
    features = [
        (RNG.normal(size=(4, w)), RNG.uniform(size=(4, w))) for w in (2, 5)
    ]
    style = Style(colors, features)
    vectors = style.as_vectors()
    assert vectors.shape == (4, 3 + 9 + 2 * 2 + 2 * 5)
    back = style_from_vectors(vectors, 3, (2, 5))
    for ours, theirs in zip(
        [*colors, *features[1]], [*back.colors, *back.features[1]], strict=True
    ):
        np.testing.assert_allclose(ours, theirs, rtol=1e-5)
    assert np.min(style_from_vectors(-vectors, 3, (2, 5)).features[0][1]) == 0


@pytest.mark.parametrize("channels", [1, 3])
def test_one_color_is_finite(channels):
    flat = np.full((1, 8, 8, channels), 0.5, "float32")
    style = RNG.uniform(-1, 1, (1, 8, 8, channels)).astype("float32")
    for images, styles in ((flat, style), (style, flat)):
        made = match_colors(images, color_statistics(styles))
        assert np.isfinite(made).all()
