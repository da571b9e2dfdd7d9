import keras
import numpy as np
import pytest

from keras_creative import layers


def test_by_hand():
    clip = layers.ClipWeights(0.5)
    np.testing.assert_array_equal(
        clip(np.array([[-3.0, -0.5], [0.25, 0.75]])),
        [[-0.5, -0.5], [0.25, 0.5]],
    )


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
def test_keeps_the_type(dtype):
    weight = keras.ops.cast([2.0, -2.0], dtype)
    assert keras.backend.standardize_dtype(weight.dtype) == dtype
    clipped = layers.ClipWeights(1)(weight)
    assert keras.backend.standardize_dtype(clipped.dtype) == dtype


def test_round_trip():
    clip = layers.ClipWeights(0.1)
    config = keras.constraints.serialize(clip)
    restored = keras.constraints.deserialize(config)
    assert type(restored) is layers.ClipWeights
    assert restored.get_config() == clip.get_config() == {"limit": 0.1}


def test_holds_after_every_step_and_after_loading(tmp_path):
    clip = layers.ClipWeights(0.1)
    model = keras.Sequential(
        [
            keras.Input((3,)),
            keras.layers.Dense(4, kernel_constraint=clip, bias_constraint=clip),
        ]
    )
    assert np.abs(model.get_weights()[0]).max() > 0.1
    model.compile("sgd", "mse", run_eagerly=True)
    x, y = np.ones((2, 3), "float32"), np.full((2, 4), 9.0, "float32")
    model.train_on_batch(x, y)
    for weight in model.get_weights():
        assert np.abs(weight).max() <= np.float32(0.1)
    model.save(tmp_path / "clipped.keras")
    restored = keras.saving.load_model(tmp_path / "clipped.keras")
    restored.train_on_batch(x, -y)
    assert np.abs(restored.get_weights()[1]).max() <= np.float32(0.1)


@pytest.mark.parametrize("limit", [0, -0.1, float("nan")])
def test_bad_limit(limit):
    with pytest.raises(ValueError, match=f"`limit`.*Received: limit={limit}"):
        layers.ClipWeights(limit)
