import keras
import numpy as np

from keras_creative.models import LogMeans


def test_means_by_hand():
    means = LogMeans(["a", "b"])
    assert [float(m) for m in means.result().values()] == [0, 0]
    means.update_state({"a": 1.0, "b": 2.0, "unlogged": 9.0})
    means.update_state({"a": 3.0, "b": 7.0})
    np.testing.assert_allclose(list(means.result().values()), [2.0, 4.5])
    means.reset_state()
    assert int(means.count) == int(means.steps) == 0


def test_weighted_means_by_hand():
    means = LogMeans(["a", "b"])
    means.update_state({"a": 1.0, "b": 2.0}, weight=3)
    means.update_state({"a": 5.0, "b": -2.0}, weight=1)
    np.testing.assert_allclose(list(means.result().values()), [2.0, 1.0])
    assert int(means.count) == 4 and int(means.steps) == 2


def test_round_trip():
    config = keras.saving.serialize_keras_object(LogMeans(["a", "b"]))
    restored = keras.saving.deserialize_keras_object(config)
    assert restored.names == ("a", "b")
