import keras
import numpy as np
import pytest

from keras_creative import layers


def test_by_hand():
    layer = layers.MinibatchDiscrimination(num_kernels=2, kernel_dim=1)
    layer.build((None, 1))
    layer.kernel.assign([[1.0, 2.0]])
    outputs = layer(np.array([[0.0], [1.0], [3.0]], "float32"))
    expected = [
        [0.0, 1 + np.exp(-1) + np.exp(-3), 1 + np.exp(-2) + np.exp(-6)],
        [1.0, np.exp(-1) + 1 + np.exp(-2), np.exp(-2) + 1 + np.exp(-4)],
        [3.0, np.exp(-3) + np.exp(-2) + 1, np.exp(-6) + np.exp(-4) + 1],
    ]
    np.testing.assert_allclose(outputs, expected, rtol=1e-5)


def test_copies_are_closer_than_a_spread_batch():
    layer = layers.MinibatchDiscrimination()
    rng = np.random.default_rng(0)
    spread = rng.normal(size=(8, 4)).astype("float32")
    copies = np.repeat(spread[:1], 8, axis=0)
    assert np.all(layer(copies)[:, 4:] == 8)
    assert np.all(layer(spread)[:, 4:] < 8)


def test_order_of_the_batch_does_not_matter():
    layer = layers.MinibatchDiscrimination()
    batch = np.random.default_rng(0).normal(size=(6, 4)).astype("float32")
    np.testing.assert_allclose(
        layer(batch)[::-1], layer(batch[::-1]), rtol=1e-5
    )


def test_symbolic_shape_and_round_trip(tmp_path):
    inputs = keras.Input((4,))
    outputs = layers.MinibatchDiscrimination(num_kernels=7)(inputs)
    assert outputs.shape == (None, 11)
    model = keras.Model(inputs, outputs)
    model.save(tmp_path / "layer.keras")
    restored = keras.saving.load_model(tmp_path / "layer.keras")
    batch = np.ones((3, 4), "float32")
    np.testing.assert_array_equal(model(batch), restored(batch))


@pytest.mark.parametrize("name", ["num_kernels", "kernel_dim"])
def test_bad_sizes(name):
    with pytest.raises(ValueError, match=f"Received: {name}=0"):
        layers.MinibatchDiscrimination(**{name: 0})
