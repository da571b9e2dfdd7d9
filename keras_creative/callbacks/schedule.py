"""Learning rates of several optimizers that change with the epoch."""

from typing import Any

import keras
import numpy as np

from keras_creative.callbacks.optimizers import (
    learning_rate,
    rate_schedule,
    unscaled,
)
from keras_creative.typing import Logs


class Schedule(keras.callbacks.Callback):
    """Sets the learning rate of each optimizer before every epoch.

    `keras.callbacks.LearningRateScheduler` does so for `model.optimizer` alone,
    which a model with several players does not have. The rates are in the
    epoch's logs, `g_learning_rate` for `g_optimizer`, `learning_rate` for
    `optimizer`; list the callback before those that read them.

    Args:
        **schedules: By the name of the model's attribute that holds the
            optimizer: a function of the epoch, from 0, and of the current
            learning rate that returns the one of this epoch; or a
            `keras.optimizers.schedules.LearningRateSchedule` of the epoch.
            Other optimizers keep their learning rates.

    Raises:
        ValueError: If nothing or something else is given; before the first
            epoch, if the model has no such optimizer, or its learning rate is a
            schedule already; if a rate is negative or not finite.

    Example:

    ```python
    def halve_every_tenth(epoch, rate):
        return rate / 2 if epoch and epoch % 10 == 0 else rate


    rates = keras_creative.callbacks.Schedule(
        g_optimizer=halve_every_tenth,
        d_optimizer=keras.optimizers.schedules.CosineDecay(1e-3, 30),
    )
    history = model.fit(x, epochs=30, callbacks=[rates])
    print(history.history["g_learning_rate"])
    ```
    """

    def __init__(self, **schedules: Any) -> None:
        super().__init__()
        if not schedules or not all(map(callable, schedules.values())):
            raise ValueError(
                "Schedule takes a function of (epoch, rate) for each "
                "optimizer, such as g_optimizer=f. "
                f"Received: schedules={schedules}"
            )
        self.schedules = schedules

    def on_train_begin(self, logs: Logs = None) -> None:
        """Check that the learning rates can be set."""
        for name in self.schedules:
            optimizer = getattr(self.model, name, None)
            if not isinstance(optimizer, keras.optimizers.Optimizer):
                raise ValueError(
                    f"The model must have an optimizer `{name}`. "
                    f"Received: a {type(self.model).__name__} with "
                    f"{name}={optimizer!r}"
                )
            schedule = rate_schedule(unscaled(optimizer))
            if schedule is not None:
                raise ValueError(
                    f"The learning rate of `{name}` must be a number, not a "
                    f"schedule. Received: learning_rate={schedule}"
                )

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        """Set the rates of this epoch."""
        for name, schedule in self.schedules.items():
            optimizer = unscaled(getattr(self.model, name))
            if isinstance(
                schedule, keras.optimizers.schedules.LearningRateSchedule
            ):
                rate = float(schedule(epoch))
            else:
                rate = schedule(epoch, learning_rate(optimizer))
            optimizer.learning_rate = _checked(name, epoch, rate)

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Add the rates to the epoch's logs."""
        for name in self.schedules:
            log = name.removesuffix("optimizer") + "learning_rate"
            logs[log] = learning_rate(getattr(self.model, name))


def _checked(name, epoch, rate):
    """A learning rate as a float; raises if it is not valid."""
    try:
        number = float(rate)
    except (TypeError, ValueError):
        number = np.nan
    if not 0 <= number < np.inf:
        raise ValueError(
            f"The schedule of `{name}` must return a finite, non-negative "
            f"number. Received: {rate!r} for epoch {epoch}"
        )
    return number
