"""The optimizers of a model, as callbacks see them."""

import tensorflow as tf


def unscaled(optimizer):
    """The optimizer inside of a loss scale optimizer.

    Args:
        optimizer: Keras optimizer.

    Returns:
        Keras optimizer.
    """
    return getattr(optimizer, "inner_optimizer", optimizer)


def steps_made(optimizer):
    """Number of steps that an optimizer has made.

    Args:
        optimizer: Keras optimizer.

    Returns:
        Integer, also for a variable that is mirrored by `tf.distribute`.
    """
    return int(tf.convert_to_tensor(unscaled(optimizer).iterations))


def learning_rate(optimizer):
    """The learning rate of an optimizer's next step, a float.

    Args:
        optimizer: Keras optimizer.

    Returns:
        Float, also for a variable that is mirrored by `tf.distribute`.
    """
    return float(tf.convert_to_tensor(unscaled(optimizer).learning_rate))


def rate_schedule(optimizer):
    """Name of the class of an optimizer's learning rate schedule.

    Args:
        optimizer: Keras optimizer, without a loss scale.

    Returns:
        String, or `None` if the rate is a number.
    """
    rate = optimizer.get_config()["learning_rate"]
    return rate["class_name"] if isinstance(rate, dict) else None
