"""The optimisers of a model, as callbacks see them."""

import tensorflow as tf


def unscaled(optimizer):
    """The optimiser inside one that scales the loss.

    Args:
        optimizer: Keras optimiser.

    Returns:
        Keras optimiser.
    """
    return getattr(optimizer, "inner_optimizer", optimizer)


def steps_made(optimizer):
    """Steps that an optimiser has made, an integer.

    Args:
        optimizer: Keras optimiser.

    Returns:
        Integer, also of a variable that is mirrored by `tf.distribute`.
    """
    return int(tf.convert_to_tensor(unscaled(optimizer).iterations))


def learning_rate(optimizer):
    """The learning rate of an optimiser's next step, a float.

    Args:
        optimizer: Keras optimiser.

    Returns:
        Float, also of a variable that is mirrored by `tf.distribute`.
    """
    return float(tf.convert_to_tensor(unscaled(optimizer).learning_rate))


def rate_schedule(optimizer):
    """Name of the class of the schedule that an optimiser's rate follows.

    Args:
        optimizer: Keras optimiser, without a loss scale.

    Returns:
        String, or `None` if the rate is a number.
    """
    rate = optimizer.get_config()["learning_rate"]
    return rate["class_name"] if isinstance(rate, dict) else None
