import keras
import numpy as np
import pytest
import tensorflow as tf

from keras_creative.layers import RandomAffine
from keras_creative.layers.random_affine import affine


def pictures(n=2, side=4, seed=0):
    rng = np.random.default_rng(seed)
    return tf.constant(rng.normal(size=(n, side, side, 2)), "float32")


def columns(*rows):
    """Split rows into tensors `(batch, 1)`, one per column."""
    return tuple(
        tf.constant(rows, "float32")[:, i : i + 1] for i in range(len(rows[0]))
    )


SAME, STILL = (1, 0, 0, 1), (0, 0)


def test_zero_sizes_change_nothing():
    x = pictures()
    np.testing.assert_allclose(
        affine(x, columns(SAME, SAME), columns(STILL, STILL)), x, atol=1e-6
    )


def test_rotation_and_translation_by_hand():
    x = pictures(1)
    turned = affine(x, columns((0, 1, -1, 0)), columns(STILL))
    np.testing.assert_allclose(
        turned[0], np.rot90(x[0].numpy(), k=-1), atol=1e-5
    )
    moved = affine(x, columns(SAME), columns((0.25, 0)))
    np.testing.assert_allclose(moved[0, :, :3], x[0, :, 1:], atol=1e-5)
    np.testing.assert_allclose(moved[0, :, 3], x[0, :, 3], atol=1e-5)


def test_half_a_pixel_is_interpolated():
    x = pictures(1)
    moved = affine(x, columns(SAME), columns((0, 0.125)))
    between = (x[0, :3] + x[0, 1:]) / 2
    np.testing.assert_allclose(moved[0, :3], between, atol=1e-5)


def test_gradient_is_the_exact_adjoint():
    """For a linear map, <A x, y> = <x, grad>, whatever the matrix."""
    x, y = pictures(seed=1), pictures(seed=2)
    matrices = columns((0.7, 0.4, -0.3, 1.2), (1.3, -0.2, 0.1, 0.6))
    moves = columns((0.1, -0.2), (0.3, 0.05))
    with tf.GradientTape() as tape:
        tape.watch(x)
        product = tf.reduce_sum(affine(x, matrices, moves) * y)
    gradient = tape.gradient(product, x)
    assert float(tf.reduce_sum(gradient * x)) == pytest.approx(
        float(product), rel=1e-4
    )


class Evenly:
    def __init__(self, value):
        self.value = value

    def uniform(self, shape):
        return tf.fill(shape, self.value)


def test_mean_of_the_noise_is_the_identity():
    x = pictures()
    np.testing.assert_allclose(RandomAffine()(x, Evenly(0.5)), x, atol=1e-6)
    assert not np.allclose(RandomAffine()(x, Evenly(0.9)), x, atol=1e-2)
    still = RandomAffine(0, 0, 0, 0)
    np.testing.assert_allclose(still(x, Evenly(0.9)), x, atol=1e-6)


def of_ends(**sizes):
    """Transformation of these sizes only, with the largest noise."""
    none = dict.fromkeys(("rotation", "scale", "shear", "translation"), 0)
    return RandomAffine(**none | sizes)(pictures(1), Evenly(1.0))[0].numpy()


def test_each_size_by_hand():
    """Pixel centers of 4 x 4 images are 0.5 or 1.5 from the center."""
    x = pictures(1)[0].numpy()
    turned = of_ends(rotation=np.pi / 2)
    np.testing.assert_allclose(turned, np.rot90(x), atol=1e-5)
    moved = of_ends(translation=0.25)
    np.testing.assert_allclose(moved[:3, :3], x[1:, 1:], atol=1e-5)
    smaller = of_ends(scale=np.log(3))
    np.testing.assert_allclose(smaller[1:3, 1:3], x[::3, ::3], atol=1e-5)
    sheared = of_ends(shear=2.0)
    np.testing.assert_allclose(sheared[1, 1:], x[1, :3], atol=1e-5)
    np.testing.assert_allclose(sheared[2, :3], x[2, 1:], atol=1e-5)


def test_images_are_transformed_independently():
    same = tf.repeat(pictures(1), 2, axis=0)
    first, second = RandomAffine()(same, keras.random)
    assert not np.allclose(first, second, atol=1e-2)


@pytest.mark.parametrize("jit", [False, True], ids=["graph", "xla"])
def test_compiled(jit):
    """As a graph, whose optimizer once lost an axis, and by XLA."""
    x = pictures()
    change = tf.function(RandomAffine(), jit_compile=jit)
    expected = RandomAffine()(x, Evenly(0.8))
    np.testing.assert_allclose(change(x, Evenly(0.8)), expected, atol=1e-5)


def test_config_round_trip():
    change = RandomAffine(rotation=0.1, translation=0.3)
    assert RandomAffine.from_config(change.get_config()).sizes == change.sizes


def test_sizes_are_checked():
    with pytest.raises(ValueError, match="Received: shear=-1"):
        RandomAffine(shear=-1)
