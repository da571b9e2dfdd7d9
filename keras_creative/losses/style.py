"""Statistics of features over an image, and distances between them."""

from collections.abc import Sequence

from keras import ops

from keras_creative.typing import Tensor

EPSILON = 1e-5


def instance_statistics(
    features: Tensor, epsilon: float = EPSILON
) -> tuple[Tensor, Tensor]:
    """Mean and standard deviation of each channel of each image.

    Args:
        features: Tensor `(batch, height, width, channels)`.
        epsilon: Number added to variances. Defaults to `1e-5`.

    Returns:
        Pair of float32 tensors `(batch, channels)`.

    Example:

    >>> features = np.array([[[[1.0], [3.0]]]], "float32")
    >>> mean, deviation = keras_creative.losses.instance_statistics(features)
    >>> mean.numpy().tolist(), round(float(deviation[0, 0]), 4)
    ([[2.0]], 1.0)
    """
    features = ops.cast(features, "float32")
    mean = ops.mean(features, axis=(1, 2))
    centered = features - mean[:, None, None]
    variance = ops.mean(ops.square(centered), axis=(1, 2))
    return mean, ops.sqrt(variance + epsilon)


def channel_covariance(features: Tensor) -> Tensor:
    """Covariance of the channels of each image, over its positions.

    Args:
        features: Tensor `(batch, height, width, channels)`.

    Returns:
        float32 tensor `(batch, channels, channels)`.

    Example:

    >>> features = np.array([[[[1.0, 0.0], [3.0, 4.0]]]], "float32")
    >>> covariance = keras_creative.losses.channel_covariance(features)
    >>> covariance.numpy().tolist()
    [[[1.0, 2.0], [2.0, 4.0]]]
    """
    features = ops.cast(features, "float32")
    centered = features - ops.mean(features, axis=(1, 2), keepdims=True)
    # Counted, as the sides of a Keras tensor need not be known.
    count = ops.sum(ops.ones_like(centered[:1, :, :, :1]))
    return ops.einsum("bhwc,bhwd->bcd", centered, centered) / count


def style_distance(styles: Sequence[Tensor], made: Sequence[Tensor]) -> Tensor:
    """Distance between the statistics of two sequences of feature maps.

    The sum, over the maps, of the mean squared differences of the channels'
    means, of their standard deviations, and of their covariances. The first two
    are the paper's; few channels tell textures and palettes apart only by the
    third.

    Features of a network that is trained on the spot have no fixed scale.
    Therefore the first two are divided by the mean variance of the channels of
    `styles`, and the third by their mean squared covariance, both over the
    batch of a replica.

    Args:
        styles: Feature maps `(batch, height, width, channels)` of style images.
        made: As many feature maps of the images made, with the same channels.

    Returns:
        float32 tensor `(batch,)`.

    Example:

    >>> style = np.array([[[[1.0], [3.0]]]], "float32")
    >>> distance = keras_creative.losses.style_distance([style], [style + 1])
    >>> distance.numpy().round(3).tolist()
    [1.0]

    Reference:

    - [Huang & Belongie, 2017, equation 13](https://arxiv.org/abs/1703.06868)
    - Covariances: [Gatys et al., 2016, equation 5](
        https://www.cv-foundation.org/openaccess/content_cvpr_2016/html/Gatys_Image_Style_Transfer_CVPR_2016_paper.html)
    """
    distances = []
    for ours, theirs in zip(styles, made, strict=True):
        mean, deviation = instance_statistics(ours)
        other_mean, other_deviation = instance_statistics(theirs)
        covariance = channel_covariance(ours)
        scale = ops.mean(ops.square(deviation))
        power = ops.mean(ops.square(covariance)) + EPSILON**2
        distances += [
            ops.mean(ops.square(other_mean - mean), axis=-1) / scale,
            ops.mean(ops.square(other_deviation - deviation), axis=-1) / scale,
            ops.mean(
                ops.square(channel_covariance(theirs) - covariance),
                axis=(1, 2),
            )
            / power,
        ]
    return sum(distances)
