"""Checks that two replicas take the steps of one device."""

from pathlib import Path

import keras
import tensorflow as tf

from keras_creative.testing.comparisons import (
    assert_equal_histories,
    assert_equal_weights,
)
from keras_creative.testing.subject import BATCH_SIZE, STEPS, Subject


def check_two_devices_equal_one(subject: Subject, folder: Path) -> None:
    """Two replicas take the SGD steps of one device on the same batches."""
    _check_two_devices(subject, BATCH_SIZE * STEPS, BATCH_SIZE)


def check_uneven_devices_equal_one(subject: Subject, folder: Path) -> None:
    """The same on batches of 4 + 3 and of 1 + 0 samples."""
    _check_two_devices(subject, 15, 7)


def _check_two_devices(subject, count, batch_size):
    devices = [d.name for d in tf.config.list_logical_devices("CPU")[:2]]
    if len(devices) < 2:
        raise RuntimeError(
            "This check needs two logical CPUs. "
            f"Received: logical_devices={devices}"
        )
    expected, expected_evaluation, alone = _train(subject, count, batch_size)
    # Collectives of several strategies in one process block one another.
    strategy = tf.distribute.MirroredStrategy(
        devices, cross_device_ops=tf.distribute.ReductionToOneDevice()
    )
    with strategy.scope():
        history, evaluation, mirrored = _train(subject, count, batch_size)
    assert_equal_histories(history, expected, rtol=1e-5)
    assert_equal_histories(evaluation, expected_evaluation, rtol=1e-5)
    assert_equal_weights(mirrored, alone, atol=1e-6)


def _train(subject, count, batch_size):
    """History, logs of an evaluation, and the model."""
    model = subject.make()
    model.compile(
        **{name: keras.optimizers.SGD(0.01) for name in subject.optimizers}
    )
    data = {k: v[:count] for k, v in subject.make_data(model).items()}
    options = {"batch_size": batch_size, "verbose": 0}
    history = model.fit(**data, shuffle=False, epochs=2, **options).history
    evaluation = model.evaluate(**data, return_dict=True, **options)
    return history, evaluation, model
