import keras
import numpy as np
import pytest

from keras_creative.modalities import NetworkFeatures


def flat(*shape):
    return keras.Sequential([keras.Input(shape), keras.layers.Flatten()])


def test_rows_of_the_output():
    samples = np.arange(70 * 4.0).reshape(70, 2, 2, 1)
    found = NetworkFeatures(flat(2, 2, 1))(samples)
    np.testing.assert_array_equal(found, samples.reshape(70, 4))


def test_points():
    dense = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3)])
    assert NetworkFeatures(dense)(np.zeros((5, 2))).shape == (5, 3)


def test_images_are_resized_and_their_channels_matched():
    """A gray image becomes RGB, and an RGB image gray by its mean."""
    gray = np.full((2, 8, 8, 1), 0.5)
    found = NetworkFeatures(flat(4, 4, 3))(gray)
    np.testing.assert_allclose(found, np.full((2, 48), 0.5), rtol=1e-6)
    colored = np.stack([np.full((4, 4), v) for v in (0.0, 0.3, 0.9)], axis=-1)
    found = NetworkFeatures(flat(4, 4, 1))(colored[None])
    np.testing.assert_allclose(found, np.full((1, 16), 0.4), rtol=1e-6)


def test_a_model_of_any_size():
    network = keras.Sequential(
        [
            keras.Input((None, None, 3)),
            keras.layers.GlobalAveragePooling2D(),
        ]
    )
    assert NetworkFeatures(network)(np.zeros((5, 6, 7, 1))).shape == (5, 3)


def test_models_that_do_not_fit():
    x = keras.Input((2,))
    with pytest.raises(ValueError, match="Received: .* with 1 and 2"):
        NetworkFeatures(keras.Model(x, [x + 1, x + 2]))
    with pytest.raises(ValueError, match=r"of shape \(3,\), and .* \(2,\)"):
        NetworkFeatures(keras.Model(x, x + 1))(np.zeros((5, 3)))
    with pytest.raises(ValueError, match=r"of shape \(2,\), and .* \(4, 4, 1"):
        NetworkFeatures(flat(4, 4, 1))(np.zeros((5, 2)))
    named = keras.Model(x, {"score": x + 1})
    with pytest.raises(ValueError, match="must return one array.*a dict"):
        NetworkFeatures(named)(np.zeros((5, 2)))
