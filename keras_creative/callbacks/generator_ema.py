"""Averaged generator for models without one."""

import keras
import numpy as np
import tensorflow as tf

from keras_creative.callbacks.optimizers import steps_made
from keras_creative.checks import check_fractions
from keras_creative.typing import Logs


class GeneratorEMA(keras.callbacks.Callback):
    """Keeps the exponential moving average of a generator's weights.

    For any model with a `generator`. The models of `keras_creative.models` can
    do it themselves, `ema=0.999`, and save the average with their weights; for
    such a model this callback raises an error. `keras.callbacks.SwapEMAWeights`
    reads `model.optimizer`, which a model with several players does not have.

    A step is one of the generator's optimizer, `g_optimizer` or `optimizer`, or
    a batch if the model has neither. With `steps_per_execution`, all steps of
    an execution use the weights at its end. The statistics of batch
    normalization are copied, not averaged.

    `ExactResume` does not save the average: a resumed run starts a new one.
    Under `tf.distribute` it is stored on the first device of the process.

    Args:
        decay: Decay of the average per step, in (0, 1). Defaults to `0.999`.
        warmup: Whether the decay starts low, `(1 + t) / (10 + t)` at step `t`,
            so that the initial weights lose influence quickly. Defaults to
            `True`.
        swap_on_epoch: Whether the model's generator has the average's weights
            from the end of an epoch to the beginning of the next, for callbacks
            that are listed after this one and draw or save; not for
            `ExactResume`, which needs the trained weights. Defaults to `False`.
        swap_at_end: Whether it has them when training has ended. Defaults to
            `False`.

    Attributes:
        generator: The averaged generator, a separate Keras model that is
            created before the first step.

    Raises:
        ValueError: If `decay` is out of range; before the first step, if the
            model has no generator that can be cloned, or has its own average.

    Example:

    ```python
    average = keras_creative.callbacks.GeneratorEMA(decay=0.99)
    model.fit(x, epochs=10, callbacks=[average])
    average.generator.save("averaged.keras")
    ```
    """

    def __init__(
        self,
        decay: float = 0.999,
        warmup: bool = True,
        swap_on_epoch: bool = False,
        swap_at_end: bool = False,
    ) -> None:
        super().__init__()
        check_fractions(decay=decay)
        self.decay = decay
        self.warmup = warmup
        self.swap_on_epoch = swap_on_epoch
        self.swap_at_end = swap_at_end
        self.generator = None
        self._source = None
        self._swapped = False
        self._steps = self._steps_before = 0

    def on_train_begin(self, logs: Logs = None) -> None:
        """Check that the model has a generator and no average of its own."""
        generator = getattr(self.model, "generator", None)
        if not isinstance(generator, keras.Model) or not generator.built:
            raise ValueError(
                "GeneratorEMA needs a model with a `generator`, a built Keras "
                f"model. Received: a {type(self.model).__name__} with "
                f"generator={generator!r}"
            )
        if getattr(self.model, "ema", 0):
            raise ValueError(
                "GeneratorEMA is for models without an averaged generator. "
                f"Received: a {type(self.model).__name__} with "
                f"ema={self.model.ema}"
            )
        if generator is not self._source:
            self.generator = _clone(generator)
            self._source, self._steps, self._swapped = generator, 0, False

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        """Restore the trained weights of the generator."""
        if self._steps == 0:
            # Not earlier: other callbacks may restore weights first.
            self.generator.set_weights(self._source.get_weights())
        if self._swapped:
            self.swap()
        self._steps_before = self._steps
        optimizer = self._optimizer()
        self._iterations = None if optimizer is None else steps_made(optimizer)

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        """Update the average."""
        earlier, self._steps = self._steps, self._count(batch)
        kept = [self._decay_at(t + 1) for t in range(earlier, self._steps)]
        rate = tf.constant(1.0 - np.prod(kept), "float32")
        self._move(rate)

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Give the generator the averaged weights, with `swap_on_epoch`."""
        if self.swap_on_epoch:
            self.swap()

    def on_train_end(self, logs: Logs = None) -> None:
        """Give the generator the weights that `swap_at_end` requests."""
        if self._swapped != self.swap_at_end:
            self.swap()

    def swap(self) -> None:
        """Swap the weights of the generator and of its average.

        A second call swaps them back.
        """
        own, averaged = self._source.get_weights(), self.generator.get_weights()
        self._source.set_weights(averaged)
        self.generator.set_weights(own)
        self._swapped = not self._swapped

    def _optimizer(self):
        own = getattr(self.model, "g_optimizer", None)
        return own or getattr(self.model, "optimizer", None)

    def _count(self, batch):
        """Number of steps so far, including `batch + 1` of this epoch."""
        if self._iterations is not None:
            made = steps_made(self._optimizer()) - self._iterations
        else:
            # The last execution of an epoch may be cut short.
            made = min(batch + 1, self.params.get("steps") or np.inf)
        return self._steps_before + int(made)

    def _decay_at(self, step):
        if not self.warmup:
            return self.decay
        return min(self.decay, (1 + step) / (10 + step))

    def _move(self, rate):
        """Move the average by a fraction of the difference."""
        for average, current in zip(
            self.generator.weights, self._source.weights, strict=True
        ):
            share = tf.cast(rate if current.trainable else 1.0, average.dtype)
            average.assign_add(share * (current.value - average.value))


def _clone(generator):
    try:
        return keras.models.clone_model(generator)
    except (ValueError, NotImplementedError, TypeError) as error:
        raise ValueError(
            "GeneratorEMA needs a generator that `keras.models.clone_model()` "
            f"can clone. Received: {generator!r}"
        ) from error
