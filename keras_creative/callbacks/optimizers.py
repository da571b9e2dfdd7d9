"""The optimisers of a model, as callbacks see them."""


def unscaled(optimizer):
    """The optimiser inside one that scales the loss.

    Args:
        optimizer: Keras optimiser.

    Returns:
        Keras optimiser.
    """
    return getattr(optimizer, "inner_optimizer", optimizer)


def rate_schedule(optimizer):
    """Name of the class of the schedule that an optimiser's rate follows.

    Args:
        optimizer: Keras optimiser, without a loss scale.

    Returns:
        String, or `None` if the rate is a number.
    """
    rate = optimizer.get_config()["learning_rate"]
    return rate["class_name"] if isinstance(rate, dict) else None
