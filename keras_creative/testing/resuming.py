"""Checks that an interrupted run resumes as if it had never stopped."""

import contextlib
from pathlib import Path

import keras
import numpy as np

from keras_creative.testing.comparisons import assert_equal_weights
from keras_creative.testing.subject import Subject


def check_resumes_from_a_saved_model(subject: Subject, folder: Path) -> None:
    """A run resumed from `.keras` equals an uninterrupted one."""
    expected, uninterrupted = subject.reference
    stopped = subject.make()
    subject.fit(stopped, epochs=1)
    stopped.save(folder / "model.keras")
    resumed = keras.saving.load_model(folder / "model.keras")
    history = subject.fit(resumed, epochs=2, initial_epoch=1)
    for name in expected:
        np.testing.assert_allclose(history[name], expected[name][1:], rtol=1e-6)
    assert_equal_weights(resumed, uninterrupted)


def check_resumes_by_backup_and_restore(subject: Subject, folder: Path) -> None:
    """A run killed in its second epoch resumes by Keras' own callback."""

    class Kill(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            if epoch == 1:
                raise KeyboardInterrupt

    def backup():
        return keras.callbacks.BackupAndRestore(str(folder / "backup"))

    _, uninterrupted = subject.reference
    with contextlib.suppress(KeyboardInterrupt):
        subject.fit(subject.make(), epochs=2, callbacks=[backup(), Kill()])
    resumed = subject.make()
    subject.fit(resumed, epochs=2, callbacks=[backup()])
    assert_equal_weights(resumed, uninterrupted)
