import keras
import numpy as np
import pytest

from keras_creative.layers import StackedDense


@pytest.mark.parametrize("use_bias", [True, False])
def test_each_member_is_a_dense_layer(use_bias):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(3, 5, 2)).astype("float32")
    layer = StackedDense(3, 4, activation="relu", use_bias=use_bias)
    outputs = np.asarray(layer(x.reshape(15, 2))).reshape(3, 5, 4)
    layer.set_weights([rng.normal(size=w.shape) for w in layer.weights])
    outputs = np.asarray(layer(x.reshape(15, 2))).reshape(3, 5, 4)
    for index in range(3):
        dense = keras.layers.Dense(4, activation="relu", use_bias=use_bias)
        dense.build((None, 2))
        weights = [np.asarray(w)[index] for w in layer.weights]
        dense.set_weights(
            [
                w.reshape(v.shape)
                for w, v in zip(weights, dense.weights, strict=True)
            ]
        )
        np.testing.assert_allclose(outputs[index], dense(x[index]), rtol=1e-5)


@pytest.mark.parametrize("sizes", [(0, 4), (3, 0)])
def test_sizes_are_checked(sizes):
    with pytest.raises(ValueError, match="must be positive.*Received"):
        StackedDense(*sizes)


def test_config_round_trip():
    layer = StackedDense(3, 4, activation="tanh", use_bias=False)
    assert StackedDense.from_config(layer.get_config()).get_config() == (
        layer.get_config()
    )
