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


def made_by(model):
    model.make_train_function()
    return model.train_function.__module__


COMPILED = {"jit_compile": True, "steps_per_execution": 4}


@pytest.mark.slow
def test_takes_the_steps_of_the_graph_and_what_is_left_of_the_data():
    model, history = fitted(**COMPILED)
    assert int(model.d_optimizer.iterations) == 12
    assert_same((model, history), fitted())


@pytest.mark.slow
def test_all_steps_are_one_program():
    traces = []

    class Counted(models.GAN):
        def train_step(self, data):
            traces.append(tf.executing_eagerly())
            return super().train_step(data)

    counted = make_model(Counted, **COMPILED)
    counted.fit(batches(), epochs=2, verbose=0)
    assert traces == [False]
    assert made_by(counted) == "keras_creative.models.core.executions"


@pytest.mark.slow
def test_a_last_batch_of_another_size_is_trained_on():
    data = batches(20, drop_remainder=False)
    assert_same(fitted(data, **COMPILED), fitted(data))


def test_an_endless_set_trains_exactly_the_steps_asked_for():
    model = make_model(**COMPILED)
    model.fit(batches().repeat(), steps_per_epoch=8, epochs=2, verbose=0)
    assert int(model.d_optimizer.iterations) == 16


def test_single_steps_and_eager_runs_are_left_to_keras():
    eager = {**COMPILED, "run_eagerly": True, "jit_compile": False}
    for kwargs in ({"jit_compile": True}, {"steps_per_execution": 4}, eager):
        assert made_by(make_model(**kwargs)).startswith("keras.")


def test_logs_of_other_names_are_refused():
    class Other(models.GAN):
        def train_step(self, data):
            super().train_step(data)
            return {"mine": 0.0}

    with pytest.raises(ValueError, match=r"Received: \['mine'\] instead"):
        make_model(Other, **COMPILED).fit(batches(), verbose=0)
