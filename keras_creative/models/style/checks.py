"""Validation of style transfer's networks and arguments."""

import math

import numpy as np


def check_networks(encoder, decoder, image_shape):
    """Check that an encoder, a decoder and images of a shape fit together.

    Args:
        encoder: Functional model.
        decoder: Functional model.
        image_shape: Shape of the images of training.

    Raises:
        ValueError: If they do not.
    """
    channels = encoder.inputs[0].shape[-1]
    widths = [output.shape[-1] for output in encoder.outputs]
    given = [tensor.shape[-1] for tensor in decoder.inputs]
    made = decoder.outputs[0].shape[-1]
    if len(widths) < 2 or given != [channels, *widths[1:]] or made != channels:
        raise ValueError(
            "`encoder` must map images to at least two feature maps, and "
            "`decoder` images and all maps but the first to images. Received: "
            f"encoder from {channels} to {widths} channels, decoder from "
            f"{given} to {made}"
        )
    cell = 2 ** (len(widths) - 1)
    sides = image_shape[:2]
    if (
        len(image_shape) != 3
        or image_shape[-1] != channels
        or any(side % cell or side < 4 * cell for side in sides)
    ):
        raise ValueError(
            f"`image_shape` must be (height, width, {channels}), with sides "
            f"that are multiples of {cell} and at least {4 * cell}. "
            f"Received: image_shape={tuple(image_shape)}"
        )


def check_strength(strength):
    """Raise unless the strength of a style is a number from 0 to 1.

    Args:
        strength: The number.

    Raises:
        ValueError: If it is not.
    """
    if not 0 <= strength <= 1:
        raise ValueError(
            f"`strength` must be in [0, 1]. Received: strength={strength!r}"
        )


def checked_weights(weights, count):
    """Weights of styles that sum to 1.

    Args:
        weights: Sequence of numbers, or `None` for equal ones.
        count: Number of styles.

    Returns:
        List of floats.

    Raises:
        ValueError: If there are no styles, the number of weights differs, or
            one is negative, not finite, or all are 0.
    """
    if not count:
        raise ValueError("`styles` must hold at least 1 image. Received: []")
    if weights is None:
        return [1 / count] * count
    weights = np.asarray(weights, "float64").ravel()
    total = weights.sum()
    if (
        len(weights) != count
        or not math.isfinite(total)
        or total <= 0
        or weights.min() < 0
    ):
        raise ValueError(
            f"`weights` must be {count} non-negative numbers, one for each "
            f"style, not all 0. Received: weights={weights.tolist()}"
        )
    return (weights / total).tolist()
