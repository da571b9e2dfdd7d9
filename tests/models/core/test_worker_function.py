"""Models of several workers, in a cluster of one."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from keras_creative import models, networks
from keras_creative.models.core.workers import has_workers


def make_model():
    return models.GAN(
        networks.mlp_generator(units=4), networks.mlp_discriminator(units=4)
    )


@pytest.fixture
def strategy(monkeypatch):
    monkeypatch.delenv("TF_CONFIG", raising=False)
    return tf.distribute.MultiWorkerMirroredStrategy()


def test_xla_is_refused(strategy):
    with strategy.scope():
        model = make_model()
        with pytest.raises(ValueError, match="`jit_compile` must be False"):
            model.compile(jit_compile=True)


@pytest.mark.parametrize("steps", [1, 3])
def test_a_worker_alone_trains_like_one_device(steps, strategy):
    """4 batches, the last one smaller."""

    def train():
        keras.utils.set_random_seed(0)
        model = make_model()
        model.compile(steps_per_execution=steps)
        x = np.random.default_rng(0).normal(size=(29, 2)).astype("float32")
        history = model.fit(
            x, batch_size=8, epochs=2, shuffle=False, verbose=0
        ).history
        return model, history | model.evaluate(x, return_dict=True, verbose=0)

    alone, expected = train()
    with strategy.scope():
        model, found = train()
    assert has_workers(model.distribute_strategy)
    assert not has_workers(alone.distribute_strategy)
    assert sorted(found) == sorted(expected)
    for name, values in expected.items():
        np.testing.assert_allclose(found[name], values, rtol=1e-5)
