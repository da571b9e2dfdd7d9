"""Adaptive instance normalization, and the same for colors."""

import typing

from keras import ops

from keras_creative.losses import channel_covariance, instance_statistics
from keras_creative.typing import Tensor

# Variance added to colors, of a tenth of the levels between two gray levels'
# noise and a visible difference: a gray image has no colors to stretch.
_COLOR_NOISE = 1e-3
_LEAST_EIGENVALUE = 1e-7


class Style(typing.NamedTuple):
    """Statistics that make up a style.

    Args:
        colors: Pair of the mean `(batch, channels)` and the covariance
            `(batch, channels, channels)` of the pixels.
        features: List of pairs of the mean and the standard deviation
            `(batch, channels)` of feature maps.
    """

    colors: tuple[Tensor, Tensor]
    features: list[tuple[Tensor, Tensor]]

    def as_vectors(self) -> Tensor:
        """All numbers of each style, a tensor `(batch, length)`."""
        mean, covariance = self.colors
        size = mean.shape[-1]
        parts = [mean, ops.reshape(covariance, (-1, size * size))]
        parts += [number for pair in self.features for number in pair]
        return ops.concatenate(parts, axis=-1)


def style_from_vectors(
    vectors: Tensor, channels: int, widths: typing.Sequence[int]
) -> Style:
    """The inverse of `Style.as_vectors()`.

    Args:
        vectors: Tensor `(batch, length)`.
        channels: Channels of the images.
        widths: Channels of the feature maps.

    Returns:
        `Style`, whose standard deviations are non-negative.
    """
    sizes = [channels, channels**2, *(w for w in widths for _ in range(2))]
    parts, start = [], 0
    for size in sizes:
        parts.append(vectors[:, start : start + size])
        start += size
    mean, covariance, *rest = parts
    covariance = ops.reshape(covariance, (-1, channels, channels))
    deviations = [ops.relu(part) for part in rest[1::2]]
    features = list(zip(rest[::2], deviations, strict=True))
    return Style((mean, covariance), features)


def adaptive_instance_norm(
    features: Tensor,
    mean: Tensor,
    deviation: Tensor,
    own: tuple[Tensor, Tensor] | None = None,
) -> Tensor:
    """Features with the mean and the standard deviation of a style.

    `deviation (x - mean(x)) / deviation(x) + mean`, for each channel of each
    image.

    Args:
        features: Tensor `(batch, height, width, channels)`.
        mean: Mean of the style's features `(batch, channels)`.
        deviation: Their standard deviation `(batch, channels)`.
        own: Mean and standard deviation of `features`, for a part of an image.
            Defaults to `None`: they are computed.

    Returns:
        float32 tensor of the shape of `features`.

    Example:

    >>> from keras_creative.models.style.transfer import adaptive_instance_norm
    >>> features = np.array([[[[1.0], [3.0]]]], "float32")
    >>> mean, deviation = np.array([[10.0]]), np.array([[2.0]])
    >>> made = adaptive_instance_norm(features, mean, deviation)
    >>> made.numpy().round(3).ravel().tolist()
    [8.0, 12.0]

    Reference:

    - [Huang & Belongie, 2017, equation 8](https://arxiv.org/abs/1703.06868)
    """
    features = ops.cast(features, "float32")
    own_mean, own_deviation = own or instance_statistics(features)
    scale = ops.cast(deviation, "float32") / own_deviation
    shift = ops.cast(mean, "float32") - scale * own_mean
    return features * scale[:, None, None] + shift[:, None, None]


def color_statistics(images: Tensor) -> tuple[Tensor, Tensor]:
    """Mean and covariance of the colors of each image.

    Args:
        images: Tensor `(batch, height, width, channels)`.

    Returns:
        Pair of float32 tensors `(batch, channels)` and
        `(batch, channels, channels)`.
    """
    images = ops.cast(images, "float32")
    return ops.mean(images, axis=(1, 2)), channel_covariance(images)


def match_colors(
    images: Tensor,
    target: tuple[Tensor, Tensor],
    own: tuple[Tensor, Tensor] | None = None,
) -> Tensor:
    """Images whose colors have another mean and covariance.

    The linear map that moves colors least, of all that change one normal
    distribution into the other: with the covariances `A` and `B`, the matrix
    `A^(-1/2) (A^(1/2) B A^(1/2))^(1/2) A^(-1/2)`.

    Args:
        images: Tensor `(batch, height, width, channels)`.
        target: Mean and covariance, see `color_statistics()`.
        own: Those of `images`, for a part of an image. Defaults to `None`: they
            are computed.

    Returns:
        float32 tensor of the shape of `images`.

    Reference:

    - [Pitie & Kokaram, 2007, section 3](
        https://doi.org/10.1049/cp:20070055)
    """
    images = ops.cast(images, "float32")
    own_mean, own_covariance = own or color_statistics(images)
    mean, covariance = (ops.cast(part, "float32") for part in target)
    matrix = _transport(own_covariance, covariance)
    shift = mean - ops.matmul(own_mean[:, None], matrix)[:, 0]
    return ops.matmul(images, matrix[:, None]) + shift[:, None, None]


def _transport(own, target):
    noise = _COLOR_NOISE * ops.eye(own.shape[-1])
    root, inverse = _powers(own + noise, 0.5, -0.5)
    inner = ops.matmul(root, ops.matmul(target + noise, root))
    (middle,) = _powers(inner, 0.5)
    return ops.matmul(inverse, ops.matmul(middle, inverse))


def _powers(matrices, *exponents):
    """Powers of symmetric matrices `(batch, size, size)`."""
    values, vectors = ops.linalg.eigh(matrices)
    values = ops.maximum(values, _LEAST_EIGENVALUE)
    transposed = ops.transpose(vectors, (0, 2, 1))
    return [
        ops.matmul(vectors * (values**exponent)[:, None], transposed)
        for exponent in exponents
    ]
