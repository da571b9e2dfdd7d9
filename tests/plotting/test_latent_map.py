import re

import numpy as np
import pytest
from scipy.stats import norm

from keras_creative import plotting
from keras_creative.plotting.latents import normal_quantiles


def flat_pictures(levels, size=40):
    levels = np.asarray(levels, "uint8").reshape(-1, 1, 1, 1)
    return np.broadcast_to(levels, (len(levels), size, size, 1))


def cells_of(image, side, size=40):
    """Levels in the middle of the cells, counted from the upper right."""
    inner = (size + 1) * np.arange(side) + size // 2 + 1
    rows, columns = 12 + inner, image.shape[1] - 24 - inner[::-1]
    return image[np.ix_(rows, columns)][..., 0]


def test_quantiles_are_those_of_the_normal_distribution():
    np.testing.assert_allclose(
        normal_quantiles(5), norm.ppf([0.1, 0.3, 0.5, 0.7, 0.9])
    )


def test_map_has_the_first_axis_to_the_right_and_the_second_upwards():
    seen = []

    def decode(latents):
        seen.append(latents)
        levels = 100 + 20 * latents[:, 0] + 50 * latents[:, 1]
        return flat_pictures(np.rint(levels))

    image = plotting.latent_map(decode, side=5)
    assert image.dtype == np.uint8
    q = normal_quantiles(5)
    x, y = np.meshgrid(q, q[::-1])
    np.testing.assert_allclose(
        np.concatenate(seen), np.stack([x.ravel(), y.ravel()], 1), rtol=1e-6
    )
    np.testing.assert_array_equal(
        cells_of(image, 5), np.rint(100 + 20 * x + 50 * y)
    )


def test_tiles_are_shown_pixel_by_pixel():
    rng = np.random.default_rng(0)
    pictures = rng.integers(0, 255, (6, 50, 70, 3)).astype("uint8")
    image = plotting.traversal_grid(pictures, [1, 2, 3], [0, 1], scale=2)
    tiles = plotting.tile_images(pictures, 3).repeat(2, 0).repeat(2, 1)
    height, width = tiles.shape[:2]
    shown = image[12 : 12 + height, -24 - width : -24]
    inside = slice(2, -2)
    np.testing.assert_array_equal(shown[inside, inside], tiles[inside, inside])


@pytest.mark.parametrize("size, values", [(8, 40), (30, 3), (90, 2)])
def test_numbers_and_names_are_not_cut_off(size, values):
    values = np.linspace(-0.123456, 0.123456, values)
    pictures = flat_pictures(np.zeros(len(values) ** 2), size)
    image = plotting.traversal_grid(
        pictures, values, values, ("a long name of a code",) * 2, "t" * 200
    )
    for edge in (image[:2], image[-2:], image[:, :2], image[:, -2:]):
        assert (edge == 255).all()


def test_refuses_pictures_that_fill_no_grid():
    message = re.escape("`pictures` must be 2 rows of 3. Received: 5 pictures")
    with pytest.raises(ValueError, match=message):
        plotting.traversal_grid(flat_pictures([0] * 5), [1, 2, 3])
    with pytest.raises(ValueError, match="Received: side=0"):
        plotting.latent_map(flat_pictures, side=0)
