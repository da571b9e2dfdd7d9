"""Stops training when a log is not finite."""

import keras
import numpy as np

from keras_creative.typing import Logs


class NanGuard(keras.callbacks.Callback):
    """Raises as soon as any log is not finite, and names log and step.

    `keras.callbacks.TerminateOnNaN` reads only `loss`, which adversarial
    models do not have. This one also raises instead of ending the epoch, so
    that no later callback saves the broken weights.

    Raises:
        FloatingPointError: If a log is infinite or not a number.

    Example:

    ```python
    model.fit(x, y, callbacks=[keras_creative.callbacks.NanGuard()])
    ```
    """

    def __init__(self) -> None:
        super().__init__()
        self._epoch = 0

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        """Store the epoch for the message."""
        self._epoch = epoch

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        """Check the logs of the last steps."""
        for name, value in (logs or {}).items():
            if not np.isfinite(value):
                raise FloatingPointError(
                    f"Training stopped: `{name}` is {float(value)} at step "
                    f"{batch} of epoch {self._epoch + 1}, counted from 0."
                )
