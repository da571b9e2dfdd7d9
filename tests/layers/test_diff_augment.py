import keras
import numpy as np
import pytest
import tensorflow as tf

from keras_creative.layers import DiffAugment
from keras_creative.layers.diff_augment import (
    change_colors,
    cut_out,
    translate,
)

SIZES = DiffAugment().sizes
MIDDLE = 0.5  # the draw that changes nothing


class Draws:
    """Noise that returns given numbers."""

    def __init__(self, *rows):
        self.rows = list(rows)

    def uniform(self, shape):
        return tf.constant(self.rows.pop(0), "float32", shape=tuple(shape))


def pictures(n=1, height=4, width=4, seed=0):
    rng = np.random.default_rng(seed)
    return tf.constant(rng.uniform(-1, 1, (n, height, width, 3)), "float32")


def draws(*numbers):
    return tf.constant([[0.0, *numbers]], "float32")


def test_brightness_by_hand():
    x = pictures()
    brighter = change_colors(x, draws(1.0, MIDDLE, MIDDLE), SIZES)
    np.testing.assert_allclose(brighter, x + 0.5, atol=1e-6)


def test_saturation_by_hand():
    x = tf.constant([[[[0.6, 0.0, 0.0]]]])
    gray = change_colors(x, draws(MIDDLE, 0.0, MIDDLE), SIZES)
    np.testing.assert_allclose(gray[0, 0, 0], [0.2, 0.2, 0.2], atol=1e-6)
    strong = change_colors(x, draws(MIDDLE, 1.0, MIDDLE), SIZES)
    np.testing.assert_allclose(strong[0, 0, 0], [1.0, -0.2, -0.2], atol=1e-6)


def test_contrast_by_hand():
    x = tf.constant([[[[0.0], [0.4]]]])
    flat = change_colors(x, draws(MIDDLE, MIDDLE, 0.0), SIZES)
    np.testing.assert_allclose(flat[0, 0, :, 0], [0.1, 0.3], atol=1e-6)


def test_translation_by_hand():
    """At 8x4 pixels, an extent of 1/4 moves by up to 2 rows and 1 column."""
    x = pictures(height=8)
    sizes = {"translation": 0.25}
    still = translate(x, draws(MIDDLE, MIDDLE, 0.0), sizes)
    np.testing.assert_allclose(still, x)
    moved = translate(x, draws(0.99, 0.0, 0.0), sizes)
    np.testing.assert_allclose(moved[:, 2:, :3], x[:, :6, 1:])
    np.testing.assert_array_equal(moved[:, :2], 0)
    np.testing.assert_array_equal(moved[:, :, 3], 0)


@pytest.mark.parametrize(
    "row, column, cut",
    [
        (MIDDLE, MIDDLE, np.s_[1:3, 1:3]),
        (0.0, 0.0, np.s_[:1, :1]),
        (0.99, MIDDLE, np.s_[3:, 1:3]),
    ],
)
def test_cutout_by_hand(row, column, cut):
    """A square of 2 pixels around one of 5 places in each direction."""
    expected = pictures().numpy()
    expected[0][cut] = 0
    made = cut_out(pictures(), draws(row, column, 0.0), SIZES)
    np.testing.assert_array_equal(made, expected)


def test_probability_zero_is_the_identity():
    x = pictures(5, 8, 6)
    made = DiffAugment()(x, keras.random, 0.0)
    np.testing.assert_array_equal(made, x)


def test_probability_chooses_each_transformation_of_each_image():
    """The first draw of a row decides; the others are the sizes."""
    x = pictures(2)
    color = [0.4, 1.0, 0.5, 0.5, 0.6, 1.0, 0.5, 0.5]
    cutout = [0.6, 0.5, 0.5, 0.5, 0.4, 0.5, 0.5, 0.5]
    change = DiffAugment(("color", "cutout"))
    made = change(x, Draws(color, cutout), 0.5)
    np.testing.assert_allclose(made[0], x[0] + 0.5, atol=1e-6)
    expected = x[1].numpy()
    expected[1:3, 1:3] = 0
    np.testing.assert_allclose(made[1], expected)


def test_same_noise_transforms_real_and_generated_alike():
    """The transformation depends on the noise, not on what it is given."""
    real, fake = pictures(seed=1), pictures(seed=2)
    rows = [[0.0, 0.5, 0.5, 0.5], [0.0, 0.9, 0.1, 0.5], [0.0, 0.3, 0.5, 0.5]]
    change = DiffAugment()
    both = change(tf.concat([real, fake], 0), Draws(*(2 * r for r in rows)))
    np.testing.assert_array_equal(change(real, Draws(*rows)), both[:1])
    np.testing.assert_array_equal(change(fake, Draws(*rows)), both[1:])


def test_images_of_a_batch_are_changed_differently():
    same = tf.repeat(pictures(), 20, axis=0)
    made = DiffAugment(("translation",), translation=0.5)(same, keras.random)
    assert len(np.unique(made.numpy().reshape(20, -1), axis=0)) > 5


@pytest.mark.parametrize("name", ["color", "translation", "cutout"])
def test_gradient_flows(name):
    """The gradient of the sum by a pixel is the weight of that pixel."""
    x = pictures(3)
    change = DiffAugment((name,))

    def total(x):
        noise = Draws([0.0, 0.9, 0.4, 0.2] * 3)
        return tf.reduce_sum(change(x, noise) ** 2)

    with tf.GradientTape() as tape:
        tape.watch(x)
        value = total(x)
    gradient = tape.gradient(value, x).numpy()
    step = np.zeros(x.shape, "float32")
    step[1, 1, 2, 0] = 0.01
    slope = (total(x + step) - total(x - step)) / 0.02
    assert gradient[1, 1, 2, 0] == pytest.approx(float(slope), abs=1e-2)
    assert np.abs(gradient).sum() > 0


def test_graph_and_xla_equal_eager():
    x, rows = pictures(2, 8, 8), [[0.1, 0.7, 0.2, 0.9] * 2] * 3
    expected = DiffAugment()(x, Draws(*rows))
    for jit in (False, True):
        graph = tf.function(
            lambda x: DiffAugment()(x, Draws(*rows)), jit_compile=jit
        )
        np.testing.assert_allclose(graph(x), expected, atol=1e-6)


def test_config_round_trip():
    change = DiffAugment(("cutout",), cutout=0.25)
    config = keras.saving.serialize_keras_object(change)
    copy = keras.saving.deserialize_keras_object(config)
    assert copy.policy == ("cutout",) and copy.sizes == change.sizes


@pytest.mark.parametrize(
    "kwargs, message",
    [
        ({"policy": ("zoom",)}, "`policy` must be one of"),
        ({"brightness": -1}, "`brightness` must not be negative"),
        ({"translation": 1.0}, "Received: translation=1.0"),
        ({"cutout": 1.5}, "cutout=1.5"),
    ],
)
def test_wrong_arguments(kwargs, message):
    with pytest.raises(ValueError, match=message):
        DiffAugment(**kwargs)
