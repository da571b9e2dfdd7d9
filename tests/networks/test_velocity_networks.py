import keras
import numpy as np
import pytest

from keras_creative import networks
from keras_creative.networks.velocity_inputs import (
    position_features,
    time_features,
)


@pytest.mark.parametrize(
    "shape", [(28, 28, 1), (32, 32, 3), (5, 7, 1), (4, 4, 2)]
)
def test_unet_keeps_the_shape(shape):
    network = networks.unet_velocity(shape, width=8)
    pictures = np.zeros((2, *shape), "float32")
    assert network([pictures, np.zeros((2, 1))]).shape == (2, *shape)


def test_velocities_depend_on_time_and_label():
    for build in networks.VELOCITY_NETWORKS.values():
        network = build((8, 8, 1), attributes_length=2)
        last = network.layers[-1]
        if not last.weights:
            last = network.get_layer("velocity")
        last.kernel.assign(np.ones(last.kernel.shape))
        x = np.ones((3, 8, 8, 1), "float32")
        times = np.float32([[0.1], [0.1], [0.2]])
        codes = np.float32([[1, 0, 0], [0, 0, 1], [1, 0, 0]])
        first, other_label, other_time = np.asarray(network([x, times, codes]))
        assert not np.allclose(first, other_label)
        assert not np.allclose(first, other_time)


def test_time_features_tell_times_apart():
    time = keras.Input((1,))
    features = keras.Model(time, time_features(time, 32))
    times = np.linspace(0, 1, 101, dtype="float32")[:, np.newaxis]
    values = np.asarray(features(times))
    assert values.shape == (101, 32) and np.abs(values).max() <= 1
    distances = np.linalg.norm(values[:, None] - values, axis=-1)
    assert distances[~np.eye(101, dtype=bool)].min() > 0.5
    np.testing.assert_allclose(values[0], [0] * 16 + [1] * 16)


@pytest.mark.parametrize(
    "kwargs, message",
    [
        ({"width": 12}, "Received: width=12"),
        ({"depth": 0}, "Received: depth=0"),
        ({"image_shape": (3, 8, 1)}, r"Received: image_shape=\(3, 8, 1\)"),
        ({"image_shape": (8, 8)}, r"Received: image_shape=\(8, 8\)"),
        ({"attributes_length": 0}, "Received: attributes_length=0"),
    ],
)
def test_bad_sizes_are_named(kwargs, message):
    with pytest.raises(ValueError, match=message):
        networks.unet_velocity(**kwargs)


def test_velocity_networks_are_computed_in_float32_at_the_end():
    for build in networks.VELOCITY_NETWORKS.values():
        assert build((8, 8, 1)).outputs[0].dtype == "float32"


def test_position_features_are_sines_and_cosines():
    points = keras.Input((2,))
    features = keras.Model(points, position_features(points))
    values = np.asarray(features(np.float32([[0.0, np.pi / 2]])))[0]
    expected = [0, 1, 1, 0, 0, 0, 1, -1, 0, 0, 1, 1, 0, 0, 1, 1]
    np.testing.assert_allclose(values, expected, atol=1e-5)
