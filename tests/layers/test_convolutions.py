import keras
import numpy as np
import pytest
import tensorflow as tf

from keras_creative import layers
from keras_creative.layers import convolutions

RNG = np.random.default_rng(0)
SHAPES = {"wide": (2, 16, 12, 5, 3), "narrow": (2, 8, 8, 3, 6)}


def random(*shape, dtype="float32"):
    return tf.constant(RNG.normal(size=shape), dtype)


def stock(images, kernel):
    return tf.nn.conv2d(images, kernel, 2, "SAME")


def derivatives(function, images, kernel, upstream):
    """Outputs, both gradients, and those of the first gradient's square."""
    with tf.GradientTape(persistent=True) as outer:
        outer.watch((images, kernel, upstream))
        with tf.GradientTape() as inner:
            inner.watch((images, kernel))
            outputs = function(images, kernel)
        first = inner.gradient(outputs, (images, kernel), upstream)
        squares = [tf.reduce_sum(gradient**2) for gradient in first]
    values = [outputs, *first]
    for square in squares:
        values += outer.gradient(
            square,
            (images, kernel, upstream),
            unconnected_gradients="zero",
        )
    return values


@pytest.mark.parametrize(
    "dtype, tolerance", [("float32", 1e-4), ("bfloat16", 0.1)]
)
@pytest.mark.parametrize("shape", SHAPES)
def test_derivatives_of_both_orders_equal_those_of_tensorflow(
    shape, dtype, tolerance
):
    """The references are computed in float32."""
    batch, height, width, channels, filters = SHAPES[shape]
    arrays = (
        random(batch, height, width, channels, dtype=dtype),
        random(4, 4, channels, filters, dtype=dtype),
        random(batch, height // 2, width // 2, filters, dtype=dtype),
    )
    exact = [tf.cast(array, "float32") for array in arrays]
    ours = derivatives(convolutions.convolve, *arrays)
    for value, expected in zip(ours, derivatives(stock, *exact), strict=True):
        assert value.dtype == dtype
        scale = max(float(tf.reduce_max(tf.abs(expected))), 1.0)
        np.testing.assert_allclose(
            tf.cast(value, "float32") / scale, expected / scale, atol=tolerance
        )


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_transposed_convolution_and_its_gradients_equal_those_of_keras(dtype):
    features, kernel = random(2, 4, 6, 5), random(4, 4, 3, 5)
    images = random(2, 8, 12, 3)
    answers = []
    for function, of in (
        (convolutions.convolve_transposed, dtype),
        (
            lambda x, k: keras.ops.conv_transpose(x, k, 2, padding="same"),
            "float32",
        ),
    ):
        x, k = tf.cast(features, of), tf.cast(kernel, of)
        with tf.GradientTape() as tape:
            tape.watch((x, k))
            outputs = function(x, k)
        gradients = tape.gradient(outputs, (x, k), tf.cast(images, of))
        answers.append([outputs, *gradients])
    for value, expected in zip(*answers, strict=True):
        scale = float(tf.reduce_max(tf.abs(expected)))
        np.testing.assert_allclose(
            tf.cast(value, "float32") / scale,
            expected / scale,
            atol=1e-5 if dtype == "float32" else 0.03,
        )


def test_gradient_of_the_bias_is_exact_in_half_precision():
    """Each bias adds to 16 * 32 * 32 outputs; a sum of ones in bfloat16 that
    rounds partial sums stays at 256.
    """
    bias = tf.zeros(3, "bfloat16")
    with tf.GradientTape() as tape:
        tape.watch(bias)
        images = tf.zeros((16, 32, 32, 3), "bfloat16")
        outputs = convolutions.add_bias(images, bias)
    np.testing.assert_array_equal(tape.gradient(outputs, bias), 16 * 32 * 32)


@pytest.mark.parametrize("name", ["Conv2D", "Conv2DTranspose"])
@pytest.mark.parametrize("side", [8, 7])
@pytest.mark.parametrize("kernel, strides", [(4, 2), (5, 2), (4, 1)])
def test_layers_equal_those_of_keras(name, side, kernel, strides):
    arguments = dict(strides=strides, padding="same", activation="relu")
    ours = getattr(layers, name)(6, kernel, **arguments)
    kerass = getattr(keras.layers, name)(6, kernel, **arguments)
    images = random(2, side, side, 3)
    kerass.build(images.shape)
    ours.build(images.shape)
    ours.set_weights([RNG.normal(size=w.shape) for w in kerass.weights])
    kerass.set_weights(ours.get_weights())
    for training in (False, True):
        np.testing.assert_allclose(
            ours(images, training=training), kerass(images), atol=1e-4
        )


def test_the_fast_form_is_used_in_training_alone(monkeypatch):
    calls = []
    layer = layers.Conv2D(6, 4, strides=2, padding="same")
    monkeypatch.setattr(
        layers.Conv2D,
        "function",
        lambda *args: calls.append(args) or stock(*args),
    )
    layer(random(2, 8, 8, 3))
    assert not calls
    layer(random(2, 8, 8, 3), training=True)
    assert len(calls) == 1


def test_kernels_in_float32_have_no_patches(monkeypatch):
    """Patches pay for the short rows of half precision alone."""
    used = []
    monkeypatch.setattr(
        convolutions, "_by_patches", lambda *args: used.append(args[0].dtype)
    )
    monkeypatch.setattr(
        convolutions, "_by_kernel_filter", lambda *args: used.append("stock")
    )
    for dtype, side in (("float32", 8), ("bfloat16", 8), ("bfloat16", 16)):
        used.clear()
        with pytest.raises(Exception):  # noqa: B017, the stand-ins return None
            convolutions.kernel_gradient(
                random(1, side, side, 2, dtype=dtype),
                random(1, side // 2, side // 2, 2, dtype=dtype),
            )
        patches = (dtype, side) == ("bfloat16", 8)
        assert used == ([tf.bfloat16] if patches else ["stock"])


@pytest.mark.parametrize("name", ["Conv2D", "Conv2DTranspose"])
def test_config_round_trip(name):
    layer = getattr(layers, name)(6, 4, strides=2, padding="same")
    copy = keras.saving.deserialize_keras_object(
        keras.saving.serialize_keras_object(layer)
    )
    assert type(copy) is type(layer)
    assert copy.get_config() == layer.get_config()
