"""Keras' own callbacks on models of this package."""

import keras

# Prefixes of logs for which larger values are better.
_RISING = ("d_accuracy", "elbo", "information")
_OF_ONE_OPTIMIZER = (
    keras.callbacks.LearningRateScheduler,
    keras.callbacks.ReduceLROnPlateau,
)


def prepare_callbacks(model, callbacks):
    """Adapt Keras' callbacks to a model of this package, or raise.

    Callbacks that monitor one of the model's logs get the direction in which it
    improves, unless `mode` is given.

    Args:
        model: Compiled model with `tracked`, the names of its logs.
        callbacks: Argument of `fit()`: a list of callbacks, one, or `None`.

    Raises:
        ValueError: If one sets the learning rate of `model.optimizer` and the
            model has one optimizer per player instead.
    """
    for callback in keras.tree.flatten(
        getattr(callbacks, "callbacks", callbacks)
    ):
        if isinstance(callback, _OF_ONE_OPTIMIZER) and not model.optimizer:
            name = type(callback).__name__
            raise ValueError(
                f"`callbacks` must not hold {name}, which sets the rate of a "
                "single optimizer. Use `keras_creative.callbacks.Schedule("
                "g_optimizer=f, d_optimizer=f)` with a function "
                f"`f(epoch, rate)`. Received: callbacks with a {name}"
            )
        if getattr(callback, "mode", None) == "auto":
            log = str(getattr(callback, "monitor", "")).removeprefix("val_")
            if log in model.tracked:
                callback.mode = "max" if log.startswith(_RISING) else "min"
