"""Squared errors at several scales."""

from collections.abc import Sequence

from keras import ops

from keras_creative.typing import Tensor


def multiscale_squared_error(
    real: Tensor, made: Tensor, scales: Sequence[int] = (1, 2, 4)
) -> Tensor:
    """Squared error of images and of their averages over squares.

    `sum_k k^2 sum (mean_k(real) - mean_k(made))^2`, where `mean_k` averages
    squares of `k` x `k` pixels, or what of a square lies within the image. A
    line that is a few pixels from its place may have a gradient towards it,
    which the error of pixels lacks. With the factor `k^2`, all scales are equal
    for differences that are constant, if `k` divides the sides.

    Args:
        real: Images `(batch, height, width, channels)`.
        made: Images of the same shape.
        scales: Sequence of sides of squares in pixels. Defaults to
            `(1, 2, 4)`.

    Returns:
        float32 tensor `(batch,)`.

    Example:

    >>> images = np.zeros((2, 4, 4, 1), "float32")
    >>> error = keras_creative.losses.multiscale_squared_error
    >>> error(images, images + 0.5).numpy().tolist()
    [12.0, 12.0]
    """
    difference = ops.cast(made, "float32") - ops.cast(real, "float32")
    errors = []
    for side in scales:
        means = ops.average_pool(difference, side, side, padding="same")
        errors.append(side**2 * ops.sum(ops.square(means), axis=(1, 2, 3)))
    return sum(errors)
