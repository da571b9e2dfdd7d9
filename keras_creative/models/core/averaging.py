"""The exponential moving average of a network's weights."""

import keras
from keras import ops


def check_decay(ema):
    """Check the decay of an average.

    Args:
        ema: Decay per step; 0 for no average.

    Raises:
        ValueError: If it is not in [0, 1).
    """
    if not 0 <= ema < 1:
        raise ValueError(f"`ema` must be in [0, 1). Received: ema={ema}")


def averaged_copy(network, ema):
    """A network that holds the average of another one's weights.

    Args:
        network: Built `keras.Model`.
        ema: Decay per step; 0 for no average.

    Returns:
        `keras.Model` with the present weights, or `None` without an average.
    """
    if not ema:
        return None
    copy = keras.models.clone_model(network)
    copy.set_weights(network.get_weights())
    return copy


def update_average(average, network, ema, step):
    """Move an average towards the present weights.

    The decay starts low, `(1 + t) / (10 + t)` at step `t`, so that the initial
    weights lose influence quickly.

    Args:
        average: Network returned by `averaged_copy()`.
        network: The trained network.
        ema: Decay per step.
        step: Number of steps of the network's optimizer.
    """
    step = ops.cast(step, "float32")
    rate = 1.0 - ops.minimum(ema, (1.0 + step) / (10.0 + step))
    for mean, current in zip(average.weights, network.weights, strict=True):
        difference = ops.subtract(current, mean)
        mean.assign_add(ops.cast(rate, difference.dtype) * difference)
