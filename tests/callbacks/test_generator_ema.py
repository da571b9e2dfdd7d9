import keras
import numpy as np
import pytest
import tensorflow as tf

from keras_creative import callbacks, models, networks


def weights(network):
    return np.concatenate([w.ravel() for w in network.get_weights()])


class Recorder(keras.callbacks.Callback):
    """Keeps the generator's weights after each step."""

    def __init__(self):
        super().__init__()
        self.steps = []

    def on_train_begin(self, logs=None):
        self.steps.append(weights(self.model.generator))

    def on_train_batch_end(self, batch, logs=None):
        self.steps.append(weights(self.model.generator))


def test_average_equals_that_of_a_model_with_ema(make_gan, fit):
    model = make_gan(ema=0.9)
    fit(model, epochs=4)
    average = callbacks.GeneratorEMA(0.9)
    fit(make_gan(), [average], epochs=4)
    np.testing.assert_allclose(
        weights(average.generator),
        weights(model.averaged_generator),
        atol=1e-6,
    )


def test_average_by_hand(make_gan, fit):
    average, recorder = callbacks.GeneratorEMA(0.8, warmup=False), Recorder()
    fit(make_gan(), [average, recorder], epochs=2)
    expected = recorder.steps[0]
    for step in recorder.steps[1:]:
        expected = 0.8 * expected + 0.2 * step
    np.testing.assert_allclose(weights(average.generator), expected, atol=1e-6)


@pytest.mark.parametrize("by_batches", [False, True])
def test_an_execution_counts_as_its_steps(make_gan, fit, by_batches):
    """Executions of two steps and of the one that is left of three."""
    average, recorder = callbacks.GeneratorEMA(0.8, warmup=False), Recorder()
    if by_batches:
        average._optimizer = lambda: None
    fit(make_gan(steps_per_execution=2), [average, recorder], epochs=2)
    expected = recorder.steps[0]
    assert len(recorder.steps) == 5
    for step, count in zip(recorder.steps[1:], [2, 1, 2, 1], strict=True):
        kept = 0.8**count
        expected = kept * expected + (1 - kept) * step
    np.testing.assert_allclose(weights(average.generator), expected, atol=1e-6)


def test_statistics_are_copied_in_somebody_elses_model(make_plain_gan, fit):
    model, average = make_plain_gan(), callbacks.GeneratorEMA(0.9)
    model.g_optimizer.learning_rate = 0.1
    fit(model, [average])
    for own, averaged in zip(
        model.generator.weights, average.generator.weights, strict=True
    ):
        equal = np.allclose(own, averaged, atol=1e-6)
        assert equal != own.trainable, own.path


@pytest.mark.slow
def test_average_leaves_training_alone_and_swaps_when_asked(make_gan, fit):
    plain = make_gan()
    fit(plain, epochs=3)
    seen = Recorder()
    seen.on_epoch_end = lambda epoch, logs: seen.steps.append(
        weights(seen.model.generator)
    )
    model, average = make_gan(), callbacks.GeneratorEMA(0.9, swap_on_epoch=True)
    fit(model, [average, seen], epochs=3)
    np.testing.assert_array_equal(
        weights(model.generator), weights(plain.generator)
    )
    np.testing.assert_array_equal(seen.steps[-1], weights(average.generator))
    model, average = make_gan(), callbacks.GeneratorEMA(0.9, swap_at_end=True)
    fit(model, [average], epochs=3)
    np.testing.assert_array_equal(
        weights(average.generator), weights(plain.generator)
    )
    assert np.any(weights(model.generator) != weights(plain.generator))
    average.swap()
    np.testing.assert_array_equal(
        weights(model.generator), weights(plain.generator)
    )


@pytest.mark.slow
def test_average_continues_in_a_second_fit(make_gan, fit):
    once, twice = (callbacks.GeneratorEMA(0.9) for _ in range(2))
    fit(make_gan(), [once], epochs=2)
    model = make_gan()
    for _ in range(2):
        fit(model, [twice], epochs=1)
    np.testing.assert_array_equal(
        weights(twice.generator), weights(once.generator)
    )


@pytest.mark.parametrize("decay", [0, 1, "0.9"])
def test_decay_out_of_range(decay):
    with pytest.raises(ValueError, match=f"Received: decay={decay!r}"):
        callbacks.GeneratorEMA(decay)


def test_models_that_it_is_not_for(make_gan, fit):
    with pytest.raises(ValueError, match="Received: a QuickGAN with ema=0.5"):
        fit(make_gan(ema=0.5), [callbacks.GeneratorEMA()])
    average = callbacks.GeneratorEMA()
    average.set_model(keras.Sequential())
    with pytest.raises(ValueError, match="a Sequential with generator=None"):
        average.on_train_begin()


@pytest.mark.slow
def test_average_and_other_callbacks_under_two_replicas(points, tmp_path):
    """The copy of the first device, batch normalization's statistics too."""
    strategy = tf.distribute.MirroredStrategy(
        ["CPU:0", "CPU:1"],
        cross_device_ops=tf.distribute.ReductionToOneDevice(),
    )
    average, recorder = callbacks.GeneratorEMA(0.8, warmup=False), Recorder()
    others = [
        callbacks.Schedule(g_optimizer=lambda epoch, rate: rate / 2),
        callbacks.TensorBoardImages(tmp_path / "logs", real=points),
        callbacks.MetricLogger({"mean": np.mean}, n=2),
        callbacks.ExactResume(tmp_path),
    ]
    with strategy.scope():
        model = models.GAN(
            keras.Sequential(
                [
                    keras.Input((2,)),
                    keras.layers.Dense(2),
                    keras.layers.BatchNormalization(),
                ]
            ),
            networks.mlp_discriminator(units=4),
        )
        model.compile()
        model.fit(
            points,
            batch_size=4,
            verbose=0,
            callbacks=[average, recorder, *others],
        )
        before = weights(model.generator)
        model.generator.set_weights(average.generator.get_weights())
        model.fit(points, verbose=0, callbacks=others)
    np.testing.assert_array_equal(weights(model.generator), before)
    assert model.history.epoch == []
    expected = recorder.steps[0]
    for step in recorder.steps[1:]:
        expected = 0.8 * expected + 0.2 * step
    got, statistics = weights(average.generator), -4
    np.testing.assert_allclose(
        got[:statistics], expected[:statistics], atol=1e-6
    )
    np.testing.assert_allclose(
        got[statistics:], recorder.steps[-1][statistics:], atol=1e-6
    )
