"""Two views of each image, and codes of their style."""

from collections.abc import Sequence

from keras import ops

from keras_creative.losses import instance_statistics
from keras_creative.typing import Tensor

# Largest change of a channel's contrast and brightness.
_JITTER = 0.3
_EPSILON = 1e-3


def random_views(images: Tensor, draws: Tensor) -> Tensor:
    """Two opposite quarters of each image, in changed colors.

    Args:
        images: Tensor `(batch, height, width, channels)`.
        draws: Numbers from [0, 1), `(batch, 1, 1, 4 * channels + 1)`.

    Returns:
        Tensor `(2 * batch, height // 2, width // 2, channels)`: the first views
        of all images, then the second ones.
    """
    height, width = (side // 2 for side in images.shape[1:3])
    mirrored = ops.flip(images, axis=2)
    images = ops.where(draws[..., -1:] < 0.5, images, mirrored)
    quarters = [images[:, :height, :width], images[:, height:, width:]]
    changes = ops.split(_JITTER * (2 * draws[..., :-1] - 1), 4, axis=-1)
    return ops.concatenate(
        [
            (1 + contrast) * quarter + brightness
            for quarter, contrast, brightness in zip(
                quarters, changes[:2], changes[2:], strict=True
            )
        ]
    )


def style_codes(maps: Sequence[Tensor]) -> Tensor:
    """Statistics of feature maps, standardized over the batch of a replica.

    Args:
        maps: Feature maps `(batch, height, width, channels)`.

    Returns:
        float32 tensor `(batch, length)`.
    """
    parts = [part for m in maps for part in instance_statistics(m)]
    codes = ops.concatenate(parts, axis=-1)
    centered = codes - ops.mean(codes, axis=0)
    return centered / (ops.std(codes, axis=0) + _EPSILON)
