"""Checks that all execution modes compute the same."""

from pathlib import Path

import numpy as np
import tensorflow as tf

from keras_creative.precision import dtype_policy
from keras_creative.testing.comparisons import assert_equal_histories
from keras_creative.testing.subject import BATCH_SIZE, Subject


def check_fits_arrays_and_datasets(subject: Subject, folder: Path) -> None:
    """`fit()` does the same on arrays and on a `tf.data.Dataset`."""
    expected, _ = subject.reference
    model = subject.make()
    data = subject.make_data(model)
    parts = data["x"] if len(data) == 1 else (data["x"], data["y"])
    dataset = tf.data.Dataset.from_tensor_slices(parts).batch(BATCH_SIZE)
    history = model.fit(dataset, epochs=2, verbose=0, shuffle=False).history
    assert_equal_histories(history, expected)


def check_steps_per_execution(subject: Subject, folder: Path) -> None:
    """Four steps in one execution equal four executions."""
    expected, _ = subject.reference
    history = subject.fit(subject.make(steps_per_execution=4), epochs=2)
    assert_equal_histories(history, expected)


def check_eager_equals_graph(subject: Subject, folder: Path) -> None:
    """`run_eagerly=True` computes what the graph computes."""
    expected, _ = subject.reference
    history = subject.fit(subject.make(run_eagerly=True), epochs=2)
    assert_equal_histories(history, expected)


def check_xla_equals_graph(subject: Subject, folder: Path) -> None:
    """`jit_compile=True` computes what the graph computes."""
    expected, _ = subject.reference
    history = subject.fit(subject.make(jit_compile=True), epochs=2)
    assert_equal_histories(history, expected, rtol=1e-4)


def check_mixed_bfloat16_is_finite(subject: Subject, folder: Path) -> None:
    """Networks in half precision train with finite logs."""
    with dtype_policy("mixed_bfloat16"):
        history = subject.fit(subject.make())
    assert all(np.all(np.isfinite(v)) for v in history.values()), history
