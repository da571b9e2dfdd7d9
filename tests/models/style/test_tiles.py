import keras
import numpy as np
import pytest

from keras_creative import networks
from keras_creative.models.style.tiles import (
    Moments,
    next_multiple,
    receptive_radius,
    tiles,
)


@pytest.mark.parametrize("shape", [(40, 56), (16, 16), (8, 100)])
def test_tiles_cover_each_pixel_once(shape):
    count = np.zeros(shape)
    for tile in tiles(shape, side=16, margin=8):
        count[tile.inside] += 1
        part = np.arange(count.size).reshape(shape)
        inner = part[tile.outside][tile.crop()]
        np.testing.assert_array_equal(inner, part[tile.inside])
    assert (count == 1).all()


def test_crop_of_cells():
    (_, tile, *_) = tiles((16, 48), side=16, margin=8)
    assert tile.outside[1] == slice(8, 40)
    assert tile.crop(4) == (slice(0, 4), slice(2, 6))


def test_receptive_radius_by_hand():
    """3 at the full resolution, 4 with stride 2, 3 at half of it."""
    encoder = networks.style_encoder(depth=1)
    assert receptive_radius(encoder) == 1 + 2 + 2
    x = images = keras.Input((None, None, 1))
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(1, 5, padding="same")(x)
    x = keras.layers.UpSampling2D()(x)
    x = keras.layers.Conv2D(1, 3, padding="same")(x)
    assert receptive_radius(keras.Model(images, x)) == 1 + 4 + 2 + 1


def test_pixels_beyond_the_radius_have_no_effect():
    keras.utils.set_random_seed(0)
    encoder = networks.style_encoder(width=2, depth=2)
    radius = receptive_radius(encoder)
    images = np.zeros((2, 64, 64, 3), "float32")
    images[1, 32, 32] = 100
    maps = encoder(images)[-1].numpy()
    changed = np.argwhere(abs(maps[1] - maps[0]).max(axis=-1) > 1e-6)
    distance = np.maximum(abs(4 * changed - 32), abs(4 * changed + 3 - 32))
    assert distance.min() > 0 and distance.max() <= radius


def test_moments_are_those_of_all_rows():
    rows = np.random.default_rng(0).normal(3, 2, (50, 4))
    moments = Moments(4)
    for part in np.split(rows, [1, 7, 30]):
        moments.add(part)
    mean, deviation = moments.statistics(0.5)
    np.testing.assert_allclose(mean[0], rows.mean(axis=0), rtol=1e-6)
    expected = np.sqrt(rows.var(axis=0) + 0.5)
    np.testing.assert_allclose(deviation[0], expected, rtol=1e-6)


def test_next_multiple():
    assert [next_multiple(n, 8) for n in (1, 8, 9)] == [8, 8, 16]
