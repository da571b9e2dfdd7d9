"""Shapes of objects on a plain background: masks, and a loss of shape."""

from keras import ops

from keras_creative.typing import Tensor


def object_mask(
    images: Tensor, background: float = -1.0, threshold: float = 0.2
) -> Tensor:
    """Mask of what differs from a plain background.

    Args:
        images: Tensor `(batch, height, width, channels)` in [-1, 1].
        background: Brightness of the background: -1 is black, 1 is white.
            Defaults to `-1`.
        threshold: Distance from the background, the mean over channels, above
            which a pixel belongs to the object; in (0, 2). Defaults to `0.2`.

    Returns:
        Tensor `(batch, height, width, 1)` of zeros and ones.

    Example:

    >>> image = [[[[-1.0], [0.5]]]]
    >>> keras_creative.losses.object_mask(image).numpy().ravel().tolist()
    [0.0, 1.0]
    """
    return ops.cast(_contrast(images, background) > threshold, "float32")


def shape_loss(
    images: Tensor,
    masks: Tensor,
    background: float = -1.0,
    threshold: float = 0.2,
) -> Tensor:
    """How far images miss the shapes of masks, for each image.

    The mean over pixels of the distance from the background outside the mask,
    and of what is missing to the threshold inside. It is 0 for images with the
    background outside, and with an `object_mask()` that fills the mask.

    Args:
        images: Tensor `(batch, height, width, channels)` in [-1, 1].
        masks: Tensor `(batch, height, width, 1)` of zeros and ones.
        background: See `object_mask()`. Defaults to `-1`.
        threshold: See `object_mask()`. Defaults to `0.2`.

    Returns:
        Tensor `(batch,)`.

    Example:

    >>> image, mask = [[[[-1.0], [0.5]]]], [[[[0.0], [1.0]]]]
    >>> keras_creative.losses.shape_loss(image, mask).numpy().tolist()
    [0.0]
    """
    contrast = _contrast(images, background)
    masks = ops.cast(masks, contrast.dtype)
    missing = ops.relu(threshold - contrast)
    error = (1.0 - masks) * contrast + masks * missing
    return ops.mean(error, axis=(1, 2, 3))


def _contrast(images, background):
    images = ops.cast(ops.convert_to_tensor(images), "float32")
    return ops.mean(ops.abs(images - background), axis=3, keepdims=True)
