import keras
import numpy as np
import pytest
import tensorflow as tf

from keras_creative.layers import SpectralNormalization, spectral_norm


@pytest.mark.parametrize("shape", [(64, 32), (4, 4, 16, 32)])
def test_norm_is_the_largest_singular_value(shape):
    """Kernels of seeds 0 to 4, within 5 percent and never above."""
    for seed in range(5):
        kernel = np.random.default_rng(seed).normal(size=shape)
        exact = np.linalg.norm(kernel.reshape(-1, shape[-1]), ord=2)
        assert 0.95 * exact < float(spectral_norm(kernel)) <= 1.0001 * exact
        np.testing.assert_allclose(spectral_norm(kernel, 300), exact, rtol=1e-4)


def test_output_has_gain_one():
    layer = SpectralNormalization(keras.layers.Dense(3, use_bias=False), 100)
    layer.build((None, 5))
    kernel = np.random.default_rng(0).normal(size=(5, 3)).astype("float32")
    layer.layer.kernel.assign(kernel)
    gains = np.linalg.svd(layer(np.eye(5, dtype="float32")), compute_uv=False)
    exact = np.linalg.svd(kernel, compute_uv=False)
    np.testing.assert_allclose(gains, exact / exact[0], rtol=1e-4)


def test_calls_do_not_change_the_kernel():
    layer = SpectralNormalization(keras.layers.Conv2D(4, 3))
    x = np.ones((2, 8, 8, 3), "float32")
    layer(x)
    before = [w.numpy() for w in layer.weights]
    first, second = layer(x, training=True), layer(x, training=True)
    np.testing.assert_array_equal(first, second)
    for weight, old in zip(layer.weights, before, strict=True):
        np.testing.assert_array_equal(weight.numpy(), old)


@pytest.mark.slow
def test_gradient_passes_through_the_norm():
    """The output does not depend on the kernel's scale: no gradient along it.

    The gradient also equals finite differences.
    """
    layer = SpectralNormalization(keras.layers.Dense(2, use_bias=False), 60)
    x = np.random.default_rng(1).normal(size=(4, 3)).astype("float32")
    layer.build(x.shape)
    kernel = layer.layer.kernel
    start = np.random.default_rng(2).normal(size=(3, 2)).astype("float32")

    @tf.function
    def cubes():
        return tf.reduce_sum(layer(x) ** 3)

    def loss(value):
        kernel.assign(value)
        return float(cubes())

    kernel.assign(start)
    with tf.GradientTape() as tape:
        value = cubes()
    gradient = tape.gradient(value, kernel.value).numpy()
    assert abs(np.sum(gradient * start)) < 1e-3 * np.abs(gradient).max()
    for index in np.ndindex(3, 2):
        step = np.zeros_like(start)
        step[index] = 1e-2
        difference = (loss(start + step) - loss(start - step)) / 2e-2
        np.testing.assert_allclose(gradient[index], difference, atol=2e-2)


def test_saved_with_its_layer(tmp_path):
    inputs = keras.Input((4,))
    layer = SpectralNormalization(keras.layers.Dense(2), iterations=3)
    model = keras.Model(inputs, layer(inputs))
    model.save(tmp_path / "model.keras")
    restored = keras.saving.load_model(tmp_path / "model.keras")
    x = np.ones((2, 4), "float32")
    np.testing.assert_array_equal(model(x), restored(x))
    assert restored.layers[-1].iterations == 3


def test_zero_kernel_gives_zero():
    layer = keras.layers.Dense(3, kernel_initializer="zeros")
    output = SpectralNormalization(layer)(np.ones((2, 2), "float32"))
    np.testing.assert_array_equal(output, np.zeros((2, 3)))


def test_bad_arguments():
    with pytest.raises(ValueError, match="Received: iterations=0"):
        SpectralNormalization(keras.layers.Dense(2), iterations=0)
    with pytest.raises(ValueError, match="Received: layer=ReLU"):
        SpectralNormalization(keras.layers.ReLU())(np.ones((2, 2)))
    with pytest.raises(ValueError, match="Received: layer=Conv2DTranspose"):
        SpectralNormalization(keras.layers.Conv2DTranspose(2, 3))(
            np.ones((2, 4, 4, 1), "float32")
        )
