import keras
import numpy as np
import pytest
import tensorflow as tf

from keras_creative import models, networks

POINTS = np.random.default_rng(0).normal(size=(48, 2)).astype("float32")


def make_model(cls=models.GAN, **compile_kwargs):
    keras.utils.set_random_seed(0)
    model = cls(
        networks.mlp_generator(num_layers=2, units=8),
        networks.mlp_discriminator(num_layers=2, units=8),
    )
    model.compile(
        keras.optimizers.SGD(1e-2),
        keras.optimizers.SGD(1e-2),
        **compile_kwargs,
    )
    return model


def batches(size=8, drop_remainder=True):
    data = tf.data.Dataset.from_tensor_slices(POINTS)
    return data.batch(size, drop_remainder=drop_remainder)


def fitted(data=None, **compile_kwargs):
    model = make_model(**compile_kwargs)
    data = batches() if data is None else data
    return model, model.fit(data, epochs=2, verbose=0).history


def assert_same(left, right):
    (model, history), (other, expected) = left, right
    for name in expected:
        np.testing.assert_allclose(history[name], expected[name], rtol=1e-4)
    for ours, theirs in zip(model.weights, other.weights, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-3, atol=1e-5)


COMPILED = {"jit_compile": True, "steps_per_execution": 4}


@pytest.mark.slow
def test_takes_the_steps_of_the_graph_and_what_is_left_of_the_data():
    model, history = fitted(**COMPILED)
    assert int(model.d_optimizer.iterations) == 12
    assert_same((model, history), fitted())


@pytest.mark.slow
def test_steps_of_an_execution_are_traced_once():
    """The loop over 4 steps is in the program, not 4 copies of a step."""
    traces = []

    class Counted(models.GAN):
        def train_step(self, data):
            traces.append(tf.executing_eagerly())
            return super().train_step(data)

    make_model(Counted, **COMPILED).fit(batches(), epochs=2, verbose=0)
    assert traces == [False]


@pytest.mark.slow
def test_a_last_batch_of_another_size_is_trained_on():
    data = batches(20, drop_remainder=False)
    assert_same(fitted(data, **COMPILED), fitted(data))


@pytest.mark.slow
def test_an_endless_set_trains_exactly_the_requested_steps():
    model = make_model(**COMPILED)
    model.fit(batches().repeat(), steps_per_epoch=8, epochs=2, verbose=0)
    assert int(model.d_optimizer.iterations) == 16


class OtherLogs(models.GAN):
    def train_step(self, data):
        super().train_step(data)
        return {"mine": 0.0}


def test_logs_of_other_names_are_refused():
    with pytest.raises(ValueError, match=r"Received: \['mine'\] instead"):
        make_model(OtherLogs, **COMPILED).fit(batches(), verbose=0)


@pytest.mark.parametrize(
    "compile_kwargs",
    [
        {"jit_compile": True},
        {"steps_per_execution": 4},
        {**COMPILED, "run_eagerly": True, "jit_compile": False},
    ],
    ids=["single steps", "without XLA", "eager"],
)
def test_other_executions_are_those_of_keras(compile_kwargs):
    """There, as in any Keras model, a step may return logs of any name."""
    model = make_model(OtherLogs, **compile_kwargs)
    history = model.fit(batches().take(4), verbose=0).history
    assert history == {"mine": [0.0]}
