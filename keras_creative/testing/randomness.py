"""Checks of noise, seeds and samples."""

from pathlib import Path

import keras
import numpy as np

from keras_creative.testing.comparisons import assert_equal_histories
from keras_creative.testing.subject import BATCH_SIZE, Subject


def check_noise_differs_between_batches(subject: Subject, folder: Path) -> None:
    """Equal batches get different noise, in training and in evaluation.

    The learning rates are 0, so that only the noise changes the losses of two
    equal batches.
    """
    for method in ("fit", "evaluate"):
        model = subject.initial()
        for player in model.players.values():
            player.optimizer.learning_rate.assign(0.0)
        first, mean = _means_on_equal_batches(subject, model, method)
        assert any(
            not np.isclose(mean[name], value, rtol=1e-5)
            for name, value in first.items()
        ), f"`{method}()` draws the same noise in every batch."


def _means_on_equal_batches(subject, model, method):
    """Logs after one batch, and the mean over it and an equal one."""
    means = []

    class Record(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            means.append({k: float(v) for k, v in logs.items()})

        on_test_batch_end = on_train_batch_end

    data = {
        name: np.concatenate([part[:BATCH_SIZE]] * 2)
        for name, part in subject.make_data(model).items()
    }
    order = {"shuffle": False} if method == "fit" else {}
    getattr(model, method)(
        **data,
        batch_size=BATCH_SIZE,
        verbose=0,
        callbacks=[Record()],
        **order,
    )
    return means


def check_seed_fixes_the_run(subject: Subject, folder: Path) -> None:
    """The same seed gives the same run, another seed a different one."""
    expected = subject.first_epoch
    assert_equal_histories(subject.fit(subject.initial()), expected)
    model = subject.initial()
    batch = subject.first_batch(model)
    logs = _logs_of_a_step(model, batch)
    model = subject.initial()
    seed = model.seed
    model.seed = seed + 1
    try:
        others = _logs_of_a_step(model, batch)
    finally:
        model.seed = seed
    name = model.tracked[0]
    assert logs[name] != others[name], f"`seed` does not change {name!r}."


def _logs_of_a_step(model, batch):
    model.reset_metrics()
    return {k: float(v) for k, v in model.train_step(batch).items()}


def check_samples(subject: Subject, folder: Path) -> None:
    """Samples depend only on their seed and do not change training's noise."""
    model = subject.initial()
    draws = int(model.draws.value)
    samples = model.sample(5, seed=1, batch_size=2)
    np.testing.assert_equal(samples.shape[1:], model.sampler.output_shape[1:])
    np.testing.assert_allclose(samples, model.sample(5, seed=1), atol=1e-5)
    assert not np.allclose(samples, model.sample(5, seed=2)), (
        "`sample()` ignores its `seed`."
    )
    assert not np.allclose(model.sample(5), model.sample(5)), (
        "`sample()` without a seed repeats itself."
    )
    np.testing.assert_equal(
        int(model.draws.value), draws, "`sample()` draws from training's noise."
    )
