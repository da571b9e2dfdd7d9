"""Keras' own callbacks on models of this package."""

import keras

# Logs of which a larger value is the better one, by how they begin.
_RISING = ("d_accuracy", "elbo", "information")
_OF_ONE_OPTIMIZER = (
    keras.callbacks.LearningRateScheduler,
    keras.callbacks.ReduceLROnPlateau,
)


def prepare_callbacks(model, callbacks):
    """Make Keras' callbacks fit a model of this package, or refuse them.

    Callbacks that monitor one of the model's logs learn which way it
    improves, unless they are told by `mode`.

    Args:
        model: Compiled model with `tracked`, the names of its logs.
        callbacks: What `fit()` is given: callbacks, one, or `None`.

    Raises:
        ValueError: If one sets the rate of `model.optimizer` and the model
            has an optimizer for each player instead.
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
